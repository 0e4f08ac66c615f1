"""A CV is handed in, shown beside its passages, corrected, and only what is ticked is saved."""

import io
import re

import pytest
from docx import Document

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.profiles import people

CV = """Radna biografija
Ana Jović
Vojvode Putnika 12, 18000 Niš
tel. 064 111 2222
Datum rođenja: 3. 5. 1990.

Radno iskustvo
Zavarivač, Metal Jug d.o.o., 03/2019 - 02/2022
Jezici
nemački B1
Vozačka dozvola: B
"""


def fields_of(page):
    """What a browser would send of the form: hidden fields, ticked boxes, texts, chosen options."""
    form = page[page.index('action="/people/') :]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = attributes.get("type") != "checkbox" or re.search(r"\schecked", tag)
        if "name" in attributes and ticked and attributes.get("type") != "radio":
            sent[attributes["name"]] = attributes.get("value", "y").replace("&#34;", '"')
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected[^>]* value="([^"]*)"', options)
        sent[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        sent[name] = text
    return sent


def docx(text):
    document, content = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(content)
    return (io.BytesIO(content.getvalue()), "cv.docx")


def test_a_new_person_is_made_of_what_is_ticked_and_corrected(counsellor, session, engine):
    page = counsellor.post("/people/cv", data={"file": docx(CV)}).text
    assert "Zavarivač, Metal Jug d.o.o., 03/2019 - 02/2022" in page
    assert "Datum rođenja" not in page
    sent = fields_of(page)
    assert sent["given_name"] == "Ana"
    assert sent["experiences-0-years"] == "3"
    assert sent["licences-0-take"] == "y"
    del sent["licences-0-take"]
    sent |= {"experiences-0-take": "y", "experiences-0-employer_name": "Metal Jug", "family_name": ""}
    again = counsellor.post("/people/cv/confirm", data=sent)
    assert again.status_code == 422
    assert "Zavarivač, Metal Jug d.o.o., 03/2019 - 02/2022" in again.text

    answer = counsellor.post("/people/cv/confirm", data=fields_of(again.text) | {"family_name": "Jović"})
    assert re.fullmatch(r"/people/\d+/consents", answer.location)
    made = people.get(session, OPERATOR, int(answer.location.split("/")[2])).record
    assert (made.given_name, made.family_name, made.phone, made.municipality) == ("Ana", "Jović", "064 111 2222", "nis")
    [job] = made.experiences
    assert (job.title, job.employer_name, job.years, job.ended_year) == ("Zavarivač", "Metal Jug", 3.0, 2022)
    assert (job.occupation.code, job.occupation.source) == ("welder", "counsellor")
    assert [(one.language, one.level) for one in made.languages] == [("de", "B1")]
    assert made.licences == ()
    assert made.about == ""


@pytest.mark.parametrize("who", ["counsellor", "graduate"])
def test_what_is_there_is_told_and_neither_doubled_nor_overwritten(who, request, world, session):
    client = request.getfixturevalue(who)
    text = CV.replace("Zavarivač, Metal", "varilac, Metal").replace("Ana Jović", "Anica Petrović")
    page = client.post(f"/people/{world.person}/cv", data={"text": text}).text
    assert "Anica Petrović" in page
    client.post(f"/people/{world.person}/cv/confirm", data=fields_of(page))
    client.post(f"/people/{world.person}/cv/confirm", data=fields_of(page))
    session.expire_all()
    now = people.get(session, OPERATOR, world.person).record
    assert (now.given_name, now.family_name) == ("Ana", "Jović")
    assert [job.title for job in now.experiences] == ["varilac"]
    assert now.licences == ("B",)
    assert [one.language for one in now.languages] == ["de"]


def test_each_refusal_is_one_sentence_and_keeps_the_text(counsellor):
    for content, sentence in (
        (b"PK\x03\x04 not a zip", "oštećen"),
        (b"%PDF-1.4 nothing", "oštećen"),
        (bytes(range(256)) * 40, "nije Word"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "starog Worda"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
    ):
        answer = counsellor.post("/people/cv", data={"file": (io.BytesIO(content), "cv.pdf"), "text": "moj tekst"})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "moj tekst" in answer.text
    assert counsellor.post("/people/cv", data={"text": "  "}).status_code == 422


def test_a_long_cv_asks_the_database_for_no_more_than_a_short_one(counsellor, world, count_statements):
    counts = []
    for more in ("", "\nRadno iskustvo\n" + "Zavarivač, Firma, 2010 - 2012\n" * 15):
        with count_statements() as statements:
            counsellor.post(f"/people/{world.person}/cv", data={"text": CV + more})
        counts.append(len(statements))
    assert counts[1] <= counts[0] <= 34
