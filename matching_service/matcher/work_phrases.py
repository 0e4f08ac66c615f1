"""Work told by a verb instead of a name: "čuvala sam bolesnu babu", "brao maline", "prodavao na pijaci"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching_service.matcher.clauses import Clause
from matching_service.matcher.text import fold

# Other words that may stand among those of a phrase.
BETWEEN = 4
CERTAINTY, GENERAL_CERTAINTY = 0.85, 0.7
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class WorkPhrase:
    """`words`: one group of alternatives for each word of the phrase, the verb first; "čuva*" stands for all words that
    begin so. All of them in one clause, near each other and in any order, tell of the occupation. A `general` phrase
    ("radio na građevini") gives way to an occupation that the clause names."""

    code: str
    language: str
    words: tuple[tuple[str, ...], ...]
    general: bool = False

    @classmethod
    def of(cls, code: str, language: str, words: str, general: bool = False) -> "WorkPhrase":
        """`words` as in data/taxonomy/informal_work.csv: "čuva*/pazi* bab*/dedu"."""
        return cls(
            code, language, tuple(tuple(fold(word) for word in group.split("/")) for group in words.split()), general
        )

    @property
    def certainty(self) -> float:
        return GENERAL_CERTAINTY if self.general else CERTAINTY


@dataclass(frozen=True, slots=True)
class ToldPhrase:
    """`verb`, `first` and `last` are places of words in the clause."""

    phrase: WorkPhrase
    verb: int
    first: int
    last: int


class WorkPhrases:
    """Finds the phrases that a clause tells."""

    def __init__(self, phrases: Iterable[WorkPhrase]):
        self._by_verb: dict[str, list[tuple[WorkPhrase, tuple[_Group, ...]]]] = defaultdict(list)
        for phrase in phrases:
            groups = tuple(_Group.of(alternatives) for alternatives in phrase.words)
            for beginning in {word[:_SHORTEST] for word in phrase.words[0]}:
                self._by_verb[beginning].append((phrase, groups))

    def find(self, clause: Clause) -> Iterator[ToldPhrase]:
        """By the place of their verbs. Of two with the same verb, that of more words counts."""
        words = clause.texts
        for verb, word in enumerate(words):
            told = [found for found in self._beginning_with(words, verb, word) if found]
            longest = max((len(found.phrase.words) for found in told), default=0)
            yield from (found for found in told if len(found.phrase.words) == longest)

    def _beginning_with(self, words: Sequence[str], verb: int, word: str) -> Iterator[ToldPhrase | None]:
        for phrase, (first, *others) in self._by_verb.get(word[:_SHORTEST], ()):
            if first.holds(word):
                yield _told(phrase, others, words, verb)


@dataclass(frozen=True, slots=True)
class _Group:
    exact: frozenset[str]
    beginnings: tuple[str, ...]

    @classmethod
    def of(cls, alternatives: Iterable[str]) -> "_Group":
        alternatives = tuple(alternatives)
        exact = frozenset(word for word in alternatives if not word.endswith("*"))
        return cls(exact, tuple(word.removesuffix("*") for word in alternatives if word.endswith("*")))

    def holds(self, word: str) -> bool:
        return word in self.exact or word.startswith(self.beginnings)


def _told(phrase: WorkPhrase, others: Sequence[_Group], words: Sequence[str], verb: int) -> ToldPhrase | None:
    """The words nearest to the verb, each used once."""
    used = [verb]
    near = sorted(range(max(verb - BETWEEN - 1, 0), min(verb + BETWEEN + 2, len(words))), key=lambda k: abs(k - verb))
    for group in others:
        place = next((k for k in near if k not in used and group.holds(words[k])), None)
        if place is None:
            return None
        used.append(place)
    return ToldPhrase(phrase, verb, min(used), max(used))
