"""What somebody stated in a record, apart from what the program read out of its texts."""

import hashlib
from dataclasses import asdict, fields, is_dataclass, replace
from typing import TypeVar

import orjson

from matching_service.services.profiles.person_record import OccupationReading

Record = TypeVar("Record")


def stated(record: Record) -> Record:
    """The record without readings, its unordered lists in order: equal for equal statements."""
    changes = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, OccupationReading):
            changes[field.name] = _stated_occupation(value)
        elif field.name in ("skills", "mentions"):
            kept = (item for item in value if item.source != "text" or getattr(item, "rejected", False))
            changes[field.name] = tuple(sorted(kept, key=lambda item: item.code))
        elif field.name == "languages":
            changes[field.name] = tuple(sorted(value, key=lambda item: item.language))
        elif field.name == "licences":
            changes[field.name] = tuple(sorted(set(value)))
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[field.name] = tuple(stated(item) for item in value)
    return replace(record, **changes)


def digest(record: object) -> str:
    """SHA-256 of what a record states."""
    content = orjson.dumps(asdict(stated(record)), default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()


def _stated_occupation(reading: OccupationReading) -> OccupationReading:
    if reading.source == "text":
        return OccupationReading()
    return replace(reading, confidence=1.0)
