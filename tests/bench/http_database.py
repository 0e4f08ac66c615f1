"""A database for ranking over HTTP: invented people and openings as rows with their readings, and a counsellor."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from random import Random

import numpy as np
import orjson
from sqlalchemy import Connection, Table, insert, select

from matching_service import request_context
from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.matcher import eligibility
from matching_service.matcher.documents import OpeningFacts, PersonFacts
from matching_service.matcher.features import FeatureEncoder, Features
from matching_service.services.consent import consent_texts
from matching_service.services.identity import accounts
from matching_service.services.reference_data import reference
from models import Consent, Employer, Municipality, Opening, Person, Reading, ReadingRevision, migrate
from models.base import now
from models.session import make_engine, transaction
from tests.bench import invented_openings, invented_people
from tests.bench.corpus import SEED, places_of
from tests.bench.trades import Trades

GIVEN = ("Ana", "Dragan", "Elvira", "Goran", "Jelena", "Marija", "Nebojša", "Safet", "Suzana", "Zoran")
FAMILY = ("Aliti", "Demirović", "Ilić", "Jović", "Mitić", "Osmani", "Petrović", "Stojanović", "Šabanović", "Žikić")
COUNSELLOR = accounts.NewAccount("savetnik@example.test", "lozinka za merenje", "Savetnik")
# the first that a new database has
ORGANISATION = 1
_AT_ONCE = 2000

Facts = PersonFacts | OpeningFacts


@dataclass(frozen=True)
class Register:
    """What was put into the database, by id, to check answers by; and the counsellor's bearer token."""

    token: str
    n_features: int
    people: dict[int, tuple[Features, PersonFacts]]
    openings: dict[int, tuple[Features, OpeningFacts]]

    def best(self, opening_id: int, k: int) -> list[tuple[float, int]]:
        """(score, id) of the best, found the slow way: every rule for every person, every product by itself."""
        opening, facts = self.openings[opening_id]
        dense = np.zeros(self.n_features)
        dense[opening.indices] = opening.values
        scores = (
            (float(features.values.astype(np.float64) @ dense[features.indices]), person_id)
            for person_id, (features, its_facts) in self.people.items()
            if eligibility.check(its_facts, facts, date.today()).passed
        )
        return sorted(scores, key=lambda pair: (-pair[0], pair[1]))[:k]


def fill(settings: Settings, n_people: int, n_openings: int, advance: Callable[[int], None]) -> Register:
    """Make the database that `settings` name; the service must be given the same secret key."""
    migrate.upgrade(settings.database_url)
    database = make_engine(settings.database_url)
    with transaction(database) as session:
        reference.load_reference_data(session)
    app = create_app(settings)
    parts = app.extensions[request_context.EXTENSION]
    with app.app_context(), request_context.transaction() as session:
        edition, encoder = parts.engine.snapshot(session).edition, parts.engine.reader(session).encoder
        seats = select(Municipality.id, Municipality.latitude, Municipality.longitude)
        places = {(row.latitude, row.longitude): row.id for row in session.execute(seats)}
        accounts.create_user(session, COUNSELLOR, ("counsellor",))
        token = accounts.issue_token(session, COUNSELLOR.email, COUNSELLOR.password)
    register = _invent(encoder, token, n_people, n_openings, advance)
    with database.begin() as connection:
        connection.execute(insert(Employer).values(id=1, pib="100000008", name="Metal d.o.o."))
        insert_rows(connection, Person.__table__, (person_row(*item, places) for item in register.people.items()))
        insert_rows(connection, Consent.__table__, consent_rows(register.people))
        insert_rows(connection, Opening.__table__, (opening_row(*item, places) for item in register.openings.items()))
        for kind, rows in (("person", register.people), ("opening", register.openings)):
            insert_rows(connection, Reading.__table__, (reading_row(kind, edition, *item) for item in rows.items()))
        connection.execute(insert(ReadingRevision).values(id=1, revision=1))
    database.dispose()
    return register


def _invent(
    encoder: FeatureEncoder, token: str, n_people: int, n_openings: int, advance: Callable[[int], None]
) -> Register:
    """The people and openings of the benchmark, with the occupations and skills that explanations name."""
    random, trades, places = Random(SEED), Trades(encoder, SEED), places_of(SEED)

    def person() -> tuple[Features, PersonFacts]:
        profile = invented_people.profile(random, trades)
        facts = replace(
            invented_people.facts(random, places, date.today()),
            occupations=tuple(sorted(encoder.strengths(profile.occupations).items())),
            skills=tuple(sorted((skill.code, skill.level != 0) for skill in profile.skills)),
            skills_complete=profile.skills_complete,
            keepers=(ORGANISATION,),
        )
        return encoder.transform_profile(profile), facts

    def opening() -> tuple[Features, OpeningFacts]:
        posting = invented_openings.posting(random, trades)
        facts = replace(
            invented_openings.facts(random, places, date.today()),
            kind=posting.kind,
            occupation=posting.occupation,
            other_occupations=tuple(code for code, _ in posting.others),
            demands=tuple(sorted((demand.code, demand.required) for demand in posting.demands)),
        )
        return encoder.transform_posting(posting), facts

    def many(one: Callable[[], tuple[Features, Facts]], n: int) -> dict[int, tuple[Features, Facts]]:
        made = {}
        for number in range(1, n + 1):
            made[number] = one()
            advance(1)
        return made

    return Register(token, encoder.n_features_, many(person, n_people), many(opening, n_openings))


def person_row(person_id: int, read: tuple[Features, PersonFacts], seats: dict[tuple[float, float], int]) -> dict:
    facts = read[1]
    given, family = GIVEN[person_id % len(GIVEN)], FAMILY[person_id // len(GIVEN) % len(FAMILY)]
    return {
        "id": person_id,
        "organisation_id": ORGANISATION,
        "given_name": given,
        "family_name": family,
        "municipality_id": seats.get((facts.latitude, facts.longitude)),
        "sort_name": f"{family} {given}".casefold(),
    }


def consent_rows(person_ids: Iterable[int]) -> Iterator[dict]:
    """That everybody has agreed to be profiled and ranked."""
    same = {"text_version": consent_texts.current_version("ranked"), "language": "sr", "how": "paper"}
    same |= {"given_at": now(), "recorded_at": now(), "declared_by": ""}
    for person_id in person_ids:
        for purpose in ("profiled", "ranked"):
            yield {"person_id": person_id, "purpose": purpose, **same}


def opening_row(opening_id: int, read: tuple[Features, OpeningFacts], seats: dict[tuple[float, float], int]) -> dict:
    facts = read[1]
    return {
        "id": opening_id,
        "kind": facts.kind,
        "state": facts.state,
        "employer_id": 1,
        "title": facts.occupation,
        "municipality_id": seats[facts.latitude, facts.longitude],
    }


def reading_row(kind: str, edition: str, entity_id: int, read: tuple[Features, Facts]) -> dict:
    features, facts = read
    indices, values = features.indices.astype("<i4").tobytes(), features.values.astype("<f4").tobytes()
    stored = facts.to_json()
    return {
        "kind": kind,
        "entity_id": entity_id,
        "revision": 1,
        "edition": edition,
        "indices": indices,
        "values": values,
        "facts": stored,
        "checksum": zlib.crc32(indices + values + orjson.dumps(stored)),
    }


def insert_rows(connection: Connection, table: Table, rows: Iterator[dict]) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        known = [{name: value for name, value in row.items() if name in table.columns} for row in some]
        connection.execute(insert(table), known)
