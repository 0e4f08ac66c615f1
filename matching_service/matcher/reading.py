"""Reading whole profiles and openings: which text says what, and how much its words weigh.

One `Reader` serves one revision of the taxonomy. What is slow or clever in matching happens here, once, when something
is saved; ranking afterwards is arithmetic.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from matching_service.matcher.documents import OccupationEvidence, Posting, Profile, SkillEvidence, Text
from matching_service.matcher.features import FeatureEncoder
from matching_service.matcher.link import Link
from matching_service.matcher.linking import ConceptReader
from matching_service.matcher.opening_reading import DESCRIPTION, TITLE, OpeningReader, OpeningReading
from matching_service.matcher.own_words import OwnWords, ToldWork
from matching_service.matcher.semantic import LabelVectors
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.matcher.text import fold
from matching_service.matcher.work_phrases import WorkPhrase, WorkPhrases

LONGEST_TITLE = 100
# Words with this share of running text are what they look like, and no misspelt name of a trade.
COMMON = 1e-5


class Reader:
    """Texts of people and openings -> occupations, skills, profiles and postings."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        word_frequencies: Mapping[str, float],
        work_phrases: Iterable[WorkPhrase] = (),
        encoded: LabelVectors | None = None,
    ):
        self.taxonomy = taxonomy
        self.encoded = encoded
        common_words = frozenset(fold(word) for word, share in word_frequencies.items() if share >= COMMON)
        self.occupations = ConceptReader(taxonomy.occupations.values(), common_words, encoded)
        self.skills = ConceptReader(taxonomy.skills.values(), common_words)
        known_phrases = (phrase for phrase in work_phrases if phrase.code in taxonomy.occupations)
        self._own_words = OwnWords(taxonomy.occupations.values(), self.occupations, WorkPhrases(known_phrases))
        self._openings = OpeningReader(self.occupation, self.occupations, self.skills)
        self.encoder = FeatureEncoder().fit(taxonomy, word_frequencies)

    def occupation(self, text: str) -> Link | None:
        """The occupation that a title, a training or a qualification stands for, if one is sure enough."""
        if not text.strip():
            return None
        links = (self.occupations.best(text), self._own_words.work_of_title(text))
        return max(filter(None, links), key=lambda link: link.confidence, default=None)

    def skills_in(self, texts: Iterable[str], correct_typos: bool = False) -> tuple[Link, ...]:
        """Skills named in the texts, each once with its surest reading, surest first."""
        best: dict[str, Link] = {}
        for text in texts:
            for link in self.skills.find(text, correct_typos):
                if link.code not in best or link.confidence > best[link.code].confidence:
                    best[link.code] = link
        return tuple(sorted(best.values(), key=lambda link: (-link.confidence, link.code)))

    def work_in(self, text: str, today: date | None = None, known: Iterable[str] = ()) -> tuple[ToldWork, ...]:
        """What a person's own words tell of work: each occupation once, in order of appearance.

        `known`: codes of occupations that the person is known by, and may say here to have given up.
        """
        return self._own_words.work_in(text, today, known)

    def occupations_in(self, text: str) -> tuple[Link, ...]:
        """Occupations of which a person's own words tell, but for those given up."""
        return tuple(told.link for told in self.work_in(text) if not told.given_up)

    def opening(self, title: str, description: str) -> OpeningReading:
        """Whom an opening asks for, which skills, and how much its words weigh."""
        return self._openings.read(title, description)

    def posting_of_text(self, text: str) -> Posting:
        """An opening of which there is only a text; its first short sentence is the title."""
        read = self.opening(*split_title(text))
        return Posting(
            occupation=read.occupation.code if read.occupation else None,
            confidence=read.occupation.confidence if read.occupation else 1.0,
            others=read.others,
            demands=read.demands,
            texts=read.texts,
        )

    def profile_of_text(self, text: str) -> Profile:
        """A person of whom there is only a text, read as what they have done."""
        title, rest = split_title(text)
        titled, told = self.occupation(title), {work.link.code: work for work in self.work_in(text)}
        if titled and titled.code not in told:
            told = {titled.code: ToldWork(titled), **told}
        return Profile(
            occupations=tuple(_as_experience(work) for work in told.values()),
            skills=tuple(SkillEvidence(link.code, None, link.confidence) for link in self.skills_in((title, rest))),
            texts=tuple(
                Text(words, weight) for words, weight in ((title, TITLE), (rest, DESCRIPTION)) if words.strip()
            ),
        )


def _as_experience(work: ToldWork) -> OccupationEvidence:
    return OccupationEvidence(
        work.link.code, "experience", work.link.confidence, years=work.years, given_up=work.given_up
    )


def split_title(text: str) -> tuple[str, str]:
    """A text whose first sentence is short begins with a title: ("Kuvar", "Traži se ..."); else ("", text)."""
    first, stop, rest = text.partition(". ")
    if len(first) > LONGEST_TITLE:
        return "", text
    return (first, rest) if stop else (text, "")
