"""Applications of people for openings: sent, seen, withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matching_service.services.actors import Actor


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    id: int
    person_id: int
    opening_id: int
    opening_title: str
    employer_name: str
    state: str
    message: str
    created_at: datetime


def apply(session: Session, actor: Actor, person_id: int, opening_id: int, message: str = "") -> ApplicationDetail:
    """The person, or staff for them. Raises Conflict when it was sent before or the opening is not published."""
    raise NotImplementedError


def withdraw(session: Session, actor: Actor, application_id: int) -> ApplicationDetail:
    raise NotImplementedError


def of_person(session: Session, actor: Actor, person_id: int) -> tuple[ApplicationDetail, ...]:
    """Latest first. The person, or staff."""
    raise NotImplementedError


def counts_for_openings(session: Session, actor: Actor, opening_ids: tuple[int, ...]) -> dict[int, int]:
    """How many live applications each opening has. The opening's employer (own only), or staff."""
    raise NotImplementedError
