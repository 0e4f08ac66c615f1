"""What match_all.py adds up for many people at once, compiled."""

import numpy as np

from matching_service.matcher.kernels import compiled


@compiled
def add_parts(people, counts, rows, numbers, part_of, n_features, n_parts):
    """Scores of pairs, float64, and what each part adds to them, float32 (pairs, parts).

    `people`: starts, features, values; the i-th is paired with the next `counts[i]` of `numbers`, which are rows of
    `rows`: starts, features, values; `part_of`: to which part each of these values adds. Added up in the order of
    explanation.py, part by part and then the parts, so to the same bit.
    """
    person_starts, person_features, person_values = people
    starts, features, values = rows
    scores, parts = np.empty(len(numbers), np.float64), np.empty((len(numbers), n_parts), np.float32)
    query, sums, pair = np.zeros(n_features, np.float32), np.empty(n_parts, np.float64), 0
    for person in range(len(counts)):
        own = slice(person_starts[person], person_starts[person + 1])
        query[person_features[own]] = person_values[own]
        for _ in range(counts[person]):
            sums[:] = 0
            for at in range(starts[numbers[pair]], starts[numbers[pair] + 1]):
                sums[part_of[at]] += np.float64(values[at]) * np.float64(query[features[at]])
            parts[pair], scores[pair] = sums, 0.0
            for part in range(n_parts):
                scores[pair] += sums[part]
            pair += 1
        query[person_features[own]] = 0
    return scores, parts
