from collections import defaultdict
from math import log10

import pytest
import wordfreq

from matching_service.matcher.documents import Text
from matching_service.matcher.stemming import stem
from matching_service.matcher.text import STOP_WORDS, spell
from matching_service.matcher.trade_words import FAMILY, FAMILY_FROM, WordFamilies
from matching_service.matcher.word_rarity import COMMON_ZIPF, RARE_ZIPF, WordRarity

WORDS = [
    "prodaj",
    "prodavac",
    "prodajn",
    "maloprodaj",
    "predaj",
    "zidar",
    "zidarsk",
    "kuvar",
    "cuvar",
    "sir",
    "sirovin",
]


@pytest.fixture(scope="module")
def families():
    return WordFamilies(WORDS)


def test_words_of_a_family_begin_alike_or_stand_inside_each_other(families):
    assert {word for word, _ in families.of("prodaj")} == {"prodajn", "prodavac", "maloprodaj"}
    assert [word for word, _ in families.of("zidar")] == ["zidarsk"]


def test_words_that_only_rhyme_are_no_family(families):
    assert families.of("kuvar") == ()


def test_the_nearest_come_first_and_no_more_than_a_few(families):
    found = families.of("prodaj")
    assert [value for _, value in found] == sorted((value for _, value in found), reverse=True)
    assert all(FAMILY_FROM <= value < 1 for _, value in found)
    assert len(WordFamilies([f"prodaj{letter}" for letter in "abcdefghij"]).of("prodaj")) == FAMILY


def test_an_opening_finds_the_family_of_its_words_but_less_than_the_words_themselves(reader):
    words = reader.encoder.words_
    asked = words.vector([Text("prodaja")], with_families=True)
    same, related = words.feature(stem("prodaja")), words.feature(stem("maloprodaja"))
    assert asked[same] > asked[related] > 0
    assert sum(value**2 for value in asked.values()) == pytest.approx(1)
    assert set(words.vector([Text("prodaja")])) == {same}


def test_rarity_is_that_of_all_words_with_the_stem():
    """Looked up word by word it must be what adding up the whole list gives; the list is a real one."""
    frequencies = dict(list(wordfreq.get_frequency_dict("sh", "small").items())[::5])
    shares = defaultdict(float)
    for word, share in frequencies.items():
        if spell(word) not in STOP_WORDS:
            shares[stem(spell(word))] += share
    rarity = WordRarity(frequencies)
    span = COMMON_ZIPF - RARE_ZIPF
    expected = {known: min(1, max(0, (COMMON_ZIPF - 9 - log10(share)) / span)) for known, share in shares.items()}
    assert len(expected) > 5_000
    assert [known for known, value in expected.items() if rarity.of(known) != pytest.approx(value)] == []


def test_a_word_of_no_list_has_no_rarity():
    assert WordRarity({"kuća": 1e-4}).of("xyzzyplugh") is None
    assert WordRarity({}).of("kuc") is None
