"""The command, with a mail server as far as one letter needs it."""

import json
import os
import socketserver
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from matching_service.cli.environment import database
from matching_service.services import messages, smtp
from matching_service.services.messages import Letter
from matching_service.services.outbox import ConnectionLost, NotKnown
from models import Employer, Message, Opening, WorkerJob
from models.base import now


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as one letter needs; refuses whoever writes to `refused@`, hangs up where it is told."""

    def handle(self):
        self._say("220 here")
        for line in self.rfile:
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(text.decode())
            if verb == self.server.breaks:
                return
            if verb == b"RCPT" and b"refused@" in line:
                self._say("550 no such mailbox")
            else:
                self._say({b"QUIT": "221 bye"}.get(verb, "250 ok"))

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(monkeypatch):
    with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.taken, server.breaks = [], None
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("MAIL_FROM", "portal@example.test")
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def demo(small_database, monkeypatch):
    monkeypatch.setenv("MATCHING_MODE", "demo")


def test_what_waits_is_sent_and_what_is_refused_stays(run, demo, mail_server):
    with database() as session:
        messages.send(session, "refused@example.test", "Prva", "Zdravo!")
        messages.send(session, "ana@example.test", "Druga", "Dođite sutra.")
    assert "No worker" in run("worker", "status").stdout
    done = json.loads(run("worker", "--once", "--json").stdout)
    assert (done["sent"], done["not_sent"], done["failed_jobs"]) == (1, 1, 0)
    [text] = mail_server.taken
    assert "To: ana@example.test" in text
    assert "; 0 letters sent, 0 not taken by the mail server.\n" in run("worker", "--once").stdout
    told = json.loads(run("worker", "status", "--json").stdout)
    assert (told["works"], told["letters"]["waiting"], told["letters"]["refused"]) == (True, 1, 1)
    assert "1 letter waiting" in run("worker", "status", "--check").stdout
    assert run("worker", "again").stdout == "0 letters will be sent again.\n"


def test_a_connection_that_breaks_says_whether_the_letter_may_have_gone_out(mail_server):
    letter = Letter("ana@example.test", "Prva", "Zdravo!", "1")
    for breaks, raised in ((b"RCPT", ConnectionLost), (b"DATA", NotKnown)):
        mail_server.breaks = breaks
        with smtp.connected(os.environ["SMTP_URL"], "portal@example.test") as deliver:
            with pytest.raises(raised):
                deliver(letter)
            with pytest.raises(ConnectionLost):
                deliver(letter)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"SMTP_URL": "smtp://127.0.0.1:1"}, "MAIL_FROM"),
        ({"SMTP_URL": "http://mail", "MAIL_FROM": "a@b.test"}, "SMTP_URL must be smtp://"),
        ({"SERVICE_URL": "posao.example"}, "SERVICE_URL"),
    ],
)
def test_settings_that_cannot_be_used_are_one_clear_line(refused, demo, monkeypatch, environment, told):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert told in refused("worker", "--once")


def test_without_a_server_letters_wait_and_jobs_are_done(run, demo, monkeypatch):
    with database() as session:
        messages.send(session, "ana@example.test", "Prva", "Zdravo!")
    ended = run("worker", "--once")
    assert (ended.exit_code, ended.stderr) == (0, "No SMTP_URL and MAIL_FROM: letters wait.\n")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("MAIL_FROM", "a@b.test")
    ended = run("worker", "--once")
    assert ended.exit_code == 0
    assert "ConnectionRefusedError" in ended.stderr
    assert "1 letter waiting" in run("worker", "status").stdout


def test_what_is_over_ends_and_what_was_kept_long_enough_goes_unless_more_days_are_told(run, demo, monkeypatch):
    yesterday = date.today() - timedelta(1)
    with database() as session:
        company = Employer(pib="100002803", name="Staklenik Vranje")
        for day in (yesterday, date.today()):
            session.add(Opening(employer=company, kind="vacancy", title="Berač", state="published", apply_by=day))
        session.add(Message(to="a@b.test", subject="", body="", created_at=now() - timedelta(40)))
    for days, letters in (("messages=50", 1), ("browsers=50", 0)):
        monkeypatch.setenv("RETENTION_DAYS", days)
        assert run("worker", "--once").exit_code == 0
        with database() as session:
            assert session.scalars(select(Opening.apply_by).where(Opening.state == "expired")).all() == [yesterday]
            assert session.scalar(select(func.count()).select_from(Message)) == letters
            session.execute(update(WorkerJob).values(due_at=now()))
