"""Cyrillic and Latin Serbian are the same to the matcher: everything we ship and test with is written in both."""

import csv
from importlib.resources import files

import cyrtranslit
import pytest

from matching_service.matcher.text import located_tokens, stems, tokens
from tests.quality import cases


def rows_of(*path):
    with files("data").joinpath(*path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def in_cyrillic(text):
    return cyrtranslit.to_cyrillic(text, "sr")


def labels():
    rows = rows_of("taxonomy", "occupations.csv") + rows_of("taxonomy", "skills.csv")
    return [row[column] or "" for row in rows for column in row if column.startswith("sr")]


def demo_texts():
    rows = rows_of("demo", "people.csv") + rows_of("demo", "openings.csv")
    return [value for row in rows for value in row.values() if value]


def case_texts():
    found = cases.load()
    openings = [opening.title + ". " + (opening.description or "") for opening in found.openings.values()]
    return openings + [person.about for person in found.people.values() if person.about]


@pytest.mark.parametrize("texts_of", [labels, demo_texts, case_texts])
def test_every_text_gives_the_same_words_in_both_scripts(texts_of):
    texts = texts_of()
    assert len(texts) > 100
    for text in texts:
        cyrillic = in_cyrillic(text)
        assert tokens(cyrillic) == tokens(text)
        assert stems(cyrillic) == stems(text)
        assert [token.text for token in located_tokens(cyrillic)] == tokens(text)


def features(made):
    return made.indices.tolist(), made.values.tolist()


@pytest.mark.parametrize("row", rows_of("demo", "openings.csv")[::4], ids=lambda row: row["external_id"])
def test_openings_and_people_get_the_same_features_in_both_scripts(reader, row):
    text = f"{row['title']}. {row['description']}"
    for document, encode in (
        (reader.posting_of_text, reader.encoder.transform_posting),
        (reader.profile_of_text, reader.encoder.transform_profile),
    ):
        assert features(encode(document(in_cyrillic(text)))) == features(encode(document(text)))


@pytest.mark.parametrize("row", rows_of("demo", "people.csv")[::5], ids=lambda row: row["external_id"])
def test_what_people_say_of_themselves_gets_the_same_features_in_both_scripts(reader, row):
    text = f"{row['qualification']}. {row['about']} {row['wishes']}"
    read = reader.profile_of_text
    encode = reader.encoder.transform_profile
    assert features(encode(read(in_cyrillic(text)))) == features(encode(read(text)))
