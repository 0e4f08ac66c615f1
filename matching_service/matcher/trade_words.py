"""The text part: words that say something about work, weighed, and the words of their family.

Everything else that people write of themselves - and numbers, such as an age - says nothing about work and may say
what the law protects; words that plainly do are left out wherever they come from.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from math import log1p, sqrt
from zlib import crc32

from matching_service.matcher.documents import Text
from matching_service.matcher.protected import is_protected
from matching_service.matcher.taxonomy import Concept, Taxonomy
from matching_service.matcher.text import STOP_WORDS, TRADE_TALK_STEMS, stem, stems, tokens
from matching_service.matcher.word_rarity import WordRarity

# Stems that no label has share this many hashed places.
OTHER_WORDS = 1 << 15
# Words that no occupation's label has, but a skill's or nobody's, count as this share of their rarity.
OTHER_THAN_OCCUPATION = 0.8
# A word of an opening stands also for this many words of its family, each as much as the square of their likeness.
FAMILY, FAMILY_FROM = 5, 0.5
_COMMON_BEGINNING, _COMPOUND_PART = 3, 5


class TradeWords:
    """Stems of the labels of a taxonomy, with a feature each from `first_feature` on, and `size` features in all."""

    def __init__(self, taxonomy: Taxonomy, frequencies: Mapping[str, float], first_feature: int):
        self._masculine = _masculine_stems(taxonomy)
        self._rarity = WordRarity(frequencies)
        self._of_occupations = self._stems_of(taxonomy.occupations.values())
        words = sorted(self._of_occupations | self._stems_of(taxonomy.skills.values()))
        self._first = first_feature
        self._place = {word: place for place, word in enumerate(words)}
        self.size = len(words) + OTHER_WORDS
        self.weight = lru_cache(maxsize=200_000)(self._weight)

    def _stems_of(self, concepts: Iterable[Concept]) -> set[str]:
        labels = "\n".join(label.text for concept in concepts for label in concept.labels)
        return {self._masculine.get(word, word) for word in stems(labels)}

    def _weight(self, word: str) -> float:
        """How much a stem says of somebody's work, in [0, 1]."""
        rarity = self._rarity.of(word)
        return (1.0 if rarity is None else rarity) * (1.0 if word in self._of_occupations else OTHER_THAN_OCCUPATION)

    def vector(self, texts: Iterable[Text], with_families: bool = False) -> dict[int, float]:
        """Feature -> log of the weighted count times `weight`, as a vector of length 1; empty where nothing tells.

        With `with_families` each word stands for the words of its family too, so that "prodaja" finds "prodavac".
        """
        weights = self._weights(texts)
        if with_families:
            weights = self._with_families(weights)
        length = sqrt(sum(value * value for value in weights.values()))
        return {self.feature(word): value / length for word, value in weights.items()} if length else {}

    def _weights(self, texts: Iterable[Text]) -> dict[str, float]:
        counts: dict[str, float] = defaultdict(float)
        for text in texts:
            for word in self.telling(text.words):
                counts[word] += text.weight
        return {word: log1p(count) * self.weight(word) for word, count in counts.items()}

    def _with_families(self, weights: Mapping[str, float]) -> dict[str, float]:
        found = dict(weights)
        for word, value in weights.items():
            for relative, likeness in self.family.of(word):
                lent = value * min(1.0, self.weight(relative) / (self.weight(word) or 1.0)) * likeness**2
                found[relative] = max(found.get(relative, 0.0), lent)
        return found

    @cached_property
    def family(self) -> "WordFamilies":
        """Made when an opening is first read: a process that only ranks never needs it."""
        return WordFamilies(list(self._place))

    def telling(self, text: str) -> Iterator[str]:
        """Stems of trade words: those of the taxonomy's labels, and those that general language does not know."""
        for token in tokens(text):
            if token in STOP_WORDS or token.isdigit() or is_protected(token):
                continue
            found = stem(token)
            word = self._masculine.get(found, found)
            if word not in TRADE_TALK_STEMS and (word in self._place or self._rarity.of(word) is None):
                yield word

    def feature(self, word: str) -> int:
        """The feature of a stem; stems that no label has share hashed places."""
        known = self._place.get(word)
        if known is not None:
            return self._first + known
        return self._first + len(self._place) + crc32(word.encode()) % OTHER_WORDS


class WordFamilies:
    """Words alike in their letters: the same beginning (prodaja, prodavac), or one inside the other (maloprodaja).

    Likeness is the share of letter triples that two words have in common (Dice), in [0, 1].
    """

    def __init__(self, words: list[str]):
        self._words = words
        self._triples = [len(_triples(word)) for word in words]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            for triple in _triples(word):
                self._having[triple].append(place)
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, word: str) -> tuple[tuple[str, float], ...]:
        """The FAMILY words most alike, from a likeness of FAMILY_FROM on; ties by alphabet. The word itself is none."""
        own = _triples(word)
        common = Counter(place for triple in own for place in self._having.get(triple, ()))
        alike = ((self._words[place], 2 * n / (len(own) + self._triples[place])) for place, n in common.items())
        near = [(other, value) for other, value in alike if value >= FAMILY_FROM and _is_relative(word, other)]
        return tuple(sorted(near, key=lambda pair: (-pair[1], pair[0]))[:FAMILY])


def _is_relative(word: str, other: str) -> bool:
    if word == other:
        return False
    inside = min(len(word), len(other)) >= _COMPOUND_PART and (word in other or other in word)
    return inside or word[:_COMMON_BEGINNING] == other[:_COMMON_BEGINNING]


def _triples(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[place : place + 3] for place in range(len(marked) - 2)}


def _masculine_stems(taxonomy: Taxonomy) -> dict[str, str]:
    """Stem of a feminine title -> stem of the masculine one beside it: "pekarka" is as near to "pekar" as he is.

    Two words that do not begin alike (sestra, tehničar) are a pair where several occupations say so, and no more say
    the reverse: "operaterka" beside one "rukovalac" must not make every operator one.
    """
    said = Counter(pair for code in sorted(taxonomy.occupations) for pair in _title_pairs(taxonomy.occupations[code]))
    return {hers: his for (hers, his), times in said.items() if hers[:2] == his[:2] or times > max(1, said[his, hers])}


def _title_pairs(occupation: Concept) -> Iterator[tuple[str, str]]:
    """(stem of a word of the feminine title, that of the masculine one in its place), where they differ."""
    labels = [label for label in occupation.labels if label.language == "sr" and label.kind != "synonym"]
    of = {label.kind: stems(label.text) for label in labels}
    his, hers = of.get("preferred", []), of.get("feminine", [])
    if len(his) == len(hers):
        yield from ((her, him) for her, him in zip(hers, his, strict=True) if her != him)
