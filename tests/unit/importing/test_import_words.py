import pytest

from matching_service.services.importing import education, languages, words
from matching_service.services.importing.unreadable import Unreadable


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("bez škole", 0, 0), ("nepotpuna osnovna škola", 1, 1), ("Osnovna škola", 2, 2), ("основна школа", 2, 2),
        ("I stepen", 1, 2), ("PKV", 2, 2), ("III stepen", 3, 3), ("KV", 3, 3), ("IV", 3, 3), ("4. stepen", 3, 3),
        ("SSS", 3, 3), ("Srednja škola", 3, 3), ("gimnazija", 3, 3), ("VKV", 4, 4), ("V stepen", 4, 4),
        ("VŠS", 5, 6), ("ВШС", 5, 6), ("VI stepen", 5, 6), ("viša škola", 5, 6), ("VI-2", 6, 6), ("VSS", 6, 7),
        ("fakultet", 6, 7), ("VII stepen", 6, 7), ("VII/2", 7, 7), ("osnovne akademske studije", 6, 6),
        ("Visoka strukovna škola", 6, 6), ("master", 7, 7), ("doktorat", 8, 8), ("student", 3, 3), ("5", 5, 5),
    ],
)  # fmt: skip
def test_education_words_stand_for_isced_levels(text, low, high):
    levels, _says_more = education.levels(text)
    assert (min(level for level, _ in levels), max(level for _, level in levels)) == (low, high)


@pytest.mark.parametrize(
    ("text", "low"), [("Master / Fakultet", 6), ("Visoka škola ili Bachelor / Viša", 5), ("KV - VKV", 3)]
)
def test_of_several_levels_the_lowest_is_known(text, low):
    assert min(level for level, _ in education.levels(text)[0]) == low


@pytest.mark.parametrize(
    ("text", "more"),
    [("Srednja škola", False), ("III i IV stepen", False), ("IV stepen - mašinski tehničar", True)],
)
def test_a_trade_beside_the_level_is_noticed(text, more):
    assert education.levels(text)[1] is more


@pytest.mark.parametrize("text", ["doktor medicine", "9", "tehničar"])
def test_what_names_no_level_is_told(text):
    with pytest.raises(Unreadable):
        education.levels(text)


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("B", ["B"]), ("B, C i E", ["B", "C", "CE"]), ("B|C|CE", ["B", "C", "CE"]), ("C+E", ["CE"]),
        ("B kategorija", ["B"]), ("Б, Ц и Е", ["B", "C", "CE"]), ("b,b", ["B"]), ("C1E", ["C1E"]),
        ("AM, F", ["AM", "F"]),
    ],
)  # fmt: skip
def test_licences_are_categories(text, categories):
    assert list(words.licences(text)) == categories


@pytest.mark.parametrize("text", ["da", "viljuškar", "V"])
def test_a_licence_that_is_no_category_is_told(text):
    with pytest.raises(Unreadable):
        words.licences(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("de; B1|en; A2", {"de": "B1", "en": "A2"}),
        ("nemački B1, engleski (osnovni)", {"de": "B1", "en": "A2"}),
        ("немачки Б1", {"de": "B1"}),
        ("engleski - srednji nivo, ruski pasivno", {"en": "B1", "ru": "A2"}),
        ("osnovno znanje engleskog i tečan nemački", {"en": "A2", "de": "C1"}),
        ("srpski maternji; romski; albanski", {"sr": "native", "rom": None, "sq": None}),
        ("engleski B2 nemački A1", {"en": "B2", "de": "A1"}),
        ("Deutsch, Englisch B2", {"de": None, "en": "B2"}),
    ],
)
def test_languages_are_known_by_name_or_code_with_their_level(text, known):
    assert {item.language: item.level for item in languages.languages(text, highest=True)} == known


def test_of_two_levels_who_reads_chooses():
    assert languages.languages("nemački A2/B1", highest=True)[0].level == "B1"
    assert languages.languages("nemački A2/B1", highest=False)[0].level == "A2"


@pytest.mark.parametrize("text", ["vilinski", "B2", "engleski, i još nešto"])
def test_what_is_no_list_of_languages_is_told(text):
    with pytest.raises(Unreadable):
        languages.languages(text, highest=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("da", True), ("Jeste", True), ("x", True), ("1", True), ("да", True), ("ne", False), ("0", False)],
)
def test_yes_and_no(text, value):
    assert words.yes(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("puno radno vreme", "full_time"),
        ("pola radnog vremena", "part_time"),
        ("nepuno", "part_time"),
        ("svejedno", "any"),
    ],
)
def test_working_time(text, value):
    assert words.one_of(text, words.WORKING_TIMES, "a working time") == value
