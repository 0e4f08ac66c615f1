"""Serbian first, English for those who choose it."""

import pytest


def test_pages_are_serbian_until_another_language_is_chosen(client, world):
    assert '<html lang="sr-Latn">' in client.get("/").text
    client.get("/language/en")
    assert '<html lang="en">' in client.get("/").text
    client.get("/language/sr")
    assert '<html lang="sr-Latn">' in client.get("/").text


def test_the_choice_leads_back_to_the_same_page(client, world):
    assert client.get("/language/en?next=/placements?kind=internship").location == "/placements?kind=internship"


@pytest.mark.parametrize("elsewhere", ["https://primer.rs", "//primer.rs", "/\\primer.rs"])
def test_the_choice_leads_to_no_other_site(client, elsewhere):
    assert client.get("/language/en", query_string={"next": elsewhere}).location == "/"


def test_an_unknown_language_is_not_found(client):
    assert client.get("/language/xx").status_code == 404


def test_errors_of_a_form_are_told_in_the_language_of_the_page(client, reference_data):
    assert "Napišite naziv firme." in client.post("/register").text
    client.get("/language/en")
    assert "Write the name of the company." in client.post("/register").text
