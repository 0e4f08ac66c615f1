"""Who may open what, and where everybody begins."""

import pytest


@pytest.mark.parametrize(
    ("role", "first"), [("counsellor", "/counsellor"), ("coordinator", "/coordinator"), ("employer", "/company")]
)
def test_after_sign_in_everybody_begins_at_their_own_first_screen(client_of, world, role, first):
    account = {"employer_id": world.employer} if role == "employer" else {}
    assert client_of(role, **account).get("/").location == first


def test_a_graduate_begins_with_what_could_be_theirs(graduate):
    assert graduate.get("/").location == "/my"
    assert "Zavarivač u radionici" in graduate.get("/my").text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client):
    assert client.get("/people?text=ana").location == "/login?next=/people?text%3Dana"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("employer", "/people"),
        ("employer", "/coordinator"),
        ("employer", "/my"),
        ("counsellor", "/company"),
        ("counsellor", "/coordinator"),
        ("coordinator", "/company"),
        ("coordinator", "/my"),
    ],
)
def test_the_rooms_of_others_stay_closed(client_of, world, role, address):
    account = {"employer_id": world.employer} if role == "employer" else {}
    answer = client_of(role, **account).get(address)
    assert answer.status_code == 403
    assert "Ova strana nije za vaš nalog" in answer.text


@pytest.mark.parametrize("address", ["/people", "/openings", "/company", "/coordinator", "/counsellor"])
def test_a_graduate_stays_out_of_the_rooms_of_others(graduate, address):
    assert graduate.get(address).status_code == 403


def test_a_draft_of_another_company_does_not_exist_for_a_company(company, world):
    for address in ("", "/edit", "/reading"):
        assert company.get(f"/company/openings/{world.draft}{address}").status_code == 404
    assert company.post(f"/company/openings/{world.draft}/submit").status_code in (403, 404)


def test_a_company_does_not_manage_the_published_opening_of_another(client_of, world):
    other = client_of("employer", employer_id=world.other_employer)
    assert other.get(f"/company/openings/{world.published}").status_code == 403
    assert other.post(f"/company/openings/{world.published}/close").status_code == 403


def test_a_graduate_changes_nobody_else_and_only_the_plain_sections(graduate, world):
    assert graduate.get(f"/people/{world.other_person}/edit/basics").status_code in (403, 404)
    assert graduate.get(f"/people/{world.person}/edit/basics").status_code == 200
    assert graduate.get(f"/people/{world.person}/edit/skills").status_code == 404


def test_an_unknown_address_is_told_in_plain_words(client):
    answer = client.get("/nema-ovoga")
    assert answer.status_code == 404
    assert "Takve strane nema" in answer.text


def test_forms_without_a_token_are_refused(app, graduate, world):
    app.config["WTF_CSRF_ENABLED"] = True
    for address in ("/login", "/register", "/logout", f"/my/applications/to/{world.published}"):
        answer = graduate.post(address)
        assert answer.status_code == 400, address
        assert "Obrazac je predugo bio otvoren" in answer.text


def test_every_form_that_changes_something_carries_a_token(
    app, client, company, coordinator, counsellor, graduate, world
):
    app.config["WTF_CSRF_ENABLED"] = True
    pages = [
        (client, "/register"),
        (client, "/login"),
        (company, "/company/openings/new/internship"),
        (company, f"/company/openings/{world.published}"),
        (company, f"/company/openings/{world.published}/reading"),
        (company, "/company/profile"),
        (coordinator, f"/coordinator/openings/{world.draft}"),
        (counsellor, f"/people/{world.person}/edit/experience"),
        (counsellor, f"/people/{world.person}/openings"),
        (graduate, f"/placements/{world.published}"),
    ]
    for who, address in pages:
        text = who.get(address).text
        forms = [form for form in text.split("<form")[1:] if 'method="post"' in form.split(">")[0]]
        assert forms, address
        assert all('name="csrf_token"' in form.split("</form>")[0] for form in forms), address


def test_a_page_that_breaks_says_so_without_asking_the_database(app, client, monkeypatch):
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("employer_portal.public.browse", lambda *_args, **_kwargs: 1 / 0)
    answer = client.get("/placements")
    assert answer.status_code == 500
    assert "Nešto se kod nas pokvarilo" in answer.text
