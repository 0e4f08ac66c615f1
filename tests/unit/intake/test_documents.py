"""Files are read in memory by a process that ends with them; each refusal has one reason."""

import pytest

from matching_service.errors import Invalid
from matching_service.services.intake import europass, files
from matching_service.services.intake.proposal import proposal_of
from matching_service.services.intake.text_reader import curriculum_of
from tests.unit.intake import documents
from tests.unit.intake.measured import TODAY

LEFT = ["KONTAKT", "062 700 800", "Leskovac", "", "JEZICI", "engleski B1", "", "VESTINE", "Microsoft Excel", "Git"]
RIGHT = [
    "Petar Simic", "", "RADNO ISKUSTVO", "01/2020 - 12/2022", "Zavarivac", "Metal Jug d.o.o.", "", "2017 - 2019",
    "Bravar", "Alfa d.o.o.", "", "OBRAZOVANJE", "2013 - 2017", "Tehnicka skola Leskovac, bravar",
]  # fmt: skip


def read(content, known):
    found = files.extracted(content)
    if found.europass:
        return proposal_of(europass.curriculum_of(found.europass, known.places), known, TODAY)
    return proposal_of(curriculum_of(found.text, known, TODAY), known, TODAY)


def jobs_of(proposal):
    return [(one.value.title, one.value.employer_name, one.value.years) for one in proposal.experiences]


def test_a_pdf_of_two_columns_is_read_column_by_column(known):
    found = read(documents.pdf((40, LEFT), (260, RIGHT)), known)
    assert jobs_of(found) == [("Zavarivac", "Metal Jug d.o.o.", 3.0), ("Bravar", "Alfa d.o.o.", 2.0)]
    assert (found.given_name.value, found.municipality.value) == ("Petar", "leskovac")
    assert [one.value.language for one in found.languages] == ["en"]
    assert len(found.skills) == 2


def test_dates_beside_what_they_are_about_are_no_column(known):
    dates = [
        "Petar Simic",
        "",
        "RADNO ISKUSTVO",
        "2015 - 2018",
        "",
        "2018 - 2020",
        "",
        "2020 - 2022",
        "",
        "2022 - danas",
    ]
    jobs = ["", "", "", "Kuvar, Hotel Niš", "", "Konobar, Restoran Bor", "", "Pekar, Pekara Zora", "", "Magacioner"]
    found = read(documents.pdf((40, dates), (200, jobs)), known)
    assert [title for title, _, _ in jobs_of(found)] == ["Kuvar", "Konobar", "Pekar", "Magacioner"]


def test_a_word_document_keeps_its_tables_together(known):
    table = [("2018 - 2020", "Kuvar\nHotel Niš\nPriprema jela"), ("2020 - 2022", "Pekar\nPekara Zora")]
    found = read(documents.docx(["Ana Jović", "Niš", "Radno iskustvo"], table), known)
    assert jobs_of(found) == [("Kuvar", "Hotel Niš", 2.0), ("Pekar", "Pekara Zora", 2.0)]
    assert found.experiences[0].value.description == "Priprema jela"
    assert read(documents.odt(["Ana Jović", "Radno iskustvo", "Kuvar, Hotel Niš, 2018 - 2020"]), known).experiences


def test_europass_files_are_read_by_their_names(known):
    found = read(documents.pdf((40, ["Europass"]), attached=documents.CANDIDATE), known)
    assert jobs_of(found) == [("Recepcioner", "Hotel Stara planina", 1.0)]
    assert found.experiences[0].value.description == "Prijem gostiju\nRezervacije"
    assert [(one.value.language, one.value.level) for one in found.languages] == [("sr", "native"), ("de", "B1")]
    assert (found.educations[0].value.isced_level, found.educations[0].value.year) == (7, 2024)
    assert (found.municipality.value, found.phone.value) == ("pirot", "+381 641234567")
    assert set(found.left_out) == {"birth", "sex", "nationality", "address"}

    older = read(documents.PASSPORT.encode(), known)
    assert jobs_of(older) == [("Automehaničar", "Auto servis Zoki", 5.75)]
    assert [one.value for one in older.licences] == ["B", "C"]
    assert [(one.value.language, one.value.level) for one in older.languages] == [("sr", "native"), ("en", "B1")]
    assert (older.municipality.value, older.educations[0].value.isced_level) == ("vlasotince", 3)
    assert set(older.left_out) == {"birth", "sex"}


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "europass">]><SkillsPassport>&a;</SkillsPassport>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" ", "empty"),
        (b"x" * (files.MOST_BYTES + 1), "file_too_large"),
        (b"a line of a CV\n" * 5000, "too_long_for_cv"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"%PDF-1.7 nothing", "damaged"),
        (b"<html><body>CV</body></html>", "not_a_document"),
        (bytes(range(256)) * 20, "not_a_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", "old_word"),
        (documents.bomb(), "unpacks_to_too_much"),
        (documents.pdf((40, ["CV"])), "scanned"),
        (documents.pdf((40, RIGHT), password="tajna"), "encrypted"),
        (documents.pdf((40, RIGHT), pages=31), "too_many_pages"),
        (ENTITIES.encode(), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, reason, known):
    with pytest.raises(Invalid) as refused:
        read(content, known)
    assert refused.value.problems == {"file": reason}


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(files, "MOST_SECONDS", 0.01)
    with pytest.raises(Invalid, match="takes_too_long"):
        files.extracted(documents.pdf((40, RIGHT)))
