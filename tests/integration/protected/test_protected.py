"""Protected data: who reads it, that each reading is told, that it lies sealed, and that it shows up nowhere else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from matching_service.errors import ConfigurationError, Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.protection import protected, sealing
from matching_service.services.protection.protected import NOTHING_KNOWN, ProtectedRecord
from models import AuditEntry
from models.protected import ProtectedData
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

RECORD = ProtectedRecord("female", date(1991, 3, 8), "Romkinja", True, True, "single_parent")


@pytest.fixture
def person(session, engine):
    factories.person(session, engine, given_name="Vera")
    return factories.person(session, engine).id


@pytest.fixture
def known(session, person):
    protected.write(session, OPERATOR, person, RECORD)
    session.commit()
    return person


def entries(session):
    statement = select(AuditEntry).where(AuditEntry.action.like("protected.%")).order_by(AuditEntry.number)
    return session.scalars(statement).all()


def test_what_was_recorded_is_read(session, known):
    assert protected.read(session, OPERATOR, known, "support") == RECORD


def test_of_whom_nothing_was_recorded_nothing_is_known(session, person):
    assert protected.read(session, OPERATOR, person, "support") == NOTHING_KNOWN


def test_everything_may_be_unknown_again(session, known):
    protected.write(session, OPERATOR, known, NOTHING_KNOWN)
    assert protected.read(session, OPERATOR, known, "correction") == NOTHING_KNOWN


def test_each_reading_is_told_with_its_purpose_and_nothing_of_the_content(session, known):
    protected.read(session, OPERATOR, known, "support")
    session.commit()
    written, read = entries(session)
    assert (read.subject_kind, read.subject_id, read.purpose, read.details) == ("person", known, "support", {})
    assert written.details == {"known": ["sex", "birth_date", "ethnicity", "disability", "returnee", "family_status"]}


@pytest.mark.parametrize("purpose", ["", "curiosity", None])
def test_without_a_purpose_of_the_list_nothing_is_read(session, known, purpose):
    with pytest.raises(Invalid, match="purpose"):
        protected.read(session, OPERATOR, known, purpose)


def test_a_row_lies_sealed(session, database, known):
    with database.connect() as connection:
        stored = bytes(connection.execute(text("SELECT sealed FROM protected_data")).scalar())
    assert not any(word.encode() in stored for word in ("female", "1991", "Romkinja", "single_parent"))


def test_rows_that_are_swapped_do_not_open(session, engine, known):
    other = factories.person(session, engine, given_name="Eva").id
    session.add(ProtectedData(person_id=other, sealed=session.get(ProtectedData, known).sealed))
    session.flush()
    with pytest.raises(Conflict, match="protected_data_cannot_be_opened"):
        protected.read(session, OPERATOR, other, "support")


def test_without_keys_nothing_is_read_or_written(database, known):
    with Session(database) as without, pytest.raises(ConfigurationError, match="PROTECTED_KEYS"):
        protected.read(without, OPERATOR, known, "support")
    with Session(database) as without, pytest.raises(ConfigurationError, match="PROTECTED_KEYS"):
        protected.write(without, OPERATOR, known, RECORD)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"sex": "unknown"}, "sex"),
        ({"family_status": "complicated"}, "family_status"),
        ({"ethnicity": "x" * 61}, "ethnicity"),
        ({"ethnicity": "a\x00b"}, "ethnicity"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"birth_date": date.today() + timedelta(days=1)}, "birth_date"),
    ],
)
def test_what_cannot_be_is_refused_and_not_repeated(session, known, change, problem):
    with pytest.raises(Invalid) as refused:
        protected.write(session, OPERATOR, known, replace(RECORD, **change))
    assert list(refused.value.problems) == [problem]
    (value,) = change.values()
    assert str(value) not in str(refused.value).replace(f"{problem}: unknown", "")
    session.rollback()
    assert protected.read(session, OPERATOR, known, "support") == RECORD


def test_ethnicity_is_what_the_person_says(session, known):
    protected.write(session, OPERATOR, known, ProtectedRecord(ethnicity="  Aškalija,  s majčine strane "))
    assert protected.read(session, OPERATOR, known, "support").ethnicity == "Aškalija, s majčine strane"


def test_a_record_says_nothing_where_it_is_printed():
    assert repr(RECORD) == str(RECORD) == "ProtectedRecord(...)"


# ---- who may


@pytest.mark.parametrize(
    "actor",
    [
        ANONYMOUS,
        Actor(5, "E", frozenset({"employer"}), employer_id=1),
        Actor(6, "A", frozenset({"auditor"})),
        Actor(7, "S", frozenset({"service"}), organisation_id=1),
    ],
)
def test_companies_auditors_and_machines_read_and_write_nothing(session, known, actor):
    with pytest.raises(Forbidden):
        protected.read(session, actor, known, "support")
    with pytest.raises(Forbidden):
        protected.write(session, actor, known, NOTHING_KNOWN)


def test_a_person_reads_the_own_and_nobody_elses(session, engine, known):
    other = factories.person(session, engine, given_name="Eva").id
    assert (
        protected.read(session, Actor(8, "Ana", frozenset({"beneficiary"}), person_id=known), known, "export") == RECORD
    )
    with pytest.raises(NotFound):
        protected.read(session, Actor(9, "Eva", frozenset({"beneficiary"}), person_id=other), known, "export")


def test_a_counsellor_of_another_organisation_finds_nobody(session, known):
    stranger = Actor(10, "Mila", frozenset({"counsellor"}), organisation_id=987_654)
    with pytest.raises(NotFound):
        protected.read(session, stranger, known, "support")
    with pytest.raises(NotFound):
        protected.write(session, stranger, known, NOTHING_KNOWN)


# ---- statistics


@pytest.fixture
def agree(session, engine):
    def agree(person_id):
        consents.give(session, OPERATOR, engine, person_id, consents.Agreement("statistics"))

    return agree


@pytest.fixture
def auditor():
    return Actor(11, "Revizor", frozenset({"auditor"}))


def test_statistics_hold_those_who_agreed_and_nobody_else(session, engine, known, agree, auditor):
    unknown = factories.person(session, engine, given_name="Eva").id
    silent = factories.person(session, engine, given_name="Mira").id
    protected.write(session, OPERATOR, silent, RECORD)
    for person_id in (known, unknown):
        agree(person_id)
    assert protected.of_consenting(session, auditor) == {known: RECORD, unknown: NOTHING_KNOWN}
    session.commit()
    assert (entries(session)[-1].action, entries(session)[-1].details) == ("protected.statistics", {"people": 2})


def test_what_no_key_opens_counts_as_unknown(session, known, agree, auditor):
    agree(known)
    session.get(ProtectedData, known).sealed = sealing.Keyring((b"k" * 32,)).seal(b"{}", f"protected_data/{known}")
    session.flush()
    assert protected.of_consenting(session, auditor) == {known: NOTHING_KNOWN}


def test_statistics_ask_the_same_statements_for_many(session, engine, agree, auditor, count_statements):
    def asked():
        with count_statements() as statements:
            protected.of_consenting(session, auditor)
        return len(statements)

    agree(factories.person(session, engine).id)
    session.commit()
    for_one = asked()
    for _ in range(3):
        agree(factories.person(session, engine).id)
    session.commit()
    assert asked() == for_one


def test_statistics_are_not_for_counsellors(session, known):
    with pytest.raises(Forbidden):
        protected.of_consenting(session, Actor(7, "Mila", frozenset({"counsellor"})))
