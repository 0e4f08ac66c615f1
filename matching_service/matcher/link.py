"""What a piece of text was read as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """`evidence` is the piece of text that was read, as it was written; `label` what it was found by.

    `parts` are those of the label's score (matcher/label_index.py), where the text was compared with all labels.
    """

    code: str
    confidence: float
    evidence: str
    label: str
    parts: tuple[tuple[str, float], ...] = ()
