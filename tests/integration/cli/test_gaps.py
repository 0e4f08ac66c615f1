import json

import pytest

from matching_service.cli.environment import database
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.profiles.people import ExperienceRecord
from tests import factories


@pytest.fixture
def pair(small_database):
    """(opening, person): a baker who may be a welder, behind a welder."""
    with database() as session:
        engine = Engine()
        demands = (SkillDemand("mig-mag-welding"),)
        opening = factories.opening(session, engine, title="Varilac [hitno]", skills=demands, licences=("B",))
        for title in ("zavarivač", "pekar"):
            person = factories.person(session, engine, experiences=(ExperienceRecord(title, years=3),))
        return opening.id, person.id


def test_gaps_name_what_to_ask_and_what_to_train_with_the_place_it_gives(run, pair):
    shown = run("gaps", *pair).stdout
    assert "now: 2 of 2" in shown
    assert "to ask: driving licence B: not known" in shown
    ask, train = (line for line in shown.splitlines() if " of 2" in line and "now" not in line)
    assert "MIG/MAG zavarivanje" in ask
    assert "ask" in ask
    assert "requalification: zavarivač" in train


def test_gaps_as_json_are_those_of_the_api(run, pair):
    found = json.loads(run("gaps", *pair, "--json").stdout)
    assert found["standing"]["rank"] == 2
    assert [move["idea"]["kind"] for move in found["moves"]] == ["skill", "requalification"]


def test_trainings_count_the_openings_they_open(run, pair):
    shown = run("trainings", pair[1]).stdout
    assert "1 opening in reach, 0 suitable now" in shown
    assert "requalification: zavarivač" in shown
    assert "Varilac [hitno]" in shown
    found = json.loads(run("trainings", pair[1], "--json", "--top", 1).stdout)
    assert found["trainings"][0]["openings"] == 1


def test_an_unknown_person_or_opening_is_one_clear_line(refused, pair):
    opening, person = pair
    assert "person 999" in refused("trainings", 999)
    assert "person 999" in refused("gaps", opening, 999)
    assert "opening 999" in refused("gaps", 999, person)


def test_no_more_trainings_are_asked_for_than_by_the_api(refused, pair):
    assert "1<=x<=20" in refused("trainings", pair[1], "--top", 21)
