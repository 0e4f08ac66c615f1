"""Why each row of a list stands where it does. What was worked out for a pair is kept while neither side changes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from matching_service.matcher.documents import PersonFacts
from matching_service.matcher.eligibility import Eligibility, check
from matching_service.matcher.explanation import Explanation, explain_openings, explain_people
from matching_service.matcher.features import FeatureEncoder, Features
from matching_service.matcher.rows import Rows
from matching_service.services.index.snapshots import Facts, Shelf
from matching_service.services.matching.ranking_query import Query


class Reasons(NamedTuple):
    """In a list `why` is None for who fails a hard rule."""

    verdict: Eligibility
    why: Explanation | None


def reasons_for(
    session: Session, shelf: Shelf, encoder: FeatureEncoder, query: Query, ids: Sequence[int], today: date
) -> dict[int, Reasons]:
    """By id of the row; those who have been deleted meanwhile are left out."""
    checksums = dict(zip(ids, shelf.index.checksums(ids).tolist(), strict=True))
    # Other threads add for other snapshots meanwhile: looked into once, and answered from what was found then.
    kept = shelf.reasons.of_list(query.key, today) if query.key else {}
    entries = ((one, kept.get(one), checksum) for one, checksum in checksums.items())
    found = {one: entry[1] for one, entry, checksum in entries if entry is not None and entry[0] == checksum}
    if len(found) < len(ids):
        told = shelf.told(session, {one: checksum for one, checksum in checksums.items() if one not in found})
        fresh = _worked_out(shelf, encoder, query, {one: facts for one, (_, facts) in told.items()}, today)
        found.update(fresh)
        if query.key:
            # not those whose facts are newer than the index: they will have another checksum there
            lasting = {one: (checksums[one], it) for one, it in fresh.items() if told[one][0] == checksums[one]}
            shelf.reasons.keep(query.key, today, lasting)
    return found


def _worked_out(
    shelf: Shelf, encoder: FeatureEncoder, query: Query, facts: dict[int, Facts], today: date
) -> dict[int, Reasons]:
    people = shelf.kind == "person"
    pairs = {one: (its, query.facts) if people else (query.facts, its) for one, its in facts.items()}
    verdicts = {one: check(*pair, today) for one, pair in pairs.items()}
    passed = [one for one, verdict in verdicts.items() if verdict.passed]
    why = explained(encoder, shelf.kind, query, shelf.index.rows_of(passed), [facts[one] for one in passed])
    explanations = dict(zip(passed, why, strict=True))
    return {one: Reasons(verdict, explanations.get(one)) for one, verdict in verdicts.items()}


def explained(
    encoder: FeatureEncoder, kind: str, query: Query, rows: Rows, facts: Sequence[Facts]
) -> list[Explanation]:
    """Rows of this `kind`, with their facts, as the query is ranked for."""
    if kind == "person":
        return explain_people(encoder, rows, facts, query.features, query.facts)
    return explain_openings(encoder, query.features, query.facts, rows, facts)


def of_pair(encoder: FeatureEncoder, opening: Query, features: Features, facts: PersonFacts, today: date) -> Reasons:
    """One person for one opening, explained whether or not the hard rules are met."""
    row = Rows.of(encoder.n_features_, [1], [features])
    (why,) = explained(encoder, "person", opening, row, [facts])
    return Reasons(check(facts, opening.facts, today), why)
