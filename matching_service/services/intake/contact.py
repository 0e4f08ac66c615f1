"""Name, e-mail, telephone and municipality, from the lines above the first heading or wherever they are labelled."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matching_service.matcher.text import fold
from matching_service.services.importing.places import Places
from matching_service.services.intake.curriculum import Text
from matching_service.services.intake.sections import Line

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Numbers of a day or of a personal card are no telephone.
_PHONE = re.compile(r"(?<![\d/.])(?:\+|00)?\(?\d[\d\s()/.-]{6,18}\d(?!\d|\.\d)")
_DAY = re.compile(r"^\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\.?$|^(?:19|20)\d\d\s?[-–./]")
_FULL_NAME = re.compile(
    r"^(?:(?:ime|first name|vorname|emri) ?/ ?(?:prezime|surname|last name|nachname|mbiemri)|"
    r"ime i prezime|ime i prez\.?|puno ime|full name|name(?: and surname)?|(?:vor- und nach)?name|"
    r"vorname und (?:nach)?name|"
    r"emri (?:dhe|e) mbiemri|emri mbiemri|kandidat(?:kinja)?)\s*[:|\t]\s*(?P<value>.+)$"
)
_FAMILY_FIRST = re.compile(r"^(?:prezime i ime|surname and name|name, vorname)\s*[:|\t]\s*(?P<value>.+)$")
_GIVEN = re.compile(r"^(?:ime|first ?names?(?:\(s\))?|given names?|vornamen?|emri)\s*[:|\t]\s*(?P<value>.+)$")
_FAMILY = re.compile(
    r"^(?:prezime|surnames?(?:\(s\))?|last name|family name|nachname|familienname|mbiemri)\s*[:|\t]\s*(?P<value>.+)$"
)
_ADDRESS = re.compile(
    r"^(?:adresa(?: stanovanja)?|prebivaliste|boraviste|mesto(?: stanovanja| prebivalista)?|grad|lokacija|"
    r"opstina|stanujem|"
    r"address|location|city|place of residence|adresse|anschrift|wohnort|wohnhaft in|adresa|vendbanimi|"
    r"qyteti|komuna)\s*"
    r"[:|\t]\s*(?P<value>.+)$"
)
_CALLED = re.compile(
    r"(?i:zovem se|moje ime je|ja sam|my name is|ich hei(?:ß|ss)e|mein name ist|quhem|emri im [eë]sht[eë])\s+"
    r"(?P<name>[^\W\d_][^\W\d_]+\s+[^\W\d_][^\W\d_]+)"
)
_LIVING = re.compile(
    r"\b(?:živim|zivim|stanujem|nastanjen[a]?|i live|wohne|jetoj|banoj|живим|станујем)\s+(?:u|in|n[eë]|"
    r"у)\s+(?P<value>[^.;]+)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:iz|aus|from|nga|из)\s+(?P<value>[^\W\d_a-z][^\W\d_]+(?:\s[^\W\d_a-z][^\W\d_]+)?)")
_STREET = re.compile(r"(?:^|\s)(?:ul\.|ulica|rr\.|rruga)\s|\bbb\b|\w+stra(?:ss|ß)e\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b\d{5}\s+[^\W\d_]")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*\.?")
_NEVER_IN_NAMES = frozenset(
    "cv curriculum vitae biografija radna lebenslauf resume europass profil profile kontakt contact rreth "
    "meje jeteshkrim "
    "srbija serbia republika o meni about me molba prijava zahtev bewerbung".split()
)
_HIGHEST = 8  # lines among which an unlabelled name or place is looked for


@dataclass(frozen=True, slots=True)
class Contact:
    given_name: Text | None = None
    family_name: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    municipality: Text | None = None
    has_street: bool = False


def contact_of(head: list[Line], everywhere: list[Line], places: Places) -> Contact:
    """`head`: the lines above the first heading and those of personal data."""
    cells = [cell for line in head for cell in _cells(line.text)]
    given, family = _name(cells)
    place, has_street = _place(cells, places)
    has_street = has_street or any(_STREET.search(cell) for cell in cells)
    return Contact(given, family, _first(everywhere, _email), _first(everywhere, _phone), place, has_street)


def is_contact(text: str) -> bool:
    """Whether a line does nothing but tell how to reach somebody."""
    folded = fold(text).strip()
    labelled = any(known.match(folded) for known in (_FULL_NAME, _FAMILY_FIRST, _GIVEN, _FAMILY, _ADDRESS))
    return labelled or bool(_EMAIL.search(text) or _telephone(text) or _POSTCODE.search(text))


def _cells(text: str) -> list[str]:
    """A label and its answer may be two cells of a table: "Ime | Ana"."""
    if text.count("|") == 1 and ":" not in text:
        return [text]
    return [cell.strip() for cell in re.split(r"\s\|\s|\s[•·]\s|\t|\s{3,}", text) if cell.strip()]


def _first(lines: Iterable[Line], find) -> Text | None:
    return next((Text(value, line.text) for line in lines if (value := find(line.text))), None)


def _email(text: str) -> str | None:
    match = _EMAIL.search(text)
    return match.group(0).rstrip(".") if match else None


def _phone(text: str) -> str | None:
    return _telephone(_EMAIL.sub(" ", text))


def _telephone(text: str) -> str | None:
    for match in _PHONE.finditer(text):
        number = match.group(0).strip(" .-/")
        digits = sum(sign.isdigit() for sign in number)
        begins = number.lstrip("(").startswith(("+", "0"))
        if begins and 8 <= digits <= 14 and not _DAY.match(number):
            return " ".join(number.split())
    return None


def _name(cells: list[str]) -> tuple[Text | None, Text | None]:
    given, family = _labelled(cells, _GIVEN), _labelled(cells, _FAMILY)
    if given and family:
        return given, family
    if full := _labelled(cells, _FULL_NAME):
        return _cut(full)
    if full := _labelled(cells, _FAMILY_FIRST):
        family, given = _cut(full)
        return given, family
    for cell in cells[:_HIGHEST]:
        if name := next((part for part in (cell, cell.split(",")[0]) if _looks_like_name(part)), None):
            return _cut(Text(name, cell))
    if told := next((match for cell in cells if (match := _CALLED.search(cell))), None):
        return _cut(Text(told.group("name"), told.string, is_clear=False))
    return given, family


def _labelled(cells: list[str], label: re.Pattern) -> Text | None:
    """The answer as it is written: as many words from the end as the folded one has."""
    for cell in cells:
        match = label.match(fold(cell).strip())
        if match:
            value = re.split(r"[:|\t]", cell, maxsplit=1)[1].strip()
            return Text(value, cell) if value else None
    return None


def _cut(full: Text) -> tuple[Text, Text]:
    """After the first word, as importing files does."""
    first, _, rest = full.value.strip(" ,;").partition(" ")
    return Text(_cased(first), full.passage, full.is_clear), Text(_cased(rest.strip()), full.passage, full.is_clear)


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name.strip(" ,")


def _looks_like_name(cell: str) -> bool:
    words = cell.strip(" ,").split()
    if not 2 <= len(words) <= 4 or not all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in words):
        return False
    return not _NEVER_IN_NAMES.intersection(fold(word) for word in words)


def _place(cells: list[str], places: Places) -> tuple[Text | None, bool]:
    """Of an address only the municipality; and whether there was more of it."""
    labelled = _labelled(cells, _ADDRESS)
    candidates = [labelled] if labelled else []
    candidates += [Text(cell, cell) for cell in cells if _POSTCODE.search(cell)]
    for found in candidates:
        if code := _municipality(found.value, places):
            return Text(code, found.passage), _has_number(found.value)
    for cell in cells[:_HIGHEST]:
        if len(cell.split()) <= 7 and not _EMAIL.search(cell) and (code := _municipality(cell, places)):
            return Text(code, cell, is_clear=len(cell.split()) <= 2 or "," in cell), _has_number(cell)
    for cell in cells:
        for told in (_LIVING.search(cell), _FROM.search(cell)):
            if told and (code := places.municipality(told.group("value").split(",")[0])):
                return Text(code, cell, is_clear=False), False
    return None, False


def _has_number(address: str) -> bool:
    """Whether an address goes beyond a postcode and a place; a telephone number is none of a house."""
    return bool(re.search(r"\d", _PHONE.sub("", _POSTCODE.sub("", address))))


def _municipality(address: str, places: Places) -> str | None:
    """A street may bear the name of another place: what comes last counts first."""
    items = [item for item in re.split(r"[,;]", address) if item.strip()]
    if items and (last := places.municipality(address)):
        return last
    return next((code for item in reversed(items) if (code := places.municipality(item))), None)
