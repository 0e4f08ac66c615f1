"""Serbian texts of the pages in Cyrillic letters, made of the Latin ones."""

import re
from gettext import NullTranslations

import cyrtranslit

# What stays as it is: placeholders, tags and entities, addresses, and words of other languages or alphabets.
_KEPT = re.compile(
    r"%\(\w+\)\w|<[^>]*>|&\w+;|https?://\S*\w|\S+@\w[\w.-]*\w|\b[\w-]+\.rs\b"
    r"|\b(?:\w*[qwxyQWXYäöüßëç]\w*|Excel|[A-Z]+\d+|AM|BE|CE|DE|CSV|DOCX|JSON|PDF|SVG|XML|RSD|EUR|ESCO|ISCO|Europass)\b"
)
# Where n and j, or d and ž, are two letters and not one.
_APART = re.compile(r"(?<=in)(?=jekc|jici)|(?<=kon)(?=junk|jug)|(?<=nad)(?=živ|žnj)|(?<=od)(?=žal|živ)", re.IGNORECASE)
# Letters that the library knows in these capitals only.
_CAPITALS = {"LJ": "Lj", "NJ": "Nj", "DŽ": "Dž"}
# Contexts whose messages are no texts: patterns of dates.
_NO_TEXT = "of CLDR"


def cyrillic(text: str) -> str:
    """`Prijavite se do %(day)s` becomes `Пријавите се до %(day)s`."""
    parts, end = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_written(text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, _written(text[end:])])


def _written(text: str) -> str:
    for capitals, known in _CAPITALS.items():
        text = text.replace(capitals, known)
    return "".join(cyrtranslit.to_cyrillic(part, "sr") for part in _APART.split(text))


class InCyrillic(NullTranslations):
    """A Serbian catalogue, each of its texts in Cyrillic letters."""

    def __init__(self, latin: NullTranslations) -> None:
        super().__init__()
        self._latin = latin
        self._written: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        return self._of(self._latin.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._of(self._latin.ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        text = self._latin.pgettext(context, message)
        return text if context.endswith(_NO_TEXT) else self._of(text)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._of(self._latin.npgettext(context, msgid1, msgid2, n))

    def _of(self, text: str) -> str:
        """Catalogues are closed lists, so what is kept here stays small."""
        if text not in self._written:
            self._written[text] = cyrillic(text)
        return self._written[text]
