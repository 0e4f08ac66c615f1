"""How much a word says: the rarer in general language, the more."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from math import log10

from matching_service.matcher.stemming import stem
from matching_service.matcher.text import STOP_WORDS, spell

# Zipf frequency (log10 per billion) at which a word says nothing, and that of a word hardly anybody uses.
COMMON_ZIPF, RARE_ZIPF = 6.5, 2.0
# A stem begins as its words do.
_BEGINNING = 2


class WordRarity:
    """Informativeness of stems in general language.

    `frequencies` maps lower-case words of any language to their share of running text, in (0, 1). Words are stemmed
    when one that begins like them is first asked about: all at once would take a second at every start.
    """

    def __init__(self, frequencies: Mapping[str, float]):
        self._words: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for word, share in _spelled(frequencies):
            self._words[word[:_BEGINNING]].append((word, share))
        self._shares = lru_cache(maxsize=None)(self._shares_of_stems)

    def of(self, known: str) -> float | None:
        """0 for the words of any text, 1 for words hardly anybody uses, None for a stem of no word of any list."""
        share = self._shares(known[:_BEGINNING]).get(known)
        if share is None:
            return None
        return min(1.0, max(0.0, (COMMON_ZIPF - log10(share) - 9) / (COMMON_ZIPF - RARE_ZIPF)))

    def _shares_of_stems(self, beginning: str) -> dict[str, float]:
        shares: dict[str, float] = defaultdict(float)
        for word, share in self._words.get(beginning, ()):
            if word not in STOP_WORDS:
                shares[stem(word)] += share
        return dict(shares)


def _spelled(frequencies: Mapping[str, float]) -> list[tuple[str, float]]:
    """Words as texts are compared, with their shares; only those that spelling can change are spelled, all at once."""
    changed = [word for word in frequencies if not word.isascii() or "je" in word]
    kept = [(word, share) for word, share in frequencies.items() if word.isascii() and "je" not in word]
    spelled = spell("\n".join(changed)).split("\n") if changed else []
    return kept + list(zip(spelled, (frequencies[word] for word in changed), strict=True))
