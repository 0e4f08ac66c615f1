"""A text as sentences and clauses of words, as far as punctuation and conjunctions show them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from matching_service.matcher.text import Token, located_tokens, nfkc

# Words that begin another clause; "i", "und", "dhe" join words as often as clauses and do not.
_CONJUNCTIONS = frozenset(
    "ali nego a pa iako mada jer dok medjutim osim sem zato ipak sondern aber weil obwohl but because though por porse "
    "sepse".split()
)
# What comes before the English article, which looks like the Serbian conjunction "a".
_BEFORE_ARTICLE = frozenset("as is was am be been of for with like an and work".split())
# German "aber" after a verb stands inside its clause: "kann aber nicht mehr".
_BEFORE_ABER = frozenset("kann konnte koennte will moechte darf muss soll bin habe".split())
_ABBREVIATIONS = frozenset("god g mes npr tj sl br dr str ca tzv odn itd".split())
# Pasted texts have lost their full stops; without an end every word would have to do with every other.
LONGEST_CLAUSE = 60
_SENTENCE_SIGN = re.compile(r"[!?;\n•]|\.\.+")
_CLAUSE_SIGN = re.compile(r"[),/]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Clause:
    """`sentence` counts the sentences of the text from 0; `texts` are the words, folded, and `written` as they stand in
    the text; `gaps` are the signs between them, one fewer."""

    sentence: int
    words: tuple[Token, ...]
    texts: tuple[str, ...]
    written: tuple[str, ...]
    gaps: tuple[str, ...]


def clauses_of(text: str) -> list[Clause]:
    """The clauses of `text`, in order; together they hold every word once. Places are those of its NFKC form."""
    plain, words = nfkc(text), located_tokens(text)
    clauses: list[Clause] = []
    sentence = first = 0
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        gap = plain[word.end : after.start] if after else ""
        ends = after is None or _ends_sentence(word, gap, plain[after.start])
        if ends or number - first + 1 == LONGEST_CLAUSE or _ends_clause(word, gap, after):
            inside = words[first : number + 1]
            written = (plain[one.start : one.end] for one in inside)
            gaps = (plain[one.end : two.start] for one, two in pairwise(inside))
            texts = (one.text for one in inside)
            clauses.append(Clause(sentence, tuple(inside), tuple(texts), tuple(written), tuple(gaps)))
            first = number + 1
        sentence += ends
    return clauses


def _ends_sentence(word: Token, gap: str, next_letter: str) -> bool:
    """A full stop after a number or an abbreviation ends nothing, unless a capital letter follows."""
    if _SENTENCE_SIGN.search(gap):
        return True
    ordinal = word.text.isdigit() or word.text in _ABBREVIATIONS
    return "." in gap and (next_letter.isupper() or not (ordinal or next_letter.isdigit()))


def _ends_clause(word: Token, gap: str, after: Token) -> bool:
    inside = {"a": _BEFORE_ARTICLE, "aber": _BEFORE_ABER}
    if after.text in _CONJUNCTIONS and word.text not in inside.get(after.text, ()):
        return True
    between_numbers = word.text.isdigit() and after.text.isdigit()
    return bool(_CLAUSE_SIGN.search(gap)) and not between_numbers
