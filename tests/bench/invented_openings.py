"""Invented openings: what reading an advertisement would hand to the encoder, and the facts of its hard rules."""

from datetime import date, timedelta
from random import Random

from matching_service.matcher.documents import Demand, OpeningFacts, Posting, Text
from tests.bench.draws import Weighted
from tests.bench.places import Places
from tests.bench.trades import Trades, company

KINDS = Weighted.of({"vacancy": 85, "internship": 15})
SURE = Weighted.of({1.0: 60, 0.95: 20, 0.8: 12, 0.6: 8})
ANOTHER_OCCUPATION = 0.15

LICENCES = Weighted.of({(): 72, ("B",): 20, ("C",): 2, ("B", "C", "CE"): 3, ("D",): 1, ("F",): 2})
EDUCATION = Weighted.of({None: 45, 2: 5, 3: 20, 4: 20, 5: 1, 6: 6, 7: 3})
LANGUAGES = Weighted.of({
    (): 76, (("en", "A2"),): 4, (("en", "B1"),): 8, (("en", "B2"),): 4, (("de", "A2"),): 3, (("de", "B1"),): 2,
    (("sr", "B2"),): 2, (("en", None), ("de", None)): 1,
})  # fmt: skip
WORKING_TIME = Weighted.of({"full_time": 74, "part_time": 11, "any": 9, None: 6})
REMOTE, NO_START = 0.03, 0.45


def posting(random: Random, trades: Trades) -> Posting:
    code = trades.occupation(random)
    others = ((trades.near(random, code), 0.3),) if random.random() < ANOTHER_OCCUPATION else ()
    demands = _demands(random, trades, code)
    texts = _texts(random, trades, code, demands)
    return Posting(KINDS.draw(random), code, SURE.draw(random), demands, texts, others)


def _demands(random: Random, trades: Trades, code: str) -> tuple[Demand, ...]:
    skills = dict.fromkeys(trades.skills_of(random, code, 0.35, 0.1))
    return tuple(Demand(skill, random.random() < 0.55, random.choice((1.0, 1.0, 0.5))) for skill in skills)


def _texts(random: Random, trades: Trades, code: str, demands: tuple[Demand, ...]) -> tuple[Text, ...]:
    """A title, and mostly a description: of what is asked for, of the work, of the company."""
    title = Text(trades.occupation_words(random, code), 3.0)
    if random.random() < 0.12:
        return (title,)
    skills = [demand.code for demand in demands] + trades.skills_of(random, code, 0.6, 0.25)
    said = [trades.skill_words(random, skill) for skill in skills[:14]]
    said += [trades.occupation_words(random, code)] + [company(random) for _ in range(random.randrange(2))]
    return (title, Text(", ".join(said)))


def facts(random: Random, places: Places, today: date) -> OpeningFacts:
    """Published, with places left: an opening that nobody can be proposed for is ranked by nobody."""
    latitude, longitude = places.home(random)
    return OpeningFacts(
        licences=LICENCES.draw(random),
        education_min=EDUCATION.draw(random),
        languages=LANGUAGES.draw(random),
        latitude=latitude,
        longitude=longitude,
        remote=random.random() < REMOTE,
        starts_on=None if random.random() < NO_START else today + timedelta(days=random.randrange(60)),
        apply_by=today + timedelta(days=random.randrange(1, 60)),
        working_time=WORKING_TIME.draw(random),
    )
