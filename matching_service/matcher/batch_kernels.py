"""The loop over people of match_all.py, compiled: a person costs no Python, and threads work side by side."""

import numpy as np
from numba import njit

from matching_service.matcher.kernels import search


# not kept for the next process: numba would not notice when kernels.py has changed
@njit(nogil=True, error_model="numpy")
def best_of_each(people, pairs, segment, part_of, k, n_features, n_parts):
    """The `k` (at least 1) best openings of each person, best first, equal scores by id.

    `people`: starts, features, values, codes (rules, people). `pairs`: the arrays of condition_pairs.py. `segment`:
    forward, inverted, block size, alive, columns, as `kernels.search` takes them, and its row numbers by id. `part_of`:
    the number of the part that each forward value adds to.

    Returns how many each person has (int32), ids (int64) and scores (float64), both (people, k), and parts (float32,
    (people, k, parts)); places that are not taken are 0. A score is the sum of its parts in double precision.
    """
    person_starts, person_features, person_values, codes = people
    forward, inverted, block_size, alive, columns, by_id = segment
    ids, starts, features, values = forward
    sorted_ids = ids[by_id]
    n_people = len(person_starts) - 1
    counts = np.zeros(n_people, np.int32)
    found_ids, found_scores = np.zeros((n_people, k), np.int64), np.zeros((n_people, k), np.float64)
    found_parts = np.zeros((n_people, k, n_parts), np.float32)
    query = np.zeros(n_features, np.float32)
    for person in range(n_people):
        begin, end = person_starts[person], person_starts[person + 1]
        terms, weights = person_features[begin:end], person_values[begin:end]
        asked = _rules_for(codes[:, person], pairs)
        best, _, _, _ = search(forward, inverted, block_size, alive, columns, asked, terms, weights, k, False)
        rows = by_id[np.searchsorted(sorted_ids, best)]
        counts[person], found_ids[person, : len(best)] = len(best), best
        query[terms] = weights
        for place in range(len(rows)):
            own = slice(starts[rows[place]], starts[rows[place] + 1])
            parts = found_parts[person, place]
            found_scores[person, place] = _add_parts(features[own], values[own], part_of[own], query, parts)
        query[terms] = 0
    return counts, found_ids, found_scores, found_parts


@njit(nogil=True, error_model="numpy")
def _rules_for(codes, pairs):
    """The rules that exclude some opening for a person with these codes: rules, offsets, tables, scope, as
    `kernels.search` takes them."""
    person_rules, opening_rules, first, begins, tables = pairs
    rules, offsets, asking = np.empty(len(person_rules), np.int64), np.empty(len(person_rules), np.int64), 0
    for number in range(len(person_rules)):
        begin = begins[first[number] + codes[person_rules[number]]]
        if begin >= 0:
            rules[asking], offsets[asking] = opening_rules[number], begin
            asking += 1
    return rules[:asking], offsets[:asking], tables, 0


@njit(nogil=True, error_model="numpy")
def _add_parts(features, values, part_of, query, parts):
    """Write what each part adds to a score; returns their sum. In the order of explanation.py, so to the same bit."""
    sums = np.zeros(len(parts), np.float64)
    for at in range(len(features)):
        sums[part_of[at]] += np.float64(values[at]) * np.float64(query[features[at]])
    total = 0.0
    for part in range(len(parts)):
        parts[part] = sums[part]
        total += sums[part]
    return total
