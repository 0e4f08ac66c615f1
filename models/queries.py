"""Companies, openings, and the turn of whoever changes them: what a use case shows, and no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.accounts import User
from models.base import INSERT, LARGEST_ID
from models.employers import Employer
from models.matching import ReadingRevision
from models.openings import Opening, OpeningSkill
from models.people import Person


def take_turn(session: Session) -> None:
    """Wait until no other transaction changes profiles or openings or sends applications; let others wait from now on.

    To be called before the row is loaded that a change depends on. The turn is the counter of revisions, which every
    such change counts up in the end: taken first, and no rows before it, two changes cannot wait for each other, be
    it one row or a thousand imported ones.
    """
    first = INSERT[session.get_bind().dialect.name](ReadingRevision).values(id=1, revision=0)
    session.execute(first.on_conflict_do_nothing())  # in SQLite any attempt to write is the turn already
    session.execute(select(ReadingRevision.revision).with_for_update())


def exists(session: Session, model: type[Person] | type[Employer] | type[Opening], row_id: int) -> bool:
    in_range = 0 < row_id <= LARGEST_ID
    return in_range and session.scalar(select(model.id).where(model.id == row_id)) is not None


def contains_all(column: ColumnElement[str], words: Collection[str]) -> list[ColumnElement[bool]]:
    return [column.contains(word, autoescape=True) for word in words]


def count(session: Session, statement: Select) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0


# ---- employers


def employers_page(session: Session, words: tuple[str, ...], after: tuple | None, limit: int) -> Sequence[Employer]:
    """By folded name, then id; what follows the sort key `after`."""
    statement = select(Employer).where(*contains_all(Employer.search_text, words))
    statement = statement.options(joinedload(Employer.municipality))
    if after is not None:
        statement = statement.where(tuple_(Employer.search_text, Employer.id) > tuple_(*after))
    return session.scalars(statement.order_by(Employer.search_text, Employer.id).limit(limit)).all()


def count_employers(session: Session, words: tuple[str, ...]) -> int:
    return count(session, select(Employer.id).where(*contains_all(Employer.search_text, words)))


# of a company with accounts, one must have shown that mail reaches it; a company that staff have added has none
_WAITS_FOR_VERIFICATION = (
    Employer.verified_at.is_(None),
    or_(
        ~select(User.id).where(User.employer_id == Employer.id).exists(),
        select(User.id).where(User.employer_id == Employer.id, User.confirmed_at.is_not(None)).exists(),
    ),
)


def employers_waiting(session: Session, after: tuple | None, limit: int) -> Sequence[Employer]:
    """To be verified, in the order of ids; what follows the id `after`."""
    statement = select(Employer).where(*_WAITS_FOR_VERIFICATION).options(joinedload(Employer.municipality))
    if after is not None:
        statement = statement.where(Employer.id > after[0])
    return session.scalars(statement.order_by(Employer.id).limit(limit)).all()


def count_employers_waiting(session: Session) -> int:
    return count(session, select(Employer.id).where(*_WAITS_FOR_VERIFICATION))


def employer(session: Session, employer_id: int) -> Employer | None:
    if not 0 < employer_id <= LARGEST_ID:
        return None
    statement = select(Employer).where(Employer.id == employer_id).options(joinedload(Employer.municipality))
    return session.scalar(statement, execution_options={"populate_existing": True})


def employer_of_pib(session: Session, pib: str) -> int | None:
    return session.scalar(select(Employer.id).where(Employer.pib == pib))


# ---- openings

_OPENING_ALL = (
    joinedload(Opening.employer),
    joinedload(Opening.municipality),
    joinedload(Opening.occupation),
    selectinload(Opening.skills).joinedload(OpeningSkill.skill),
    selectinload(Opening.languages),
    selectinload(Opening.licences),
)


def _opening_contains_all(words: Collection[str]) -> list[ColumnElement[bool]]:
    """Each word in the opening's own texts, or in the name of its employer (which may change apart from it)."""
    return [
        or_(Opening.search_text.contains(word, autoescape=True), Employer.search_text.contains(word, autoescape=True))
        for word in words
    ]


@dataclass(frozen=True, slots=True)
class OpeningFilter:
    """Openings in any state, or in one."""

    words: tuple[str, ...] = ()
    state: str | None = None
    employer_id: int | None = None

    def select(self, *columns) -> Select:
        statement = select(*columns).select_from(Opening).outerjoin(Opening.employer)
        statement = statement.where(*_opening_contains_all(self.words))
        if self.state is not None:
            statement = statement.where(Opening.state == self.state)
        if self.employer_id is not None:
            statement = statement.where(Opening.employer_id == self.employer_id)
        return statement


def opening(session: Session, opening_id: int) -> Opening | None:
    """With everything it asks for, as the database has it now."""
    if not 0 < opening_id <= LARGEST_ID:
        return None
    statement = select(Opening).where(Opening.id == opening_id).options(*_OPENING_ALL)
    return session.scalar(statement, execution_options={"populate_existing": True})


def imported_opening(session: Session, source: str, external_id: str) -> Opening | None:
    statement = select(Opening).where(Opening.source == source, Opening.external_id == external_id)
    return session.scalar(statement, execution_options={"populate_existing": True})


def openings_page(session: Session, wanted: OpeningFilter, after: tuple | None, limit: int) -> Sequence[Opening]:
    """Latest change first, then by falling id; what follows the sort key `after`."""
    statement = wanted.select(Opening).options(
        contains_eager(Opening.employer), joinedload(Opening.municipality), joinedload(Opening.occupation)
    )
    if after is not None:
        statement = statement.where(tuple_(Opening.updated_at, Opening.id) < tuple_(*after))
    return session.scalars(statement.order_by(Opening.updated_at.desc(), Opening.id.desc()).limit(limit)).all()


def count_openings(session: Session, wanted: OpeningFilter) -> int:
    return count(session, wanted.select(Opening.id))


def overdue_openings(session: Session, today: date) -> Sequence[Opening]:
    return _approved_openings(session, Opening.apply_by < today)


def openings_shown_of(session: Session, employer_id: int) -> Sequence[Opening]:
    """What the company has published, or paused."""
    return _approved_openings(session, Opening.employer_id == employer_id)


def _approved_openings(session: Session, condition: ColumnElement[bool]) -> Sequence[Opening]:
    statement = select(Opening).where(Opening.state.in_(("published", "paused")), condition)
    statement = statement.options(*_OPENING_ALL).order_by(Opening.id)
    return session.scalars(statement, execution_options={"populate_existing": True}).all()
