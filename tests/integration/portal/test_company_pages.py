"""A company and its own data."""

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.marketplace import employers, openings

WARNING = "Ako promenite naziv"
NEW_NAME = {"name": "Novo ime", "municipality": "nis"}


def test_a_company_is_told_before_and_after_what_another_name_means(company, session, world):
    assert WARNING in company.get("/company/profile").text
    answer = company.post("/company/profile", data=NEW_NAME, follow_redirects=True)
    assert "Pošto je naziv nov" in answer.text
    assert "Još nije potvrđena" in answer.text
    assert WARNING not in answer.text
    again = company.post("/company/profile", data=NEW_NAME | {"name": "Još novije"}, follow_redirects=True)
    assert "Pošto je naziv nov" not in again.text


def test_under_another_name_nothing_of_it_is_public(company, client, session, world):
    assert client.get(f"/placements/{world.published}").status_code == 200
    company.post("/company/profile", data=NEW_NAME)
    assert client.get(f"/placements/{world.published}").status_code == 404
    assert openings.get(session, OPERATOR, world.published).state == "pending_approval"


def test_the_same_name_changes_nothing_but_what_is_new(company, session, world):
    company_id = world.employer
    before = employers.get(session, OPERATOR, company_id)
    session.rollback()
    company.post("/company/profile", data=NEW_NAME | {"name": before.record.name, "address": "Nova 2"})
    after = employers.get(session, OPERATOR, company_id)
    assert (after.record.address, after.verified_at) == ("Nova 2", before.verified_at)
    assert openings.get(session, OPERATOR, world.published).state == "published"
