"""E-mails of the portal: texts from templates/letters, written in the transaction that gives reason for them; notices
of the services are put into words when they are sent."""

from flask import render_template

from employer_portal import i18n
from matching_service.services import messages
from matching_service.services.identity import accounts
from matching_service.services.notices import Notice

# of notices, by their kind
SUBJECTS = {
    "application_sent": i18n.mark("Your application is sent"),
    "application_new": i18n.mark("A new application"),
}


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


def in_words(notice: Notice) -> tuple[str, str]:
    """Subject and text, in the language of the account. In a context of a request, as links are made."""
    with i18n.speaking(notice.language):
        body = render_template(f"letters/{notice.kind}.txt", **notice.details)
        return i18n.gettext(SUBJECTS[notice.kind]), body
