"""Languages and driving licences, wherever a CV tells of them."""

import re
from collections.abc import Iterable

from matching_service.matcher.text import fold
from matching_service.services.importing import languages, words
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.intake.curriculum import Spoken, Text
from matching_service.services.intake.sections import Line

_LICENCE = re.compile(
    r"(?:voza[cč]k\w+|возачк\w+)\s+(?:dozvol\w+|дозвол\w+)|driv(?:ing|er'?s?)\s+licen[cs]e|f[uü]hrerschein\w*|"
    r"patent\w*\s*(?:e\s+)?(?:shofer\w*)?|leje\s+drejtimi|kategorij\w+|категориј\w+|kategoria",
    re.IGNORECASE,
)
_NO_LICENCE = re.compile(r"\b(?:nemam|nema|bez|no|kein\w*|nuk kam|немам|нема|без)\b", re.IGNORECASE)
_PARTS = re.compile(r"[;\n•·|]|,(?![^()]*\))")
_MOTHER = re.compile(r"^(?:maternji jezik|mother tongue(?:\(s\))?|muttersprache|gjuha amtare)\s*:?\s*")
_OTHERS = re.compile(
    r"^(?:(?:strani |ostali |drugi )?jezi(?:k|ci)|(?:foreign |other )?languages?(?:\(s\))?|sprachen|fremdsprachen|"
    r"gjuhet?(?: te (?:huaja|tjera))?)\s*:\s*"
)
_SPEAKING = re.compile(r"\b(?:govor(?:im|i)|pricam|znanje|znam|sluzim se|jezi(?:k|ka|ke|ci)|speak|spreche|flas)\b")
# dimensions of the European grid, between a language and its levels
_GRID = re.compile(
    r"\b(?:slusanje|citanje|govor\w*|pisanje|interakcija|produkcija|razumevanje|listening|reading|speaking|writing|spoken|"
    r"interaction|production|understanding|hoeren|lesen|sprechen|schreiben|degjim|lexim|te folur|shkrim|"
    r"nivo|level|niveau|"
    r"jezik|jezika|jezikom|language|gjuha|govorim|pricam|znanje|malo|znam|sluzim se|i speak|ich spreche|"
    r"spreche|flas|takodje|jako|nivou)\b\s*:?"
)


def told(line: Line) -> list[str]:
    """The sentences of somebody's own words that tell of languages."""
    return [sentence for sentence in re.split(r"(?<=[.!?])\s+", line.text) if _SPEAKING.search(fold(sentence))]


def languages_of(lines: Iterable[Line]) -> list[Spoken]:
    """Each language once; what names none is passed over."""
    found: dict[str, Spoken] = {}
    for line in lines:
        for part in filter(None, (part.strip() for part in _PARTS.split(line.text))):
            for spoken in _languages(part, line.text):
                known = found.get(spoken.language)
                if known is None or known.level is None:
                    found[spoken.language] = spoken
    return list(found.values())


def _languages(part: str, passage: str) -> list[Spoken]:
    folded = fold(part).strip(" .:")
    mother = _MOTHER.match(folded)
    folded = _OTHERS.sub("", _MOTHER.sub("", folded))
    said = " ".join(_GRID.sub(" ", folded).split())
    try:
        records = languages.languages(said, highest=True) if said else ()
    except Unreadable:
        return []
    return [Spoken(one.language, "native" if mother else one.level, passage) for one in records]


def licences_of(lines: Iterable[Line], is_part: bool = False) -> list[Text]:
    """Categories beside the words of a licence; `is_part`: under a heading that says so, everywhere."""
    found: dict[str, Text] = {}
    for line in lines:
        told = _LICENCE.search(line.text)
        if (told or is_part) and line.text and not _NO_LICENCE.search(line.text):
            for category in _categories(line.text, told):
                found.setdefault(category, Text(category, line.text))
    return list(found.values())


def _categories(text: str, told: re.Match | None) -> tuple[str, ...]:
    """As many words after the name of the licence as are categories, or before it."""
    after = re.findall(r"[\w+]+", text[told.end() :] if told else text)
    before = re.findall(r"[\w+]+", text[: told.start()]) if told else []
    longest = [after[:count] for count in range(min(len(after), 12), 0, -1)]
    longest += [before[-count:] for count in range(min(len(before), 6), 0, -1)]
    return next((found for some in longest if (found := _read(" ".join(some)))), ())


def _read(text: str) -> tuple[str, ...]:
    try:
        return words.licences(text)
    except Unreadable:
        return ()
