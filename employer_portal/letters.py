"""E-mails of the portal: texts from templates/letters, written in the transaction that gives reason for them."""

from flask import render_template

from matching_service.services import messages


def write(session, to: str, subject: str, template: str, *, invitation_id: int | None = None, **values: object) -> None:
    body = render_template(f"letters/{template}.txt", **values)
    messages.send(session, to, subject, body, invitation_id=invitation_id)
