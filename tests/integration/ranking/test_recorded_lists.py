"""Every list that is shown is kept, once, with what it was made of; and can be made again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import case, delete, func, select, update

from matching_service.errors import Forbidden, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import list_records, list_replay, overrides, ranked_lists
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord, PersonRecord
from models import RankedLine, RankedList, ReadInput, Shown, ranked_list_queries

pytestmark = pytest.mark.usefixtures("reference_data")

AUDITOR = Actor(roles=frozenset({"auditor"}))


@pytest.fixture
def replay(session, engine):
    def again(list_id, actor=AUDITOR):
        return list_replay.replay(session, actor, engine, list_id)

    return again


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def latest(session, **wanted):
    """The list that was shown last."""
    (summary,) = list_records.search(session, AUDITOR, limit=1, **wanted).items
    return list_records.detail(session, AUDITOR, summary.id)


def test_a_list_is_kept_as_it_was_shown(session, trades_people, add_opening, people_for):
    _welder, *_ = trades_people
    opening = add_opening("Zavarivač", skills=(SkillDemand("mig-mag-welding"),))
    shown = people_for(opening, limit=2)
    kept = latest(session)
    assert (kept.direction, kept.subject_id, kept.limit, kept.day) == ("people", opening, 2, date.today())
    assert (kept.eligible, kept.excluded) == (shown.eligible, shown.excluded)
    assert [line.entity_id for line in kept.lines] == [match.id for match in shown.matches]
    for line, match in zip(kept.lines, shown.matches, strict=True):
        assert (line.section, line.rank, line.score) == ("ranked", match.rank, match.score)
        assert line.parts == tuple(match.parts.values())
        assert [key for key, _ in line.notes] == [note.key for note in match.notes]
    (showing,) = kept.showings
    assert (showing.role, showing.by) == ("operator", "")
    assert datetime.now(UTC) - showing.at < timedelta(minutes=5)


def test_those_left_out_are_kept_with_their_reasons(session, add_person, add_opening, people_for):
    without, other = add_person("zavarivač", licences_complete=True), add_person("zavarivač")
    people_for(add_opening(licences=("B",)), with_ineligible=True)
    kept = latest(session)
    assert kept.with_ineligible
    assert [(line.section, line.entity_id) for line in kept.lines] == [("ranked", other), ("left_out", without)]
    assert kept.lines[1].notes == (("licence_missing", {"category": "B"}),)


def test_equal_lists_are_kept_once_and_each_showing_by_itself(session, trades_people, add_opening, people_for):
    opening = add_opening()
    for _ in range(3):
        people_for(opening)
    assert (count(session, RankedList), count(session, Shown)) == (1, 3)
    people_for(opening, limit=2)
    assert (count(session, RankedList), count(session, Shown)) == (2, 4)
    assert len(latest(session, subject_id=opening).showings) == 1
    assert list_records.search(session, AUDITOR, subject_id=opening).total == 4


def test_what_a_list_was_made_of_is_kept_once_for_all_lists(
    session, trades_people, add_opening, people_for, openings_for
):
    first, second = add_opening(), add_opening("Pekar")
    people_for(first)
    people_for(second)
    for person in trades_people:
        openings_for(person)
    assert count(session, ReadInput) == len(trades_people) + 2


def test_a_list_that_was_shown_before_is_recorded_by_two_statements(
    session, trades_people, add_opening, people_for, count_statements
):
    opening = add_opening()
    people_for(opening)
    session.commit()
    with count_statements() as sent:
        people_for(opening)
    kept = [statement for statement in sent if "ranked_list" in statement or "shown_list" in statement]
    assert [statement.split()[0] for statement in kept] == ["SELECT", "INSERT"]
    assert not [statement for statement in sent if "ranked_line" in statement or "read_input" in statement]


def test_who_reads_is_kept_with_the_list(session, app, client_of, add_person, add_opening):
    add_person("zavarivač")
    opening = add_opening()
    session.commit()
    client_of("counsellor").get(f"/openings/{opening}/people")
    kept = latest(session)
    assert (kept.showings[0].by, kept.showings[0].role) == ("Nalog counsellor", "counsellor")


# ---- made again


def test_every_kind_of_list_is_made_again_the_same(
    session, engine, trades_people, add_opening, people_for, openings_for, replay
):
    opening = add_opening("Zavarivač", skills=(SkillDemand("mig-mag-welding"),), licences=("B",))
    add_opening("Pekar", municipality="bor")
    people_for(opening, with_ineligible=True)
    for person in trades_people:
        openings_for(person, with_ineligible=True)
    record = OpeningRecord(title="Zavarivač", municipality="nis", description="MIG/MAG zavarivanje")
    ranking.rank_people_for_record(session, OPERATOR, engine, record)
    for list_id in session.scalars(select(RankedList.id)).all():
        again = replay(list_id)
        assert again.same, again.differences
        assert again.compared == len(again.list.lines) > 0
        assert again.register_unchanged
        assert again.program == ()


def test_a_list_is_made_again_as_of_then_when_people_have_changed(
    session, engine, trades_people, add_opening, people_for, replay
):
    welder, _baker, *_ = trades_people
    people_for(add_opening("Zavarivač"))
    before = latest(session)
    record = PersonRecord("Ana", "Jović", experiences=(ExperienceRecord("pekar", years=9),), licences=("B",))
    people.update(session, OPERATOR, engine, welder, record)
    again = replay(before.id)
    assert again.same
    assert not again.register_unchanged
    assert again.list.lines[0].entity_id == welder


def test_a_list_of_another_program_says_so_and_is_compared_all_the_same(
    session, trades_people, add_opening, people_for, replay
):
    people_for(add_opening())
    kept = latest(session)
    session.execute(update(RankedList).values(version="0.0.1", edition="1/7", taxonomy_revision=7))
    again = replay(kept.id)
    assert {difference.what for difference in again.program} == {"version", "edition", "taxonomy_revision"}
    assert [difference.what for difference in again.differences] == ["record_changed"]
    assert again.compared == len(kept.lines)
    assert not again.register_unchanged


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("score", 0.123, "score"),
        ("parts", [0.5, 0, 0, 0, 0], "occupation"),
        ("distance_km", 12.0, "distance_km"),
        ("notes", [["mobility_unknown", {"km": 3}]], "notes"),
        ("section", "left_out", "eligible"),
        ("score", None, "score"),
        ("rank", 2, "rank"),
        ("entity_id", 987_654, "input_missing"),
    ],
)
def test_a_record_that_was_changed_is_found_out(
    session, trades_people, add_opening, people_for, replay, column, value, told
):
    people_for(add_opening())
    kept = latest(session)
    session.execute(update(RankedLine).where(RankedLine.place == 1).values({column: value}))
    found = {difference.what for difference in replay(kept.id).differences}
    assert {"record_changed", told} <= found


def differences(replayed):
    return {difference.what for difference in replayed.differences}


def test_swapped_ranks_are_found_out_even_if_somebody_counts_as_erased(
    session, trades_people, add_opening, people_for, replay
):
    welder, *_ = trades_people
    people_for(add_opening("Zavarivač"))
    kept = latest(session)
    ranked_lists.forget_person(session, welder)
    assert differences(replay(kept.id)) == set()
    swapped = case({2: 3, 3: 2}, value=RankedLine.rank, else_=RankedLine.rank)
    session.execute(update(RankedLine).values(rank=swapped))
    assert differences(replay(kept.id)) == {"record_changed", "rank"}


@pytest.mark.parametrize("erased", [0, 1, 2])
def test_lines_that_were_cut_are_no_erased_lines(session, trades_people, add_opening, people_for, replay, erased):
    people_for(add_opening())
    kept = latest(session)
    session.execute(delete(RankedLine).where(RankedLine.place == 2))
    session.execute(update(RankedList).values(erased=erased))
    assert "record_changed" in differences(replay(kept.id))


@pytest.mark.parametrize("values", [{"erased": 1}, {"eligible": 99, "erased": 1}, {"lines": 99}])
def test_a_list_that_says_other_than_its_lines_is_found_out(
    session, trades_people, add_opening, people_for, replay, values
):
    people_for(add_opening())
    kept = latest(session)
    session.execute(update(RankedList).values(values))
    assert "record_changed" in differences(replay(kept.id))


def test_a_list_in_which_people_were_moved_is_made_again_the_same(
    session, add_person, add_opening, people_for, openings_for, replay
):
    people_there, opening = [add_person("zavarivač") for _ in range(5)], add_opening()
    add_opening("Pekar")
    moved, aside = people_there[3], people_there[1]
    for person, place in ((moved, 1), (aside, None)):
        overrides.decide(session, OPERATOR, opening, person, place=place, reason="met_in_person")
    assert people_for(opening).matches[0].id == moved
    openings_for(moved)
    for list_id in session.scalars(select(RankedList.id)).all():
        again = replay(list_id)
        assert again.same, again.differences


def test_a_moved_line_that_nobody_decided_about_is_found_out_though_all_hashes_are_right(
    session, trades_people, add_opening, people_for, replay
):
    people_for(add_opening())
    kept = session.get(RankedList, latest(session).id)
    first, second = ranked_list_queries.lines_of(session, kept.id)[:2]
    names = [name for name in ranked_lists.LINE_FIELDS if name != "rank"]
    swapped = [{name: getattr(line, name) for name in names} for line in (second, first)]
    for line, values in zip((first, second), swapped, strict=True):
        for name, value in values.items():
            setattr(line, name, value)
        line.hash = ranked_lists.hash_of(ranked_lists.as_recorded(line))
    session.flush()
    values = {name: getattr(kept, name) for name in ranked_lists.LIST_FIELDS}
    kept.digest = ranked_lists.digest_of(values, ranked_list_queries.hashes_of(session, kept.id))
    assert differences(replay(kept.id)) == {"rank"}


def test_the_list_of_somebody_erased_cannot_get_other_lines(session, trades_people, add_opening, openings_for, replay):
    welder, *_ = trades_people
    opening = add_opening()
    openings_for(welder)
    kept = latest(session)
    ranked_lists.forget_person(session, welder)
    assert differences(replay(kept.id)) == {"query_missing"}
    line = RankedLine(list_id=kept.id, place=1, section="ranked", kind="opening", entity_id=opening, checksum=1)
    session.add(line)
    line.notes, line.hash, line.rank, line.computed_rank = [], "0" * 64, 1, 1
    assert "record_changed" in differences(replay(kept.id))


def test_changed_features_are_found_out(session, trades_people, add_opening, people_for, replay):
    welder, *_ = trades_people
    people_for(add_opening())
    session.execute(
        update(ReadInput).where(ReadInput.entity_id == welder, ReadInput.kind == "person").values(values=b"")
    )
    found = {(difference.what, difference.entity_id) for difference in replay(latest(session).id).differences}
    assert found == {("input_changed", welder)}


def test_a_profile_that_is_not_stored_is_not_kept_for_a_replay_either(session, engine, add_opening, replay):
    add_opening()
    record = PersonRecord("N.", "N.", experiences=(ExperienceRecord("zavarivač"),))
    ranking.rank_openings_for_record(session, OPERATOR, engine, record)
    kept = latest(session)
    assert (kept.direction, kept.subject_id, len(kept.lines)) == ("openings", None, 1)
    assert session.scalars(select(ReadInput.kind)).all() == ["opening"]
    again = replay(kept.id)
    assert [difference.what for difference in again.differences] == ["query_missing"]


# ---- who may


def test_coordinators_look_at_lists_of_their_organisation_and_auditors_at_all(
    session, trades_people, add_opening, people_for, replay
):
    ours = Actor(roles=frozenset({"coordinator"}), organisation_id=1)
    people_for(add_opening(), actor=replace(ours, roles=frozenset({"counsellor"})))
    kept = latest(session)
    assert kept.organisation_id == 1
    assert list_records.detail(session, ours, kept.id) == kept
    with pytest.raises(NotFound):
        replay(kept.id, replace(ours, organisation_id=2))
    assert list_records.search(session, replace(ours, organisation_id=2)).items == ()
    with pytest.raises(Forbidden):
        replay(kept.id, replace(ours, roles=frozenset({"counsellor"})))
    with pytest.raises(NotFound):
        replay(987_654)


# ---- kept no longer than needed


def test_whoever_is_erased_leaves_counts_and_hashes(
    session, engine, trades_people, add_opening, people_for, openings_for, replay
):
    welder, baker, *_ = trades_people
    people_for(add_opening())
    openings_for(welder)
    openings_for(baker)
    kept = list_records.search(session, AUDITOR, direction="people").items[0]
    own = list_records.search(session, AUDITOR, direction="openings", subject_id=welder).items[0]
    digest = list_records.detail(session, AUDITOR, kept.id).digest
    assert ranked_lists.forget_person(session, welder) == 2
    again = replay(kept.id)
    assert (again.erased, again.same, again.differences) == (1, False, ())
    assert again.list.digest == digest
    assert again.list.eligible == len(trades_people)
    assert welder not in [line.entity_id for line in again.list.lines]
    own = list_records.detail(session, AUDITOR, own.id)
    assert (own.subject_id, own.lines, own.erased) == (None, (), 1)
    mine = (ReadInput.kind == "person") & (ReadInput.entity_id == welder)
    assert session.scalars(select(ReadInput).where(mine)).all() == []
    assert len(list_records.search(session, AUDITOR, direction="openings", subject_id=baker).items) == 1


def forget_lists(session, before):
    gone = 0
    while some := ranked_lists.older_than(session, before, limit=2):
        gone += some
    return gone


def test_old_lists_are_forgotten_with_what_only_they_were_made_of(session, trades_people, add_opening, people_for):
    old, seen_again = add_opening(), add_opening("Pekar")
    people_for(old)
    people_for(seen_again)
    long_ago = datetime.now(UTC) - timedelta(days=400)
    session.execute(update(Shown).values(at=long_ago))
    people_for(seen_again)
    inputs = count(session, ReadInput)
    assert forget_lists(session, datetime.now(UTC) - timedelta(days=365)) == 2  # a list and its opening
    assert session.scalars(select(RankedList.subject_id)).all() == [seen_again]
    assert count(session, ReadInput) == inputs - 1
    assert forget_lists(session, datetime.now(UTC) + timedelta(days=2)) == 1 + inputs - 1
    assert [count(session, model) for model in (RankedList, RankedLine, ReadInput, Shown)] == [0, 0, 0, 0]
