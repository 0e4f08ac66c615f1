"""The columns a file may have: fields by their names here, and what the same thing is called elsewhere.

Headers are compared without case, script, diacritics and punctuation: `Vozačka dozvola`, `VOZACKA_DOZVOLA` and
`Возачка дозвола` are one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching_service.errors import BadInput
from matching_service.matcher.text import fold

IGNORE = "-"

# field -> other headers for it; the field's own name counts as well
PEOPLE: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "šifra", "šifra lica", "evidencioni broj", "broj dosijea", "person id"),
    "given_name": ("ime", "first name", "name first"),
    "family_name": ("prezime", "last name", "surname"),
    "full_name": ("ime i prezime", "name"),
    "full_name_family_first": ("prezime i ime", "prezime ime"),
    "email": ("e-mail", "e-pošta", "elektronska pošta", "imejl", "mejl", "email adresa", "e mail adresa", "mail"),
    "phone": ("telefon", "mobilni", "mobilni telefon", "broj telefona", "kontakt telefon", "telephone", "mobile"),
    "municipality": (
        "opština", "grad", "mesto", "opština grad", "grad opština", "mesto stanovanja", "prebivalište",
        "mesto prebivališta", "boravište", "city", "town", "place",
    ),
    "mobility_km": ("mobilnost", "mobilnost km", "spreman da putuje km", "mobility", "radius km", "travel distance km"),
    "available_from": ("dostupan od", "dostupna od", "raspoloživ od", "može da počne", "slobodan od", "slobodna od"),
    "working_time": ("radno vreme", "željeno radno vreme", "working hours"),
    "education_level": (
        "obrazovanje", "stepen", "stepen obrazovanja", "stepen stručne spreme", "stručna sprema", "nivo obrazovanja",
        "školska sprema", "sss", "education", "level of education",
    ),
    "education_field": ("oblast obrazovanja", "smer", "struka", "field of education", "field of study"),
    "qualification": ("kvalifikacija", "stečeno zvanje", "zvanje", "diploma"),
    "school": ("škola", "naziv škole", "obrazovna ustanova", "fakultet", "institution"),
    "education_year": ("godina završetka", "godina diplomiranja", "graduation year", "year of graduation"),
    "occupation": ("zanimanje", "profesija", "zanat", "profession", "trade"),
    "experience": ("radno iskustvo", "iskustvo", "prethodna zaposlenja", "work experience", "employment history"),
    "requalifications": ("prekvalifikacija", "prekvalifikacije", "requalification", "retraining"),
    "additional_training": (
        "dokvalifikacija", "dokvalifikacije", "kursevi", "kurs", "obuke", "obuka", "courses", "training", "trainings",
    ),
    "skills": ("veštine", "znanja i veštine", "posebna znanja", "dodatna znanja", "skill"),
    "languages": ("jezici", "strani jezici", "strani jezik", "znanje jezika", "language", "foreign languages"),
    "licences": (
        "vozačka dozvola", "vozačke dozvole", "vozačka", "kategorija vozačke dozvole", "driving licence",
        "driving license", "driver license", "licenses",
    ),
    "about": ("o sebi", "opis", "profil", "biografija", "about me", "summary"),
    "wishes": ("želje", "željeni posao", "traži posao", "željeno zanimanje", "desired job", "desired position"),
    "consent": ("saglasnost", "saglasnosti", "pristanak", "consents"),
    "skills_complete": ("veštine potpune",),
    "languages_complete": ("jezici potpuni",),
    "licences_complete": ("dozvole potpune",),
    "sex": ("pol", "gender"),
    "birth_date": ("datum rođenja", "rođen", "rođena", "date of birth"),
    "ethnicity": ("nacionalnost", "nacionalna pripadnost", "etnička pripadnost", "ethnic group"),
    "disability": ("invaliditet", "invalidnost", "osoba sa invaliditetom"),
    "returnee": ("povratnik", "povratnica", "povratnik iz inostranstva"),
    "family_status": ("bračno stanje", "bračni status", "porodično stanje", "porodični status", "marital status"),
}  # fmt: skip

OPENINGS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "job id", "ad id", "vacancy id", "šifra", "šifra oglasa", "broj oglasa", "id oglasa"),
    "kind": ("vrsta oglasa",),
    "title": ("naslov", "naziv", "naziv radnog mesta", "radno mesto", "naslov oglasa", "job title"),
    "position": ("pozicija", "standardizovana pozicija", "standardised title", "standardized title"),
    "description": ("opis", "opis posla", "opis radnog mesta", "tekst", "tekst oglasa", "text", "job description"),
    "occupation": ("zanimanje", "šifra zanimanja", "profesija", "occupation code"),
    "required_skills": ("potrebne veštine", "obavezne veštine", "veštine", "uslovi", "skills"),
    "desired_skills": ("poželjne veštine", "prednost", "optional skills", "nice to have"),
    "education": (
        "obrazovanje", "stepen", "stepen obrazovanja", "stepen stručne spreme", "stručna sprema", "nivo obrazovanja",
        "školska sprema", "education min", "education level", "minimum education",
    ),
    "languages": ("jezici", "strani jezici", "strani jezik", "znanje jezika", "language", "foreign languages"),
    "licences": (
        "vozačka dozvola", "vozačke dozvole", "vozačka", "kategorija vozačke dozvole", "driving licence",
        "driving license", "licenses",
    ),
    "municipality": ("opština", "grad"),
    "location": ("mesto", "mesto rada", "lokacija", "place", "city", "town", "workplace"),
    "remote": ("rad od kuće", "rad na daljinu", "remote work", "work from home"),
    "places": ("broj mesta", "broj izvršilaca", "broj radnika", "broj slobodnih mesta", "vacancies"),
    "hours_per_week": ("sati nedeljno", "broj sati nedeljno", "broj sati", "weekly hours", "hours"),
    "working_time": ("radno vreme", "working hours"),
    "starts_on": ("početak", "početak rada", "datum početka", "start", "start date"),
    "ends_on": ("kraj", "završetak", "datum završetka", "end", "end date"),
    "apply_by": ("rok", "rok za prijavu", "rok prijave", "konkurs otvoren do", "deadline", "application deadline"),
    "pay": ("plata", "zarada", "naknada", "neto plata", "salary", "wage", "stipend", "stipendija"),
    "pay_from": ("plata od", "zarada od", "salary from", "salary min"),
    "pay_to": ("plata do", "zarada do", "salary to", "salary max"),
    "pay_currency": ("valuta", "currency"),
    "pay_period": ("period plate", "isplata", "salary period"),
    "offers": ("nudimo", "šta nudimo", "pogodnosti", "benefits", "what we offer"),
    "mentor": ("ime mentora",),
    "learning_goals": ("ciljevi učenja", "šta se uči", "ishodi učenja", "learning outcomes"),
    "contract_type": ("vrsta ugovora", "tip ugovora", "vrsta zaposlenja", "job type", "employment type"),
    "category": ("kategorija", "oblast", "oblast rada"),
    "industry": ("delatnost", "industrija", "sektor", "sector"),
    "employer_pib": ("pib", "pib poslodavca", "tax id"),
    "employer_name": ("poslodavac", "firma", "kompanija", "naziv poslodavca", "company", "employer"),
}  # fmt: skip

# what the law protects: it is sealed, and has no part in what a row is known by
PROTECTED = frozenset({"sex", "birth_date", "ethnicity", "disability", "returnee", "family_status"})
# needed: one of these groups of fields
_NEEDED = {
    "people": (("given_name", "family_name"), ("full_name",), ("full_name_family_first",)),
    "openings": (("title",),),
}
FIELDS = {"people": PEOPLE, "openings": OPENINGS}
# what a file of rejected rows adds
REASON = "reason"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a file holds which field; `ignored` are the headers nobody reads."""

    positions: Mapping[str, int]
    ignored: tuple[str, ...]

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells by field; a line may be shorter than the header."""
        return {field: cells[position] for field, position in self.positions.items() if position < len(cells)}


def find_columns(kind: str, headers: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Read a header line. `mapping` (header -> field, or IGNORE) goes before the names known here.

    Raises BadInput when two columns mean the same, or when what is needed is missing.
    """
    chosen = _chosen(kind, headers, mapping or {})
    known = _known_headers(FIELDS[kind])
    positions: dict[str, int] = {}
    ignored: list[str] = []
    for position, header in enumerate(headers):
        field = chosen.get(position) or known.get(fold_header(header))
        if field in chosen.values() and position not in chosen:
            field = None  # somebody has named another column for it
        if field is None or field == IGNORE:
            ignored += [header] if header.strip() and fold_header(header) != REASON else []
        elif field in positions:
            raise BadInput(
                f'the columns "{headers[positions[field]]}" and "{header}" both mean {field}; '
                f'leave one out with --map "{header}={IGNORE}"'
            )
        else:
            positions[field] = position
    _check_needed(kind, positions, headers)
    return Columns(positions, tuple(ignored))


def fold_header(header: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(header)).strip()


def _known_headers(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {fold_header(name): field for field, names in fields.items() for name in (field, *names)}


def _chosen(kind: str, headers: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    positions = {fold_header(header): position for position, header in reversed(list(enumerate(headers)))}
    chosen = {}
    for header, field in mapping.items():
        if field != IGNORE and field not in FIELDS[kind]:
            raise BadInput(f'--map {header}={field}: there is no field "{field}"; one of {", ".join(FIELDS[kind])}')
        if fold_header(header) not in positions:
            raise BadInput(f'--map {header}={field}: the file has no column "{header}"')
        chosen[positions[fold_header(header)]] = field
    return chosen


def _check_needed(kind: str, positions: Mapping[str, int], headers: Sequence[str]) -> None:
    if any(all(field in positions for field in group) for group in _NEEDED[kind]):
        return
    missing = [field for field in _NEEDED[kind][0] if field not in positions]
    shown = ", ".join(headers[:12]) + (", ..." if len(headers) > 12 else "")
    raise BadInput(
        f'no column for {" and ".join(missing)} in the header ({shown[:300]}); name it with --map "COLUMN={missing[0]}"'
    )
