import pytest

from matching_service.errors import BadInput
from matching_service.services.importing.columns import OPENINGS, PEOPLE, find_columns, fold_header


@pytest.mark.parametrize("headers", [["Ime", "Prezime", "Opština", "Vozačka dozvola"],
                                     ["IME", "prezime ", "opstina", "vozacka_dozvola"],
                                     ["Име", "Презиме", "Општина", "Возачка дозвола"],
                                     ["First name", "Last name", "Town", "Driving licence"]])  # fmt: skip
def test_headers_are_known_in_both_scripts_without_diacritics_and_in_english(headers):
    assert list(find_columns("people", headers).positions) == ["given_name", "family_name", "municipality", "licences"]


@pytest.mark.parametrize("fields", [PEOPLE, OPENINGS])
def test_no_header_means_two_fields(fields):
    names = [fold_header(name) for field, others in fields.items() for name in {field, *others}]
    assert {name: names.count(name) for name in names if names.count(name) > 1} == {}


def test_unknown_columns_are_named_as_ignored():
    columns = find_columns("people", ["Ime", "Boja kose", "Prezime", "", "Broj cipela"])
    assert columns.ignored == ("Boja kose", "Broj cipela")


def test_a_mapping_goes_before_the_known_names():
    columns = find_columns("openings", ["Naslov", "Prava titula"], {"prava titula": "title"})
    assert (columns.positions, columns.ignored) == ({"title": 1}, ("Naslov",))


def test_a_column_can_be_left_out():
    columns = find_columns("openings", ["title", "opis", "tekst"], {"tekst": "-"})
    assert columns.positions == {"title": 0, "description": 1}


@pytest.mark.parametrize(
    ("headers", "mapping", "told"),
    [
        (["naziv", "opis", "tekst"], {}, '"opis" and "tekst" both mean description'),
        (["ime", "opis"], {}, "no column for title in the header"),
        (["naziv"], {"naslov": "title"}, 'the file has no column "naslov"'),
        (["naziv"], {"naziv": "titel"}, 'there is no field "titel"'),
    ],
)
def test_a_bad_header_is_told(headers, mapping, told):
    with pytest.raises(BadInput, match=told):
        find_columns("openings", headers, mapping)


def test_a_full_name_is_enough_for_people():
    assert "full_name" in find_columns("people", ["Ime i prezime"]).positions
