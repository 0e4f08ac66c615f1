"""Invitations, colleagues, accounts and tokens of machines."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from matching_service import request_context
from matching_service.services import messages
from matching_service.services.identity import organisations, service_tokens
from matching_service.services.identity.actors import OPERATOR
from models import Invitation, Message, ServiceToken, User
from models.base import now
from tests.conftest import PASSWORD

NEW = "tri sasvim nove reči"


@pytest.fixture
def link(session):
    """The path of the link in the newest message."""

    def read():
        session.rollback()
        return re.search(r"https?://[^/]+(/invitations/\S+)", messages.latest(session, 1)[0].letter.body).group(1)

    return read


@pytest.fixture
def owner(company, session):
    """A browser of the first account of a company."""
    return company


def accepted(app, address, **form):
    client = app.test_client()
    answer = client.post(address, data={"name": "Nova Koleginica", "password": NEW, **form})
    return client, answer


def sign_in(client, email, password=NEW):
    return client.post("/login", data={"email": email, "password": password})


def test_a_coordinator_invites_a_counsellor_who_chooses_a_password(app, coordinator, link):
    coordinator.post("/coordinator/accounts/invite", data={"email": "Nova@Example.test", "role": "counsellor"})
    address = link()
    client, answer = accepted(app, address)
    assert answer.location == "/login"
    assert sign_in(client, "nova@example.test").location == "/"
    assert client.get("/").location == "/counsellor"
    assert accepted(app, address)[1].status_code == 404


def test_a_new_invitation_takes_the_place_of_the_one_before(app, coordinator, link, session):
    coordinator.post("/coordinator/accounts/invite", data={"email": "nova@example.test", "role": "counsellor"})
    earlier = link()
    coordinator.post("/coordinator/accounts/invite", data={"email": "Nova@example.test", "role": "auditor"})
    assert app.test_client().get(earlier).status_code == 404
    assert app.test_client().get(link()).status_code == 200
    session.rollback()
    assert [row.role for row in session.scalars(select(Invitation))] == ["auditor"]


def test_of_two_invitations_for_one_person_the_second_counts_whatever_the_address(app, counsellor, world, link):
    counsellor.post(f"/people/{world.person}/account", data={"email": "pogresna@example.test"})
    mistyped = link()
    counsellor.post(f"/people/{world.other_person}/account", data={"email": "petar@example.test"})
    another = link()
    counsellor.post(f"/people/{world.person}/account", data={"email": "ana@example.test"})
    assert app.test_client().get(mistyped).status_code == 404
    assert accepted(app, mistyped)[1].status_code == 404
    assert [app.test_client().get(address).status_code for address in (another, link())] == [200, 200]
    assert "pogresna@example.test" not in counsellor.get(f"/people/{world.person}/account").text


def test_counsellors_neither_see_nor_end_invitations_of_staff(app, coordinator, counsellor, link, session, world):
    coordinator.post("/coordinator/accounts/invite", data={"email": "nova@example.test", "role": "coordinator"})
    of_staff = session.scalar(select(Invitation.id))
    coordinator.post(f"/people/{world.person}/account", data={"email": "ana@example.test"})
    session.rollback()
    of_person = session.scalar(select(Invitation.id).where(Invitation.person_id == world.person))
    assert "ana@example.test" in counsellor.get(f"/people/{world.person}/account").text
    assert counsellor.post(f"/invitations/{of_staff}/revoke").status_code == 404
    assert counsellor.post(f"/invitations/{of_person}/revoke").status_code == 302
    assert "nova@example.test" in coordinator.get("/coordinator/accounts").text


def test_nobody_is_invited_as_a_machine_or_with_a_role_of_others(coordinator, session):
    for role in ("service", "beneficiary", "king", ""):
        form = {"email": "nova@example.test", "role": role}
        assert coordinator.post("/coordinator/accounts/invite", data=form).status_code == 422
    assert session.scalars(select(Invitation)).all() == []


def test_an_invitation_ends_after_seven_days_or_when_it_is_withdrawn(app, coordinator, link, session):
    for end in ("withdrawn", "expired"):
        coordinator.post("/coordinator/accounts/invite", data={"email": "nova@example.test", "role": "auditor"})
        address = link()
        assert app.test_client().get(address).status_code == 200
        if end == "withdrawn":
            [button] = re.findall(r'action="(/invitations/\d+/revoke)"', coordinator.get("/coordinator/accounts").text)
            coordinator.post(button)
        else:
            session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
            session.commit()
        assert app.test_client().get(address).status_code == 404
        assert accepted(app, address)[1].status_code == 404


def test_an_invitation_ends_with_the_account_of_whoever_wrote_it(app, coordinator, link, session):
    coordinator.post("/coordinator/accounts/invite", data={"email": "nova@example.test", "role": "counsellor"})
    session.execute(update(User).values(active=False))
    session.commit()
    assert app.test_client().get(link()).status_code == 404


def test_inviting_an_address_that_has_an_account_looks_the_same(app, coordinator, counsellor, link):
    answers = []
    for email in ("counsellor@example.test", "nova@example.test"):
        answer = coordinator.post(
            "/coordinator/accounts/invite", data={"email": email, "role": "counsellor"}, follow_redirects=True
        )
        answers.append(answer.status_code)
        if email.startswith("counsellor"):
            assert accepted(app, link())[1].status_code == 422
    assert answers == [200, 200]


def test_a_counsellor_invites_a_person_to_an_account_for_their_profile(app, counsellor, world, link):
    counsellor.post(f"/people/{world.person}/account", data={"email": "ana@example.test"})
    client, _answer = accepted(app, link())
    sign_in(client, "ana@example.test")
    assert client.get("/").location == "/my"
    assert counsellor.post(f"/people/{world.person}/account", data={"email": "b@example.test"}).status_code == 422


def test_the_owner_of_a_company_invites_and_removes_colleagues(app, owner, link, session):
    owner.post("/company/colleagues", data={"email": "kolega@example.test"})
    colleague, _answer = accepted(app, link())
    sign_in(colleague, "kolega@example.test")
    assert colleague.get("/company").status_code == 200
    assert "/company/colleagues" not in colleague.get("/company/profile").text
    assert "/company/colleagues" in owner.get("/company/profile").text
    assert colleague.get("/company/colleagues").status_code == 403
    assert colleague.post("/company/colleagues", data={"email": "x@example.test"}).status_code == 403
    [button] = re.findall(r'action="(/company/colleagues/\d+/remove)"', owner.get("/company/colleagues").text)
    owner.post(button)
    assert colleague.get("/company").status_code == 302
    assert sign_in(app.test_client(), "kolega@example.test").status_code == 200


def test_an_owner_does_not_touch_accounts_of_others(client_of, owner, world, session, counsellor):
    client_of("employer", employer_id=world.other_employer)
    for user_id in session.scalars(select(User.id).where(User.employer_id.is_distinct_from(world.employer))):
        assert owner.post(f"/company/colleagues/{user_id}/remove").status_code == 404


# ---- accounts


def user_id_of(session, email):
    session.rollback()
    return session.scalar(select(User.id).where(User.email == email))


def test_a_closed_account_is_signed_out_and_cannot_sign_in(app, coordinator, counsellor, session):
    user_id = user_id_of(session, "counsellor@example.test")
    assert "counsellor@example.test" in coordinator.get("/coordinator/accounts?text=counsellor").text
    coordinator.post(f"/coordinator/accounts/{user_id}/deactivate")
    assert counsellor.get("/people").status_code == 302
    assert sign_in(app.test_client(), "counsellor@example.test", PASSWORD).status_code == 200
    coordinator.post(f"/coordinator/accounts/{user_id}/reactivate")
    assert sign_in(app.test_client(), "counsellor@example.test", PASSWORD).status_code == 302


def test_nobody_closes_the_own_account_by_mistake(coordinator, session):
    user_id = user_id_of(session, "coordinator@example.test")
    assert coordinator.post(f"/coordinator/accounts/{user_id}/deactivate").status_code == 409


def test_staff_of_others_are_theirs_though_they_were_once_supported_here(coordinator, new_user, world, session):
    new_user("beneficiary", person_id=world.person, email="nekad@example.test")
    user_id = user_id_of(session, "nekad@example.test")
    assert coordinator.post(f"/coordinator/accounts/{user_id}/deactivate").status_code == 302
    other = organisations.create(session, OPERATOR, "Romski centar")
    session.execute(update(User).values(organisation_id=other).where(User.id == user_id))
    session.commit()
    for change in ("reactivate", "deactivate"):
        assert coordinator.post(f"/coordinator/accounts/{user_id}/{change}").status_code == 404


def test_a_lost_phone_is_forgotten_by_the_coordinator(app, coordinator, counsellor, session):
    user_id = user_id_of(session, "counsellor@example.test")
    session.execute(
        update(User).values(tf_primary_method="authenticator", tf_totp_secret="x").where(User.id == user_id)
    )
    session.commit()
    assert sign_in(app.test_client(), "counsellor@example.test", PASSWORD).location.startswith("/login/code")
    coordinator.post(f"/coordinator/accounts/{user_id}/drop-second-factor")
    assert sign_in(app.test_client(), "counsellor@example.test", PASSWORD).location == "/"


def test_the_list_of_accounts_sends_as_many_statements_for_many_as_for_few(coordinator, new_user, count_statements):
    def count():
        with count_statements() as statements:
            assert coordinator.get("/coordinator/accounts").status_code == 200
        return len(statements)

    few = count()
    for number in range(10):
        new_user("counsellor", email=f"c{number}@example.test")
    assert count() == few


# ---- machines


@pytest.fixture
def machine(coordinator):
    page = coordinator.post("/coordinator/tokens", data={"name": "Sajt grada", "days": "30"}).text
    token = re.search(r"mst_[\w-]{43}", page).group()
    assert token not in coordinator.get("/coordinator/tokens").text
    return {"Authorization": f"Bearer {token}"}


def test_a_page_with_a_token_that_is_loaded_again_makes_no_second_token(coordinator, machine, session):
    again = coordinator.post("/coordinator/tokens", data={"name": "Sajt grada", "days": "30"})
    assert again.status_code == 422
    assert "Već postoji token" in again.text
    session.rollback()
    assert len(session.scalars(select(ServiceToken)).all()) == 1


def test_a_token_may_have_the_name_of_one_that_was_withdrawn(coordinator, machine):
    [button] = re.findall(r'action="(/coordinator/tokens/\d+/revoke)"', coordinator.get("/coordinator/tokens").text)
    coordinator.post(button)
    assert coordinator.post("/coordinator/tokens", data={"name": "Sajt grada", "days": "30"}).status_code == 200


def test_a_program_calls_the_api_with_a_token_until_it_is_withdrawn(client, coordinator, machine, session):
    assert client.get("/api/v1/people?text=ana", headers=machine).status_code in (200, 404)
    path = "/api/v1/openings"
    assert client.get(path, headers=machine).status_code != 401
    assert session.scalar(select(ServiceToken.last_used_at)) > now() - timedelta(minutes=1)
    [button] = re.findall(r'action="(/coordinator/tokens/\d+/revoke)"', coordinator.get("/coordinator/tokens").text)
    coordinator.post(button)
    assert client.get(path, headers=machine).status_code == 401
    machines = session.scalar(select(ServiceToken.user_id))
    assert coordinator.post(f"/coordinator/accounts/{machines}/reactivate").status_code == 404
    assert client.get(path, headers=machine).status_code == 401


def test_a_token_ends_on_its_day(client, machine, session):
    session.execute(update(ServiceToken).values(ends_at=now() - timedelta(seconds=1)))
    session.commit()
    assert client.get("/api/v1/openings", headers=machine).status_code == 401


def test_a_token_is_no_way_into_the_pages(client, machine):
    assert client.get("/coordinator", headers=machine).status_code == 302


def test_no_token_is_stored(machine, session):
    token = machine["Authorization"].split()[1]
    assert token not in str(session.execute(select(ServiceToken.__table__)).all())
    assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize(
    "form", [{"name": "", "days": "30"}, {"name": "Sajt", "days": "0"}, {"name": "Sajt", "days": "9999"}]
)
def test_a_token_has_a_name_and_an_end(coordinator, form, session):
    assert coordinator.post("/coordinator/tokens", data=form).status_code == 422
    assert session.scalars(select(ServiceToken)).all() == []


def test_a_program_is_known_by_one_statement(app, machine, count_statements):
    with app.app_context(), request_context.transaction() as database:
        with count_statements() as statements:
            service_tokens.actor_for(database, machine["Authorization"].split()[1])
        assert len(statements) == 1
