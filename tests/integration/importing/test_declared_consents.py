"""`matching-service consents record`: papers of many people."""

import json

import pytest

from matching_service.services.consent import consents
from matching_service.services.identity.actors import OPERATOR
from tests import factories

WORDS = ["--text-version", "2026-11-22", "--day", "2026-03-01", "--declared-by", "Mira Tasić"]
BOTH = ["--purpose", "ranked", "--purpose", "profiled", *WORDS]


@pytest.fixture
def not_asked(session, engine, reference_data):
    people = [factories.person(session, engine, agreed=()).id for _ in range(3)]
    session.commit()
    return people


def test_people_of_a_file_of_ids_are_recorded(run, session, not_asked, tmp_path):
    ids = tmp_path / "ids.txt"
    ids.write_text(f"{not_asked[0]}\n\n{not_asked[1]}\n999999\n")
    done = json.loads(run("consents", "record", "--ids", str(ids), *BOTH, "--json").stdout)
    assert done == {"recorded": 2, "unchanged": 0, "unknown": [999999]}
    assert consents.people_with(session, "ranked") == set(not_asked[:2])
    one = consents.of_person(session, OPERATOR, not_asked[0])[0]
    assert (one.recorded_by, one.given_at.date().isoformat(), one.how) == ("Mira Tasić", "2026-03-01", "paper")
    assert "0 people recorded; 2 unchanged" in run("consents", "record", "--ids", str(ids), *BOTH).stdout


def test_people_of_an_import_are_recorded(run, session, reference_data, tmp_path):
    table = tmp_path / "ljudi.csv"
    table.write_text("id,ime,prezime\n1,Ana,Jović\n2,Petar,Nikolić\n")
    run("import", "people", str(table), "--source", "spisak")
    assert "2 people recorded" in run("consents", "record", "--source", "spisak", *BOTH).stdout
    assert len(consents.people_with(session, "ranked")) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--source", "nema", *BOTH], "nobody was imported from nema"),
        (BOTH, "either --ids FILE or --source NAME"),
        (["--source", "x", "--purpose", "shown_to_employer", *WORDS], "shown_to_employer"),
        (["--source", "x", "--purpose", "ranked"], "Missing option"),
    ],
)
def test_what_is_not_said_clearly_is_refused(run, reference_data, arguments, told):
    result = run("consents", "record", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_unknown_words_are_refused(run, not_asked, tmp_path):
    ids = tmp_path / "ids.txt"
    ids.write_text(str(not_asked[0]))
    arguments = ["--purpose", "profiled", "--text-version", "1999", "--day", "2026-03-01", "--declared-by", "M"]
    result = run("consents", "record", "--ids", str(ids), *arguments)
    assert (result.exit_code, "text_version" in result.stderr) == (2, True)
