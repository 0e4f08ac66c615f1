"""What `make security` says of advisories, whatever their source answers."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.security import advisories

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
HOLED = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "not found"}


@pytest.fixture
def answering(monkeypatch, capsys):
    """`answering(pypi=[...])` runs the check with sources that know these packages; others do not answer."""

    def run(**sources):
        def answer(command, **_options):
            known = sources.get(command[command.index("-s") + 1])
            printed = "cannot connect" if known is None else json.dumps({"dependencies": known})
            return subprocess.CompletedProcess(command, 1, printed, "")

        monkeypatch.setattr(subprocess, "run", answer)
        return advisories.main(Path("constraints.txt")), capsys.readouterr().out

    return run


def test_no_known_hole(answering):
    status, told = answering(pypi=[SOUND, UNKNOWN])
    assert status == 0
    assert "asked about 1 packages, 0 known holes" in told
    assert "not known there: ours" in told


def test_a_hole_fails_and_is_named_with_what_mends_it(answering):
    status, told = answering(pypi=[SOUND, HOLED])
    assert status == 1
    assert "old 1.0: PYSEC-1, mended in 1.1" in told


def test_another_source_is_asked_where_one_cannot_be_reached(answering):
    assert answering(osv=[HOLED])[0] == 1


def test_nothing_is_pretended_where_nobody_can_be_asked(answering):
    status, told = answering(pypi=[UNKNOWN])
    assert status == 0
    assert "NOT CHECKED" in told
