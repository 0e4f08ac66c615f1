"""Ids in paths."""

from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from matching_service.api.schemas.fields import MAX_ID


class RowIdConverter(BaseConverter):
    """A number that no row can have is not found, whatever the method.

    Werkzeug's `int(max=...)` would let another method's rule count as a match, and answer 405.
    """

    regex = "[0-9]{1,20}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if not 1 <= number <= MAX_ID:
            raise NotFound
        return number


def row_id_schema(_converter: RowIdConverter) -> dict:
    return {"type": "integer", "minimum": 1, "maximum": MAX_ID}
