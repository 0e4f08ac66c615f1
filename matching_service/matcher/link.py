"""What a piece of text was read as."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """`evidence` is the piece of text that was read, as it was written; `label` what it was found by."""

    code: str
    confidence: float
    evidence: str
    label: str
