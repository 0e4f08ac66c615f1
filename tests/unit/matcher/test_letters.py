import unicodedata

import cyrtranslit
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching_service.matcher.letters import fold, latin
from matching_service.matcher.text import located_tokens, stems, tokens

CYRILLIC = "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш".split()
LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split()
ALPHABET = list(zip(CYRILLIC, LATIN, strict=True))
BARE = str.maketrans({"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "dj"})


def written_in_both(pieces, between):
    cyrillic, latin = zip(*pieces, strict=True)
    return between.join(cyrillic), between.join(latin)


# texts in the letters of the Serbian alphabet, as (Cyrillic, Latin)
words = st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=12).map(lambda letters: written_in_both(letters, ""))
texts = st.lists(words, min_size=1, max_size=4).map(lambda written: written_in_both(written, " "))


@given(texts)
@example(("љубав њушкало џеп", "ljubav njuškalo džep"))
@example(("инјекција наджњети", "injekcija nadžnjeti"))
def test_cyrillic_and_latin_give_the_same_words(text):
    cyrillic, latin = text
    assert tokens(cyrillic) == tokens(latin)
    assert stems(cyrillic) == stems(latin)


@given(texts)
def test_case_does_not_matter_in_either_script(text):
    cyrillic, latin = text
    for written in (cyrillic.upper(), cyrillic.title(), latin.upper(), latin.title()):
        assert tokens(written) == tokens(latin)


@given(texts)
def test_diacritics_may_be_left_out(text):
    _, latin = text
    assert tokens(latin.translate(BARE)) == tokens(latin)


def test_dj_and_the_crossed_d_are_one():
    assert fold("Đorđe") == fold("Djordje") == fold("Ђорђе") == "djordje"


def test_one_sign_digraphs_are_two_letters():
    assert tokens("ǈubav ǋiva ǅep") == ["ljubav", "njiva", "dzep"]


ALPHABETS = {
    "Serbian Cyrillic": "".join(CYRILLIC),
    "Serbian Latin": "abcčćdđefghijklmnoprsštuvzž",
    "German": "abcdefghijklmnopqrstuvwxyzäöüß",
    "Albanian": "abcçdeëfghijklmnopqrstuvxyz",
    "Romani": "aǎbcćčdeěfghiǐjklmnoǒprsśštuǔvxzźžʒθç",
    "English": "abcdefghijklmnopqrstuvwxyz",
    "neighbours' Cyrillic": "ѐёѝйѓќѕщъьюяыэєії",
}


@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
def test_no_letter_is_lost(letters):
    for letter in letters + letters.upper():
        folded = fold(letter)
        assert folded.isalpha(), letter
        assert folded.isascii(), letter


@given(st.sampled_from(list(ALPHABETS.values())).flatmap(lambda letters: st.text(letters, min_size=1, max_size=15)))
def test_letters_are_folded_one_by_one_in_any_case_and_form(word):
    folded = "".join(fold(letter) for letter in word)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, word)) == folded
    assert fold(word.upper()) == folded
    assert len(tokens(word)) == 1


def test_german_umlauts_are_spelled_out():
    assert tokens("Bäcker, Tischler für Möbel, Straßenbau") == ["baecker", "tischler", "fuer", "moebel", "strassenbau"]


@given(st.text())
@example("й")
@example("Ѓорѓи İ ẞ ﬁ ǆ ½")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_subscripts_and_superscripts_are_digits():
    assert tokens("CO₂ m²") == ["co2", "m2"]


def test_digits_of_other_scripts_are_digits():
    assert tokens("CE 12t \u0661\u0662 １２ ①") == ["ce", "12t", "12", "12", "1"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zava\u00adri\u00advač", "zavarivač"),
        ("\ufeffkuvar\u200b", "kuvar"),
        ("vozač\u00a0kamiona\u202fC", "vozač kamiona C"),
        ("ра\u0301дник", "radnik"),
        ("l’atelier „Kod Mike“", 'l\'atelier "Kod Mike"'),
        ("rad — smene", "rad - smene"),
    ],
    ids=["soft hyphen", "zero width", "no-break spaces", "accents", "quotes", "dashes"],
)
def test_what_comes_along_from_documents_changes_no_word(written, meant):
    assert tokens(written) == tokens(meant)
    assert [token.text for token in located_tokens(written)] == tokens(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("кuvar", "kuvar"),  # Cyrillic к
        ("zаvаrivаč", "zavarivač"),  # Cyrillic а
        ("СNС operater", "CNC operater"),  # Cyrillic С
        ("НАCCР", "HACCP"),  # Cyrillic Н, А and Р
        ("Eхcel", "Excel"),  # Cyrillic х
        ("cтолар", "stolar"),  # Latin c
        ("пekap", "pekar"),  # Latin e, k, a, p
        ("PLCу и CNCом", "PLCu i CNCom"),  # Serbian endings
        ("wоркер Еxцел Бäцкер çелëс", "worker excel Bäcker çelës"),  # written in Cyrillic by a program
    ],
)
def test_letters_of_the_other_script_inside_a_word_are_read_as_meant(written, meant):
    assert fold(written) == fold(meant)


def test_latin_keeps_what_tells_two_trades_apart():
    assert latin("КОЖАР") == latin("Kožar") == "kožar"
    assert latin("козар") == "kozar"
    assert fold("кожар") == fold("kozar")
    assert latin("Koz\u030car") == "kožar"


DIGRAPHS = "injekcija konjugacija nadživeti tanjug Njuškalo džem ljubav panj odžačar vanjezički"


def test_digraphs_come_back_from_transliteration_as_they_were():
    for word in DIGRAPHS.split():
        assert tokens(cyrtranslit.to_cyrillic(word, "sr")) == tokens(word)
    assert tokens("инјекција ињекција") == ["injekcija", "injekcija"]
    assert tokens("надживети наџивети") == ["nadziveti", "nadziveti"]
