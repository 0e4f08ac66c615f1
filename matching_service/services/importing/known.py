"""What cells are compared with: the municipalities, occupations, skills and companies that are known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.matcher.reading import Reader
from matching_service.matcher.taxonomy import Concept
from matching_service.matcher.text import fold
from matching_service.services.importing.places import Places
from matching_service.services.index.engine import Engine
from models import Employer, reference_queries

# A title read with less confidence gives way to a standardised position that is the name of an occupation.
SURE_TITLE = 0.8


class Labels:
    """Concepts by their codes and by all their labels; a label that two concepts share names neither."""

    def __init__(self, concepts: Iterable[Concept]):
        by_label: dict[str, set[str]] = defaultdict(set)
        self._by_code = {}
        for concept in concepts:
            self._by_code[concept.code] = concept.code
            for label in concept.labels:
                by_label[fold(label.text)].add(concept.code)
        self._by_label = {label: min(codes) for label, codes in by_label.items() if len(codes) == 1}

    def code(self, text: str) -> str | None:
        """Of the concept that a text is the code or a label of, whatever its case, script and diacritics."""
        return self._by_code.get(text) or self._by_label.get(fold(text))


@dataclass(frozen=True)
class Known:
    places: Places
    skills: Labels
    occupations: Labels
    reader: Reader
    # PIB -> id
    employers: Mapping[str, int]

    @classmethod
    def load(cls, session: Session, engine: Engine) -> "Known":
        reader = engine.reader(session)
        return cls(
            Places(reference_queries.municipalities(session)),
            Labels(reader.taxonomy.skills.values()),
            Labels(reader.taxonomy.occupations.values()),
            reader,
            _employers(session),
        )

    def with_new_employers(self, session: Session) -> "Known":
        return replace(self, employers=_employers(session))

    def occupation_of_position(self, position: str, title: str) -> str | None:
        """The occupation that a standardised position names, where the title does not say it better by itself."""
        code = self.occupations.code(position)
        if code is None or self._title_says_enough(title):
            return None
        return code

    def _title_says_enough(self, title: str) -> bool:
        read = self.reader.occupation(title)
        if read is None:
            return False
        named = {link.code for link in self.reader.occupations_in(title)}
        return read.confidence >= SURE_TITLE or read.code in named


def _employers(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Employer.pib, Employer.id)).all())
