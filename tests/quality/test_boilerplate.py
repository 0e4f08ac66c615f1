"""What any company writes names no occupation, asks for no skill and has no words: sentences.txt, all invented."""

from pathlib import Path

import pytest

from matching_service.cli.evaluation import starter_reader

SENTENCES = (Path(__file__).parent / "boilerplate" / "sentences.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def reader():
    return starter_reader()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_boilerplate_asks_for_nothing(reader, sentence):
    read = reader.opening("", sentence)
    assert (read.occupation, [link.label for link in read.skills]) == (None, [])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_boilerplate_changes_nothing_of_an_opening(reader, sentence):
    """Before what is sought, and after it."""
    wanted = "Tražimo zidara. Opis posla: malterisanje i zidanje opekom."
    plain = reader.opening("Zidar", wanted)
    for text in (f"{sentence} {wanted}", f"{wanted} {sentence}"):
        read = reader.opening("Zidar", text)
        assert (read.occupation, read.demands) == (plain.occupation, plain.demands)


def test_boilerplate_together_weighs_next_to_nothing(reader):
    """Its words are left out, but for a few that stand before what announces them."""
    left = [
        word
        for text in reader.opening("", " ".join(SENTENCES)).texts
        for word in reader.encoder.words_.telling(text.words)
    ]
    said = [word for sentence in SENTENCES for word in reader.encoder.words_.telling(sentence)]
    assert len(left) < 0.1 * len(said)
