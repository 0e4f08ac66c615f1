"""What it would cost the others to put one person into another place: why somebody is not where they fit better.

Who comes into a full opening sends somebody of it away, who goes to the next best place, and so on, until somebody
finds a free place, the place that the person has left, or none; and into that place somebody else may come. The
cheapest such chains are shortest ways in a graph of openings. Their length is exactly what the best plan with that pair
would reach less than the best plan: a test solves it again.
"""

from typing import NamedTuple

import numpy as np

from matching_service.matcher.assignment import NOWHERE, Plan, Problem, Scale


class Prices(NamedTuple):
    """`possible` bool (people, openings): pairs that could be had. Not so are pairs that may not be, those of people
    who are pinned, and of others with openings that pinned people fill. `lost` int64 (people, openings, 3): what the
    whole would lose of placed, priority and worth with the pair in it; 0 where the person is, and for what is not
    possible."""

    possible: np.ndarray
    lost: np.ndarray


def prices(problem: Problem, plan: Plan) -> Prices:
    """Of a plan that `assign` made."""
    losses = _losses(problem, plan)
    possible = np.isfinite(losses)
    return Prices(possible, Scale.of(problem).goals(np.where(possible, losses, 0)))


def _losses(problem: Problem, plan: Plan) -> np.ndarray:
    """float64 (people, openings), whole or infinite."""
    values = Scale.of(problem).values(problem)
    openings, people = len(problem.places), np.arange(len(plan.columns))
    ways = _ways(problem, plan, values)
    free = np.append(plan.taken(openings) < problem.places, True)
    leaves = np.where(plan.columns == NOWHERE, openings, plan.columns)
    # whoever is sent away ends in a free place or in none, and somebody may come into the place that the person leaves
    ends = np.where(free, ways, np.inf).min(axis=1, initial=np.inf)[:openings]
    apart = ends[np.newaxis, :] + ways.min(axis=0)[leaves, np.newaxis]
    # or whoever is sent away ends in that place
    after = np.minimum(apart, ways[:openings, leaves].T)
    now = np.append(values, np.zeros((len(values), 1)), axis=1)[people, leaves]
    losses = now[:, np.newaxis] - values + after
    losses[plan.columns != NOWHERE, plan.columns[plan.columns != NOWHERE]] = 0
    return np.where(problem.eligible & problem.free_to_move[:, np.newaxis], losses, np.inf)


def _ways(problem: Problem, plan: Plan, values: np.ndarray) -> np.ndarray:
    """float64 (openings + 1, openings + 1): the least loss of sending one away from the first so that, in the end, one
    more is in the second. The last is having no place. Infinite: nobody can."""
    openings = len(problem.places)
    steps = np.full((openings + 1, openings + 1), np.inf)
    np.fill_diagonal(steps, 0)
    for place in range(openings + 1):
        inside = plan.columns == (place if place < openings else NOWHERE)
        movers = np.flatnonzero(inside & problem.free_to_move)
        if len(movers):
            steps[place] = np.minimum(steps[place], _steps(problem, values, movers, place))
    for between in range(openings + 1):  # Floyd and Warshall
        np.minimum(steps, steps[:, between, np.newaxis] + steps[np.newaxis, between], out=steps)
    return steps


def _steps(problem: Problem, values: np.ndarray, movers: np.ndarray, place: int) -> np.ndarray:
    """float64 (openings + 1,): the least loss when one of the movers goes from the place to each other one."""
    has = values[movers, place] if place < values.shape[1] else np.zeros(len(movers))
    loss = np.where(problem.eligible[movers], has[:, np.newaxis] - values[movers], np.inf)
    return np.append(loss.min(axis=0), has.min())
