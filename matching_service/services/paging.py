"""One page of a long list."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from matching_service.errors import Invalid
from matching_service.matcher.text import fold, stem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`total` counts all items of the list; `next_cursor` is None on the last page. Cursors are opaque."""

    items: tuple[T, ...]
    total: int
    next_cursor: str | None = None


def search_words(text: str) -> tuple[str, ...]:
    """Stems of the words of a query, as they stand in the folded texts that searches look through.

    So the feminine finds the masculine, and any case finds the others.
    """
    return tuple(stem(word) for word in fold(text.replace("\x00", " ")).split())


def encode_cursor(values: Sequence[object]) -> str:
    """The sort key of the last item shown, as text for a URL."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, *parts: Callable[[object], object]) -> tuple | None:
    """The sort key behind a cursor, each part read by one of `parts`. Raises Invalid for anything else."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(part(value) for part, value in zip(parts, values, strict=True))
    except (ValueError, TypeError, OverflowError) as error:
        raise Invalid({"cursor": "unknown"}) from error


def moment(value: str) -> datetime:
    parsed = datetime.fromisoformat(value)
    if parsed.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return parsed.astimezone(UTC)  # as columns take it: this may be too far back or ahead


def row_id(value: int) -> int:
    if not (type(value) is int and 0 < value < 2**31):
        raise ValueError("not an id")
    return value


def folded_text(value: str) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text")
    value.encode()  # half a character is an error
    return value


def cut(rows: Sequence[T], limit: int, sort_key: Callable[[T], Sequence[object]]) -> tuple[Sequence[T], str | None]:
    """The first `limit` of `rows` (of which one more was asked for), and the cursor of what follows."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(sort_key(rows[limit - 1]))
