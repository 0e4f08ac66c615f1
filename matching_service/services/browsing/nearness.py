"""How far places are from a municipality, in a straight line between the seats."""

from collections.abc import Iterable, Mapping

from matching_service.matcher.eligibility import distance_km
from models import Municipality


def kilometres_from(code: str, municipalities: Iterable[Municipality]) -> Mapping[str, float] | None:
    """By code of municipality; None where there is no municipality of this code."""
    by_code = {row.code: row for row in municipalities}
    here = by_code.get(code)
    if here is None:
        return None
    return {
        other: distance_km(here.latitude, here.longitude, row.latitude, row.longitude) for other, row in by_code.items()
    }
