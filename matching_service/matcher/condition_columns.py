"""What hard rules look at, as columns: each rule with the attributes of the documents sifted and of the query."""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from math import inf
from operator import attrgetter

from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.eligibility import DISTANCE, RULES, SCOPE, Rule

# Upper limits in km of the classes of reach in which people are ordered.
REACHES = (15, 30, 60, 120, inf)


class Aspect:
    """The attributes of a document that one rule looks at: `key(facts)` to compare, `value(key)` for the rule.

    A value is a named tuple of these attributes alone, so a rule that looked at any other would fail at once.
    """

    def __init__(self, rule: str, names: tuple[str, ...]):
        kind = namedtuple(rule, names)
        self.names = names
        # of a single name, attrgetter gives the attribute itself
        self.key = attrgetter(*names) if names else lambda facts: ()
        self.value = kind if len(names) == 1 else kind._make
        self.of_attributes = kind._make


class Column:
    """A rule seen from the documents that are sifted (`own`) and from the query (`asked`)."""

    def __init__(self, rule: Rule, of_people: bool):
        person, opening = Aspect(rule.name, rule.person), Aspect(rule.name, rule.opening)
        self.own, self.asked = (person, opening) if of_people else (opening, person)
        self.rule, self.of_people = rule, of_people

    def passes(self, value: tuple, query: tuple, today: date) -> bool:
        return self.rule.passes(value, query, today) if self.of_people else self.rule.passes(query, value, today)


class Kind:
    """The columns of one kind of document; the first is that of distance, whose values `order` sorts."""

    def __init__(self, document: type[PersonFacts] | type[OpeningFacts], order: Callable[[tuple], tuple]):
        of_people = document is PersonFacts
        rules = (DISTANCE, *(rule for rule in RULES if rule is not DISTANCE and (rule.person or not of_people)))
        self.columns = tuple(Column(rule, of_people) for rule in rules)
        self.order = order
        self.dates = {field.name for field in fields(document) if field.type == date | None}
        # Rows of the columns, first the rules that say whether a document counts at all.
        self.rows = sorted(range(len(rules)), key=lambda row: rules[row] not in SCOPE)


def by_reach_and_place(person) -> tuple:
    """By class of reach, so that who moves little is near who moves as little, then by place; unknown places last."""
    if person.latitude is None:
        return (len(REACHES) + 1,)
    reach = person.mobility_km
    of_class = len(REACHES) if reach is None else next(order for order, limit in enumerate(REACHES) if reach <= limit)
    return of_class, along_curve(person.latitude, person.longitude), reach or 0


def by_place(opening) -> tuple:
    """Those that are anywhere last."""
    if opening.remote or opening.latitude is None:
        return (1,)
    return 0, along_curve(opening.latitude, opening.longitude)


def along_curve(latitude: float, longitude: float) -> int:
    """Position on a Z-curve over the globe, in steps of 40 m: what is near on it is mostly near on the ground."""
    return _spread(latitude) | _spread(longitude) << 1


def _spread(degrees: float) -> int:
    """The bits of the cell's number with a zero between any two of them: binary digits read to the base of four."""
    return int(f"{int((degrees + 180) / 360 * 2**20):b}", 4)
