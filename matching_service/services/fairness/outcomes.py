"""Who could have been selected in some days, and who was."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import fmean, median

from scipy.stats import rankdata
from sqlalchemy.orm import Session

from matching_service.services.index.engine import Engine
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.lists import list_inputs
from models import fairness_queries
from models.fairness_queries import Days

LISTED, SCORED, PUT_FORWARD, ACCEPTED = OUTCOMES = ("listed", "scored", "put_forward", "accepted")


@dataclass(frozen=True, slots=True)
class Eligible:
    """`places`: for each person who could have been selected and agrees to statistics, how high the score stands among
    these people in each list: of 1, the mean of a list being .5. `others`: how many more could have been selected."""

    places: Mapping[int, tuple[float, ...]]
    others: int


def eligible(session: Session, engine: Engine, days: Days, agreeing: set[int]) -> Eligible:
    """Lists keep only the lines that were shown; so who passed the hard rules is asked once more: of the opening as it
    was then, and of people as they are now. Who was shown counts as shown, whatever is said now."""
    lists = fairness_queries.latest_lists(session, days)
    kept = list_inputs.load(session, "opening", [(row.subject_id, row.subject_checksum) for row in lists])
    recorded = defaultdict(dict)
    for subject_id, organisation_id, person_id, score in fairness_queries.recorded_scores(session, days):
        recorded[subject_id, organisation_id][person_id] = score
    snapshot, places, everybody = engine.snapshot(session), defaultdict(list), set()
    for row in lists:
        opening = kept.get((row.subject_id, row.subject_checksum))
        scores = recorded[row.subject_id, row.organisation_id] | _scores_now(snapshot, opening, row)
        everybody |= scores.keys()
        for person_id, place in _places({one: scores[one] for one in sorted(scores.keys() & agreeing)}).items():
            places[person_id].append(place)
    known = {person_id: tuple(places[person_id]) for person_id in sorted(places)}
    return Eligible(known, len(everybody - agreeing))


def _scores_now(snapshot: Snapshot, opening: list_inputs.Input | None, row) -> dict[int, float]:
    """Nobody where the opening is not kept, or of another way of reading."""
    if opening is None or int(opening.features.indices.max(initial=-1)) >= snapshot.reader.encoder.n_features_:
        return {}
    facts = replace(opening.facts, organisation=row.organisation_id)
    ids, scores = snapshot.people.index.scores(opening.features, snapshot.people.sieve(facts, row.day))
    return dict(zip(ids.tolist(), scores.tolist(), strict=True))


def _places(scores: Mapping[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    ranks = rankdata(list(scores.values()))
    return dict(zip(scores, ((ranks - 0.5) / len(scores)).tolist(), strict=True))


def high_scorers(places: Mapping[int, Iterable[float]]) -> set[int]:
    """Whose mean place is above the median of all of them."""
    means = {person_id: fmean(each) for person_id, each in places.items()}
    middle = median(means.values()) if means else 0
    return {person_id for person_id, mean in means.items() if mean > middle}


def outcomes(session: Session, days: Days, first: int, places: Mapping[int, Iterable[float]]) -> dict[str, set[int]]:
    """Who was among the `first` of a list, scored high, was put forward, was accepted."""
    return {
        LISTED: fairness_queries.listed(session, days, first),
        SCORED: high_scorers(places),
        PUT_FORWARD: fairness_queries.put_forward(session, days),
        ACCEPTED: fairness_queries.accepted(session, days),
    }
