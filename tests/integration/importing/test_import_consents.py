"""A column of consents in a file of people."""

import pytest

from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR
from models import Person

HEAD = "id,ime,prezime,radno iskustvo,saglasnost\n"


@pytest.fixture
def people_file(tmp_path):
    """`people_file(cell)` writes a file of one person with this cell; gives its path."""

    def write(cell, work="varilac"):
        path = tmp_path / "ljudi.csv"
        path.write_text(f'{HEAD}1,Ana,Jović,{work},"{cell}"\n')
        return str(path)

    return write


def ids(session):
    session.expire_all()
    return [row.id for row in session.query(Person)]


def test_what_was_signed_is_recorded_with_its_day(run, session, reference_data, people_file):
    run("import", "people", people_file("profil, rangiranje i statistika; 12.5.2026."))
    (person,) = ids(session)
    found = consents.of_person(session, OPERATOR, person)
    assert {one.purpose for one in found} == {"profiled", "ranked", "statistics"}
    assert {(one.given_at.date().isoformat(), one.how, one.recorded_by) for one in found} == {
        ("2026-05-12", "paper", "ljudi.csv")
    }
    assert consents.people_with(session, "ranked") == {person}


@pytest.mark.parametrize("cell", ["", "ne", "-"])
def test_who_has_not_agreed_is_stored_and_not_ranked(run, session, reference_data, people_file, cell):
    assert "1 created" in run("import", "people", people_file(cell)).stdout
    assert consents.people_with(session, "profiled") == set()


@pytest.mark.parametrize(
    "cell", ["da", "profil", "profil; juče", "profil; 1.1.2090.", "rangiranje; 1.5.2026.", "marketing; 1.5.2026."]
)
def test_a_consent_that_cannot_be_read_rejects_the_row(run, session, reference_data, people_file, cell):
    result = run("import", "people", people_file(cell))
    assert "1 rejected" in result.stdout
    assert "consent" in result.stderr
    assert ids(session) == []


def test_the_same_file_again_changes_nothing(run, session, reference_data, people_file):
    cell = "profil, rangiranje; 12.5.2026."
    run("import", "people", people_file(cell))
    assert "1 unchanged" in run("import", "people", people_file(cell)).stdout
    assert len(consents.of_person(session, OPERATOR, *ids(session))) == 2


def test_a_file_gives_nothing_back_that_was_withdrawn(run, session, engine, reference_data, people_file):
    cell = "profil, rangiranje; 12.5.2026."
    run("import", "people", people_file(cell))
    (person,) = ids(session)
    consents.withdraw(session, OPERATOR, engine, person, "ranked")
    session.commit()
    assert "1 updated" in run("import", "people", people_file(cell, work="pekar")).stdout
    session.expire_all()
    assert consents.people_with(session, "ranked") == set()
    assert consents.people_with(session, "profiled") == {person}
