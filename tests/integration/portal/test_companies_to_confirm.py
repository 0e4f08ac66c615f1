"""Companies that wait for a coordinator."""

from dataclasses import replace

import pytest

from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import employers
from tests import factories

LIST = "/coordinator/companies"


@pytest.fixture
def waiting(world, session):
    made = factories.employer(session, name="Stolarija Hrast", contact_phone="016 123 456", verified=False)
    session.commit()
    return made


def _press(coordinator, company, **more):
    return coordinator.post(f"{LIST}/{company.id}/verify", data={"name": company.record.name, **more})


def test_a_company_without_an_opening_is_found_and_confirmed(coordinator, waiting):
    assert "1 firma čeka" in coordinator.get("/coordinator").text
    listed = coordinator.get(LIST).text
    assert all(given in listed for given in ("Stolarija Hrast", waiting.record.pib, "016 123 456"))
    assert _press(coordinator, waiting).location == LIST
    assert "Firma Stolarija Hrast je potvrđena." in coordinator.get(LIST).text
    assert LIST not in coordinator.get("/coordinator").text


def test_an_old_page_says_that_it_was_done_before(coordinator, waiting):
    _press(coordinator, waiting)
    coordinator.get(LIST)
    _press(coordinator, waiting)
    assert "Firma Stolarija Hrast je već potvrđena" in coordinator.get(LIST).text


def test_an_old_page_does_not_confirm_a_new_name(coordinator, waiting, session, engine):
    owner = Actor(3, "Mira", frozenset({"employer"}), employer_id=waiting.id)
    employers.update(session, owner, engine, waiting.id, replace(waiting.record, name="Kazino"))
    session.commit()
    answer = _press(coordinator, waiting)
    assert answer.status_code == 409
    assert "Firma je u međuvremenu promenila naziv" in answer.text
    assert "Kazino" in coordinator.get(LIST).text


def test_a_company_that_is_not_there_is_not_found(coordinator):
    assert coordinator.post(f"{LIST}/987654/verify", data={"name": "Nema"}).status_code == 404
