"""A mail server, as an address such as `smtp://name:password@mail.example:587`."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import SplitResult, unquote, urlsplit

from matching_service.errors import BadInput, ConfigurationError
from matching_service.services.messages import Letter
from matching_service.services.outbox import ConnectionLost, NotDelivered, NotKnown

SECONDS = 20
# scheme -> port; smtp starts in the clear and goes on encrypted where the server can
PORTS = {"smtp": 587, "smtps": 465}


@contextmanager
def connected(url: str, sender: str) -> Iterator[Callable[[Letter], None]]:
    """Yields what delivers a letter over one connection; that raises NotDelivered, and NotKnown.

    Raises ConfigurationError for an address that is none, BadInput for a server that cannot be reached or refuses us.
    """
    server = _parsed(url)
    try:
        connection = _open(server)
    except (OSError, smtplib.SMTPException) as error:
        raise BadInput(f"the mail server {server.hostname} cannot be used: {type(error).__name__}") from error
    try:
        yield lambda letter: _deliver(connection, sender, letter)
    finally:
        with suppress(OSError, smtplib.SMTPException):  # what it has taken, it has taken
            connection.quit()


def check(url: str) -> None:
    """Raises ConfigurationError for an address that is none."""
    _parsed(url)


def _parsed(url: str) -> SplitResult:
    try:
        server = urlsplit(url)
        usable = server.scheme in PORTS and server.hostname and (server.port is None or server.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            "SMTP_URL must be smtp://HOST:PORT or smtps://HOST:PORT, with NAME:PASSWORD@ if needed"
        )
    return server


class _SaysWhatIsKnown:
    """Nothing was sent before the text is handed over; where the connection breaks after that, who knows."""

    def data(self, text):
        try:
            return super().data(text)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise NotKnown(type(error).__name__) from error


class _Smtp(_SaysWhatIsKnown, smtplib.SMTP):
    pass


class _SmtpOverTls(_SaysWhatIsKnown, smtplib.SMTP_SSL):
    pass


def _open(server: SplitResult) -> smtplib.SMTP:
    """Names and passwords go over encrypted connections only."""
    port, safe = server.port or PORTS[server.scheme], ssl.create_default_context()
    if server.scheme == "smtps":
        connection = _SmtpOverTls(server.hostname, port, timeout=SECONDS, context=safe)
    else:
        connection = _Smtp(server.hostname, port, timeout=SECONDS)
        connection.ehlo()
        if server.username or connection.has_extn("starttls"):
            connection.starttls(context=safe)
    if server.username:
        connection.login(unquote(server.username), unquote(server.password or ""))
    return connection


def _deliver(connection: smtplib.SMTP, sender: str, letter: Letter) -> None:
    try:
        connection.send_message(as_email(sender, letter))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        lost = connection.sock is None
        raise (ConnectionLost if lost else NotDelivered)(type(error).__name__) from error


def as_email(sender: str, letter: Letter) -> EmailMessage:
    domain = sender.rpartition("@")[2].rstrip(">")
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, letter.to, letter.subject
    email["Date"], email["Message-ID"] = formatdate(), f"<{letter.id}@{domain}>"
    email["Auto-Submitted"] = "auto-generated"
    if letter.stop:  # RFC 8058
        email["List-Unsubscribe"], email["List-Unsubscribe-Post"] = f"<{letter.stop}>", "List-Unsubscribe=One-Click"
    email.set_content(letter.body)
    return email
