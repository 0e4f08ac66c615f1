"""Where invented people live and openings are: the municipalities of data/, with invented numbers of inhabitants."""

from random import Random

from tests.bench.draws import Weighted

# How many times as many people live in one as in a plain municipality, before the skew among those of a kind.
KINDS = {"city": 6.0, "city_municipality": 4.0, "municipality": 1.0}
SKEW = 0.7


class Places:
    """Municipalities by (latitude, longitude) of their seats in degrees; the same seed gives the same skew."""

    def __init__(self, municipalities: list[dict], seed: int):
        random = Random(seed)
        seats = [(row["latitude"], row["longitude"]) for row in municipalities]
        weights = [KINDS[row["kind"]] * random.lognormvariate(0, SKEW) for row in municipalities]
        self._homes = Weighted(seats, weights)

    def home(self, random: Random) -> tuple[float, float]:
        return self._homes.draw(random)
