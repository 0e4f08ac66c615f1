"""Pages around signing in: all ours, in both languages, and leading nowhere else."""

from tests.conftest import PASSWORD


def test_no_page_of_the_library_itself_is_ever_shown(app):
    """Each template that is configured is one of the portal's."""
    names = [value for key, value in app.config.items() if key.startswith("SECURITY_") and "TEMPLATE" in key]
    ours = app.jinja_loader.list_templates()
    unused = ("us_", "register", "welcome", "username", "login_instructions", "send_login", "logout")
    unused += ("two_factor_instructions", "two_factor_rescue")
    wanted = [name for name in names if not any(part in name for part in unused)]
    assert [name for name in wanted if name not in ours and f"{name}.txt" not in ours] == []
    assert len(wanted) > 15


def test_every_page_of_an_account_is_in_serbian_and_in_english(client_of, client):
    here = client_of("counsellor")
    own = ("/account", "/account/email", "/account/password")
    own += ("/account/second-factor", "/account/recovery-codes", "/account/passkeys")
    everybody = ("/login", "/reset", "/confirm", "/login/passkey")
    for address in own:
        assert 'lang="sr-Latn"' in here.get(address).text
    for address in everybody:
        answer = client.get(address)
        assert (answer.status_code, "site-header" in answer.text) == (200, True), address
    here.set_cookie("language", "en")
    assert "Change the password" in here.get("/account").text


def test_a_page_of_another_site_is_no_place_to_go_after_signing_in(client, new_user, post):
    answer = post(client, "/login?next=https://evil.test/", email=new_user("counsellor"), password=PASSWORD)
    assert "evil" not in (answer.location or "")
