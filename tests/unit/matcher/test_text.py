import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching_service.matcher.text import STOP_WORDS, fold, located_tokens, nfkc, stem, stems, tokens

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


@pytest.mark.parametrize(
    "letters",
    [
        "".join(CYRILLIC),
        "abcčćdđefghijklmnoprsštuvzž",
        "abcdefghijklmnopqrstuvwxyzäöüß",
        "abcçdeëfghijklmnopqrstuvxyz",
        "ЀЍЁЙЃЌ",
    ],
    ids=["Serbian Cyrillic", "Serbian Latin", "German", "Albanian", "neighbours' Cyrillic"],
)
def test_no_letter_is_lost(letters):
    for letter in letters + letters.upper():
        folded = fold(letter)
        assert folded.isalpha(), letter
        assert folded.isascii(), letter


def test_german_umlauts_are_spelled_out():
    assert tokens("Bäcker, Tischler für Möbel, Straßenbau") == ["baecker", "tischler", "fuer", "moebel", "strassenbau"]


@given(st.text())
@example("й")
@example("Ѓорѓи İ ẞ ﬁ ǆ ½")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_words_have_no_spaces_and_are_never_empty(text):
    for token in tokens(text):
        assert token
        assert not any(char.isspace() for char in token)


@pytest.mark.parametrize("term", ["C++", "C#", ".NET", "C+E", "B+E", "B2", "CO2", "HACCP", "R", "3D", "C1E", "F#"])
@pytest.mark.parametrize("sentence", ["{}", "Znam {}, i dobro.", "({})", "{}/{}", "rad sa: {}."])
def test_short_terms_of_trades_stay_whole(term, sentence):
    assert term.lower() in tokens(sentence.format(term, term))


def test_terms_are_told_apart_from_each_other():
    assert tokens("C, C++, C# i C+E") == ["c", "c++", "c#", "i", "c+e"]


def test_subscripts_and_superscripts_are_digits():
    assert tokens("CO₂ m²") == ["co2", "m2"]


@pytest.mark.parametrize("text", ["", "   ", "...,;!?", "—–-", "\n\t", "😀👍"])
def test_where_there_are_no_words_there_are_no_tokens(text):
    assert tokens(text) == []


@pytest.mark.parametrize(
    "forms",
    [
        "kuvar kuvara kuvaru kuvarom kuvari kuvarica kuvarice kuvaricu",
        "zavarivač zavarivača zavarivačica zavarivačice заваривач",
        "vozač vozača vozači vozačica",
        "negovatelj negovatelja negovateljica negovateljicu",
        "krojač krojača krojačica",
        "spremačica spremačice spremačicu",
        "varenje varenja varenju varenjem",
        "mašina mašine mašini mašinom",
        "knjigovođa knjigovođe knjigovođu",
    ],
)
def test_cases_and_feminine_forms_share_a_stem(forms):
    assert len({stem(token) for token in tokens(forms)}) == 1


@pytest.mark.parametrize(("one", "other"), [("kuvar", "kum"), ("moler", "molba"), ("vozač", "voz"), ("c++", "c#")])
def test_different_words_keep_different_stems(one, other):
    assert stems(one) != stems(other)


def test_short_words_and_terms_with_signs_keep_their_endings():
    assert [stem(token) for token in tokens("voda rama c++ b2 c+e haccp")] == [
        "voda", "rama", "c++", "b2", "c+e", "haccp",
    ]  # fmt: skip


def test_stop_words_are_written_as_they_are_looked_up():
    assert all(tokens(word) == [word] for word in STOP_WORDS)


def test_stop_words_say_nothing():
    assert stems("Ne znam ni ja da je to kod pekara") == ["znam", "ja", "pekar"]


@pytest.mark.parametrize("word", ["radnik", "radnica", "radnici", "radnicima", "radnika", "radnicu"])
def test_the_pair_of_nik_and_nica_shares_a_stem(word):
    assert stem(word) == "radnik"


def test_an_adjective_is_not_the_feminine_of_an_occupation():
    assert stem("uredna") != stem("urednica")


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=60))
@example("Заваривач, C+E; C++ и .NET (HACCP) Ćevapdžinica")
def test_located_words_are_those_of_the_text_in_their_places(text):
    located = located_tokens(text)
    assert all(fold(nfkc(text)[token.start : token.end]) == token.text for token in located)


def test_words_are_located_as_they_are_split():
    for text in ("Заваривач, C+E; C++ и .NET (HACCP) Ćevapdžinica", "Straße, B2; C# i R", "šijem-krojim 2x"):
        assert [token.text for token in located_tokens(text)] == tokens(text)
