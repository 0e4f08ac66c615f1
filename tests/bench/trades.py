"""Which occupations invented people and openings have, and the words they use for them, out of the taxonomy."""

from random import Random

from matching_service.matcher.features import FeatureEncoder
from matching_service.matcher.taxonomy import Concept
from tests.bench.draws import Weighted, some

# How many people have an occupation of each ISCO major group: more shops, crafts and labour than professions.
MAJOR_GROUPS = {"0": 0.5, "1": 2, "2": 10, "3": 12, "4": 10, "5": 23, "6": 3, "7": 18, "8": 10, "9": 13}
# Inside a major group the most usual occupations are some twenty times as usual as the rarest.
SKEW = 1.0
LANGUAGES = Weighted.of({"sr": 82, "de": 8, "en": 5, "sq": 5})
_SYLLABLES = (
    "ba be bi bo bu da de do dra go gra ja jo ka ko kro la le lo ma me mi mo na ne no pa po pro ra re ro".split()
)
_ENDINGS = "teks met plast trans komerc invest prom gradnja servis tim".split()


class Trades:
    """Draws occupations, their neighbours, their skills and labels. The same seed gives the same draws."""

    def __init__(self, encoder: FeatureEncoder, seed: int):
        self.taxonomy = encoder.taxonomy_
        self._related = encoder.related_
        self._by_group: dict[str, list[str]] = {}
        for code, occupation in sorted(self.taxonomy.occupations.items()):
            self._by_group.setdefault(occupation.isco[:2], []).append(code)
        self._usual = self._weighted(Random(seed))
        self._skills = sorted(self.taxonomy.skills)

    def _weighted(self, random: Random) -> Weighted[str]:
        codes = sorted(self.taxonomy.occupations)
        majors = [self.taxonomy.occupations[code].isco[0] for code in codes]
        weights = [MAJOR_GROUPS[major] / majors.count(major) * random.lognormvariate(0, SKEW) for major in majors]
        return Weighted(codes, weights)

    def occupation(self, random: Random) -> str:
        return self._usual.draw(random)

    def near(self, random: Random, code: str) -> str:
        """An occupation that shares skills with this one, or is of the same ISCO sub-major group."""
        return random.choice(
            list(self._related.get(code, ())) or self._by_group[self.taxonomy.occupations[code].isco[:2]]
        )

    def skills_of(self, random: Random, code: str, essential: float, optional: float) -> list[str]:
        """Each of the occupation's essential and optional skills with these probabilities."""
        of_trade = some(random, self.taxonomy.essential.get(code, ()), essential)
        return of_trade + some(random, self.taxonomy.optional.get(code, ()), optional)

    def any_skill(self, random: Random) -> str:
        return random.choice(self._skills)

    def occupation_words(self, random: Random, code: str) -> str:
        return _label(random, self.taxonomy.occupations[code])

    def skill_words(self, random: Random, code: str) -> str:
        return _label(random, self.taxonomy.skills[code])


def _label(random: Random, concept: Concept) -> str:
    """Any of its labels, feminine titles and synonyms included, of the languages people write in."""
    language = LANGUAGES.draw(random)
    labels = [label.text for label in concept.labels if label.language == language]
    return random.choice(labels) if labels else concept.label()


def company(random: Random) -> str:
    """A name that no dictionary has."""
    return "".join(random.choices(_SYLLABLES, k=2)) + random.choice(_ENDINGS)
