"""How many people an opening reaches: coarse, never fewer than five, only of those who agree to be ranked."""

import pytest

from matching_service.errors import Forbidden, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import drafts, reach
from matching_service.services.matching.reach import FEWEST, STEPS, about
from models import Opening
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")
SECRET = "tajna"
WELDER = OpeningRecord("Zavarivač", municipality="nis")


def test_a_number_is_never_below_five_and_always_one_of_the_steps():
    secrets = [f"tajna {number}" for number in range(40)]
    assert {about(range(size), secret) for size in range(FEWEST) for secret in secrets} == {None}
    told = {size: {about(range(size), secret) for secret in secrets} for size in (5, 7, 20, 300, 4000)}
    assert told[5] == {None, 5}
    assert None not in told[7]
    assert set().union(*told.values()) - {None} <= set(STEPS)
    assert (told[20], told[300], told[4000]) == ({20}, {200, 500} & told[300], {5000})


def test_the_same_people_give_the_same_number_and_one_more_a_new_lot():
    assert len({about([5, 3, 1, 9, 7, 8], SECRET), about([9, 8, 7, 5, 3, 1], SECRET)}) == 1
    edge = [about(range(start, start + 31), SECRET) for start in range(40)]
    one_more = [about(range(start, start + 32), SECRET) for start in range(40)]
    # at the edge of two steps, neither is told from the other by the number
    assert set(edge) == set(one_more) == {20, 50}


def test_people_are_counted_by_the_hard_rules_and_the_fit_of_the_lists(session, engine, add_person, add_opening):
    for _ in range(11):
        add_person("zavarivač")
    for _ in range(9):
        add_person("pekarka")
    for _ in range(9):
        factories.person(session, engine, agreed=("profiled",))
    found = reach.of_record(session, OPERATOR, engine, WELDER, SECRET)
    assert (found.eligible, found.fitting) == (20, 10)
    stored = add_opening(state="draft")
    assert reach.of_openings(session, OPERATOR, engine, (stored, 999), SECRET) == {stored: found}


def test_fewer_than_five_are_never_told_however_many_fail_the_conditions(session, engine, add_person):
    for _ in range(4):
        add_person("zavarivač", licences=("D",), licences_complete=True)
    for _ in range(30):
        add_person("zavarivač", licences_complete=True)
    with_licence = OpeningRecord("Zavarivač", municipality="nis", licences=("D",))
    assert reach.of_record(session, OPERATOR, engine, with_licence, SECRET) == reach.Reach(None, None)


def test_a_company_asks_for_its_own_openings_in_a_handful_of_statements(session, engine, add_opening, count_statements):
    own = [add_opening() for _ in range(6)]
    company = session.get(Opening, own[0]).employer_id
    for one in own:
        session.get(Opening, one).employer_id = company
    strange = add_opening()
    session.commit()
    owner = Actor(None, "Firma", frozenset({"employer"}), employer_id=company)
    reach.of_openings(session, owner, engine, own[:1], SECRET)
    with count_statements() as statements:
        assert len(reach.of_openings(session, owner, engine, own, SECRET)) == 6
    assert len(statements) < 8
    with pytest.raises(NotFound):
        reach.of_openings(session, owner, engine, (own[0], strange), SECRET)
    with pytest.raises(Forbidden):
        reach.of_record(session, Actor(None, "Ana", frozenset({"beneficiary"})), engine, WELDER, SECRET)


def test_a_draft_is_read_as_it_would_be_stored(session, engine, add_opening):
    record = OpeningRecord("Zavarivačica", description="MIG/MAG zavarivanje. Samo žene.", municipality="nis")
    draft = drafts.read(session, OPERATOR, engine, record, SECRET)
    stored = factories.opening(session, engine, title=record.title, description=record.description)
    assert draft.record.occupation == stored.record.occupation
    assert draft.record.skills == stored.record.skills
    assert [concern.ground for concern in draft.concerns] == ["sex"]
    assert draft.reach == reach.Reach(None, None)
    assert drafts.read(session, OPERATOR, engine, OpeningRecord(""), SECRET).reach is None
    unfinished = drafts.read(session, OPERATOR, engine, OpeningRecord("Pekar", places=0), SECRET)
    assert unfinished.record.occupation.code == "baker"
    assert unfinished.reach is None
