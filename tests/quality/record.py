"""`python -m tests.quality.record`: measure the product, record its figures in pins.csv, and print them.

Beside the figures come the worst pairs, and people among the first of a list whom nobody has graded for that opening:
where one of them does fit by the rules of README.md, a grade is missing.
"""

import numpy as np

from tests.quality import cases, pins
from tests.quality.figures import Figures, Pair, measure, pairs_of
from tests.quality.scores import plain_scores, product_scores

MOST_PAIRS = 20
LOOKED_AT = 3


def main() -> None:
    scores, before = product_scores(), pins.read() if pins.FILE.exists() else {}
    product = measure(scores)
    pins.write(product)
    print(table(product, measure(plain_scores()), before))
    print("\nWorst pairs:")
    print("\n".join(map(sentence, pairs_of(scores)[:MOST_PAIRS])))
    print("\nNot graded, but high on the list:")
    print("\n".join(_ungraded(scores)))


def table(product: dict[str, Figures], plain: dict[str, Figures], before: dict[str, Figures]) -> str:
    """A line for each kind: pairs, plain TF-IDF, what was recorded before, the product now (nDCG@10, pairs right)."""
    lines = [f"{'':15} {'pairs':>5}  {'plain':^11}  {'recorded':^11}  {'product':^11}"]
    for kind, now in product.items():
        columns = (_both(plain[kind]), _both(before.get(kind)), _both(now))
        lines.append(f"{kind:15} {now.pairs:5}  {'  '.join(columns)}")
    return "\n".join(lines)


def sentence(pair: Pair) -> str:
    better, worse = pair.better, pair.worse
    return (
        f"{better.opening}: {better.person} ({better.grade}{_trap(better.trap)}) should stand above "
        f"{worse.person} ({worse.grade}{_trap(worse.trap)}), margin {pair.margin:+.3f}"
    )


def _both(figures: Figures | None) -> str:
    return f"{figures.ndcg:.3f} {figures.pairs_right:.3f}" if figures else f"{'-':^11}"


def _trap(trap: str) -> str:
    return f", {trap}" if trap else ""


def _ungraded(scores: np.ndarray) -> list[str]:
    found = cases.load()
    graded, people = {(grade.opening, grade.person) for grade in found.grades}, list(found.people)
    return [
        f"{opening}: {people[column]}, {rank}."
        for opening, row in zip(found.openings, scores, strict=True)
        for rank, column in enumerate(np.argsort(-row, kind="stable")[:LOOKED_AT], start=1)
        if (opening, people[column]) not in graded
    ]


if __name__ == "__main__":
    main()
