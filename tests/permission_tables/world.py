"""Two organisations, two companies, three people, and an account of every role in the first of each."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.services.casework import follow_ups, pools
from matching_service.services.cohorts import cohorts, proposals
from matching_service.services.identity import accounts, invitations, organisations, service_tokens
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.lists import overrides, shortlists
from matching_service.services.lists.reviews import ask
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.matching import ranking
from matching_service.services.placements import agreements, certificates, placements
from matching_service.services.placements.badges import Addresses
from matching_service.services.placements.placement_record import Terms
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.rights.requests import ask_erasure
from models import Opening, RankedList, SavedSearch, User
from tests import factories
from tests.permission_tables.expected import OURS, ROLES, SHARED, STRANGE

PASSWORD = "lozinka za probu"
ADDRESSES = Addresses("Program", "https://primer.rs", "https://primer.rs/{name}", "https://primer.rs/{number}", "")


@dataclass(frozen=True, slots=True)
class Things:
    """Ids of what belongs to somebody. `published` is the same for all: an opening in which anybody may take part."""

    person: int
    company: int
    opening: int
    application: int
    placement: int
    accepted: int
    certificate: str
    request: int
    review: int
    list: int
    organisation: int
    published: int
    shared_with: int
    account: int
    colleague: int
    token: int
    invitation: int
    follow_up: int
    pool: int
    search: int
    cohort: int
    run: int


@dataclass(frozen=True, slots=True)
class World:
    things: dict[str, Things]
    actors: dict[str, Actor]


def make(session: Session, engine: Engine) -> World:
    """Committed; needs an application context."""
    factories.reference_data(session)
    other = organisations.create(session, OPERATOR, "Romski centar")
    companies = {OURS: factories.employer(session).id, STRANGE: factories.employer(session).id}
    published = factories.opening(session, engine, companies[OURS]).id
    homes = {OURS: factories.HOME, SHARED: other, STRANGE: other}
    kept = {of: _person(session, engine, homes[of], published) for of in homes}
    third = organisations.create(session, OPERATOR, "Udruženje žena")
    shared_with = {OURS: other, SHARED: factories.HOME, STRANGE: third}
    for of, home in homes.items():
        keeper, person_id = factories.staff(organisation_id=home), kept[of]["person"]
        organisations.share(session, keeper, engine, person_id, shared_with[of], "Traži posao.")
        overrides.decide(session, keeper, published, person_id, place=1, reason="met_in_person")
        shortlists.propose(session, keeper, published, person_id)
    users = _accounts(session, kept[OURS]["person"], companies[OURS], companies[STRANGE], other)
    search = SavedSearch(user_id=users["beneficiary"].id, name="Pekar", query="text=pekar")
    session.add(search)
    session.flush()
    things = {}
    for of, home in homes.items():
        company = companies.get(of, companies[STRANGE])
        draft = factories.opening(session, engine, company, state="draft").id
        things[of] = Things(
            **kept[of],
            company=company,
            opening=draft,
            list=_list(session, engine, home, published),
            **_cohort(session, engine, home, kept[of]["person"], published),
            organisation=home,
            published=published,
            shared_with=shared_with[of],
            account=users["second" if of == OURS else "stranger"].id,
            colleague=users["colleague" if of == OURS else "rival"].id,
            **_of_programme(session, engine, home, kept[of]["person"], len(things)),
            search=search.id,
        )
    session.commit()
    actors = {role: accounts.actor_for_user(users[role]) for role in ROLES if role != "anonymous"}
    return World(things, {"anonymous": ANONYMOUS, **actors})


def _person(session: Session, engine: Engine, home: int, published: int) -> dict[str, int]:
    """Somebody whom the organisation keeps, with what hangs on them."""
    staff = factories.staff(organisation_id=home)
    person_id = people.create(session, staff, engine, PersonRecord("Ana", "Jović", municipality="nis")).id
    factories.agree(session, engine, person_id, "profiled", "ranked", "statistics")
    own = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person_id)
    placed = _placement(session, engine, staff, own, published)
    return {
        "person": person_id,
        **placed,
        "application": applications.apply(session, own, person_id, published).id,
        "request": ask_erasure(session, own, person_id).id,
        "review": ask(session, own, person_id, published, "Zašto?"),
        "follow_up": follow_ups.add(session, staff, person_id, "Pozvati", date.today()).id,
    }


def _placement(session: Session, engine: Engine, staff: Actor, own: Actor, published: int) -> dict:
    """Finished, with a certificate. Before the person applies elsewhere: whoever accepts a place leaves the others."""
    company = session.get(Opening, published).employer_id
    place = factories.opening(session, engine, company, kind="internship").id
    sent = applications.apply(session, own, own.person_id, place).id
    for action in ("offer", "accept"):
        application_steps.act(session, staff, engine, sent, action)
    made, first = placements.of_application(session, staff, sent).id, date(2026, 9, 1)
    terms = Terms("Pekar", first, first + timedelta(60), 30, "Mira Perić", "Mesi hleb.")
    placements.change(session, staff, made, terms)
    for side in ("company", "person", "programme"):
        agreements.record_signature(session, staff, made, side, first, 1)
    for action, day in (("begin", first), ("finish", first + timedelta(60))):
        placements.act(session, staff, made, action, day=day)
    certificate = certificates.issue(session, staff, made, ADDRESSES, "Završeno.").number
    return {"placement": made, "accepted": sent, "certificate": certificate}


def _accounts(session: Session, person_id: int, employer_id: int, rival_id: int, other: int) -> dict[str, User]:
    belongs = {
        "beneficiary": {"person_id": person_id},
        "employer": {"employer_id": employer_id},
        "colleague": {"employer_id": employer_id},
        "rival": {"employer_id": rival_id},
    }
    roles = dict(zip(ROLES[1:], ROLES[1:], strict=True))
    roles |= {"colleague": "employer", "rival": "employer", "second": "counsellor", "stranger": "counsellor"}
    for name, role in roles.items():
        account = accounts.NewAccount(f"{name}@example.test", PASSWORD, f"Nalog {name}")
        home = {"organisation_id": other if name == "stranger" else factories.HOME}
        accounts.create_user(session, account, (role,), **belongs.get(name, home))
    session.commit()
    return {user.email.partition("@")[0]: user for user in session.scalars(select(User))}


def _of_programme(session: Session, engine: Engine, home: int, person_id: int, number: int) -> dict[str, int]:
    """A second token of one name would be refused, a second invitation would take the place of the first."""
    coordinator = factories.staff("coordinator", organisation_id=home)
    inviting = replace(
        coordinator, user_id=session.scalar(select(User.id).where(User.organisation_id == home).limit(1))
    )
    invited = people.create(session, coordinator, engine, PersonRecord("Mila", "Savić", municipality="nis")).id
    pool = pools.make(session, coordinator, f"Kuvari {number}").id
    pools.add(session, coordinator, pool, [person_id])
    return {
        "pool": pool,
        "token": service_tokens.make(session, coordinator, f"Uvoz {number}", 30).id,
        "invitation": invitations.invite_person(session, inviting, invited, f"mila{number}@example.test").invitation.id,
    }


def _cohort(session: Session, engine: Engine, home: int, person_id: int, published: int) -> dict[str, int]:
    """Of one person and one opening, with a proposal."""
    staff = factories.staff(organisation_id=home)
    cohort = cohorts.create(session, staff, "Jesen")
    cohorts.add_people(session, staff, cohort, [person_id])
    cohorts.add_openings(session, staff, cohort, [published])
    return {"cohort": cohort, "run": proposals.propose(session, staff, engine, cohort)}


def _list(session: Session, engine: Engine, home: int, published: int) -> int:
    """The newest list that the organisation has been shown."""
    ranking.rank_people(session, factories.staff(organisation_id=home), engine, published)
    session.flush()
    return session.scalars(select(RankedList.id).order_by(RankedList.id.desc())).first()
