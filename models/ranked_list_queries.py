"""Queries for ranked lists as they were shown. Statements are built once, and of tables: lists are recorded with each
reading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Delete,
    Row,
    Select,
    Update,
    bindparam,
    delete,
    exists,
    func,
    insert,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from models.accounts import User
from models.base import INSERT, LARGEST_ID
from models.openings import Opening
from models.ranked_lists import RankedLine, RankedList, ReadInput, Shown

_LIST, _LINE, _INPUT, _SHOWN = (model.__table__ for model in (RankedList, RankedLine, ReadInput, Shown))
_AT_ONCE = 5_000
_ID_OF = select(_LIST.c.id).where(_LIST.c.digest == bindparam("digest"))
_SHOW = insert(_SHOWN)
_ADD_LINES = insert(_LINE)
_EMPTY = {column: null() for column in _LINE.c if column.name not in ("list_id", "place", "hash")}
_KEPT = select(_INPUT.c.entity_id, _INPUT.c.checksum).where(
    _INPUT.c.kind == bindparam("kind"), _INPUT.c.entity_id.in_(bindparam("ids", expanding=True))
)


def id_of(session: Session, digest: str) -> int | None:
    return session.scalar(_ID_OF, {"digest": digest})


def add_list(session: Session, values: dict[str, object]) -> tuple[int, bool]:
    """The id, and whether the list is new: somebody else may have stored the same a moment ago."""
    new = INSERT[session.get_bind().dialect.name](_LIST).values(**values).on_conflict_do_nothing()
    added = session.scalar(new.returning(_LIST.c.id))
    return (added, True) if added is not None else (id_of(session, values["digest"]), False)


def add_lines(session: Session, lines: Sequence[dict[str, object]]) -> None:
    if lines:
        session.execute(_ADD_LINES, lines)


def show(session: Session, values: dict[str, object]) -> None:
    session.execute(_SHOW, values)


def kept_inputs(session: Session, kind: str, ids: Collection[int]) -> set[tuple[int, int]]:
    """(id, checksum) of all that is kept of these."""
    return {tuple(row) for row in session.execute(_KEPT, {"kind": kind, "ids": list(ids)})}


def add_inputs(session: Session, inputs: Sequence[dict[str, object]]) -> None:
    """Those that somebody else has added meanwhile stay as they are."""
    if inputs:
        add = INSERT[session.get_bind().dialect.name](_INPUT).on_conflict_do_nothing()
        session.execute(add, inputs)


def inputs(session: Session, kind: str, keys: Collection[tuple[int, int]]) -> Sequence[Row]:
    """Those of `keys` (id, checksum) that are kept."""
    wanted, found = list(keys), []
    for start in range(0, len(wanted), _AT_ONCE):
        these = tuple_(_INPUT.c.entity_id, _INPUT.c.checksum).in_(wanted[start : start + _AT_ONCE])
        found += session.execute(select(_INPUT).where(_INPUT.c.kind == kind, these)).all()
    return found


# ---- reading what was recorded


def ranked_list(session: Session, list_id: int) -> RankedList | None:
    return session.get(RankedList, list_id) if 0 < list_id <= LARGEST_ID else None


def lines_of(session: Session, list_id: int) -> Sequence[RankedLine]:
    """Those that have not been erased."""
    left = select(RankedLine).where(RankedLine.list_id == list_id, RankedLine.entity_id.is_not(None))
    return session.scalars(left.order_by(RankedLine.place)).all()


def hashes_of(session: Session, list_id: int) -> Sequence[str]:
    """Of all lines in their order, also those erased with the people they were about."""
    return session.scalars(select(_LINE.c.hash).where(_LINE.c.list_id == list_id).order_by(_LINE.c.place)).all()


def showings_of(session: Session, list_id: int, limit: int) -> Sequence[Row]:
    """(Shown, name of the account or None), the latest first."""
    return session.execute(_showings().where(Shown.list_id == list_id).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class ShowingFilter:
    """Of lists asked for in the name of an organisation, in one direction, for one opening or person; None: any."""

    organisation_id: int | None = None
    direction: str | None = None
    subject_id: int | None = None

    def holds(self) -> list[ColumnElement[bool]]:
        wanted = {
            RankedList.organisation_id: self.organisation_id,
            RankedList.direction: self.direction,
            RankedList.subject_id: self.subject_id,
        }
        return [column == value for column, value in wanted.items() if value is not None]


def latest_showings(session: Session, wanted: ShowingFilter, after: tuple | None, limit: int) -> Sequence[Row]:
    """(Shown, name of the account or None, RankedList), the latest first; what follows the sort key `after`."""
    statement = _showings(RankedList).join(RankedList, RankedList.id == Shown.list_id).where(*wanted.holds())
    if after is not None:
        statement = statement.where(tuple_(Shown.at, Shown.id) < tuple_(*after))
    return session.execute(statement.limit(limit)).all()


def count_showings(session: Session, wanted: ShowingFilter) -> int:
    statement = select(func.count()).select_from(Shown).join(RankedList, RankedList.id == Shown.list_id)
    return session.scalar(statement.where(*wanted.holds())) or 0


def _showings(*more) -> Select:
    named = select(Shown, User.name, *more).outerjoin(User, User.id == Shown.user_id)
    return named.order_by(Shown.at.desc(), Shown.id.desc())


def showings_with(session: Session, person_id: int, opening_id: int | None = None) -> Sequence[Row]:
    """(opening_id, section, at, name of the account or None) of the lists for openings that had the person in
    them, the latest first of each opening and section."""
    columns = (_LIST.c.subject_id.label("opening_id"), _LINE.c.section, _SHOWN.c.at, User.name)
    newest = (
        func.row_number()
        .over(partition_by=(_LIST.c.subject_id, _LINE.c.section), order_by=(_SHOWN.c.at.desc(), _SHOWN.c.id.desc()))
        .label("newest")
    )
    statement = (
        select(*columns, newest)
        .select_from(_LINE)
        .join(_LIST, _LIST.c.id == _LINE.c.list_id)
        .join(_SHOWN, _SHOWN.c.list_id == _LIST.c.id)
        .outerjoin(User, User.id == _SHOWN.c.user_id)
        .where(_LINE.c.kind == "person", _LINE.c.entity_id == person_id)
        .where(_LIST.c.direction == "people", _LIST.c.subject_id.is_not(None))
    )
    if opening_id is not None:
        statement = statement.where(_LIST.c.subject_id == opening_id)
    found = statement.subquery()
    return session.execute(select(found).where(found.c.newest == 1).order_by(found.c.at.desc())).all()


def is_told(session: Session, person_id: int, opening_id: int) -> bool:
    """Whether a person may know of an opening: it is published, or somebody was shown a list for it with the person."""
    shown = (
        select(_SHOWN.c.id)
        .join(_LIST, _LIST.c.id == _SHOWN.c.list_id)
        .join(_LINE, _LINE.c.list_id == _LIST.c.id)
        .where(_LIST.c.direction == "people", _LIST.c.subject_id == Opening.id)
        .where(_LINE.c.kind == "person", _LINE.c.entity_id == person_id)
    )
    told = select(Opening.id).where(Opening.id == opening_id, or_(Opening.state == "published", shown.exists()))
    return 0 < opening_id <= LARGEST_ID and session.scalar(told) is not None


# ---- forgetting


def forget_person(session: Session, person_id: int) -> int:
    """Take the person's inputs away, what lines say of the person (their hashes stay), and all lines of the lists that
    were for the person, hashes as well: with these, whose list it was could be tried out; how many lines."""
    about = (_LINE.c.kind == "person") & (_LINE.c.entity_id == person_id)
    own = (_LIST.c.direction == "openings") & (_LIST.c.subject_id == person_id)
    of_own = _LINE.c.list_id.in_(select(_LIST.c.id).where(own))
    erased = _erase_lines(session, about, update(_LINE).values(_EMPTY)) + _erase_lines(session, of_own, delete(_LINE))
    session.execute(update(_LIST).where(own).values(subject_id=None))
    session.execute(delete(_INPUT).where(_INPUT.c.kind == "person", _INPUT.c.entity_id == person_id))
    return erased


def _erase_lines(session: Session, wanted: ColumnElement[bool], erase: Update | Delete) -> int:
    count = select(func.count()).where(_LINE.c.list_id == _LIST.c.id, wanted).scalar_subquery()
    has_some = _LIST.c.id.in_(select(_LINE.c.list_id).where(wanted))
    session.execute(update(_LIST).where(has_some).values(erased=_LIST.c.erased + count))
    return session.execute(erase.where(wanted)).rowcount


def unseen(before: datetime) -> ColumnElement[bool]:
    """Lists that nobody has seen since this moment."""
    return ~exists().where(_SHOWN.c.list_id == _LIST.c.id, _SHOWN.c.at >= before)


def forget_unseen(session: Session, before: datetime, limit: int) -> int:
    """Such lists with their lines and showings, at most `limit` of them, the oldest first; how many."""
    some = select(_LIST.c.id).where(unseen(before)).order_by(_LIST.c.id).limit(limit)
    return session.execute(delete(_LIST).where(_LIST.c.id.in_(some))).rowcount


def forget_inputs(session: Session, limit: int) -> int:
    """At most `limit` of those that no list is left of; how many."""
    in_line = exists().where(
        _LINE.c.kind == _INPUT.c.kind,
        _LINE.c.entity_id == _INPUT.c.entity_id,
        _LINE.c.checksum == _INPUT.c.checksum,
    )
    key = tuple(_INPUT.primary_key)
    some = select(*key).where(~in_line, ~_is_subject()).limit(limit)
    return session.execute(delete(_INPUT).where(tuple_(*key).in_(some))).rowcount


def _is_subject():
    """Whether a list was made for what was read so; entity 0 stands for all that was never stored."""
    same_id = or_(_LIST.c.subject_id == _INPUT.c.entity_id, (_INPUT.c.entity_id == 0) & _LIST.c.subject_id.is_(None))
    people = (_LIST.c.direction == "openings") & (_INPUT.c.kind == "person")
    openings = (_LIST.c.direction == "people") & (_INPUT.c.kind == "opening")
    return exists().where(or_(people, openings), same_id, _LIST.c.subject_checksum == _INPUT.c.checksum)
