"""Checks of values that come from outside, collected so that all problems are told at once."""

from collections.abc import Collection
from dataclasses import fields

from sqlalchemy import String

from matching_service.errors import Invalid
from models import Base

# Every problem a field may have. Pages and API turn these keys into sentences.
PROBLEMS = (
    "required",
    "too_long",
    "too_short",
    "unknown",  # no such code, id or cursor
    "not_allowed",  # not one of the closed list
    "out_of_range",
    "duplicate",
    "taken",
    "not_an_email",
    "not_a_pib",
    "ends_before_start",
    "less_than_pay_from",
    "fewer_than_taken",
    "names_protected",  # tells what the law protects, which may be no reason
)


class Problems:
    """Problems by field path such as `skills/0/code`; the first of a field counts."""

    def __init__(self):
        self.found: dict[str, str] = {}

    def add(self, path: str, problem: str) -> None:
        self.found.setdefault(path, problem)

    def check(self, path: str, holds: bool, problem: str) -> None:
        if not holds:
            self.add(path, problem)

    def required(self, path: str, text: str) -> None:
        self.check(path, bool(text.strip()), "required")

    def one_of(self, path: str, value: str | None, allowed: Collection[str]) -> None:
        self.check(path, value is None or value in allowed, "not_allowed")

    def within(self, path: str, value: float | None, low: float, high: float) -> None:
        self.check(path, value is None or low <= value <= high, "out_of_range")

    def known(self, path: str, code: str | None, ids: dict[str, int]) -> None:
        self.check(path, code is None or code in ids, "unknown")

    def lengths(self, prefix: str, record: object, model: type[Base]) -> None:
        """Texts of a dataclass against the columns of the same names.

        SQLite would take any length, and a NUL character; PostgreSQL takes neither.
        """
        columns = model.__table__.columns
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, str) and field.name in columns:
                kind = columns[field.name].type
                limit = kind.length if isinstance(kind, String) else None
                self.check(prefix + field.name, limit is None or len(value) <= limit, "too_long")
                self.check(prefix + field.name, "\x00" not in value, "not_allowed")

    def distinct(self, prefix: str, keys: list[str], name: str) -> None:
        """Each key once; `prefix` and position give the path of a repeated one."""
        seen: set[str] = set()
        for position, key in enumerate(keys):
            self.check(f"{prefix}/{position}/{name}", key not in seen, "duplicate")
            seen.add(key)

    def raise_if_any(self) -> None:
        if self.found:
            raise Invalid(self.found)
