"""E-mails of the portal: texts from templates/letters, written in the transaction that gives reason for them; notices
of the services are put into words when they are sent."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import render_template

from employer_portal import i18n, stop_links
from matching_service.services import messages
from matching_service.services.identity import accounts
from matching_service.services.notices import Notice

# of notices, by their kind
SUBJECTS = {
    "application_sent": i18n.mark("Your application is sent"),
    "application_interview": i18n.mark("You are invited to an interview"),
    "application_offered": i18n.mark("There is an offer for you"),
    "application_rejected": i18n.mark("There is an answer to your application"),
    "application_placed": i18n.mark("The place is yours"),
    "application_expired": i18n.mark("An application has ended without an answer"),
    "application_cancelled": i18n.mark("An application has ended"),
    "application_changed": i18n.mark("Something has changed in your application"),
    "offer_expired": i18n.mark("An offer has ended"),
    "offer_waits": i18n.mark("An offer waits for your answer"),
    "application_new": i18n.mark("A new application"),
    "application_accepted": i18n.mark("Your offer is accepted"),
    "application_gone": i18n.mark("Somebody does not wait any more"),
    "application_changed_company": i18n.mark("Something has changed in an application"),
    "applications_wait": i18n.mark("Applications wait for your answer"),
    "new_openings": i18n.mark("New openings for you"),
}
# what an account may have no more letters of, and the link to say so
STOPPED_BY: dict[str, Callable[[Mapping[str, object]], str]] = {
    "new_openings": lambda details: stop_links.of_account(details["account"]),
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


def in_words(notice: Notice) -> tuple[str, str, str]:
    """Subject and text, in the language of the account; and the link that stops such letters, "" where they cannot
    be stopped. In a context of a request, as links are made."""
    day = notice.details.get("day")
    values = {**notice.details, "day": date.fromisoformat(day) if day else None}
    with i18n.speaking(notice.language):
        stop = STOPPED_BY[notice.kind](notice.details) if notice.kind in STOPPED_BY else ""
        body = render_template(f"letters/{notice.kind}.txt", **values, stop=stop)
        return i18n.gettext(SUBJECTS[notice.kind]), body, stop
