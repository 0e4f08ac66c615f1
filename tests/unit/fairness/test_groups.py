"""Into which group a person is counted."""

from datetime import date

import pytest

from matching_service.services.fairness import groups
from matching_service.services.fairness.groups import OTHER
from matching_service.services.fairness.tables import UNKNOWN
from matching_service.services.protection.protected import ProtectedRecord

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("own_words", "group"),
    [
        ("Rom", "roma"),
        ("Romkinja", "roma"),
        ("Роми", "roma"),
        ("Romni", "roma"),
        ("Rumun", OTHER),
        ("Rumunka iz Banata", OTHER),
        ("Srpkinja", "serbian"),
        ("Shqiptare", "albanian"),
        ("Aškalija", "egyptian_ashkali"),
        ("Bošnjakinja", "bosniak"),
        ("Vlahinja", "vlach"),
        ("srpska i romska", OTHER),
        ("Mađarica", OTHER),
        ("ne želi da kaže", UNKNOWN),
        ("neizjašnjena", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_own_words_of_ethnicity_are_counted_where_they_name_one_group(own_words, group):
    assert groups.ethnicity(own_words) == group


def test_bands_begin_on_the_birthday():
    assert groups.age_band(date(2001, 11, 23), TODAY) == "under_25"
    assert groups.age_band(date(2001, 11, 22), TODAY) == "25_to_34"
    assert groups.age_band(date(1971, 11, 22), TODAY) == "55_and_over"


def test_what_is_not_known_is_a_group_of_its_own_and_no_is_none():
    nothing = groups.groups_of(ProtectedRecord(), None, TODAY)
    assert set(nothing.values()) == {UNKNOWN}
    known = groups.groups_of(ProtectedRecord(returnee=False, disability=True), "nisavski", TODAY)
    assert (known["returnee"], known["disability"], known["district"]) == ("no", "yes", "nisavski")
