import json
import shutil

import pytest

from matching_service.cli.environment import database
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace.openings import SkillDemand
from matching_service.services.profiles.people import ExperienceRecord
from tests import factories

LINE = {"rank", "id", "score", "parts", "matched", "missing", "unknown"}
PARTS = ["occupation", "required_skills", "desired_skills", "experience", "text"]


@pytest.fixture(scope="module")
def filled(small_database_file, tmp_path_factory):
    """A database of three people and two openings, beside the ids that the commands are asked for."""
    path = shutil.copy(small_database_file, tmp_path_factory.mktemp("rank") / "matching.sqlite")
    engine = Engine()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        with database() as session:
            add_people(session, engine)
            employer = factories.employer(session, name="Metal [/b] d.o.o.").id
            welding = factories.opening(
                session, engine, employer, title="Varilac [hitno]", licences=("B",),
                skills=(SkillDemand("mig-mag-welding"), SkillDemand("sewing", required=False)),
            )  # fmt: skip
            factories.opening(session, engine, title="Pekar", municipality="bor")
            return path, welding.id


def add_people(session, engine):
    for given_name, title, more in (
        ("Jelena", "šivačica", {}),
        ("Bojan", "zavarivač", {}),
        ("Marko", "zavarivač", {"licences_complete": True}),
    ):
        experiences = (ExperienceRecord(title, years=3),)
        factories.person(session, engine, given_name=given_name, experiences=experiences, mobility_km=50, **more)


@pytest.fixture
def opening(filled, keep_database):
    """The working folder with the filled database; the id of its welding opening."""
    path, opening_id = filled
    keep_database(path)
    return opening_id


@pytest.fixture
def answer(run):
    def ask(*args):
        result = run("rank", *args)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    return ask


def test_json_is_a_list_of_explained_lines_best_first(answer, opening):
    lines = json.loads(answer("opening", opening, "--json"))
    assert [line["rank"] for line in lines] == [1, 2]
    assert [line["name"] for line in lines] == ["Bojan Jović", "Jelena Jović"]
    for line in lines:
        assert set(line) >= LINE
        assert list(line["parts"]) == PARTS
        assert sum(line["parts"].values()) == pytest.approx(line["score"], abs=1e-9)
        assert sorted(line["matched"] + line["missing"] + line["unknown"]) == ["mig-mag-welding", "sewing"]


def test_openings_are_ranked_for_a_person_by_the_same_lines(answer, opening):
    bojan = json.loads(answer("opening", opening, "--json"))[0]
    (line,) = json.loads(answer("person", bojan["id"], "--json"))
    assert (line["id"], line["score"], line["parts"]) == (opening, bojan["score"], bojan["parts"])
    assert (line["name"], line["employer_name"]) == ("Varilac [hitno]", "Metal [/b] d.o.o.")


def test_only_the_first_are_listed(answer, opening):
    assert len(json.loads(answer("opening", opening, "--json", "--top", 1))) == 1
    assert "Jelena" not in answer("opening", opening, "--top", 1)


def test_the_ineligible_follow_the_ranked_in_the_same_json_list(answer, opening):
    ranked = json.loads(answer("opening", opening, "--json"))
    *lines, marko = json.loads(answer("opening", opening, "--json", "--ineligible"))
    assert lines == ranked
    assert list(marko) == ["rank", "eligible", "id", "name", "municipality", "reasons"]
    assert (marko["rank"], marko["eligible"], marko["name"]) == (None, False, "Marko Jović")
    assert marko["reasons"] == [{"key": "licence_missing", "values": {"category": "B"}}]


def test_the_table_names_people_and_what_they_count_as(answer, opening):
    table = answer("opening", opening)
    assert "Varilac [hitno] - Metal [/b] d.o.o." in table
    assert "2 eligible, 1 excluded by hard rules" in table
    assert table.index("Bojan Jović") < table.index("Jelena Jović")
    assert "Marko" not in table
    assert "zavarivač" in table


def test_titles_and_employers_are_printed_as_they_are_written(answer, opening):
    """Square brackets are no mark-up."""
    bojan = json.loads(answer("opening", opening, "--json"))[0]["id"]
    assert "Varilac [hitno]" in answer("person", bojan)
    assert "Metal [/b] d.o.o." in answer("person", bojan)


def test_explained_the_table_tells_parts_and_skills_by_name(answer, opening):
    table = answer("opening", opening, "--explain")
    for words in ("occupation", "required skills", "text", "MIG/MAG zavarivanje (by occupation)", "šivenje na mašini"):
        assert words in table
    assert "to ask: driving licence B: not known" in table


def test_without_explain_there_are_no_parts(answer, opening):
    assert "required skills" not in answer("opening", opening)


def test_the_ineligible_are_listed_with_their_reasons(answer, opening):
    assert "Marko Jović: no driving licence B" in answer("opening", opening, "--ineligible")
    jelena = json.loads(answer("opening", opening, "--json"))[1]["id"]
    assert "Pekar: 85 km away, travels up to 50 km" in answer("person", jelena, "--ineligible")


@pytest.mark.parametrize("kind", ["opening", "person"])
def test_an_unknown_id_is_one_line_and_exit_status_2(refused, opening, kind):
    assert f"{kind} 999 does not exist" in refused("rank", kind, 999)
    assert f"{kind} 999 does not exist" in refused("rank", kind, 999, "--json")


@pytest.mark.parametrize(
    "args", [("opening", "abc"), ("opening", 0), ("person", 1, "--top", 0), ("person",), ("nobody", 1)]
)
def test_a_mistyped_command_is_one_line_and_exit_status_2(refused, opening, args):
    assert refused("rank", *args)


def test_the_same_command_prints_the_same(answer, opening):
    assert answer("opening", opening, "--json") == answer("opening", opening, "--json")
