"""Copying an opening, moving its last day, taking its last step back, and its history."""

from datetime import date, timedelta

import pytest

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.marketplace import application_steps, applications, employers, openings, postings
from matching_service.services.marketplace.openings import OpeningRecord
from models import Opening
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")
TODAY = date.today()
SOON, LATER = TODAY + timedelta(10), TODAY + timedelta(20)


def owner_of(session, opening_id):
    return Actor(None, "Firma", frozenset({"employer"}), employer_id=session.get(Opening, opening_id).employer_id)


@pytest.fixture
def published(session, engine):
    return factories.opening(
        session, engine, description="MIG/MAG zavarivanje", starts_on=LATER, apply_by=SOON, places=3
    ).id


def test_a_copy_is_a_draft_that_says_the_same_without_days(session, engine, published):
    owner = owner_of(session, published)
    before, made = openings.get(session, owner, published), postings.copy(session, owner, engine, published)
    record = made.record
    assert (made.state, made.places_taken, made.employer_id) == ("draft", 0, before.employer_id)
    assert (record.title, record.places, record.skills) == (before.record.title, 3, before.record.skills)
    assert (record.starts_on, record.ends_on, record.apply_by) == (None, None, None)
    with pytest.raises(NotFound):
        postings.copy(session, owner_of(session, factories.opening(session, engine).id), engine, published)


def test_the_last_day_moves_within_a_limit_and_the_opening_stays_published(session, engine, published):
    owner = owner_of(session, published)
    moved = postings.extend(session, owner, engine, published, LATER)
    assert (moved.state, moved.record.apply_by) == ("published", LATER)
    for day, problem in (
        (TODAY - timedelta(1), "in_the_past"),
        (TODAY + timedelta(postings.MOST_DAYS_AHEAD + 1), "beyond_the_limit"),
        (LATER, "same_day"),
    ):
        with pytest.raises(Invalid) as refused:
            postings.extend(session, owner, engine, published, day)
        assert refused.value.problems == {"apply_by": problem}
    told = postings.history(session, owner, published)
    assert [step.action for step in told.steps] == ["extend", "approve", "submit", "create"]
    assert (told.steps[0].day_before, told.steps[0].day_after, told.steps[0].by_staff) == (SOON, LATER, False)
    assert told.undo == "extend"
    assert postings.undo(session, owner, engine, published).record.apply_by == SOON
    assert postings.history(session, owner, published).steps[0].undone
    with pytest.raises(Conflict):
        postings.undo(session, owner, engine, published)


def test_half_a_year_after_it_was_published_an_opening_needs_another_approval():
    long_ago = TODAY - timedelta(postings.MOST_DAYS_PUBLISHED - 5)
    assert postings.latest_day(long_ago) == TODAY + timedelta(5)
    assert postings.latest_day(TODAY) == TODAY + timedelta(postings.MOST_DAYS_AHEAD)


def test_a_draft_has_no_last_day_to_move_without_approval(session, engine):
    draft = factories.opening(session, engine, state="draft").id
    with pytest.raises(Conflict):
        postings.extend(session, owner_of(session, draft), engine, draft, LATER)


def test_closing_taken_back_lets_people_wait_again_but_not_whoever_has_a_place_by_now(session, engine, published):
    owner = owner_of(session, published)
    people = [factories.person(session, engine).id for _ in range(3)]
    for person in people:
        factories.agree_to_be_seen(session, engine, person, published)
        applications.apply(session, OPERATOR, person, published)
    openings.act(session, owner, engine, published, "close")
    assert states(session, people, published) == ["cancelled"] * 3
    take_a_place(session, engine, people[2])
    reopened = postings.undo(session, owner, engine, published)
    assert reopened.state == "published"
    assert states(session, people, published) == ["submitted", "submitted", "cancelled"]


def test_what_was_changed_since_or_belongs_to_a_renamed_company_is_not_taken_back(session, engine, published):
    owner = owner_of(session, published)
    openings.act(session, owner, engine, published, "pause")
    openings.update(session, owner, engine, published, OpeningRecord("Kuvar", municipality="nis"))
    with pytest.raises(Conflict):
        postings.undo(session, owner, engine, published)
    other = factories.opening(session, engine).id
    openings.act(session, owner_of(session, other), engine, other, "close")
    company = session.get(Opening, other).employer_id
    record = employers.get(session, OPERATOR, company).record
    session.get(Opening, other).employer.verified_at = None
    session.flush()
    employers.verify(session, OPERATOR, company, record.name)
    with pytest.raises(Conflict):
        postings.undo(session, owner_of(session, other), engine, other)


def take_a_place(session, engine, person):
    opening = factories.opening(session, engine).id
    factories.agree_to_be_seen(session, engine, person, opening)
    sent = applications.apply(session, OPERATOR, person, opening).id
    for action in ("offer", "accept"):
        application_steps.act(session, OPERATOR, engine, sent, action)


def states(session, people, opening_id):
    session.expire_all()
    sent = [one for person in people for one in applications.of_person(session, OPERATOR, person)]
    return [one.state for one in sent if one.opening_id == opening_id]


def test_the_api_can_do_what_pages_can(client, bearer_of, session, engine, published):
    session.commit()
    bearer = bearer_of("employer", employer_id=session.get(Opening, published).employer_id)
    one = f"/api/v1/openings/{published}"
    text = {"title": "Zavarivač", "description": "MIG/MAG zavarivanje, isključivo muškarci do 40 godina."}
    draft = client.post("/api/v1/opening-readings", json=text, headers=bearer).json
    assert draft["occupation"]["code"] == "welder"
    assert [concern["ground"] for concern in draft["concerns"]] == ["sex", "age"]
    assert [skill["code"] for skill in draft["skills"]] == ["mig-mag-welding"]
    assert client.get(f"{one}/reach", headers=bearer).json == {"eligible": None, "fitting": None}
    copied = client.post(f"{one}/copies", headers=bearer)
    assert (copied.status_code, copied.json["apply_by"], copied.json["state"]) == (201, None, "draft")
    moved = client.post(f"{one}/last-day", json={"apply_by": LATER.isoformat()}, headers=bearer)
    assert (moved.status_code, moved.json["apply_by"]) == (200, LATER.isoformat())
    assert client.post(f"{one}/last-day", json={"apply_by": "2020-01-01"}, headers=bearer).status_code == 422
    assert client.get(f"{one}/history", headers=bearer).json["undo"] == "extend"
    assert client.post(f"{one}/undo", headers=bearer).json["apply_by"] == SOON.isoformat()
    assert client.post(f"{one}/undo", headers=bearer).status_code == 409
