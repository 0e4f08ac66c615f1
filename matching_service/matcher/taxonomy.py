"""Occupations and skills with their labels, and the ISCO tree above them, as one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Codes of concepts that only ESCO has.
ESCO_PREFIX = "esco:"


@dataclass(frozen=True, slots=True)
class Label:
    language: str
    kind: str  # preferred, feminine or synonym
    text: str


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation or a skill. `isco` is empty for a skill; `kind` is empty for an occupation."""

    id: int
    code: str
    labels: tuple[Label, ...]
    field: str | None = None
    isco: str = ""
    kind: str = ""

    def label(self, language: str = "sr") -> str:
        """The preferred label in a language; Serbian, then English, then the code where it has none."""
        found = self.preferred(language)
        return found.text if found else self.code

    def preferred(self, language: str) -> Label | None:
        """What `label` gives, with the language that it is in."""
        for wanted in (language, "sr", "en"):
            for label in self.labels:
                if label.language == wanted and label.kind == "preferred":
                    return label
        return None


@dataclass(frozen=True)
class Taxonomy:
    """Immutable. `essential` and `optional` map an occupation's code to codes of skills."""

    occupations: Mapping[str, Concept]
    skills: Mapping[str, Concept]
    essential: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]]
    revision: int = 0
    _occupation_by_id: Mapping[int, Concept] = field(init=False, repr=False)
    _skill_by_id: Mapping[int, Concept] = field(init=False, repr=False)

    def __post_init__(self):
        by_id = {concept.id: concept for concept in self.occupations.values()}
        object.__setattr__(self, "_occupation_by_id", by_id)
        by_id = {concept.id: concept for concept in self.skills.values()}
        object.__setattr__(self, "_skill_by_id", by_id)

    @classmethod
    def build(
        cls,
        occupations: Iterable[Concept],
        skills: Iterable[Concept],
        relations: Iterable[tuple[str, str, bool]],
        revision: int = 0,
    ) -> "Taxonomy":
        """`relations` are (occupation code, skill code, is essential)."""
        essential: dict[str, list[str]] = {}
        optional: dict[str, list[str]] = {}
        for occupation, skill, is_essential in relations:
            (essential if is_essential else optional).setdefault(occupation, []).append(skill)
        return cls(
            occupations={concept.code: concept for concept in occupations},
            skills={concept.code: concept for concept in skills},
            essential={code: tuple(sorted(codes)) for code, codes in essential.items()},
            optional={code: tuple(sorted(codes)) for code, codes in optional.items()},
            revision=revision,
        )

    def occupation_by_id(self, occupation_id: int) -> Concept:
        return self._occupation_by_id[occupation_id]

    def skill_by_id(self, skill_id: int) -> Concept:
        return self._skill_by_id[skill_id]

    def occupation_label(self, code: str, language: str = "sr") -> str:
        concept = self.occupations.get(code)
        return concept.label(language) if concept else code

    def skill_label(self, code: str, language: str = "sr") -> str:
        concept = self.skills.get(code)
        return concept.label(language) if concept else code
