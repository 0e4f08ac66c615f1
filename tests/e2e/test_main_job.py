"""The main job in a real browser: a company posts, a coordinator approves, a graduate finds, a counsellor ranks."""

import re

import pytest

from tests import factories
from tests.e2e.dataset import COMPANY, COORDINATOR, COUNSELLOR, GRADUATE, PASSWORD

pytestmark = pytest.mark.browser

TITLE = "Praksa u šivenju radne odeće"
COMPANY_EMAIL = "nova@primer.rs"


@pytest.fixture
def expect(chromium):
    from playwright.sync_api import expect  # noqa: PLC0415 - skipped where Playwright is missing

    return expect


def test_from_a_posted_internship_to_reasons_for_a_person(site, new_page, signed_in, expect):
    company = new_page()
    register(company, site, expect)
    post_internship(company, expect)
    approve(signed_in(COORDINATOR), expect)
    find_without_account(new_page(), expect)
    apply_as_graduate(signed_in(GRADUATE), expect)
    company.goto("/company")
    expect(company.locator("#waiting li", has_text=TITLE)).to_contain_text("Milica Petrović")
    rank_and_read_why(signed_in(COUNSELLOR), expect)


def register(page, site, expect):
    page.goto("/")
    page.get_by_role("link", name="Objavite praksu ili posao").click()
    page.get_by_label("PIB").fill("123456789")
    page.get_by_label("Naziv firme").fill("Nova konfekcija")
    page.get_by_label("Opština").select_option(label="Vranje")
    page.get_by_label("Vaše ime i prezime").fill("Ivana Marić")
    page.get_by_label("E-pošta").fill(COMPANY_EMAIL)
    page.get_by_label("Lozinka").fill(PASSWORD)
    page.get_by_role("button", name="Registruj firmu").click()
    expect(page.get_by_role("alert")).to_contain_text("kontrolna cifra")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("PIB")).to_be_focused()
    page.get_by_label("PIB").fill(factories.pib())
    page.get_by_label("Lozinka").fill(PASSWORD)
    page.get_by_role("button", name="Registruj firmu").click()
    expect(page.locator("main")).to_contain_text(COMPANY_EMAIL)
    page.goto(site.link_for(COMPANY_EMAIL))
    page.goto("/login")
    page.get_by_label("E-pošta").fill(COMPANY_EMAIL)
    page.get_by_label("Lozinka").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Uđite na nalog").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nova konfekcija")


def post_internship(page, expect):
    page.get_by_role("link", name="Objavite prvi oglas").click()
    page.get_by_role("link", name="Praksu").click()
    page.get_by_label("Kako se zove posao ili praksa?").fill(TITLE)
    page.get_by_label("Šta će osoba raditi").fill("Šivenje radne odeće na štep mašini i overloku, rad u timu.")
    page.locator("summary", has_text="Šta će praktikant naučiti").click()
    page.get_by_label("Ko će biti mentor?").fill("Slavica Tasić, poslovođa")
    page.get_by_label("Opština").select_option(label="Vranje")
    expect(page.locator("#opening-draft")).to_contain_text("pročitano iz teksta")
    # it is read again meanwhile, which takes nothing out of a box that is being typed into
    page.get_by_role("group", name="timski rad").get_by_label("Ne treba").check()
    add_skill(page, "krojenje tkanina", "krojenje tkanine")
    page.get_by_role("button", name="Sačuvajte i pregledajte").click()
    expect(page.locator("main")).to_contain_text("krojenje tkanine")
    expect(page.locator("main")).not_to_contain_text("timski rad")
    page.get_by_role("button", name="Pošalji na odobrenje").click()
    expect(page.get_by_role("status")).to_contain_text("Koordinator će pregledati oglas")


def add_skill(page, typed, chosen):
    """Suggestions appear under the field while typing."""
    page.get_by_label("Dodajte veštinu").press_sequentially(typed)
    page.get_by_role("checkbox", name=chosen, exact=True).check()


def approve(page, expect):
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("button", name="Odobri i objavi")).to_have_count(0)
    page.get_by_role("button", name="Potvrdi firmu").click()
    page.get_by_role("button", name="Odobri i objavi").click()
    expect(page.get_by_role("status").first).to_contain_text("odobren i objavljen")


def find_without_account(page, expect):
    page.goto("/placements")
    page.get_by_label("Šta ili gde?").fill("nova konfekcija sivenje")
    page.get_by_role("button", name="Traži").click()
    expect(page.locator("#count")).to_contain_text("1 oglas")
    page.locator("nav.facets").get_by_role("link", name="Praksa").click()
    expect(page).to_have_url(re.compile("kind=internship"))
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("Mentor: Slavica Tasić, poslovođa")
    expect(page.get_by_role("link", name="Uđite na nalog i pošaljite prijavu").first).to_be_visible()


def apply_as_graduate(page, expect):
    expect(page.get_by_role("heading", level=1)).to_have_text("Šta bi moglo da bude za vas")
    page.locator(".ranked > li", has_text=TITLE).get_by_role("link", name="Pogledaj i prijavi se").click()
    page.locator("#apply").get_by_role("link", name="Prijavite se").click()
    page.get_by_label("Nekoliko reči za firmu").fill("Mogu da počnem odmah.")
    page.get_by_role("button", name="Pošalji prijavu").click()
    expect(page.locator("#timeline")).to_contain_text("Poslali ste prijavu")


def rank_and_read_why(page, expect):
    card = page.locator(".cards > li", has_text=TITLE)
    card.get_by_role("link", name="Koga predložiti").click()
    first = page.locator(".ranked > li").first
    first.get_by_text("Zašto").click()
    rows = first.locator(".why tbody tr")
    expect(rows).to_have_count(5)
    points = [number(row.locator("td").last.inner_text()) for row in rows.all()]
    total = number(first.locator(".why tfoot th").last.inner_text())
    assert round(sum(points), 1) == total > 0
    expect(first.get_by_role("img")).to_have_accessible_name(re.compile(r"Poklapanje \d+ od 100: Zanimanje"))
    expect(first.locator(".gaps-part")).to_contain_text("1. mesto od")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Veštine")).to_be_visible()
    page.get_by_text("Šta prvo pitati i šta bi obuka otvorila").click()
    expect(page.locator(".trainings-part")).to_contain_text("Obuke koje otvaraju najviše poslova")


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def test_counsellor_corrects_what_was_read_wrong(site, signed_in, expect):
    page = signed_in(COUNSELLOR)
    page.goto(f"/people/{site.world.milica}/edit/skills")
    page.get_by_label("rad na fiskalnoj kasi").select_option(label="Nema je")
    page.get_by_role("button", name="Sačuvaj", exact=True).last.click()
    expect(page.get_by_role("row", name=re.compile("rad na fiskalnoj kasi"))).to_contain_text("nema je")
    page.goto(f"/people/{site.world.dragan}/edit/experience")
    occupation = page.get_by_label("Računa se kao zanimanje").first
    occupation.fill("")
    occupation.press_sequentially("magacioner")
    page.get_by_role("radio", name="magacioner", exact=True).check()
    page.get_by_role("button", name="Sačuvaj", exact=True).last.click()
    expect(page.locator("#experience + ul > li").first).to_contain_text("Računa se kao: magacioner (upisao savetnik)")


def test_what_is_read_meanwhile_takes_nothing_out_of_a_box_that_is_typed_into(site, signed_in):
    page, held = signed_in(COMPANY), []
    page.goto("/company/openings/new/vacancy")
    page.get_by_label("Kako se zove posao ili praksa?").fill("Šivač")
    box = page.get_by_label("Dodajte veštinu")
    box.wait_for()
    page.route("**/draft", lambda route: held.append(route))
    with page.expect_request("**/draft"):
        page.get_by_label("Koliko ljudi tražite?").fill("2")
    box.press_sequentially("kroj")
    with page.expect_response("**/draft"):
        held[0].continue_()
    box.press_sequentially("enje")
    assert box.input_value() == "krojenje"
