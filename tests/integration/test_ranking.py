import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services import openings, people, ranking
from matching_service.services.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.openings import OpeningRecord, SkillDemand
from matching_service.services.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    MentionRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from models import Base, ProtectedData
from models.vocabulary import OPENING_STATES
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = Actor(1, "Savetnica", frozenset({"counsellor"}))
COORDINATOR = Actor(2, "Koordinator", frozenset({"coordinator"}))
EMPLOYER = Actor(3, "Firma", frozenset({"employer"}), employer_id=1)


def beneficiary(person_id):
    return Actor(4, "Ana", frozenset({"beneficiary"}), person_id=person_id)


@pytest.fixture
def add_person(session, engine):
    def add(*titles, **record):
        experiences = tuple(ExperienceRecord(title, years=4) for title in titles)
        return factories.person(session, engine, **{"experiences": experiences} | record).id

    return add


@pytest.fixture
def add_opening(session, engine):
    def add(title="Zavarivač", **record):
        return factories.opening(session, engine, title=title, **record).id

    return add


@pytest.fixture
def people_for(session, engine):
    def rank(opening_id, actor=OPERATOR, **options):
        return ranking.rank_people(session, actor, engine, opening_id, **options)

    return rank


@pytest.fixture
def openings_for(session, engine):
    def rank(person_id, actor=OPERATOR, **options):
        return ranking.rank_openings(session, actor, engine, person_id, **options)

    return rank


@pytest.fixture
def trades_people(add_person):
    """One of each trade: (welder, baker, seamstress, somebody of whom nothing is known)."""
    return add_person("zavarivač"), add_person("pekarka"), add_person("šivačica"), add_person()


def ids(found):
    return [match.id for match in found.matches]


def reasons(found):
    return {item.id: [note.key for note in item.reasons] for item in found.ineligible}


# ---- order and shape of the lists


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
    assert people_for(add_opening()) == ranking.Ranking((), 0, 0)


def test_no_opening_published_is_an_empty_list(add_person, openings_for):
    assert openings_for(add_person()) == ranking.Ranking((), 0, 0)


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


# ---- hard rules


def test_ineligible_person_is_listed_with_reason_not_dropped(add_person, add_opening, people_for):
    best = add_person("zavarivač", licences_complete=True, given_name="Bojan")
    other = add_person(licences=("C",))
    found = people_for(add_opening(licences=("B",)), with_ineligible=True)
    assert ids(found) == [other]
    assert (found.eligible, found.excluded) == (1, 1)
    assert reasons(found) == {best: ["licence_missing"]}
    assert found.ineligible[0].name == "Bojan Jović"
    assert found.ineligible[0].reasons[0].values == {"category": "B"}


def test_ineligible_people_are_counted_even_where_they_are_not_listed(add_person, add_opening, people_for):
    add_person(licences_complete=True)
    found = people_for(add_opening(licences=("B",)))
    assert (found.ineligible, found.eligible, found.excluded) == ((), 0, 1)


def test_every_reason_is_told_and_the_ineligible_come_by_id(add_person, add_opening, people_for):
    poor = {
        "licences_complete": True,
        "languages_complete": True,
        "educations": (EducationRecord(1),),
        "mobility_km": 5,
        "municipality": "bor",
    }
    first, second = add_person(**poor), add_person(**poor | {"mobility_km": 300})
    opening = add_opening(licences=("CE",), education_min=3, languages=(LanguageRecord("de", "B1"),))
    found = people_for(opening, with_ineligible=True)
    assert list(reasons(found)) == [first, second]
    assert set(reasons(found)[first]) == {"licence_missing", "language_missing", "education_below", "too_far"}
    assert "too_far" not in reasons(found)[second]


def test_what_is_unknown_never_excludes_and_is_said(add_person, add_opening, people_for):
    person = add_person(municipality=None)
    opening = add_opening(licences=("B",), education_min=3, languages=(LanguageRecord("de", "B1"),))
    (line,) = people_for(opening).matches
    assert line.id == person
    assert {note.key for note in line.notes} == {
        "licence_unknown", "education_unknown", "language_unknown", "distance_unknown",
    }  # fmt: skip


def test_an_opening_out_of_reach_is_listed_with_the_reason_for_a_person(add_person, add_opening, openings_for):
    person = add_person("zavarivač", municipality="nis", mobility_km=20)
    near, far, remote = add_opening(), add_opening(municipality="bor"), add_opening(municipality="bor", remote=True)
    found = openings_for(person, with_ineligible=True)
    assert ids(found) == [near, remote]
    assert reasons(found) == {far: ["too_far"]}


def test_a_person_is_shown_published_openings_only(session, engine, add_person, openings_for):
    person = add_person("zavarivač")
    employer = factories.employer(session).id
    of_state = {state: factories.opening(session, engine, employer, state=state).id for state in OPENING_STATES}
    found = openings_for(person, with_ineligible=True)
    assert ids(found) == [of_state["published"]]
    assert (found.eligible, found.excluded, found.ineligible) == (1, 0, ())


def test_an_opening_can_be_had_until_the_end_of_its_last_day(add_person, add_opening, openings_for, session, engine):
    person = add_person()
    today, tomorrow = add_opening(apply_by=date.today()), add_opening(apply_by=date.today() + timedelta(days=1))
    over = factories.opening(session, engine, state="draft", apply_by=date.today() - timedelta(days=1)).id
    assert ids(openings_for(person)) == [today, tomorrow]
    assert over not in ids(openings_for(person))


def test_an_opening_that_has_been_paused_leaves_the_list_at_once(
    session, engine, add_person, add_opening, openings_for
):
    person, opening = add_person(), add_opening()
    assert ids(openings_for(person)) == [opening]
    openings.act(session, OPERATOR, engine, opening, "pause")
    assert ids(openings_for(person)) == []


@pytest.mark.parametrize("state", [state for state in OPENING_STATES if state != "published"])
def test_for_an_opening_that_is_not_open_nobody_is_eligible_and_the_list_says_why(
    session, engine, add_person, people_for, state
):
    person = add_person("zavarivač")
    opening = factories.opening(session, engine, state=state).id
    found = people_for(opening, with_ineligible=True)
    assert (found.matches, found.excluded) == ((), 1)
    assert reasons(found) == {person: ["not_open"]}


# ---- who may ask


@pytest.mark.parametrize("actor", [ANONYMOUS, EMPLOYER, beneficiary(1)], ids=["anonymous", "employer", "beneficiary"])
def test_only_staff_rank_people(actor, session, engine, add_opening, people_for):
    opening = add_opening()
    with pytest.raises(Forbidden):
        people_for(opening, actor)
    with pytest.raises(Forbidden):
        ranking.rank_people_for_record(session, actor, engine, OpeningRecord("Pekar"))
    with pytest.raises(Forbidden):
        ranking.rank_openings_for_record(session, actor, engine, PersonRecord("Ana", "Jović"))


@pytest.mark.parametrize("actor", [COUNSELLOR, COORDINATOR], ids=["counsellor", "coordinator"])
def test_staff_rank_in_both_directions(actor, add_person, add_opening, people_for, openings_for):
    person, opening = add_person(), add_opening()
    assert ids(people_for(opening, actor)) == [person]
    assert ids(openings_for(person, actor)) == [opening]


def test_a_beneficiary_sees_the_own_list_only(add_person, add_opening, openings_for):
    ana, marko, opening = add_person(), add_person(), add_opening()
    assert ids(openings_for(ana, beneficiary(ana))) == [opening]
    with pytest.raises(Forbidden):
        openings_for(marko, beneficiary(ana))
    with pytest.raises(Forbidden):
        openings_for(999_999, beneficiary(ana))


@pytest.mark.parametrize("actor", [ANONYMOUS, EMPLOYER, beneficiary(None)], ids=["anonymous", "employer", "unlinked"])
def test_nobody_else_sees_a_persons_list(actor, add_person, openings_for):
    with pytest.raises(Forbidden):
        openings_for(add_person(), actor)


# ---- what is not stored


@pytest.fixture
def row_counts(session):
    def count():
        session.flush()
        tables = Base.metadata.sorted_tables
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


# ---- requalification


def test_a_completed_requalification_makes_a_person_count_as_the_new_occupation(add_person, add_opening, people_for):
    stayed = add_person("zavarivač")
    moved = add_person("zavarivač", requalifications=(RequalificationRecord("pekar", "zavarivač", certificate="NSZ"),))
    welding, baking = add_opening("Zavarivač"), add_opening("Pekar")
    assert ids(people_for(baking)) == [moved, stayed]
    assert ids(people_for(welding)) == [stayed, moved]
    assert people_for(baking).matches[0].occupation == "baker"


def test_a_requalification_that_does_not_say_from_what_leaves_all_work_before_it_behind(
    add_person, openings_for, add_opening
):
    welding, baking = add_opening("Zavarivač"), add_opening("Pekar")
    moved = add_person("zavarivač", requalifications=(RequalificationRecord("pekar"),))
    assert ids(openings_for(moved)) == [baking, welding]


@pytest.mark.parametrize(("kind", "state"), [("additional", "completed"), ("requalification", "ongoing")])
def test_more_training_or_training_not_finished_leaves_nothing_behind(add_person, add_opening, people_for, kind, state):
    training = RequalificationRecord("pekar", "zavarivač", kind=kind, state=state)
    plain, more = add_person("zavarivač"), add_person("zavarivač", requalifications=(training,))
    welding = {match.id: match.parts["occupation"] for match in people_for(add_opening("Zavarivač")).matches}
    assert welding[more] == welding[plain]


# ---- corrections stay


@pytest.fixture
def correct(session, engine):
    """Save a profile again with some fields changed, then have the texts read again."""

    def save(person_id, **changes):
        record = people.get(session, OPERATOR, person_id).record
        values = {name: getattr(record, name) for name in record.__slots__} | changes
        people.update(session, OPERATOR, engine, person_id, PersonRecord(**values))
        engine.read_again(session)

    return save


def test_a_rejected_mention_stays_out_when_the_texts_are_read_again(add_person, add_opening, openings_for, correct):
    person, baking = add_person(about="Moj otac je bio pekar"), add_opening("Pekar")
    before = openings_for(person).matches[0]
    assert before.occupation == "baker"
    correct(person, mentions=(MentionRecord("baker", rejected=True),))
    after = openings_for(person).matches[0]
    assert (after.id, after.occupation) == (baking, None)
    assert after.parts["occupation"] == 0


def test_a_skill_known_to_be_lacking_stays_missing_when_the_texts_are_read_again(
    add_person, add_opening, openings_for, correct
):
    person = add_person(about="Učio sam MIG/MAG zavarivanje")
    add_opening("Pomoćnik", skills=(SkillDemand("mig-mag-welding"),))
    assert openings_for(person).matches[0].matched == ("mig-mag-welding",)
    correct(person, skills=(SkillRecord("mig-mag-welding", 0),))
    line = openings_for(person).matches[0]
    assert (line.matched, line.missing, line.missing_required) == ((), ("mig-mag-welding",), ("mig-mag-welding",))
    assert line.parts["required_skills"] == pytest.approx(0, abs=1e-7)


def test_a_demand_the_employer_has_rejected_is_not_asked_for_when_the_texts_are_read_again(
    session, engine, add_person, add_opening, people_for
):
    add_person("pekar")
    description = "Kod nas se ne radi pečenje hleba"
    opening = add_opening("Prodaja", description=description)
    assert people_for(opening).matches[0].matched == ("bread-baking",)
    rejected = OpeningRecord(
        "Prodaja", description=description, municipality="nis", skills=(SkillDemand("bread-baking", rejected=True),)
    )
    openings.update(session, OPERATOR, engine, opening, rejected)
    engine.read_again(session)
    line = people_for(opening).matches[0]
    assert line.matched + line.missing + line.unknown == ()


# ---- what must not count

PROTECTED = {
    "birth_date": (date(1961, 5, 1), date(2004, 2, 29)),
    "sex": ("female", "male"),
    "ethnicity": ("Romkinja", "Srbin"),
    "health": ("invalidnost, zavarivač u penziji", ""),
    "returnee": (True, False),
    "case_notes": ("pekar, MIG/MAG zavarivanje, ne preporučujem", "odličan zavarivač"),
}


def set_protected(session, person_ids, which):
    for person_id in person_ids:
        row = session.get(ProtectedData, person_id) or ProtectedData(person_id=person_id)
        for name, values in PROTECTED.items():
            setattr(row, name, values[which])
        session.add(row)
    session.commit()


def test_nothing_that_the_law_protects_is_an_input(
    session, engine, trades_people, add_opening, people_for, openings_for, count_statements
):
    assert set(PROTECTED) == {column.name for column in ProtectedData.__table__.columns} - {"person_id"}
    slots = add_opening("Zavarivač"), add_opening("Pekar", description="MIG/MAG zavarivanje")

    def lists():
        engine.read_again(session)
        session.commit()
        return [people_for(slot) for slot in slots] + [openings_for(person) for person in trades_people]

    set_protected(session, trades_people, 0)
    before = lists()
    set_protected(session, trades_people[:2], 1)
    with count_statements() as statements:
        assert lists() == before
    assert statements
    assert not [statement for statement in statements if "protected_data" in statement]


def test_names_and_contact_data_are_no_inputs(session, add_person, add_opening, people_for, openings_for, correct):
    person, opening = add_person("zavarivač"), add_opening("Pekar", description="Pekara Hasani, Preševo")
    add_person("pekar")

    def without_names():
        found = [*people_for(opening).matches, *openings_for(person).matches]
        return [(match.id, match.score, match.parts, match.notes) for match in found]

    before = without_names()
    correct(person, given_name="Pekar", family_name="Hasani", email="pekar@pekara.test", phone="017 555 333")
    assert without_names() == before


@pytest.mark.parametrize("title", ["Pekar", "Pekarka"])
def test_a_title_in_the_feminine_scores_as_in_the_masculine(add_person, add_opening, people_for, title):
    add_person("pekar", about="Završio školu, radio kao pekar")
    add_person("pekarka", about="Završila školu, radila kao pekarka")
    his, hers = people_for(add_opening(title, description="Tražimo pekara u smeni")).matches
    assert (his.score, his.parts) == (pytest.approx(hers.score), pytest.approx(hers.parts))


# ---- cost


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
    statements()
    few = statements()
    for _ in range(6):
        add_person("zavarivač")
        add_person("pekar", licences_complete=True)
        add_opening(licences=("B",))
    assert len(statements()) == len(few)
    assert len(few) <= 12
