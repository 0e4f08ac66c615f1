"""A line of the tables of functions: what a call asks for, and how it is called."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from tests.permission_tables.world import Things


@dataclass(frozen=True, slots=True)
class Use:
    """Who calls, and with what."""

    session: Session
    actor: Actor
    engine: Engine

    @property
    def with_engine(self) -> tuple[Session, Actor, Engine]:
        return self.session, self.actor, self.engine

    @property
    def plain(self) -> tuple[Session, Actor]:
        return self.session, self.actor


@dataclass(frozen=True, slots=True)
class Does:
    """A call asks for `action`, to a thing of this kind."""

    action: str
    kind: str
    call: Callable[[Use, Things], object]
