"""Codes that records use for reference data, and the ids rows use."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import Municipality, Occupation, Skill, reference_queries


@dataclass(frozen=True, slots=True)
class Codes:
    """Ids of the codes a record names; a code that is not in here does not exist."""

    municipalities: dict[str, int]
    occupations: dict[str, int]
    skills: dict[str, int]

    def municipality_id(self, code: str | None) -> int | None:
        return None if code is None else self.municipalities[code]

    def occupation_id(self, code: str | None) -> int | None:
        return None if code is None else self.occupations[code]


def look_up(
    session: Session, municipality: str | None, occupations: Iterable[str | None], skills: Iterable[str]
) -> Codes:
    return Codes(
        reference_queries.ids_by_code(session, Municipality, {municipality} - {None}),
        reference_queries.ids_by_code(session, Occupation, set(occupations) - {None}),
        reference_queries.ids_by_code(session, Skill, set(skills)),
    )
