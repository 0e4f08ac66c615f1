"""E-mails are written with what they tell of, and become letters that carry nothing else."""

from matching_service.services import messages
from matching_service.services.messages import Letter
from matching_service.services.smtp import as_email


def test_a_letter_of_a_transaction_that_failed_is_never_sent(session):
    messages.send(session, "ana@example.test", "Poruka", "Zdravo!")
    session.rollback()
    assert messages.latest(session, 5) == ()


def test_a_subject_cannot_carry_a_header(session):
    messages.send(session, "ana@example.test", "Poruka\r\nBcc: svi@example.test", "Zdravo!")
    [written] = messages.latest(session, 5)
    email = as_email("Portal <portal@example.test>", Letter("ana@example.test", written.letter.subject, "Zdravo!", "7"))
    assert email["Bcc"] is None
    assert email["Message-ID"] == "<7@example.test>"
    assert email.get_content() == "Zdravo!\n"
