"""Cohorts of an organisation: who is in them, which openings, who comes first, and which pairs must or may not be."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching_service.errors import Invalid, NotFound
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts.cohort_record import (
    CohortDetail,
    CohortSummary,
    Member,
    PairSaid,
    RunSummary,
    found,
    full_name,
    names_within_reach,
    slot,
    weights_of,
)
from matching_service.services.identity import organisations, permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Cohort, CohortOpening, CohortPair, CohortPerson, cohort_queries
from models.cohorts import HIGHEST_PRIORITY, LAST_WISH
from models.vocabulary import COHORT_PRIORITY_REASONS, COHORT_RULES

LONGEST_NAME, LONGEST_NOTE = 120, 2000
# A proposal for these is made while somebody waits, and can be read.
MOST_PEOPLE, MOST_OPENINGS = 500, 250


@dataclass(frozen=True, slots=True)
class Added:
    """How many came in, and the ids that could not: unknown, or out of reach."""

    added: int
    unknown: tuple[int, ...]


def search(session: Session, actor: Actor) -> tuple[CohortSummary, ...]:
    """Those of the actor's organisation, the latest first. Raises Forbidden."""
    granted = permissions.require(actor, "cohorts.read")
    organisation = None if granted == permissions.ANY else actor.organisation_id or 0
    return tuple(CohortSummary(*row) for row in cohort_queries.with_counts(session, organisation))


def create(session: Session, actor: Actor, name: str, note: str = "") -> int:
    """An empty one, of the actor's organisation; its id. Raises Forbidden, Invalid."""
    permissions.require(actor, "cohorts.change")
    home = organisations.home_of(session, actor)
    row = Cohort(organisation_id=home, made_by_id=actor.user_id, **_checked(name, note, Weights()))
    session.add(row)
    session.flush()
    audit.record(session, actor, "cohorts.create", ("cohort", row.id))
    return row.id


def get(session: Session, actor: Actor, cohort_id: int) -> CohortDetail:
    """Raises NotFound, Forbidden."""
    row = found(session, actor, "cohorts.read", cohort_id)
    rows = cohort_queries.people(session, cohort_id)
    names = names_within_reach(session, actor, [one.person_id for one in rows])
    members = tuple(
        Member(one.person_id, full_name(names[one.person_id]), names[one.person_id].municipality, *one[1:])
        for one in rows
        if one.person_id in names
    )
    return CohortDetail(
        id=row.id,
        name=row.name,
        note=row.note,
        weights=weights_of(row),
        members=members,
        hidden=len(rows) - len(members),
        slots=tuple(slot(one) for one in cohort_queries.openings(session, cohort_id)),
        pairs=tuple(PairSaid(*one) for one in cohort_queries.pairs(session, cohort_id) if one.person_id in names),
        runs=tuple(_run(one) for one in cohort_queries.runs(session, cohort_id)),
    )


def update(session: Session, actor: Actor, cohort_id: int, name: str, note: str, weights: Weights) -> None:
    """Raises NotFound, Forbidden, Invalid."""
    row = found(session, actor, "cohorts.change", cohort_id)
    for field, value in _checked(name, note, weights).items():
        setattr(row, field, value)
    _changed(session, actor, cohort_id)


def add_people(session: Session, actor: Actor, cohort_id: int, person_ids: Collection[int]) -> Added:
    """Whom the actor may see. Raises NotFound, Forbidden, Invalid (people: out_of_range, more than MOST_PEOPLE)."""
    found(session, actor, "cohorts.change", cohort_id)
    seen = permissions.within_reach(session, actor, "people.read", set(person_ids))
    inside = {row.person_id for row in cohort_queries.people(session, cohort_id)}
    if len(inside | seen) > MOST_PEOPLE:
        raise Invalid({"people": "out_of_range"})
    session.add_all(CohortPerson(cohort_id=cohort_id, person_id=one) for one in sorted(seen - inside))
    _changed(session, actor, cohort_id, details={"people": len(seen - inside)})
    return Added(len(seen - inside), tuple(sorted(set(person_ids) - seen)))


def remove_person(session: Session, actor: Actor, cohort_id: int, person_id: int) -> None:
    """With what was said of them; proposals that were made stay as they are. Raises NotFound, Forbidden."""
    found(session, actor, "cohorts.change", cohort_id)
    cohort_queries.remove_person(session, cohort_id, person_id)
    _changed(session, actor, cohort_id, details={"removed_people": 1})


def add_openings(session: Session, actor: Actor, cohort_id: int, opening_ids: Collection[int]) -> Added:
    """Raises NotFound, Forbidden, Invalid (openings: out_of_range, more than MOST_OPENINGS)."""
    found(session, actor, "cohorts.change", cohort_id)
    there = cohort_queries.known_openings(session, set(opening_ids))
    inside = {row.id for row in cohort_queries.openings(session, cohort_id)}
    if len(inside | there) > MOST_OPENINGS:
        raise Invalid({"openings": "out_of_range"})
    session.add_all(CohortOpening(cohort_id=cohort_id, opening_id=one) for one in sorted(there - inside))
    _changed(session, actor, cohort_id, details={"openings": len(there - inside)})
    return Added(len(there - inside), tuple(sorted(set(opening_ids) - there)))


def remove_opening(session: Session, actor: Actor, cohort_id: int, opening_id: int) -> None:
    """Raises NotFound, Forbidden."""
    found(session, actor, "cohorts.change", cohort_id)
    cohort_queries.remove_opening(session, cohort_id, opening_id)
    _changed(session, actor, cohort_id, details={"removed_openings": 1})


def put_first(
    session: Session, actor: Actor, cohort_id: int, person_id: int, priority: int, reason: str | None
) -> None:
    """How much somebody comes before others, 0 to 3, and why. Raises NotFound, Forbidden, Invalid."""
    found(session, actor, "cohorts.change", cohort_id)
    row = _member(session, actor, cohort_id, person_id)
    problems = Problems()
    problems.within("priority", priority, 0, HIGHEST_PRIORITY)
    problems.check("reason", bool(reason) or not priority, "required")
    problems.one_of("reason", reason or None, COHORT_PRIORITY_REASONS)
    problems.raise_if_any()
    row.priority, row.priority_reason = priority, reason if priority else None
    _changed(session, actor, cohort_id, details={"person": person_id, "priority": priority})


def say(
    session: Session,
    actor: Actor,
    cohort_id: int,
    person_id: int,
    opening_id: int,
    *,
    rule: str | None = None,
    wish: int | None = None,
) -> None:
    """That a pair must or must never be, and which wish of the person it is; neither: what was said is forgotten.

    Raises NotFound (also for who or what is not in the cohort), Forbidden, Invalid.
    """
    found(session, actor, "cohorts.change", cohort_id)
    _member(session, actor, cohort_id, person_id)
    if session.get(CohortOpening, (cohort_id, opening_id)) is None:
        raise NotFound("opening", opening_id)
    problems = Problems()
    problems.one_of("rule", rule, COHORT_RULES)
    problems.within("wish", wish, 1, LAST_WISH)
    problems.raise_if_any()
    if rule == "must":
        cohort_queries.let_go_of_must(session, cohort_id, person_id)
    _put_pair(session, (cohort_id, person_id, opening_id), rule, wish)
    details = {"person": person_id, "opening": opening_id, "rule": rule, "wish": wish}
    _changed(session, actor, cohort_id, details=details)


def _put_pair(session: Session, key: tuple[int, int, int], rule: str | None, wish: int | None) -> None:
    session.expire_all()  # rules may have been changed by statements
    row = session.get(CohortPair, key)
    if row is not None and rule is None and wish is None:
        session.delete(row)
    elif rule is not None or wish is not None:
        row = row or CohortPair(cohort_id=key[0], person_id=key[1], opening_id=key[2])
        row.rule, row.wish = rule, wish
        session.add(row)


def _member(session: Session, actor: Actor, cohort_id: int, person_id: int) -> CohortPerson:
    row = session.get(CohortPerson, (cohort_id, person_id))
    if row is None or not permissions.within_reach(session, actor, "people.read", [person_id]):
        raise NotFound("person", person_id)
    return row


def _checked(name: str, note: str, weights: Weights) -> dict[str, object]:
    name, note = name.strip(), note.strip()
    problems = Problems()
    problems.required("name", name)
    problems.check("name", len(name) <= LONGEST_NAME, "too_long")
    problems.check("note", len(note) <= LONGEST_NOTE, "too_long")
    for field, text in (("name", name), ("note", note)):
        problems.check(field, "\x00" not in text, "not_allowed")
    for field, share in asdict(weights).items():
        problems.within(field, share, 0, 1)
    problems.raise_if_any()
    return {"name": name, "note": note, **asdict(weights)}


def _changed(session: Session, actor: Actor, cohort_id: int, details: dict[str, object] | None = None) -> None:
    session.flush()
    audit.record(session, actor, "cohorts.change", ("cohort", cohort_id), details=details)


def _run(row: Row) -> RunSummary:
    return RunSummary(row.id, row.made_at, row.by or "", row.people, row.placed, row.confirmed)
