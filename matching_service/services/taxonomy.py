"""The taxonomy in the database: loaded from data/, merged with ESCO, searched and shown."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching_service.services.engine import Engine


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An occupation or skill proposed for a text. `confidence` in [0, 1]; `matched_label` is what it was found by."""

    kind: str  # occupation or skill
    code: str
    label: str
    isco_code: str
    field: str | None
    confidence: float
    matched_label: str


def suggest(
    session: Session, engine: Engine, text: str, *, kind: str | None = None, language: str = "sr", limit: int = 10
) -> tuple[Suggestion, ...]:
    """Occupations and skills a text may stand for, most confident first. For anybody."""
    raise NotImplementedError
