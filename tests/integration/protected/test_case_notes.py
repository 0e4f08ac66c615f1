"""Case notes: added, corrected in the open, sealed, read by few."""

import pytest
from sqlalchemy import select, text

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.protection import case_notes
from models import AuditEntry
from models.protected import CaseNote
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def ana(session, engine):
    other = factories.person(session, engine, given_name="Vera").id
    case_notes.add(session, OPERATOR, other, "O nekom drugom.")
    return factories.person(session, engine).id


def texts(session, person_id):
    return [note.text for note in case_notes.of_person(session, OPERATOR, person_id, "support")]


def test_notes_are_read_newest_first_with_their_author(session, ana):
    mila = factories.staff()
    for words in ("Javila se.", "  Traži posao u šivenju.\n"):
        case_notes.add(session, mila, ana, words)
    second, first = case_notes.of_person(session, OPERATOR, ana, "support")
    assert (first.text, second.text) == ("Javila se.", "Traži posao u šivenju.")
    assert (first.author, first.author_id) == (mila.name, mila.user_id)
    assert first.created_at <= second.created_at


def test_a_correction_leaves_what_it_corrects_to_be_read(session, ana):
    wrong = case_notes.add(session, OPERATOR, ana, "Ima dvoje dece.")
    right = case_notes.add(session, OPERATOR, ana, "Ima troje dece.", corrects_id=wrong)
    newest, oldest = case_notes.of_person(session, OPERATOR, ana, "support")
    assert (newest.id, newest.corrects_id, newest.corrected_by) == (right, wrong, None)
    assert (oldest.text, oldest.corrected_by) == ("Ima dvoje dece.", right)


def test_a_note_is_corrected_once_and_then_the_correction(session, ana):
    wrong = case_notes.add(session, OPERATOR, ana, "a")
    right = case_notes.add(session, OPERATOR, ana, "b", corrects_id=wrong)
    with pytest.raises(Conflict, match="already_corrected"):
        case_notes.add(session, OPERATOR, ana, "c", corrects_id=wrong)
    case_notes.add(session, OPERATOR, ana, "c", corrects_id=right)
    assert texts(session, ana) == ["c", "b", "a"]


def test_a_note_on_somebody_else_is_not_there_to_be_corrected(session, ana):
    foreign = session.scalar(select(CaseNote.id).where(CaseNote.person_id != ana))
    for note_id in (foreign, 0, 2**40):
        with pytest.raises(NotFound):
            case_notes.add(session, OPERATOR, ana, "a", corrects_id=note_id)


@pytest.mark.parametrize(("words", "problem"), [("  \n", "required"), ("x" * 10_001, "too_long")])
def test_what_is_no_note_is_refused(session, ana, words, problem):
    with pytest.raises(Invalid) as refused:
        case_notes.add(session, OPERATOR, ana, words)
    assert refused.value.problems == {"text": problem}


def test_a_note_lies_sealed(session, database, ana):
    case_notes.add(session, OPERATOR, ana, "razvod u toku")
    session.commit()
    with database.connect() as connection:
        stored = b"".join(bytes(row.sealed) for row in connection.execute(text("SELECT sealed FROM case_note")))
    assert b"razvod" not in stored


@pytest.mark.parametrize("change", ["created_at = '2020-01-01 00:00:00.000000'", "author_id = 8", "person_id = {vera}"])
def test_a_note_cannot_be_made_that_of_somebody_else_or_of_another_day(session, ana, change):
    vera = session.scalar(select(CaseNote.person_id).where(CaseNote.person_id != ana))
    note = case_notes.add(session, factories.staff(), ana, "a")
    session.execute(text(f"UPDATE case_note SET {change.format(vera=vera)} WHERE id = {note}"))
    session.expire_all()
    owner = session.get(CaseNote, note).person_id
    assert {item.id: item.text for item in case_notes.of_person(session, OPERATOR, owner, "support")}[note] is None


def test_readings_and_notes_are_in_the_audit_trail_without_their_text(session, ana):
    note = case_notes.add(session, OPERATOR, ana, "razvod u toku")
    case_notes.of_person(session, OPERATOR, ana, "support")
    session.commit()
    statement = select(AuditEntry).where(AuditEntry.action.like("notes.%"), AuditEntry.subject_id == ana)
    written, read = session.scalars(statement.order_by(AuditEntry.number)).all()
    assert (written.action, written.details) == ("notes.write", {"note": note})
    assert (read.action, read.purpose) == ("notes.read", "support")


def test_notes_are_read_for_a_purpose_only(session, ana):
    with pytest.raises(Invalid, match="purpose"):
        case_notes.of_person(session, OPERATOR, ana, "")


@pytest.mark.parametrize("role", ["employer", "auditor", "service"])
def test_companies_auditors_and_machines_have_nothing_to_do_with_notes(session, ana, role):
    actor = Actor(5, "X", frozenset({role}), employer_id=1, organisation_id=factories.HOME)
    with pytest.raises(Forbidden):
        case_notes.of_person(session, actor, ana, "support")
    with pytest.raises(Forbidden):
        case_notes.add(session, actor, ana, "a")


def test_a_person_reads_the_notes_on_them_and_writes_none(session, ana):
    case_notes.add(session, OPERATOR, ana, "Javila se.")
    me = Actor(8, "Ana", frozenset({"beneficiary"}), person_id=ana)
    assert [note.text for note in case_notes.of_person(session, me, ana, "export")] == ["Javila se."]
    with pytest.raises(Forbidden):
        case_notes.add(session, me, ana, "a")


def test_another_organisation_finds_nobody(session, ana):
    stranger = factories.staff(organisation_id=factories.HOME + 1)
    with pytest.raises(NotFound):
        case_notes.of_person(session, stranger, ana, "support")
    with pytest.raises(NotFound):
        case_notes.add(session, stranger, ana, "a")


def test_many_notes_cost_no_more_statements_than_one(session, ana, count_statements):
    def asked():
        with count_statements() as statements:
            case_notes.of_person(session, OPERATOR, ana, "support")
        return len(statements)

    case_notes.add(session, OPERATOR, ana, "1")
    for_one = asked()
    for number in range(5):
        case_notes.add(session, OPERATOR, ana, str(number))
    assert asked() == for_one
