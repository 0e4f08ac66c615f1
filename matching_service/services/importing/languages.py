"""Languages and how well they are known, as people write them: `nemački B1, engleski (osnovni)`, `de; B1|en; A2`."""

import re
from functools import cache

from babel import Locale

from matching_service.matcher.text import fold, stem
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.profiles.person_record import LanguageRecord
from models.vocabulary import LANGUAGE_LEVELS

# Languages in which a file may name languages (Babel), and names that Babel does not have.
_NAMED_IN = ("sr_Latn", "hr", "en", "de", "sq")
_OTHER_NAMES = {"romski": "rom", "romani": "rom", "srpskohrvatski": "sr", "bosnjacki": "bs", "crnogorski": "cnr"}
# Babel's names for small languages that are other words here, or the same language under another code
_NOT_MEANT = {"roa", "rup", "vec", "sh"}

# in the order of a pattern's words in the text; folded
_LEVEL = re.compile(
    r"(?<!\w)(?:"
    r"(?P<native>maternj\w*|native|muttersprach\w*|mother tongue|amtar\w*)"
    r"|(?P<C2>c2|perfektn\w*|proficient)"
    r"|(?P<C1>c1|tecn\w*|tecan|odlic\w*|napredn\w*|aktivn\w*|fluent\w*|fliessend\w*|advanced|excellent)"
    r"|(?P<B2>b2|vrlo dobr\w*|visi srednj\w*|upper.?intermediate|very good)"
    r"|(?P<B1>b1|srednj\w*|dobr\w*|konverzacij\w*|intermediate|good|gut\w*|mesatar\w*)"
    r"|(?P<A2>a2|osnovn\w*|pasivn\w*|elementar\w*|slab\w*|basic|grundkenntnisse|bazik\w*)"
    r"|(?P<A1>a1|pocetn\w*|beginner|anfaenger\w*|fillestar\w*)"
    r")(?!\w)"
)
_SEPARATORS = re.compile(r"[|,;\n]|(?<![a-c][12])/|\s(?:i|and|und|dhe|te)\s|\s[-–]\s(?=\w+sk)")


def languages(text: str, *, highest: bool) -> tuple[LanguageRecord, ...]:
    """Each language once. Where several levels are given (`A2/B1`) the highest or the lowest counts.

    Raises Unreadable when a part of the text names neither a language nor a level.
    """
    found: dict[str, list[str]] = {}
    latest: list[str] = []
    for part in filter(None, (part.strip() for part in _SEPARATORS.split(fold(text)))):
        levels = [match.lastgroup for match in _LEVEL.finditer(part)]
        codes = _codes(_LEVEL.sub(" ", part))
        latest = codes or latest
        if not latest or not (codes or levels):
            raise Unreadable(text, "a list of languages")
        each_its_own = len(codes) == len(levels)
        for position, code in enumerate(latest):
            found.setdefault(code, []).extend(levels[position : position + 1] if each_its_own else levels)
    pick = max if highest else min
    return tuple(
        LanguageRecord(code, pick(levels, key=LANGUAGE_LEVELS.index, default=None)) for code, levels in found.items()
    )


def _codes(text: str) -> list[str]:
    """Languages named in a part, by name in any ending, or by a code that is all there is."""
    words = re.findall(r"[^\W\d_]+", text)
    names = _names_of_languages()
    if len(words) == 1 and words[0] in names.values():
        return words
    return list(dict.fromkeys(names[stem(word)] for word in words if stem(word) in names))


@cache
def _names_of_languages() -> dict[str, str]:
    """Stem of a name of one word -> code."""
    names = {stem(name): code for name, code in _OTHER_NAMES.items()}
    for locale in _NAMED_IN:
        for code, name in Locale.parse(locale).languages.items():
            if re.fullmatch(r"[a-z]{2,3}", code) and code not in _NOT_MEANT and " " not in name:
                names.setdefault(stem(fold(name)), code)
    return names
