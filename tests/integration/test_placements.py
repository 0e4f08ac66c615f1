"""From the accepted application to what has become of the person a year later."""

import base64
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import RSAKey

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consents
from matching_service.services.identity.actors import Actor
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.placements import (
    agreements,
    attendance,
    certificates,
    evaluations,
    outcome_table,
    outcomes,
    placement_states,
    placements,
    signing_keys,
)
from matching_service.services.placements.attendance import Hours
from matching_service.services.placements.badges import Addresses
from matching_service.services.placements.due import due
from matching_service.services.placements.placement_record import Terms
from matching_service.services.placements.placement_states import TRANSITIONS
from models import Placement
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()
TODAY = date.today()
BEGIN = TODAY - timedelta(70)
TERMS = Terms("Pekar", BEGIN, BEGIN + timedelta(60), 30, "Mira Perić, pekar", "Mesi hleb i uči o higijeni.")
ADDRESSES = Addresses(
    "Prakse i poslovi",
    "https://primer.rs/issuer",
    "https://primer.rs/keys/{name}",
    "https://primer.rs/certificates/{number}",
    "https://primer.rs/revoked",
)
SAID = {
    "company": dict.fromkeys(evaluations.SCALES["company"], 4),
    "person": dict.fromkeys(evaluations.SCALES["person"], 2),
}


@pytest.fixture
def opening(session, engine):
    company = factories.employer(session, name="Pekara Đerđan").id
    return factories.opening(session, engine, company, title="Pekar", kind="internship", places=2)


@pytest.fixture
def company(opening):
    return Actor(None, "Mira", frozenset({"employer"}), employer_id=opening.employer_id)


@pytest.fixture
def ana(session, engine):
    person_id = factories.person(session, engine, email="ana@primer.rs").id
    return Actor(None, "Ana", frozenset({"beneficiary"}), person_id=person_id)


@pytest.fixture
def accepted(session, engine, ana, opening):
    """The application."""
    sent = applications.apply(session, ana, ana.person_id, opening.id)
    application_steps.act(session, COUNSELLOR, engine, sent.id, "offer")
    return application_steps.act(session, ana, engine, sent.id, "accept")


@pytest.fixture
def place(session, accepted):
    return placements.of_application(session, COUNSELLOR, accepted.id)


@pytest.fixture
def agreed(session, place, company, ana):
    placements.change(session, company, place.id, TERMS)
    for actor in (company, ana, COUNSELLOR):
        signed = agreements.sign(session, actor, place.id, 1)
    return signed


@pytest.fixture
def begun(session, agreed, company):
    return placements.act(session, company, agreed.id, "begin", day=BEGIN)


def test_the_documentation_has_the_way_of_a_placement_as_the_table_has_it():
    text = (Path(__file__).parents[2] / "docs/placements.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{placement_states.diagram()}\n```" in text


def test_a_placement_comes_and_goes_with_the_acceptance_until_somebody_signs(session, engine, place, accepted, ana):
    assert (place.kind, place.state, place.employer_name) == ("internship", "prepared", "Pekara Đerđan")
    application_steps.undo(session, ana, engine, accepted.id)
    with pytest.raises(NotFound):
        placements.get(session, COUNSELLOR, place.id)
    application_steps.act(session, ana, engine, accepted.id, "accept")
    again = placements.of_application(session, ana, accepted.id)
    placements.change(session, COUNSELLOR, again.id, TERMS)
    agreements.record_signature(session, COUNSELLOR, again.id, "person", TODAY, 1)
    with pytest.raises(Conflict, match="agreement_signed"):
        application_steps.undo(session, ana, engine, accepted.id)


def test_all_three_sign_one_version_and_a_change_takes_the_signatures(session, place, company, ana):
    with pytest.raises(Conflict, match="agreement_incomplete"):
        agreements.sign(session, ana, place.id, 1)
    with pytest.raises(Forbidden):
        placements.change(session, ana, place.id, TERMS)
    with pytest.raises(Invalid, match="ends_on: ends_before_start"):
        placements.change(session, company, place.id, Terms("Pekar", TODAY, BEGIN))
    placements.change(session, company, place.id, TERMS)
    agreements.sign(session, company, place.id, 1)
    with pytest.raises(Conflict, match="signed_before"):
        agreements.sign(session, company, place.id, 1)
    with pytest.raises(Forbidden):
        agreements.record_signature(session, company, place.id, "person", TODAY, 1)
    before = agreements.get(session, ana, place.id)
    changed = placements.change(session, COUNSELLOR, place.id, Terms(**_changed(hours_per_week=20)))
    assert (changed.version, changed.signatures) == (2, ())
    assert agreements.get(session, ana, place.id).digest != before.digest
    with pytest.raises(Conflict, match="agreement_changed"):
        agreements.sign(session, ana, place.id, 1)
    agreements.sign(session, ana, place.id, 2)
    agreements.sign(session, company, place.id, 2)
    done = agreements.record_signature(session, COUNSELLOR, place.id, "programme", TODAY, 2)
    assert (done.state, done.unsigned, [one.how for one in done.signatures]) == (
        "agreed", (), ["online", "online", "paper"],
    )  # fmt: skip
    assert placements.change(session, company, place.id, TERMS).state == "prepared"


def _changed(**values):
    return {name: getattr(TERMS, name) for name in Terms.__slots__} | values


def test_an_agreement_names_nothing_that_it_does_not_need(session, place, company):
    content = agreements.get(session, company, place.id).content
    assert content["person"] == "Ana Jović"
    assert "primer.rs" not in json.dumps(content)
    assert not {"sex", "birth_date", "ethnicity", "phone", "email", "returnee"} & content.keys()


def test_steps_lead_where_the_table_says_and_from_nowhere_else(session, place, agreed, company, ana):
    row = session.get(Placement, place.id)
    for action, one in TRANSITIONS.items():
        reason = one.reasons[0] if one.reasons else None
        for state in ("prepared", "agreed", "under_way", "finished", "broken_off"):
            row.state, row.began_on = state, BEGIN
            if not one.sides:
                with pytest.raises(Invalid):
                    placements.act(session, COUNSELLOR, place.id, action)
            elif state in one.starts and row.kind in one.kinds:
                assert placements.act(session, COUNSELLOR, place.id, action, reason).state == one.ends
            else:
                with pytest.raises(Conflict, match="wrong_state"):
                    placements.act(session, COUNSELLOR, place.id, action, reason)
    row.state = "under_way"
    with pytest.raises(Forbidden):
        placements.act(session, ana, place.id, "finish")
    with pytest.raises(Invalid, match="reason: required"):
        placements.act(session, ana, place.id, "break_off")
    with pytest.raises(Invalid, match="day: out_of_range"):
        placements.act(session, company, place.id, "finish", day=BEGIN - timedelta(1))
    assert placements.act(session, ana, place.id, "break_off", "personal").undo == "break_off"
    assert placements.undo(session, ana, place.id).state == "under_way"


def test_a_company_sees_its_own_only_and_without_consent_only_what_all_have_signed(
    session, engine, place, company, ana, count_statements
):
    stranger = Actor(None, "Neko", frozenset({"employer"}), employer_id=factories.employer(session).id)
    for read in (placements.get, attendance.of_placement, evaluations.of_placement, agreements.get):
        with pytest.raises(NotFound):
            read(session, stranger, place.id)
    placements.change(session, company, place.id, TERMS)
    consents.withdraw(session, ana, engine, ana.person_id, "shown_to_employer", company.employer_id)
    with pytest.raises(NotFound):
        placements.get(session, company, place.id)
    assert placements.listed(session, company) == ()
    for side in placement_states.SIDES:
        agreements.record_signature(session, COUNSELLOR, place.id, side, TODAY, 1)
    assert placements.get(session, company, place.id).state == "agreed"
    session.expire_all()
    with count_statements() as statements:
        assert [one.id for one in placements.listed(session, company)] == [place.id]
    assert len(statements) <= 6


def test_hours_are_known_or_unknown_and_a_correction_keeps_what_stood_there(session, begun, company, ana):
    empty = attendance.of_placement(session, ana, begun.id)
    assert empty.unknown == len(empty.weeks) == len({week.monday for week in empty.weeks})
    assert empty.total == Hours(0, 0, 0, 0)
    monday = empty.weeks[-1].monday
    attendance.enter(session, company, begun.id, monday, Hours(30, 20, 0, 10))
    attendance.enter(session, COUNSELLOR, begun.id, monday, Hours(30, 22, 8, 0))
    found = attendance.of_placement(session, ana, begun.id)
    assert (found.total, found.unknown) == (Hours(30, 22, 8, 0), empty.unknown - 1)
    assert [entry.hours for entry in found.weeks[-1].earlier] == [Hours(30, 20, 0, 10)]
    with pytest.raises(Forbidden):
        attendance.enter(session, ana, begun.id, monday, Hours(30, 30, 0, 0))
    with pytest.raises(Invalid, match="missed: more_than_planned"):
        attendance.enter(session, company, begun.id, monday, Hours(30, 0, 16, 15))
    for day in (monday + timedelta(1), monday - timedelta(7)):
        with pytest.raises(Invalid, match="monday: out_of_range"):
            attendance.enter(session, company, begun.id, day, Hours(30, 30, 0, 0))
    with pytest.raises(Conflict, match="hours_entered"):
        placements.undo(session, company, begun.id)


def test_neither_side_answers_the_others_evaluation_and_the_company_reads_none(session, begun, company, ana):
    given = evaluations.give(session, company, begun.id, "final", "company", SAID["company"], "Vredna je.")
    assert given[-1].given["company"].words == "Vredna je."
    assert [line.what for line in due(session, COUNSELLOR)].count("evaluation_to_read") == 1
    assert evaluations.of_placement(session, ana, begun.id)[-1].given == {}
    evaluations.give(session, ana, begun.id, "final", "person", SAID["person"], "Dugo sam čekala.")
    assert set(evaluations.of_placement(session, ana, begun.id)[-1].given) == {"company", "person"}
    assert set(evaluations.of_placement(session, company, begun.id)[-1].given) == {"company"}
    assert set(evaluations.of_placement(session, COUNSELLOR, begun.id)[-1].given) == {"company", "person"}
    assert "evaluation_to_read" not in {line.what for line in due(session, COUNSELLOR)}
    # in the middle the company said something five weeks ago, and the intern nothing until long after
    evaluations.give(session, company, begun.id, "mid_term", "company", SAID["company"])
    assert set(evaluations.of_placement(session, ana, begun.id)[0].given) == {"company"}
    with pytest.raises(Conflict, match="already_evaluated"):
        evaluations.give(session, ana, begun.id, "final", "person", SAID["person"])
    with pytest.raises(Forbidden):
        evaluations.give(session, company, begun.id, "mid_term", "person", SAID["person"])
    with pytest.raises(Invalid, match="learns: out_of_range"):
        evaluations.give(session, COUNSELLOR, begun.id, "final", "company", SAID["company"] | {"learns": 6})


def test_a_badge_is_signed_says_nothing_protected_and_is_revoked(session, begun, company, ana):
    with pytest.raises(Conflict, match="not_finished"):
        certificates.issue(session, COUNSELLOR, begun.id, ADDRESSES, "Završeno.")
    placements.act(session, company, begun.id, "finish", day=TODAY - timedelta(8))
    with pytest.raises(Forbidden):
        certificates.issue(session, company, begun.id, ADDRESSES, "Završeno.")
    made = certificates.issue(session, COUNSELLOR, begun.id, ADDRESSES, "Završeno.")
    assert made.content["hours"] is None
    badge = certificates.badge(session, made.number)
    _check_badge(session, badge, made.number)
    assert certificates.check(session, made.number).content["name"] == "Ana Jović"
    assert [one.number for one in certificates.of_placement(session, ana, begun.id)] == [made.number]
    with pytest.raises(Conflict, match="certificate_issued"):
        placements.undo(session, company, begun.id)
    certificates.revoke(session, COUNSELLOR, begun.id, made.number, "mistake")
    assert certificates.check(session, made.number).content == {}
    assert [number for number, _at in certificates.revoked(session)] == [made.number]
    with pytest.raises(NotFound):
        certificates.badge(session, made.number)
    assert certificates.issue(session, COUNSELLOR, begun.id, ADDRESSES, "Završeno.").number != made.number


def _check_badge(session, badge, number):
    """As Open Badges 3.0 wants it: what its JSON schema requires (AchievementCredential, read at
    https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json), and 8.2 of the
    specification for the JWT."""
    name = json.loads(_part(badge, 0))["kid"].rsplit("/", 1)[1]
    key = RSAKey.import_key(signing_keys.public(session, name))
    assert "d" not in signing_keys.public(session, name)
    token = jwt.decode(badge, key, algorithms=["RS256"])
    assert token.header["alg"] == "RS256"
    said = token.claims
    assert said.keys() >= {"@context", "id", "type", "issuer", "validFrom", "credentialSubject", "iss", "jti", "nbf"}
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert set(said["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert (said["iss"], said["jti"]) == (said["issuer"]["id"], said["id"]) == ("https://primer.rs/issuer", said["id"])
    subject = said["credentialSubject"]
    assert subject["achievement"].keys() >= {"id", "type", "name", "description", "criteria"}
    identity = subject["identifier"][0]
    digest = hashlib.sha256(("ana@primer.rs" + identity["salt"]).encode()).hexdigest()
    assert (identity["type"], identity["hashed"], identity["identityHash"]) == (
        "IdentityObject", True, f"sha256${digest}",
    )  # fmt: skip
    assert "Jović" not in json.dumps(said, ensure_ascii=False)
    assert "ana@" not in json.dumps(said)
    with pytest.raises(BadSignatureError):
        jwt.decode(badge[:-8] + "AAAAAAAA", key, algorithms=["RS256"])


def _part(badge, place):
    part = badge.split(".")[place]
    return base64.urlsafe_b64decode(part + "==")


def test_outcomes_fall_due_after_the_end_and_unknown_is_not_no(session, begun, company):
    ended = outcomes.later(TODAY, -7)
    row = session.get(Placement, begun.id)
    row.began_on = ended - timedelta(60)
    placements.act(session, company, begun.id, "finish", day=ended)
    waiting = [(line.what, line.detail, line.due_on) for line in due(session, COUNSELLOR) if line.what == "outcome"]
    assert waiting == [("outcome", str(months), outcomes.later(ended, months)) for months in (3, 6)]
    outcomes.record(session, COUNSELLOR, begun.id, 3, "not_reached")
    outcomes.record(session, COUNSELLOR, begun.id, 3, "unknown")
    assert [one.state for one in outcomes.of_placement(session, COUNSELLOR, begun.id)] == ["unknown", None, None]
    with pytest.raises(Conflict, match="not_due_yet"):
        outcomes.record(session, COUNSELLOR, begun.id, 12, "employed_here")
    with pytest.raises(Forbidden):
        outcomes.of_placement(session, company, begun.id)
    assert outcomes.later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    found = outcome_table.table(session, factories.staff("coordinator"), "kind", 3)
    assert (found.lines, found.left_out) == ((), ("internship",))


def test_small_numbers_of_outcomes_cannot_be_worked_out():
    found = {
        "Niš": {"employed_here": 12, "not_employed": 9, "unknown": 1},
        "Bor": {"employed_here": 8, "not_employed": 6, "not_reached": 2},
        "Vranje": {"employed_here": 3},
    }
    table = outcome_table.counted(found, "programme", 6)
    assert ({line.groups for line in table.lines}, table.left_out) == ({("Niš",), ("Bor",)}, ("Vranje",))
    for line in table.lines:
        assert all(cell is None or cell == 0 or cell >= 5 for cell in line.counts)
    assert table.columns[2:] == (("not_employed", "unknown", "not_reached"), ("not_asked",))
    assert outcome_table.counted({}, "kind", 3).lines == ()
    few = outcome_table.counted({"Niš": {"employed_here": 3, "unknown": 3}}, "kind", 3)
    assert [(line.people, [cell for cell in line.counts if cell]) for line in few.lines] == [(6, [6])]


def test_what_is_due_is_asked_with_few_statements(session, begun, count_statements):
    session.expire_all()
    with count_statements() as statements:
        found = due(session, COUNSELLOR)
    assert {line.what for line in found} == {"evaluation"}
    assert len(statements) <= 6
    assert due(session, factories.staff(organisation_id=None)) == ()
