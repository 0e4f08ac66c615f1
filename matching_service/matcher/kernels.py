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
off by at most `slack`, the sum of |query value| * error, and no row that belongs to the best is lost by keeping all
within twice that of the k-th best sum. Exact scores of those kept then decide.
"""

import numpy as np
from numba import njit


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
        total = 0.0
        for place in range(starts[rows[at]], starts[rows[at] + 1]):
            total += np.float64(values[place]) * np.float64(query[features[place]])
        scores[at] = total
    return scores


@compiled
def sieve(alive, codes, begin, end, rules, offsets, tables, scope, verdicts):
    """Apply hard rules to the rows from `begin` to `end`: 0 not asked about, 1 fails, 2 passes; to `verdicts`.

    `rules` are rows of `codes`; the table of the i-th begins at `offsets[i]` in `tables`. The first `scope` of them
    say whether a row counts at all. Returns how many count, and how many of these pass.
    """
    for row in range(begin, end):
        verdicts[row - begin] = 2 * alive[row]
    for number in range(len(rules)):
        column, table = codes[rules[number]], tables[offsets[number] :]
        worst = 0 if number < scope else 1
        for row in range(begin, end):
            verdicts[row - begin] = min(verdicts[row - begin], 2 if table[column[row]] else worst)
    counting = passing = 0
    for at in range(end - begin):
        counting += verdicts[at] > 0
        passing += verdicts[at] == 2
    return counting, passing


@compiled
def _nobody_passes(block, least, most, rules, offsets, tables, scope):
    """Whether some rule fails all codes that occur in a block, as far as their range tells."""
    for number in range(scope, len(rules)):
        table = offsets[number]
        if not np.any(tables[table + least[rules[number], block] : table + most[rules[number], block] + 1]):
            return True
    return False


@compiled
def _add_up(block, size, inverted, terms, weights, sums):
    """Approximate scores of the rows of a block, float32."""
    step, block_starts, run_starts, run_rows, run_codes, dense_number, dense_codes = inverted
    sums[:size] = 0
    base = block_starts[block]
    for number in range(len(terms)):
        term = terms[number]
        weight = weights[number] * step[term]
        dense = dense_number[term]
        if dense >= 0:
            row_codes = dense_codes[block, dense]
            for row in range(size):
                sums[row] += weight * row_codes[row]
        else:
            for at in range(base + run_starts[term, block], base + run_starts[term + 1, block]):
                sums[run_rows[at]] += weight * run_codes[at]


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
def nearest(n_rows, block_size, inverted, alive, columns, asked, terms, weights, slack, k, wanted):
    """Rows that can be among the `k` (at least 1) best of those with the `wanted` verdict (1 fails, 2 passes).

    `columns`: codes (rules, rows), least and most code of each block (rules, blocks); `asked`: rules, offsets, tables,
    scope, as in `sieve`. Returns rows (int32, in no particular order), how many rows count, how many pass.
    """
    codes, least, most = columns
    rules, offsets, tables, scope = asked
    sums, verdicts = np.empty(block_size, np.float32), np.empty(block_size, np.uint8)
    kept, kept_sums, n_kept = np.empty(n_rows, np.int32), np.empty(n_rows, np.float32), 0
    best = np.full(k, -np.inf, np.float32)
    counting = passing = 0
    for block in range((n_rows + block_size - 1) // block_size):
        begin = block * block_size
        end = min(begin + block_size, n_rows)
        if wanted == 2 and scope == 0 and _nobody_passes(block, least, most, rules, offsets, tables, scope):
            counting += np.sum(alive[begin:end])
            continue
        some_count, some_pass = sieve(alive, codes, begin, end, rules, offsets, tables, scope, verdicts)
        counting += some_count
        passing += some_pass
        if (some_pass if wanted == 2 else some_count - some_pass) == 0:
            continue
        _add_up(block, end - begin, inverted, terms, weights, sums)
        floor = best[0] - 2 * slack
        for at in range(end - begin):
            if sums[at] >= floor and verdicts[at] == wanted:
                kept[n_kept], kept_sums[n_kept] = begin + at, sums[at]
                n_kept += 1
                if sums[at] > best[0]:
                    _replace_least(best, sums[at])
                    floor = best[0] - 2 * slack
    # what was kept before the best were known
    return kept[:n_kept][kept_sums[:n_kept] >= best[0] - 2 * slack], counting, passing


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
