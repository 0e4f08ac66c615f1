"""How often one account or one address may ask: a table of kinds of requests."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil
from time import time

import structlog
from flask import Flask, request
from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError as StorageMissing
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

from matching_service.config import Settings
from matching_service.errors import ConfigurationError, NotSignedIn
from matching_service.request_context import current_actor

_log = structlog.get_logger("limits")
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
READING = frozenset({"GET", "HEAD"})


def address() -> str:
    """Whoever asks by address; in IPv6 by the network a household is given, as it may take any address of it."""
    try:
        asking = ip_address(request.remote_addr or "")
    except ValueError:
        return "address unknown"
    return f"address {ip_network((asking, 64), strict=False)}" if asking.version == 6 else f"address {asking}"


def account() -> str:
    """Whoever asks by account; by address where nobody has signed in, so that invented tokens gain nothing."""
    try:
        user_id = current_actor().user_id
    except NotSignedIn:
        return address()
    return address() if user_id is None else f"account {user_id}"


@dataclass(frozen=True, slots=True)
class Limit:
    """`rates` as in "20 per minute; 200 per hour"; `endpoints` None: all but files and health."""

    name: str
    rates: tuple[RateLimitItem, ...]
    key: Callable[[], str]
    methods: frozenset[str] = READING | WRITING
    endpoints: frozenset[str] | None = None

    def concerns(self, method: str, endpoint: str | None) -> bool:
        return method in self.methods and (self.endpoints is None or endpoint in self.endpoints)


def _limit(name: str, rates: str, key: Callable[[], str], methods=READING | WRITING, endpoints: str = "") -> Limit:
    return Limit(name, tuple(parse_many(rates)), key, methods, frozenset(endpoints.split()) or None)


# An office may share one address: what is counted by address leaves room for twenty people. Guessing at one account's
# password is stopped by its lock, guessing at many by the first line.
LIMITS = (
    _limit(
        "sign-in", "30 per minute; 300 per hour", address, WRITING,
        "security.login security.verify tokens.issue_token security.two_factor_token_validation security.mf_recovery "
        "security.wan_signin security.wan_signin_response security.wan_verify_response security.change_password "
        "security.change_email "
        "security.confirm_email security.reset_password security.two_factor_rescue invitations.accept",
    ),
    # each writes an e-mail to somebody
    _limit(
        "registration", "10 per minute; 30 per hour", address, WRITING,
        "registration.register security.forgot_password security.send_confirmation",
    ),
    _limit(
        "letters", "60 per hour", account, WRITING,
        "accounts.invite invitations.person invitations.colleagues security.change_email",
    ),
    _limit(
        "search", "300 per minute", account, READING,
        "public.suggestions public.placements public.hints public.placement feeds.atom feeds.sitemap "
        "reference.search_taxonomy openings.list_openings openings.count_openings openings.suggest_searches",
    ),
    _limit(
        "ranking", "120 per minute", account, READING | WRITING,
        "match.match openings.rank_candidates profiles.rank_openings gaps.show_gaps gaps.try_change "
        "gaps.show_trainings counsellor.openings_for_person counsellor.people_for_opening "
        "counsellor.trainings_for_person counsellor.gaps graduate.for_me graduate.my_trainings "
        "my_reasons.one company_people.of_opening opening_shortlists.show_shortlist",
    ),
    # a text read and people counted while somebody types; and nobody may ask for counts without end
    _limit(
        "drafting", "60 per minute; 900 per hour", account, WRITING,
        "drafting.new_opening drafting.edit_opening openings.read_draft",
    ),
    # each may keep a process busy for some seconds
    _limit(
        "documents", "12 per minute; 120 per hour", account, WRITING,
        "intake.new intake.of_person profile_readings.read_new profile_readings.read_profile",
    ),
    _limit("reach", "60 per minute; 900 per hour", account, READING, "openings.show_reach company.opening"),
    # each reads much, and is told in the audit trail
    _limit(
        "copies", "30 per minute", account, READING,
        "rights.copy my_data.my_copy data_rights.copy_all lists.replay "
        "ranked_lists.replay_list data_rights.preview_erasure fairness.page fairness.csv fairness.chart",
    ),
    _limit("everything", "600 per minute", account),
    _limit("everything of an address", "3000 per minute", address),
)  # fmt: skip


def init_app(app: Flask, settings: Settings) -> None:
    """Count before anything else is done. Raises ConfigurationError for a storage that cannot be used."""
    if not settings.limits:
        return
    limiter = SlidingWindowCounterRateLimiter(_storage(settings.limit_storage))

    @app.before_request
    def count() -> None:
        if not _is_free(request.endpoint):
            _count(limiter)


def _storage(address: str):
    try:
        return storage_from_string(address, wrap_exceptions=True)
    except (StorageMissing, ValueError) as error:
        raise ConfigurationError(f"RATELIMIT_STORAGE cannot be used: {error}") from error


def _is_free(endpoint: str | None) -> bool:
    """Files cost next to nothing, and whoever watches the service must always be answered."""
    return (endpoint or "").endswith(".static") or (endpoint or "").startswith("health.")


def _count(limiter: RateLimiter) -> None:
    """Raises TooManyRequests. Where the shared storage does not answer, nobody is kept out."""
    for limit in LIMITS:
        if limit.concerns(request.method, request.endpoint):
            key = limit.key()
            try:
                _hit(limiter, limit, key)
            except StorageError as error:
                _log.warning("requests are not counted", reason=type(error.storage_error).__name__)


def _hit(limiter: RateLimiter, limit: Limit, key: str) -> None:
    for rate in limit.rates:
        if not limiter.hit(rate, limit.name, key):
            opens = limiter.get_window_stats(rate, limit.name, key).reset_time
            _log.warning("too many requests", kind=limit.name, by=key.partition(" ")[0])
            raise TooManyRequests("Too many requests. Try again later.", retry_after=max(1, ceil(opens - time())))
