"""E-mails of the portal: texts from templates/letters, written in the transaction that gives reason for them."""

from flask import render_template

from matching_service.services import messages


def write(session, to: str, subject: str, template: str, **values: object) -> None:
    messages.send(session, to, subject, render_template(f"letters/{template}.txt", **values))
