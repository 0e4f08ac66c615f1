"""Two people of whom something stands in every table that holds people's data."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import select

from matching_service.services.cohorts import cohorts, proposals
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    RequalificationRecord,
    SkillRecord,
)
from matching_service.services.protection import case_notes, protected
from matching_service.services.protection.protected import ProtectedRecord
from matching_service.services.rights import requests
from models import (
    Application,
    ApplicationStep,
    AttendanceWeek,
    Certificate,
    Evaluation,
    FollowUp,
    FollowUpStep,
    IdempotentResponse,
    Invitation,
    Message,
    Organisation,
    Outcome,
    Override,
    Passkey,
    Person,
    PersonShare,
    Placement,
    PlacementStep,
    Pool,
    PoolMember,
    Postponed,
    RankedLine,
    RankedList,
    ReadInput,
    Responsibility,
    ReviewRequest,
    SavedSearch,
    Shortlisted,
    Shown,
    Signature,
    SignedInBrowser,
    ToldOpening,
)
from models.base import now
from tests import factories

# Words that stand nowhere else, so that whatever is left of a person is found.
MARK, OTHER_MARK = "Zvezdoslava", "Nedeljkovica"
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def stored(session, engine, new_user, reference_data):
    """`stored(MARK)` stores a person with something in every table, and gives their id."""

    def store(mark):
        opening = factories.opening(session, engine).id
        person_id = factories.person(session, engine, agreed=("profiled", "ranked", "statistics"), **_profile(mark)).id
        session.commit()
        new_user("beneficiary", person_id=person_id, email=f"{mark}@primer.rs".lower())
        user_id = session.get(Person, person_id, populate_existing=True).user_id
        record = ProtectedRecord("female", date(1990, 5, 1), ethnicity=mark, family_status=None)
        protected.write(session, OPERATOR, person_id, record)
        case_notes.add(session, OPERATOR, person_id, f"{mark} dolazi u petak.")
        requests.ask_correction(session, OPERATOR, person_id, "notes", f"{mark} ne dolazi u petak.")
        session.add_all(_about(mark, person_id, opening))
        session.add_all(_of_account(mark, user_id))
        session.add_all(_casework(mark, person_id, user_id))
        session.add_all(_searches(mark, user_id, opening))
        session.flush()
        session.add(_placed(mark, session.scalar(select(Application).where(Application.person_id == person_id))))
        session.flush()
        session.add_all(_of_placement(mark, session.scalar(select(Placement.id).where(_of(person_id)))))
        _share(session, person_id)
        _lists(session, mark, person_id, opening)
        _cohort(session, engine, person_id, opening)
        session.commit()
        return person_id

    return store


@pytest.fixture
def person(stored):
    return stored(MARK)


@pytest.fixture
def other(stored):
    return stored(OTHER_MARK)


def _profile(mark):
    return {
        "given_name": mark,
        "family_name": f"{mark}ić",
        "email": f"{mark}.privatno@primer.rs",
        "phone": "018 123",
        "about": f"{mark}: radila sam kao pekar tri godine.",
        "educations": (EducationRecord(3, qualification="Pekar", institution=mark),),
        "experiences": (ExperienceRecord("zavarivač", employer_name=mark, years=2),),
        "requalifications": (RequalificationRecord("Šivač", provider=mark),),
        "skills": (SkillRecord("forklift-operation", 2, evidence=mark),),
        "languages": (LanguageRecord("sr", "native"),),
        "licences": ("B",),
    }


def _about(mark, person_id, opening_id):
    to_both = {"person_id": person_id, "opening_id": opening_id}
    step = ApplicationStep(action="reject", from_state="submitted", to_state="rejected", reason="other", note=mark)
    yield Application(**to_both, state="accepted", message=mark, steps=[step])
    yield Shortlisted(**to_both, code=mark[:6])
    yield Override(**to_both, place=1, reason="other", text=mark)
    yield ReviewRequest(**to_both, text=mark)
    yield Invitation(
        email=f"{mark}@drugde.rs", role="beneficiary", person_id=person_id, token_hash=mark, expires_at=FAR
    )
    yield Message(to=f"{mark}@primer.rs".lower(), subject="Poziv", body=mark)


def _of(person_id):
    return Placement.person_id == person_id


def _placed(mark, application):
    step = PlacementStep(action="break_off", from_state="under_way", to_state="broken_off", reason="personal")
    signature = Signature(version=1, side="person", how="paper", signed_on=date.today(), digest="0" * 64)
    said = Evaluation(moment="final", side="company", scales={"learns": 5}, words=mark)
    return Placement(
        application_id=application.id,
        person_id=application.person_id,
        kind="internship",
        title=mark,
        steps=[step],
        signatures=[signature],
        evaluations=[said],
    )


def _of_placement(mark, placement_id):
    hours = {"planned": 40, "present": 32, "excused": 8, "missed": 0}
    yield AttendanceWeek(placement_id=placement_id, monday=date(2026, 11, 2), **hours)
    yield Certificate(placement_id=placement_id, number=mark, content={"name": mark}, badge=mark)
    yield Outcome(placement_id=placement_id, months=3, state="employed_here")


def _of_account(mark, user_id):
    yield SignedInBrowser(user_id=user_id, token_hash=mark * 2, device=mark)
    answer = {"request_digest": "0" * 64, "status": 200, "body": mark.encode()}
    yield IdempotentResponse(user_id=user_id, key="k", **answer)
    passkey = {"credential_id": mark.encode(), "public_key": b"k", "name": mark, "usage": "first"}
    yield Passkey(user_id=user_id, backup_state=False, device_type="", lastuse_datetime=now(), **passkey)


def _casework(mark, person_id, user_id):
    yield Responsibility(person_id=person_id, organisation_id=factories.HOME, user_id=user_id)
    steps = [FollowUpStep(action="made", due_on=date.today())]
    yield FollowUp(person_id=person_id, text=mark, due_on=date.today(), done_at=now(), steps=steps)
    yield PoolMember(person_id=person_id, pool=Pool(organisation_id=factories.HOME, name=f"Lista {person_id}"))
    yield Postponed(person_id=person_id, user_id=user_id, kind="quiet", item_id=person_id, until=date.today())


def _searches(mark, user_id, opening_id):
    yield SavedSearch(user_id=user_id, name=mark)
    yield ToldOpening(user_id=user_id, opening_id=opening_id)


def _cohort(session, engine, person_id, opening_id):
    cohort = cohorts.create(session, OPERATOR, "Jesen")
    cohorts.add_people(session, OPERATOR, cohort, [person_id])
    cohorts.add_openings(session, OPERATOR, cohort, [opening_id])
    cohorts.say(session, OPERATOR, cohort, person_id, opening_id, wish=1)
    proposals.propose(session, OPERATOR, engine, cohort)


def _share(session, person_id):
    organisation = Organisation(name=f"Udruženje {person_id}")
    session.add(organisation)
    session.flush()
    session.add(PersonShare(person_id=person_id, organisation_id=organisation.id, reason="pomoć"))


def _lists(session, mark, person_id, opening_id):
    """One made for the person, and one of an opening in which the person stands."""
    session.add(ReadInput(kind="person", entity_id=person_id, checksum=1, indices=b"", values=b"", facts={"n": mark}))
    for direction, subject, kind, entity in (
        ("openings", person_id, "opening", opening_id),
        ("people", opening_id, "person", person_id),
    ):
        made = RankedList(
            digest=sha256(f"{mark}{direction}".encode()).hexdigest(),
            direction=direction,
            subject_id=subject,
            subject_checksum=1,
            day=date.today(),
            asked_for=20,
            with_ineligible=False,
            version="1",
            edition="1",
            taxonomy_revision=1,
            eligible=1,
            excluded=0,
            lines=1,
        )
        session.add(made)
        session.flush()
        session.add(
            RankedLine(
                list_id=made.id, place=1, hash="", section="ranked", kind=kind, entity_id=entity, checksum=1, notes=[]
            )
        )
        session.add(Shown(list_id=made.id, role="counsellor", register="", inputs=""))
