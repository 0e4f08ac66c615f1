"""Reading an opening: whom it asks for, which skills, and how much its words weigh.

An advertisement says most of what it says about the company, about what is offered and about how to apply. So it is cut
into passages first, and each passage counts by what it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching_service.matcher import advertisements
from matching_service.matcher.advertisements import Passage
from matching_service.matcher.documents import Demand, Text
from matching_service.matcher.link import Link
from matching_service.matcher.linking import ConceptReader

# Words of a title say more than words of a description.
TITLE, DESCRIPTION = 3.0, 1.0


class Weights(NamedTuple):
    """What a passage counts: the occupations, the skills and the words in it."""

    occupation: float
    skill: float
    word: float


PASSAGES = {
    advertisements.HEADLINE: Weights(1.0, 1.0, 2.0),
    advertisements.DUTIES: Weights(0.35, 1.0, DESCRIPTION),
    advertisements.REQUIREMENTS: Weights(0.35, 1.0, DESCRIPTION),
    advertisements.PLAIN: Weights(0.35, 1.0, DESCRIPTION),
    advertisements.WELCOME: Weights(0.2, 0.5, 0.5),
    # What is offered is no demand, and what any company says of itself tells no job from another.
    advertisements.OFFER: Weights(0.0, 0.0, 0.0),
    advertisements.APPLY: Weights(0.0, 0.0, 0.0),
    advertisements.COMPANY: Weights(0.0, 0.0, 0.0),
    advertisements.DENIED: Weights(0.0, 0.0, 0.0),
}
# A title read with this confidence says alone whom the opening asks for.
SURE_TITLE = 0.8
# Of several occupations that a description names, those that count as this share of the first, at most three.
ALSO_FROM, MOST_OCCUPATIONS = 0.35, 3
# Where no label stands in the whole text, the one nearest to a headline of several words counts this share of its
# confidence: a single word unlike every label is another word, or a typing error, at which nobody should guess.
NEAREST_LABEL = 0.7
# Skills read from an advertisement are taken as desired unless the employer says they are required.
READ_SKILLS = 12


@dataclass(frozen=True, slots=True)
class OpeningReading:
    """`others`: further occupations the texts ask for, with their shares of the occupation part, which sum to less
    than 1. `demands` are those of `skills`, in the same order: surest first."""

    occupation: Link | None
    others: tuple[tuple[str, float], ...]
    skills: tuple[Link, ...]
    demands: tuple[Demand, ...]
    texts: tuple[Text, ...]


class OpeningReader:
    """Titles and descriptions of openings -> occupations, skills, and texts with weights.

    `titled` gives the occupation that a title stands for, or None.
    """

    def __init__(self, titled: Callable[[str], Link | None], occupations: ConceptReader, skills: ConceptReader):
        self._titled, self._occupations, self._skills = titled, occupations, skills
        # whoever saves an opening asks for its reading several times
        self.read = lru_cache(maxsize=8)(self._read)

    def _read(self, title: str, description: str) -> OpeningReading:
        """Occupation by the title, or where it says none by the description; skills from both."""
        passages = advertisements.passages(description)
        shares = self._asked_for(title, passages)
        first = next(iter(shares), None)
        demands = self._demands([Passage(advertisements.HEADLINE, title), *passages])
        return OpeningReading(
            occupation=first,
            others=tuple((link.code, share) for link, share in shares.items() if link is not first),
            skills=tuple(link for link, _ in demands),
            demands=tuple(Demand(link.code, False, weight) for link, weight in demands),
            texts=tuple(_texts(title, passages)),
        )

    def _asked_for(self, title: str, passages: Sequence[Passage]) -> dict[Link, float]:
        """Occupations with their shares, which sum to 1, the largest first. A sure title says it alone; an unsure one
        is weighed with what it names ("maser - rad na brodu") and with what the description asks for."""
        titled = self._titled(title)
        if titled and titled.confidence >= SURE_TITLE:
            return {titled: 1.0}
        named = [(titled, TITLE)] if titled else []
        named += [(link, TITLE) for link in self._occupations.find(title)]
        named += self._in_passages(passages)
        return _shares(named or self._near_headlines(passages))

    def _in_passages(self, passages: Sequence[Passage]) -> Iterator[tuple[Link, float]]:
        for passage in passages:
            if weight := PASSAGES[passage.kind].occupation:
                yield from ((link, weight) for link in self._occupations.find(passage.text))

    def _near_headlines(self, passages: Sequence[Passage]) -> Iterator[tuple[Link, float]]:
        for passage in passages:
            several_words = passage.kind == advertisements.HEADLINE and " " in passage.text
            if several_words and (link := self._titled(passage.text)):
                yield Link(link.code, round(NEAREST_LABEL * link.confidence, 4), link.evidence, link.label), 1.0

    def _demands(self, passages: Sequence[Passage]) -> list[tuple[Link, float]]:
        """Skills with their weights: how sure the reading is, times what the passage counts; the best of each."""
        best: dict[str, tuple[Link, float]] = {}
        for passage in passages:
            if share := PASSAGES[passage.kind].skill:
                for link in self._skills.find(passage.text):
                    if link.code not in best or share * link.confidence > best[link.code][1]:
                        best[link.code] = (link, round(share * link.confidence, 4))
        return sorted(best.values(), key=lambda found: (-found[1], found[0].code))[:READ_SKILLS]


def _shares(named: Iterable[tuple[Link, float]]) -> dict[Link, float]:
    """The occupations named most and surest; each link is the surest of its occupation."""
    votes: dict[str, float] = defaultdict(float)
    surest: dict[str, Link] = {}
    for link, weight in named:
        votes[link.code] += weight * link.confidence
        surest[link.code] = max(link, surest.get(link.code, link), key=lambda link: link.confidence)
    codes = sorted(votes, key=lambda code: (-votes[code], code))[:MOST_OCCUPATIONS]
    kept = [code for code in codes if votes[code] >= ALSO_FROM * votes[codes[0]]]
    total = sum(votes[code] for code in kept)
    return {surest[code]: votes[code] / total for code in kept}


def _texts(title: str, passages: Sequence[Passage]) -> Iterator[Text]:
    """Where there is no title, the headlines are it."""
    titled = bool(title.strip())
    if titled:
        yield Text(title, TITLE)
    for passage in passages:
        weight = PASSAGES[passage.kind].word
        if weight:
            yield Text(passage.text, TITLE if passage.kind == advertisements.HEADLINE and not titled else weight)
