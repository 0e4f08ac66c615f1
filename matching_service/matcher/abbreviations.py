"""Abbreviations of the field, word for word: "dipl. inž." -> diplomirani inženjer, "B kat." -> B kategorija.

TIG, MIG, HACCP, CNC, KV, VKV, SSS and their like need no table: they are words. On folded words; as many come out as
went in, so that each keeps its place in the text.
"""

from collections.abc import Sequence

_ALWAYS = {
    "dipl": "diplomirani", "ing": "inzenjer", "inz": "inzenjer", "tehn": "tehnicar", "pom": "pomocni",
    # the way people say and write HACCP, and its look in Cyrillic letters
    "hasap": "haccp", "nassr": "haccp",
}  # fmt: skip
# Written out only before a word that begins so: "med" alone is honey, "el" an article.
_BEFORE = {
    "med": ("medicinski", ("sestr", "teh", "tehn")),
    "stom": ("stomatoloski", ("sestr", "teh")),
    "farm": ("farmaceutski", ("teh",)),
    "lab": ("laboratorijski", ("teh",)),
    "gradj": ("gradjevinski", ("inz", "ing", "teh")),
    "mas": ("masinski", ("inz", "ing", "teh")),
    "el": ("elektro", ("inz", "ing", "teh")),
}
_DRIVERS = ("vozac", "sofer", "fahrer", "shofer", "driver")
_CATEGORY = ("kat", "kategorij")
_LICENCES = frozenset("a a1 a2 am b b1 c c1 d d1 e f m be ce de c1e d1e b+e c+e d+e".split())
_WITH_TRAILER = {f"{category}e": f"{category}+e" for category in ("b", "c", "d", "c1", "d1")}
_READ_IN_CONTEXT = frozenset({"teh", "kat", "e"} | _BEFORE.keys() | _WITH_TRAILER.keys())
_KNOWN = _ALWAYS.keys() | _READ_IN_CONTEXT


def written_out(words: Sequence[str]) -> list[str]:
    """The words, abbreviations among them written out; as many as there were."""
    if _KNOWN.isdisjoint(words):
        return list(words)
    return [_written_out(words, place) if word in _KNOWN else word for place, word in enumerate(words)]


def _written_out(words: Sequence[str], place: int) -> str:
    word, following = words[place], words[place + 1] if place + 1 < len(words) else ""
    before = [other for other in words[max(place - 2, 0) : place] if other != "i"]
    if word in _BEFORE:
        full, beginnings = _BEFORE[word]
        return full if following.startswith(beginnings) else word
    if word == "teh":
        return "tehnicar" if before and before[-1] in _BEFORE else "tehnicki"
    if word == "kat":
        return "kategorija" if before and before[-1] in _LICENCES else word
    if word == "e" and following.startswith(_CATEGORY) and before:
        return _WITH_TRAILER.get(f"{before[-1]}e", word)
    if word in _WITH_TRAILER and (following.startswith(_CATEGORY) or _follows_driver(before)):
        return _WITH_TRAILER[word]
    return _ALWAYS.get(word, word)


def _follows_driver(before: Sequence[str]) -> bool:
    """ "Vozač CE"."""
    return bool(before) and before[-1].startswith(_DRIVERS)
