"""Who may do what: tokens, roles, and things that belong to somebody else."""

import pytest

from tests.conftest import PASSWORD

NOBODY = "2147483647"


def test_token_for_email_and_password(anyone, new_user, client):
    email = new_user("counsellor")
    answer = anyone.post("tokens", {"email": email, "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json["expires_in"] > 0
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/profiles", headers=bearer).status_code == 200


@pytest.mark.parametrize("email", ["counsellor@example.test", "nobody@example.test", "not an address"])
def test_wrong_password_and_unknown_address_look_alike(anyone, new_user, email):
    new_user("counsellor")
    answer = anyone.post("tokens", {"email": email, "password": "wrong password"})
    assert answer.status_code == 401
    assert answer.json["detail"] == "wrong e-mail or password"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_word_bearer_is_the_same_in_any_case(client, bearer_of, scheme):
    header = bearer_of("counsellor")["Authorization"].replace("Bearer", scheme)
    assert client.get("/api/v1/profiles", headers={"Authorization": header}).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer forged.token", "Basic YTpi", "Bearer " + "x" * 5000])
def test_bad_token_is_refused_even_where_none_is_needed(client, header):
    for path in ("profiles", "openings"):
        answer = client.get(f"/api/v1/{path}", headers={"Authorization": header})
        assert answer.status_code == 401
        assert "WWW-Authenticate" in answer.headers


def test_session_cookie_of_the_pages_opens_nothing(client_of):
    assert client_of("counsellor").get("/api/v1/profiles").status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "profiles"),
        ("post", "profiles"),
        ("get", f"profiles/{NOBODY}"),
        ("put", f"profiles/{NOBODY}"),
        ("delete", f"profiles/{NOBODY}"),
        ("get", f"profiles/{NOBODY}/openings"),
        ("get", "employers"),
        ("post", "employers"),
        ("get", f"employers/{NOBODY}"),
        ("put", f"employers/{NOBODY}"),
        ("post", f"employers/{NOBODY}/verify"),
        ("post", "openings"),
        ("put", f"openings/{NOBODY}"),
        ("post", f"openings/{NOBODY}/transitions"),
        ("get", f"openings/{NOBODY}/candidates"),
        ("get", f"openings/{NOBODY}/candidates/{NOBODY}/gaps"),
        ("post", f"openings/{NOBODY}/candidates/{NOBODY}/what-if"),
        ("get", f"profiles/{NOBODY}/trainings"),
        ("post", "match"),
    ],
)
def test_without_token_nothing_else_is_looked_at(client, method, path):
    answer = client.open(f"/api/v1/{path}", method=method.upper(), data="{")
    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["openings", "municipalities", "taxonomy/search?q=pekar"])
def test_open_to_all(anyone, reference_data, path):
    assert anyone.get(path).status_code == 200


@pytest.mark.parametrize("role", ["employer", "beneficiary"])
def test_people_and_companies_are_listed_for_staff_only(calling, person, employer, opening, role):
    account = {"employer_id": employer().id} if role == "employer" else {"person_id": person().id}
    caller = calling(role, **account)
    candidates = f"openings/{opening().id}/candidates"
    for path in ("profiles", "employers", candidates, f"{candidates}/{person().id}/gaps"):
        assert caller.get(path).status_code == 403
    assert caller.post("profiles", {"given_name": "Ana", "family_name": "Jović"}).status_code == 403
    assert caller.post("match", {"opening": {"title": "Pekar"}}).status_code == 403
    assert caller.post(f"{candidates}/{person().id}/what-if", {"licences": ["B"]}).status_code == 403
    assert caller.delete(f"profiles/{person().id}").status_code == 403


def test_person_sees_and_corrects_the_own_profile(calling, person):
    own = person(given_name="Mina")
    caller = calling("beneficiary", person_id=own.id)
    shown = caller.get(f"profiles/{own.id}").json
    assert (shown["given_name"], shown["has_account"]) == ("Mina", True)
    corrected = caller.put(f"profiles/{own.id}", {"given_name": "Mina", "family_name": "Ilić"})
    assert corrected.json["family_name"] == "Ilić"
    assert caller.get(f"profiles/{own.id}/openings").status_code == 200
    assert caller.get(f"profiles/{own.id}/trainings").status_code == 200


def test_profile_of_somebody_else_looks_like_no_profile(calling, person):
    stranger, own = person(), person()
    caller = calling("beneficiary", person_id=own.id)
    for number in (stranger.id, NOBODY):
        assert caller.get(f"profiles/{number}").status_code == 404
        assert caller.get(f"profiles/{number}/openings").status_code == 404
        assert caller.get(f"profiles/{number}/trainings").status_code == 404
        assert caller.put(f"profiles/{number}", {"given_name": "A", "family_name": "B"}).status_code == 404


def test_company_sees_and_corrects_itself_only(calling, employer):
    own, other = employer(name="Prva d.o.o."), employer()
    caller = calling("employer", employer_id=own.id)
    assert caller.get(f"employers/{own.id}").json["name"] == "Prva d.o.o."
    assert caller.get(f"employers/{other.id}").status_code == 404
    assert caller.put(f"employers/{other.id}", {"pib": other.record.pib, "name": "Moja"}).status_code == 404
    assert caller.post(f"employers/{own.id}/verify").status_code == 403


def test_draft_of_another_company_does_not_exist(calling, employer, opening, anyone):
    draft = opening(state="draft")
    competitor = calling("employer", employer_id=employer().id)
    for caller in (competitor, anyone):
        assert caller.get(f"openings/{draft.id}").status_code == 404
    assert competitor.put(f"openings/{draft.id}", {"title": "Moj"}).status_code == 404
    assert competitor.post(f"openings/{draft.id}/transitions", {"action": "close"}).status_code == 404


def test_published_opening_of_another_company_is_read_not_changed(calling, employer, opening):
    published = opening()
    competitor = calling("employer", employer_id=employer().id)
    assert competitor.get(f"openings/{published.id}").json["actions"] == []
    assert competitor.put(f"openings/{published.id}", {"title": "Moj"}).status_code == 403
    assert competitor.post(f"openings/{published.id}/transitions", {"action": "close"}).status_code == 403


def test_approval_is_for_coordinators(counsellor, opening):
    waiting = opening(state="pending_approval")
    assert counsellor.post(f"openings/{waiting.id}/transitions", {"action": "approve"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", f"profiles/{NOBODY}"),
        ("delete", f"profiles/{NOBODY}"),
        ("get", f"profiles/{NOBODY}/openings"),
        ("get", f"employers/{NOBODY}"),
        ("post", f"employers/{NOBODY}/verify"),
        ("get", f"openings/{NOBODY}"),
        ("get", f"openings/{NOBODY}/candidates"),
        ("get", f"openings/{NOBODY}/candidates/{NOBODY}/gaps"),
        ("get", f"profiles/{NOBODY}/trainings"),
    ],
)
def test_what_does_not_exist_is_not_found_by_staff(coordinator, method, path):
    assert getattr(coordinator, method)(path).status_code == 404
