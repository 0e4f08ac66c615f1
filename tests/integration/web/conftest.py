import pytest

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.services.profiles.people import ExperienceRecord
from tests import factories


@pytest.fixture
def serving(database, database_url):
    """`serving(mode="production", proxies=1)` is the application with these settings, without form tokens."""
    apps = []

    def create(**settings):
        app = create_app(Settings(database_url, secret_key="s" * 32, **{"mode": "test", **settings}))
        app.config["WTF_CSRF_ENABLED"] = False
        apps.append(app)
        return app

    yield create
    for app in apps:
        app.extensions[request_context.EXTENSION].database.dispose()


@pytest.fixture
def town(session, engine, reference_data):
    """A person, a company and openings in three states, and one of each that belongs to nobody who signs in."""
    employer, other = factories.employer(session).id, factories.employer(session).id
    worked = (ExperienceRecord("varilac", years=3, description="MIG/MAG zavarivanje"),)
    people = tuple(
        factories.person(session, engine, given_name=name, family_name="Jović", experiences=worked, about="Vredna.").id
        for name in ("Ana", "Eva")
    )
    states = ("published", "draft", "pending_approval")
    openings = tuple(factories.opening(session, engine, employer, state=state).id for state in states)
    session.commit()
    return {"person_id": people, "profile_id": people, "opening_id": openings, "employer_id": (employer, other)}


@pytest.fixture
def browsers(client_of, town):
    """`browsers()`: for each role a browser in which somebody has signed in."""

    def sign_in():
        owned = {"employer": "employer_id", "beneficiary": "person_id"}
        roles = ("employer", "beneficiary", "counsellor", "coordinator", "auditor")
        acting = {role: {owned[role]: town[owned[role]][0]} if role in owned else {} for role in roles}
        return {role: client_of(role, **account) for role, account in acting.items()}

    return sign_in
