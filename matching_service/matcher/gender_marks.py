"""Titles written for both sexes at once, read as their first form: "Mechaniker/in", "kuvar/kuvarica", "vozač (m/ž)".

Whoever writes both means one trade. Which form comes first is left as it is written.
"""

import re

from matching_service.matcher.letters import fold

# "(m/ž)", "m/w/d", "(m./w.)"
_LETTER = r"[mžzwfdxiмж]\.?"
_FOR_ALL = re.compile(
    rf"\(\s*(?:{_LETTER}\s*[/|,]\s*)+{_LETTER}\s*\)|\b[mм]\s?/\s?[žzwfж](?:\s?/\s?[dx])?\b(?!/)", re.I
)
# "VerkäuferIn", "VerkäuferInnen"
_INNER_CAPITAL = re.compile(r"(?<=[a-zß])I(?:n|nnen)\b")
# "Mechaniker/in", "Verkäufer*in", "Vaspitač / ica", "radnik-ca", "konobar(ica)", "prodavac(-čica)", "Kaufmann/-frau"
_SERBIAN = "kinja|inja|esa|nica|čica|cica|ica|ka|ca|ke|ki|ce|ice|a|киња|иња|еса|ница|чица|ица|ка|ца|ке|ки|це|ице|а"
_ENDING = f"innen|in|frau|{_SERBIAN}"
_MARKED = re.compile(
    rf"(?<=\w\w\w)(?:\s?\(\s?[-/]?(?:{_ENDING})\s?\)|/-\w{{1,6}}|[/*:_](?:{_ENDING})|\s?/\s(?:ica|ca|ka|kinja|ица|ца|ка|киња)"
    r"|-(?:ica|ca|ka|ица|ца|ка))(?!\w)",
    re.I,
)
_SLASH = re.compile(r"(\s*/\s*)")
_WORD = re.compile(r"[^\W_][\w.-]*")
# What a German feminine does to the vowel: Koch, Köchin.
_UMLAUT = re.compile("(?<=[aou])e")


def without_gender_marks(text: str) -> str:
    """`text` with one form of each title that is written for both sexes; everything else as it is written."""
    text = _MARKED.sub("", _INNER_CAPITAL.sub("", _FOR_ALL.sub(" ", text)))
    first, *others = _SLASH.split(text)
    for slash, other in zip(others[::2], others[1::2], strict=True):
        first = _joined(first, slash, other)
    return first.strip()


def _joined(before: str, slash: str, after: str) -> str:
    """What stands around a slash; without the beginning of `after` that says the end of `before` once more."""
    his, hers = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    for length in range(min(len(his), len(hers)), 0, -1):
        pairs = [(one.group(), other.group()) for one, other in zip(his[-length:], hers[:length], strict=True)]
        if any(one != other for one, other in pairs) and all(_is_pair(*pair) for pair in pairs):
            return before + after[hers[length - 1].end() :]
    return before + slash + after


def _is_pair(one: str, other: str) -> bool:
    """Whether a word is another's feminine, or the same: most of it is shared, and it has a feminine ending."""
    one, other = fold(one), fold(other)
    if one == other:
        return True
    if other.endswith("in"):
        one, other = _UMLAUT.sub("", one), _UMLAUT.sub("", other)
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    near = shared >= 3 and len(one) - shared <= 2 and len(other) - shared <= 5
    return near and other.endswith(("a", "e", "i", "in", "innen"))
