"""What nobody has agreed to is not done: nobody is read or ranked without consent, and what is taken back ends."""

import csv
import hashlib
from datetime import date, timedelta
from importlib import resources

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.consent import consent_texts, consents, declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.index.engine import Engine
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.rights import erasure
from models import Consent, Reading
from tests import factories

TODAY = date.today()
WELDING = (ExperienceRecord("varilac", description="MIG/MAG zavarivanje"),)
EMPLOYER = Actor(7, "Firma", frozenset({"employer"}), employer_id=1)


@pytest.fixture
def town(session, engine, reference_data):
    """An opening for welders and somebody else who has agreed; gives the id of the opening."""
    factories.person(session, engine, given_name="Petar", experiences=WELDING)
    opening = factories.opening(session, engine, title="Zavarivač").id
    session.commit()
    return opening


@pytest.fixture
def welder(session, engine, town):
    """A welder who has not been asked."""
    person = factories.person(session, engine, given_name="Ana", agreed=(), experiences=WELDING).id
    session.commit()
    return person


def agree(session, engine, person_id, purpose, **more):
    return consents.give(session, OPERATOR, engine, person_id, Agreement(purpose, **more))


def ranked(session, engine, opening_id):
    return {match.id for match in ranking.rank_people(session, OPERATOR, engine, opening_id).matches}


def purposes_in_force(session, person_id):
    return {one.purpose for one in consents.of_person(session, OPERATOR, person_id) if one.in_force}


def test_nobody_is_ranked_before_agreeing_to_it(session, engine, town, welder):
    agree(session, engine, welder, "profiled")
    assert welder not in ranked(session, engine, town)
    agree(session, engine, welder, "ranked")
    assert welder in ranked(session, engine, town)


def test_giving_and_withdrawing_take_effect_in_the_next_ranking_of_every_process(session, engine, town, welder):
    other = Engine()
    assert welder not in ranked(session, other, town)
    factories.agree(session, engine, welder, "profiled", "ranked")
    session.commit()
    assert welder in ranked(session, other, town)
    consents.withdraw(session, OPERATOR, engine, welder, "ranked")
    session.commit()
    assert welder not in ranked(session, other, town)
    assert len(ranked(session, other, town)) == 1


def test_texts_are_read_only_with_consent_and_forgotten_without(session, engine, welder):
    def read():
        record = people.get(session, OPERATOR, welder).record
        return record.experiences[0].occupation.code, [skill.code for skill in record.skills]

    assert read() == (None, [])
    agree(session, engine, welder, "profiled")
    assert read() == ("welder", ["mig-mag-welding"])
    consents.withdraw(session, OPERATOR, engine, welder, "profiled")
    assert read() == (None, [])


def test_what_people_have_set_stays_when_the_consent_goes(session, engine, town):
    skills = (people.SkillRecord("sewing", 3),)
    mentions = (people.MentionRecord("baker", rejected=True, source="text"),)
    person = factories.person(session, engine, about="Šivenje na mašini, pekar.", skills=skills, mentions=mentions).id
    consents.withdraw(session, OPERATOR, engine, person, "profiled")
    record = people.get(session, OPERATOR, person).record
    assert [(skill.code, skill.source) for skill in record.skills] == [("sewing", "counsellor")]
    assert [(mention.code, mention.rejected) for mention in record.mentions] == [("baker", True)]


def test_saving_a_profile_without_consent_reads_nothing(session, engine, town, welder):
    record = people.get(session, OPERATOR, welder).record
    saved = people.update(session, OPERATOR, engine, welder, record).record
    assert saved.experiences[0].occupation.code is None
    assert session.scalar(select(Reading).where(Reading.kind == "person", Reading.entity_id == welder)) is None


def test_withdrawing_the_profile_withdraws_the_others(session, engine, welder):
    company = factories.employer(session).id
    factories.agree(session, engine, welder, "profiled", "ranked", "statistics")
    agree(session, engine, welder, "shown_to_employer", employer_id=company)
    history = consents.withdraw(session, OPERATOR, engine, welder, "profiled")
    assert {one.purpose for one in history} == set(consents.PURPOSES)
    assert not any(one.in_force for one in history)


def test_nobody_is_ranked_without_a_profile(session, engine, welder):
    with pytest.raises(Conflict, match="profiled_first"):
        agree(session, engine, welder, "ranked")


def test_a_consent_holds_to_the_end_of_its_last_day(session, engine, town, welder):
    agree(session, engine, welder, "profiled")
    agree(session, engine, welder, "ranked", ends_on=TODAY)
    assert consents.in_force(session, welder, "ranked")
    assert welder in ranked(session, engine, town)


def test_a_consent_that_has_ended_counts_no_more_and_is_cleared_away(session, engine, town, welder):
    agree(session, engine, welder, "profiled", ends_on=TODAY)
    agree(session, engine, welder, "ranked")
    session.execute(update(Consent).where(Consent.person_id == welder).values(ends_on=TODAY - timedelta(days=1)))
    assert not consents.in_force(session, welder, "ranked")
    assert consents.enforce(session, engine) == 1
    assert consents.enforce(session, engine) == 0
    assert welder not in ranked(session, engine, town)
    assert people.get(session, OPERATOR, welder).record.skills == ()


def test_the_shorter_of_two_consents_says_how_long_somebody_is_ranked(session, engine, town, welder):
    until = TODAY + timedelta(days=10)
    agree(session, engine, welder, "profiled", ends_on=until)
    agree(session, engine, welder, "ranked", ends_on=until + timedelta(days=5))
    facts = session.scalar(select(Reading.facts).where(Reading.kind == "person", Reading.entity_id == welder))
    assert facts["ranked_until"] == until.isoformat()
    agree(session, engine, welder, "profiled")
    facts = session.scalar(select(Reading.facts).where(Reading.kind == "person", Reading.entity_id == welder))
    assert facts["ranked_until"] == (until + timedelta(days=5)).isoformat()


def test_to_be_shown_is_agreed_with_each_company(session, engine, welder):
    one, other = factories.employer(session).id, factories.employer(session).id
    agree(session, engine, welder, "shown_to_employer", employer_id=one)
    assert consents.in_force(session, welder, "shown_to_employer", one)
    assert not consents.in_force(session, welder, "shown_to_employer", other)
    assert consents.people_with(session, "shown_to_employer", employer_id=one) == {welder}
    consents.withdraw(session, OPERATOR, engine, welder, "shown_to_employer", other)
    assert consents.in_force(session, welder, "shown_to_employer", one)
    consents.withdraw(session, OPERATOR, engine, welder, "shown_to_employer", one)
    assert not consents.in_force(session, welder, "shown_to_employer", one)


@pytest.mark.parametrize(
    ("agreement", "problem"),
    [
        (Agreement("marketing"), "purpose"),
        (Agreement("ranked", how="by_phone"), "how"),
        (Agreement("ranked", language="fr"), "language"),
        (Agreement("ranked", text_version="1999-01-01"), "text_version"),
        (Agreement("profiled", given_on=TODAY + timedelta(days=1)), "given_on"),
        (Agreement("profiled", ends_on=TODAY - timedelta(days=1)), "ends_on"),
        (Agreement("shown_to_employer"), "employer_id"),
        (Agreement("shown_to_employer", employer_id=987_654), "employer_id"),
        (Agreement("profiled", employer_id=1), "employer_id"),
    ],
)
def test_what_cannot_be_agreed_to_is_refused(session, engine, welder, agreement, problem):
    with pytest.raises(Invalid) as refused:
        consents.give(session, OPERATOR, engine, welder, agreement)
    assert list(refused.value.problems) == [problem]
    assert consents.of_person(session, OPERATOR, welder) == ()


def test_a_person_gives_and_withdraws_what_is_theirs_now_and_online(session, engine, welder):
    me = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=welder)
    given = consents.give(
        session, me, engine, welder, Agreement("profiled", how="paper", given_on=date(2020, 1, 1), language="sq")
    )
    assert (given.how, given.language, given.in_force, given.given_at.date() >= TODAY) == ("online", "sq", True, True)
    assert not any(one.in_force for one in consents.withdraw(session, me, engine, welder, "profiled"))


def test_nobody_else_sees_or_changes_consents(session, engine, town, welder):
    stranger = Actor(None, "Petar", frozenset({"beneficiary"}), person_id=welder + 1000)
    for actor in (EMPLOYER, stranger, Actor()):
        with pytest.raises((Forbidden, NotFound)):
            consents.of_person(session, actor, welder)
        with pytest.raises((Forbidden, NotFound)):
            consents.give(session, actor, engine, welder, Agreement("profiled"))
        with pytest.raises((Forbidden, NotFound)):
            consents.withdraw(session, actor, engine, welder, "profiled")
    with pytest.raises(Forbidden):
        declared_consents.declare(session, EMPLOYER, engine, [welder], [Agreement("profiled")], "Firma")


def test_the_history_keeps_what_was_given_and_withdrawn(session, engine, welder):
    agree(session, engine, welder, "profiled", given_on=date(2025, 5, 12))
    consents.withdraw(session, OPERATOR, engine, welder, "profiled")
    agree(session, engine, welder, "profiled", how="in_person", language="rom")
    now, then = consents.of_person(session, OPERATOR, welder)
    assert (then.given_at.date(), then.in_force, then.withdrawn_at is None) == (date(2025, 5, 12), False, False)
    assert (now.how, now.language, now.in_force) == ("in_person", "sr", True)  # there is no text in Romani: visibly so


def test_a_paper_does_not_undo_what_was_withdrawn_after_it(session, engine, welder):
    factories.agree(session, engine, welder, "profiled")
    consents.withdraw(session, OPERATOR, engine, welder, "profiled")
    paper = Agreement("profiled", given_on=TODAY - timedelta(days=3))
    with pytest.raises(Conflict, match="withdrawn_since"):
        consents.give(session, OPERATOR, engine, welder, paper)
    assert declared_consents.declare(session, OPERATOR, engine, [welder], [paper], "Mira").recorded == 0
    assert purposes_in_force(session, welder) == set()


def test_papers_of_many_people_are_declared_at_once(session, engine, town, welder):
    second = factories.person(session, engine, agreed=("profiled",), experiences=WELDING).id
    papers = [Agreement("profiled", given_on=date(2026, 3, 1)), Agreement("ranked", given_on=date(2026, 3, 1))]
    done = declared_consents.declare(session, OPERATOR, engine, [welder, second, 987_654], papers, "Mira Tasić")
    assert (done.recorded, done.unchanged, done.unknown) == (2, 0, (987_654,))
    assert {welder, second} <= ranked(session, engine, town)
    assert len(consents.of_person(session, OPERATOR, second)) == 2
    assert consents.of_person(session, OPERATOR, welder)[0].recorded_by == "Mira Tasić"
    again = declared_consents.declare(session, OPERATOR, engine, [welder, second], papers, "Mira Tasić")
    assert (again.recorded, again.unchanged) == (0, 2)


def test_reading_everything_again_asks_for_consents_once(database, session, engine, town, count_statements):
    def statements_for(people_more):
        for _ in range(people_more):
            factories.person(session, engine, agreed=())
        session.commit()
        with Session(database) as other, count_statements() as statements:
            engine.read_again(other)
        return sum("FROM consent" in statement for statement in statements)

    assert statements_for(1) == statements_for(5) == 1


def test_saving_a_profile_asks_for_its_consents_once(database, engine, town, count_statements):
    with Session(database) as session, count_statements() as statements:
        factories.people.create(session, OPERATOR, engine, factories.PersonRecord("Ana", "Jović"))
    assert sum("FROM consent" in statement for statement in statements) == 1


def test_deleted_people_leave_no_consents(session, engine, welder):
    factories.agree(session, engine, welder, *("profiled", "statistics"))
    erasure.erase(session, OPERATOR, engine, welder)
    assert session.scalars(select(Consent).where(Consent.person_id == welder)).all() == []


# ---- the texts


def texts_with_checksums():
    folder = resources.files("data") / "consents"
    with (folder / "checksums.csv").open(encoding="utf-8", newline="") as file:
        return folder, {row["file"]: row["sha256"] for row in csv.DictReader(file)}


def test_a_text_that_was_once_used_never_changes():
    folder, checksums = texts_with_checksums()
    for name, checksum in checksums.items():
        assert hashlib.sha256(folder.joinpath(*name.split("/")).read_bytes()).hexdigest() == checksum, name


def test_every_text_is_held_by_a_checksum():
    folder, checksums = texts_with_checksums()
    versions = (entry for entry in folder.iterdir() if entry.is_dir())
    assert {f"{version.name}/{file.name}" for version in versions for file in version.iterdir()} == checksums.keys()


@pytest.mark.parametrize("purpose", consents.PURPOSES)
def test_every_purpose_has_a_text_in_serbian_and_falls_back_to_it(purpose):
    for version in consent_texts.versions(purpose):
        text = consent_texts.text(purpose, "rom", version)
        assert (text.language, text.version) == ("sr", version)
        assert text.title
        assert len(text.paragraphs) >= 3
    assert consent_texts.text(purpose, "en").language == "en"


def test_the_text_for_a_company_names_it():
    text = consent_texts.text("shown_to_employer", "sr").of_company("Metal Jug")
    assert "Metal Jug" in text.title
    assert "{" not in "".join((text.title, *text.paragraphs))
