"""Schemathesis calls every operation of the OpenAPI document as every role, with good and bad data.

`make security` asks for more examples of each than are tried in passing.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.generation import GenerationMode

from matching_service.services.identity import service_tokens
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import applications
from matching_service.services.profiles.people import ExperienceRecord
from models.vocabulary import ROLES
from tests import factories

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "0"))
# In passing, on the database that takes less: no NUL characters, no numbers that are too large.
BACKENDS = ("sqlite", "postgresql") if EXAMPLES else ("postgresql",)
CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
)
# The first and the last that can be written, which nothing can be taken from or added to.
DAYS = ("0001-01-01", "2026-06-01", "9999-12-31")
# What is there to be named, so that not every request ends with "does not exist".
KNOWN = {
    "code": ("welder", "sewing", "baker"),
    "municipality": ("vranje", "nis"),
    "language": ("de", "en"),
    "level": ("B1", 3),
    "licences": (["B", "C"],),
    **dict.fromkeys(("first_day", "last_day", "starts_on", "ends_on", "apply_by", "available_from"), DAYS),
}
seeded = settings(
    max_examples=EXAMPLES or 4, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def town(session, engine, reference_data):
    """A few people, companies and openings: ids by the name that paths give them."""
    employers = [factories.employer(session).id for _ in range(2)]
    worked = (ExperienceRecord("varilac", years=3),)
    people = [factories.person(session, engine, experiences=worked).id for _ in range(4)]
    states = ("published", "published", "draft", "pending_approval", "closed")
    openings = [factories.opening(session, engine, employers[0], state=state).id for state in states]
    sent = [sent_by(session, engine, person, opening) for person, opening in zip(people, openings[:2], strict=False)]
    session.commit()
    kept = {"profile_id": people, "person_id": people, "application_id": sent}
    return {"employer_id": employers, "opening_id": openings, **kept}


def sent_by(session, engine, person_id, opening_id):
    factories.agree_to_be_seen(session, engine, person_id, opening_id)
    return applications.apply(session, OPERATOR, person_id, opening_id).id


@pytest.fixture
def callers(bearer_of, town, session):
    """The headers of each role, of nobody, and of a machine with a token of its own."""
    owned = {"employer": "employer_id", "beneficiary": "person_id"}
    acting = {role: {owned[role]: town[owned[role]][0]} if role in owned else {} for role in ROLES}
    token = service_tokens.make(session, OPERATOR, "Popis", days=1, organisation_id=factories.HOME).token
    session.commit()
    found = {role: bearer_of(role, **account) for role, account in acting.items()}
    return {"nobody": {}, "machine": {"Authorization": f"Bearer {token}"}, **found}


@pytest.mark.parametrize("backend", BACKENDS, indirect=True)
def test_no_operation_breaks_or_answers_what_is_not_documented(app, callers, town):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    # no worker is at work here, and the sign of that is 503
    operations = [one for found in schema.get_all_operations() if (one := found.ok()).path != "/health/worker"]
    broken = []
    for operation in sorted(operations, key=lambda operation: operation.method == "delete"):
        try:
            call(operation, callers, town)
        except (Exception, ExceptionGroup) as error:
            broken.append(f"{operation.label}: {error}\n{''.join(getattr(error, '__notes__', ()))}")
    assert len(operations) > 20
    assert not broken, "\n\n".join(broken)


def call(operation, callers, town):
    """Raises for the first answer that is not as documented."""
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @seeded
    @given(case=st.one_of(good, good, bad), data=st.data())
    def send(case, data):
        if data.draw(st.integers(0, 3)):
            name_what_is_there(case, town, data)
        for role, headers in callers.items():
            note(f"as {role}")
            case.validate_response(case.call(headers=headers), checks=CHECKS)

    send()


def name_what_is_there(case, town, data):
    for name in case.path_parameters or {}:
        if name in town:
            case.path_parameters[name] = data.draw(st.sampled_from(town[name]))
    case.body = grounded(case.body, data, KNOWN | town)
    if case.query:
        case.query = grounded(dict(case.query), data, KNOWN)


def grounded(value, data, known):
    if isinstance(value, dict):
        return {
            name: data.draw(st.sampled_from(known[name])) if name in known else grounded(inner, data, known)
            for name, inner in value.items()
        }
    return [grounded(inner, data, known) for inner in value] if isinstance(value, list) else value
