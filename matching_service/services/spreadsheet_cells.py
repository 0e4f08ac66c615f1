"""Cells of files that people open in Excel or LibreOffice, which would take some texts for formulas and run them."""

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")
_QUOTED = re.compile(r"'[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it; plain numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_meant(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if _QUOTED.match(text) else text
