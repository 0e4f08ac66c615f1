"""A passkey in a real browser, with a device that Chromium plays."""

import re

import pytest

from tests.e2e import dataset

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, site):
    """By name: a passkey belongs to a name, not to a number."""
    context = chromium.new_context(base_url=site.url.replace("127.0.0.1", "localhost"), locale="sr-Latn-RS")
    page = context.new_page()
    page.set_default_timeout(10_000)
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def test_who_adds_a_passkey_signs_in_with_it_alone(page):
    page.goto("/login")
    page.fill("#email", dataset.COUNSELLOR)
    page.fill("#password", dataset.PASSWORD)
    page.click("main button")
    page.goto("/account/passkeys")
    page.fill("#name", "moj telefon")
    page.get_by_role("button", name="Dodaj pristupni ključ").click()
    page.get_by_text("moj telefon je dodat").wait_for()
    page.get_by_role("button", name="Izađite").click()
    page.goto("/login/passkey")
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/counsellor$"))
