"""Entries of work experience -> jobs: which words are the title, which the company."""

import re
from collections.abc import Sequence
from datetime import date

from matching_service.matcher.linking import ACCEPT
from matching_service.matcher.reading import Reader
from matching_service.matcher.text import fold
from matching_service.services.importing.places import Places
from matching_service.services.intake.curriculum import Job
from matching_service.services.intake.entries import Entry, entries_of, label_and_value, pieces, unquoted
from matching_service.services.intake.periods import DURATION, years_said
from matching_service.services.intake.sections import Line

_COMPANY = re.compile(
    r"\b(?:d\.?\s?o\.?\s?o|a\.?d|j\.?\s?p|j\.?k\.?p|str|sztr?|szr|sur|tr|gmbh|ag|kg|e\.?v|ltd|llc|inc|sh\.?\s?p\.?\s?k|n\.?t\.?p|"
    r"firma|firmi|kompanija|preduzece|preduzecu|zadruga|udruzenje|fabrika|fabrici|restoran\w*|hotel\w*|pekara|pekari|pekare|"
    r"kafic|picerija|pizzeria|salon|servis|market|prodavnica|radnja|gradiliste|gradilista|opstina|skola|"
    r"bolnica|dom zdravlja|"
    r"klinika|apoteka|baeckerei|supermarkt|krankenhaus|bau|company|factory|bakery|furra|dyqan\w*|kompania|ndermarrja|"
    r"spital\w*|komuna|agencija|agentur|agency|centar|zavod|gazdinstvo)\b\.?"
)
_LABELS = {
    "title": r"pozicija|radno mesto|zanimanje|poslovi|funkcija|zvanje|position|job title|"
    r"occupation( or position held)?|role|"
    r"taetigkeit( als)?|beruf|pozita|pozicioni|profesioni",
    "employer": r"poslodavac|firma|kompanija|naziv poslodavca|preduzece|employer|company|"
    r"name( and address)? of employer|(naziv|ime) i adresa poslodavca|arbeitgeber|"
    r"unternehmen|punedhenesi|kompania|firma",
    "description": r"opis( posla)?|zaduzenja|odgovornosti|glavni poslovi( i odgovornosti)?|duznosti|description|"
    r"(main )?(activities|duties)( and responsibilities)?|responsibilities|aufgaben|pershkrimi|detyrat",
    "place": r"mesto|grad|lokacija|city|place|location|ort|vendi|qyteti|delatnost|sektor|vrsta delatnosti|sector",
    "period": r"period|datum|trajanje|dates?|zeitraum|periudha",
}  # fmt: skip
_LABELS = {name: re.compile(f"(?:{pattern})") for name, pattern in _LABELS.items()}
# "radio kao kuvar u restoranu Stara kuća", "worked as a cook at ..."
_AS = re.compile(
    r"^(?:radi(?:o|la)\s+(?:sam\s+)?(?:kao\s+)?|kao\s+|rad(?:im)?\s+kao\s+|work(?:ed|ing)?\s+as\s+(?:an?\s+)?|als\s+|"
    r"punova\s+si\s+|si\s+|радио\s+као\s+|радила\s+као\s+)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s+(?:u firmi|u kompaniji|u preduze[cć]u|kod|za firmu|at(?= [A-Z])|bei|n[eë] (?:firm[eë]n|kompanin[eë])|"
    r"u(?= (?:\w+ )?(?:restoranu|hotelu|pekari|fabrici|servisu|salonu|prodavnici|marketu|radnji|kafi[cć]u|"
    r"školi|bolnici|„|\"))|"
    r"im|beim|in der|у фирми|код)\s+"
)
# "kod kuće", "na crno": work for nobody who has a name
_NOBODY = frozenset("kuce kuci privatno samostalno porodica zu hause home shtepi".split())
LONGEST_TITLE, LONGEST_EMPLOYER = 300, 200
_LIKELY_TITLE = 0.2


def jobs_of(lines: Sequence[Line], reader: Reader, places: Places, today: date) -> list[Job]:
    found = (_job(entry, reader, places, today) for entry in entries_of(lines))
    return [job for job in found if job is not None]


def _job(entry: Entry, reader: Reader, places: Places, today: date) -> Job | None:
    labelled, heads, more = _by_labels(entry)
    years = years_said(" ".join((*entry.heads, entry.body)), today) if entry.period is None else None
    title, employer = labelled.get("title", ""), labelled.get("employer", "")
    if not title:
        title, guessed = _named(heads, reader, places)
        employer = employer or guessed
    elif not employer:
        employer = _named(heads, reader, places, title)[1]
    if not title or (entry.period is None and years is None and not _is_occupation(title, reader)):
        return None
    told = (labelled.get("description", ""), *more, *_unused(heads, title, employer, places), entry.body)
    description = "\n".join(filter(None, told))
    clear = entry.period is not None and (entry.period.is_range or years is not None)
    return Job(
        title[:LONGEST_TITLE], employer[:LONGEST_EMPLOYER], entry.period, years, description, entry.passage, clear
    )


def _by_labels(entry: Entry) -> tuple[dict[str, str], list[str], list[str]]:
    """What is said under a label, the heads that remain, and heads that only tell more."""
    labelled: dict[str, str] = {}
    heads, more = [], []
    for head in entry.heads:
        said = label_and_value(head)
        name = said and next((name for name, known in _LABELS.items() if known.fullmatch(fold(said[0]).strip())), None)
        if name:
            labelled.setdefault(name, said[1].strip())
        elif any(known.fullmatch(fold(head).strip(" :")) for known in (_LABELS["period"], _LABELS["place"])):
            continue
        elif len(head.split()) > 12:
            more.append(head)
        else:
            heads.append(head)
    return labelled, heads, more


def _named(heads: list[str], reader: Reader, places: Places, title: str = "") -> tuple[str, str]:
    """The title is what reads most like an occupation and not like a company; the company what comes next."""
    parts = [part for head in heads for piece in pieces(DURATION.sub("", head)) for part in _at(piece)]
    parts = [part for part in parts if part and not re.fullmatch(r"[\d\s./-]+", part)]
    split = next((both for head in heads for piece in pieces(head) if len(both := _at(piece)) > 1), None)
    if not title:
        title = split[0] if split and split[0] else _title_among(parts, reader, places)
    rest = [part for part in parts if part != title and not _is_place(part, places)]
    rest = rest or [part for part in parts if part != title and re.match(r"(?:grad|opstina)\b", fold(part))]
    employer = next((part for part in rest if _is_company(part)), rest[0] if rest else "")
    return title, "" if fold(employer) in _NOBODY else employer


def _unused(heads: list[str], title: str, employer: str, places: Places) -> list[str]:
    """Head lines that name neither title nor company nor place: they tell of the work."""
    named = [name for name in (title, employer) if name]
    free = (head for head in heads if not any(name in head for name in named) and not DURATION.fullmatch(head))
    return [head for head in free if not all(_is_place(part, places) for part in pieces(head))]


def _at(piece: str) -> list[str]:
    """ "kuvar u restoranu Stara kuća" -> the title and the company."""
    parts = _AT.split(_AS.sub("", piece), maxsplit=1)
    return [unquoted(part) for part in parts]


def _title_among(parts: list[str], reader: Reader, places: Places) -> str:
    scores = [(_confidence(part, reader), part) for part in parts]
    named = [(score - 0.5 * _is_company(part), -place, part) for place, (score, part) in enumerate(scores)]
    best = max(named, default=None)
    if best is not None and best[0] >= _LIKELY_TITLE:
        return best[2]
    plain = [part for part in parts if not _is_company(part) and not _is_place(part, places)]
    return next(iter(plain), "")


def _confidence(text: str, reader: Reader) -> float:
    link = reader.occupation(text)
    if link is not None:
        return link.confidence
    return min((one.confidence for one in reader.occupations.link(text, limit=1)), default=0.0) / 2


def _is_occupation(text: str, reader: Reader) -> bool:
    link = reader.occupation(text)
    return link is not None and link.confidence >= ACCEPT


def _is_company(part: str) -> bool:
    """By a word for companies, or by a name in quotes."""
    return bool(_COMPANY.search(fold(part)) or re.search(r'["„”“]', part))


def _is_place(part: str, places: Places) -> bool:
    """A municipality or a country: few words, and no company named after one."""
    named = places.municipality(part) is not None or places.is_abroad(part)
    return named and len(part.split()) <= 2 and not _is_company(part)
