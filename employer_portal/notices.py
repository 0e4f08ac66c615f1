"""What stands at the top of the next page after something was done, with a button that takes it back."""

from flask import flash


def say(message: str, undo: str | None = None, **fields: str) -> None:
    """`undo`: the address to which the button posts `fields`; None: there is no button."""
    flash({"text": message, "undo": undo, "fields": fields})
