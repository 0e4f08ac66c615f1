"""Free text -> occupations and skills, with a confidence and the label they were found by.

Two ways of reading, both over all labels of all languages: a short text (a job title, one skill) is compared with every
label; in a longer text the labels themselves are looked for.
"""

from collections.abc import Container, Iterable, Sequence

from matching_service.matcher.confidence import WEIGHTS, WEIGHTS_WITH_MEANING, Evidence, confidence
from matching_service.matcher.gender_marks import without_gender_marks
from matching_service.matcher.label_index import Candidate, LabelIndex
from matching_service.matcher.link import Link
from matching_service.matcher.negation import Denial
from matching_service.matcher.phrasebook import Found, Phrasebook
from matching_service.matcher.protected import is_protected
from matching_service.matcher.semantic import LabelVectors
from matching_service.matcher.taxonomy import ESCO_PREFIX, Concept
from matching_service.matcher.text import STOP_WORDS, TRADE_TALK_STEMS, stem, stems, tokens

# A link below this confidence is no link: the text stays text. Of the links above it most are right.
ACCEPT = 0.5
# The same for labels found inside a text; theirs is no probability, but falls where several concepts share a label.
ACCEPT_NAMED = 0.65
# Titles of these words alone could be anything: they are no occupation until somebody says more.
_GENERIC = TRADE_TALK_STEMS | frozenset(
    stems(
        "majstor pomoćnik pomoćni operater tehničar inženjer menadžer direktor šef rukovodilac referent saradnik "
        "asistent specijalista savetnik manager assistant engineer officer operator technician specialist supervisor "
        "consultant Helfer Leiter Meister Fachkraft Mitarbeiter teknik inxhinier menaxher asistent ndihmës "
        "nadničar nadničarka nadnica nadnice dnevnica dnevničar ispomoć vozač vozačica šofer Fahrer Fahrerin driver "
        "shofer shofere"
    )
)

# How far somebody is in a trade, not which: "praktikant pekar", "senior accountant".
_STAGES = frozenset(
    stems("praktikant pripravnik početnik svršeni apsolvent student iskusni intern trainee junior senior Praktikant")
)


def _without_stage(text: str) -> str:
    return " ".join(word for word in text.split() if not _STAGES.intersection(stems(word)))


def _names_nothing(text: str) -> bool:
    """Whether a title is too general, has no letter, or tells only of the person: "majstor", "24/7", "povratnik"."""
    said = [word for word in tokens(text) if word not in STOP_WORDS]
    return _GENERIC.issuperset(map(stem, said)) or all(word.isdigit() or is_protected(word) for word in said)


def _is_lone_word_of_esco(key: str, text: str) -> bool:
    """English words such as "plan" or "transport", that stand in texts of other languages for something else."""
    return key.startswith(ESCO_PREFIX) and len(text.split()) == 1


class ConceptReader:
    """Reads one kind of concept, occupations or skills, from short and long texts.

    `common_words` (folded) are never taken for misspelt labels. With `encoded`, all labels as vectors, short texts
    are compared by meaning too.
    """

    def __init__(
        self,
        concepts: Iterable[Concept],
        common_words: Container[str] = frozenset(),
        encoded: LabelVectors | None = None,
    ):
        labels = [(concept.code, label.text) for concept in concepts for label in concept.labels]
        self.index = LabelIndex(labels, encoded=encoded) if labels else None
        self._phrases = Phrasebook((label for label in labels if not _is_lone_word_of_esco(*label)), common_words)

    def link(self, text: str, limit: int = 5) -> list[Link]:
        """What a short text stands for; candidates of any confidence, best first; ties as in LabelIndex.nearest."""
        weights = WEIGHTS_WITH_MEANING if self.index and "meaning" in self.index.parts else WEIGHTS
        best: dict[str, Link] = {}
        for said in dict.fromkeys((text, _without_stage(text))):
            for found, evidence in self.candidates(said):
                link = Link(found.code, round(confidence(evidence, weights), 4), text, found.label, found.parts)
                if found.code not in best or link.confidence > best[found.code].confidence:
                    best[found.code] = link
        return sorted(best.values(), key=lambda link: -link.confidence)[:limit]

    def candidates(self, text: str) -> list[tuple[Candidate, Evidence]]:
        """The concepts that a short text may stand for, best score first, and what speaks for each."""
        if self.index is None or not tokens(text):
            return []
        named = {link.code: link.confidence for link in self._phrases.find(text, correct_typos=True)}
        found = self.index.nearest(without_gender_marks(text), named)
        scores = [*(candidate.score for candidate in found), 0.0]
        return [
            (
                candidate,
                Evidence(
                    score=candidate.score,
                    lead=candidate.score - scores[1 if place == 0 else 0],
                    ratio=candidate.ratio,
                    subset=candidate.subset,
                    named=named.get(candidate.code, 0.0),
                ),
            )
            for place, candidate in enumerate(found)
        ]

    def best(self, text: str) -> Link | None:
        """The one concept a short text stands for, or None when none is sure enough or the text names none."""
        if _names_nothing(text):
            return None
        best = next(iter(self.link(text, limit=1)), None)
        return best if best and best.confidence >= ACCEPT else None

    def find(self, text: str, correct_typos: bool = False) -> list[Link]:
        """Concepts named inside a longer text."""
        found = self._phrases.find(text, correct_typos)
        return [link for link in found if link.confidence >= ACCEPT_NAMED]

    def spot(self, text: str, unread: Sequence[Denial], correct_typos: bool = False) -> list[Found]:
        """The same each time it is named, with its place, outside of the stretches `unread`."""
        found = self._phrases.spot(text, unread, correct_typos)
        return [item for item in found if item.link.confidence >= ACCEPT_NAMED]
