"""Fields stricter than marshmallow's: they take exactly what the OpenAPI document says, and what a column can hold."""

import re
from decimal import Decimal
from typing import ClassVar

from marshmallow import ValidationError, fields, validate

# Free texts have no limit in the database; a limit here keeps one request from reading for minutes.
LONGEST_TEXT = 50_000
MAX_ID = 2**31 - 1

_ANY_TEXT = r"^[^\u0000]*$"
_NOT_BLANK = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_MONEY = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


def _without_nul(value: str) -> None:
    if "\0" in value:
        raise ValidationError("Must not contain NUL characters.")


class Text(fields.String):
    """Loses surrounding blanks; at most `longest` characters; never NUL, which PostgreSQL cannot store."""

    def __init__(self, longest: int, *, blank: bool = True, validate_too=(), metadata=None, **kwargs):
        pattern = {"pattern": _ANY_TEXT if blank else _NOT_BLANK}
        length = validate.Length(min=None if blank else 1, max=longest)
        super().__init__(
            validate=[length, _without_nul, *validate_too], metadata={**pattern, **(metadata or {})}, **kwargs
        )

    def _deserialize(self, value, attr, data, **kwargs):
        return super()._deserialize(value, attr, data, **kwargs).strip()


class Email(Text):
    def __init__(self, **kwargs):
        super().__init__(255, blank=False, validate_too=(validate.Email(),), metadata={"format": "email"}, **kwargs)


class Closed(fields.String):
    """One word of a closed list."""

    def __init__(self, words: tuple[str, ...], **kwargs):
        super().__init__(validate=validate.OneOf(words), **kwargs)


class Whole(fields.Integer):
    """A whole number of JSON within bounds; no string, no boolean."""

    def __init__(self, least: int, most: int, **kwargs):
        super().__init__(validate=validate.Range(least, most), **kwargs)

    def _validated(self, value):
        if isinstance(value, str) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class QueryWhole(Whole):
    """A whole number in a query string."""

    def _validated(self, value):
        if isinstance(value, str):
            if not _WHOLE.fullmatch(value):
                raise self.make_error("invalid", input=value)
            value = int(value)
        return super()._validated(value)


class Real(fields.Float):
    """A number of JSON within bounds."""

    def __init__(self, least: float, most: float, *, above: bool = False, **kwargs):
        super().__init__(validate=validate.Range(least, most, min_inclusive=not above), **kwargs)
        if above:
            self.metadata["exclusiveMinimum"] = least

    def _validated(self, value):
        if isinstance(value, str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Flag(fields.Boolean):
    """`true` or `false` of JSON, nothing that merely looks like it."""

    def _deserialize(self, value, attr, data, **kwargs):
        if value is not True and value is not False:
            raise self.make_error("invalid", input=value)
        return value


class QueryFlag(fields.Boolean):
    """`true` or `false` in a query string."""

    truthy = frozenset({"true"})
    falsy = frozenset({"false"})


class Day(fields.Date):
    """A date as 2026-11-22."""

    def _deserialize(self, value, attr, data, **kwargs):
        if not (isinstance(value, str) and _DAY.fullmatch(value)):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


class Money(fields.String):
    """An amount as a string with at most two decimals: no client rounds it on the way."""

    default_error_messages: ClassVar = {"amount": 'Not an amount such as "60000.00".'}

    def __init__(self, **kwargs):
        super().__init__(metadata={"pattern": f"^{_MONEY.pattern}$"}, **kwargs)

    def _deserialize(self, value, attr, data, **kwargs):
        if not (isinstance(value, str) and _MONEY.fullmatch(value)):
            raise self.make_error("amount")
        return Decimal(value)

    def _serialize(self, value, attr, obj, **kwargs):
        return None if value is None else f"{value:.2f}"
