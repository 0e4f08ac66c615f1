"""Part of the shipped demo over the whole starter taxonomy: enough people and openings for lists worth comparing."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.app import create_app
from matching_service.config import Settings
from matching_service.services import demo
from matching_service.services.consent import declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.protection import sealing
from matching_service.services.reference_data import reference
from models import Person, migrate
from models.session import make_engine

# every third line of each file
STEP = 3
# what a session carries that may open protected data
KEYS = sealing.with_keys((b"t" * 32,))


@dataclass(frozen=True, slots=True)
class Town:
    database: Database
    engine: Engine


@contextmanager
def built(folder: Path) -> Iterator[Town]:
    url = f"sqlite:///{folder}/town.sqlite"
    migrate.upgrade(url)
    for name, step in zip(demo.FILES, (1, STEP, STEP, 1), strict=True):
        _copy_some_lines(resources.files("data") / "demo" / name, folder / name, step)
    app, town = create_app(Settings(url, secret_key="s" * 32, mode="test")), Town(make_engine(url), Engine())
    with app.app_context(), Session(town.database, info=KEYS) as session, demo.files(folder) as files:
        reference.load_reference_data(session)
        demo.load(session, town.engine, files, date.today(), lambda _steps: None)
        everybody = session.scalars(select(Person.id)).all()
        agreed = [Agreement("profiled"), Agreement("ranked")]
        declared_consents.declare(session, OPERATOR, town.engine, everybody, agreed, "town")
        session.commit()
    yield town
    town.database.dispose()


def _copy_some_lines(source, target: Path, step: int) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines[::step]])
