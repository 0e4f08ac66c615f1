"""Openings as anybody finds them: by words, filters, nearness; what is typed; what is over; how many statements."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from matching_service.errors import NotFound
from matching_service.services.browsing import public_openings
from matching_service.services.browsing.browse import browse
from matching_service.services.browsing.hints import Hint, hints
from matching_service.services.browsing.wanted import Wanted
from matching_service.services.identity.actors import ANONYMOUS
from matching_service.services.profiles.people import OccupationReading
from models import Opening
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

SEWING = OccupationReading("seamstress", "employer")
BAKING = OccupationReading("baker", "employer")


@pytest.fixture
def offered(session, engine):
    """Title -> id of what is open; beside it, one opening in each other state."""
    company = factories.employer(session, name="Pekara Mira").id
    for state in ("draft", "paused", "closed"):
        factories.opening(session, engine, company, title="Krojačica", occupation=SEWING, state=state)
    soon = date.today() + timedelta(7)
    made = (
        {"title": "Majstor u pekari", "occupation": BAKING, "working_time": "full_time", "pay_from": Decimal(70000)},
        {"title": "Шивач у Врању", "occupation": SEWING, "municipality": "vranje", "starts_on": soon},
        {"title": "Praksa: šivenje", "occupation": SEWING, "municipality": "vranje", "kind": "internship"},
        {"title": "Zavarivač", "municipality": "bor", "description": "Iskustvo nije potrebno, obuka sedam dana."},
        {"title": "Prevodilac", "municipality": None, "remote": True, "working_time": "part_time"},
    )
    return {record["title"]: factories.opening(session, engine, company, **record).id for record in made}


def titles(session, engine, **wanted):
    return [item.title for item in browse(session, engine, Wanted(**wanted)).page.items]


def test_words_find_trades_by_other_names_in_both_scripts_and_with_slips(session, engine, offered):
    sewing = ["Praksa: šivenje", "Шивач у Врању"]
    assert sorted(titles(session, engine, text="krojačica")) == sewing
    assert sorted(titles(session, engine, text="КРОЈАЧИЦА")) == sewing
    assert titles(session, engine, text="šivač vranje")[0] == "Шивач у Врању"
    assert titles(session, engine, text="varilac") == ["Zavarivač"]
    assert titles(session, engine, text="pekar") == ["Majstor u pekari", *titles(session, engine, text="pekar")[1:]]
    mended = browse(session, engine, Wanted("prevodilc"))
    assert ([item.title for item in mended.page.items], mended.spelled) == (["Prevodilac"], "prevodilac")
    assert titles(session, engine, text="praksa") == ["Praksa: šivenje"]
    assert titles(session, engine, text="rad od kuće") == ["Prevodilac"]
    assert set(titles(session, engine, text="bez iskustva")) == {"Zavarivač", "Praksa: šivenje"}
    assert titles(session, engine, text="?!") == titles(session, engine, text="astronautx") == []


def test_a_title_that_is_what_was_asked_for_stands_before_one_that_says_more(session, engine, offered):
    for title in ("Kuvar", "Pomoćni kuvar u kuhinji"):
        factories.opening(session, engine, title=title)
    session.commit()
    assert titles(session, engine, text="kuvar")[:2] == ["Kuvar", "Pomoćni kuvar u kuhinji"]


def test_where_nothing_has_all_words_the_trade_elsewhere_is_shown(session, engine, offered):
    found = browse(session, engine, Wanted("zavarivač vranje"))
    assert ([item.title for item in found.page.items], found.loose) == (["Zavarivač"], True)


def test_filters_are_counted_under_the_others_and_take_several_values(session, engine, offered):
    found = browse(session, engine, Wanted(field=("textile", "food"), only=("beginners",)))
    assert [item.title for item in found.page.items] == ["Praksa: šivenje"]
    facets = {name: {each.value: each.count for each in counts} for name, counts in found.facets.items()}
    assert facets["field"] == {"metal": 1, "textile": 1}
    assert facets["kind"] == {"internship": 1}
    assert facets["only"] == {"beginners": 1, "new": 1}
    assert set(titles(session, engine, municipality=("vranje", "bor"))) == {
        "Zavarivač",
        "Praksa: šivenje",
        "Шивач у Врању",
    }
    assert titles(session, engine, only=("pay",)) == titles(session, engine, working_time=("full_time",))
    assert titles(session, engine, only=("soon",)) == ["Шивач у Врању"]
    assert titles(session, engine, district=("borski",)) == ["Zavarivač"]


def test_near_a_place_the_nearest_come_first_and_work_from_home_last(session, engine, offered):
    near = browse(session, engine, Wanted(near="nis", km=90))
    assert [item.title for item in near.page.items][:1] == ["Majstor u pekari"]
    assert [item.title for item in near.page.items][-1] == "Prevodilac"
    assert "Zavarivač" in titles(session, engine, near="nis", km=90)
    assert set(titles(session, engine, near="nis", km=10)) == {"Majstor u pekari", "Prevodilac"}
    assert round(near.distances[offered["Zavarivač"]]) in range(80, 90)
    assert titles(session, engine, near="atlantis") == ["Prevodilac"]


@pytest.mark.parametrize("wanted", [Wanted(), Wanted("pekara mira"), Wanted(near="nis", km=500)])
def test_page_by_page_each_is_shown_once_in_any_order(session, engine, offered, wanted):
    seen, cursor = [], None
    while True:
        page = browse(session, engine, wanted, limit=2, cursor=cursor).page
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [item.id for item in browse(session, engine, wanted).page.items]
    assert len(seen) == len(set(seen)) == page.total


def test_what_is_typed_becomes_trades_places_and_titles_that_are_there(session, engine, offered):
    assert hints(session, engine, "krojač") == (Hint("occupation", "šivač", 2),)
    assert hints(session, engine, "Вра") == (Hint("place", "Vranje", 2), Hint("title", "Шивач у Врању", 1))
    assert Hint("title", "Prevodilac", 1) in hints(session, engine, "prev")
    assert hints(session, engine, "p") == hints(session, engine, "astronaut") == ()


def test_an_opening_shows_what_is_like_it_and_one_that_is_over_shows_nothing_else(session, engine, offered):
    shown = public_openings.show(session, ANONYMOUS, offered["Шивач у Врању"])
    assert (shown.open, [item.title for item in shown.similar]) == (True, ["Praksa: šivenje"])
    states = {row.state: row.id for row in session.query(Opening).where(Opening.title == "Krojačica")}
    over = public_openings.over(session, states["paused"])
    assert {item.title for item in over.similar} == {"Шивач у Врању", "Praksa: šivenje"}
    for hidden in (states["draft"], offered["Zavarivač"], 987_654):
        with pytest.raises(NotFound):
            public_openings.over(session, hidden)


def test_texts_are_known_by_their_language(session, engine):
    german = "Wir suchen einen Schweißer für unsere Werkstatt in Leipzig. Gute Bezahlung und eine Wohnung sind dabei."
    made = [
        factories.opening(session, engine, description=text).language
        for text in (
            german,
            "Потребан заваривач са искуством, обезбеђен превоз и смештај.",
            "",
        )
    ]
    assert made == ["de", "sr", "sr"]


def test_a_search_takes_the_same_number_of_statements_however_much_is_found(session, engine, offered, count_statements):
    def statements():
        session.expunge_all()
        with count_statements() as all_of_them:
            browse(session, engine, Wanted("pekara mira", near="nis", km=500))
            hints(session, engine, "pek")
            public_openings.show(session, ANONYMOUS, offered["Zavarivač"])
        return len(all_of_them)

    before = statements()
    for _ in range(3):
        factories.opening(session, engine, title="Pekara Mira: zavarivač")
    assert statements() == before <= 20
