"""Invented people: what reading a profile would hand to the encoder, and the facts that hard rules look at."""

from datetime import date, timedelta
from random import Random

from matching_service.matcher.documents import OccupationEvidence, PersonFacts, Profile, SkillEvidence, Text
from tests.bench.draws import Weighted
from tests.bench.places import Places
from tests.bench.trades import Trades, company

N_OCCUPATIONS = Weighted.of({1: 15, 2: 38, 3: 30, 4: 17})
NEAR = 0.6
LEVELS = Weighted.of({None: 55, 1: 6, 2: 12, 3: 15, 4: 9, 0: 3})
SKILLS_COMPLETE = 0.04

LICENCES = Weighted.of({
    (): 50, ("B",): 36, ("AM", "B", "F"): 3, ("B", "BE"): 2, ("B", "C"): 3, ("B", "C", "CE"): 3,
    ("B", "C", "D"): 1, ("F",): 1, ("A", "B"): 1,
})  # fmt: skip
LICENCES_COMPLETE, LANGUAGES_COMPLETE = 0.4, 0.25
ISCED = Weighted.of({None: 5, 0: 2, 1: 9, 2: 17, 3: 28, 4: 22, 5: 4, 6: 8, 7: 5})
MOTHER_TONGUE = Weighted.of({"sr": 90, "sq": 5, "rom": 3, "hu": 2})
SPEAKS = {"en": 0.35, "de": 0.18}
SPEAKS_AT = Weighted.of({None: 25, "A1": 15, "A2": 20, "B1": 20, "B2": 13, "C1": 6, "C2": 1})
MOBILITY = Weighted.of({
    None: 15, 5: 7, 10: 14, 15: 14, 20: 14, 25: 8, 30: 9, 40: 7, 50: 5, 60: 3, 80: 2, 100: 1, 120: 1,
})  # fmt: skip
WORKING_TIME = Weighted.of({"full_time": 52, "any": 30, "part_time": 8, None: 10})
NO_PLACE, NO_DATE = 0.01, 0.7


def profile(random: Random, trades: Trades) -> Profile:
    """One to four occupations for several reasons, skills on record, and the words of titles and of a few sentences."""
    codes = _occupations(random, trades)
    evidence, texts = [], []
    for code in codes:
        for item, weight in _reasons(random, code):
            evidence.append(item)
            texts.append(Text(trades.occupation_words(random, code), weight))
    skills = _skills(random, trades, codes)
    texts.append(Text(_about(random, trades, codes, skills)))
    complete = random.random() < SKILLS_COMPLETE
    return Profile(tuple(evidence), tuple(_levels(random, skills)), tuple(texts), complete)


def _occupations(random: Random, trades: Trades) -> list[str]:
    """The first is drawn from all; further ones are often near the first."""
    codes = [trades.occupation(random)]
    for _ in range(N_OCCUPATIONS.draw(random) - 1):
        near = random.random() < NEAR
        codes.append(trades.near(random, codes[0]) if near else trades.occupation(random))
    return list(dict.fromkeys(codes))


def _reasons(random: Random, code: str) -> list[tuple[OccupationEvidence, float]]:
    """Why the person counts as the occupation, with the weight of the words that say it."""
    sure = round(min(1.0, 0.5 + random.expovariate(1 / 0.4)), 4)
    reasons = []
    if random.random() < 0.65:
        years = None if random.random() < 0.25 else round(0.25 + random.expovariate(1 / 4), 1)
        ended = None if random.random() < 0.4 else random.randrange(20)
        kind = "experience" if random.random() < 0.8 else "work"
        reasons.append((OccupationEvidence(code, kind, sure, years=years, years_ago=ended), 2.0))
    if random.random() < 0.3:
        reasons.append((OccupationEvidence(code, "education", sure), 1.5))
    if random.random() < 0.12:
        state = random.choice(("completed", "completed", "ongoing", "planned"))
        reasons.append((OccupationEvidence(code, "requalification", sure, state=state, certified=True), 3.0))
    if not reasons:
        reasons.append((OccupationEvidence(code, random.choice(("wish", "mention")), sure), 1.0))
    return reasons


def _skills(random: Random, trades: Trades, codes: list[str]) -> list[str]:
    found = [skill for code in codes for skill in trades.skills_of(random, code, 0.35, 0.3)]
    if random.random() < 0.3:
        found.append(trades.any_skill(random))
    return list(dict.fromkeys(found))


def _levels(random: Random, skills: list[str]) -> list[SkillEvidence]:
    return [SkillEvidence(code, LEVELS.draw(random), random.choice((0.75, 0.9, 1.0))) for code in skills]


def _about(random: Random, trades: Trades, codes: list[str], skills: list[str]) -> str:
    """Some people write nothing but titles; the others tell of what they did and where."""
    if random.random() < 0.2:
        return ""
    said = [trades.skill_words(random, skill) for skill in skills[:5]]
    said += [trades.occupation_words(random, random.choice(codes))]
    said += [company(random) for _ in range(random.randrange(3))]
    return ", ".join(said)


def facts(random: Random, places: Places, today: date) -> PersonFacts:
    """Without occupations and recorded skills: no hard rule looks at them."""
    latitude, longitude = (None, None) if random.random() < NO_PLACE else places.home(random)
    available = None if random.random() < NO_DATE else today + timedelta(days=random.randrange(-60, 90))
    return PersonFacts(
        licences=LICENCES.draw(random),
        licences_complete=random.random() < LICENCES_COMPLETE,
        isced=ISCED.draw(random),
        languages=_languages(random),
        languages_complete=random.random() < LANGUAGES_COMPLETE,
        latitude=latitude,
        longitude=longitude,
        mobility_km=MOBILITY.draw(random),
        available_from=available,
        working_time=WORKING_TIME.draw(random),
    )


def _languages(random: Random) -> tuple[tuple[str, str | None], ...]:
    first = MOTHER_TONGUE.draw(random)
    spoken = [(first, "native")] + ([] if first == "sr" else [("sr", random.choice(("B1", "B2", "C1")))])
    further = (language for language, share in SPEAKS.items() if random.random() < share)
    return (*spoken, *((language, SPEAKS_AT.draw(random)) for language in further))
