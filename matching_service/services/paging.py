"""One page of a long list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`total` counts all items of the list; `next_cursor` is None on the last page. Cursors are opaque."""

    items: tuple[T, ...]
    total: int
    next_cursor: str | None = None
