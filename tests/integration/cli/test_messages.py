import json
import socketserver
import threading

import pytest

from matching_service.cli.environment import database
from matching_service.services import messages


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as one letter needs; refuses whoever writes to `refused@`."""

    def handle(self):
        self._say("220 here")
        for line in self.rfile:
            verb = line.split()[0].upper()
            if verb == b"DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(text.decode())
            if verb == b"RCPT" and b"refused@" in line:
                self._say("550 no such mailbox")
            else:
                self._say({b"QUIT": "221 bye"}.get(verb, "250 ok"))

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server(monkeypatch):
    with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.taken = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("MAIL_FROM", "portal@example.test")
        yield server
        server.shutdown()
        thread.join()


def test_what_waits_is_sent_and_what_is_refused_stays(run, small_database, mail_server):
    with database() as session:
        messages.send(session, "refused@example.test", "Prva", "Zdravo!")
        messages.send(session, "ana@example.test", "Druga", "Dođite sutra.")
    assert json.loads(run("messages", "send", "--json").stdout) == {"sent": 1, "failed": 1}
    [text] = mail_server.taken
    assert "To: ana@example.test" in text
    assert run("messages", "send").stdout == "0 messages sent, 0 not taken by the mail server.\n"


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://127.0.0.1:1"}, "MAIL_FROM"),
        ({"SMTP_URL": "http://mail", "MAIL_FROM": "a@b.test"}, "SMTP_URL must be smtp://"),
        ({"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "a@b.test"}, "cannot be used: ConnectionRefusedError"),
    ],
)
def test_without_a_usable_server_there_is_one_clear_line(refused, small_database, monkeypatch, environment, told):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert told in refused("messages", "send")
