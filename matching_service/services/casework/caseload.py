"""The people a counsellor works with, how far each has come, and a contact written down in a minute."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import Invalid
from matching_service.services.casework import follow_ups
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.paging import search_words
from matching_service.services.protection import case_notes
from models import caseload_queries, casework_queries
from models.caseload_queries import CaseloadFilter
from models.vocabulary import STAGES

SORTS = ("next", "contact", "name")
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """`stage`: one of vocabulary.STAGES; `last_contact`: the newest note, or what was done last; `next_due`: the day of
    the next follow-up; None where there is none."""

    person_id: int
    name: str
    phone: str | None
    municipality: str | None
    stage: str
    last_contact: datetime | None
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """`counts`: how many people are in each stage, before one is chosen; `lines`: at most MOST_SHOWN."""

    lines: tuple[CaseloadLine, ...]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def of_counsellor(
    session: Session,
    actor: Actor,
    user_id: int | None,
    *,
    text: str = "",
    stage: str | None = None,
    sort: str = "next",
) -> Caseload:
    """Of a counsellor of the actor's organisation; None: people with whom nobody works.

    Raises Forbidden, Invalid: user_id (unknown), stage, sort (not_allowed).
    """
    reach, home = permissions.reach(actor, "caseload.read"), organisations.home_of(session, actor)
    _check(stage, sort)
    if user_id not in (None, actor.user_id) and user_id not in {
        row.id for row in casework_queries.staff_of(session, home)
    }:
        raise Invalid({"user_id": "unknown"})
    wanted = CaseloadFilter(date.today(), reach, home, user_id, search_words(text), stage)
    rows = caseload_queries.page(session, wanted, sort, MOST_SHOWN)
    counts = caseload_queries.counts(session, wanted)
    return Caseload(tuple(_line(row) for row in rows), {each: counts.get(each, 0) for each in STAGES})


def log_contact(
    session: Session, actor: Actor, person_id: int, text: str, next_step: str = "", next_on: date | None = None
) -> None:
    """Keep a sealed note of a talk or a visit, and plan what comes next where that is said.

    Raises NotFound, Forbidden, Invalid: text (required, too_long), due_on (required: what comes next needs a day).
    """
    permissions.require_person(session, actor, "caseload.log", person_id)
    case_notes.add(session, actor, person_id, text)
    if next_step.strip() or next_on is not None:
        follow_ups.add(session, actor, person_id, next_step, next_on)


def _check(stage: str | None, sort: str) -> None:
    if stage is not None and stage not in STAGES:
        raise Invalid({"stage": "not_allowed"})
    if sort not in SORTS:
        raise Invalid({"sort": "not_allowed"})


def _line(row) -> CaseloadLine:
    name = f"{row.given_name} {row.family_name}"
    told = (row.phone, row.municipality, row.stage, row.last_contact, row.next_due)
    return CaseloadLine(row.id, name, *told)
