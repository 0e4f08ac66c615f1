"""Every route of pages and API, in every role, with what is the actor's own, what is shared with the organisation, and
what is a stranger's: nothing answers that the table of permissions does not allow."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from matching_service import request_context
from matching_service.services.identity import accounts
from matching_service.services.identity.permissions import ANYBODY, PERMISSIONS
from tests.permission_tables.expected import OURS, ROLES, allowed, whose
from tests.permission_tables.routes import FORMS, OWN_ACCOUNT, PUBLIC, ROUTES, Asks
from tests.permission_tables.world import PASSWORD, Things

ARGUMENTS = {"profile_id": "person", "person_id": "person", "employer_id": "company", "user_id": "account"}


class Undone(Session):
    """Writes what it is told to keep, and loses it with the request."""

    def commit(self):
        self.flush()


@dataclass(frozen=True, slots=True)
class Callers:
    """Requests in each role, none of which leaves anything behind."""

    client: FlaskClient
    cookies: dict[str, str]
    bearers: dict[str, str]
    addresses: object

    def call(self, route: str, role: str, asks: Asks, on: Things):
        method, _, rule = route.partition(" ")
        api = rule.startswith("/api/")
        headers = self.bearers.get(role, {}) if api else self.cookies.get(role, {})
        address = self.address(rule, asks, on)
        if asks.body is None:
            return self.client.open(address, method=method, headers=headers)
        body = {name: _thing(on, value) for name, value in asks.body.items()}
        return self.client.open(address, method=method, headers=headers, **{"json" if api else "data": body})

    def address(self, rule: str, asks: Asks, on: Things) -> str:
        found = next(one for one in self.addresses.map.iter_rules() if one.rule == rule)
        values = {name: self._value(name, asks, on) for name in found.arguments}
        return self.addresses.build(
            found.endpoint, values | {name: _thing(on, value) for name, value in asks.values.items()}
        )

    def _value(self, name: str, asks: Asks, on: Things):
        if name == "opening_id" and (asks.published or asks.kind != "opening"):
            return on.published
        if name == "user_id" and asks.kind == "company":
            return on.colleague
        return getattr(on, ARGUMENTS.get(name, name.removesuffix("_id")), 1)


def _thing(on: Things, value: object) -> object:
    return getattr(on, value, value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def callers(made):
    client = made.app.test_client(use_cookies=False)
    cookies, bearers = {}, {}
    for role in ROLES[1:]:
        email = f"{role}@example.test"
        answer = client.post("/login", data={"email": email, "password": PASSWORD})
        cookies[role] = {"Cookie": "; ".join(one.partition(";")[0] for one in answer.headers.getlist("Set-Cookie"))}
        with made.app.app_context(), request_context.transaction() as session:
            token = accounts.issue_token(session, email, PASSWORD)
        bearers[role] = {"Authorization": f"Bearer {token}"}
    parts = made.app.extensions[request_context.EXTENSION]
    parts.sessions.registry.createfunc = sessionmaker(
        parts.database, class_=Undone, expire_on_commit=False, info=parts.sessions.session_factory.kw["info"]
    )
    return Callers(client, cookies, bearers, made.app.url_map.bind("localhost"))


def answered(response) -> bool:
    """Whatever is wrong with what was sent: it was looked at. To be sent to the sign-in is no answer."""
    sent_away = response.status_code in (302, 303) and "/login" in (response.location or "")
    assert response.status_code < 500, response.text
    return response.status_code not in (401, 403, 404) and not sent_away


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_nobody_whom_the_table_does_not_allow(route, made, callers, table):
    asks, wrong, answers = ROUTES[route], [], 0
    is_api = " /api/" in route
    for role in ROLES:
        for of in whose(asks.kind):
            table.asked.clear()
            answer = callers.call(route, role, asks, made.world.things[of])
            may = allowed(asks.action, role, asks.kind, of)
            if answered(answer) > may or (is_api and may > answered(answer)):
                wrong.append((role, of, answer.status))
            if answered(answer):
                answers += of == OURS
                assert asks.action in table.asked, (role, of, answer.status, table.asked)
    assert wrong == []
    assert answers


@pytest.mark.parametrize("route", FORMS)
def test_a_form_is_shown_to_those_who_may_send_it(route, made, callers):
    values = {"kind": "vacancy"} if "kind" in route else {}
    for role in ROLES:
        answer = callers.call(route, role, Asks("", values=values), made.world.things[OURS])
        assert answered(answer) == (role in FORMS[route]), role


@pytest.mark.parametrize("route", OWN_ACCOUNT)
def test_an_account_is_for_whoever_has_signed_in(route, made, callers, table):
    assert not answered(callers.call(route, "anonymous", Asks("", body={}), made.world.things[OURS]))
    assert table.asked <= {"people.read"}


@pytest.mark.parametrize("route", PUBLIC)
def test_what_is_public_asks_for_nothing_that_not_everybody_may(route, made, callers, table):
    values = {"kind": "skill", "filename": "site.css", "code": "en", "number": "x", "name": "x"}
    given = {name: value for name, value in values.items() if name in route}
    answer = callers.call(route, "anonymous", Asks("", values=given), made.world.things[OURS])
    # no worker is at work in tests, and the sign of that is 503
    assert answer.status_code < 500 or route == "GET /health/worker"
    assert {action for action in table.asked if ANYBODY not in PERMISSIONS[action]} == set()


def test_every_route_is_listed_once(made):
    rules = {
        f"{method} {rule.rule}"
        for rule in made.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    listed = [*ROUTES, *FORMS, *OWN_ACCOUNT, *PUBLIC]
    assert rules - set(listed) == set()
    assert set(listed) - rules == set()
    assert len(listed) == len(set(listed))
