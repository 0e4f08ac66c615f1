"""The whole chain in a real browser, with four people at it: a company, a coordinator, a graduate and a counsellor.

Each language goes with a width: what a page says and how it is laid out fail apart from each other.
"""

import re
from datetime import date, timedelta

import pytest

from employer_portal import i18n
from tests.e2e.dataset import COMPANY, COORDINATOR, COUNSELLOR, SUZANA, ZORAN

pytestmark = pytest.mark.browser

# long enough ago for the question what has become of the intern after three months
FIRST_DAY, LAST_DAY = date.today() - timedelta(130), date.today() - timedelta(100)
WAYS = {"sr": (1280, ZORAN), "en": (390, SUZANA)}


class Chain:
    """Four browsers in one language; `say` is what a button or a heading is called in it."""

    def __init__(self, signed_in, expect, code: str):
        width, graduate = WAYS[code]
        self.translations, self.expect, self.title = i18n.languages()[code].translations, expect, f"Praksa ({code})"
        accounts = (COMPANY, COORDINATOR, COUNSELLOR, graduate)
        self.company, self.coordinator, self.counsellor, self.graduate = (
            self._browser(signed_in(email, viewport={"width": width, "height": 900}), code) for email in accounts
        )

    def _browser(self, page, code: str):
        page.goto(f"/language/{code}")
        return page

    def say(self, text: str) -> str:
        return self.translations.gettext(text)

    def press(self, page, text: str, within: str = "main") -> None:
        page.locator(within).get_by_role("button", name=self.say(text), exact=True).first.click()

    def told(self, page, text: str) -> None:
        self.expect(page.get_by_role("status").first).to_contain_text(self.say(text).split("%")[0])


@pytest.fixture
def chain(request, signed_in, chromium):
    from playwright.sync_api import expect  # noqa: PLC0415 - skipped where Playwright is missing

    expect.set_options(timeout=20_000)
    made = Chain(signed_in, expect, request.param)
    yield made
    for page in (made.company, made.coordinator, made.counsellor, made.graduate):
        page.goto("/language/sr")  # kept with the account, which other tests use too


@pytest.mark.parametrize("chain", WAYS, indirect=True)
def test_from_a_posted_slot_to_a_finished_internship_with_an_outcome(chain):
    post(chain)
    approve(chain)
    apply_for_it(chain)
    answer(chain)
    accept(chain)
    place = agree(chain)
    sign(chain, place)
    take(chain, place, "begin", FIRST_DAY)
    enter_hours(chain, place)
    take(chain, place, "finish", LAST_DAY)
    evaluate(chain, place)
    certify(chain, place)
    note_the_outcome(chain, place)


def post(chain):
    page = chain.company
    page.goto("/company/openings/new/internship")
    page.fill("#title", chain.title)
    page.fill("#description", "Unos faktura i vođenje evidencije u Excelu, uz mentora.")
    page.select_option("#municipality", label="Vranje")
    chain.expect(page.locator("#draft-heading")).to_be_visible()  # what was read stands beside the text
    chain.press(page, "Save and look it over")
    chain.press(page, "Send for approval")
    chain.told(page, "Sent. A coordinator will look at it and publish it.")


def approve(chain):
    page = chain.coordinator
    page.goto("/coordinator")
    page.get_by_role("link", name=chain.title).click()
    chain.press(page, "Approve and publish")
    chain.told(page, "Approved and published.")


def apply_for_it(chain):
    page = chain.graduate
    page.goto(f"/placements?text={chain.title.partition(' ')[0]}")
    page.get_by_role("link", name=chain.title).click()
    page.locator("#apply").get_by_role("link", name=chain.say("Apply for this")).click()
    page.locator("#message").fill("Mogu da počnem odmah.")
    chain.press(page, "Send the application")
    chain.expect(page.locator("#timeline")).to_contain_text(chain.say("You have sent the application"))


def answer(chain):
    """Invited, offered, and taken back once: the buttons stand in the list of who waits."""
    page = chain.company
    page.goto("/company/applications")
    with_form(chain, "Invite to talk", "Utorak u 10, Partizanska 12.")
    chain.told(page, "The person sees the invitation.")
    with_form(chain, "Offer the place", "")
    chain.told(page, "The place is offered. The person has until %(day)s to accept it.")
    page.get_by_role("status").get_by_role("button", name=chain.say("Undo"), exact=True).click()
    chain.told(page, "Taken back: it is as it was before.")
    with_form(chain, "Offer the place", "Radujemo se.")


def with_form(chain, step, note):
    item = chain.company.locator("main .cards > li", has_text=chain.title)
    item.get_by_text(chain.say(step)).first.click()
    form = item.locator("details[open]")
    form.locator("textarea").fill(note)
    form.get_by_role("button", name=chain.say(step)).click()


def accept(chain):
    page = chain.graduate
    page.goto("/my/applications")
    page.locator("#mine").get_by_role("link", name=chain.title).first.click()
    chain.expect(page.locator("#timeline")).to_contain_text("Utorak u 10, Partizanska 12.")
    chain.expect(page.locator("#turn")).to_contain_text(chain.say("If you accept:"))
    chain.press(page, "Accept the place", "#turn")
    chain.expect(page.locator("#turn")).to_contain_text(chain.say("You have the place. Congratulations!"))
    staff = chain.counsellor
    staff.goto("/counsellor")
    staff.goto(person_of(chain))
    applied = staff.locator("li[id^=application-]", has_text=chain.title)
    chain.expect(applied).to_contain_text(re.compile(re.escape(chain.say("Accepted"))))


def person_of(chain) -> str:
    """The counsellor finds the person by name."""
    name = chain.graduate.locator(".account a").first.inner_text()
    chain.counsellor.goto(f"/people?text={name.split()[0]}")
    return chain.counsellor.get_by_role("link", name=name).first.get_attribute("href")


# ---- what follows from the place


def agree(chain) -> str:
    """The company says what is agreed; gives the address of the placement."""
    page, number = chain.company, chain.graduate.url.partition("?")[0].rsplit("/", 1)[1]
    page.goto(f"/places/of-application/{number}")
    place = page.url
    page.goto(f"{place}/terms")
    for name, value in (("starts_on", said(FIRST_DAY)), ("ends_on", said(LAST_DAY)), ("hours_per_week", "30")):
        page.fill(f"#{name}", value)
    page.fill("#mentor", "Slavica Tasić, poslovođa")
    page.fill("#duties", "Unos faktura uz mentora.")
    page.fill("#allowance", "30000")
    page.locator("main form button").last.click()
    return place


def said(day: date) -> str:
    return f"{day.day}. {day.month}. {day.year}."


def sign(chain, place):
    for page in (chain.company, chain.graduate, chain.counsellor):
        page.goto(place)
        chain.press(page, "I have read the agreement and sign it")
    chain.told(chain.counsellor, "All three have signed: it is agreed.")


def take(chain, place, action, day):
    page = chain.company
    page.goto(place)
    form = page.locator(f"form[action$='/{action}']")
    page.locator("#steps details", has=form).locator("summary").click()
    form.locator("input[name=day]").fill(said(day))
    form.locator("button").click()


def enter_hours(chain, place):
    page = chain.company
    page.goto(place)
    page.locator("#hours tbody a").first.click()
    for name, value in (("planned", "30"), ("present", "26"), ("excused", "3"), ("missed", "1")):
        page.fill(f"#{name}", value)
    page.locator("main form button").last.click()
    chain.told(page, "The hours are entered.")


def evaluate(chain, place):
    """In the middle and at the end, both sides; the counsellor reads all of it."""
    for page in (chain.company, chain.graduate):
        for _moment in ("mid_term", "final"):
            page.goto(place)
            page.locator("#evaluations a.btn").first.click()
            for question in page.locator("main input[type=radio][value='4']").all():
                question.check()
            page.locator("main form textarea").fill("Dobro je išlo.")
            page.locator("main form button").last.click()
            chain.told(page, "Thank you. The counsellor sees it at once.")
    chain.counsellor.goto(place)
    chain.expect(chain.counsellor.locator("#evaluations").get_by_text("Dobro je išlo.")).to_have_count(4)


def certify(chain, place):
    chain.press(chain.counsellor, "Issue the certificate")
    chain.told(chain.counsellor, "The certificate is issued. The person finds it here too.")
    page = chain.graduate
    page.goto(place)
    certificate = page.locator("#certificate")
    paper = certificate.get_by_role("link", name=chain.say("Certificate as PDF")).get_attribute("href")
    assert page.request.get(paper).ok
    certificate.get_by_role("link", name=chain.say("The page that others check it by")).click()
    chain.expect(page.locator("main")).to_contain_text(chain.title)


def note_the_outcome(chain, place):
    page = chain.counsellor
    page.goto(place)
    after_three_months = page.locator("#outcomes li").first
    after_three_months.locator("summary").click()
    after_three_months.locator("select").select_option("employed_here")
    after_three_months.locator("button").click()
    chain.told(page, "Noted.")
