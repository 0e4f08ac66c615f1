"""Things that tests need some of, each valid and complete; what matters to a test it says itself."""

from itertools import count

from sqlalchemy.orm import Session
from stdnum.iso7064 import mod_11_10

from matching_service.services.consent import declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import employers, openings
from matching_service.services.marketplace.employers import EmployerDetail, EmployerRecord
from matching_service.services.marketplace.openings import OpeningDetail, OpeningRecord
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonDetail, PersonRecord
from models import (
    Municipality,
    Occupation,
    OccupationLabel,
    OccupationSkill,
    Opening,
    Organisation,
    Skill,
    SkillLabel,
    TaxonomyRevision,
)

# far from the PIBs that tests name themselves, however many companies a run has made before
_numbers = count(50_000_001)
# far from the numbers that the database gives, and the same in each test: so a reader can be used again
FIRST_ID = 100_001

# the organisation that keeps whoever a test makes
HOME = FIRST_ID

MUNICIPALITIES = {
    "nis": ("Niš", "nisavski", 43.32, 21.90),
    "vranje": ("Vranje", "pcinjski", 42.55, 21.90),
    "bor": ("Bor", "borski", 44.07, 22.10),
}
# code -> (ISCO, field, Serbian labels, essential skills)
OCCUPATIONS = {
    "welder": ("7212", "metal", ("zavarivač", "zavarivačica", "varilac"), ("mig-mag-welding",)),
    "baker": ("7512", "food", ("pekar", "pekarka"), ("bread-baking",)),
    "seamstress": ("7533", "textile", ("šivač", "šivačica", "krojačica"), ("sewing",)),
}
SKILLS = {
    "mig-mag-welding": ("metal", ("MIG/MAG zavarivanje",)),
    "bread-baking": ("food", ("pečenje hleba",)),
    "sewing": ("textile", ("šivenje na mašini",)),
    "forklift-operation": ("logistics", ("rad na viljuškaru",)),
}


def reference_data(session: Session) -> None:
    """The municipalities, occupations and skills above, and the organisation HOME."""
    session.add(Organisation(id=HOME, name="Program"))
    for number, (code, (name, district, latitude, longitude)) in enumerate(MUNICIPALITIES.items(), FIRST_ID):
        session.add(
            Municipality(
                id=number,
                code=code,
                name=name,
                kind="city",
                district=district,
                district_name=district,
                latitude=latitude,
                longitude=longitude,
            )
        )
    skills = {
        code: Skill(id=number, code=code, kind="skill", field=field, labels=_labels(SkillLabel, labels))
        for number, (code, (field, labels)) in enumerate(SKILLS.items(), FIRST_ID)
    }
    session.add_all(skills.values())
    session.flush()
    for number, (code, (isco, field, labels, essential)) in enumerate(OCCUPATIONS.items(), FIRST_ID):
        labels = _labels(OccupationLabel, labels)
        occupation = Occupation(id=number, code=code, isco_code=isco, field=field, labels=labels)
        occupation.skills = [OccupationSkill(skill_id=skills[skill].id, essential=True) for skill in essential]
        session.add(occupation)
    session.add(TaxonomyRevision(id=1, revision=1))
    session.flush()


def _labels(model, texts):
    kinds = ("preferred", "feminine", "synonym")
    return [model(language="sr", kind=kind, text=text) for kind, text in zip(kinds, texts, strict=False)]


def pib() -> str:
    """A tax number that nobody has been given yet, with the right check digit."""
    number = str(next(_numbers))
    return number + mod_11_10.calc_check_digit(number)


def staff(*roles: str, organisation_id: int | None = HOME) -> Actor:
    """Somebody who works for an organisation, in the role of a counsellor unless others are named."""
    return Actor(None, "Savetnica", frozenset(roles or ("counsellor",)), organisation_id=organisation_id)


def person(
    session: Session, engine: Engine, *, agreed: tuple[str, ...] = ("profiled", "ranked"), **record
) -> PersonDetail:
    """Who has agreed to be profiled and ranked, where nothing else is said."""
    record = {"given_name": "Ana", "family_name": "Jović", "municipality": "nis"} | record
    made = people.create(session, OPERATOR, engine, PersonRecord(**record))
    agree(session, engine, made.id, *agreed)
    return people.get(session, OPERATOR, made.id)


def agree(session: Session, engine: Engine, person_id: int, *purposes: str) -> None:
    """Record on paper that a person has agreed to this."""
    declared_consents.declare(
        session, OPERATOR, engine, [person_id], [Agreement(purpose) for purpose in purposes], "proba"
    )


def agree_to_be_seen(session: Session, engine: Engine, person_id: int, opening_id: int) -> None:
    """Record on paper that a person has agreed that the company of this opening sees them."""
    agreement = Agreement("shown_to_employer", session.get(Opening, opening_id).employer_id)
    declared_consents.declare(session, OPERATOR, engine, [person_id], [agreement], "proba")


def employer(session: Session, *, verified: bool = True, **record) -> EmployerDetail:
    record = {"pib": pib(), "name": "Metal d.o.o.", "municipality": "nis"} | record
    created = employers.create(session, OPERATOR, EmployerRecord(**record))
    return employers.verify(session, OPERATOR, created.id) if verified else created


# how an opening comes into a state
_WAYS = {
    "draft": (),
    "pending_approval": ("submit",),
    "published": ("submit", "approve"),
    "paused": ("submit", "approve", "pause"),
    "filled": ("submit", "approve", "fill"),
    "closed": ("submit", "approve", "close"),
    "expired": ("submit", "approve", "expire"),
}


def opening(
    session: Session, engine: Engine, employer_id: int | None = None, *, state: str = "published", **record
) -> OpeningDetail:
    """Of a new verified employer where none is named."""
    record = {"title": "Zavarivač", "municipality": "nis", "places": 2} | record
    employer_id = employer_id or employer(session).id
    created = openings.create(session, OPERATOR, engine, OpeningRecord(**record), employer_id)
    for action in _WAYS[state]:
        openings.act(session, OPERATOR, engine, created.id, action)
    return openings.get(session, OPERATOR, created.id)
