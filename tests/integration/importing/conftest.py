import csv
import io
import json

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from matching_service.cli import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder, monkeypatch, database, database_url, reference_data):
    """Run the command line on the database of the test, in an empty folder."""
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "PROTECTED_KEYS", "MATCHING_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def invoke(*args):
        return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="matching-service")

    return invoke


@pytest.fixture
def import_rows(run, folder):
    """`import_rows("people", [{"ime": "Ana", ...}])` writes rows as a file and imports it; gives what was printed."""

    def import_file(kind, rows, *options, name="file.csv"):
        write(folder / name, rows)
        result = run("import", kind, name, "--json", *options)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return import_file


def write(path, rows):
    headers = list(dict.fromkeys(name for row in rows for name in row))
    cells = [headers, *([row.get(name, "") for name in headers] for row in rows)]
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in cells:
            book.active.append(row)
        book.save(path)
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(cells)
        path.write_text(text.getvalue(), "utf-8")


def counts(done):
    return {status: done[status] for status in ("created", "updated", "unchanged", "rejected") if done[status]}
