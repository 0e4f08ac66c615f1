"""The rows of the table. A row is a function of a `Bench` that gives a `Row`; ROWS lists them in their order.

All run on one core; a row that starts other processes does that within `measure.all_cores`.
"""

from collections.abc import Callable
from dataclasses import asdict

import numpy as np

from tests.bench.bench import Bench, Medians, Query
from tests.bench.columns import assert_rules_hold
from tests.bench.contestants import NAIVE, OURS, SiftedFirst
from tests.bench.freshness import freshness
from tests.bench.measure import MB, bandwidth
from tests.bench.results import AtMost, Row, TimesNaive, thousands

# What the arithmetic of the limit takes for each posting: a number of a row and a score.
BYTES_A_POSTING = 8
# Openings whose rules let about a tenth of the people pass.
PASSING = (0.08, 0.12)
RULES_CHECKED = 100
# Openings kept for each person in the nightly work.
MATCHES = 20
SIFTED = "sifted first"


def one_opening(bench: Bench) -> Row:
    queries = [Query(bench.corpus.openings.features(row)) for row in _some_openings(bench)]
    contestants = {name: made.value for name, made in bench.over_people.items()}
    bench.say("A: one opening against all people")
    medians = bench.measure(contestants, queries, bench.corpus.people)
    touched, speed = float(np.median(_postings(bench, queries))), bandwidth(bench.sizes.bandwidth_mb)
    limit = touched * BYTES_A_POSTING / (speed * 1e9)
    more = {"postings_touched": touched, "bandwidth_gb_s": speed, "limit_s": limit, "first_s": medians.first}
    note = (
        f"A: a query touches {touched:,.0f} postings; at {BYTES_A_POSTING} bytes each and the {speed:.1f} GB/s that "
        f"this core moves, that takes {limit * 1000:.2f} ms. Ours takes {medians.again[OURS] * 1000:.2f} ms: "
        f"{limit / medians.again[OURS]:.0%} of that bandwidth."
    )
    return Row(
        f"A one opening, {thousands(len(bench.corpus.people))} people",
        "s",
        medians.again,
        TimesNaive(90),
        more,
        (note,),
    )


def one_opening_filtered(bench: Bench) -> Row:
    """Whoever needs them gets the columns ready; comparing them is part of the time."""
    openings, shares = _openings_that_let_pass(bench)
    queries = [Query(bench.corpus.openings.features(row), bench.corpus.openings.facts[row]) for row in openings]
    _check_rules(bench, openings)
    contestants = {name: made.value for name, made in bench.over_people.items() if made.value.filters}
    bench.say("A with filters")
    contestants[SIFTED] = SiftedFirst(bench.corpus.people, bench.columns)
    medians = bench.measure(contestants, queries, bench.corpus.people)
    more = {"pass_share": float(np.mean(shares)), "pass_shares": shares, "first_s": medians.first}
    notes = (_note_of_filters(shares), _note_of_first_time(medians))
    return Row("A, filters that pass 10%", "s", medians.again, TimesNaive(200), more, notes)


def _note_of_filters(shares: list[float]) -> str:
    return (
        f"A with filters: {np.mean(shares):.1%} of the people pass, {min(shares):.1%} to {max(shares):.1%}. Comparing "
        "numpy columns is part of the naive way and of its peers."
    )


def _note_of_first_time(medians: Medians) -> str:
    again, first = medians.again, medians.first
    return (
        f"Sifted first (scikit-learn on a copy of the rows that pass): {again[NAIVE] / again[SIFTED]:.1f}x. Ours keeps "
        "what the rules say of a place or a demand; the first time that a place or a demand is asked for, it takes "
        f"{first[OURS] * 1000:.2f} ms instead of {again[OURS] * 1000:.2f}."
    )


def one_person(bench: Bench) -> Row:
    openings, people = bench.corpus.openings, bench.corpus.people
    contestants = {name: made.value for name, made in bench.over_openings.items()}
    rows = bench.random.choice(len(people), bench.sizes.queries, replace=False)
    bench.say("B: one person against all openings")
    medians = bench.measure(contestants, [Query(people.features(row)) for row in rows], openings)
    name = f"B one person, {thousands(len(openings))} openings"
    return Row(name, "s", medians.again, TimesNaive(100), {"first_s": medians.first})


def everybody(bench: Bench) -> Row:
    """The nightly work, without filters: the best openings of each person."""
    openings, people = bench.corpus.openings, bench.corpus.people.first(bench.sizes.batch)
    contestants = {name: made.value for name, made in bench.over_openings.items()}
    bench.say("C: many people against all openings")
    figures = bench.measure_many(contestants, people, openings, MATCHES)
    more = {"people": len(people), "sample": bench.sizes.sample}
    note = (
        f"C: the best {MATCHES} openings of each person. Naive and peers were timed on {bench.sizes.sample:,} people "
        f"and the rest reckoned; ours on all, {figures[OURS]:,.1f} s."
    )
    name = f"C {thousands(len(people))} people, {thousands(len(openings))} openings"
    return Row(name, "s", figures, TimesNaive(10), more, (note,))


def memory(bench: Bench) -> Row:
    """Of the index over all people. What a library does not tell is what the process has grown by."""
    made = bench.over_people
    figures = {name: (it.value.size / MB or it.held) for name, it in made.items()}
    building = {name: {"held_mb": it.held, "peak_mb": it.peak, "seconds": it.seconds} for name, it in made.items()}
    peaks = ", ".join(f"{name} {it.peak:,.0f}" for name, it in made.items() if it.peak is not None)
    notes = (f"Memory at most while building, in MB: {peaks}.",) if peaks else ()
    found = {name: figure for name, figure in figures.items() if figure is not None}
    return Row(
        f"memory, {thousands(len(bench.corpus.people))} people",
        "MB",
        found,
        AtMost(250, "MB"),
        {"building": building},
        notes,
    )


def one_saved(bench: Bench) -> Row:
    """Wall time: a commit waits for the disk, and processes for each other."""
    bench.say("D: one profile is saved, other processes rank")
    found = freshness(bench.corpus.people, bench.say)
    parts, people = found.parts, thousands(len(bench.corpus.people))
    note = (
        f"D, wall time: reading {parts.reading * 1000:.1f} ms, commit {parts.commit * 1000:.1f}, until the last of two "
        f"processes had caught up {parts.catching_up * 1000:.1f}, its list {parts.ranking * 1000:.1f}. Opening the "
        f"index took {found.opened[0]:.1f} s without files, {found.opened[-1]:.2f} s with them."
    )
    figures = {NAIVE: found.refit, OURS: found.total}
    return Row(f"D saved and ranked, {people} people", "s", figures, AtMost(0.05, "s"), asdict(found), (note,))


ROWS: tuple[Callable[[Bench], Row], ...] = (
    one_opening,
    one_opening_filtered,
    one_person,
    everybody,
    one_saved,
    memory,
)


def _some_openings(bench: Bench) -> np.ndarray:
    return bench.random.choice(len(bench.corpus.openings), bench.sizes.queries, replace=False)


def _openings_that_let_pass(bench: Bench) -> tuple[list[int], list[float]]:
    """The first openings of a random order whose rules pass a share of people as in PASSING, with the shares."""
    found, shares = [], []
    for row in bench.random.permutation(len(bench.corpus.openings)):
        share = float(bench.columns.mask(bench.corpus.openings.facts[row]).mean())
        if PASSING[0] <= share <= PASSING[1]:
            found.append(int(row))
            shares.append(share)
        if len(found) == bench.sizes.queries:
            break
    return found, shares


def _check_rules(bench: Bench, openings: list[int]) -> None:
    rows = bench.random.choice(len(bench.corpus.people), min(RULES_CHECKED, len(bench.corpus.people)), replace=False)
    people = [(row, bench.corpus.people.facts[row]) for row in rows]
    asked = [bench.corpus.openings.facts[row] for row in openings]
    assert_rules_hold(bench.columns, people, asked, bench.corpus.today)


def _postings(bench: Bench, queries: list[Query]) -> list[int]:
    vectors = bench.corpus.people.vectors
    having = np.bincount(vectors.indices, minlength=vectors.shape[1])
    return [int(having[query.features.indices].sum()) for query in queries]
