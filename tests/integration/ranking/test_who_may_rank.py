import pytest

from matching_service.errors import Forbidden, NotFound
from matching_service.services.identity.actors import ANONYMOUS, Actor
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import ranking
from matching_service.services.profiles.people import (
    PersonRecord,
)
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


COUNSELLOR = factories.staff()
COORDINATOR = factories.staff("coordinator")
EMPLOYER = Actor(3, "Firma", frozenset({"employer"}), employer_id=1)


def beneficiary(person_id):
    return Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person_id)


def ids(found):
    return [match.id for match in found.matches]


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
    with pytest.raises(NotFound):
        openings_for(marko, beneficiary(ana))
    with pytest.raises(NotFound):
        openings_for(999_999, beneficiary(ana))


@pytest.mark.parametrize("actor", [ANONYMOUS, EMPLOYER, beneficiary(None)], ids=["anonymous", "employer", "unlinked"])
def test_nobody_else_sees_a_persons_list(actor, add_person, openings_for):
    with pytest.raises((Forbidden, NotFound)):
        openings_for(add_person(), actor)
