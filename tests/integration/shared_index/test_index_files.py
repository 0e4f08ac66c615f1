"""Segments on the disk, without a database: what was written is what is read, or it is not used."""

import json
import os
import random
import zlib
from pathlib import Path

import numpy as np
import pytest

from matching_service.matcher.conditions import PEOPLE, Values
from matching_service.matcher.documents import PersonFacts
from matching_service.matcher.features import Features
from matching_service.matcher.rows import Rows
from matching_service.matcher.segment import Segment
from matching_service.services.index.index_files import index_files

EDITION = "3/1"
N_FEATURES = 40


def segment_of(n_people):
    facts = [PersonFacts(licences=("B",) * (number % 2), mobility_km=number) for number in range(n_people)]
    vectors = [Features.of({number % 7: 0.5, 10 + number % 30: 0.25}) for number in range(n_people)]
    values = Values.of(PEOPLE)
    codes = values.encode(facts)
    return Segment.of(N_FEATURES, Rows.of(N_FEATURES, list(range(5, 5 + n_people)), vectors, codes)), values


@pytest.fixture
def written(files):
    with files.lock():
        files.write("person", EDITION, *segment_of(50))
    return files


def opened(files, edition=EDITION, n_features=N_FEATURES):
    with files.lock():
        return files.newest("person", edition, PEOPLE, n_features)


def assert_same_arrays(one, other):
    for name in one.__slots__:
        left, right = getattr(one, name), getattr(other, name)
        if hasattr(left, "__slots__"):
            assert_same_arrays(left, right)
        else:
            assert np.asarray(left).dtype == np.asarray(right).dtype
            assert np.array_equal(left, right), name


@pytest.mark.parametrize("n_people", [0, 1, 50])
def test_arrays_and_values_come_back_as_they_were(files, n_people):
    segment, values = segment_of(n_people)
    with files.lock():
        files.write("person", EDITION, segment, values)
    found, its_values = opened(files)
    assert_same_arrays(found, segment)
    assert its_values.to_json() == values.to_json()


def test_arrays_are_mapped_and_read_only(written):
    segment, _ = opened(written)
    mapped = {Path(line.split()[-1]) for line in Path("/proc/self/maps").read_text().splitlines() if "/" in line}
    (folder,) = written.folder.glob("person-*")
    assert {folder / "rows.features.npy", folder / "rows.values.npy", folder / "inverted.run_rows.npy"} <= mapped
    with pytest.raises(ValueError, match="read-only"):
        segment.rows.values[0] = 1


def test_what_is_mapped_stays_when_its_files_are_replaced(written):
    segment, _ = opened(written)
    expected, _values = segment_of(50)
    with written.lock():
        written.write("person", EDITION, *segment_of(20))
    assert_same_arrays(segment, expected)
    assert len(opened(written)[0]) == 20
    assert len(list(written.folder.glob("person-*"))) == 1


def test_kinds_do_not_replace_each_other(written):
    with written.lock():
        written.write("opening", EDITION, *segment_of(3))
    assert len(opened(written)[0]) == 50


def test_another_edition_is_not_opened_and_kept_until_one_is_written(written):
    assert opened(written, "3/2") is None
    assert len(opened(written)[0]) == 50
    with written.lock():
        written.write("person", "3/2", *segment_of(3))
    assert opened(written) is None
    assert len(opened(written, "3/2")[0]) == 3


def test_a_segment_of_other_features_is_not_opened(written):
    assert opened(written, n_features=N_FEATURES + 1) is None


def test_what_another_process_left_unfinished_is_removed(written):
    (written.folder / "person-unfinished").mkdir()
    (written.folder / "person-unfinished" / "rows.ids.npy").touch()
    assert len(opened(written)[0]) == 50
    assert len(list(written.folder.glob("person-*"))) == 1


def test_files_are_closed_to_others(files):
    before = os.umask(0)
    try:
        files.folder.mkdir(mode=0o777)
        with files.lock():
            files.write("person", EDITION, *segment_of(3))
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in files.folder.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (files.folder, *files.folder.glob("*-*"))}
    assert (modes, folders) == ({0o600}, {0o700})


def test_each_database_has_its_own_files():
    urls = ("postgresql://a:secret@h/one", "postgresql://a:other@h/one", "postgresql://a:secret@h/two")
    one, same, two = (index_files("/var/index", url).folder for url in urls)
    assert one == same != two
    assert index_files("/var/index", "sqlite://") is index_files(None, urls[0]) is None


# ---- damage


def flip(path):
    content = bytearray(path.read_bytes())
    content[random.Random(path.name).randrange(len(content))] ^= 0x10
    path.write_bytes(content)


def flip_header(path):
    content = bytearray(path.read_bytes())
    content[20] ^= 0x10
    path.write_bytes(content)


def cut(length):
    return lambda path: os.truncate(path, int(length * path.stat().st_size))


DAMAGE = {
    "a byte is another": flip,
    "a byte of the header is another": flip_header,
    "cut short": cut(0.9),
    "empty": cut(0),
    "gone": Path.unlink,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_of_any_file_is_noticed_and_cleared_away(files, warnings, damage):
    segment, values = segment_of(20)
    with files.lock():
        files.write("person", EDITION, segment, values)
        names = sorted(path.name for path in files.folder.glob("person-*/*"))
    assert len(names) > 10
    for name in names:
        (folder,) = files.folder.glob("person-*")
        damage(folder / name)
        assert opened(files) is None, name
        assert len(warnings()) == 1
        assert not folder.exists()
        with files.lock():
            files.write("person", EDITION, segment, values)


def rewritten(change):
    """Changes a manifest as somebody would who knows about its checksum."""

    def rewrite(path):
        manifest = json.loads(path.read_bytes().partition(b"\n")[2])
        change(manifest)
        content = json.dumps(manifest).encode()
        path.write_bytes(b"%08x\n%b" % (zlib.crc32(content), content))

    return rewrite


MANIFESTS = {
    "no JSON": lambda path: path.write_bytes(b"00000000\n"),
    "of another format": rewritten(lambda manifest: manifest.update(format=manifest["format"] + 1)),
    "of another edition": rewritten(lambda manifest: manifest.update(edition="another")),
    "of fewer arrays": rewritten(lambda manifest: manifest["arrays"].pop("by_id")),
    "of other rules": rewritten(lambda manifest: manifest["values"][0].update(rule="another")),
    "of rules that look elsewhere": rewritten(lambda manifest: manifest["values"][0].update(of=["another"])),
}


@pytest.mark.parametrize("rewrite", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_does_not_fit_is_not_believed(written, warnings, rewrite):
    (folder,) = written.folder.glob("person-*")
    rewrite(folder / "manifest.json")
    assert opened(written) is None
    assert folder.name in "".join(warnings())
    assert not folder.exists()
