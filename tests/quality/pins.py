"""The recorded figures of the product, in pins.csv."""

import csv
from pathlib import Path

from tests.quality.figures import Figures

FILE = Path(__file__).with_name("pins.csv")
HEADINGS = ("kind", "ndcg@10", "pairs_right", "pairs")


def read() -> dict[str, Figures]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["kind"]: Figures(float(row["ndcg@10"]), float(row["pairs_right"]), int(row["pairs"]))
            for row in csv.DictReader(file)
        }


def write(figures: dict[str, Figures]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        for kind, value in figures.items():
            writer.writerow([kind, f"{value.ndcg:.4f}", f"{value.pairs_right:.4f}", value.pairs])
