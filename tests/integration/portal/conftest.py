"""A company, a person and an opening to look at, with the accounts of those who look."""

from dataclasses import dataclass

import pytest

from matching_service import request_context
from matching_service.services.profiles.people import ExperienceRecord
from tests import databases, factories


@dataclass(frozen=True, slots=True)
class Ids:
    employer: int
    other_employer: int
    person: int
    other_person: int
    published: int
    draft: int


@pytest.fixture
def world(reference_data, session, engine):
    """Two companies, two people, and openings in two states; the second of each should stay out of the way."""
    employer, other = factories.employer(session, name="Metal Jug"), factories.employer(session, name="Pekara Zora")
    welder = factories.person(
        session,
        engine,
        given_name="Ana",
        family_name="Jović",
        experiences=(ExperienceRecord("varilac", years=3, description="MIG/MAG zavarivanje"),),
    )
    baker = factories.person(
        session, engine, given_name="Petar", family_name="Nikolić", mobility_km=1, municipality="bor"
    )
    ids = Ids(
        employer=employer.id,
        other_employer=other.id,
        person=welder.id,
        other_person=baker.id,
        published=factories.opening(session, engine, employer.id, title="Zavarivač u radionici").id,
        draft=factories.opening(session, engine, other.id, title="Pekar u pekari", state="draft").id,
    )
    session.commit()
    return ids


@pytest.fixture
def company(client_of, world):
    return client_of("employer", employer_id=world.employer)


@pytest.fixture
def graduate(client_of, world):
    return client_of("beneficiary", person_id=world.person)


@pytest.fixture
def counsellor(client_of, world):
    return client_of("counsellor")


@pytest.fixture
def coordinator(client_of, world):
    return client_of("coordinator")


@pytest.fixture
def count_statements(app):
    """As in the other tests, but of the application, whose connections are not those of the `database` fixture."""
    return databases.count_statements(app.extensions[request_context.EXTENSION].database)
