"""The same request sent twice is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete

from matching_service import request_context
from matching_service.services import idempotency
from matching_service.services.protection import sealing
from models import IdempotentResponse, Organisation, Person
from models.accounts import user_role
from models.base import now
from tests import factories

PROFILE = {"given_name": "Ana", "family_name": "Jović"}


def test_same_key_and_request_get_the_same_answer(counsellor, session):
    first = counsellor.post("profiles", PROFILE, key="a-1")
    again = counsellor.post("profiles", PROFILE, key="a-1")
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert session.query(Person).count() == 1


def test_without_a_key_everything_is_done_again(counsellor, session):
    counsellor.post("profiles", PROFILE)
    counsellor.post("profiles", PROFILE)
    assert session.query(Person).count() == 2


def test_key_belongs_to_its_user(counsellor, coordinator, session):
    counsellor.post("profiles", PROFILE, key="a-1")
    assert "Idempotent-Replayed" not in coordinator.post("profiles", PROFILE, key="a-1").headers
    assert session.query(Person).count() == 2


@pytest.mark.parametrize("other", [("profiles", PROFILE | {"about": "more"}), ("match", {"profile": PROFILE})])
def test_key_with_another_request_is_refused(counsellor, session, other):
    counsellor.post("profiles", PROFILE, key="a-1")
    answer = counsellor.post(*other, key="a-1")
    assert answer.status_code == (422 if other[0] == "profiles" else 200)  # nothing is stored by /match
    assert session.query(Person).count() == 1


def test_request_that_failed_may_be_repeated_with_its_key(counsellor):
    wrong = PROFILE | {"municipality": "atlantis"}
    assert counsellor.post("profiles", wrong, key="a-1").status_code == 422
    assert counsellor.post("profiles", PROFILE, key="a-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a" * 256, "a b", "ključ"])
def test_key_that_cannot_be_kept(counsellor, key):
    answer = counsellor.post("profiles", PROFILE, key=key)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["header"] == "Idempotency-Key"


def test_step_of_an_opening_is_taken_once(coordinator, opening):
    draft = opening(state="draft")
    steps = f"openings/{draft.id}/transitions"
    assert coordinator.post(steps, {"action": "submit"}, key="s").json["state"] == "pending_approval"
    assert coordinator.post(steps, {"action": "submit"}, key="s").json["state"] == "pending_approval"
    assert coordinator.post(steps, {"action": "submit"}).status_code == 409


def test_answers_are_forgotten_after_a_day(counsellor, session):
    counsellor.post("profiles", PROFILE, key="old")
    session.query(IdempotentResponse).update({"created_at": now() - idempotency.KEPT_FOR - timedelta(minutes=1)})
    session.commit()
    assert "Idempotent-Replayed" not in counsellor.post("profiles", PROFILE, key="old").headers


def test_of_two_at_the_same_moment_one_is_done(app, bearer_of, reference_data, session):
    headers = bearer_of("counsellor") | {"Idempotency-Key": "a-1"}

    def send(_number):
        return app.test_client().post("/api/v1/profiles", json=PROFILE, headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert session.query(Person).count() == 1


def test_what_is_kept_says_whom_it_tells_of_and_goes_with_them(counsellor, session):
    answer = counsellor.post("profiles", PROFILE, key="a-1")
    assert session.query(IdempotentResponse.person_id).one().person_id == answer.json["id"]
    session.delete(session.get(Person, answer.json["id"]))
    session.commit()
    assert session.query(IdempotentResponse).count() == 0


def test_what_is_kept_cannot_be_read_in_the_database(app, counsellor, session):
    counsellor.post("profiles", PROFILE, key="a-1")
    with app.app_context(), request_context.transaction() as with_keys:
        assert sealing.has_keys(with_keys)
    assert b"Ana" not in session.query(IdempotentResponse.body).one().body


def test_whoever_may_not_any_more_gets_no_old_answer(counsellor, session):
    assert counsellor.post("profiles", PROFILE, key="a-1").status_code == 201
    session.execute(delete(user_role))
    session.commit()
    assert counsellor.post("profiles", PROFILE, key="a-1").status_code == 403


@pytest.fixture
def moved(session):
    """`moved(id)`: another organisation keeps the person now."""

    def move(person_id):
        other = Organisation(name="Druga")
        session.add(other)
        session.flush()
        session.get(Person, person_id).organisation_id = other.id
        session.commit()

    return move


def test_a_kept_answer_is_of_somebody_within_reach(counsellor, moved):
    moved(counsellor.post("profiles", PROFILE, key="a-1").json["id"])
    assert counsellor.post("profiles", PROFILE, key="a-1").status_code == 404


def test_so_is_one_of_somebody_who_is_named_only_in_what_was_sent(counsellor, session, engine, opening, moved):
    person_id, published = factories.person(session, engine).id, opening().id
    session.commit()

    def propose():
        return counsellor.post(f"openings/{published}/shortlist", {"profile_id": person_id}, key="a-1").status_code

    assert propose() == 200
    moved(person_id)
    assert propose() == 404


def test_an_answer_that_no_key_opens_is_a_conflict(counsellor, session):
    counsellor.post("profiles", PROFILE, key="a-1")
    row = session.query(IdempotentResponse).one()
    row.body = row.body[:-1] + b"x"
    session.commit()
    answer = counsellor.post("profiles", PROFILE, key="a-1")
    assert (answer.status_code, "cannot be read" in answer.json["detail"]) == (409, True)
    assert session.query(Person).count() == 1
