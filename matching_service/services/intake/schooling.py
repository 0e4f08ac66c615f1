"""Entries of education -> schools and courses."""

import re
from collections.abc import Sequence

from matching_service.matcher.text import fold
from matching_service.services.importing import education
from matching_service.services.importing.places import Places
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.intake.curriculum import Course, School
from matching_service.services.intake.entries import Entry, entries_of, label_and_value, pieces
from matching_service.services.intake.periods import Period, period_in, without
from matching_service.services.intake.sections import Line

_INSTITUTION = re.compile(
    r"\b(?:skol[aeiu]|gimnazij\w*|fakultet\w*|univerzitet\w*|akademij\w*|institut\w*|os|ets|mts|pts|stsc|"
    r"school|university|college|faculty|academy|institute|\w*schule|gymnasium|universitaet|hochschule|fh|"
    r"shkoll\w*|universiteti\w*|fakulteti\w*|gjimnaz\w*|akademia)\b"
)
_COURSE = re.compile(
    r"\b(?:kurs\w*|obuk\w*|sertifikat\w*|seminar\w*|trening\w*|prekvalifikacij\w*|dokvalifikacij\w*|course|certificate|training|"
    r"workshop|weiterbildung|fortbildung|umschulung|lehrgang|zertifikat|trajnim\w*|certifikat\w*|kursi\w*)\b"
)
_REQUALIFICATION = re.compile(r"\b(?:prekvalifikacij\w*|umschulung\w*|requalification|retraining|rikualifikim\w*)\b")
_FINISHED = re.compile(
    r"\b(?:zavrsi(?:o|la)|diplomira(?:o|la)|finished|graduated|abgeschlossen|perfundova|kam kryer)\b"
)
_HOURS = re.compile(r"(\d{1,4})\s*(?:h\b|[cč]as\w*|sat[ia]?\b|hours?|stunden|or[eë]\b|часова|сати)", re.IGNORECASE)
_LABELS = {
    "institution": r"(naziv )?(skole?|ustanove?|institucij[ae]|fakultet)|skola|school|institution|"
    r"(name( and type)? of )?organisation.*|schule|shkolla|institucioni",
    "qualification": r"(stecen[oa] )?(zvanje|kvalifikacija|diploma|titula)|zanimanje|title of qualification( awarded)?|"
    r"qualification|abschluss|kualifikimi|titulli|diploma",
    "field": r"smer|oblast|odsek|studijski program|field( of study)?|principal subjects.*|fachrichtung|drejtimi|dega",
    "level": r"(nivo|stepen)( obrazovanja| strucne spreme)?|strucna sprema|level.*|niveli",
}  # fmt: skip
_LABELS = {name: re.compile(f"(?:{pattern})") for name, pattern in _LABELS.items()}
_FIELD = re.compile(r"^(?:smer|odsek|oblast|program|fachrichtung|drejtimi|dega|смер)\s*:?\s+", re.IGNORECASE)
_TITLED = re.compile(r"^(?:zanimanje|zvanje|profesija|занимање|звање)\s+", re.IGNORECASE)
_PROVIDED_BY = re.compile(r"\s+(?:u organizaciji|by|bei|nga|kod)\s+", re.IGNORECASE)
# "Medicinska škola", "Техничка школа": what is no primary and no higher school is a secondary one
_SECONDARY = re.compile(
    r"\b(?!osnovn|visok|vis[ae]|muzick|vecernj|auto)\w{4,}sk[aeiou]j?\w{0,2} skol\w*|\b\w+ck[aeu] skol\w*"
)
LONGEST = 200


def schools_of(lines: Sequence[Line], places: Places) -> tuple[list[School], list[Course]]:
    """What names a course and no school is one, under whatever heading it stands."""
    schools: list[School] = []
    courses: list[Course] = []
    for entry in entries_of(lines):
        if is_course(" ".join(entry.heads)):
            courses += _courses(entry)
        elif (school := _school(entry, places)) is not None:
            schools.append(school)
    return schools, courses


def schools_told(lines: Sequence[Line]) -> list[School]:
    """Sentences of somebody's own words that tell of a finished school, each to be checked."""
    found = []
    for line in lines:
        for sentence in re.split(r"(?<=[.!?])\s+(?=\S)", line.text):
            level, _clear = level_of(sentence) if _FINISHED.search(fold(sentence)) else (None, False)
            if level is not None:
                found.append(School(level, year=_year(period_in(sentence)), passage=sentence, is_clear=False))
    return found


def is_course(text: str) -> bool:
    """Whether a text names a course, and no school."""
    folded = fold(text)
    return bool(_COURSE.search(folded)) and not _INSTITUTION.search(folded)


def courses_of(lines: Sequence[Line]) -> list[Course]:
    """Each line with a year of its own, or each line that is no more than a line, is a course."""
    return [course for entry in entries_of(lines) for course in _courses(entry)]


def _courses(entry: Entry) -> list[Course]:
    lines = entry.passage.split("\n")
    alone = len(entry.heads) < len(lines) or sum(period_in(line) is not None for line in lines) <= 1 < len(lines)
    if alone and entry.period is not None and len(lines) <= 3:
        return _course(" | ".join((*entry.heads, entry.body)), entry.period, entry.passage)
    return [course for line in lines for course in _course(line, period_in(line), line)]


def _course(line: str, period: Period | None, passage: str) -> list[Course]:
    said = without(line, period) if period and period.last <= len(line) and period_in(line) else line
    hours = _HOURS.search(said)
    parts = [part for piece in pieces(_HOURS.sub("", said)) for part in _PROVIDED_BY.split(piece)]
    parts = [part for part in parts if re.search(r"[^\W\d_]{2}", part)]
    if not parts:
        return []
    title, provider = parts[0], next(iter(parts[1:]), "")
    if _COURSE.fullmatch(fold(title)) and provider:
        title, provider = provider, next(iter(parts[2:]), "")
    year = _year(period)
    again = bool(_REQUALIFICATION.search(fold(said)))
    return [Course(title[:300], provider[:LONGEST], year, int(hours.group(1)) if hours else None, again, passage)]


def _school(entry: Entry, places: Places) -> School | None:
    labelled, parts = _parts(entry, places)
    text = " ".join((*labelled.values(), *parts))
    level, clear = level_of(text)
    institution = labelled.get("institution") or next((part for part in parts if _INSTITUTION.search(fold(part))), "")
    field = labelled.get("field") or next((_FIELD.sub("", part) for part in parts if _FIELD.match(part)), "")
    rest = [part for part in parts if part != institution and not _is_of_school(part)]
    qualification = labelled.get("qualification") or _TITLED.sub("", next(iter(rest), ""))
    if level is None and not institution:
        return None
    values = (qualification[:LONGEST], field[:LONGEST], institution[:LONGEST])
    return School(level, *values, _year(entry.period), entry.passage, clear and bool(qualification or institution))


def _parts(entry: Entry, places: Places) -> tuple[dict[str, str], list[str]]:
    labelled: dict[str, str] = {}
    parts = []
    for head in entry.heads:
        said = label_and_value(head)
        name = said and next((name for name, known in _LABELS.items() if known.fullmatch(fold(said[0]).strip())), None)
        if name:
            labelled[name] = said[1].strip()
        else:
            parts += [part for part in pieces(head) if places.municipality(part) is None or len(part.split()) > 2]
    return labelled, [part for part in parts if not places.is_abroad(part)]


def level_of(text: str) -> tuple[int | None, bool]:
    """The highest level a text names, as the person is given it, and whether it names one level alone."""
    try:
        found, _more = education.levels(text)
    except Unreadable:
        secondary = bool(_SECONDARY.search(fold(text)))
        return (
            (3, True) if secondary else (3, False) if re.search(r"\b(?:schule|school)\b", fold(text)) else (None, False)
        )
    clear = [high for low, high in found if low == high]
    if clear and max(clear) >= max(low for low, _high in found):
        return max(clear), True
    return max(high for _low, high in found), False


def _is_of_school(part: str) -> bool:
    """Whether a part is no qualification: a field, a level, the university of a faculty."""
    return bool(_FIELD.match(part) or _INSTITUTION.search(fold(part))) or _only_level(part)


def _only_level(text: str) -> bool:
    try:
        return not education.levels(text)[1] or bool(
            re.fullmatch(r"[ivx\d]+\.? stepen\w*( strucne spreme)?", fold(text))
        )
    except Unreadable:
        return False


def _year(period: Period | None) -> int | None:
    """When it ended; unknown while it goes on."""
    return period.end.year if period and period.end else None
