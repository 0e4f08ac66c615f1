"""The words of a search, read: occupations, skills and places they name, in five languages and both scripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from rapidfuzz import fuzz, process

from matching_service.matcher.linking import ACCEPT
from matching_service.matcher.reading import Reader
from matching_service.matcher.text import STOP_WORDS, TRADE_TALK_STEMS, fold, stem, stems, tokens
from matching_service.services.importing.places import Places
from matching_service.services.marketplace.opening_words import says_for_beginners, says_from_home

MOST_WORDS = 8
LONGEST_PLACE = 3
# How alike a word must be to one that is there, to be taken for a slip of the keyboard.
SLIP = 75
_SHORTEST_SLIP = 4
_SHORTEST_ROOT = 4
# Second best readings count while they are nearly as sure as the best.
_NEARLY = 0.75
_INTERNSHIP = frozenset(stems("praksa prakse pripravnik internship intern trainee Praktikum Praktikant praktikë"))
# Said of a search as a whole, and nothing else in it counts.
_SAID_WHOLE = (("remote", says_from_home), ("beginners", says_for_beginners))


@dataclass(frozen=True, slots=True)
class Part:
    """Words that belong together, and what they may stand for. `occupations`: id -> how sure; `label_roots`: the stems
    of the Serbian names of these occupations."""

    words: str
    roots: tuple[str, ...]
    occupations: Mapping[int, float] = field(default_factory=dict)
    related: frozenset[int] = frozenset()
    label_roots: tuple[tuple[str, ...], ...] = ()
    skills: frozenset[int] = frozenset()
    municipality: str | None = None
    kind: str | None = None
    flag: str | None = None  # what a row has: remote or beginners


def read(reader: Reader, places: Places, text: str) -> tuple[Part, ...]:
    """The parts of a search, all of which somebody wants; none for a text without a word.

    Places are looked for first; what is left is read as one name of a trade, and word by word where it is none.
    """
    flagged = [flag for flag, says in _SAID_WHOLE if says(text)]
    if flagged:
        return tuple(Part(text, (), flag=flag) for flag in flagged)
    words = [word for word in fold(text).replace(",", " ").split() if any(map(str.isalnum, word))][:MOST_WORDS]
    parts, left = _places(places, words)
    said = [word for word in left if word not in STOP_WORDS] or ([] if parts else left)
    kinds = [word for word in said if stem(word) in _INTERNSHIP]
    parts += [Part(word, (_root(word),), kind="internship") for word in kinds[:1]]
    trades = [word for word in said if stem(word) not in TRADE_TALK_STEMS and word not in kinds]
    trades = trades or ([] if parts else said)
    return (*parts, *_trades(reader, trades))


def _places(places: Places, words: Sequence[str]) -> tuple[list[Part], list[str]]:
    """Municipalities named, the longest name first, and the words that name none."""
    parts, left, start = [], [], 0
    while start < len(words):
        for length in range(min(LONGEST_PLACE, len(words) - start), 0, -1):
            name = words[start : start + length]
            code = _named(places, name)
            if code:
                parts.append(Part(" ".join(name), tuple(map(_root, name)), municipality=code))
                break
        else:
            left.append(words[start])
            length = 1
        start += length
    return parts, left


def _named(places: Places, words: Sequence[str]) -> str | None:
    """The municipality that these words name, all of them: "novi sad", but not "kuvar novi sad"."""
    if len(" ".join(words)) < 2 or words[0] in STOP_WORDS:
        return None
    code = places.municipality(" ".join(words))
    fewer = (words[1:], words[:-1]) if len(words) > 1 else ()
    return None if any(places.municipality(" ".join(each)) == code for each in fewer) else code


def _trades(reader: Reader, words: Sequence[str]) -> list[Part]:
    if not words:
        return []
    whole = _part(reader, " ".join(words))
    if len(words) == 1 or whole.occupations or whole.skills:
        return [whole]
    joined = _part(reader, "".join(words))
    return [joined] if joined.occupations else [_part(reader, word) for word in words]


def _part(reader: Reader, words: str) -> Part:
    part = Part(words, tuple(dict.fromkeys(map(_root, _searchable(words)))))
    surest = reader.occupation(words)
    if surest is None:
        return replace(part, skills=_skills(reader, words))
    links = {link.code: link.confidence for link in reader.occupations.link(words, 4)} | {
        surest.code: surest.confidence
    }
    sure = {code: value for code, value in links.items() if value >= max(ACCEPT, _NEARLY * surest.confidence)}
    concepts = reader.taxonomy.occupations
    groups = {concepts[code].isco for code in sure}
    return replace(
        part,
        occupations={concepts[code].id: value for code, value in sure.items()},
        related=frozenset(each.id for each in concepts.values() if each.isco in groups and each.code not in sure),
        label_roots=tuple(tuple(map(_root, tokens(concepts[code].label()))) for code in sure),
    )


def _root(word: str) -> str:
    """What a word begins with in all its forms: its stem, where that is how it begins ("rukovalac" and "rukovaoca" have
    the stem "rukovatelj")."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(word, stem(word), strict=False))
    begins = "".join(letter for letter, _ in alike)
    return begins if len(begins) >= min(len(word), _SHORTEST_ROOT) else word


def _searchable(words: str) -> list[str]:
    return [word for word in tokens(words) if word] or words.split()


def _skills(reader: Reader, words: str) -> frozenset[int]:
    links = reader.skills.link(words, 3)
    return frozenset(reader.taxonomy.skills[link.code].id for link in links if link.confidence >= ACCEPT)


def without_slips(part: Part, vocabulary: Sequence[str]) -> str | None:
    """The words of a part as they are written in `vocabulary` (folded), where each is nearly like one of these; None
    where one is like none, or nothing changes."""
    mended = [_nearest(word, vocabulary) for word in part.words.split()]
    if None in mended or mended == part.words.split():
        return None
    return " ".join(mended)


def _nearest(word: str, vocabulary: Sequence[str]) -> str | None:
    if len(word) < _SHORTEST_SLIP:
        return word if word in vocabulary else None
    found = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=SLIP)
    return found[0] if found else None
