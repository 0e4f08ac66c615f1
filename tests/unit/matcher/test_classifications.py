import pytest

from matching_service.matcher.classifications import without_exclusions


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("Upravnici u uslugama, d. n.", "Upravnici u uslugama"),
        ("Technicians not elsewhere classified", "Technicians"),
        ("Technician inde neuvedený", "Technician"),
        ("Bürokräfte, anderweitig nicht genannt", "Bürokräfte"),
        ("Vozači (osim vozača autobusa)", "Vozači"),
        ("Sales workers, except cashiers, in shops", "Sales workers, in shops"),
        ("prodavač razen hrane", "prodavač"),
        ("Osim toga", "Osim toga"),
        ("vozač kamiona", "vozač kamiona"),
        ("semičar", "semičar"),
        ("", ""),
    ],
)
def test_what_a_classification_leaves_out_is_no_part_of_the_work(title, work):
    assert without_exclusions(title) == work
