"""The loop over people of match_all.py, compiled: a person costs no Python, and threads run side by side."""

import inspect
from zlib import crc32

import numpy as np

from matching_service.matcher import kernels
from matching_service.matcher.kernels import compiled, search


def _loop(source: int):
    """numba keeps machine code while the file of a function and the values that it closes over stay the same, and does
    not look at the functions that it calls: so this one closes over a checksum of their `source`."""

    @compiled
    def best_of_each(people, asking, segment, part_of, k, n_features, n_parts):
        """The `k` (at least 1) best openings of each person, best first, equal scores by id.

        `people`: starts, features, values. `asking`: rows of the rules in the codes of openings, where the tables of
        each person begin (people, rules), and these tables: see condition_pairs.py. `segment`: forward, inverted,
        block size, alive, columns, as `kernels.search` takes them, but in forward the places that ids have among all
        ids instead of ids; then the row at each of these places. `part_of`: the number of the part that each forward
        value adds to.

        Returns how many each person has (int64), the places of their ids (int64) and scores (float64), both
        (people, k), and parts (float32, (people, k, parts)), all 0 where there are no more. A score is the sum of its
        parts in float64.
        """
        _ = source
        person_starts, person_features, person_values = people
        rules, begins, tables = asking
        forward, inverted, block_size, alive, columns, by_id = segment
        n_people = len(person_starts) - 1
        counts = np.zeros(n_people, np.int64)
        places, scores = np.zeros((n_people, k), np.int64), np.zeros((n_people, k), np.float64)
        parts = np.zeros((n_people, k, n_parts), np.float32)
        query, sums = np.zeros(n_features, np.float32), np.empty(n_parts, np.float64)
        for person in range(n_people):
            begin, end = person_starts[person], person_starts[person + 1]
            terms, weights = person_features[begin:end], person_values[begin:end]
            asked = _asking(rules, begins[person], tables)
            best, _, _, _ = search(
                forward, inverted, block_size, alive, columns, asked, terms, weights, query, k, False
            )
            counts[person], places[person, : len(best)] = len(best), best
            query[terms] = weights
            for at in range(len(best)):
                scores[person, at] = _add_parts(forward, by_id[best[at]], part_of, query, sums, parts[person, at])
            query[terms] = 0
        return counts, places, scores, parts

    return best_of_each


@compiled
def _asking(rules, begins, tables):
    """The rules that exclude some opening for somebody whose tables begin there: rules, offsets, tables, scope, as
    `kernels.search` takes them."""
    asking, offsets, n = np.empty(len(rules), np.int64), np.empty(len(rules), np.int64), 0
    for number in range(len(rules)):
        if begins[number] >= 0:
            asking[n], offsets[n] = rules[number], begins[number]
            n += 1
    return asking[:n], offsets[:n], tables, 0


@compiled
def _add_parts(forward, row, part_of, query, sums, parts):
    """Write what each part adds to the score of a row; returns their sum. Added up in float64 (`sums`, of any content)
    in the order of explanation.py, so to the same bit."""
    _, starts, features, values = forward
    sums[:], total = 0, 0.0
    for at in range(starts[row], starts[row + 1]):
        sums[part_of[at]] += np.float64(values[at]) * np.float64(query[features[at]])
    for part in range(len(parts)):
        parts[part] = sums[part]
        total += sums[part]
    return total


best_of_each = _loop(crc32(inspect.getsource(kernels).encode()))
