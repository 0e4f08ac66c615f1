"""Why each row of a list stands where it does. What was worked out for a pair is kept while neither side changes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from matching_service.matcher.eligibility import Eligibility, check
from matching_service.matcher.explanation import Explanation, explain_openings, explain_people
from matching_service.matcher.features import FeatureEncoder, Features
from matching_service.matcher.rows import Rows
from matching_service.services.snapshots import Facts, Shelf


class Reasons(NamedTuple):
    """`why` is None for who fails a hard rule."""

    verdict: Eligibility
    why: Explanation | None


class Query(NamedTuple):
    """An opening for which people are ranked, or a person for whom openings are; `key`: id and checksum of its reading,
    None for what is not stored."""

    features: Features
    facts: Facts
    key: tuple[int, int] | None = None


def reasons_for(
    session: Session, shelf: Shelf, encoder: FeatureEncoder, query: Query, ids: Sequence[int], today: date
) -> dict[int, Reasons]:
    """By id of the row; those who have been deleted meanwhile are left out."""
    checksums = dict(zip(ids, shelf.index.checksums(ids).tolist(), strict=True))
    kept = shelf.reasons.of_list((query.key, today)) if query.key else {}
    missing = [one for one, checksum in checksums.items() if kept.get(one, _NOTHING)[0] != checksum]
    if missing:
        facts = shelf.facts(session, {one: checksums[one] for one in missing})
        found = _worked_out(shelf, encoder, query, facts, today)
        kept.update((one, (checksums[one], reasons)) for one, reasons in found.items())
    pairs = ((one, kept.get(one, _NOTHING)) for one in ids)
    return {one: reasons for one, (checksum, reasons) in pairs if checksum == checksums[one]}


_NOTHING = (None, None)


def _worked_out(
    shelf: Shelf, encoder: FeatureEncoder, query: Query, facts: dict[int, Facts], today: date
) -> dict[int, Reasons]:
    people = shelf.kind == "person"
    pairs = {one: (its, query.facts) if people else (query.facts, its) for one, its in facts.items()}
    verdicts = {one: check(*pair, today) for one, pair in pairs.items()}
    passed = [one for one, verdict in verdicts.items() if verdict.passed]
    explain = _explain_people if people else _explain_openings
    why = explain(encoder, query, shelf.index.rows_of(passed), [facts[one] for one in passed])
    explanations = dict(zip(passed, why, strict=True))
    return {one: Reasons(verdict, explanations.get(one)) for one, verdict in verdicts.items()}


def _explain_people(encoder: FeatureEncoder, opening: Query, people: Rows, facts: list[Facts]) -> list[Explanation]:
    return explain_people(encoder, people, facts, opening.features, opening.facts)


def _explain_openings(encoder: FeatureEncoder, person: Query, openings: Rows, facts: list[Facts]) -> list[Explanation]:
    return explain_openings(encoder, person.features, person.facts, openings, facts)
