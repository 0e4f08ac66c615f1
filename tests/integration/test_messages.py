"""E-mails wait in the database, go out once, and wait longer each time the server refuses them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from matching_service.services import messages
from matching_service.services.messages import Letter, NotDelivered
from matching_service.services.smtp import as_email
from models import Message
from models.base import now


@pytest.fixture
def written(session):
    for number in (1, 2):
        messages.send(session, f"{number}@example.test", f"Poruka {number}", "Zdravo!\nhttps://example.test/a")
    session.commit()


def refuse(_letter):
    raise NotDelivered("SMTPRecipientsRefused")


def test_a_letter_of_a_transaction_that_failed_is_never_sent(session):
    messages.send(session, "ana@example.test", "Poruka", "Zdravo!")
    session.rollback()
    assert messages.deliver_next(session, refuse) is None


def test_letters_go_out_once_in_their_order_and_their_text_is_forgotten(session, written):
    taken = []
    assert [messages.deliver_next(session, taken.append) for _ in range(3)] == [True, True, None]
    assert taken[0] == Letter("1@example.test", "Poruka 1", "Zdravo!\nhttps://example.test/a")
    assert [letter.to for letter in taken] == ["1@example.test", "2@example.test"]
    assert {(row.body, row.sent_at is None) for row in session.scalars(select(Message))} == {("", False)}


def test_what_the_server_refuses_is_tried_again_after_pauses_that_grow(session, written):
    first = session.scalars(select(Message).order_by(Message.id)).first()
    pauses = []
    for _attempt in range(12):
        first.next_attempt_at = now() - timedelta(days=1)
        session.flush()
        assert messages.deliver_next(session, refuse) is False
        pauses.append(first.next_attempt_at - now())
    assert pauses[0] <= timedelta(minutes=1) < pauses[1] <= timedelta(minutes=2) < pauses[2]
    assert pauses[-1] <= messages.LONGEST_PAUSE
    taken = []
    assert messages.deliver_next(session, taken.append)
    assert [letter.to for letter in taken] == ["2@example.test"]


def test_a_letter_that_is_never_taken_is_given_up(session, written):
    for row in session.scalars(select(Message)):
        row.attempts = messages.MOST_ATTEMPTS
    session.flush()
    assert messages.deliver_next(session, refuse) is None


def test_a_subject_cannot_carry_a_header(session):
    messages.send(session, "ana@example.test", "Poruka\r\nBcc: svi@example.test", "Zdravo!")
    [written] = messages.latest(session, 5)
    email = as_email("Portal <portal@example.test>", written.letter)
    assert email["Bcc"] is None
    assert email["Message-ID"].endswith("@example.test>")
    assert email.get_content() == "Zdravo!\n"
