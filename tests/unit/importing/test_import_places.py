import csv
from importlib import resources

import pytest

from matching_service.services.importing.places import Places
from models import Municipality


@pytest.fixture(scope="module")
def places():
    with (resources.files("data") / "municipalities.csv").open(encoding="utf-8") as file:
        return Places(Municipality(**line) for line in csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Niš", "nis"), ("NIS", "nis"), ("Ниш", "nis"), ("nis", "nis"), ("u Nišu", "nis"), ("18000 Niš", "nis"),
        ("Niš i okolina", "nis"), ("Leskovac, Srbija", "leskovac"), ("Opština Bela Palanka", "bela-palanka"),
        ("selo Donje Vranje", "vranje"), ("Beograd/rad od kuće", "beograd"),
    ],
)  # fmt: skip
def test_a_municipality_is_recognised_in_its_spellings(places, text, code):
    assert places.municipality(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Niška Banja", "nis-niska-banja"), ("Beograd, Zemun", "beograd-zemun"), ("Zemun i Novi Beograd", "beograd")],
)
def test_a_part_of_a_city_goes_before_the_city_and_two_parts_are_the_city(places, text, code):
    assert places.municipality(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Bor", "bor"), ("Kula, Vojvodina", "kula"), ("gusta bor šuma", None), ("Stara kula na brdu", None)],
)
def test_an_ordinary_word_counts_only_where_it_stands_alone(places, text, code):
    assert places.municipality(text) == code


@pytest.mark.parametrize(
    "text", ["Crna Gora, Pljevlja", "Beograd i Nemačka", "Petrovac (Crna Gora)", "Novi Sad / Germany"]
)
def test_where_another_country_is_named_it_is_not_in_serbia(places, text):
    assert places.municipality(text) is None


@pytest.mark.parametrize("text", ["Novi Sad, Niš", "Inostranstvo", "Zagreb", "Palilula", ""])
def test_what_names_none_or_several_is_unknown(places, text):
    assert places.municipality(text) is None
