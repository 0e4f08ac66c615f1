"""Pages of organisations: which there are, and with which a person is shared."""

import pytest

from matching_service.services.identity import organisations
from matching_service.services.identity.actors import OPERATOR


@pytest.fixture
def other(world, session):
    """Another organisation than that of everybody here."""
    made = organisations.create(session, OPERATOR, "Romski centar")
    session.commit()
    return made


def test_a_counsellor_shares_a_person_and_stops(counsellor, world, other):
    address = f"/people/{world.person}/shares"
    assert address in counsellor.get(f"/people/{world.person}").text
    assert "Samo vaša organizacija." in counsellor.get(address).text
    answer = counsellor.post(
        address, data={"organisation_id": other, "reason": "Obuka za varioca", "ends_on": "31.12.2099."}
    )
    assert answer.location == address
    shown = counsellor.get(address).text
    assert "Obuka za varioca" in shown
    assert "do 31. 12. 2099." in shown
    counsellor.post(f"{address}/{other}/end")
    assert "Samo vaša organizacija." in counsellor.get(address).text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": "Obuka"}, "Izaberite organizaciju."),
        ({"reason": ""}, "Napišite zašto treba da vide ovu osobu."),
        ({"reason": "Obuka", "ends_on": "1.1.2020."}, "Izaberite dan koji nije prošao."),
    ],
)
def test_what_is_missing_is_told_beside_the_question(counsellor, world, other, given, told):
    chosen = {} if "organizaciju" in told else {"organisation_id": other}
    answer = counsellor.post(f"/people/{world.person}/shares", data=chosen | given)
    assert answer.status_code == 422
    assert told in answer.text


def test_without_another_organisation_there_is_nobody_to_share_with(counsellor, world):
    assert "Druge organizacije još nema." in counsellor.get(f"/people/{world.person}/shares").text


def test_a_coordinator_adds_and_renames_organisations(coordinator):
    address = "/coordinator/organisations"
    assert coordinator.post(address, data={"name": "Romski centar"}).location == address
    shown = coordinator.get(address).text
    assert "Romski centar" in shown
    assert "Program" in shown
    again = coordinator.post(address, data={"name": "romski centar"})
    assert again.status_code == 422
    assert "Ovo je već zauzeto." in again.text
    renamed = shown.rpartition(f"{address}/")[2].partition('"')[0]
    assert coordinator.post(f"{address}/{renamed}", data={"name": "Centar za Rome"}).location == address
    assert "Centar za Rome" in coordinator.get(address).text
