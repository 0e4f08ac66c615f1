"""Whatever anybody has written anywhere is shown as text, on every page, to everybody."""

import re

import pytest
from sqlalchemy import String, update
from sqlalchemy.exc import DBAPIError

from models import Base
from tests.integration.web.walk import addresses

PLANTED = "\"'><planted>&{{7*7}}"
# What is looked up, signed in with or chosen from a list is no text of anybody.
MACHINERY = {"state", "status", "kind", "code", "source", "role", "fs_uniquifier", "password", "email", "edition"}
MUST_BE_PLANTED = {
    ("person", "given_name"), ("person", "family_name"), ("person", "about"), ("person", "wishes"), ("person", "phone"),
    ("employer", "name"), ("employer", "address"), ("employer", "activity"), ("employer", "contact_name"),
    ("opening", "title"), ("opening", "description"), ("user_account", "name"),
    ("experience", "title"), ("experience", "description"), ("municipality", "name"), 
}  # fmt: skip


@pytest.fixture
def planted(session, town):
    """`planted()` writes into every column of text of every row; gives the columns that took it."""

    def plant():
        return {
            (table.name, column.name)
            for table in Base.metadata.sorted_tables
            for column in table.columns
            if _is_text(column) and _write(session, table, column)
        }

    return plant


def _is_text(column):
    holds_text = isinstance(column.type, String) and not (column.foreign_keys or column.primary_key)
    long_enough = column.type.length is None if holds_text else False
    return holds_text and (long_enough or column.type.length >= len(PLANTED)) and column.name not in MACHINERY


def _write(session, table, column):
    """False where the database knows better what belongs there."""
    try:
        with session.begin_nested():
            return session.execute(update(table).values({column.name: PLANTED})).rowcount > 0
    except DBAPIError:
        return False


def test_no_text_becomes_part_of_a_page(app, client, browsers, town, planted, session):
    everybody = {"nobody": client, **browsers()}
    client_of_company = everybody["employer"]
    client_of_company.post(f"/company/openings/{town['opening_id'][0]}/edit", data={"title": PLANTED})
    everybody["beneficiary"].post(f"/my/applications/to/{town['opening_id'][0]}", data={"message": PLANTED})
    columns = planted()
    session.commit()
    assert columns >= MUST_BE_PLANTED, MUST_BE_PLANTED - columns
    shown = 0
    for address in addresses(app, "GET", town):
        for role, browser in everybody.items():
            answer = browser.get(address)
            assert answer.status_code < 500, f"{address} breaks for {role}"
            assert "<planted" not in answer.text, f"{address} for {role}"
            assert "&amp;49" not in answer.text, f"{address} for {role} runs what was written as a template"
            shown += "&lt;planted&gt;" in answer.text
    assert shown > 20


# data for programs is no script; the canonical address of a page names our own host
FORBIDDEN = re.compile(
    r"<style|\sstyle=|<script(?! src=\"/| type=\"application/ld\+json\")|\son[a-z]+=|javascript:"
    r"|(?:src|href)=\"(?:https?:)?//(?!localhost/)"
)


def test_no_page_carries_what_the_policy_would_not_run(app, client, browsers, town):
    everybody = (client, *browsers().values())
    for address in addresses(app, "GET", town):
        for answer in (browser.get(address) for browser in everybody):
            if answer.mimetype == "text/html" and "attachment" not in answer.headers.get("Content-Disposition", ""):
                assert FORBIDDEN.findall(answer.text) == [], address


def test_what_was_typed_comes_back_as_text(client, reference_data):
    pages = [
        client.get("/placements", query_string={"text": PLANTED, "municipality": PLANTED, "cursor": PLANTED}),
        client.get("/placements", query_string={"text": PLANTED, "municipality": PLANTED}),
        client.get("/suggestions/occupation", query_string={"field": PLANTED, PLANTED: PLANTED}),
        client.get("/login", query_string={"next": PLANTED}),
        client.get(f"/nothing/{PLANTED}"),
        client.post("/login", data={"email": PLANTED, "password": PLANTED}),
        client.post("/register", data={"name": PLANTED, "pib": PLANTED, "email": PLANTED, "activity": PLANTED}),
    ]
    for page in pages:
        assert "<planted" not in page.text, page.request.path


@pytest.mark.parametrize("name", ["page.html", "mail.txt", "report.csv", "drawing.svg", "no-ending", None])
def test_a_template_of_any_name_escapes_or_is_plain_text(app, name):
    escapes = app.jinja_env.autoescape(name)
    assert escapes == (name not in ("mail.txt", "report.csv", "no-ending"))


def test_no_template_of_ours_marks_data_as_safe(app):
    loader = app.jinja_loader
    for name in loader.list_templates():
        source = loader.get_source(app.jinja_env, name)[0]
        assert "|safe" not in source.replace(" ", ""), name
        assert "autoescapefalse" not in source.replace(" ", ""), name
