"""A line of a file of openings -> an opening, and the company it belongs to."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stdnum.exceptions import ValidationError
from stdnum.rs import pib

from matching_service.services.importing import education, languages, numbers, words
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.known import Known
from matching_service.services.importing.numbers import Pay
from matching_service.services.importing.skills import named_skills
from matching_service.services.importing.unreadable import Unreadable
from matching_service.services.marketplace.opening_record import OpeningRecord, SkillDemand
from matching_service.services.profiles.person_record import OccupationReading


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """`employer_id` is that of a company that is known by its PIB."""

    record: OpeningRecord
    employer_id: int | None = None


def read_opening(cells: Cells, known: Known) -> OpeningLine:
    """What has no field of its own, or cannot be read but says something, is kept in the description, or in what is
    offered where it is a condition of work. Raises Invalid for what is plainly wrong."""
    municipality, place = _place(cells, known)
    pay = _pay(cells)
    record = {
        "title": cells.text("title"),
        "kind": _kind(cells),
        "occupation": _occupation(cells, known),
        "skills": _skills(cells, known),
        "education_min": _education_min(cells),
        "languages": cells.read_or_keep("languages", _languages, (), "description", "Jezici"),
        "licences": _licences(cells),
        "municipality": municipality,
        "place": place,
        "remote": cells.read("remote", words.is_remote, _is_remote_place(cells)),
        "places": cells.read("places", numbers.whole_number, 1),
        "hours_per_week": cells.whole_number("hours_per_week"),
        "working_time": cells.read("working_time", _working_time),
        "starts_on": _starts_on(cells),
        "ends_on": cells.day("ends_on", last_of_month=True),
        "apply_by": cells.day("apply_by", last_of_month=True),
        "pay_from": pay.low,
        "pay_to": pay.high,
        "pay_currency": pay.currency,
        "pay_period": pay.period,
        "mentor": cells.text("mentor"),
        "learning_goals": cells.text("learning_goals"),
    }
    employer_id = _employer(cells, known)
    _keep_the_rest(cells)
    cells.raise_if_wrong()
    texts = {"description": cells.kept("description"), "offers": cells.kept("offers")}
    return OpeningLine(OpeningRecord(**record, **texts), employer_id)


def _keep_the_rest(cells: Cells) -> None:
    for field, label in (
        ("position", "Pozicija"),
        ("category", "Oblast"),
        ("industry", "Delatnost"),
    ):
        cells.keep("description", label, cells.text(field))
    cells.keep("offers", "Vrsta ugovora", cells.text("contract_type"))


def _kind(cells: Cells) -> str:
    """As stated; an internship also where the contract is called one."""
    if cells.text("kind"):
        return cells.read("kind", _opening_kind, "vacancy")
    try:
        return _opening_kind(cells.text("contract_type"))
    except Unreadable:
        return "vacancy"


def _opening_kind(text: str) -> str:
    return words.one_of(text, words.OPENING_KINDS, "vacancy or internship")


def _occupation(cells: Cells, known: Known) -> OccupationReading:
    """Stated as a code or a label; or named by the standardised position, where the title is not clear by itself.

    Anything else is left for the reader of texts.
    """
    stated = known.occupations.code(cells.text("occupation"))
    if cells.text("occupation") and stated is None:
        cells.keep("description", "Zanimanje", cells.text("occupation"))
    code = stated or known.occupation_of_position(cells.text("position"), cells.text("title"))
    return OccupationReading(code, "employer", 1.0) if code else OccupationReading()


def _skills(cells: Cells, known: Known) -> tuple[SkillDemand, ...]:
    """Each once, required before desired. Names that are no label are kept as text, where the reader finds them."""
    found: dict[str, SkillDemand] = {}
    for field, required, label in (
        ("required_skills", True, "Potrebne veštine"),
        ("desired_skills", False, "Poželjne veštine"),
    ):
        for name, weight in named_skills(cells, known, field, numbers.decimal_number):
            code = known.skills.code(name)
            if code is None:
                cells.keep("description", label, name)
            else:
                found.setdefault(code, SkillDemand(code, required, float(1 if weight is None else weight)))
    return tuple(found.values())


def _education_min(cells: Cells) -> int | None:
    """The lowest level named; a text that names more than levels, or none, is kept as well."""
    text = cells.text("education")
    try:
        levels, says_more = education.levels(text) if text else ([], False)
    except Unreadable as problem:
        if text.isdecimal():
            cells.wrong("education", str(problem))
        levels, says_more = [], True
    if says_more:
        cells.keep("description", "Obrazovanje", text)
    return min((low for low, _high in levels), default=None)


def _languages(text: str):
    return languages.languages(text, highest=False)


def _licences(cells: Cells) -> tuple[str, ...]:
    if words.has_no_licence(cells.text("licences")):
        return ()
    return cells.read_or_keep("licences", words.licences, (), "description", "Vozačka dozvola")


def _working_time(text: str) -> str:
    return words.one_of(text, words.WORKING_TIMES, "full_time, part_time or any")


def _place(cells: Cells, known: Known) -> tuple[str | None, str]:
    """The municipality as stated or as named in the place; the place in the advertiser's words."""
    stated, location = cells.text("municipality"), cells.text("location")
    code = known.places.municipality(stated) if stated else None
    if code is None:
        location = ", ".join(dict.fromkeys(filter(None, (location, stated))))
        code = known.places.municipality(location) if location else None
    return code, location


def _is_remote_place(cells: Cells) -> bool:
    return any(words.is_remote_place(cells.text(field)) for field in ("location", "municipality"))


def _starts_on(cells: Cells) -> date | None:
    """A day in the past means at once; which day it was is kept among the conditions."""
    start = cells.day("starts_on")
    if start is None or start >= cells.today:
        return start
    cells.keep("offers", "Datum u oglasu", f"{start.day}. {start.month}. {start.year}.")
    return None


def _pay(cells: Cells) -> Pay:
    pay = cells.read_or_keep("pay", numbers.pay, Pay(), "offers", "Plata")
    low, high = cells.decimal("pay_from"), cells.decimal("pay_to")
    if low is not None or high is not None:
        pay = replace(pay, low=low, high=high)
    return replace(
        pay,
        low=_two_decimals(pay.low),
        high=_two_decimals(pay.high),
        currency=cells.read("pay_currency", numbers.currency, pay.currency),
        period=cells.read("pay_period", numbers.pay_period, pay.period),
    )


def _two_decimals(amount: Decimal | None) -> Decimal | None:
    """As the database keeps it, so that the same amount is always the same record."""
    return None if amount is None else amount.quantize(Decimal("0.01"))


def _employer(cells: Cells, known: Known) -> int | None:
    """A company that is not known here is kept as text."""
    number = cells.read("employer_pib", _pib)
    if number in known.employers:
        return known.employers[number]
    name = cells.text("employer_name")
    cells.keep("description", "Poslodavac", ", ".join(filter(None, (name, number and f"PIB {number}"))))
    return None


def _pib(text: str) -> str:
    try:
        return pib.validate(text)
    except ValidationError as error:
        raise Unreadable(text, "a PIB with the right check digit") from error
