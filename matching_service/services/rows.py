"""Bringing the rows of a collection in line with records, touching only what differs."""

from collections.abc import Callable, Iterable, MutableSequence
from typing import TypeVar

from matching_service.services.codes import Codes
from matching_service.services.profiles.person_record import LanguageRecord, OccupationReading

Row = TypeVar("Row")
Record = TypeVar("Record")


def match_by_position(
    rows: MutableSequence[Row],
    records: Iterable[Record],
    make: Callable[[], Row],
    write: Callable[[Row, Record], None],
) -> None:
    """The first record is written to the first row, and so on; rows too many go, missing ones are made."""
    records = tuple(records)
    del rows[len(records) :]
    for position, record in enumerate(records):
        if position == len(rows):
            rows.append(make())
        write(rows[position], record)


def match_by_key(
    rows: MutableSequence[Row],
    records: dict[object, Record],
    key: Callable[[Row], object],
    make: Callable[[object], Row],
    write: Callable[[Row, Record], None],
) -> None:
    """A record is written to the row of its key; rows of other keys go, missing ones are made."""
    for row in [row for row in rows if key(row) not in records]:
        rows.remove(row)
    by_key = {key(row): row for row in rows}
    for wanted, record in records.items():
        if wanted not in by_key:
            by_key[wanted] = make(wanted)
            rows.append(by_key[wanted])
        write(by_key[wanted], record)


def match_languages(rows: MutableSequence[Row], records: Iterable[LanguageRecord], table: type[Row]) -> None:
    match_by_key(
        rows,
        {record.language: record for record in records},
        key=lambda row: row.language,
        make=lambda language: table(language=language),
        write=lambda row, record: setattr(row, "level", record.level),
    )


def match_licences(rows: MutableSequence[Row], categories: Iterable[str], table: type[Row]) -> None:
    match_by_key(
        rows,
        dict.fromkeys(categories),
        key=lambda row: row.category,
        make=lambda category: table(category=category),
        write=lambda _row, _record: None,
    )


def write_occupation(row: object, reading: OccupationReading, codes: Codes) -> None:
    """What somebody decided is written down; a reading of the program is left for it to redo."""
    if reading.source != "text":
        row.occupation_id = codes.occupation_id(reading.code)
        row.occupation_source, row.occupation_confidence = reading.source, 1.0
    elif row.occupation_source not in (None, "text"):
        row.occupation_id = row.occupation_source = row.occupation_confidence = None
