"""What would change a list, sorted for the page: questions apart from training, what moves apart from what does not."""

from dataclasses import dataclass

from matching_service.matcher.gaps import SkillGap
from matching_service.services.matching.what_if import Gaps, Move, Standing

# Points of the fit, of 1, below which a change of it is not worth a line.
NOTICEABLE = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """`gap`: the skill it is about, None for licences, languages and requalifications."""

    move: Move
    gap: SkillGap | None


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """`telling`: those that change the place, or the fit by five points; `others`: the rest."""

    telling: tuple[Row, ...]
    others: tuple[Row, ...]


def questions(gaps: Gaps) -> MoveGroup:
    return _group(gaps, ask=True)


def training(gaps: Gaps) -> MoveGroup:
    return _group(gaps, ask=False)


def _group(gaps: Gaps, ask: bool) -> MoveGroup:
    by_code = {gap.code: gap for gap in gaps.skills}
    moves = [move for move in gaps.moves if move.idea.ask == ask]
    rows = [Row(move, by_code.get(move.idea.codes[0]) if move.idea.kind == "skill" else None) for move in moves]
    return MoveGroup(
        tuple(row for row in rows if _is_telling(row.move.after, gaps.standing)),
        tuple(row for row in rows if not _is_telling(row.move.after, gaps.standing)),
    )


def _is_telling(after: Standing, before: Standing) -> bool:
    return after.rank != before.rank or after.score - before.score >= NOTICEABLE
