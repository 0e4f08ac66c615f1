"""What the texts of an opening say beside trade and skills: their language, and whether beginners may come."""

import re
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from matching_service.matcher.text import fold

# What the program tells apart; its neighbours stand for Serbian, which they are hardly told from in short texts.
_LANGUAGES = ("sr", "en", "de", "sq", "hr", "bs")
_SERBIAN = "sr"
_SERBIAN_TOO = frozenset({"sr", "hr", "bs"})
# Letters below which nothing is said of a language, and how sure a guess must be.
FEWEST_LETTERS, SURE = 40, 0.9

_WITHOUT_EXPERIENCE = re.compile(
    r"\bbez (?:prethodnog |radnog )*iskustva\b"
    r"|\biskustvo (?:u struci |u radu |na istim poslovima )?(?:nije|nije vam) (?:potrebno|neophodno|obavezno|uslov)"
    r"|\b(?:nije|ne) (?:je )?(?:potrebno|neophodno|obavezno|trazi se) (?:prethodno |radno |nikakvo )*iskustvo"
    r"|\bno (?:prior |previous |work )*experience (?:is )?(?:needed|required|necessary)"
    r"|\bkeine (?:vor)?kenntnisse (?:erforderlich|noetig)|\bohne (?:berufs)?erfahrung"
    r"|\bpa pervoje\b|\bpocetni(?:k|ka|ci|ke)\b"
)

_FROM_HOME = re.compile(r"\bod kuce\b|\bremote\b|\bhome ?office\b|\bfrom home\b|\bonline posao\b|\bnga shtepia\b")
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")


@lru_cache(maxsize=50_000)
def words_of(text: str) -> str:
    """Folded words, one space before and after each, as searches look through them."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def language_of(text: str) -> str:
    """sr, en, de or sq; sr where the text is too short to tell, or could be another of these."""
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        return _SERBIAN
    language, share = _identifier().classify(text)
    return language if share >= SURE and language not in _SERBIAN_TOO else _SERBIAN


def for_beginners(kind: str, text: str) -> bool:
    """Internships are, and work of which the text says so."""
    return kind == "internship" or says_for_beginners(text)


def says_for_beginners(text: str) -> bool:
    return _WITHOUT_EXPERIENCE.search(fold(text)) is not None


def says_from_home(text: str) -> bool:
    return _FROM_HOME.search(fold(text)) is not None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier
