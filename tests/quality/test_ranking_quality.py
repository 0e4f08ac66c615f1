"""How well people are ranked for openings, pinned: README.md says what grades mean and how to record new figures."""

from collections import Counter
from itertools import groupby

import pytest

from tests.quality import cases, pins
from tests.quality.figures import ALL, measure, pairs_of
from tests.quality.record import sentence
from tests.quality.scores import plain_scores, product_scores

TOLERANCE = 0.01
SHOWN = 5
RECORD = "if that was intended: python -m tests.quality.record"


@pytest.fixture(scope="module")
def product():
    return measure(product_scores())


@pytest.mark.parametrize("kind", [ALL, *cases.TRAPS])
@pytest.mark.parametrize("measured", ["ndcg", "pairs_right"])
def test_people_are_ranked_as_well_as_recorded(product, kind, measured):
    recorded, now = getattr(pins.read()[kind], measured), getattr(product[kind], measured)
    moved = f"{kind}: {measured} was {recorded:.3f} and is {now:.3f}; {RECORD}"
    assert now >= recorded - TOLERANCE, f"{moved}\n{worst_pairs(kind)}"
    assert now <= recorded + TOLERANCE, moved


def worst_pairs(kind):
    return "\n".join(map(sentence, pairs_of(product_scores(), kind)[:SHOWN]))


def test_plain_character_tf_idf_orders_at_least_a_quarter_of_the_pairs_wrongly():
    assert measure(plain_scores())[ALL].pairs_right <= 0.75


def test_people_are_ranked_better_than_by_plain_character_tf_idf(product):
    plain = measure(plain_scores())[ALL]
    assert product[ALL].ndcg > plain.ndcg
    assert product[ALL].pairs_right > plain.pairs_right


def test_there_are_enough_openings_and_people_and_everybody_is_graded_somewhere():
    found = cases.load()
    assert len(found.openings) >= 40
    assert len(found.people) >= 150
    assert {grade.person for grade in found.grades} == found.people.keys()


def test_every_opening_has_people_who_fit_and_people_who_do_not():
    for name, graded in groupby(cases.load().grades, key=lambda grade: grade.opening):
        grades = Counter(grade.grade for grade in graded)
        assert grades.total() >= 8, name
        assert grades[3] >= 1, name
        assert grades[0] + grades[1] >= 3, name


def test_every_trap_is_laid():
    laid = Counter(grade.trap for grade in cases.load().grades)
    assert min(laid[trap] for trap in cases.TRAPS) >= 3
