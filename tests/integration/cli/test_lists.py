import json

import pytest

from matching_service.cli.environment import database
from matching_service.services.index.engine import Engine
from matching_service.services.profiles.people import ExperienceRecord
from models import RankedLine
from tests import factories


@pytest.fixture
def opening(small_database, run):
    """Ranked in the terminal, with two people in the list."""
    with database() as session:
        engine = Engine()
        for title in ("zavarivač", "pekar"):
            factories.person(session, engine, experiences=(ExperienceRecord(title, years=3),))
        made = factories.opening(session, engine).id
    run("rank", "opening", made)
    return made


def test_what_was_ranked_in_the_terminal_is_recorded_and_made_again_the_same(run, opening):
    shown = run("lists", "shown").stdout
    assert f"people for opening {opening}" in shown
    assert "operator" in shown
    (kept,) = json.loads(run("lists", "shown", "--json").stdout)
    told = run("lists", "replay", kept["id"]).stdout
    assert "2 lines compared: the same" in told
    assert "everybody was ranked again" in told
    again = json.loads(run("lists", "replay", kept["id"], "--json").stdout)
    assert (again["same"], again["differences"], len(again["list"]["lines"])) == (True, [], 2)


def test_a_list_that_is_not_the_same_ends_with_1_and_says_what(run, opening):
    with database() as session:
        session.query(RankedLine).filter_by(place=1).update({"score": 0.5})
    found = run("lists", "replay", 1)
    assert found.exit_code == 1
    assert "not the same" in found.stdout
    assert "score: 0.5 ->" in found.stdout
