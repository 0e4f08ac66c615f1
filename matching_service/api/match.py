"""Ranking of what is not stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from matching_service.api.answers import ranked
from matching_service.api.blueprint import Blueprint
from matching_service.api.schemas.ranking import MatchRequestSchema, RankingSchema
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.matching import ranking

blp = Blueprint("match", __name__, description="Ranking without storing")


@blp.post("/match")
@blp.signed_in
@blp.refuses(503)
@blp.takes(MatchRequestSchema)
@blp.response(200, RankingSchema)
def match(wanted):
    """Openings for the profile in the body, or people for the opening in it; nothing is stored; for staff"""
    name = "opening" if wanted.profile is None else "profile"
    rank = ranking.rank_people_for_record if wanted.profile is None else ranking.rank_openings_for_record
    with transaction() as session, _problems_below(name):
        record = getattr(wanted, name)
        return ranked(rank(session, current_actor(), current_engine(), record, limit=wanted.limit))


@contextmanager
def _problems_below(name: str) -> Iterator[None]:
    """The services know the record's fields, not where in the body it stands."""
    try:
        yield
    except Invalid as error:
        raise Invalid({f"{name}/{path}": problem for path, problem in error.problems.items()}) from error
