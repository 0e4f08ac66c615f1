"""Free text -> occupations and skills, with a confidence and the label they were found by.

Two ways of reading, both over all labels of all languages:
- a short text (a job title, one skill) is compared with every label by character n-grams; the labels of one
  concept vote together, and the best few are compared again with rapidfuzz;
- in a longer text the labels themselves are looked for, word by word, whatever the endings of the words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from matching_service.matcher.taxonomy import ESCO_PREFIX, Concept
from matching_service.matcher.text import (
    STOP_WORDS,
    TRADE_TALK_STEMS,
    Token,
    fold,
    located_tokens,
    nfkc,
    stem,
    stems,
    tokens,
)

# A link below this confidence is no link: the text stays text.
ACCEPT = 0.65
# Share of the mean of a concept's labels in the score of each of its labels.
VOTE = 1.0
# Looked at again with rapidfuzz.
SHORTLIST = 30
LONGEST_LABEL = 7
# Titles of these words alone could be anything: they are no occupation until somebody says more.
_GENERIC = TRADE_TALK_STEMS | frozenset(
    stems(
        "majstor pomoćnik pomoćni operater tehničar inženjer menadžer direktor šef rukovodilac referent saradnik "
        "asistent specijalista savetnik manager assistant engineer officer operator technician specialist supervisor "
        "consultant Helfer Leiter Meister Fachkraft Mitarbeiter teknik inxhinier menaxher asistent ndihmës"
    )
)
_DENIALS = frozenset(
    "nisam nisi nije nismo niste nisu nemam nema nikad nikada bez kein keine nicht not never nuk".split()
)
_NO_DENIAL_BEFORE = frozenset("samo only nur".split())
_DENIED = "-"
_FIRST_PERSON = ("am", "em", "im")


@dataclass(frozen=True, slots=True)
class Link:
    """`evidence` is the piece of text that was read, as it was written; `label` what it was found by."""

    code: str
    confidence: float
    evidence: str
    label: str


class LabelIndex:
    """Character n-gram index over labels that belong to concepts.

    Parameters: `labels`, a sequence of (concept key, text); `vote`, see VOTE.
    """

    def __init__(self, labels: Sequence[tuple[str, str]], vote: float = VOTE):
        self.vote = vote
        self.keys = sorted({key for key, _ in labels})
        position = {key: row for row, key in enumerate(self.keys)}
        self.texts = [fold(text) for _, text in labels]
        self.concept_of = np.array([position[key] for key, _ in labels], dtype=np.int64)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=False, dtype=np.float32
        )
        self._labels = self._vectorizer.fit_transform(self.texts).tocsr()
        self._labels_t = self._labels.T.tocsr()
        self._means_t = self._concept_means().T.tocsr()

    def _concept_means(self) -> sparse.csr_matrix:
        """Mean label vector of each concept, of length 1; shape (concepts, n-grams)."""
        ones = np.ones(len(self.texts), dtype=np.float32)
        shape = (len(self.keys), len(self.texts))
        member = sparse.csr_matrix((ones, (self.concept_of, np.arange(len(self.texts)))), shape=shape)
        means = member @ self._labels
        norms = np.sqrt(np.asarray(means.multiply(means).sum(axis=1)).ravel())
        return sparse.diags(1 / np.maximum(norms, 1e-12)).dot(means)

    def score_labels(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Cosine of `text` with each label, and its vote-weighted score; both of shape (labels,)."""
        query = self._vectorizer.transform([fold(text)])
        cosine = np.asarray((query @ self._labels_t).todense()).ravel()
        means = np.asarray((query @ self._means_t).todense()).ravel()
        return cosine, cosine + self.vote * means[self.concept_of]

    def link(self, text: str, limit: int = 5) -> list[Link]:
        """The concepts nearest to a short text, most confident first; ties by key."""
        folded = fold(text)
        cosine, score = self.score_labels(text)
        near = np.argsort(-score, kind="stable")[:SHORTLIST]
        best: dict[str, Link] = {}
        for label in near[cosine[near] > 0]:
            key = self.keys[self.concept_of[label]]
            confidence = _confidence(folded, self.texts[label], float(cosine[label]))
            if key not in best or confidence > best[key].confidence:
                best[key] = Link(key, confidence, text, self.texts[label])
        return sorted(best.values(), key=lambda link: (-link.confidence, link.code))[:limit]


def _confidence(text: str, label: str, cosine: float) -> float:
    """How sure a text stands for a label, in [0, 1].

    token_set_ratio calls a subset perfect, so it only fills in between the cosine and a length-aware ratio.
    """
    ordered = fuzz.token_sort_ratio(text, label) / 100
    subset = fuzz.token_set_ratio(text, label) / 100
    return round(0.45 * cosine + 0.35 * ordered + 0.2 * subset, 4)


class Phrasebook:
    """Finds labels inside a longer text: longest first, whatever the endings, stop words left out.

    Words of a label are compared as stems and in order. A label of which stop words leave a single word ("Power BI",
    "kod 95") is not looked for, as that word alone says something else; nor is a lone verb ("šijem") whose stem is a
    noun's, but for the verb itself. What the word before denies is not found. With `correct_typos` a word that no
    label knows counts as the label word within one or two letters of it.
    """

    def __init__(self, labels: Iterable[tuple[str, str]]):
        phrases: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        surface: dict[str, None] = {}
        for key, text in labels:
            spoken = tokens(text)
            words = [token for token in spoken if token not in STOP_WORDS]
            if min(len(spoken), 2) <= len(words) <= LONGEST_LABEL:
                phrases[_phrase(words)].setdefault(key, fold(text))
                surface.update(dict.fromkeys(words))
        self._phrases = dict(phrases)
        self._stems = {stem(word) for word in surface}
        self._words = [word for word in surface if len(word) >= 6]
        self._nearest = lru_cache(maxsize=50_000)(self._nearest_word)

    def _nearest_word(self, word: str) -> str | None:
        allowed = 1 if len(word) < 9 else 2
        found = process.extractOne(
            word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, processor=None
        )
        return found[0] if found and found[0][0] == word[0] else None

    def _read_word(self, token: Token, correct_typos: bool) -> "_Word":
        word, known = token.text, stem(token.text)
        if correct_typos and known not in self._stems and len(word) >= 6 and word.isalpha():
            nearest = self._nearest(word)
            if nearest:
                return _Word(token, stem(nearest), 0.9)
        return _Word(token, known, 1.0)

    def find(self, text: str, correct_typos: bool = False) -> list[Link]:
        """Every label found in `text`, in order of appearance; one link per concept, the surest."""
        spoken = (token for token in _not_denied(located_tokens(text)) if token.text not in STOP_WORDS)
        words = [self._read_word(token, correct_typos) for token in spoken]
        best: dict[str, Link] = {}
        start = 0
        while start < len(words):
            phrase = self._longest_phrase(words[start : start + LONGEST_LABEL])
            for link in self._links(phrase, text):
                if link.code not in best or link.confidence > best[link.code].confidence:
                    best[link.code] = link
            start += max(len(phrase), 1)
        return list(best.values())

    def _longest_phrase(self, words: list["_Word"]) -> list["_Word"]:
        """The longest beginning of `words` that is a label; empty when none is."""
        return next((words[:n] for n in range(len(words), 0, -1) if self._concepts(words[:n])), [])

    def _concepts(self, words: list["_Word"]) -> dict[str, str]:
        """Concept keys of a phrase, each with the label that says it."""
        found = self._phrases.get(tuple(word.stem for word in words), {})
        return found or (self._phrases.get((words[0].token.text,), {}) if len(words) == 1 else {})

    def _links(self, phrase: list["_Word"], text: str) -> list[Link]:
        """Links of one phrase. A phrase that several concepts share says less about each of them."""
        if not phrase:
            return []
        concepts = self._concepts(phrase)
        sure = min(word.certainty for word in phrase)
        confidence = (0.75 if len(phrase) == 1 else 0.9) * sure / len(concepts) ** 0.5
        evidence = nfkc(text)[phrase[0].token.start : phrase[-1].token.end]
        return [Link(key, round(confidence, 4), evidence, label) for key, label in concepts.items()]


class _Word(NamedTuple):
    """A word of a text, the stem that stands for it, and how sure that is."""

    token: Token
    stem: str
    certainty: float


def _not_denied(words: list[Token]) -> list[Token]:
    """A mark is put in place of a word that the one before denies: "nisam vozač kamiona" names no driver."""
    kept: list[Token] = []
    for word in words:
        denied = kept and kept[-1].text in _DENIALS and word.text not in _NO_DENIAL_BEFORE
        kept.append(word._replace(text=_DENIED) if denied else word)
    return kept


def _phrase(words: list[str]) -> tuple[str, ...]:
    """What a label is looked up by: its stems, or itself where it is a lone verb in the first person."""
    if len(words) == 1 and words[0].endswith(_FIRST_PERSON):
        return (words[0],)
    return tuple(stem(word) for word in words)


def _is_lone_word_of_esco(key: str, text: str) -> bool:
    """English words such as "plan" or "transport", that stand in texts of other languages for something else."""
    return key.startswith(ESCO_PREFIX) and len(text.split()) == 1


class ConceptReader:
    """Reads one kind of concept, occupations or skills, from short and long texts."""

    def __init__(self, concepts: Iterable[Concept]):
        labels = [(concept.code, label.text) for concept in concepts for label in concept.labels]
        self._index = LabelIndex(labels) if labels else None
        self._phrases = Phrasebook(label for label in labels if not _is_lone_word_of_esco(*label))

    def link(self, text: str, limit: int = 5) -> list[Link]:
        """What a short text stands for; candidates of any confidence, best first."""
        if self._index is None or not tokens(text):
            return []
        return self._index.link(text, limit)

    def best(self, text: str) -> Link | None:
        """The one concept a short text stands for, or None when none is sure enough or the text is too general."""
        if _GENERIC.issuperset(stems(text)):
            return None
        candidates = [*self.link(text, limit=1), *self._phrases.find(text, correct_typos=True)]
        best = max(candidates, key=lambda link: link.confidence, default=None)
        return best if best and best.confidence >= ACCEPT else None

    def find(self, text: str, correct_typos: bool = False) -> list[Link]:
        """Concepts named inside a longer text."""
        found = self._phrases.find(text, correct_typos)
        return [link for link in found if link.confidence >= ACCEPT]
