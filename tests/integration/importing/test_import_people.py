import base64
from datetime import date

import pytest
from sqlalchemy import select

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.protected import read_protected
from matching_service.services.profiles import people
from matching_service.services.protection import protected
from matching_service.services.protection.protected import ProtectedRecord
from models import Person
from models.protected import ProtectedData
from tests.conftest import KEYS
from tests.integration.importing.conftest import write

NAME = {"Ime": "Ana", "Prezime": "Jović"}


@pytest.fixture
def imported(import_rows, session):
    """Import one row beside an unrelated one; gives the profile that came of it."""

    def import_one(row):
        other = {"id": "other", "Ime": "Eva", "Prezime": "Ilić", "ime i prezime": "Eva Ilić"}
        other |= {"given_name": "Eva", "family_name": "Ilić"}
        done = import_rows(
            "people", [{"id": "1", **row}, {name: other[name] for name in other if name in {"id", *row}}]
        )
        assert done["rejected"] == 0
        session.expire_all()
        return people.get(session, OPERATOR, session.scalar(select(Person.id).where(Person.external_id == "1"))).record

    return import_one


def test_the_canonical_columns_make_a_whole_profile(imported):
    record = imported(
        {
            "given_name": "Ana", "family_name": "Jović", "email": "ana@example.org", "phone": "060 123",
            "municipality": "bor", "mobility_km": "30", "available_from": "2099-05-01", "working_time": "part_time",
            "education_level": "3", "education_field": "metal", "qualification": "bravar",
            "school": "Tehnička škola", "education_year": "2010",
            "experience": "zavarivač; Metal d.o.o.; 2,5; 2020; cevi i ograde|pekar",
            "requalifications": "pekar; zavarivač; NSZ; 2021; 240; atest; ongoing",
            "skills": "MIG/MAG zavarivanje; 3|bread-baking", "languages": "sr; native|de; B1", "licences": "B|C|CE",
            "about": "Vredna.", "wishes": "U smenama.", "skills_complete": "da", "languages_complete": "da",
            "licences_complete": "ne",
        }
    )  # fmt: skip
    assert (record.given_name, record.municipality, record.mobility_km, record.working_time) == (
        "Ana",
        "bor",
        30,
        "part_time",
    )
    assert (record.available_from, record.email, record.about) == (date(2099, 5, 1), "ana@example.org", "Vredna.")
    (education,) = record.educations
    assert (education.isced_level, education.qualification, education.year) == (3, "bravar", 2010)
    work = [
        (item.title, item.employer_name, item.years, item.ended_year, item.description) for item in record.experiences
    ]
    assert work == [("zavarivač", "Metal d.o.o.", 2.5, 2020, "cevi i ograde"), ("pekar", "", None, None, "")]
    (training,) = record.requalifications
    assert (training.from_text, training.to_text, training.hours, training.state) == (
        "pekar",
        "zavarivač",
        240,
        "ongoing",
    )
    stated = {item.code: item.level for item in record.skills if item.source == "counsellor"}
    assert stated == {"mig-mag-welding": 3, "bread-baking": None}
    assert {item.language: item.level for item in record.languages} == {"sr": "native", "de": "B1"}
    assert sorted(record.licences) == ["B", "C", "CE"]
    assert (record.skills_complete, record.languages_complete, record.licences_complete) == (True, True, False)


def test_a_list_as_offices_keep_it_is_read(imported):
    record = imported(
        {
            **NAME, "Opština": "VRANJE", "Stručna sprema": "IV stepen - pekar", "Mobilni": "060/123-456",
            "Radno iskustvo": "varilac u Nemačkoj 5 godina", "Strani jezici": "nemački B1, engleski (osnovni)",
            "Vozačka dozvola": "B, C i E", "Veštine": "rad na viljuškaru, šivenje na mašini", "e-mail": "/",
            "Saglasnost": "profil; 1.9.2026.",
        }
    )  # fmt: skip
    assert (record.municipality, record.phone, record.email) == ("vranje", "060/123-456", None)
    assert (record.educations[0].isced_level, record.educations[0].qualification) == (3, "IV stepen - pekar")
    assert (record.experiences[0].years, record.experiences[0].occupation.code) == (5, "welder")
    assert {item.code for item in record.skills} >= {"forklift-operation", "sewing"}
    assert sorted(record.licences) == ["B", "C", "CE"]


def test_years_alone_are_experience_in_the_occupation_named(imported):
    record = imported({**NAME, "Zanimanje": "pekar", "Radno iskustvo": "12 godina"})
    assert [(item.title, item.years) for item in record.experiences] == [("pekar", 12)]
    assert record.educations[0].qualification == "pekar"


def test_a_name_in_one_column_is_cut_after_its_first_word(imported):
    record = imported({"ime i prezime": "Ana Jović Petrović"})
    assert (record.given_name, record.family_name) == ("Ana", "Jović Petrović")


@pytest.mark.parametrize(("text", "complete"), [("nema", True), ("ne", True), ("", False), ("B", False)])
def test_no_licence_at_all_is_more_than_none_named(imported, text, complete):
    assert imported({**NAME, "vozačka dozvola": text}).licences_complete is complete


def test_what_cannot_be_read_but_says_something_is_kept(imported):
    record = imported(
        {**NAME, "mesto": "Crvena Jabuka", "veštine": "pletenje korpi", "jezici": "vlaški", "vozačka": "za viljuškar"}
    )
    assert set(record.about.splitlines()) == {
        "Mesto: Crvena Jabuka", "Vozačka dozvola: za viljuškar", "Veštine: pletenje korpi", "Jezici: vlaški",
    }  # fmt: skip


def test_courses_are_additional_to_the_occupation(imported):
    record = imported({**NAME, "Kursevi": "kurs zavarivanja|pekar", "Prekvalifikacija": "šivač"})
    assert [(item.kind, item.to_text) for item in record.requalifications] == [
        ("requalification", "šivač"), ("additional", "kurs zavarivanja"), ("additional", "pekar"),
    ]  # fmt: skip


HIDDEN = {
    "Pol": "ž", "Datum rođenja": "1.1.1990.", "Nacionalnost": "Aškalijka", "Invaliditet": "ne", "Povratnik": "da",
    "Bračno stanje": "samohrana majka",
}  # fmt: skip


@pytest.fixture
def with_keys(monkeypatch):
    monkeypatch.setenv("PROTECTED_KEYS", base64.b64encode(KEYS[0]).decode())


def test_what_the_law_protects_is_sealed_and_in_no_text(import_rows, session, with_keys, database):
    done = import_rows("people", [{**NAME, **HIDDEN, "Napomena": "razvod", "id": "1"}])
    assert (done["created"], done["ignored"]) == (1, ["Napomena"])
    person = session.scalar(select(Person))
    record = protected.read(session, OPERATOR, person.id, "support")
    assert record == ProtectedRecord("female", date(1990, 1, 1), "Aškalijka", False, True, "single_parent")
    detail = people.get(session, OPERATOR, person.id)
    for text in ("razvod", "Aškalij", "1990", "samohran", "askalij"):
        assert text not in f"{detail} {person.search_text} {person.sort_name} {person.external_id}"


def test_the_same_file_again_changes_nothing_and_a_changed_one_what_it_changes(import_rows, session, with_keys):
    import_rows("people", [{**NAME, **HIDDEN, "id": "1"}])
    person = session.scalar(select(Person.id))
    protected.write(session, OPERATOR, person, ProtectedRecord("other"))
    session.commit()
    assert import_rows("people", [{**NAME, **HIDDEN, "id": "1"}])["unchanged"] == 1
    assert protected.read(session, OPERATOR, person, "support") == ProtectedRecord("other")
    assert import_rows("people", [{**NAME, **HIDDEN, "Pol": "", "id": "1"}])["updated"] == 1
    session.expire_all()
    record = protected.read(session, OPERATOR, person, "support")
    assert (record.sex, record.family_status) == ("other", "single_parent")


def test_a_row_is_known_by_nothing_that_is_protected(import_rows, session, with_keys):
    import_rows("people", [{**NAME, **HIDDEN}])
    assert import_rows("people", [{**NAME, **HIDDEN, "Pol": "m"}])["updated"] == 1


def test_without_keys_nothing_of_such_a_file_is_taken(run, folder, session):
    write(folder / "file.csv", [{**NAME, **HIDDEN}])
    result = run("import", "people", "file.csv")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert "PROTECTED_KEYS" in result.stderr
    assert session.scalars(select(Person)).all() == []


def test_without_keys_the_columns_may_be_left_out(import_rows, session):
    options = [option for name in HIDDEN for option in ("--map", f"{name}=-")]
    assert import_rows("people", [{**NAME, **HIDDEN}], *options)["created"] == 1
    assert session.scalars(select(ProtectedData)).all() == []


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("Pol", "xyz", "sex: not ž, m or drugo"),
        ("Datum rođenja", "31.6.1990.", "birth_date: not a date"),
        ("Datum rođenja", "1.1.1830.", "birth_date is out of range"),
        ("Nacionalnost", "xyz" * 30, "ethnicity is too long"),
        ("Invaliditet", "xyz", "disability: not da or ne"),
        ("Povratnik", "xyz", "returnee: not da or ne"),
        ("Bračno stanje", "xyz", "family_status: not a family status"),
    ],
)
def test_what_is_wrong_with_a_protected_cell_is_told_without_the_cell(
    run, folder, with_keys, session, header, cell, told
):
    write(folder / "file.csv", [{**NAME, header: cell}])
    result = run("import", "people", "file.csv")
    assert told in result.stderr
    assert cell not in result.output
    assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        *(("sex", text, "female") for text in ("Ž", "ženski", "F", "Женско")),
        *(("sex", text, "male") for text in ("M", "muški", "male")),
        ("family_status", "neoženjen", "single"),
        ("family_status", "oženjen", "married"),
        ("family_status", "neudata", "single"),
        ("family_status", "udata", "married"),
        ("family_status", "vanbračna zajednica", "cohabiting"),
        ("family_status", "razvedena", "divorced"),
        ("family_status", "udovac", "widowed"),
        ("family_status", "samohrani otac", "single_parent"),
    ],
)
def test_protected_values_are_read_as_offices_write_them(field, text, value):
    assert getattr(read_protected(Cells({field: text}, date(2026, 1, 1))), field) == value


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"Ime": ""}, "given_name is empty"),
        ({"mobilnost": "daleko"}, 'mobility_km: "daleko" is not a number'),
        ({"email": "ana"}, 'email: "ana" is not an e-mail address'),
        ({"dostupan od": "31.6.2025."}, 'available_from: "31.6.2025." is not a date'),
        ({"obrazovanje": "9"}, 'education_level: "9" is not an ISCED level from 0 to 8'),
        ({"iskustvo": "pekar; Zora; dugo"}, 'experience: "dugo" is not a number'),
        ({"skills": "sewing; 7"}, "skills/0/level is out of range"),
        ({"Prezime": "x" * 200}, "family_name is too long"),
    ],
)
def test_what_is_plainly_wrong_is_rejected_with_its_reason(import_rows, folder, row, told):
    done = import_rows("people", [{**NAME, **row}])
    assert (done["created"], done["rejected"]) == (0, 1)
    assert told in (folder / done["rejects_file"]).read_text("utf-8-sig").replace('""', '"')
