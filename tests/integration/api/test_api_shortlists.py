"""Shortlists over the API."""

import pytest

from tests import factories
from tests.integration.test_shortlists import SECRETS, SELMA


@pytest.fixture
def pair(opening, person):
    """The ids of an opening and of a person."""
    return opening(title="Zavarivač"), person(**SELMA).id


def test_a_company_sees_a_code_until_the_person_agrees_to_more(calling, counsellor, pair, session, engine):
    opening, selma = pair
    path = f"openings/{opening.id}/shortlist"
    company = calling("employer", employer_id=opening.employer_id)
    code = counsellor.post(path, {"profile_id": selma}).json["code"]
    answer = company.get(path)
    (one,) = answer.json["items"]
    assert (one["code"], one["contact"], one["fit"]["distance"]) == (code, None, "over_50")
    assert not [secret for secret in SECRETS if secret in answer.text]
    factories.agree_to_be_seen(session, engine, selma, opening.id)
    session.commit()
    assert company.get(path).json["items"][0]["contact"]["name"] == "Selma Osmanović"
    assert counsellor.delete(f"{path}/{selma}").status_code == 204
    assert company.get(path).json["items"] == []


def test_a_shortlist_is_for_the_company_of_the_opening(calling, counsellor, anyone, employer, pair):
    opening, selma = pair
    path = f"openings/{opening.id}/shortlist"
    stranger = calling("employer", employer_id=employer().id)
    assert stranger.get(path).status_code == 404
    assert counsellor.get(path).status_code == 403
    assert anyone.get(path).status_code == 401
    assert stranger.post(path, {"profile_id": selma}).status_code == 403


def test_who_has_not_agreed_to_be_ranked_is_not_proposed(counsellor, opening, person):
    path = f"openings/{opening().id}/shortlist"
    assert counsellor.post(path, {"profile_id": person(agreed=()).id}).status_code == 409
    assert counsellor.post(path, {"profile_id": 987_654}).status_code == 404
