"""What was read of a person's own words, as a counsellor sees it."""

import pytest

from tests import factories


@pytest.fixture
def told(world, session, engine):
    about = "Radila sam kao pekarka od 2012. do 2016, ali ne mogu više. Pola godine sam bila krojačica."
    person = factories.person(session, engine, given_name="Vera", about=about).id
    session.commit()
    return person


@pytest.mark.parametrize("page", ["/people/{}", "/people/{}/edit/mentions"])
def test_work_told_of_is_shown_with_how_long_and_until_when_and_what_is_given_up(counsellor, told, page):
    shown = " ".join(counsellor.get(page.format(told)).text.split())
    assert "radno iskustvo, oko 4 godine, do 2016., <strong>ne više</strong>" in shown
    assert "radno iskustvo, oko 0,5 godina" in shown
    assert "<q>krojačica</q>" in shown
