"""Putting the lines of one file into the database."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import BadInput, ConfigurationError, Invalid
from matching_service.services.identity.actors import Actor
from matching_service.services.importing.cells import Cells
from matching_service.services.importing.columns import PROTECTED, Columns
from matching_service.services.importing.known import Known
from matching_service.services.importing.lines import Line
from matching_service.services.importing.openings import read_opening
from matching_service.services.importing.people import read_agreements, read_person
from matching_service.services.importing.protected import read_protected
from matching_service.services.importing.reasons import reason
from matching_service.services.index.engine import Engine
from matching_service.services.marketplace import openings
from matching_service.services.profiles import people
from matching_service.services.profiles.person_record import Saved
from matching_service.services.protection import protected, sealing
from models import Opening

LONGEST_NAME = Opening.__table__.c.source.type.length
STATUSES = ("created", "updated", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line; `reason` says why it was rejected."""

    line: Line
    status: str
    reason: str = ""


@dataclass
class Import:
    """One run over one file. `kind` is people or openings; (`source`, external id) is what a line is known by.

    A line without an external id is known by a digest of its cells. `put` may be called in several transactions.
    """

    actor: Actor
    kind: str
    source: str
    columns: Columns
    engine: Engine
    width: int
    today: date = field(default_factory=date.today)
    _known: Known | None = None
    _seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        if not 0 < len(self.source) <= LONGEST_NAME or not self.source.isprintable():
            raise BadInput(f"the name of the source must have 1 to {LONGEST_NAME} characters; choose one with --source")

    def put(self, session: Session, lines: Iterable[Line]) -> list[Outcome]:
        """Create or update what the lines describe; bad ones change nothing and say why. Flushes, never commits."""
        self._check_keys(session)
        self._known = self._known or Known.load(session, self.engine)
        return [self._put_line(session, line) for line in lines]

    def _check_keys(self, session: Session) -> None:
        fields = sorted(PROTECTED.intersection(self.columns.positions))
        if fields and not sealing.has_keys(session):
            raise ConfigurationError(
                f"the file has columns for {', '.join(fields)}, which are stored sealed: "
                'set PROTECTED_KEYS, or leave them out with --map "COLUMN=-"'
            )

    def _put_line(self, session: Session, line: Line) -> Outcome:
        try:
            saved = self._save(session, line)
        except Invalid as error:
            return Outcome(line, "rejected", reason(error))
        return Outcome(line, "created" if saved.created else "updated" if saved.changed else "unchanged")

    def _save(self, session: Session, line: Line) -> Saved:
        if len(line.cells) > self.width:
            raise Invalid({"line": f"has {len(line.cells)} cells, the header has {self.width}"})
        cells = Cells(self.columns.values(line.cells), self.today)
        external_id = self._identify(cells, line)
        saved = self._save_cells(session, cells, external_id)
        self._seen[external_id] = line.number
        return saved

    def _save_cells(self, session: Session, cells: Cells, external_id: str) -> Saved:
        known_as = (self.source, external_id)
        if self.kind == "people":
            record, agreed = read_person(cells, self._known), read_agreements(cells)
            hidden = read_protected(cells)
            saved = people.put_imported(session, self.actor, self.engine, *known_as, record, agreed)
            is_new = protected.put_imported(session, self.actor, saved.id, hidden)
            return replace(saved, changed=saved.changed or is_new)
        read = read_opening(cells, self._known)
        return openings.put_imported(session, self.actor, self.engine, *known_as, read.record, read.employer_id)

    def _identify(self, cells: Cells, line: Line) -> str:
        """Raises Invalid for an external id that an earlier line of the file has."""
        stated = cells.text("external_id")
        if len(stated) > LONGEST_NAME:
            raise Invalid({"external_id": "too_long"})
        if stated in self._seen:
            raise Invalid({"external_id": f'"{stated}" is in line {self._seen[stated]} already'})
        return stated or digest_of([item for item in cells.values.items() if item[0] not in PROTECTED])


def digest_of(values: Sequence[tuple[str, str]]) -> str:
    """The same cells in the same fields give the same digest, whatever the order of columns."""
    content = "\x1f".join(f"{name}\x1e{' '.join(text.split())}" for name, text in sorted(values))
    return hashlib.sha256(content.encode()).hexdigest()
