"""What was recorded of lists: who was shown which, when. For coordinators and auditors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching_service.errors import NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.paging import Page, cut, decode_cursor, moment, row_id
from models import RankedLine, RankedList, Shown, matching_queries, ranked_list_queries

MOST_SHOWINGS = 100


@dataclass(frozen=True, slots=True)
class Showing:
    """`by`: name of the account; empty for a command, and where the account is gone. `inputs`: hash of all that the
    list was made of, with everybody who was ranked (`register`: how many, and a hash of them)."""

    by: str
    role: str
    at: datetime
    register: str
    inputs: str


@dataclass(frozen=True, slots=True)
class ListSummary:
    """A showing of a list. `direction`: people or openings; `subject_id` None: of what is not stored, or erased."""

    id: int
    direction: str
    subject_id: int | None
    lines: int
    showing: Showing


@dataclass(frozen=True, slots=True)
class ListLine:
    """As models.RankedLine."""

    section: str
    entity_id: int
    rank: int | None
    computed_rank: int | None
    score: float | None
    parts: tuple[float, ...]
    distance_km: float | None
    notes: tuple[tuple[str, dict[str, object]], ...]
    override_id: int | None


@dataclass(frozen=True, slots=True)
class ListDetail:
    """As models.RankedList, with the latest showings (`showings`, at most 100) and the lines that are left."""

    id: int
    digest: str
    direction: str
    subject_id: int | None
    day: date
    limit: int
    with_ineligible: bool
    organisation_id: int | None
    version: str
    edition: str
    taxonomy_revision: int
    eligible: int
    excluded: int
    erased: int
    showings: tuple[Showing, ...]
    lines: tuple[ListLine, ...]


def search(
    session: Session,
    actor: Actor,
    *,
    direction: str | None = None,
    subject_id: int | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[ListSummary]:
    """Showings, the latest first; of one opening (direction people) or person (direction openings) where asked for.
    Raises Forbidden, Invalid."""
    after = decode_cursor(cursor, moment, row_id)
    wanted = ranked_list_queries.ShowingFilter(_organisation(actor), direction, subject_id)
    rows = ranked_list_queries.latest_showings(session, wanted, after, limit + 1)
    shown, next_cursor = cut(rows, limit, lambda row: (row[0].at, row[0].id))
    total = ranked_list_queries.count_showings(session, wanted)
    return Page(tuple(_summary(*row) for row in shown), total, next_cursor)


def detail(session: Session, actor: Actor, list_id: int) -> ListDetail:
    """Raises NotFound, Forbidden."""
    organisation_id = _organisation(actor)
    row = ranked_list_queries.ranked_list(session, list_id)
    if row is None or organisation_id not in (None, row.organisation_id):
        raise NotFound("list", list_id)
    return _detail(
        row,
        tuple(_showing(*shown) for shown in ranked_list_queries.showings_of(session, list_id, MOST_SHOWINGS)),
        tuple(_line(line) for line in ranked_list_queries.lines_of(session, list_id)),
    )


def names(
    session: Session, actor: Actor, *, people: Collection[int] = (), openings: Collection[int] = ()
) -> tuple[dict[int, str], dict[int, str]]:
    """What people and openings of lists are called now, by id: for staff, of people within reach; nobody for auditors.

    Raises Forbidden.
    """
    permissions.require(actor, "lists.read")
    if not actor.is_staff:
        return {}, {}
    seen = permissions.within_reach(session, actor, "people.read", set(people))
    named = matching_queries.person_lines(session, seen) if seen else ()
    titled = matching_queries.opening_lines(session, set(openings)) if openings else ()
    return {row.id: f"{row.given_name} {row.family_name}" for row in named}, {row.id: row.title for row in titled}


def _organisation(actor: Actor) -> int | None:
    """In whose name lists must have been asked for; None: all. Raises Forbidden."""
    if permissions.require(actor, "lists.read") == permissions.ANY:
        return None
    return actor.organisation_id if actor.organisation_id is not None else 0  # no organisation has this id


def _summary(shown: Shown, by: str | None, row: RankedList) -> ListSummary:
    return ListSummary(row.id, row.direction, row.subject_id, row.lines, _showing(shown, by))


def _showing(shown: Shown, by: str | None) -> Showing:
    return Showing(by or "", shown.role, shown.at, shown.register, shown.inputs)


def _line(row: RankedLine) -> ListLine:
    return ListLine(
        row.section,
        row.entity_id,
        row.rank,
        row.computed_rank,
        row.score,
        tuple(row.parts or ()),
        row.distance_km,
        tuple((key, values) for key, values in row.notes),
        row.override_id,
    )


def _detail(row: RankedList, showings: tuple[Showing, ...], lines: tuple[ListLine, ...]) -> ListDetail:
    return ListDetail(
        id=row.id,
        digest=row.digest,
        direction=row.direction,
        subject_id=row.subject_id,
        day=row.day,
        limit=row.asked_for,
        with_ineligible=row.with_ineligible,
        organisation_id=row.organisation_id,
        version=row.version,
        edition=row.edition,
        taxonomy_revision=row.taxonomy_revision,
        eligible=row.eligible,
        excluded=row.excluded,
        erased=row.erased,
        showings=showings,
        lines=lines,
    )
