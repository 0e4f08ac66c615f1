import re

import pytest

from matching_service.errors import NotFound
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.matching.matches import Ranking

pytestmark = pytest.mark.usefixtures("reference_data")


def ids(found):
    return [match.id for match in found.matches]


def test_people_come_best_first_for_an_opening(trades_people, add_opening, people_for):
    welder, baker, seamstress, nobody = trades_people
    found = people_for(add_opening("Zavarivač"))
    assert ids(found)[0] == welder
    assert set(ids(found)) == {welder, baker, seamstress, nobody}
    assert [match.rank for match in found.matches] == [1, 2, 3, 4]
    scores = [match.score for match in found.matches]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 2 * scores[1]


def test_openings_come_best_first_for_a_person(trades_people, add_opening, openings_for):
    welding, baking = add_opening("Varilac"), add_opening("Pekarka")
    welder, baker, *_ = trades_people
    assert ids(openings_for(welder)) == [welding, baking]
    assert ids(openings_for(baker)) == [baking, welding]


def test_a_pair_has_the_same_score_in_both_lists(trades_people, add_opening, people_for, openings_for):
    opening = add_opening("Zavarivač", skills=(SkillDemand("mig-mag-welding"),))
    for match in people_for(opening).matches:
        (other,) = openings_for(match.id).matches
        assert (other.score, other.parts, other.matched) == (match.score, match.parts, match.matched)


def test_the_parts_of_every_line_sum_to_its_score(trades_people, add_opening, people_for):
    skills = (SkillDemand("mig-mag-welding"), SkillDemand("sewing", required=False))
    found = people_for(add_opening("Zavarivač", description="rad u radionici", skills=skills))
    for match in found.matches:
        assert sum(match.parts.values()) == pytest.approx(match.score, abs=1e-9)
        assert sorted(match.matched + match.missing + match.unknown) == ["mig-mag-welding", "sewing"]


def test_a_line_says_who_or_what_it_is_about(add_person, add_opening, people_for, openings_for):
    person = add_person("zavarivač", given_name="Jelena", family_name="Đokić", municipality="vranje")
    opening = add_opening("Varilac", municipality="nis")
    (line,) = people_for(opening).matches
    assert (line.name, line.employer_name, line.municipality) == ("Jelena Đokić", "", "vranje")
    assert line.distance_km == pytest.approx(85.6, abs=0.1)
    assert line.occupation == "welder"
    (line,) = openings_for(person).matches
    assert (line.name, line.employer_name, line.municipality) == ("Varilac", "Metal d.o.o.", "nis")


def test_equal_scores_come_by_id(add_person, add_opening, people_for, openings_for):
    twins = [add_person("zavarivač") for _ in range(3)]
    slots = [add_opening() for _ in range(3)]
    assert ids(people_for(slots[0])) == twins
    assert ids(openings_for(twins[0])) == slots


def test_the_same_question_gives_the_same_list(trades_people, add_opening, people_for):
    opening = add_opening()
    assert people_for(opening) == people_for(opening)


def test_a_shorter_list_is_the_beginning_and_counts_stay(trades_people, add_opening, people_for):
    opening = add_opening()
    whole, short = people_for(opening), people_for(opening, limit=2)
    assert short.matches == whole.matches[:2]
    assert (short.eligible, short.excluded) == (whole.eligible, whole.excluded) == (4, 0)


def test_nobody_registered_is_an_empty_list(add_opening, people_for):
    assert people_for(add_opening()) == Ranking((), 0, 0)


def test_no_opening_published_is_an_empty_list(add_person, openings_for):
    assert openings_for(add_person()) == Ranking((), 0, 0)


@pytest.mark.parametrize("unknown_id", [0, 999_999])
def test_an_unknown_opening_or_person_is_not_found(unknown_id, people_for, openings_for):
    with pytest.raises(NotFound):
        people_for(unknown_id)
    with pytest.raises(NotFound):
        openings_for(unknown_id)


def test_a_score_does_not_change_when_somebody_else_registers(add_person, add_opening, people_for):
    first, opening = add_person("varilac"), add_opening()
    before = people_for(opening).matches[0]
    for title in ("zavarivač", "pekar", "MIG/MAG zavarivanje"):
        add_person(title)
    (after,) = (match for match in people_for(opening).matches if match.id == first)
    assert (after.score, after.parts) == (before.score, before.parts)


def test_ranking_sends_as_many_statements_for_many_people_as_for_few(
    session, add_person, add_opening, people_for, openings_for, count_statements
):
    def statements():
        session.commit()
        with count_statements() as sent:
            people_for(opening, limit=50, with_ineligible=True)
            openings_for(person, limit=50, with_ineligible=True)
        return [re.sub(r"\W+", " ", statement)[:60] for statement in sent]

    person, opening = add_person("zavarivač"), add_opening()
    add_person(licences_complete=True)

    def add(times):
        for _ in range(times):
            add_person("zavarivač")
            add_person("pekar", licences_complete=True)
            add_opening(licences=("B",))

    statements()
    add(1)
    few = statements()
    add(6)
    assert len(statements()) == len(few)
    assert len(few) <= 28
    assert len(statements()) <= 14  # the same lists again: recorded before
