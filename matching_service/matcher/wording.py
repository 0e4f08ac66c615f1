"""Wording by which an advertisement asks for what the law protects: "isključivo žene", "do 35 godina", "neudata".

Found word by word in the folded text, whatever script it is written in and whatever endings the words have. Nothing
here decides anything: a person reads what was found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching_service.matcher.stemming import stem
from matching_service.matcher.text import Token, located_tokens, nfkc, spell

# The ground of phrases that ask for nobody in particular: whatever stands near them is no such wording.
ALL_ALIKE = "all_alike"
# As many words before and after a phrase can take it back.
NEAR = 5
# Whoever is of age may be asked for: some work is only for them. Above that a number is a matter of age.
AGES, NUMBERS = range(19, 81), range(1, 81)
_RANGES = {"AGE": AGES, "NUMBER": NUMBERS}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class WordGroup:
    """One word of a phrase, in one of several ways: by its stem, by its beginning ("žensk*"), or as a number."""

    stems: frozenset[str]
    beginnings: tuple[str, ...]
    numbers: range | None = None

    @classmethod
    def of(cls, written: str) -> "WordGroup":
        ways = [way for way in written.split("/") if way]
        numbers = next((_RANGES[way] for way in ways if way in _RANGES), None)
        words = [way for way in ways if way not in _RANGES]
        whole = (stem(spell(word)) for word in words if not word.endswith("*"))
        return cls(frozenset(whole), tuple(spell(word[:-1]) for word in words if word.endswith("*")), numbers)

    def holds(self, word: str) -> bool:
        """`word` as `text.tokens` writes it."""
        if self.numbers is not None and word.isdecimal() and len(word) < 4:
            return int(word) in self.numbers
        return stem(word) in self.stems or word.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Phrase:
    """`words` in this order, with at most `between` others between two of them, unless one of `unless` stands near."""

    ground: str
    language: str
    words: tuple[WordGroup, ...]
    between: int
    unless: WordGroup

    @classmethod
    def of(cls, ground: str, language: str, words: str, between: int, unless: str) -> "Phrase":
        """As in data/wording/phrases.csv."""
        return cls(ground, language, tuple(map(WordGroup.of, words.split())), between, WordGroup.of(unless))


@dataclass(frozen=True, slots=True)
class Finding:
    """`evidence`: the words of the text."""

    ground: str
    evidence: str


class Wording:
    """Finds phrases in texts."""

    def __init__(self, phrases: Iterable[Phrase]):
        self._by_beginning: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for beginning in _beginnings(phrase.words[0]):
                self._by_beginning[beginning].append(phrase)

    def find(self, text: str) -> tuple[Finding, ...]:
        """In order of appearance; of several that overlap on the same ground, the longest."""
        words = located_tokens(text)
        found = list(self._spots([word.text for word in words]))
        excused = [(first, last) for phrase, first, last in found if phrase.ground == ALL_ALIKE]
        asked = [spot for spot in found if spot[0].ground != ALL_ALIKE and not _near_any(spot, excused)]
        kept = _longest(asked)
        return tuple(Finding(phrase.ground, _said(text, words, first, last)) for phrase, first, last in kept)

    def _spots(self, words: Sequence[str]) -> Iterator[tuple[Phrase, int, int]]:
        for first, word in enumerate(words):
            for phrase in self._beginning_with(word):
                last = _end(phrase, words, first)
                if last is not None and not _taken_back(phrase, words, first, last):
                    yield phrase, first, last

    def _beginning_with(self, word: str) -> Iterable[Phrase]:
        key = "0" if word.isdecimal() else word[:_SHORTEST]
        return (phrase for phrase in self._by_beginning.get(key, ()) if phrase.words[0].holds(word))


def _beginnings(group: WordGroup) -> set[str]:
    numbers = {"0"} if group.numbers is not None else set()
    return {word[:_SHORTEST] for word in (*group.stems, *group.beginnings)} | numbers


def _end(phrase: Phrase, words: Sequence[str], first: int) -> int | None:
    """The place of the last word of the phrase that begins at `first`; None where it does not stand there."""
    last = first
    for group in phrase.words[1:]:
        places = range(last + 1, min(last + phrase.between + 2, len(words)))
        found = next((place for place in places if group.holds(words[place])), None)
        if found is None:
            return None
        last = found
    return last


def _taken_back(phrase: Phrase, words: Sequence[str], first: int, last: int) -> bool:
    around = (*words[max(first - NEAR, 0) : first], *words[last + 1 : last + 1 + NEAR])
    return any(phrase.unless.holds(word) for word in around)


def _near_any(spot: tuple[Phrase, int, int], others: Sequence[tuple[int, int]]) -> bool:
    _phrase, first, last = spot
    return any(first <= end + NEAR and last >= begin - NEAR for begin, end in others)


def _longest(spots: Sequence[tuple[Phrase, int, int]]) -> list[tuple[Phrase, int, int]]:
    kept: list[tuple[Phrase, int, int]] = []
    for spot in sorted(spots, key=lambda spot: (spot[1] - spot[2], spot[1])):
        phrase, first, last = spot
        if not any(other.ground == phrase.ground and first <= end and last >= begin for other, begin, end in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot[1])


def _said(text: str, words: Sequence[Token], first: int, last: int) -> str:
    return nfkc(text)[words[first].start : words[last].end]
