"""An advertisement cut into passages by the words that announce them.

Advertisements lose their line breaks and full stops on the way (copied, scraped, pasted), so a passage begins with the
words that announce it ("opis posla", "nudimo", "Anforderungen") and ends where the next one begins. An announcement
that is denied ("nije potrebno znanje", "ne tražimo") begins nothing, and what is denied is a passage of its own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from matching_service.matcher.negation import denials
from matching_service.matcher.text import Token, located_tokens, nfkc

# Kinds of passages: who is sought; the work; what one must bring, and what is welcome beside it; what is offered; how
# to apply, and who may; what the company says of itself; what is said not to be asked for; and all before the first
# announcement.
HEADLINE, DUTIES, REQUIREMENTS, WELCOME = "headline", "duties", "requirements", "welcome"
OFFER, APPLY, COMPANY, DENIED, PLAIN = "offer", "apply", "company", "denied", "plain"

# Announcements, on folded words with single spaces between them, in Serbian and its neighbours, German,
# Albanian and English.
_SECTIONS = {
    DUTIES: r"""
        opis (?:radnog|posla|poslova)|(?:radni )?zadaci|zaduzenj\w+|odgovornosti|vas zadatak
        (?:job )?(?:duties|responsibilities)|job description|(?:your|main) tasks|aufgaben|taetigkeit\w*
        """,
    REQUIREMENTS: r"""
        uslovi?|uvjeti|zahtevi|zahtjevi|kvalifikacije|ocekujemo|profil kandidata|potrebno (?:je|iskustvo|znanje)
        requirements?|qualifications?|your profile|you bring|(?:ihr|dein) profil|anforderung\w*|voraussetzung\w*
        sie bringen|wir erwarten
        """,
    OFFER: r"""
        nudi(?:mo)?|(?:vam|ti) nudi\w*|obezbedjen\w*|obezbedjuje(?:mo)?|osiguran\w*|osiguravamo|pruzamo|garantujemo
        we offer|offering you|our offer|benefits|wir bieten|bieten wir|unser angebot|ofrojme
        """,
    APPLY: r"""
        prijav[aeu] (?:slati|se|na|sa|putem|mozete|moraju)|prijavite se|(?:svoj[ue]? )?cv|biografij\w+|rok za
        kontakt (?:osob\w+|telefon|tel)|rok trajanja|bice kontaktirani|kontaktiracemo|(?:dodatne|vise) informacija
        diskrimin\w+|bez obzira na|licn(?:ih|i|e|im) poda\w+|poverljiv\w+
        to apply|apply (?:now|online|by|via|with|for|at)|send (?:us )?your|only shortlisted|equal opportunit\w+
        regardless of|personal data|privacy
        bewerb(?:ung\w*|en sie|en dich)|datenschutz\w*|personenbezogen\w*|gleichbehandlung|unabhaengig von
        """,
    COMPANY: r"""
        (?:nasa|nase) (?:kompanija|firma|preduzece|agencija)
        (?:kompanija|firma|preduzece|agencija|drustvo) (?:je|se|koja)
        dj?elatnost|mi smo|jedn[aoe] od (?:vodecih|najvecih)|(?:lider|vodec\w+) (?:u|na|proizvodj\w+|kompanij\w+)
        bavi(?:mo)? se|poslujemo|posluje|osnovan[ao]?|licencirana agencija|agencija za|posredovanj\w+ (?:u|pri)
        mlad\w* i dinamic\w*|dinamic\w* tim\w*|postani\w* deo|nas\w* tim\w*
        we are (?:a|an|one|the)|our company|is (?:a|the) leading|one of the (?:leading|largest)|our team|about us
        wir sind|unser (?:unternehmen|team)|ueber uns|fuehrend\w*|renommiert\w*
        """,
}
# The next words say who is sought, and the work begins.
_SOUGHT = r"""
    trazi(?:mo)?|potreb(?:an|na|ni|ne)(?: (?:nam|je|su))*|zaposljava(?:mo)?|zaposlicemo|zaposliti?|angazuje(?:mo)?
    u potrazi(?: smo| je)? za|(?:konkurs|oglas|natjecaj|natecaj) za|radn(?:o|og|om|a) mj?est[oaui]
    (?:radn[aeu] )?pozicij[aeu]|prijem\w*|na poslovima|za poslove|(?:posao|rad\w*) kao
    such(?:en|t)(?: wir)?|(?:stelle|arbeiten|arbeit) als
    kerkojme|kerkohe[tn]|kerkon
    looking for|search(?:es|ing) for|seek(?:s|ing)?|hir(?:e|es|ing)|recruit(?:s|ing)?|positions?(?: of)?
    vacanc(?:y|ies)(?: for)?|role of|(?:work|join us|job) as
    """
# The words before say who is sought: "kuvar, 2 izvršioca", "Elektriker (m/w/d)".
_SOUGHT_BEFORE = r"""
    (?:\d+|vise|jedan|dva|tri) izvrsi(?:lac|oca|laca|telja|telj)|m w d|m f d|w m d|m z|m w|m f
    """
_WELCOME_NEXT = r"pozelj\w+|prednost (?:imaju|ce imati)|von vorteil|wuenschenswert|nice to have|preferabl\w+"
_WELCOME_BEFORE = """
    (?:je|bice|predstavlja|kao) (?:velika )?(?:prednost|plus)|prednost|is an? (?:advantage|plus)
    (?:ist|sind) von vorteil
    """
# Words that deny the announcement after them, and those that may stand between the two.
_NOT = frozenset(
    "ne nije nisu nismo nece necemo ni bez kein keine keinen keinerlei keiner nicht nuk no not without".split()
)
_BETWEEN = tuple("nam vam im se je su bice vise trenutno vec nikakv posebn dodatn prethodn formaln".split())
_BETWEEN += tuple("potrebn neophodn obavezn trazen besonder speziell formal special particular any currently".split())
# "iskustvo nije potrebno | uslovi ...": these end what they belong to
_ENDS_BEFORE = ("potrebno", "neophodno", "obavezno")
# Albanian "ne kërkojmë" is "we seek", and "në" is "in".
_ALBANIAN = "kerk"
HEADLINE_WORDS, BEFORE_WORDS, WELCOME_WORDS = 8, 5, 8
# A word in capitals as long as this names who is sought, unless the whole advertisement is written like that.
_SHOUTED_LETTERS, _SHOUTED_SHARE = 5, 0.3


def _announced(patterns: str) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(line.strip() for line in patterns.strip().splitlines())})\b")


_SECTION_CUES = {kind: _announced(patterns) for kind, patterns in _SECTIONS.items()}
_SOUGHT_CUE, _SOUGHT_BEFORE_CUE = _announced(_SOUGHT), _announced(_SOUGHT_BEFORE)
_WELCOME_CUE, _WELCOME_BEFORE_CUE = _announced(_WELCOME_NEXT), _announced(_WELCOME_BEFORE)
_BREAK = re.compile(r"[.!?;:\n\u2022]")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
# What a sentence of its own says; the sentence after it says something else.
_ONE_SENTENCE = frozenset({OFFER, APPLY, COMPANY})


@dataclass(frozen=True, slots=True)
class Passage:
    """`kind` is one of those above; `text` as it was written, in NFKC."""

    kind: str
    text: str


class _Cue(NamedTuple):
    """Words `start` to `end` of an advertisement announce a passage."""

    start: int
    end: int
    kind: str


def passages(text: str) -> list[Passage]:
    """The passages of an advertisement, in order; every word is in one of them."""
    words = located_tokens(text)
    return _Cutting(nfkc(text), words).passages() if words else []


class _Cutting:
    """One advertisement being cut. Each word gets a mark (kind, number of the passage); equal marks stay together."""

    def __init__(self, raw: str, words: list[Token]):
        self._raw, self._words = raw, words
        self._starts = []
        place = 0
        for word in words:
            self._starts.append(place)
            place += len(word.text) + 1
        self._folded = " ".join(word.text for word in words)
        between = [raw[before.end : word.start] for before, word in pairwise(words)]
        self._breaks = {place for place, gap in enumerate(between, start=1) if _BREAK.search(gap)}
        self._sentences = {place for place, gap in enumerate(between, start=1) if _SENTENCE_END.search(gap)}
        self._marks = [(PLAIN, 0)] * len(words)

    def passages(self) -> list[Passage]:
        named = [cue for kind, pattern in _SECTION_CUES.items() for cue in self._cues(pattern, kind)]
        announced = {place for cue in named for place in range(cue.start, cue.end)}
        seeking = [cue for cue in self._cues(_SOUGHT_CUE, HEADLINE) if cue.start not in announced]
        sections = [cue for cue in named if not self._is_denied(cue)]
        sought = [cue for cue in seeking if not self._is_denied(cue)]
        self._mark_sections(sorted([*sections, *sought]))
        stops = self._breaks | {cue.start for cue in sections}
        for cue in self._cues(_WELCOME_CUE, WELCOME):
            self._mark(WELCOME, self._onward(cue.start, WELCOME_WORDS + 1, stops))
        for cue in self._cues(_WELCOME_BEFORE_CUE, WELCOME):
            self._mark(WELCOME, self._back(cue.end, WELCOME_WORDS, stops))
        for cue in sought:
            self._mark(HEADLINE, self._onward(cue.end, HEADLINE_WORDS, stops))
        for cue in self._cues(_SOUGHT_BEFORE_CUE, HEADLINE):
            self._mark(HEADLINE, self._back(cue.start, BEFORE_WORDS, stops))
        self._mark_shouted()
        begins = sorted({0, *(cue.start for cue in (*sections, *sought)), len(self._words)})
        self._mark_denied(begins)
        self._mark_denied_lists([cue for cue in named if self._is_denied(cue)], begins)
        return list(self._cut())

    def _cues(self, pattern: re.Pattern, kind: str) -> Iterator[_Cue]:
        for match in pattern.finditer(self._folded):
            yield _Cue(bisect_left(self._starts, match.start()), bisect_left(self._starts, match.end()), kind)

    def _mark_sections(self, cues: list[_Cue]) -> None:
        """Each cue's kind up to the next cue, or to the end of its sentence; after who is sought comes the work."""
        ends = [cue.start for cue in cues[1:]] + [len(self._words)]
        for cue, end in zip(cues, ends, strict=False):
            kind = DUTIES if cue.kind == HEADLINE else cue.kind
            if kind in _ONE_SENTENCE:
                end = next((place for place in range(cue.start + 1, end) if place in self._sentences), end)
            self._mark(kind, range(cue.start, end))

    def _is_denied(self, cue: _Cue) -> bool:
        """Whether it asks for something and a denial stands right before it, in the same stretch."""
        if cue.kind not in (REQUIREMENTS, HEADLINE):
            return False
        place = cue.start
        while place and place not in self._breaks:
            place -= 1
            word = self._words[place].text
            if word in _NOT:
                return not (word == "ne" and self._words[cue.start].text.startswith(_ALBANIAN))
            if word in _ENDS_BEFORE or not word.startswith(_BETWEEN):
                return False
        return False

    def _mark_denied(self, begins: Sequence[int]) -> None:
        """No denial reaches over the beginning of a section."""
        for first, after in pairwise(begins):
            offset = self._words[first].start
            for denial in denials(self._raw[offset : self._words[after - 1].end]):
                places = range(first, after)
                start, end = offset + denial.start, offset + denial.end
                self._mark(DENIED, [k for k in places if start <= self._words[k].start < end])

    def _mark_denied_lists(self, cues: Iterable[_Cue], begins: Sequence[int]) -> None:
        """ "Nisu potrebne kvalifikacije: engleski, rad na kasi": all of them up to the end of the sentence."""
        for cue in cues:
            if cue.end in self._breaks and ":" in self._raw[self._words[cue.end - 1].end : self._words[cue.end].start]:
                stops = self._sentences | set(begins)
                self._mark(DENIED, self._onward(cue.start, len(self._words), stops))

    def _mark(self, kind: str, places: Iterable[int]) -> None:
        places = list(places)
        for place in places:
            self._marks[place] = (kind, places[0])

    def _onward(self, start: int, count: int, stops: set[int]) -> range:
        """Up to `count` words from `start` on, as far as the next stop."""
        end = min(start + count, len(self._words))
        return range(start, next((place for place in range(start + 1, end) if place in stops), end))

    def _back(self, end: int, count: int, stops: set[int]) -> range:
        """Up to `count` words before `end`, not beyond the last stop."""
        first = max(end - count, 0)
        return range(next((place for place in range(end - 1, first, -1) if place in stops), first), end)

    def _mark_shouted(self) -> None:
        shouted = [place for place, word in enumerate(self._words) if _is_shouted(self._raw[word.start : word.end])]
        if len(shouted) < _SHOUTED_SHARE * len(self._words):
            for _, run in groupby(enumerate(shouted), lambda pair: pair[1] - pair[0]):
                self._mark(HEADLINE, [place for _, place in run])

    def _cut(self) -> Iterator[Passage]:
        for (kind, _), run in groupby(range(len(self._words)), lambda place: self._marks[place]):
            places = list(run)
            yield Passage(kind, self._raw[self._words[places[0]].start : self._words[places[-1]].end])


def _is_shouted(word: str) -> bool:
    return len(word) >= _SHOUTED_LETTERS and word.isupper() and word.isalpha()
