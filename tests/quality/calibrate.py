"""How sure is sure? Fit the confidence of links on the taxonomy itself, and measure how often links are right.

    python -m tests.quality.calibrate [--semantic]

Labels are asked for in the frames that people and employers put around them, half of them after they were taken out of
the taxonomy; some occupations are taken out whole, so that every link for them is wrong. The weights are fitted on nine
tenths of the occupations at a time and measured on the rest. Prints the weights for matcher/confidence.py, and draws
docs/images/confidence.png.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import LogisticRegression

from matching_service.cli.evaluation import starter_reader
from matching_service.matcher.confidence import Weights, curve
from matching_service.matcher.linking import ConceptReader
from matching_service.matcher.semantic import LabelVectors, TextEncoder, encode
from matching_service.matcher.taxonomy import Concept
from matching_service.services.index.text_encoder import text_encoder

FIGURE = Path("docs/images/confidence.png")
ROUNDS, QUERIES_A_ROUND, CANDIDATES = 5, 1500, 1
# Shares of labels that are taken out, of labels that stay and are asked for, and of occupations that are taken out.
LABELS_OUT, LABELS_KEPT, CONCEPTS_OUT = 0.15, 0.25, 0.1
FRAMES = {
    "sr": (
        "{}", "{}", "{}", "{} (m/ž)", "{} - 2 izvršioca", "Potreban {}", "{} za rad u Nišu", "{} sa iskustvom",
        "iskusni {}", "{} u smenama", "samostalni {}", "{} na određeno", "radio kao {} 5 godina",
        "{} u firmi Izmišljeno", "{} u međunarodnom saobraćaju", "{} za rad na gradilištu u inostranstvu",
        "{} u pogonu za preradu voća i povrća", "{} za potrebe klijenta iz Leskovca", "{} u hotelu na moru, sezonski",
    ),
    "en": (
        "{}", "{}", "senior {}", "{} (m/f)", "{} wanted", "{} in Germany", "{} with experience",
        "{} for a hotel at the seaside", "{} for an international company",
    ),
    "de": (
        "{}", "{}", "{} (m/w/d)", "{} in Vollzeit", "{} gesucht", "{} mit Erfahrung",
        "{} für unsere Filiale in Wien", "{} im internationalen Verkehr",
    ),
    "sq": ("{}", "{}", "{} me përvojë", "{} (m/f)"),
}  # fmt: skip
TYPO_SHARE = 0.15


class Encodings(dict):
    """Vectors of an encoder, made when they are first asked for."""

    def __init__(self, encoder: TextEncoder):
        self.encoder = encoder

    def __missing__(self, encoding):
        self.update(encode(self.encoder, [encoding]))
        return self[encoding]


def main() -> None:
    chance = random.Random(20261122)
    encoder = text_encoder("--semantic" in sys.argv)
    rows, right, groups = zip(*_examples(chance, encoder and LabelVectors(encoder, Encodings(encoder))), strict=True)
    evidence, right, groups = np.array(rows), np.array(right), np.array(groups)
    held_out = np.zeros(len(right))
    for fold in range(10):
        test = groups % 10 == fold
        held_out[test] = LogisticRegression(C=10).fit(evidence[~test], right[~test]).predict_proba(evidence[test])[:, 1]
    model = LogisticRegression(C=10).fit(evidence, right)
    print(Weights(round(float(model.intercept_[0]), 2), tuple(round(float(weight), 2) for weight in model.coef_[0])))
    _report(held_out, right)
    if not encoder:
        _draw(held_out, right)


def _examples(chance: random.Random, encoded: LabelVectors | None) -> Iterator[tuple[tuple[float, ...], bool, int]]:
    """What is weighed of the links of each query, whether they are right, and the number of the occupation meant."""
    concepts = list(starter_reader().taxonomy.occupations.values())
    for _ in range(ROUNDS):
        known, asked = _split(concepts, chance)
        reader = ConceptReader(known, encoded=encoded)
        for number, code, text in chance.sample(asked, QUERIES_A_ROUND):
            for found, evidence in reader.candidates(text)[:CANDIDATES]:
                yield curve(evidence), found.code == code, number


def _split(concepts: list[Concept], chance: random.Random) -> tuple[list[Concept], list[tuple[int, str, str]]]:
    """The taxonomy without some labels, and these in frames: (number of the concept, its code, text)."""
    known, asked = [], []
    for number, concept in enumerate(concepts):
        whole = chance.random() < CONCEPTS_OUT
        out = [label for label in concept.labels if whole or chance.random() < LABELS_OUT]
        kept = [label for label in concept.labels if label not in out]
        also = [label for label in kept if chance.random() < LABELS_KEPT]
        asked += [(number, concept.code, _framed(label, chance)) for label in [*out, *also]]
        if kept:
            known.append(replace(concept, labels=tuple(kept)))
    return known, asked


def _framed(label, chance: random.Random) -> str:
    text = label.text
    if chance.random() < TYPO_SHARE and len(text) > 5:
        place = chance.randrange(1, len(text) - 1)
        text = text[:place] + chance.choice(["", text[place] * 2, text[place - 1]]) + text[place + 1 :]
    return chance.choice(FRAMES[label.language]).format(text)


def _report(confidence: np.ndarray, right: np.ndarray) -> None:
    print("confidence   links   right")
    for low in np.arange(0, 1, 0.1):
        inside = (confidence >= low) & (confidence < low + 0.1)
        if inside.any():
            print(f"{low:.1f} - {low + 0.1:.1f}  {inside.sum():7d}   {right[inside].mean():.2f}")


def _draw(confidence: np.ndarray, right: np.ndarray) -> None:
    edges = np.linspace(0, 1, 11)
    place = np.clip(np.digitize(confidence, edges) - 1, 0, 9)
    means = [confidence[place == bin_].mean() for bin_ in range(10)]
    shares = [right[place == bin_].mean() for bin_ in range(10)]
    figure, axes = plt.subplots(figsize=(5, 5), dpi=120)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(means, shares, marker="o")
    axes.set(xlabel="confidence", ylabel="share of links that are right", xlim=(0, 1), ylim=(0, 1), aspect="equal")
    figure.tight_layout()
    figure.savefig(FIGURE)


if __name__ == "__main__":
    main()
