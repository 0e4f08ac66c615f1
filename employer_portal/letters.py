"""E-mails of the portal: texts from templates/letters, written in the transaction that gives reason for them."""

from flask import render_template

from employer_portal import i18n
from matching_service.services import messages
from matching_service.services.identity import accounts


def write(
    session,
    to: str,
    subject: str,
    template: str,
    *,
    user_id: int | None = None,
    invitation_id: int | None = None,
    **values: object,
) -> None:
    """In the language of the account, where it is written to one (`user_id`), otherwise in that of the page.

    `subject` is marked for the catalogues, and filled in with `values`.
    """
    language = accounts.language_of(session, user_id) if user_id is not None else i18n.current().code
    with i18n.speaking(language):
        title = i18n.gettext(subject)
        body = render_template(f"letters/{template}.txt", **values)
    messages.send(session, to, title, body, user_id=user_id, invitation_id=invitation_id)
