"""An opening as schema.org describes a JobPosting, for search engines: what stands on the page, and no person."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import url_for

from matching_service.services.marketplace.opening_record import OpeningDetail, OpeningRecord
from matching_service.services.reference_data.reference import MunicipalityRecord

_WORKING_TIMES = {"full_time": ["FULL_TIME"], "part_time": ["PART_TIME"], "any": ["FULL_TIME", "PART_TIME"]}
# "total" has no unit of time, so such pay is said on the page alone.
_UNITS = {"hour": "HOUR", "month": "MONTH"}
_SECONDARY, _BACHELOR = 3, 6


def of(opening: OpeningDetail, places: Mapping[str, MunicipalityRecord]) -> dict[str, object]:
    """Ready for JSON; what is not known is left out."""
    record = opening.record
    address = url_for("public.placement", opening_id=opening.id, _external=True)
    said = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": record.title,
        "description": _description(record),
        "url": address,
        "identifier": {"@type": "PropertyValue", "name": opening.employer_name, "value": str(opening.id)},
        "datePosted": opening.published_at.date().isoformat() if opening.published_at else None,
        "validThrough": _end_of(record.apply_by) if record.apply_by else None,
        "hiringOrganization": {"@type": "Organization", "name": opening.employer_name}
        if opening.employer_name
        else "confidential",
        "employmentType": _employment(record),
        "jobLocation": _location(record, places),
        "jobStartDate": record.starts_on.isoformat() if record.starts_on else None,
        "totalJobOpenings": record.places - opening.places_taken,
        "directApply": True,
        **_remote(record),
        **_pay(record),
        **_schooling(record),
    }
    return {name: value for name, value in said.items() if value is not None}


def _end_of(day: date) -> str:
    """The last second of the day, by the clock of Serbia."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo("Europe/Belgrade")).isoformat()


def _description(record: OpeningRecord) -> str:
    texts = (record.description, record.learning_goals, record.offers)
    return "\n\n".join(text for text in texts if text) or record.title


def _employment(record: OpeningRecord) -> list[str]:
    by_time = _WORKING_TIMES.get(record.working_time, [])
    return ["INTERN", *by_time] if record.kind == "internship" else by_time or ["OTHER"]


def _location(record: OpeningRecord, places: Mapping[str, MunicipalityRecord]) -> dict[str, object] | None:
    place = places.get(record.municipality)
    if place is None and not record.place:
        return None
    address = {"@type": "PostalAddress", "addressLocality": place.name if place else record.place}
    if place:
        address |= {"addressRegion": place.district_name, "addressCountry": "RS"}
    return {"@type": "Place", "address": address}


def _remote(record: OpeningRecord) -> dict[str, object]:
    country = {"@type": "Country", "name": "RS"}
    return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country} if record.remote else {}


def _pay(record: OpeningRecord) -> dict[str, object]:
    amounts = {"minValue": record.pay_from, "maxValue": record.pay_to}
    known = {name: float(amount) for name, amount in amounts.items() if amount is not None}
    if not known or record.pay_period not in _UNITS:
        return {}
    value = {"@type": "QuantitativeValue", **known, "unitText": _UNITS[record.pay_period]}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": record.pay_currency, "value": value}}


def _schooling(record: OpeningRecord) -> dict[str, object]:
    if record.education_min is None or record.education_min < _SECONDARY:
        return {}
    category = "high school" if record.education_min < _BACHELOR else "bachelor degree"
    required = {"@type": "EducationalOccupationalCredential", "credentialCategory": category}
    return {"educationRequirements": required}
