"""What is sealed opens with its key, in its place, whole, or not at all."""

import pytest

from matching_service.services.protection.sealing import CannotOpen, Keyring

OLD, NEW, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))
CONTENT = b"samohrana majka, 34"


@pytest.fixture
def sealed():
    return Keyring((OLD,)).seal(CONTENT, "protected_data/12")


def test_what_was_sealed_opens_in_its_place(sealed):
    assert Keyring((OLD,)).open(sealed, "protected_data/12") == CONTENT
    assert CONTENT not in sealed


def test_a_newer_key_in_front_leaves_the_older_to_open(sealed):
    ring = Keyring((NEW, OLD))
    assert ring.open(sealed, "protected_data/12") == CONTENT
    again = ring.seal(CONTENT, "protected_data/12")
    assert Keyring((NEW,)).open(again, "protected_data/12") == CONTENT
    assert again.startswith(ring.newest_mark)
    assert not sealed.startswith(ring.newest_mark)


@pytest.mark.parametrize(
    ("keys", "place", "change"),
    [
        ((OTHER,), "protected_data/12", lambda sealed: sealed),
        ((OLD,), "protected_data/13", lambda sealed: sealed),
        ((OLD,), "case_note/12", lambda sealed: sealed),
        ((OLD,), "protected_data/12", lambda sealed: sealed[:-1]),
        ((OLD,), "protected_data/12", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])),
        ((OLD,), "protected_data/12", lambda sealed: sealed[:6] + bytes([sealed[6] ^ 1]) + sealed[7:]),
        ((OLD,), "protected_data/12", lambda sealed: sealed[:9]),
        ((OLD,), "protected_data/12", lambda sealed: b""),
    ],
)
def test_nothing_else_opens(sealed, keys, place, change):
    with pytest.raises(CannotOpen):
        Keyring(keys).open(change(sealed), place)


def test_the_same_content_never_looks_the_same(sealed):
    assert Keyring((OLD,)).seal(CONTENT, "protected_data/12") != sealed
