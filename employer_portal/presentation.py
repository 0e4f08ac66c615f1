"""How values look on a page: dates, numbers, names for codes. Registered as Jinja filters."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, g

from employer_portal import bars, i18n, moves, wording_words, words
from employer_portal.i18n import gettext as _
from employer_portal.i18n import npgettext, pgettext
from matching_service.matcher.taxonomy import Concept
from matching_service.request_context import taxonomy, transaction
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.reference_data import reference
from matching_service.services.reference_data.reference import MunicipalityRecord

_HERE = ZoneInfo("Europe/Belgrade")


def day(value: date | datetime | None) -> str:
    """`22. 11. 2026.` in Serbian, `22 November 2026` in English; a moment is shown as the day it is in Serbia."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(_HERE).date()
    return format_date(value, pgettext("date pattern of CLDR", "d MMMM y"), locale=i18n.current().locale)


def iso_day(value: str) -> str:
    """A day as files and programs write it."""
    return day(date.fromisoformat(value))


def moment(value: datetime | None) -> str:
    """`22. 11. 2026. u 16:05` in Serbian, by the clock of Serbia."""
    if value is None:
        return ""
    clock = format_time(value.astimezone(_HERE), "HH:mm", locale=i18n.current().locale)
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock}


def version_day(version: str) -> str:
    """The words of consents are named by the day they are of."""
    return day(date.fromisoformat(version))


def number(value: float | Decimal, digits: int = 0) -> str:
    """`1.214,50` in Serbian; rounds to `digits` after the comma and always shows that many."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale=i18n.current().locale)


def money(value: Decimal) -> str:
    return number(value, 0 if value == value.to_integral_value() else 2)


def kilometres(value: float | None) -> str:
    """Under a kilometre is the same place to anybody."""
    if value is None:
        return ""
    if value < 1:
        return _("same place")
    return _("%(km)s km away") % {"km": number(value)}


def percent(confidence: float) -> str:
    return f"{round(100 * confidence)}%"


def years(value: float) -> str:
    """`1 godina`, `3 godine`, `2,5 godine`: a fraction is counted as its whole part, but one and a half is no one."""
    whole = int(value)
    counted = 0 if whole == 1 and value != whole else whole
    shown = number(value, 0 if value == whole else 1)
    return npgettext("duration", "%(number)s year", "%(number)s years", counted) % {"number": shown}


def pay(record: OpeningRecord) -> str:
    """`60.000 - 80.000 RSD mesečno`; empty when nothing is said."""
    amounts = [money(amount) for amount in (record.pay_from, record.pay_to) if amount is not None]
    if not amounts:
        return ""
    if record.pay_from is None:
        amounts = [_("up to %(amount)s") % {"amount": amounts[0]}]
    elif record.pay_to is None:
        amounts = [_("from %(amount)s") % {"amount": amounts[0]}]
    period = words.word(words.PAY_PERIODS, record.pay_period)
    return f"{'–'.join(dict.fromkeys(amounts))} {record.pay_currency} {period}".strip()


def occupation(code: str | None) -> str:
    return _label(taxonomy().occupations.get(code), code) if code else ""


def skill(code: str) -> str:
    return _label(taxonomy().skills.get(code), code)


def _label(concept: Concept | None, code: str) -> str:
    """In the reader's language, as far as the taxonomy has words in it."""
    label = concept.preferred(i18n.current().content) if concept else None
    if label is None:
        return code
    return i18n.current().in_script(label.text) if label.language == "sr" else label.text


def municipality(code: str | None) -> str:
    known = municipalities_by_code()
    return i18n.current().in_script(known[code].name) if code in known else code or ""


def district(code: str) -> str:
    return next((each.district_name for each in municipalities_by_code().values() if each.district == code), code)


def written_in(language: str | None) -> str:
    """What HTML's lang attribute says of the texts of an opening."""
    return i18n.languages()[language].tag if language in i18n.languages() else language or "sr-Latn"


def municipalities_by_code() -> dict[str, MunicipalityRecord]:
    if "municipalities" not in g:
        with transaction() as session:
            g.municipalities = {record.code: record for record in reference.municipalities(session)}
    return g.municipalities


_SERBIAN_ORDER = str.maketrans({"č": "c~", "ć": "c~~", "đ": "d~~", "š": "s~", "ž": "z~"})


def in_serbian_order(name: str) -> str:
    """A sort key: Č after C, Š after S, as in the Serbian Latin alphabet."""
    return name.lower().replace("dž", "d~").translate(_SERBIAN_ORDER)


def where(opening) -> str:
    """The place of an opening (summary or record) in one phrase."""
    name = municipality(opening.municipality)
    places = [name, opening.place if name not in opening.place else ""] if name else [opening.place]
    if name and name in opening.place:
        places = [opening.place]
    if opening.remote:
        places.append(_("work from home"))
    return ", ".join(place for place in places if place)


def role_names(roles: str) -> str:
    """Roles as they are recorded with a list, separated by commas."""
    return ", ".join(words.word(words.ROLES, role) for role in roles.split(",") if role)


def _worded(table: dict):
    return lambda value: words.word(table, value)


def init_app(app: Flask) -> None:
    plain = (
        day,
        iso_day,
        moment,
        version_day,
        number,
        kilometres,
        percent,
        years,
        pay,
        occupation,
        skill,
        municipality,
        district,
        written_in,
        where,
        role_names,
    )
    worded = {
        "field_name": words.FIELDS,
        "kind_name": words.KINDS,
        "state_name": words.STATES,
        "action_name": words.ACTIONS,
        "application_state_name": words.APPLICATION_STATES,
        "opening_step_name": words.OPENING_STEPS,
        "wording_ground": wording_words.GROUNDS,
        "wording_reason": wording_words.REASONS,
        "wording_field": wording_words.FIELDS,
        "application_step_name": words.APPLICATION_STEPS,
        "step_reason_name": words.REASONS_READ,
        "step_reason_told": words.REASONS_TOLD,
        "education_name": words.ISCED_LEVELS,
        "language_name": words.SPOKEN_LANGUAGES,
        "level_name": words.LANGUAGE_LEVELS,
        "working_time_name": words.WORKING_TIMES,
        "skill_level_name": words.SKILL_LEVELS,
        "requalification_kind_name": words.REQUALIFICATION_KINDS,
        "requalification_state_name": words.REQUALIFICATION_STATES,
        "consent_purpose_name": words.CONSENT_PURPOSES,
        "band_name": words.DISTANCE_BANDS,
        "flag_name": words.BROWSING_FLAGS,
        "sort_name": words.BROWSING_SORTS,
        "hint_kind": words.HINT_KINDS,
        "rhythm_name": words.DIGEST_RHYTHMS,
        "over_name": words.OVER,
        "consent_way_name": words.CONSENT_WAYS,
        "sex_name": words.SEXES,
        "family_status_name": words.FAMILY_STATUSES,
        "protected_purpose_name": words.PROTECTED_PURPOSES,
        "source_name": words.SOURCES,
        "cohort_outcome": words.COHORT_OUTCOMES,
        "cohort_priority_reason": words.COHORT_PRIORITY_REASONS,
        "cohort_confirmed_as": words.COHORT_CONFIRMED_AS,
        "cohort_reason": words.COHORT_REASONS,
        "cohort_rule": words.COHORT_RULES,
        "override_reason": words.OVERRIDE_REASONS,
        "today_kind": words.TODAY_KINDS,
        "stage_name": words.STAGES,
        "follow_up_step_name": words.FOLLOW_UP_STEPS,
        "list_direction": words.LIST_DIRECTIONS,
        "list_section": words.LIST_SECTIONS,
        "difference_name": words.DIFFERENCES | words.PARTS,
        "role_name": words.ROLES,
        "part_name": words.PARTS,
        "part_explained": words.PARTS_EXPLAINED,
    }
    plain += (bars.points, bars.segments, moves.questions, moves.training)
    app.jinja_env.filters.update({function.__name__: function for function in plain})
    app.jinja_env.filters.update({name: _worded(table) for name, table in worded.items()})
