"""Labels looked for inside longer texts, word by word, whatever the endings of the words."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from matching_service.matcher.link import Link
from matching_service.matcher.negation import Denial, denials
from matching_service.matcher.text import STOP_WORDS, Token, fold, located_tokens, nfkc, stem, tokens

LONGEST_LABEL = 7
_DENIED = "-"
_FIRST_PERSON = ("am", "em", "im")


class Phrasebook:
    """Finds labels inside a longer text: longest first, whatever the endings, stop words left out.

    Words of a label are compared as stems and in order. A label of which stop words leave a single word ("Power BI",
    "kod 95") is not looked for, as that word alone says something else; nor is a lone verb ("šijem") whose stem is a
    noun's, but for the verb itself. What the text denies is not found. With `correct_typos` a word that no
    label knows counts as the label word within one or two letters of it, unless it is one of `common_words` (folded).
    """

    def __init__(self, labels: Iterable[tuple[str, str]], common_words: Container[str] = frozenset()):
        self._common_words = common_words
        phrases: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        surface: dict[str, None] = {}
        for key, text in labels:
            spoken = tokens(text)
            words = [token for token in spoken if token not in STOP_WORDS]
            if min(len(spoken), 2) <= len(words) <= LONGEST_LABEL:
                phrases[_phrase(words)].setdefault(key, fold(text))
                surface.update(dict.fromkeys(words))
        self._phrases = dict(phrases)
        self._stems = {stem(word) for word in surface}
        self._words = [word for word in surface if len(word) >= 6]
        self._nearest = lru_cache(maxsize=50_000)(self._nearest_word)

    def _nearest_word(self, word: str) -> str | None:
        allowed = 1 if len(word) < 9 else 2
        found = process.extractOne(
            word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, processor=None
        )
        return found[0] if found and found[0][0] == word[0] else None

    def _read_word(self, token: Token, correct_typos: bool) -> "_Word":
        word, known = token.text, stem(token.text)
        if correct_typos and known not in self._stems and self._may_be_misspelt(word):
            nearest = self._nearest(word)
            if nearest:
                return _Word(token, stem(nearest), 0.9)
        return _Word(token, known, 1.0)

    def _may_be_misspelt(self, word: str) -> bool:
        return len(word) >= 6 and word.isalpha() and word not in self._common_words

    def find(self, text: str, correct_typos: bool = False) -> list[Link]:
        """Every label found in `text`, in order of appearance; one link per concept, the surest."""
        best: dict[str, Link] = {}
        for found in self.spot(text, denials(text), correct_typos):
            link = found.link
            if link.code not in best or link.confidence > best[link.code].confidence:
                best[link.code] = link
        return list(best.values())

    def spot(self, text: str, unread: Sequence[Denial], correct_typos: bool = False) -> list["Found"]:
        """Every label each time it is found in `text` outside of `unread`, in order."""
        spoken = (token for token in _outside(located_tokens(text), unread) if token.text not in STOP_WORDS)
        words = [self._read_word(token, correct_typos) for token in spoken]
        found: list[Found] = []
        start = 0
        while start < len(words):
            phrase = self._longest_phrase(words[start : start + LONGEST_LABEL])
            found += [Found(link, phrase[0].token.start, phrase[-1].token.end) for link in self._links(phrase, text)]
            start += max(len(phrase), 1)
        return found

    def _longest_phrase(self, words: list["_Word"]) -> list["_Word"]:
        """The longest beginning of `words` that is a label; empty when none is."""
        return next((words[:n] for n in range(len(words), 0, -1) if self._concepts(words[:n])), [])

    def _concepts(self, words: list["_Word"]) -> dict[str, str]:
        """Concept keys of a phrase, each with the label that says it."""
        found = self._phrases.get(tuple(word.stem for word in words), {})
        return found or (self._phrases.get((words[0].token.text,), {}) if len(words) == 1 else {})

    def _links(self, phrase: list["_Word"], text: str) -> list[Link]:
        """Links of one phrase. A phrase that several concepts share says less about each of them."""
        if not phrase:
            return []
        concepts = self._concepts(phrase)
        sure = min(word.certainty for word in phrase)
        confidence = (0.75 if len(phrase) == 1 else 0.9) * sure / len(concepts) ** 0.5
        evidence = nfkc(text)[phrase[0].token.start : phrase[-1].token.end]
        return [Link(key, round(confidence, 4), evidence, label) for key, label in concepts.items()]


class Found(NamedTuple):
    """A label at its place in the NFKC form of a text."""

    link: Link
    start: int
    end: int


class _Word(NamedTuple):
    """A word of a text, the stem that stands for it, and how sure that is."""

    token: Token
    stem: str
    certainty: float


def _outside(words: list[Token], unread: Sequence[Denial]) -> list[Token]:
    """A mark is put in place of words that are not to be read, so that no label reaches over them."""
    return [
        word._replace(text=_DENIED) if any(stretch.start <= word.start < stretch.end for stretch in unread) else word
        for word in words
    ]


def _phrase(words: list[str]) -> tuple[str, ...]:
    """What a label is looked up by: its stems, or itself where it is a lone verb in the first person."""
    if len(words) == 1 and words[0].endswith(_FIRST_PERSON):
        return (words[0],)
    return tuple(stem(word) for word in words)
