import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching_service.matcher.text import STOP_WORDS, located_tokens, nfkc, spell, stems, tokens


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


@pytest.mark.parametrize("text", ["", "   ", "...,;!?", "—–-", "\n\t", "😀👍"])
def test_where_there_are_no_words_there_are_no_tokens(text):
    assert tokens(text) == []


def test_stop_words_are_written_as_they_are_looked_up():
    assert all(tokens(word) == [word] for word in STOP_WORDS)


def test_stop_words_say_nothing():
    assert stems("Ne znam ni ja da je to kod pekara") == ["znam", "ja", "pekar"]


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=60))
@example("Заваривач, C+E; C++ и .NET (HACCP) Ćevapdžinica")
def test_located_words_are_those_of_the_text_in_their_places(text):
    located = located_tokens(text)
    assert all(spell(nfkc(text)[token.start : token.end]) == token.text for token in located)


def test_words_are_located_as_they_are_split():
    for text in ("Заваривач, C+E; C++ и .NET (HACCP) Ćevapdžinica", "Straße, B2; C# i R", "šijem-krojim 2x"):
        assert [token.text for token in located_tokens(text)] == tokens(text)
