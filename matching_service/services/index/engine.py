"""The matcher as the services use it: one reader of texts, profiles and openings read, the index kept up to date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from threading import Lock, RLock, Thread
from time import monotonic

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching_service.matcher.features import Features
from matching_service.matcher.reading import Reader
from matching_service.matcher.semantic import TextEncoder
from matching_service.matcher.taxonomy import Taxonomy
from matching_service.services.consent import agreed as agreements
from matching_service.services.consent.agreed import Agreed
from matching_service.services.index import documents, label_vectors, readers, reading, stored_readings
from matching_service.services.index.index_files import IndexFiles
from matching_service.services.index.snapshots import Snapshot
from matching_service.services.index.upkeep import LIMITS, Limits, is_due, keeps_deleted, opened
from matching_service.services.marketplace import opening_rows
from matching_service.services.profiles import person_rows
from models import Opening, Person, Reading, matching_queries, organisation_queries, reading_queries

# Seconds until a compaction that failed is tried again.
AFTER_A_FAILURE = 300


class Engine:
    """One per process, shared by its threads. Methods take the session of the caller's transaction.

    Every process has the taxonomy and a snapshot of the readings, and looks into the database for a newer revision each
    time it is asked: what another process committed is seen at the next ranking. With `files`, the processes of one
    machine share the memory of the readings.

    With an `encoder`, texts are read by meaning too, once all labels of the taxonomy are encoded (`taxonomy encode`).
    """

    def __init__(self, encoder: TextEncoder | None = None, files: IndexFiles | None = None, limits: Limits = LIMITS):
        self.encoder, self._files, self._limits = encoder, files, limits
        self._lock, self._compacting = RLock(), Lock()
        self._reader: Reader | None = None
        self._snapshot: Snapshot | None = None
        self._looked_at = monotonic()
        self._not_before = 0.0

    def reader(self, session: Session) -> Reader:
        """The reader for the current revision of the taxonomy; made again when that has moved."""
        revision = readers.taxonomy_revision(session)
        with self._lock:
            if self._reader is None or self._reader.taxonomy.revision != revision:
                self._reader = readers.new_reader(session, revision, self.encoder)
            return self._reader

    def taxonomy(self, session: Session) -> Taxonomy:
        return self.reader(session).taxonomy

    def save_person(self, session: Session, person: Person, agreed: Agreed | None = None) -> None:
        """Read the texts of a flushed profile; store its reading for the index, and its text for searching.

        No text is read without the consent to be profiled, and without that to be ranked there is no reading.
        `agreed`: the consents in force, where they are known already.
        """
        revision = stored_readings.next_revision(session)  # first: see there
        reader, agreed = self.reader(session), agreed or agreements.of_one(session, person.id)
        if agreed.profiled:
            reading.read_person(reader, person)
        else:
            reading.forget_what_was_read(person)
        person_rows.write_search_text(person, reader.taxonomy)
        if not agreed.ranked:
            session.flush()
            stored_readings.take_out(session, revision, reader, person.id)
            return
        profile = documents.profile_of(reader, person)
        features = reader.encoder.transform_profile(profile)
        session.flush()
        facts = documents.person_facts(reader, person, profile, ranked_until=agreed.ranked_until)
        keepers = organisation_queries.keepers(session, [person.id], date.today())[person.id]
        facts = replace(facts, keepers=keepers)
        stored_readings.store(session, revision, reader, "person", person.id, features, facts.to_json())

    def save_people(self, session: Session, people: Sequence[Person]) -> None:
        """As `save_person`, for many: their consents are asked for together."""
        agreed = agreements.of_people(session, [person.id for person in people])
        for person in people:
            self.save_person(session, person, agreed.get(person.id, agreements.NOTHING))

    def save_opening(self, session: Session, opening: Opening) -> None:
        """Read the texts of a flushed opening; store its reading for the index, and its text for searching."""
        revision = stored_readings.next_revision(session)
        reader = self.reader(session)
        reading.read_opening(reader, opening)
        opening_rows.write_search_text(opening, reader.taxonomy)
        features = reader.encoder.transform_posting(documents.posting_of(reader, opening))
        session.flush()
        facts = documents.opening_facts(reader, opening)
        stored_readings.store(session, revision, reader, "opening", opening.id, features, facts.to_json())

    def forget(self, session: Session, kind: str, entity_id: int) -> None:
        """Take a deleted person or opening out of the index."""
        revision = stored_readings.next_revision(session)
        stored_readings.store(
            session, revision, self.reader(session), kind, entity_id, Features.of({}), {}, deleted=True
        )

    def is_stale(self, session: Session) -> bool:
        """Whether some readings were made with another taxonomy or other weights than the current ones."""
        by_meaning = self.encoder is not None and not label_vectors.missing(session, self.encoder)
        edition = readers.edition(readers.taxonomy_revision(session), self.encoder if by_meaning else None)
        stale = select(Reading.entity_id).where(Reading.edition != edition, ~Reading.deleted).limit(1)
        return session.scalar(stale) is not None

    def read_again(self, session: Session, progress=lambda rows: rows) -> int:
        """Read every profile and opening again; how many. `progress` wraps the rows, to show how far it is."""
        stored_readings.next_revision(session)  # from here on nobody saves with the old taxonomy
        people, openings = matching_queries.all_people(session), matching_queries.all_openings(session)
        agreed = agreements.of_people(session)
        for row in progress([*people, *openings]):
            if isinstance(row, Person):
                self.save_person(session, row, agreed.get(row.id, agreements.NOTHING))
            else:
                self.save_opening(session, row)
        return len(people) + len(openings)

    def snapshot(self, session: Session) -> Snapshot:
        """What can be ranked now, with everything committed before.

        A session with uncommitted changes gets a snapshot of its own, which nobody else will ever see.
        """
        snapshot = self._opened(session)
        if stored_readings.has_uncommitted(session):
            return snapshot.caught_up(session, snapshot.revision)
        revision = reading_queries.newest_revision(session)
        if revision > snapshot.revision:
            snapshot = self._caught_up(session, revision)
        self._compact_when_due(session, snapshot)
        return snapshot

    def warm_up(self, session: Session) -> None:
        """Open the index and search it once: whoever ranks first need not wait until all is loaded and compiled."""
        snapshot, nobody = self.snapshot(session), Features.of({})
        for shelf in (snapshot.people, snapshot.openings):
            shelf.index.search(nobody)
            shelf.index.scores(nobody)

    def _opened(self, session: Session) -> Snapshot:
        """The snapshot of this process; made when there is none, or none for the current reader."""
        reader, snapshot = self.reader(session), self._snapshot
        if snapshot is not None and snapshot.reader is reader:
            return snapshot
        if stored_readings.has_uncommitted(session):
            return self._new_snapshot(session, reader)
        with self._lock:
            if self._snapshot is None or self._snapshot.reader is not reader:
                self._snapshot = self._new_snapshot(session, reader)
            return self._snapshot

    def _caught_up(self, session: Session, revision: int) -> Snapshot:
        with self._lock:
            snapshot = self._opened(session)
            if revision > snapshot.revision:
                self._snapshot = snapshot.caught_up(session, revision)
            return self._snapshot

    def _new_snapshot(self, session: Session, reader: Reader) -> Snapshot:
        """From the files, as far as they still hold, and from the database."""
        # asked first: what is committed meanwhile may be seen now, and is read again when it is caught up with
        revision, edition = reading_queries.newest_revision(session), readers.edition_of(reader)
        n_features, committed = reader.encoder.n_features_, not stored_readings.has_uncommitted(session)
        people, openings = (
            opened(session, self._files, kind, edition, n_features, self._limits, committed)
            for kind in ("person", "opening")
        )
        return Snapshot(reader, edition, people, openings, revision)

    def _compact_when_due(self, session: Session, snapshot: Snapshot) -> None:
        """In the background; rankings go on with the old segments meanwhile."""
        look_for_deleted = monotonic() - self._looked_at > self._limits.deleted_for
        if look_for_deleted:
            self._looked_at = monotonic()
        shelves = (snapshot.people, snapshot.openings)
        due = any(is_due(shelf, self._limits) or (look_for_deleted and keeps_deleted(shelf)) for shelf in shelves)
        if due and monotonic() >= self._not_before and not self._compacting.locked():
            self._compact_soon(session)

    def clean_files(self, session: Session) -> None:
        """After a commit that deleted somebody: have files made again without them, in the background, at once."""
        if self._files is not None:
            self._compact_soon(session)

    def _compact_soon(self, session: Session) -> None:
        Thread(target=self.compact, args=[session.get_bind()], daemon=True).start()

    def compact(self, database: Database) -> None:
        """Put what has changed into segments, and these on the disk for all processes of this machine."""
        if not self._compacting.acquire(blocking=False):
            return
        try:
            with Session(database) as session:
                fresh = self._new_snapshot(session, self.reader(session))
            with self._lock:
                if fresh.reader is self._reader:
                    self._snapshot = fresh
        except Exception:
            # what fails goes on failing: not with every ranking
            self._not_before = monotonic() + AFTER_A_FAILURE
            raise
        finally:
            self._compacting.release()
