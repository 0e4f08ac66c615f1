"""The index opened from files: ranks as an engine without files does, whatever the files are like."""

import errno
import os

import numpy as np
import pytest
from sqlalchemy import select, update

from matching_service.services.identity.actors import OPERATOR
from matching_service.services.index.engine import Engine
from matching_service.services.index.index_files import IndexFiles
from matching_service.services.rights import erasure
from models import OccupationLabel, Opening, Person, Reading, TaxonomyRevision
from tests import factories
from tests.integration.shared_index import town
from tests.integration.shared_index.conftest import ALWAYS, NEVER, NOBODY

pytestmark = pytest.mark.usefixtures("reference_data")


def segments(files):
    return sorted(path.name for path in files.folder.iterdir() if path.name != "lock")


def test_what_was_written_ranks_as_what_is_in_memory(session, new_process, ranks_right, written, count_statements):
    engine = new_process(NEVER)
    with count_statements() as statements:
        assert len(engine.snapshot(session).people.index.segment) == 7
    assert not any("indices" in statement for statement in statements)
    assert ranks_right(engine)


def test_an_index_of_nobody_is_written_and_opened(session, new_process, files, ranks_right, warnings):
    new_process(NOBODY).snapshot(session)
    # no file at all would not be enough either, so this process is at it again in the background
    with files.lock():
        assert len(segments(files)) == 2
    engine = new_process(NEVER)
    assert len(engine.snapshot(session).people.index) == 0
    town.settle(session, engine)
    assert ranks_right(engine)
    assert warnings() == []


def test_few_people_are_kept_in_memory_only(session, files, settled, ranks_right):
    assert ranks_right(Engine(files=files))
    assert segments(files) == []


@pytest.mark.parametrize("name", ["manifest.json", "rows.values.npy", "inverted.run_codes.npy"])
def test_damaged_files_are_made_again(session, files, new_process, ranks_right, written, warnings, name):
    (folder,) = files.folder.glob("person-*")
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert ranks_right(new_process())
    assert folder.name in "".join(warnings())
    assert len(segments(files)) == 2
    assert ranks_right(new_process(NEVER))
    assert warnings() == []


# ---- files of another state


def test_files_of_another_edition_are_not_used_and_not_kept(session, files, new_process, ranks_right, written):
    before = segments(files)
    session.execute(update(OccupationLabel).where(OccupationLabel.text == "pekar").values(text="furundžija"))
    session.execute(update(TaxonomyRevision).values(revision=TaxonomyRevision.revision + 1))
    Engine().read_again(session)
    session.commit()
    engine = new_process()
    assert ranks_right(engine)
    assert len(segments(files)) == 2
    assert not set(before) & set(segments(files))


def test_a_process_changes_the_edition_while_it_runs(session, files, new_process, ranks_right, written):
    engine = new_process()
    engine.snapshot(session)
    session.execute(update(TaxonomyRevision).values(revision=TaxonomyRevision.revision + 1))
    Engine().read_again(session)
    session.commit()
    assert ranks_right(engine)


def swap_two_people(session):
    """As if a backup were restored in which these had the same revisions and other content."""
    content = ("indices", "values", "facts", "checksum")
    one, other = session.scalars(select(Reading).where(Reading.kind == "person").limit(2))
    for name in content:
        first, second = getattr(one, name), getattr(other, name)
        setattr(one, name, second)
        setattr(other, name, first)
    session.commit()


def restore_without_one(session):
    """The newest person was not there yet when the backup was made."""
    newest = session.scalars(select(Reading).where(Reading.kind == "person").order_by(Reading.entity_id.desc())).first()
    session.delete(session.get(Person, newest.entity_id))
    session.delete(newest)
    session.commit()


def restore_with_one_more(session):
    """Somebody was deleted after the backup was made: the row is there again, with its old revision."""
    reading = session.scalars(select(Reading).where(Reading.kind == "person")).first()
    person = factories.person(session, Engine(), municipality="bor").id
    row = session.get(Reading, ("person", person))
    row.revision = reading.revision
    session.commit()


RESTORED = (swap_two_people, restore_without_one, restore_with_one_more)


@pytest.mark.parametrize("restore", RESTORED)
def test_files_of_another_state_are_put_right(session, new_process, ranks_right, written, restore):
    restore(session)
    assert ranks_right(new_process(NEVER))
    assert ranks_right(new_process())


def test_only_what_differs_is_read_again(session, new_process, written, count_statements):
    swap_two_people(session)
    with count_statements() as statements:
        found = new_process(NEVER).snapshot(session)
    assert sum("indices" in statement for statement in statements) == 1
    assert len(found.people.index.recent) == 2


def test_files_of_another_database_are_put_right(session, files, new_process, ranks_right, written):
    for reading in session.scalars(select(Reading)):
        session.delete(reading)
    for row in (*session.scalars(select(Person)), *session.scalars(select(Opening))):
        session.delete(row)
    session.commit()
    town.settle(session, Engine())
    assert ranks_right(new_process())


# ---- what cannot be written


def test_without_a_usable_folder_the_index_is_in_memory(session, tmp_path, settled, ranks_right, warnings):
    (tmp_path / "file").write_text("no folder")
    engine = Engine(files=IndexFiles(tmp_path / "file" / "index"), limits=ALWAYS)
    assert ranks_right(engine)
    assert "in the memory of this process only" in "".join(warnings())
    town.settle_one(session, engine)
    session.commit()
    assert ranks_right(engine)


@pytest.mark.parametrize("written_before", [0, 1, 5])
def test_a_full_disk_leaves_the_index_in_memory(
    session, database, files, written, new_process, ranks_right, warnings, monkeypatch, written_before
):
    before = segments(files)
    town.settle_one(session, Engine())
    session.commit()
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full_after(written_before))
        engine = new_process()
        assert ranks_right(engine)
    assert "No space left" in "".join(warnings())
    assert segments(files) == before
    engine.compact(database)
    assert segments(files) != before
    assert ranks_right(engine)


def full_after(files_written):
    left, really = [files_written], os.fsync

    def fsync(descriptor):
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        really(descriptor)

    return fsync


# ---- what others may never see, or not any more


def test_what_is_not_committed_is_not_written(session, files, new_process, written):
    before = segments(files)
    engine = new_process()
    person = town.settle_one(session, engine)
    assert person in engine.snapshot(session).people.index.passing()
    session.rollback()
    assert segments(files) == before
    assert person not in town.people_ranked(session, engine)


def ids_on_disk(files):
    return {int(one) for path in files.folder.glob("person-*/rows.ids.npy") for one in np.load(path)}


def test_who_is_deleted_is_in_no_file_once_the_index_is_opened_again(session, files, new_process, written):
    engine = new_process(NEVER)
    deleted = min(town.people_ranked(session, engine))
    erasure.erase(session, OPERATOR, engine, deleted)
    session.commit()
    assert deleted not in town.people_ranked(session, engine)
    assert deleted in ids_on_disk(files)
    engine = new_process(NEVER)
    assert deleted not in town.people_ranked(session, engine)
    assert len(ids_on_disk(files)) == 6
    assert deleted not in ids_on_disk(files)
