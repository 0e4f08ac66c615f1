"""The inner loops of ranking, compiled by numba; everything about layout is said here and in segment.py.

A segment keeps every row (one person, or one opening) twice. The forward part is the truth: features and float32
values, row after row. The inverted part is a sieve: in blocks of rows, per feature, who has it and roughly how much.

    forward   row 0      row 1   row 2           ...         exact, 6 bytes a value; read for the few rows that
              f3 f8 f9 | f8 f9 | f1 f3 f8 f20 | ...          may belong to the best

    inverted  block 0 (rows 0..8191)              block 1 (rows 8192..)
              f0    f1      f2    f3              f0 ...      `run_starts[feature, block]` says where a run begins
              |     |2 7 9  |     |0 2 5 ...      |           `run_rows`: row within the block, 16 bits
              |     |c c c  |     |c c c ...      |           `run_codes`: value = step[feature] * code, 8 bits

    dense     f8 (in nearly every row)                        `dense_codes[block, number, row]`: a code for each row of
              c c c c c c c ...                               the block, 0 where the row lacks the feature

A search goes block by block, so that its sums (4 bytes a row) stay in the first cache: add up feature by feature, keep
every row that could still be among the best, forget the sums. A code is off by at most `error[feature]`; so a sum is
off by at most `slack`, the sum of |query value| * error and what float32 rounds, and no row that belongs to the best is
lost by keeping all within twice that of the k-th best sum. Exact scores of those kept then decide.

Arrays that belong together go through the functions as tuples:
    inverted  step, error, block_starts, run_starts, run_rows, run_codes, dense_number, dense_codes (segment.Inverted)
    forward   ids, starts, features, values of the rows
    columns   codes (rules, rows), and the first row of each code of rule 0, by which rows are sorted
    asked     rules, offsets, tables, scope: what a query asks of the codes (conditions.Sieve)
"""

import numpy as np
from numba import njit

# Codes go from -127 to 127.
LARGEST_CODE = 127
# One rounding in float32 is off by at most this share.
ROUNDING = 2.0**-24
# The least number that float32 has.
LEAST = 2.0**-149
# So many sums are looked through together; mostly none of them is high enough.
STRIDE = 64


def compiled(function):
    """Machine code is kept for the next process, where a folder for it can be written (NUMBA_CACHE_DIR)."""
    options = {"nogil": True, "error_model": "numpy"}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:
        return njit(**options)(function)


@compiled
def exact_scores(starts, features, values, rows, query):
    """Dot products of `rows` with a dense query; float64, added up in the order of features, so the same for the same
    row wherever it is kept."""
    scores = np.empty(len(rows), np.float64)
    for at in range(len(rows)):
        row = slice(starts[rows[at]], starts[rows[at] + 1])
        row_features, row_values, total = features[row], values[row], 0.0
        for place in range(len(row_features)):
            total += np.float64(row_values[place]) * np.float64(query[row_features[place]])
        scores[at] = total
    return scores


@compiled
def passing_rows(alive, codes, rules, offsets, tables):
    """Those of the rows that are alive whose codes pass; int32, ascending.

    `rules` are rows of `codes`; the table of the i-th begins at `offsets[i]` in `tables`.
    """
    rows, n = np.empty(len(alive), np.int32), 0
    for row in range(len(alive)):
        rows[n] = row
        n += alive[row]
    for number in range(len(rules)):
        n = _sift(rows, n, codes[rules[number]], tables[offsets[number] :])
    return rows[:n]


@compiled
def _sift(rows, n, column, table):
    """Keep those of the first `n` rows whose code passes, at the beginning of `rows`; how many. No branch to guess."""
    kept = 0
    for at in range(n):
        row = rows[at]
        rows[kept] = row
        kept += table[column[row]]
    return kept


@compiled
def _passing_in_block(begin, end, alive, columns, asked, n_rules, rows):
    """As `passing_rows`, by the first `n_rules` rules, for the rows from `begin` to `end` of a segment; how many.

    Rows of a segment are sorted by their code of rule 0: it is asked once per code, and gives whole ranges.
    """
    codes, first_rows = columns
    rules, offsets, tables, _ = asked
    n, ranged = 0, False
    for number in range(n_rules):
        if rules[number] == 0:
            ranged, passes = True, tables[offsets[number] :]
            for code in range(codes[0, begin], codes[0, end - 1] + 1):
                if passes[code]:
                    for row in range(max(begin, first_rows[code]), min(end, first_rows[code + 1])):
                        rows[n] = row
                        n += alive[row]
    if not ranged:
        for row in range(begin, end):
            rows[n] = row
            n += alive[row]
    for number in range(n_rules):
        if rules[number] != 0:
            n = _sift(rows, n, codes[rules[number]], tables[offsets[number] :])
    return n


@compiled
def _failing_in_block(begin, end, alive, columns, asked, rows):
    """The rows in scope that fail some rule; how many, and how many pass."""
    counting = _passing_in_block(begin, end, alive, columns, asked, asked[3], rows)
    passed = np.empty(end - begin, np.int32)
    passing = _passing_in_block(begin, end, alive, columns, asked, len(asked[0]), passed)
    kept = at = 0
    for number in range(counting):
        if at < passing and passed[at] == rows[number]:
            at += 1
        else:
            rows[kept] = rows[number]
            kept += 1
    return kept, passing


@compiled
def _slack(terms, weights, step, error):
    """How far an approximate score can be from the exact one: by the codes, and by rounding sums in float32, among the
    least numbers too."""
    coding = largest = 0.0
    for number in range(len(terms)):
        weight = abs(np.float64(weights[number]))
        coding += weight * error[terms[number]]
        largest += weight * step[terms[number]] * LARGEST_CODE
    return coding + (2 * len(terms) + 4) * (ROUNDING * largest + LARGEST_CODE * LEAST)


@compiled
def _add_up(block, sums, inverted, terms, weights):
    """Approximate scores of the rows of a block, float32."""
    step, _, block_starts, run_starts, run_rows, run_codes, dense_number, dense_codes = inverted
    size, base, empty = len(sums), block_starts[block], True
    for number in range(len(terms)):
        dense = dense_number[terms[number]]
        if dense >= 0:
            weight, codes = weights[number] * step[terms[number]], dense_codes[block, dense]
            if empty:
                for row in range(size):
                    sums[row] = weight * codes[row]
            else:
                for row in range(size):
                    sums[row] += weight * codes[row]
            empty = False
    if empty:
        sums[:] = 0
    for number in range(len(terms)):
        term = terms[number]
        if dense_number[term] < 0:
            weight = weights[number] * step[term]
            # slices: indices that cannot be negative need no check
            run = slice(base + run_starts[term, block], base + run_starts[term + 1, block])
            rows, codes = run_rows[run], run_codes[run]
            for at in range(len(rows)):
                sums[rows[at]] += weight * np.float32(codes[at])


@compiled
def _replace_least(heap, value):
    """Put `value` in the place of the least of a min-heap."""
    at, size = 0, len(heap)
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = value


@compiled
def _wanted_in_block(begin, end, alive, columns, asked, failing, rows):
    """Put the rows that pass (or fail) into `rows`: how many, how many count, how many pass.

    Where no rule is asked and all rows of the block live, all are wanted, and `rows` is left as it is.
    """
    rules, _, _, scope = asked
    living = np.int64(np.sum(alive[begin:end]))
    if failing:
        n_wanted, passing = _failing_in_block(begin, end, alive, columns, asked, rows)
        return n_wanted, n_wanted + passing, passing
    if len(rules) == 0 and living == end - begin:
        return living, living, living
    counting = _passing_in_block(begin, end, alive, columns, asked, scope, rows) if scope > 0 else living
    passing = _passing_in_block(begin, end, alive, columns, asked, len(rules), rows)
    return passing, counting, passing


@compiled
def _reaching(sums, floor):
    """How many are so high: a loop without branches, which the vector units do many at a time."""
    found = 0
    for at in range(len(sums)):
        found += sums[at] >= floor
    return found


@compiled
def candidates(inverted, block_size, alive, columns, asked, terms, weights, k, failing):
    """Rows that can be among the `k` (at least 1) best of those that pass, or else of those that fail.

    Returns rows (int32, in no particular order), how many rows count, and how many pass.
    """
    n_rows, slack = len(alive), _slack(terms, weights, inverted[0], inverted[1])
    sums, rows = np.empty(block_size, np.float32), np.empty(block_size, np.int32)
    kept, kept_sums, n_kept = np.empty(n_rows, np.int32), np.empty(n_rows, np.float32), 0
    best = np.full(k, -np.inf, np.float32)
    counting = passing = 0
    for block in range((n_rows + block_size - 1) // block_size):
        begin = block * block_size
        end = min(begin + block_size, n_rows)
        n_wanted, n_counting, n_passing = _wanted_in_block(begin, end, alive, columns, asked, failing, rows)
        counting, passing = counting + n_counting, passing + n_passing
        if n_wanted == 0:
            continue
        _add_up(block, sums[: end - begin], inverted, terms, weights)
        whole, floor = n_wanted == end - begin, best[0] - 2 * slack
        for first in range(0, n_wanted, STRIDE):
            last = min(first + STRIDE, n_wanted)
            if whole and _reaching(sums[first:last], floor) == 0:
                continue
            for number in range(first, last):
                at = number if whole else rows[number] - begin
                if sums[at] >= floor:
                    kept[n_kept], kept_sums[n_kept] = begin + at, sums[at]
                    n_kept += 1
                    if sums[at] > best[0]:
                        _replace_least(best, sums[at])
                        floor = best[0] - 2 * slack
    # what was kept before the best were known
    return kept[:n_kept][kept_sums[:n_kept] >= best[0] - 2 * slack], counting, passing


@compiled
def _is_before(score, entity_id, other_score, other_id):
    return score > other_score or (score == other_score and entity_id < other_id)


@compiled
def search(forward, inverted, block_size, alive, columns, asked, terms, weights, dense, k, failing):
    """The `k` (at least 1) best rows of those that pass, or else of those that fail: best first, equal scores by id.

    `forward`: ids, starts, features, values; `dense`: float32, a 0 for each feature, and left like that; the others as
    in `candidates`. Returns ids, scores, how many rows count, how many pass.
    """
    ids, starts, features, values = forward
    near, counting, passing = candidates(inverted, block_size, alive, columns, asked, terms, weights, k, failing)
    dense[terms] = weights
    scores = exact_scores(starts, features, values, near, dense)
    dense[terms] = 0
    best_ids, best_scores, n_best = np.empty(k, np.int64), np.empty(k, np.float64), 0
    for number in range(len(near)):
        score, entity_id = scores[number], ids[near[number]]
        at = n_best
        while at > 0 and _is_before(score, entity_id, best_scores[at - 1], best_ids[at - 1]):
            if at < k:
                best_ids[at], best_scores[at] = best_ids[at - 1], best_scores[at - 1]
            at -= 1
        if at < k:
            best_ids[at], best_scores[at] = entity_id, score
            n_best = min(n_best + 1, k)
    return best_ids[:n_best], best_scores[:n_best], counting, passing


@compiled
def _asking(rules, begins, tables):
    """The rules that exclude some opening for somebody whose tables begin there: rules, offsets, tables, scope, as
    `search` takes them."""
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
    sums[:], total, whole = 0, 0.0, slice(starts[row], starts[row + 1])
    row_features, row_values, row_parts = features[whole], values[whole], part_of[whole]
    for at in range(len(row_features)):
        sums[row_parts[at]] += np.float64(row_values[at]) * np.float64(query[row_features[at]])
    for part in range(len(parts)):
        parts[part] = sums[part]
        total += sums[part]
    return total


@compiled
def best_of_each(people, asking, segment, part_of, k, n_features, n_parts):
    """The `k` (at least 1) best openings of each person, best first, equal scores by id.

    `people`: starts, features, values. `asking`: rows of the rules in the codes of openings, where the tables of
    each person begin (people, rules), and these tables: see condition_pairs.py. `segment`: forward, inverted,
    block size, alive, columns, as `search` takes them, but in forward the places that ids have among all
    ids instead of ids; then the row at each of these places. `part_of`: the number of the part that each forward
    value adds to.

    Returns how many each person has (int64), the places of their ids (int64) and scores (float64), both
    (people, k), and parts (float32, (people, k, parts)), all 0 where there are no more. A score is the sum of its
    parts in float64.
    """
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
        best, _, _, _ = search(forward, inverted, block_size, alive, columns, asked, terms, weights, query, k, False)
        counts[person], places[person, : len(best)] = len(best), best
        query[terms] = weights
        for at in range(len(best)):
            scores[person, at] = _add_parts(forward, by_id[best[at]], part_of, query, sums, parts[person, at])
        query[terms] = 0
    return counts, places, scores, parts


@compiled
def copy_rows(begins, features, values, starts, new_features, new_values):
    """Copy rows that begin at `begins` to where `starts` says, which is their lengths as well."""
    for row in range(len(begins)):
        away = begins[row] - starts[row]
        for place in range(starts[row], starts[row + 1]):
            new_features[place] = features[place + away]
            new_values[place] = values[place + away]


@compiled
def largest_values(features, values, n_features):
    """The largest absolute value of each feature, float32, and how many rows have it."""
    largest, frequency = np.zeros(n_features, np.float32), np.zeros(n_features, np.int64)
    for at in range(len(features)):
        feature = features[at]
        largest[feature] = max(largest[feature], abs(values[at]))
        frequency[feature] += 1
    return largest, frequency


@compiled
def invert(block_size, starts, features, values, step, dense_number, n_dense, n_sparse):
    """The inverted part, with the largest error of the codes of each feature.

    Returns block_starts, run_starts, run_rows, run_codes, dense_codes, error: see the drawing above.
    """
    n_rows, n_features = len(starts) - 1, len(step)
    n_blocks = (n_rows + block_size - 1) // block_size
    block_starts = np.zeros(n_blocks + 1, np.int64)
    run_starts = np.zeros((n_features + 1, n_blocks), np.uint32)
    run_rows, run_codes = np.empty(n_sparse, np.uint16), np.empty(n_sparse, np.int8)
    dense_codes = np.zeros((n_blocks, n_dense, block_size), np.int8)
    error = np.zeros(n_features, np.float64)
    for block in range(n_blocks):
        begin, end = block * block_size, min((block + 1) * block_size, n_rows)
        # count, add up, then fill: a counting sort by feature that keeps rows in order
        runs = np.zeros(n_features + 1, np.uint32)
        for at in range(starts[begin], starts[end]):
            if dense_number[features[at]] < 0:
                runs[features[at] + 1] += 1
        for feature in range(n_features):
            runs[feature + 1] += runs[feature]
        run_starts[:, block] = runs
        fill = runs.copy()
        base = block_starts[block]
        for row in range(begin, end):
            for at in range(starts[row], starts[row + 1]):
                feature = features[at]
                code = np.int8(np.rint(values[at] / step[feature]))
                off = abs(np.float64(values[at]) - np.float64(step[feature]) * code)
                error[feature] = max(error[feature], off)
                if dense_number[feature] >= 0:
                    dense_codes[block, dense_number[feature], row - begin] = code
                else:
                    run_rows[base + fill[feature]] = row - begin
                    run_codes[base + fill[feature]] = code
                    fill[feature] += 1
        block_starts[block + 1] = base + runs[n_features]
    return block_starts, run_starts, run_rows, run_codes, dense_codes, error
