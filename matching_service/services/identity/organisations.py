"""Organisations: who keeps whom, and with whom a person is shared."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.trail import audit
from matching_service.services.validation import Problems
from models import Organisation, PersonShare, base, organisation_queries, person_queries, queries

FIRST = "Program"
LONGEST_NAME = Organisation.__table__.c.name.type.length


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """`people`: how many it keeps, without those shared with it; `accounts`: of its staff."""

    id: int
    name: str
    people: int
    accounts: int


@dataclass(frozen=True, slots=True)
class OrganisationName:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Share:
    """With whom a person is shared, and why; `ends_on` is the last day, None: until it is ended."""

    organisation_id: int
    organisation: str
    reason: str
    since: date
    ends_on: date | None


# ---- where somebody belongs


def home_of(session: Session, actor: Actor) -> int:
    """The organisation whose people the actor keeps. Raises Forbidden for whoever works for none.

    The operator works for the oldest one unless told otherwise; it is made where there is none.
    """
    if actor.organisation_id is not None:
        return actor.organisation_id
    if not actor.is_operator:
        raise Forbidden("works for no organisation")
    return default(session)


def default(session: Session) -> int:
    """The oldest organisation; made where there is none, so that a new database works without ceremony."""
    found = organisation_queries.oldest(session)
    return found if found is not None else _store(session, FIRST).id


# ---- organisations


def listed(session: Session, actor: Actor) -> tuple[OrganisationDetail, ...]:
    """All of them, by name. Coordinators only."""
    permissions.require(actor, "organisations.list")
    return tuple(OrganisationDetail(*row) for row in organisation_queries.with_counts(session))


def create(session: Session, actor: Actor, name: str) -> int:
    """Raises Invalid with the path name (required, too_long, taken). Coordinators only."""
    permissions.require(actor, "organisations.create")
    row = _store(session, _checked(session, name))
    audit.record(session, actor, "organisations.create", ("organisation", row.id))
    return row.id


def rename(session: Session, actor: Actor, organisation_id: int, name: str) -> None:
    """Raises NotFound, and Invalid with the path name (required, too_long, taken). Its own coordinators only."""
    row = _own(session, actor, organisation_id)
    row.name = _checked(session, name, organisation_id)
    session.flush()
    audit.record(session, actor, "organisations.rename", ("organisation", organisation_id))


def get(session: Session, actor: Actor, organisation_id: int) -> OrganisationName:
    """Raises NotFound, Forbidden. Its own coordinators only."""
    return _as_name(_own(session, actor, organisation_id))


def _own(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    everywhere = permissions.require(actor, "organisations.rename") == permissions.ANY
    if not everywhere and organisation_id != actor.organisation_id:
        raise NotFound("organisation", organisation_id)
    return _found(session, organisation_id)


def _checked(session: Session, name: str, organisation_id: int | None = None) -> str:
    name, problems = " ".join(name.replace("\x00", " ").split()), Problems()
    problems.required("name", name)
    problems.check("name", len(name) <= LONGEST_NAME, "too_long")
    problems.check("name", organisation_queries.id_of_name(session, name) in (None, organisation_id), "taken")
    problems.raise_if_any()
    return name


def _store(session: Session, name: str) -> Organisation:
    row = Organisation(name=name)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else made one of this name a moment ago
        raise Invalid({"name": "taken"}) from error
    return row


def _as_name(row: Organisation) -> OrganisationName:
    return OrganisationName(row.id, row.name)


def _found(session: Session, organisation_id: int) -> Organisation:
    row = organisation_queries.organisation(session, organisation_id)
    if row is None:
        raise NotFound("organisation", organisation_id)
    return row


# ---- sharing a person


def shares_of(session: Session, actor: Actor, person_id: int) -> tuple[Share, ...]:
    """With whom a person of the own organisation is shared, oldest first; those that have ended are not among them.

    Raises NotFound, Forbidden.
    """
    permissions.require_person(session, actor, "people.share", person_id)
    rows, today = organisation_queries.shares_of(session, person_id), date.today()
    return tuple(
        Share(row.organisation_id, row.organisation.name, row.reason, row.created_at.date(), row.ends_on)
        for row in rows
        if row.ends_on is None or row.ends_on >= today
    )


def others_than_home(session: Session, actor: Actor, person_id: int) -> tuple[OrganisationName, ...]:
    """With whom a person of the own organisation can be shared, by name. Raises NotFound, Forbidden."""
    permissions.require_person(session, actor, "people.share", person_id)
    return tuple(_as_name(row) for row in organisation_queries.others_than_home(session, person_id))


def share(
    session: Session,
    actor: Actor,
    engine: Engine,
    person_id: int,
    organisation_id: int,
    reason: str,
    ends_on: date | None = None,
) -> None:
    """Let another organisation see and work with a person, from now on and in rankings too; again: says it anew.

    Raises NotFound, Forbidden, and Invalid: organisation_id (unknown, not_allowed: keeps the person already), reason
    (required, too_long), ends_on (out_of_range: is over).
    """
    queries.take_turn(session)
    permissions.require_person(session, actor, "people.share", person_id)
    person = person_queries.person(session, person_id)
    reason = reason.replace("\x00", " ").strip()
    _check_share(session, person.organisation_id, organisation_id, reason, ends_on)
    row = session.get(PersonShare, (person_id, organisation_id))
    row = row or PersonShare(person_id=person_id, organisation_id=organisation_id)
    row.reason, row.ends_on = reason, ends_on
    row.shared_by, row.created_at = actor.user_id, base.now()
    session.add(row)
    session.flush()
    engine.save_person(session, person)
    _note(session, actor, "people.share", person_id, organisation_id, ends_on)


def unshare(session: Session, actor: Actor, engine: Engine, person_id: int, organisation_id: int) -> None:
    """From now on the other organisation does not see the person any more. Raises NotFound, Forbidden."""
    queries.take_turn(session)
    permissions.require_person(session, actor, "people.share", person_id)
    row = session.get(PersonShare, (person_id, organisation_id))
    if row is None:
        raise NotFound("share", organisation_id)
    _end(session, engine, row)
    _note(session, actor, "people.unshare", person_id, organisation_id, None)


def end_overdue(session: Session, engine: Engine) -> int:
    """Take away the shares whose last day has passed; how many. They show nobody meanwhile, and leave the index now."""
    queries.take_turn(session)
    overdue = organisation_queries.overdue_shares(session, date.today())
    for row in overdue:
        _end(session, engine, row)
    return len(overdue)


def _check_share(session: Session, home: int, organisation_id: int, reason: str, ends_on: date | None) -> None:
    problems = Problems()
    known = organisation_queries.organisation(session, organisation_id) is not None
    problems.check("organisation_id", known, "unknown")
    problems.check("organisation_id", organisation_id != home, "not_allowed")
    problems.required("reason", reason)
    problems.check("reason", len(reason) <= PersonShare.__table__.c.reason.type.length, "too_long")
    problems.check("ends_on", ends_on is None or ends_on >= date.today(), "out_of_range")
    problems.raise_if_any()


def _end(session: Session, engine: Engine, row: PersonShare) -> None:
    session.delete(row)
    session.flush()
    engine.save_person(session, person_queries.person(session, row.person_id))


def _note(session: Session, actor: Actor, action: str, person_id: int, organisation_id: int, ends_on: date | None):
    details = {"organisation": organisation_id, "ends_on": ends_on.isoformat() if ends_on else None}
    audit.record(session, actor, action, ("person", person_id), details=details)
