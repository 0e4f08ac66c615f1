import pytest
from sqlalchemy import func, select

from matching_service.errors import Invalid
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import (
    ExperienceRecord,
    LanguageRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from models import Base

pytestmark = pytest.mark.usefixtures("reference_data")

# that a list was shown is written down, whatever it was made for
RECORDED = {"ranked_list", "ranked_line", "shown_list", "read_input"}


def ids(found):
    return [match.id for match in found.matches]


@pytest.fixture
def row_counts(session):
    def count():
        session.flush()
        tables = [table for table in Base.metadata.sorted_tables if table.name not in RECORDED]
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}

    return count


def test_an_opening_that_is_not_stored_ranks_people_and_leaves_nothing_behind(
    session, engine, trades_people, row_counts
):
    before = row_counts()
    record = OpeningRecord(
        "Zavarivač",
        description="MIG/MAG zavarivanje",
        municipality="nis",
        skills=(SkillDemand("sewing"),),
        licences=("B",),
        languages=(LanguageRecord("de"),),
    )
    found = ranking.rank_people_for_record(session, OPERATOR, engine, record)
    assert ids(found)[0] == trades_people[0]
    assert "mig-mag-welding" in found.matches[0].matched
    assert not session.new
    assert row_counts() == before


def test_a_person_who_is_not_stored_ranks_openings_and_leaves_nothing_behind(session, engine, add_opening, row_counts):
    _welding, baking = add_opening("Zavarivač"), add_opening("Pekar")
    before = row_counts()
    record = PersonRecord(
        "Ana",
        "Jović",
        municipality="nis",
        about="Bila sam šivačica",
        experiences=(ExperienceRecord("pekarka", years=9),),
        requalifications=(RequalificationRecord("pekar"),),
        skills=(SkillRecord("bread-baking", 3),),
        languages=(LanguageRecord("sr"),),
        licences=("B",),
    )
    assert ids(ranking.rank_openings_for_record(session, OPERATOR, engine, record))[0] == baking
    assert not session.new
    assert row_counts() == before


def test_what_is_not_stored_ranks_as_if_it_were(session, engine, trades_people, add_opening, people_for, openings_for):
    def lines(found):
        return [(match.id, match.score, match.parts, match.notes) for match in found.matches]

    opening = OpeningRecord("Varilac", description="Znanje: pečenje hleba", municipality="bor", places=3)
    stored = add_opening(**{"title": opening.title, "description": opening.description, "municipality": "bor"})
    assert lines(ranking.rank_people_for_record(session, OPERATOR, engine, opening)) == lines(people_for(stored))
    record = people.get(session, OPERATOR, trades_people[1]).record
    unsaved = ranking.rank_openings_for_record(session, OPERATOR, engine, record)
    assert lines(unsaved) == lines(openings_for(trades_people[1]))


def test_a_record_that_cannot_be_taken_is_refused_with_its_problems(session, engine):
    with pytest.raises(Invalid) as caught:
        ranking.rank_people_for_record(session, OPERATOR, engine, OpeningRecord(" ", municipality="atlantis"))
    assert caught.value.problems == {"title": "required", "municipality": "unknown"}
