"""Every page, at the width of a desk and of a phone: it opens, fits, is light, loads nothing from elsewhere, can be
read by a screen reader as far as axe-core can tell, and can be photographed."""

import contextlib
from pathlib import Path

import pytest

from tests.e2e.dataset import COMPANY, COORDINATOR, COUNSELLOR, GRADUATE

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parent / "screenshots"
# how it is looked at -> (width, colours)
WINDOWS = {"desk": (1280, "light"), "phone": (390, "dark"), "small": (320, "light")}
READ_BY_AXE = ("desk", "phone")
# bytes of a page as it is sent, without what browsers keep: styles, scripts, pictures
HEAVIEST = 150_000
WCAG_22_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

# name -> (who looks, address)
PAGES = {
    "start": (None, "/"),
    "placements": (None, "/placements"),
    "placements-filtered": (None, "/placements?kind=internship"),
    "placements-none": (None, "/placements?text=astronaut&kind=internship"),
    "placements-near": (None, "/placements?text=sivenje&near=nis&km=100"),
    "placements-map": (None, "/placements?view=map"),
    "placement": (None, "/placements/{sewing}"),
    "login": (None, "/login"),
    "register": (None, "/register"),
    "forgotten-password": (None, "/reset"),
    "send-confirmation": (None, "/confirm"),
    "passkey-sign-in": (None, "/login/passkey"),
    "invitation-ended": (None, "/invitations/not-there"),
    "demo-messages": (None, "/demo/messages"),
    "not-found": (None, "/placements/987654"),
    "english": (None, "/language/en?next=/placements"),
    "company": (COMPANY, "/company"),
    "company-inbox": (COMPANY, "/company/applications"),
    "company-choose-kind": (COMPANY, "/company/openings/new"),
    "company-new-internship": (COMPANY, "/company/openings/new/internship"),
    "company-edit": (COMPANY, "/company/openings/{draft}/edit"),
    "company-reading": (COMPANY, "/company/openings/{draft}/reading"),
    "company-draft": (COMPANY, "/company/openings/{draft}"),
    "company-returned": (COMPANY, "/company/openings/{returned}"),
    "company-returned-edit": (COMPANY, "/company/openings/{returned}/edit"),
    "company-published": (COMPANY, "/company/openings/{sewing}"),
    "company-people": (COMPANY, "/company/openings/{sewing}/people"),
    "company-profile": (COMPANY, "/company/profile"),
    "company-colleagues": (COMPANY, "/company/colleagues"),
    "company-forbidden": (COMPANY, "/people"),
    "outcomes": (COORDINATOR, "/coordinator/outcomes"),
    "coordinator": (COORDINATOR, "/coordinator"),
    "coordinator-companies": (COORDINATOR, "/coordinator/companies"),
    "organisations": (COORDINATOR, "/coordinator/organisations"),
    "coordinator-fairness": (COORDINATOR, "/coordinator/fairness"),
    "coordinator-review": (COORDINATOR, "/coordinator/openings/{waiting}"),
    "coordinator-imported": (COORDINATOR, "/coordinator/openings/{imported}"),
    "coordinator-imported-people": (COORDINATOR, "/openings/{imported}/people"),
    "accounts": (COORDINATOR, "/coordinator/accounts"),
    "tokens": (COORDINATOR, "/coordinator/tokens"),
    "account": (COUNSELLOR, "/account"),
    "account-email": (COUNSELLOR, "/account/email"),
    "account-password": (COUNSELLOR, "/account/password"),
    "account-second-factor": (COUNSELLOR, "/account/second-factor"),
    "account-recovery-codes": (COUNSELLOR, "/account/recovery-codes"),
    "account-passkeys": (COUNSELLOR, "/account/passkeys"),
    "account-verify": (COUNSELLOR, "/verify"),
    "person-account": (COUNSELLOR, "/people/{milica}/account"),
    "lists": (COORDINATOR, "/lists"),
    "counsellor": (COUNSELLOR, "/counsellor"),
    "today-of-everybody": (COUNSELLOR, "/counsellor?whose=everybody&undo=quiet-1"),
    "caseload": (COUNSELLOR, "/caseload"),
    "caseload-of-nobody": (COORDINATOR, "/caseload?of=nobody&sort=contact"),
    "pools": (COUNSELLOR, "/pools"),
    "pool": (COUNSELLOR, "/pools/{pool}"),
    "pool-edit": (COUNSELLOR, "/pools/{pool}/edit"),
    "cohorts": (COUNSELLOR, "/cohorts"),
    "cohort": (COUNSELLOR, "/cohorts/{cohort}"),
    "cohort-settings": (COUNSELLOR, "/cohorts/{cohort}/settings"),
    "cohort-people": (COUNSELLOR, "/cohorts/{cohort}/people"),
    "cohort-openings": (COUNSELLOR, "/cohorts/{cohort}/openings"),
    "cohort-proposal": (COUNSELLOR, "/cohorts/{cohort}/proposals/{run}"),
    "cohort-by-people": (COUNSELLOR, "/cohorts/{cohort}/proposals/{run}?by=people"),
    "cohort-nowhere": (COUNSELLOR, "/cohorts/{cohort}/proposals/{run}?by=nowhere"),
    "cohort-line": (COUNSELLOR, "/cohorts/{cohort}/proposals/{run}/people/{milica}"),
    "opening-people-of-pool": (COUNSELLOR, "/openings/{sewing}/people?pool={pool}"),
    "compare-people": (COUNSELLOR, "/openings/{sewing}/people/compare?person={milica}&person={not_asked}"),
    "compare-openings": (COUNSELLOR, "/people/{milica}/openings/compare?opening={sewing}&opening={warehouse}"),
    "people": (COUNSELLOR, "/people"),
    "people-to-ask": (COUNSELLOR, "/people?to_ask=1"),
    "people-none": (COUNSELLOR, "/people?text=nikonikonesto"),
    "person-new": (COUNSELLOR, "/people/new"),
    "person-from-cv": (COUNSELLOR, "/people/cv"),
    "person-cv": (COUNSELLOR, "/people/{milica}/cv"),
    "person": (COUNSELLOR, "/people/{milica}"),
    "person-shares": (COUNSELLOR, "/people/{milica}/shares"),
    "person-consents": (COUNSELLOR, "/people/{milica}/consents"),
    "person-consents-paper": (COUNSELLOR, "/people/{milica}/consents/paper?language=rom"),
    "person-openings-without-consent": (COUNSELLOR, "/people/{not_asked}/openings"),
    "person-data": (COUNSELLOR, "/people/{milica}/data"),
    "person-trainings": (COUNSELLOR, "/people/{milica}/trainings"),
    "person-openings": (COUNSELLOR, "/people/{milica}/openings?ineligible=1"),
    "openings": (COUNSELLOR, "/openings"),
    "opening-people": (COUNSELLOR, "/openings/{sewing}/people?ineligible=1"),
    "opening-people-demanding": (COUNSELLOR, "/openings/{demanding}/people?ineligible=1"),
    "opening-person": (COUNSELLOR, "/openings/{warehouse}/people/{milica}"),
    "opening-person-decide": (COUNSELLOR, "/openings/{warehouse}/people/{milica}/place"),
    "opening-people-warehouse": (COUNSELLOR, "/openings/{warehouse}/people"),
    **{
        f"edit-{section}": (COUNSELLOR, "/people/{milica}/edit/" + section)
        for section in ("basics", "words", "mentions", "experience", "education", "training", "skills", "languages")
    },
    "person-protected-ask": (COUNSELLOR, "/people/{milica}/protected"),
    "person-protected": (COUNSELLOR, "/people/{milica}/protected?purpose=support"),
    "person-protected-edit": (COUNSELLOR, "/people/{milica}/protected/edit"),
    "audit": (COORDINATOR, "/audit"),
    "my-protected": (GRADUATE, "/my/protected"),
    "for-me": (GRADUATE, "/my"),
    "my-placement": (GRADUATE, "/placements/{sewing}"),
    "my-placements": (GRADUATE, "/placements?kind=internship"),
    "my-searches": (GRADUATE, "/my/searches"),
    "my-places": (GRADUATE, "/places"),
    "my-applications": (GRADUATE, "/my/applications"),
    "my-application": (GRADUATE, "/my/applications/{application}"),
    "my-application-write": (GRADUATE, "/my/applications/to/{warehouse}"),
    "my-consents": (GRADUATE, "/my/consents"),
    "my-data": (GRADUATE, "/my/data"),
    "my-data-correction": (GRADUATE, "/my/data/correction"),
    "my-data-erasure": (GRADUATE, "/my/data/erasure"),
    "my-profile": (GRADUATE, "/my/profile"),
    "my-trainings": (GRADUATE, "/my/trainings"),
    "my-why": (GRADUATE, "/my/why"),
    "my-why-one": (GRADUATE, "/my/why/{sewing}"),
}
WITH_WHY_OPEN = ("opening-people", "person-openings", "for-me")


@pytest.fixture
def photograph(request):
    """Saves a picture when pictures are asked for."""

    def take(page, name):
        if request.config.getoption("--screenshots", default=False):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    return take


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` is what breaks WCAG 2.2 AA, each with the first element that does."""
    runner = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()

    def run(page):
        found = runner.run(page, options=WCAG_22_AA).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    return run


def _look(page, name, site):
    answer = page.goto(PAGES[name][1].format(**{field: getattr(site.world, field) for field in site.world.__slots__}))
    if name in WITH_WHY_OPEN:
        _open_why(page)
    return answer


def _open_why(page):
    """What it loads is faded until it is there."""
    card = page.locator(".ranked > li").first
    with contextlib.ExitStack() as loading:
        if card.locator("[hx-get]").count():
            loading.enter_context(page.expect_response(lambda answer: "hx-request" in answer.request.headers))
        card.locator("summary").first.click()
    page.locator(".htmx-request").wait_for(state="detached")


@pytest.mark.parametrize("account", [None, COMPANY, COORDINATOR, COUNSELLOR, GRADUATE])
def test_every_page(account, site, new_page, signed_in, photograph, axe):
    page = signed_in(account) if account else new_page()
    wrong, asked = [], []
    page.on("request", lambda request: asked.append(request.url))
    for name in (name for name, (who, _address) in PAGES.items() if who == account):
        for looking, (width, scheme) in WINDOWS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            answer = _look(page, name, site)
            photograph(page, f"{name}-{looking}")
            problems = axe(page) if looking in READ_BY_AXE else []
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append("wider than the window")
            if page.locator("h1").count() != 1:
                problems.append("not one headline")
            if len(answer.body()) > HEAVIEST:
                problems.append("too heavy")
            wrong += [(name, looking, problem) for problem in problems]
    assert wrong == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []


@pytest.mark.parametrize("name", ["start", "opening-people", "person", "company-reading", "company-returned-edit"])
def test_pages_are_dark_for_those_who_prefer_it(name, site, new_page, signed_in, photograph):
    who = PAGES[name][0]
    page = signed_in(who, color_scheme="dark") if who else new_page(color_scheme="dark")
    _look(page, name, site)
    photograph(page, f"{name}-dark")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(18, 25, 28)"


def test_on_a_small_phone_each_note_has_a_line_of_readable_length(site, signed_in):
    page = signed_in(COUNSELLOR, viewport={"width": 320, "height": 900})
    _look(page, "opening-people-demanding", site)
    notes = page.locator(".ranked > li .notes")
    assert max(notes.nth(place).locator("li").count() for place in range(notes.count())) >= 4
    narrowest = page.evaluate("Math.min(...[...document.querySelectorAll('.notes > li')].map(li => li.clientWidth))")
    assert narrowest >= 220
