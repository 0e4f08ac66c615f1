"""The fit of a match as numbers to draw and to read: a bar stacked from its parts, points that add up."""

from dataclasses import dataclass

from matching_service.services.matching.matches import Match


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the bar, in hundredths of its length."""

    part: str
    start: float
    length: float


def segments(match: Match) -> tuple[Segment, ...]:
    """The parts side by side in their fixed order; parts of nothing are left out."""
    start, found = 0.0, []
    for part, share in match.parts.items():
        if share > 0:
            found.append(Segment(part, round(start, 3), round(100 * share, 3)))
            start += 100 * share
    return tuple(found)


def points(match: Match) -> dict[str, float]:
    """The parts in points of 100 with one decimal, rounded so that those shown sum to the total shown.

    The tenths that plain rounding down leaves over go to the parts that lost most by it.
    """
    tenths = {part: 1000 * share for part, share in match.parts.items()}
    shown = {part: int(value // 1) for part, value in tenths.items()}
    left_over = round(1000 * match.score) - sum(shown.values())
    by_loss = sorted(tenths, key=lambda part: shown[part] - tenths[part])
    for part in by_loss[:left_over]:
        shown[part] += 1
    return {part: value / 10 for part, value in shown.items()}
