"""What a CV says that the law protects or that is nobody's business: recognised, named, and not taken over.

Lines that say it under a label ("Datum rođenja: ...") are taken out of the text before anything is read of it, with the
answer on the next line where the label stands alone; sentences of somebody's own words that tell of it are left out of
these words.
"""

import re

from stdnum.si import emso

from matching_service.matcher.protected import is_protected
from matching_service.matcher.text import fold, tokens

_LABELS = {
    "birth": (
        r"(datum|dan|godina|mesto|datum i mesto) rodjenja|rodjen[ao]?|godiste|starost|(date|"
        r"place)( and place)? of birth|"
        r"birth ?date|born|age|geburts(datum|ort|tag)|geboren( am)?|geb|alter|(datelindja|vendlindja|data e lindjes|"
        r"vendi i lindjes|mosha|lindur|i lindur|e lindur)"
    ),
    "sex": r"pol|gender|sex|geschlecht|gjinia",
    "nationality": (
        r"nacionalnost|drzavljanstvo|narodnost|etnick\w+ (pripadnost|poreklo)|nationality|citizenship|ethnicity|"
        r"staatsangehoerigkeit|nationalitaet|staatsbuergerschaft|(kombesia|nenshtetesia|shtetesia|etnia)"
    ),
    "family": (
        r"brac(no|ni) (stanje|status)|porodic(no|ni) (stanje|status)|broj dece|deca|marital status|children|"
        r"familienstand|kinder|gjendja (civile|martesore|familjare)|femije"
    ),
    "religion": r"veroispovest|vera|religija|religion|konfession|feja|besimi",
    "personal_number": (
        r"jmbg|jedinstveni maticni broj( gradjana)?|maticni broj|broj (licne karte|pasosa)|licna karta|pasos|"
        r"(personal|identity|passport|id)( card)? (no|number)|passport|(personal)?ausweis(nummer)?|reisepass(nummer)?|"
        r"(numri personal|nr\.? personal|leternjoftimi?)"
    ),
    "health": (
        r"zdravstven\w+ (stanje|sposobnost)|invalid(itet|nost)|health|disability|gesundheit(szustand)?|behinderung|"
        r"grad der behinderung|gjendja shendetesore|aftesia e kufizuar"
    ),
    "army": r"vojn[ia] (rok|obaveza|sluzba)|military service|wehrdienst|sherbimi ushtarak",
    "photo": r"fotografija|slika|photo(graph)?|foto|lichtbild",
    "return": r"(status )?povratni(k|ca|ce|ka)|readmisija|azil|returnee( status)?|asylum",
}  # fmt: skip
_PATTERNS = {
    key: re.compile(rf"(?:[•▪●*\-–]\s*)?(?:{pattern})\s*(?P<colon>[:\-–|\t]|\s{{2,}}|$|(?=\s*\d))")
    for key, pattern in _LABELS.items()
}
# labels that are ordinary words too count only before a colon
_WITH_COLON = re.compile(r"^\s*(?:[•▪●*\-–]\s*)?[^:\t|]{2,45}?(?:[:\t|]|\s{2,})")
_ORDINARY = frozenset({"sex", "religion", "family", "health", "photo", "army", "return"})
_JMBG = re.compile(r"(?<!\d)(\d{13})(?!\d)")
# "(rođ. 1985)", "rođena 3. 5. 1990. u Nišu", "geboren am 3.5.1990", within a line
_BORN = re.compile(
    r"[,;(]?\s*\b(?:ro[dđ]j?en[ao]?|рођен[ао]?|ro[dđ]\.|geb(?:oren)?\.?(?:\s+am)?|born(?:\s+on)?|"
    r"[ie] lindur(?: m[eë])?)"
    r"\s+(?:\d{1,2}[./-]\s*(?:\d{1,2}[./-]|[^\W\d_]+)\s*)?(?:19|20)\d\d\.?(?:\s*(?:godine|god\.|g\.))?"
    r"(?:\s*(?:u|in|n[eë])\s+[^\W\d_]+)?\)?",
    re.IGNORECASE,
)
# Counting years is not telling an age.
_HARMLESS = ("godin", "radnic", "sindikat", "srbij")
_AGE = re.compile(
    r"\b(?:imam|imala?|punim) \d\d god|\d\d god\w* (?:star|zivota)|\d\d years old|\d\d jahre alt|"
    r"jam \d\d vj|\bstar[aio]? \d\d\b"
)
# "2021. godine" is no end of a sentence
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZČĆŽŠĐЀ-ЯËÇÄÖÜ\"„(])|\n")


def left_out_of(line: str) -> tuple[str, list[str]]:
    """The line without what is not taken over, and the keys of that; several cells of one line are looked at apart."""
    cells, keys = [], []
    for cell in re.split(r"(\s*\|\s*)", line) if line.count("|") and ":" in line else [line]:
        key = _labelled(cell)
        if key:
            keys.append(key)
        else:
            cells.append(cell)
    rest = "".join(cells).strip(" |") if keys else line
    if _has_jmbg(rest):
        rest, keys = _JMBG.sub("", rest), [*keys, "personal_number"]
    if _BORN.search(rest):
        rest, keys = _BORN.sub("", rest), [*keys, "birth"]
    return rest, keys


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def without_protected_sentences(text: str) -> tuple[str, bool]:
    """Somebody's own words without the sentences that tell what the law protects, and whether there were any."""
    kept, dropped = [], False
    for sentence in sentences(text):
        tells = any(is_protected(word) and not word.startswith(_HARMLESS) for word in tokens(sentence))
        if tells or _AGE.search(fold(sentence)):
            dropped = True
        else:
            kept.append(sentence)
    return " ".join(kept), dropped


def asks_for_next_line(line: str) -> bool:
    """Whether a line is nothing but such a label, so that its answer stands on the next."""
    folded = fold(line).strip()
    return any((match := pattern.match(folded)) and match.end() == len(folded) for pattern in _PATTERNS.values())


def _labelled(line: str) -> str | None:
    folded = fold(line).strip()
    for key, pattern in _PATTERNS.items():
        if pattern.match(folded) and (key not in _ORDINARY or _WITH_COLON.match(folded)):
            return key
    return None


# the number of Serbia is made as those of the other countries of former Yugoslavia
def _has_jmbg(text: str) -> bool:
    return any(emso.is_valid(number) for number in _JMBG.findall(text))
