"""Keys of protected data from the terminal: made, demanded, changed."""

import base64
import json
from datetime import date

import pytest
from sqlalchemy import update

from matching_service.cli.environment import database
from matching_service.config import Settings
from matching_service.errors import ConfigurationError
from matching_service.services import idempotency
from matching_service.services.identity import second_factors
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.protection import case_notes, protected, sealing
from matching_service.services.protection.protected import ProtectedRecord
from models import IdempotentResponse, User
from models.protected import ProtectedData
from tests import factories

OLD, NEW = ("A" * 43 + "=", base64.urlsafe_b64encode(b"\xff" * 32).decode())
RECORD = ProtectedRecord("female", date(1991, 3, 8), "Romkinja")
PRODUCTION = {"MATCHING_MODE": "production", "SECRET_KEY": "k" * 32}


@pytest.fixture
def keys(monkeypatch):
    return lambda *keys: monkeypatch.setenv("PROTECTED_KEYS", ",".join(keys))


@pytest.fixture
def people(small_database, keys):
    """Three people with protected data and a note each, sealed with the old key."""
    keys(OLD)
    with database() as session:
        ids = [factories.person(session, Engine()).id for _ in range(3)]
        for person_id in ids:
            protected.write(session, OPERATOR, person_id, RECORD)
            case_notes.add(session, OPERATOR, person_id, "Javila se.")
    return ids


def read(person_id):
    with database() as session:
        (note,) = case_notes.of_person(session, OPERATOR, person_id, "support")
        return protected.read(session, OPERATOR, person_id, "support"), note.text


def test_a_new_key_is_one_that_is_taken(run):
    made = run("protected", "new-key").stdout.strip()
    assert len(Settings.from_env(PRODUCTION | {"PROTECTED_KEYS": f"{made}, {OLD}"}).protected_keys) == 2
    assert made != run("protected", "new-key").stdout.strip()


def test_after_a_rotation_the_old_key_is_needed_no_more(run, people, keys):
    keys(NEW, OLD)
    assert json.loads(run("protected", "rotate", "--json").stdout) == {"resealed": 6, "unopened": [], "left": 0}
    keys(NEW)
    assert [read(person_id) for person_id in people] == [(RECORD, "Javila se.")] * 3


@pytest.fixture
def account(small_database, keys):
    """With a second factor and recovery codes, and two answers to programs: one sealed, one kept without keys."""
    keys(OLD)
    with database() as session:
        seal = sealing.keyring(session).seal_text
        user = User(email="ana@example.test", fs_uniquifier="u", tf_primary_method="authenticator")
        user.tf_totp_secret = seal("the secret", second_factors.SECRET)
        user.mf_recovery_codes = [seal(code, second_factors.RECOVERY) for code in ("one", "two")]
        session.add(user)
        session.flush()
        ana = Actor(user.id, "Ana", frozenset({"counsellor"}), organisation_id=factories.HOME)
        for key in ("a", "b"):
            assert claimed(session, ana, key) is None
            idempotency.keep(session, ana, key, idempotency.Answer(200, b'{"name": "Ana"}'))
        session.execute(update(IdempotentResponse).where(IdempotentResponse.key == "b").values(body=b'{"name": "Ana"}'))
    return ana


def claimed(session, actor, key):
    return idempotency.claim(session, actor, key, "digest", "people.search")


def test_a_rotation_seals_second_factors_and_kept_answers_too(run, account, keys):
    keys(NEW, OLD)
    assert json.loads(run("protected", "rotate", "--json").stdout) == {"resealed": 3, "unopened": [], "left": 0}
    assert json.loads(run("protected", "rotate", "--json").stdout) == {"resealed": 0, "unopened": [], "left": 0}
    keys(NEW)
    with database() as session:
        assert {claimed(session, account, key).body for key in ("a", "b")} == {b'{"name": "Ana"}'}
        open_text, user = sealing.keyring(session).open_text, session.get(User, account.user_id)
        assert open_text(user.tf_totp_secret, second_factors.SECRET) == "the secret"
        assert [open_text(code, second_factors.RECOVERY) for code in user.mf_recovery_codes] == ["one", "two"]


def test_accounts_and_answers_that_no_key_opens_are_named(run, account, keys):
    keys(NEW)
    result = run("protected", "rotate", "--json")
    assert result.exit_code == 1
    named = {(row["table"], row["id"]) for row in json.loads(result.stdout)["unopened"]}
    number = account.user_id
    assert named == {("user_account", f"{number}"), ("idempotent_response", f"{number}/a")}


def test_a_rotation_is_no_change_of_what_is_known(run, people, keys):
    def moments():
        with database() as session:
            return [session.get(ProtectedData, person_id).updated_at for person_id in people]

    before = moments()
    keys(NEW, OLD)
    run("protected", "rotate")
    assert moments() == before


def test_a_rotation_that_was_done_does_nothing(run, people, keys):
    keys(NEW, OLD)
    run("protected", "rotate")
    result = run("protected", "rotate")
    assert (result.exit_code, result.stdout) == (
        0,
        "0 rows sealed with the newest key. No other key is needed any more.\n",
    )


def test_a_rotation_goes_on_where_it_was_interrupted(run, people, keys, monkeypatch):
    monkeypatch.setattr("matching_service.services.protection.sealed_rows._BATCH", 1)
    keys(NEW, OLD)
    seal, calls = sealing.Keyring.seal, []

    def seal_two(ring, content, place):
        calls.append(place)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return seal(ring, content, place)

    monkeypatch.setattr(sealing.Keyring, "seal", seal_two)
    assert run("protected", "rotate").exit_code == 130
    monkeypatch.setattr(sealing.Keyring, "seal", seal)
    assert json.loads(run("protected", "rotate", "--json").stdout)["resealed"] == 4


def test_what_no_key_opens_is_named_and_left(run, people, keys):
    with database() as session:
        row = session.get(ProtectedData, people[1])
        row.sealed = row.sealed[:-1] + b"x"
    keys(NEW, OLD)
    result = run("protected", "rotate")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        f"5 rows sealed with the newest key. No key opens 1 row: protected_data {people[1]}. Take no key out.\n"
    )
    assert read(people[0]) == (RECORD, "Javila se.")


def test_without_keys_nothing_is_rotated(refused, people, monkeypatch):
    monkeypatch.delenv("PROTECTED_KEYS")
    assert "PROTECTED_KEYS is not set" in refused("protected", "rotate")


def test_production_needs_keys():
    with pytest.raises(ConfigurationError, match="PROTECTED_KEYS"):
        Settings.from_env(PRODUCTION)


@pytest.mark.parametrize("text", ["abc", "A" * 42, "A" * 44, "č" * 43, f"{OLD},abc"])
def test_what_is_no_key_is_refused_without_repeating_it(text):
    with pytest.raises(ConfigurationError, match="PROTECTED_KEYS must be keys of 32 bytes") as refused:
        Settings.from_env(PRODUCTION | {"PROTECTED_KEYS": text})
    assert text not in str(refused.value)


def test_settings_do_not_show_their_keys():
    assert "protected_keys" not in repr(Settings.from_env(PRODUCTION | {"PROTECTED_KEYS": OLD}))


def test_the_secret_key_is_no_key_of_protected_data():
    settings = Settings.from_env({"MATCHING_MODE": "demo", "SECRET_KEY": "k" * 32})
    assert settings.protected_keys == Settings.from_env({"MATCHING_MODE": "demo"}).protected_keys
