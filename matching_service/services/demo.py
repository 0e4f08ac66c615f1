"""The demo: invented people of two organisations, companies and openings, and accounts for each role."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.errors import BadInput, Invalid
from matching_service.services import demo_applications
from matching_service.services.browsing import saved_searches
from matching_service.services.browsing.saved_searches import SavedSearchRecord
from matching_service.services.casework import follow_ups, pools, responsibility
from matching_service.services.cohorts import cohorts, proposals
from matching_service.services.consent import consents
from matching_service.services.identity import account_admin, accounts, organisations
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.known import Known
from matching_service.services.importing.openings import read_opening
from matching_service.services.importing.people import read_agreements, read_person
from matching_service.services.importing.protected import read_protected
from matching_service.services.importing.reasons import reason
from matching_service.services.importing.tables import Table, open_table
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.protection import protected
from models import Education, Employer, Opening, Person, User, base

SOURCE = "demo"
PASSWORD = "demo-lozinka"  # nosec B105 # of invented accounts; the demo listens on this machine only
FILES = ("employers.csv", "people.csv", "openings.csv", "people_timok.csv")
# Keeps the people of the last file; the others are those of the organisation that every database has.
SECOND = "Udruženje Timok"
WHY_SHARED = "Traži posao i u okolini Niša, gde prva organizacija poznaje firme."
# They had agreed to be ranked, and have taken it back.
_NOT_RANKED_ANY_MORE = {"KL-017", "KL-083"}
# What the counsellor of the demo has to do: days from today, and what.
PLANNED = (
    (-4, "Pozvati zbog lekarskog uverenja"),
    (-1, "Doneti fotokopiju diplome"),
    (0, "Podsetiti na razgovor u firmi"),
    (2, "Dogovoriti kurs za viljuškar"),
    (5, "Pitati kako ide praksa"),
    (20, "Pregledati biografiju zajedno"),
)
# ISCED
_GRADUATED = 6
_IN_COHORT = 40
_NEVER_PUBLISHED = ("draft", "pending_approval")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`name` is that of the person or the contact of the company it acts for, where it is empty here. `second`: works
    for the second organisation."""

    role: str
    email: str
    name: str = ""
    second: bool = False


ACCOUNTS = (
    DemoAccount("beneficiary", "beneficiary@demo.example"),
    DemoAccount("employer", "employer@demo.example"),
    DemoAccount("counsellor", "counsellor@demo.example", "Mirjana Tasić"),
    DemoAccount("counsellor", "counsellor2@demo.example", "Snežana Đorić", second=True),
    DemoAccount("coordinator", "coordinator@demo.example", "Dragan Cvetković"),
    DemoAccount("auditor", "auditor@demo.example", "Vesna Mladenović"),
)


@dataclass(frozen=True, slots=True)
class DemoFiles:
    employers: Table
    people: Table
    openings: Table
    people_of_second: Table

    @property
    def rows(self) -> dict[str, int]:
        people = self.people.count + self.people_of_second.count
        return {"people": people, "employers": self.employers.count, "openings": self.openings.count}


@contextmanager
def files(folder: Traversable | None = None) -> Iterator[DemoFiles]:
    """The files of the package, or of another folder. Raises BadInput."""
    folder = folder or resources.files("data") / "demo"
    with resources.as_file(folder) as path:
        yield DemoFiles(*(open_table(path / name) for name in FILES))


def is_loaded(session: Session) -> bool:
    """Whether anything of the demo is there."""
    found = (
        select(Person.id).where(Person.source == SOURCE),
        select(Opening.id).where(Opening.source == SOURCE),
        select(User.id).where(User.email.in_([account.email for account in ACCOUNTS])),
    )
    return any(session.scalar(statement.limit(1)) is not None for statement in found)


def load(session: Session, engine: Engine, demo: DemoFiles, today: date, advance: Callable[[int], None]) -> None:
    """Load everything; `today` is the day that dates such as `+30` count from. Needs an application context.

    Raises BadInput for a line that cannot be taken: the demo is whole or not there.
    """
    known = Known.load(session, engine)
    _each(demo.employers, today, advance, lambda cells: _load_employer(session, known, cells))
    known = known.with_new_employers(session)
    _each(demo.people, today, advance, lambda cells: _load_person(session, OPERATOR, engine, known, cells))
    _each(demo.openings, today, advance, lambda cells: _load_opening(session, engine, known, cells))
    first, second = organisations.default(session), organisations.create(session, OPERATOR, SECOND)
    theirs = replace(OPERATOR, organisation_id=second)
    _each(demo.people_of_second, today, advance, lambda cells: _load_person(session, theirs, engine, known, cells))
    _share_one(session, engine, second, first)
    _create_accounts(session, second)
    _keep_a_search(session)
    company, graduate = (_account_of(session, role) for role in ("employer", "beneficiary"))
    demo_applications.send(session, engine, company, graduate)
    _plan_work(session, first)
    counsellor = Actor(roles=frozenset({"counsellor"}), organisation_id=first)
    _look_at_lists(session, counsellor, engine)
    _propose_places(session, counsellor, engine)


def _each(table: Table, today: date, advance: Callable[[int], None], load_line: Callable[[Cells], None]) -> None:
    for line in table.lines():
        cells = Cells(dict(zip(table.headers, line.cells, strict=False)), today, offsets=True)
        try:
            load_line(cells)
        except Invalid as error:
            raise BadInput(f"{table.path} line {line.number}: {reason(error)}") from error
        advance(1)


def _load_employer(session: Session, known: Known, cells: Cells) -> None:
    plain = [field.name for field in fields(EmployerRecord) if field.name != "municipality"]
    record = EmployerRecord(
        **{name: cells.text(name) for name in plain},
        municipality=known.places.municipality(cells.text("municipality")),
    )
    created = employers.create(session, OPERATOR, record)
    if cells.yes("verified"):
        employers.verify(session, OPERATOR, created.id)


def _load_person(session: Session, actor: Actor, engine: Engine, known: Known, cells: Cells) -> None:
    external_id, agreed = cells.text("external_id"), read_agreements(cells)
    saved = people.put_imported(session, actor, engine, SOURCE, external_id, read_person(cells, known), agreed)
    protected.put_imported(session, actor, saved.id, read_protected(cells))
    if external_id in _NOT_RANKED_ANY_MORE:
        consents.withdraw(session, OPERATOR, engine, saved.id, "ranked")


def _load_opening(session: Session, engine: Engine, known: Known, cells: Cells) -> None:
    read = read_opening(cells, known)
    external_id, taken = cells.text("external_id"), cells.whole_number("places_taken") or 0
    saved = openings.put_imported(session, OPERATOR, engine, SOURCE, external_id, read.record, read.employer_id)
    row = session.get(Opening, saved.id)
    state = cells.text("state") or "published"
    if (state, taken) != (row.state, row.places_taken):
        row.state, row.places_taken = state, taken
        row.published_at = None if state in _NEVER_PUBLISHED else row.published_at or base.now()
        session.flush()
        engine.save_opening(session, row)


def _share_one(session: Session, engine: Engine, keeper: int, other: int) -> None:
    """So that two organisations see the same person."""
    kept = select(Person.id).where(Person.organisation_id == keeper).order_by(Person.id).limit(1)
    organisations.share(session, OPERATOR, engine, session.scalar(kept), other, WHY_SHARED)


def _create_accounts(session: Session, second: int) -> None:
    """For the first person, and for the first verified company that has published something."""
    person = session.scalar(select(Person).where(Person.source == SOURCE).order_by(Person.id).limit(1))
    hiring = select(Opening.employer_id).where(Opening.source == SOURCE, Opening.state == "published")
    verified = select(Employer).where(Employer.verified_at.is_not(None), Employer.id.in_(hiring))
    employer = session.scalar(verified.order_by(Employer.id).limit(1))
    names = {"beneficiary": f"{person.given_name} {person.family_name}", "employer": employer.contact_name}
    acts_for = {"beneficiary": {"person_id": person.id}, "employer": {"employer_id": employer.id}}
    for account in ACCOUNTS:
        new = NewAccount(account.email, PASSWORD, account.name or names[account.role])
        works_for = {"organisation_id": second} if account.second else {}
        account_admin.make(session, OPERATOR, new, account.role, **acts_for.get(account.role, works_for))


def _account_of(session: Session, role: str) -> Actor:
    email = next(account.email for account in ACCOUNTS if account.role == role)
    return accounts.actor_for_user(session.scalars(select(User).where(User.email == email)).one())


def _plan_work(session: Session, organisation_id: int) -> None:
    """So that the counsellor's day, people and lists of people are not empty."""
    counsellor = session.scalar(select(User).where(User.email == "counsellor@demo.example"))
    actor = Actor(counsellor.id, counsellor.name, frozenset({"counsellor"}), organisation_id=organisation_id)
    mine = select(Person.id).where(Person.organisation_id == organisation_id, Person.source == SOURCE)
    ids = session.scalars(mine.order_by(Person.id).limit(12)).all()
    for person_id in ids:
        responsibility.assign(session, actor, person_id, counsellor.id)
    for person_id, (days, text) in zip(ids, PLANNED, strict=False):
        follow_ups.add(session, actor, person_id, text, date.today() + timedelta(days))
    pool = pools.make(session, actor, "Kuvari i pomoćnici, jug 2026", "Za hotel koji se otvara na proleće.")
    pools.add_found(session, actor, pool.id, "kuvar")


def _propose_places(session: Session, actor: Actor, engine: Engine) -> None:
    """A cohort of graduates and internships, with a proposal to look at."""
    graduates = select(Person.id).where(Person.organisation_id == actor.organisation_id)
    graduates = graduates.where(Person.educations.any(Education.isced_level >= _GRADUATED)).order_by(Person.id)
    internships = select(Opening.id).where(Opening.kind == "internship", Opening.state == "published")
    who = session.scalars(graduates.limit(_IN_COHORT)).all()
    where = session.scalars(internships.order_by(Opening.id)).all()
    if not (who and where):
        return
    cohort = cohorts.create(session, actor, "Praksa, jesen 2026.", "Za razgovor sa firmama u novembru.")
    cohorts.add_people(session, actor, cohort, who)
    cohorts.add_openings(session, actor, cohort, where)
    proposals.propose(session, actor, engine, cohort)


def _keep_a_search(session: Session) -> None:
    """Of the beneficiary."""
    email = next(account.email for account in ACCOUNTS if account.role == "beneficiary")
    user_id = session.scalar(select(User.id).where(User.email == email))
    actor = Actor(user_id, roles=frozenset({"beneficiary"}))
    saved_searches.save(session, actor, SavedSearchRecord("Prakse oko Niša", "kind=internship&near=nis&km=50"))


def _look_at_lists(session: Session, actor: Actor, engine: Engine) -> None:
    """So that there are lists that were shown, for those who answer for them in the actor's organisation."""
    published = select(Opening.id).where(Opening.source == SOURCE, Opening.state == "published").order_by(Opening.id)
    for opening_id in session.scalars(published).all():
        ranking.rank_people(session, actor, engine, opening_id)
