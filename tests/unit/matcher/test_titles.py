"""What titles stand for with the taxonomy as it is shipped: categories of drivers, ways of welding, and no trade."""

import pytest


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Vozač B", "delivery-van-driver"),
        ("vozač B kategorije", "delivery-van-driver"),
        ("vozač C", "truck-driver"),
        ("Šofer C", "truck-driver"),
        ("Vozač C kategorije", "truck-driver"),
        ("Fahrer C", "truck-driver"),
        ("shofer C", "truck-driver"),
        ("Vozač CE", "trailer-truck-driver"),
        ("vozač C+E", "trailer-truck-driver"),
        ("Возач Ц+Е", "trailer-truck-driver"),
        ("sofer C+E", "trailer-truck-driver"),
        ("Fahrer CE", "trailer-truck-driver"),
        ("shofer C+E", "trailer-truck-driver"),
        ("Vozač D", "bus-driver"),
        ("vozač D kat.", "bus-driver"),
        ("šofer D", "bus-driver"),
        ("Fahrer D", "bus-driver"),
        ("shofer D", "bus-driver"),
        ("TIG varilac", "tig-welder"),
        ("argon varilac", "tig-welder"),
        ("MIG varilac", "mig-mag-welder"),
        ("elektro varilac", "arc-welder"),
        ("varilac", "welder"),
    ],
)
def test_a_category_or_a_way_of_welding_tells_the_trade(reader, title, code):
    assert reader.occupation(title).code == code


@pytest.mark.parametrize("title", ["Vozač", "vozačica", "šofer", "Fahrer", "driver", "shofer"])
def test_a_driver_of_anything_is_no_van_driver(reader, title):
    assert reader.occupation(title) is None


@pytest.mark.parametrize("title", ["135", "24/7", "2015-2019", "15.03.2020.", "141 135"])
def test_a_title_without_a_letter_is_no_occupation(reader, title):
    assert reader.occupation(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "povratnik", "povratnica", "izbeglica", "Rom", "Romkinja", "azilant", "invalid", "migrant", "žrtva nasilja",
        "samohrana majka", "osuđivan", "zatvor", "gluv", "narkoman", "penzioner", "Повратник", "Flüchtling", "refugee",
        "sigurna kuća",
    ],
)  # fmt: skip
def test_who_somebody_is_is_no_occupation(reader, title):
    assert reader.occupation(title) is None


def test_a_stay_in_a_safe_house_is_no_skill(reader):
    assert reader.skills_in(["Bila sam u sigurnoj kući sa decom", "sigurna kuća", "Ich war im Frauenhaus"]) == ()
    assert [link.code for link in reader.skills_in(["rad sa žrtvama nasilja u porodici"])] == [
        "domestic-violence-support"
    ]
