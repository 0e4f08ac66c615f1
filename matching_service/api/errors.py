"""Errors as RFC 9457 problems: one table from exception to status."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, default_exceptions

from matching_service.api.answers import json_response
from matching_service.errors import Busy, Conflict, Forbidden, Invalid, NotFound, NotSignedIn, TooManyAttempts
from matching_service.request_context import is_api_request
from matching_service.services.idempotency import KeyReused
from matching_service.services.readiness import NotReady

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="matching-service"'
RETRY_AFTER = 5  # seconds

STATUS: dict[type[Exception], HTTPStatus] = {
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    ValidationError: HTTPStatus.UNPROCESSABLE_ENTITY,
    KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}

# What the keys of Invalid and Conflict say, for those who write clients.
SENTENCES = {
    "required": "Must be there.",
    "too_long": "Is too long.",
    "empty": "Says nothing.",
    "file_too_large": "Has more than 5 MB.",
    "not_a_document": "Is no DOCX, PDF, ODT, Europass or text file.",
    "old_word": "Is a file of an old Word; save it as DOCX or PDF.",
    "encrypted": "Is locked with a password.",
    "scanned": "Holds pictures and no text.",
    "too_many_pages": "Has more than 30 pages.",
    "too_long_for_cv": "Is longer than any CV.",
    "unpacks_to_too_much": "Unpacks to too much.",
    "takes_too_long": "Takes too long to read.",
    "damaged": "Is damaged.",
    "too_short": "Is too short.",
    "too_common": "Is one of the first that others would try.",
    "unknown": "Does not exist.",
    "not_allowed": "Is not allowed here.",
    "out_of_range": "Is out of range.",
    "in_the_past": "Is in the past.",
    "beyond_the_limit": "Is later than may be without a new approval, or after the last day of work.",
    "same_day": "Is the last day already.",
    "duplicate": "Is in the list already.",
    "taken": "Is taken already.",
    "not_an_email": "Is not an e-mail address.",
    "not_a_pib": "Is not a valid PIB: the last digit does not fit the others.",
    "ends_before_start": "Must not be before the start.",
    "less_than_pay_from": "Must not be less than `pay_from`.",
    "fewer_than_taken": "Must not be less than the places taken.",
    "names_protected": "Names what may be no reason (origin, sex, age, family, health, return and the like).",
    "not_agreed_ranked": "The person has not agreed to be ranked, or not any more.",
    "not_agreed_shown_to_employer": "The person has not agreed to be shown to this company.",
    "no_company": "The opening belongs to no company.",
    "profiled_first": "The person has not agreed to be profiled, which comes first.",
    "withdrawn_since": "The person has withdrawn this consent since that day.",
    "wrong_state": "The state of the opening or application does not allow this.",
    "already_applied": "The person has applied for this opening before.",
    "opening_not_open": "The opening takes no applications (any more).",
    "places_free": "The opening still has free places: each application needs an answer of its own.",
    "opening_ended": "The opening has ended; it cannot be changed any more.",
    "employer_not_verified": "The company has not been verified yet.",
    "no_places_left": "All places of the opening are taken.",
    "nothing_to_undo": "The last step cannot be taken back, or not by you, or not any more.",
    "already_done": "It is done already.",
    "pool_closed": "The pool is closed.",
    "pool_full": "A pool holds 500 people at most.",
    "company_waits": "The company is shown people once it has been verified.",
    "pib_is_fixed": "The PIB of a company cannot be changed.",
    "already_asked": "Erasure was asked for before; the request waits for an answer.",
    "already_answered": "The request was answered before.",
    "not_asked_for": "Nobody has asked for this erasure.",
    "own_request": "Somebody else than who asked has to erase.",
    "erase_instead": "An erasure is done by DELETE of the profile; here it can only be refused.",
    "answer_lost": "This was done when it was first asked for; that answer cannot be read any more.",
    "agreement_signed": "Somebody has signed the agreement: the acceptance cannot be taken back any more.",
    "too_many_searches": "The account keeps as many searches as there is room for; delete one first.",
    "cohort_is_empty": "The cohort has nobody or no opening.",
    "newer_proposal": "There is a newer proposal, which alone can be confirmed.",
    "nothing_to_confirm": "No place is proposed for the person.",
    "confirmed_elsewhere": "The person was confirmed for another opening by an earlier proposal.",
    "agreement_changed": "The agreement has another version by now.",
    "agreement_incomplete": "The agreement lacks something that it needs.",
    "no_agreement": "A job has no agreement of three sides.",
    "signed_before": "This side has signed this version.",
    "certificate_issued": "There is a certificate that was not revoked.",
    "hours_entered": "Hours or evaluations were entered since.",
    "not_begun": "The placement has not begun.",
    "already_evaluated": "This evaluation was given before.",
    "not_finished": "Only finished internships have certificates.",
    "revoked_before": "The certificate was revoked before.",
    "not_due_yet": "The day has not come yet.",
    "more_than_planned": "Together with `excused` more than `planned`.",
    "deadline_passed": "The last day to apply has passed.",
}


def problem(status: int, detail: str, **members: object) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "instance": quote(request.path),
        **members,
    }
    return json_response(body, status, MEDIA_TYPE)


def answer_service_error(error: Exception) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    errors = list(_field_errors(error))
    detail = "Some values cannot be taken." if errors else SENTENCES.get(str(error), str(error))
    members = {"errors": errors} if errors else {}
    if isinstance(error, Conflict):
        members["allowed"] = list(error.allowed)
    response = problem(status, detail, **members)
    if status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def answer_http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse by themselves; the cause of a 500 is in the log, not in the answer."""
    response = problem(error.code, error.description or HTTPStatus(error.code).phrase)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _field_errors(error: Exception) -> Iterator[dict[str, str]]:
    if isinstance(error, ValidationError):
        for location, messages in error.messages_dict.items():
            for path, detail in _flatten(messages, ()):
                yield {**_place(location, path), "detail": detail}
    if isinstance(error, Invalid):
        location = "query" if request.method == "GET" else "json"
        for path, key in error.problems.items():
            yield {**_place(location, tuple(path.split("/"))), "detail": SENTENCES[key]}


def _flatten(messages, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """marshmallow's nested messages as (path, message)."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flatten(inner, path if name == "_schema" else (*path, str(name)))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flatten(inner, path)
    else:
        yield path, messages


def _place(location: str, path: tuple[str, ...]) -> dict[str, str]:
    """Where in the request: a query parameter or header by name, a part of the body by JSON Pointer."""
    if location != "json":
        # one of several values of a parameter is told by the name of the parameter
        return {"parameter": path[0]} if location == "query" else {location: "/".join(path)}
    escaped = (name.replace("~", "~0").replace("/", "~1") for name in path)
    return {"pointer": "".join(["#", *(f"/{quote(name, safe='~')}" for name in escaped)])}


def handle_errors_of(blueprint) -> None:
    """By status code too: such handlers come before any the pages register for the whole application."""
    for kind in STATUS:
        blueprint.register_error_handler(kind, answer_service_error)
    for code in default_exceptions:
        blueprint.register_error_handler(code, answer_http_error)


def handle_unrouted(app: Flask) -> None:
    """No blueprint sees an unknown route or a wrong method; under our paths they are problems too."""

    @app.before_request
    def refuse():
        error = request.routing_exception
        if is_api_request() and isinstance(error, HTTPException) and error.code >= HTTPStatus.BAD_REQUEST:
            return answer_http_error(error)
        return None
