"""Letters: two scripts, five languages and their neighbours, one base letter each. None is dropped.

`latin` keeps diacritics, so that "kožar" (tanner) and "kozar" (goatherd) can be told apart where both are found;
`fold` takes them off, as people do who write without them.
"""

import re
import unicodedata

import cyrtranslit

# What no decomposition gives; ʒ, θ and the letters with a caron belong to the common spelling of Romani.
_SPELLED_OUT = {
    "đ": "dj", "ð": "dj", "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "þ": "th",
    "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e", "ʒ": "dz", "θ": "t",
}  # fmt: skip
# Letters of neighbours that Serbian Cyrillic does not have.
_NEIGHBOURS = str.maketrans(
    {
        "ѕ": "dz", "щ": "št", "ъ": "a", "ь": "j", "ю": "ju", "я": "ja", "ы": "i", "э": "e", "є": "je", "і": "i",
        "ґ": "g", "ѣ": "je",
    }
)  # fmt: skip
# Zero-width characters and soft hyphens, which are copied along from web pages and documents.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
# Marks that make no letter of any alphabet with the one before, such as the accents of a dictionary.
_LOOSE_MARKS = re.compile("[\u0300-\u036f]+")

# Letters that look the same in both scripts; those of the one inside a word of the other are slips of the keyboard.
_LOOK_ALIKE = dict(zip("АВЕЈКМНОРСТХаејкморстх", "ABEJKMHOPCTXaejkmopctx", strict=True))
_LOOKS_LATIN = str.maketrans(_LOOK_ALIKE)
_LOOKS_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in _LOOK_ALIKE.items() if latin not in "Xx"})
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_IN_TWO_SCRIPTS = re.compile(r"(?<![^\W\d_])(?:[A-Za-zÀ-ž]++[\u0400-\u04ff]|[\u0400-\u04ff]++[A-Za-zÀ-ž])[^\W\d_]*")
_SERBIAN_LATIN = re.compile("[a-pr-vzčćđšž]", re.IGNORECASE)


class _Table(dict):
    """For str.translate: what a character becomes is worked out when it first comes up."""

    def __init__(self, becomes):
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        self[code] = self._becomes(chr(code))
        return self[code]


def _in_latin(char: str) -> str:
    if not "\u0400" <= char <= "\u04ff":
        return char
    written = cyrtranslit.to_latin(char.translate(_NEIGHBOURS), "sr")
    if written != char or len(base := unicodedata.normalize("NFD", char)) == 1:
        return written
    return "".join(_in_latin(part) for part in base)


def _base_letters(char: str) -> str:
    if char in _SPELLED_OUT:
        return _SPELLED_OUT[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if (latin := _in_latin(char)) != char:
        return fold(latin)
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


_LATIN, _FOLDED = _Table(_in_latin), _Table(_base_letters)


def nfkc(text: str) -> str:
    """`text` in Unicode NFKC, without what cannot be seen; words are located in this form."""
    if text.isascii():
        return text
    return _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


def latin(text: str) -> str:
    """Lower-case Latin text with its diacritics: `КОЖАР` and `Kožar` give `kožar`."""
    return _one_script(nfkc(text)).lower().translate(_LATIN)


def fold(text: str) -> str:
    """Lower-case Latin text without diacritics: `Заваривач`, `ZAVARIVAČ`, `zavarivac` all give `zavarivac`."""
    return text.lower() if text.isascii() else _one_script(nfkc(text)).lower().translate(_FOLDED)


def _one_script(text: str) -> str:
    return _IN_TWO_SCRIPTS.sub(_read_by_look, text) if _CYRILLIC.search(text) else text


def _read_by_look(word: re.Match) -> str:
    """A word with letters of both scripts in the one that it is meant in; as it is where that is neither.

    Q, w, x and y are no sign of a Latin word: programs that write Latin text in Cyrillic leave them ("wоркер").
    """
    text = word.group()
    cyrillic = {char for char in text if "\u0400" <= char <= "\u04ff"}
    others = set(text) - cyrillic
    if cyrillic <= _LOOK_ALIKE.keys() and _SERBIAN_LATIN.search("".join(others)):
        return text.translate(_LOOKS_LATIN)
    if {ord(char) for char in others} <= _LOOKS_CYRILLIC.keys():
        return text.translate(_LOOKS_CYRILLIC)
    return text
