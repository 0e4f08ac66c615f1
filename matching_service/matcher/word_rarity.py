"""How much a word says: the rarer in general language, the more."""

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from math import log10

from matching_service.matcher.text import STOP_WORDS, fold, stem

# Zipf frequency (log10 per billion) at which a word says nothing, and that of a word hardly anybody uses.
COMMON_ZIPF, RARE_ZIPF = 6.5, 2.0


class WordRarity:
    """Informativeness of stems in general language.

    `frequencies` maps lower-case words of any language to their share of running text, in (0, 1). Words are stemmed
    when they are first asked about: a hundred thousand stems at start would take a second, and few are ever needed.
    """

    def __init__(self, frequencies: Mapping[str, float]):
        self._shares = _folded(frequencies)
        self._words = sorted(self._shares)
        self.of = lru_cache(maxsize=200_000)(self._of)

    def _of(self, known: str) -> float | None:
        """0 for the words of any text, 1 for words hardly anybody uses, None for a stem of no word of any list."""
        words = (word for word in self._beginning_like(known) if stem(word) == known and word not in STOP_WORDS)
        share = sum(self._shares[word] for word in words)
        if not share:
            return None
        return min(1.0, max(0.0, (COMMON_ZIPF - log10(share) - 9) / (COMMON_ZIPF - RARE_ZIPF)))

    def _beginning_like(self, known: str) -> list[str]:
        """All words that can have this stem: a stem may differ from its word in its last letter (radnica, radnik)."""
        start = known[:-1] if len(known) > 4 else known
        return self._words[bisect_left(self._words, start) : bisect_left(self._words, start + "\uffff")]


def _folded(frequencies: Mapping[str, float]) -> dict[str, float]:
    """Shares of folded words. What is not ASCII is folded all at once, which takes a tenth of the time."""
    shares = dict(frequencies)
    marked = [word for word in shares if not word.isascii()]
    for word, folded in zip(marked, fold("\n".join(marked)).split("\n"), strict=True) if marked else ():
        shares[folded] = shares.get(folded, 0.0) + shares.pop(word)
    return shares
