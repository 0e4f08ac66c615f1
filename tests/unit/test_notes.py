"""What the terminal says of each reason of the matcher."""

from datetime import date

import pytest

from employer_portal import reasons
from matching_service.cli import notes
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import check
from matching_service.services.matching.matches import Note

TODAY = date(2026, 3, 2)
KNOWN = PersonFacts(
    licences_complete=True, isced=2, languages=(("en", "A1"),), languages_complete=True,
    latitude=43.32, longitude=21.90, mobility_km=10, available_from=date(2027, 1, 1), working_time="part_time",
)  # fmt: skip
PLACED = PersonFacts(latitude=43.32, longitude=21.90)
DEMANDING = OpeningFacts(
    state="pending_approval", licences=("B",), education_min=3, languages=(("de", "B1"), ("en", "B2")),
    latitude=42.55, longitude=21.90, working_time="full_time", starts_on=TODAY,
)  # fmt: skip
FULL = OpeningFacts(places_left=0)


def said(person, opening):
    found = check(person, opening, TODAY)
    return [notes.words(Note(note.key, dict(note.values))) for note in (*found.reasons, *found.unknowns)]


@pytest.mark.parametrize(
    ("person", "opening", "expected"),
    [
        (
            KNOWN, DEMANDING,
            [
                "not taking applications: pending approval", "no driving licence B",
                "schooling: level 2, level 3 needed", "does not speak de", "speaks en A1, B2 needed",
                "working time: wants part time, offered full time", "can start only on 2027-01-01",
                "86 km away, travels up to 10 km",
            ],
        ),
        (
            PLACED, DEMANDING,
            [
                "not taking applications: pending approval", "driving licence B: not known",
                "schooling: not known, level 3 needed", "how well de is spoken: not known",
                "how well en is spoken: not known", "working time wanted: not known, offered full time",
                "first day possible: not known", "86 km away, how far is possible: not known",
            ],
        ),
        (
            PersonFacts(available_from=date(2027, 1, 1)), FULL,
            [
                "no places left",
                "can start only on 2027-01-01, and the opening does not say when it starts",
                "distance: not known",
            ],
        ),
    ],
    ids=["everything known", "hardly anything known", "all taken"],
)  # fmt: skip
def test_every_reason_is_said_in_plain_words(person, opening, expected):
    assert said(person, opening) == expected


def test_the_terminal_has_words_for_what_the_pages_have_sentences_for():
    assert set(notes.WORDS) == set(reasons.SENTENCES)
