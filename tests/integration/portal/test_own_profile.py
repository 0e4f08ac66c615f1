"""The own profile speaks to the person; a counsellor reads of the person."""

import pytest

SECTIONS = ("basics", "words", "languages")


def address(person_id, section):
    return f"/people/{person_id}/edit/{section}"


def test_a_person_is_spoken_to_on_the_own_profile(graduate, world):
    page = graduate.get("/my/profile").text
    assert "Možete da počnete" in page
    assert "O vama" in page
    for said_of_others in ("O osobi", "Može da počne", "Putuje do posla"):
        assert said_of_others not in page


@pytest.mark.parametrize(
    ("section", "spoken_to", "spoken_of"),
    [
        ("basics", "Opština u kojoj živite", "Opština u kojoj osoba živi"),
        ("words", "O vama, vašim rečima", "O sebi, svojim rečima"),
        ("languages", "Ovo su svi jezici koje govorim", "Ovo su svi jezici koje govori<"),
    ],
)
def test_forms_ask_the_person_or_about_the_person(graduate, counsellor, world, section, spoken_to, spoken_of):
    own = graduate.get(address(world.person, section)).text
    assert spoken_to in own
    assert "osob" not in own.split("<main", 1)[1].split("</main>")[0]
    assert spoken_of in counsellor.get(address(world.person, section)).text


def test_who_signs_in_as_the_person_can_still_save(graduate, world):
    answer = graduate.post(address(world.person, "words"), data={"about": "Varim deset godina.", "wishes": ""})
    assert answer.location == "/my/profile"
    assert "Varim deset godina." in graduate.get("/my/profile").text
