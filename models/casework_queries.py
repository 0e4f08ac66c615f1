"""Queries for who works with whom, for follow-ups and for pools. None of them reads what is sealed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models import consent_queries
from models.accounts import Role, User, user_role
from models.applications import Application
from models.base import INSERT, LARGEST_ID, now
from models.casework import FollowUp, FollowUpStep, Pool, PoolMember, Postponed, Responsibility
from models.organisation_queries import Reach
from models.people import Person
from models.reference import Municipality

_STAFF_ROLES = ("counsellor", "coordinator")

# ---- who works with whom


def staff_of(session: Session, organisation_id: int) -> Sequence[Row]:
    """(id, name) of the active counsellors and coordinators of an organisation, by name."""
    statement = select(User.id, User.name).where(User.organisation_id == organisation_id, User.active, _is_staff())
    return session.execute(statement.order_by(User.name, User.id)).all()


def _is_staff() -> ColumnElement[bool]:
    named = select(user_role.c.user_id).join(Role, Role.id == user_role.c.role_id).where(Role.name.in_(_STAFF_ROLES))
    return User.id.in_(named)


def responsible(session: Session, person_id: int, organisation_id: int) -> Row | None:
    """(user_id, name, since) of who works with the person in the organisation."""
    statement = select(Responsibility.user_id, User.name, Responsibility.since).join(
        User, User.id == Responsibility.user_id
    )
    mine = (Responsibility.person_id == person_id, Responsibility.organisation_id == organisation_id)
    return session.execute(statement.where(*mine)).first()


def set_responsible(session: Session, person_id: int, organisation_id: int, user_id: int, by: int | None) -> None:
    """In the place of whoever it was; two at once leave the later one."""
    values = {"user_id": user_id, "since": now(), "set_by_id": by}
    row = INSERT[session.get_bind().dialect.name](Responsibility)
    row = row.values(person_id=person_id, organisation_id=organisation_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["person_id", "organisation_id"], set_=values))


def hand_over_follow_ups(session: Session, person_id: int, before: int | None, after: int) -> None:
    """What the one had to do for the person is to be done by the other."""
    these = (FollowUp.person_id == person_id, FollowUp.done_at.is_(None), FollowUp.assigned_to_id == before)
    session.execute(update(FollowUp).where(*these).values(assigned_to_id=after))


def end_responsibility(session: Session, person_id: int, organisation_id: int) -> None:
    row = session.get(Responsibility, (person_id, organisation_id))
    if row is not None:
        session.delete(row)
        session.flush()


def loads(session: Session, organisation_id: int, reach: Reach, today: date) -> Sequence[Row]:
    """(id, name, people, open, overdue) of each counsellor: people within reach, follow-ups to be done."""
    people = _counted(Responsibility, Responsibility.user_id, reach).where(
        Responsibility.organisation_id == organisation_id
    )
    waiting = _counted(FollowUp, FollowUp.assigned_to_id, reach).where(FollowUp.done_at.is_(None))
    overdue = waiting.where(FollowUp.due_on < today)
    columns = [
        part.correlate(User).scalar_subquery().label(name)
        for name, part in (("people", people), ("open", waiting), ("overdue", overdue))
    ]
    statement = select(User.id, User.name, *columns)
    statement = statement.where(User.organisation_id == organisation_id, User.active, _is_staff())
    return session.execute(statement.order_by(User.name, User.id)).all()


def _counted(table: type[Responsibility] | type[FollowUp], user_id: ColumnElement[int], reach: Reach) -> Select:
    statement = select(func.count()).select_from(table).join(Person, Person.id == table.person_id)
    return statement.where(user_id == User.id, reach.holds())


def count_without(session: Session, organisation_id: int, reach: Reach) -> int:
    """How many people within reach nobody of the organisation works with."""
    statement = select(func.count()).select_from(Person).where(reach.holds(), works_with_nobody(organisation_id))
    return session.scalar(statement) or 0


def works_with(organisation_id: int, user_id: int | None) -> ColumnElement[bool]:
    """Of people: the counsellor works with them."""
    return exists().where(
        Responsibility.person_id == Person.id,
        Responsibility.organisation_id == organisation_id,
        Responsibility.user_id == user_id,
    )


def works_with_nobody(organisation_id: int) -> ColumnElement[bool]:
    return ~exists().where(Responsibility.person_id == Person.id, Responsibility.organisation_id == organisation_id)


# ---- follow-ups

_SHOWN = (
    joinedload(FollowUp.person),
    joinedload(FollowUp.assigned_to),
    joinedload(FollowUp.done_by),
    selectinload(FollowUp.steps).joinedload(FollowUpStep.by),
)


def follow_up_to_change(session: Session, follow_up_id: int) -> FollowUp | None:
    """As the database has it now; nobody else changes it until this transaction ends."""
    if not 0 < follow_up_id <= LARGEST_ID:
        return None
    this = FollowUp.id == follow_up_id
    session.execute(update(FollowUp).where(this).values(text=FollowUp.text))
    return session.scalar(select(FollowUp).where(this).options(*_SHOWN), execution_options={"populate_existing": True})


def follow_ups(
    session: Session,
    reach: Reach,
    *conditions: ColumnElement[bool],
    after: tuple | None = None,
    limit: int | None = None,
) -> Sequence[FollowUp]:
    """Of people within reach: what is to be done first, then what is done; what is due first, equal days by id. What
    follows the sort key `after` (done, due_on, id)."""
    key = (FollowUp.done_at.is_not(None), FollowUp.due_on, FollowUp.id)
    statement = select(FollowUp).join(FollowUp.person).where(reach.holds(), *conditions).options(*_SHOWN)
    if after is not None:
        done, due_on, row_id = after
        same_day = (FollowUp.due_on == due_on) & (FollowUp.id > row_id)
        later = (FollowUp.due_on > due_on) | same_day
        same = FollowUp.done_at.is_not(None) if done else FollowUp.done_at.is_(None)
        statement = statement.where(same & later if done else or_(same & later, FollowUp.done_at.is_not(None)))
    return session.scalars(statement.order_by(*key).limit(limit)).unique().all()


def count_follow_ups(session: Session, reach: Reach, *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count(FollowUp.id)).join(FollowUp.person).where(reach.holds(), *conditions)
    return session.scalar(statement) or 0


def postpone(session: Session, user_id: int, kind: str, item_id: int, person_id: int, until: date) -> None:
    row = INSERT[session.get_bind().dialect.name](Postponed)
    row = row.values(user_id=user_id, kind=kind, item_id=item_id, person_id=person_id, until=until)
    values = {"person_id": person_id, "until": until}
    session.execute(row.on_conflict_do_update(index_elements=["user_id", "kind", "item_id"], set_=values))


def bring_back(session: Session, user_id: int | None, kind: str, item_id: int) -> None:
    these = (Postponed.user_id == user_id, Postponed.kind == kind, Postponed.item_id == item_id)
    session.execute(delete(Postponed).where(*these))


def postponed(session: Session, user_id: int | None, kind: str, today: date) -> set[int]:
    """Ids of the items of this kind that the account does not want to be reminded of today."""
    these = (Postponed.user_id == user_id, Postponed.kind == kind, Postponed.until > today)
    return set(session.scalars(select(Postponed.item_id).where(*these)))


def all_postponed(session: Session, user_id: int | None, today: date) -> set[tuple[str, int]]:
    """(kind, id) of what the account does not want to be reminded of today."""
    these = (Postponed.user_id == user_id, Postponed.until > today)
    return {tuple(row) for row in session.execute(select(Postponed.kind, Postponed.item_id).where(*these))}


def of_desk(session: Session, whose: ColumnElement[bool], person_ids: Collection[int]) -> set[int]:
    """Those of the people that the condition holds for."""
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids), whose)))


# ---- pools


def pool(session: Session, pool_id: int) -> Pool | None:
    return session.get(Pool, pool_id, populate_existing=True) if 0 < pool_id <= LARGEST_ID else None


def pool_of_name(session: Session, organisation_id: int, name: str) -> int | None:
    """In any spelling of capitals."""
    rows = session.execute(select(Pool.id, Pool.name).where(Pool.organisation_id == organisation_id))
    return next((row.id for row in rows if row.name.casefold() == name.casefold()), None)


def _since() -> ColumnElement[datetime]:
    """From when on a member counts as changed: since they were added, or somebody looked the pool through."""
    return case((Pool.checked_at > PoolMember.added_at, Pool.checked_at), else_=PoolMember.added_at)


def _member_columns(today: date) -> tuple[ColumnElement, ...]:
    ranked = exists().where(*consent_queries.ranked_by(Person.id, today))
    placed = exists().where(
        Application.person_id == Person.id,
        Application.state == "accepted",
        Application.decided_at >= PoolMember.added_at,
    )
    return (
        (Person.updated_at > _since()).label("changed"),
        (~ranked).label("no_consent"),
        placed.label("placed"),
    )


def _members(reach: Reach, *columns: ColumnElement):
    statement = select(*columns).select_from(PoolMember).join(Pool, Pool.id == PoolMember.pool_id)
    return statement.join(Person, Person.id == PoolMember.person_id).where(reach.holds())


def pools(session: Session, organisation_id: int | None, reach: Reach, today: date, pool_id: int | None = None):
    """(Pool, people, changed, no_consent, placed) by name, closed ones last: how many people within reach it has, and
    of how many that is so. `organisation_id` None: of any."""
    flags = _member_columns(today)
    members = _members(reach, PoolMember.pool_id, *flags).subquery()
    counted = [func.coalesce(func.sum(case((members.c[flag.name], 1), else_=0)), 0) for flag in flags]
    statement = select(Pool, func.count(members.c.pool_id), *counted)
    statement = statement.outerjoin(members, members.c.pool_id == Pool.id).group_by(Pool.id)
    if organisation_id is not None:
        statement = statement.where(Pool.organisation_id == organisation_id)
    if pool_id is not None:
        statement = statement.where(Pool.id == pool_id)
    return session.execute(statement.order_by(Pool.closed_at.is_not(None), Pool.name, Pool.id)).all()


def pool_members(session: Session, pool_id: int, reach: Reach, today: date, limit: int) -> Sequence[Row]:
    """(id, given_name, family_name, municipality, added_at, changed, no_consent, placed) of people within reach, by
    name."""
    columns = (Person.id, Person.given_name, Person.family_name, Municipality.code.label("municipality"))
    statement = _members(reach, *columns, PoolMember.added_at, *_member_columns(today))
    statement = statement.outerjoin(Municipality, Municipality.id == Person.municipality_id)
    statement = statement.where(PoolMember.pool_id == pool_id).order_by(Person.sort_name, Person.id)
    return session.execute(statement.limit(limit)).all()


def member_ids(session: Session, pool_id: int, reach: Reach) -> set[int]:
    return set(session.scalars(_members(reach, PoolMember.person_id).where(PoolMember.pool_id == pool_id)))


def pools_of_person(session: Session, person_id: int, organisation_id: int | None) -> Sequence[Row]:
    """(id, name) of the pools in use that the person is in, by name."""
    statement = select(Pool.id, Pool.name).join(PoolMember, PoolMember.pool_id == Pool.id)
    statement = statement.where(PoolMember.person_id == person_id, Pool.closed_at.is_(None))
    if organisation_id is not None:
        statement = statement.where(Pool.organisation_id == organisation_id)
    return session.execute(statement.order_by(Pool.name, Pool.id)).all()


def add_members(session: Session, pool_id: int, person_ids: Collection[int], by: int | None) -> set[int]:
    """Those who were not in it before."""
    insert, moment = INSERT[session.get_bind().dialect.name](PoolMember), now()
    rows = [{"pool_id": pool_id, "person_id": one, "added_at": moment, "added_by_id": by} for one in sorted(person_ids)]
    if not rows:
        return set()
    made = session.execute(insert.values(rows).on_conflict_do_nothing().returning(PoolMember.person_id))
    return set(made.scalars())


def remove_member(session: Session, pool_id: int, person_id: int) -> bool:
    row = session.get(PoolMember, (pool_id, person_id))
    if row is not None:
        session.delete(row)
        session.flush()
    return row is not None
