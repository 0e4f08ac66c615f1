"""Problems of a line in words, for whoever mends the file."""

from matching_service.errors import Invalid

_WORDS = {
    "required": "is empty",
    "too_long": "is too long",
    "unknown": "is not known",
    "not_allowed": "is not allowed",
    "out_of_range": "is out of range",
    "duplicate": "is there twice",
    "ends_before_start": "is before the start",
    "less_than_pay_from": "is less than the pay it starts from",
    "fewer_than_taken": "are fewer than are taken",
}


def reason(error: Invalid) -> str:
    """`starts_on: "foo" is not a date; title is empty`. Messages that are sentences already follow a colon."""
    parts = []
    for path, problem in error.problems.items():
        parts.append(f"{path} {_WORDS[problem]}" if problem in _WORDS else f"{path}: {problem}")
    return "; ".join(parts)
