from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from matching_service.errors import Forbidden, Invalid, NotFound
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.profiles import people
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    MentionRecord,
    OccupationReading,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from models import Person
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()
EMPLOYER = Actor(2, "Firma", frozenset({"employer"}), employer_id=1)

FULL = PersonRecord(
    given_name="Ana",
    family_name="Đorđević",
    email="ana@example.test",
    phone="018 123 456",
    municipality="nis",
    mobility_km=30,
    available_from=date(2026, 3, 1),
    working_time="full_time",
    about="Vredna i tačna.",
    wishes="posao u Nišu",
    languages_complete=True,
    educations=(
        EducationRecord(3, "mašinstvo", "bravar", "Tehnička škola", 2009, OccupationReading("welder", "self", 1.0)),
    ),
    experiences=(
        ExperienceRecord("varilac", "Goša", "MIG/MAG zavarivanje", 4.5, 2019),
        ExperienceRecord("prodavačica", years=1.0, occupation=OccupationReading(None, "counsellor", 1.0)),
    ),
    requalifications=(RequalificationRecord("pekar", "bravar", provider="NSZ", year=2022, hours=300),),
    skills=(SkillRecord("forklift-operation", 2, "certificate"), SkillRecord("sewing", 0)),
    languages=(LanguageRecord("de", "B1"), LanguageRecord("sr", "native")),
    licences=("B", "C"),
)


@pytest.fixture
def others(session, engine):
    """People whom no test means."""
    for given_name, family_name in (("Marko", "Ilić"), ("Valdete", "Hasani")):
        factories.person(session, engine, given_name=given_name, family_name=family_name, municipality="vranje")


def stated_skills(record):
    return {skill.code: (skill.level, skill.source) for skill in record.skills if skill.source != "text"}


def test_a_profile_comes_out_as_it_went_in(session, engine, others):
    stored = people.create(session, COUNSELLOR, engine, FULL)
    record = people.get(session, COUNSELLOR, stored.id).record
    for name in (
        "given_name",
        "municipality",
        "available_from",
        "about",
        "languages",
        "licences",
        "languages_complete",
    ):
        assert getattr(record, name) == getattr(FULL, name)
    assert stated_skills(record) == {"forklift-operation": (2, "certificate"), "sewing": (0, "counsellor")}
    assert record.educations == FULL.educations
    assert record.experiences[1] == FULL.experiences[1]


def read(session, engine, person_id):
    """The profile once its person has agreed that its texts are read."""
    factories.agree(session, engine, person_id, "profiled")
    return people.get(session, COUNSELLOR, person_id).record


def test_texts_are_read_into_occupations_and_skills(session, engine):
    record = read(session, engine, people.create(session, COUNSELLOR, engine, FULL).id)
    assert record.experiences[0].occupation.code == "welder"
    assert record.experiences[0].occupation.source == "text"
    assert record.requalifications[0].to_occupation.code == "baker"
    assert [skill.source for skill in record.skills if skill.code == "mig-mag-welding"] == ["text"]


def test_posting_back_what_was_shown_changes_nothing(session, engine):
    stored = people.create(session, COUNSELLOR, engine, FULL)
    assert people.update(session, COUNSELLOR, engine, stored.id, stored.record) == stored


def test_a_corrected_occupation_stays_corrected(session, engine):
    stored = factories.person(session, engine, experiences=(ExperienceRecord("varilac"),))
    corrected = ExperienceRecord("varilac", occupation=OccupationReading("baker", "counsellor"))
    for experiences in ((corrected,), None):
        record = people.get(session, COUNSELLOR, stored.id).record
        changed = PersonRecord("Ana", "Jović", experiences=experiences or record.experiences)
        stored = people.update(session, COUNSELLOR, engine, stored.id, changed)
    assert stored.record.experiences[0].occupation == OccupationReading("baker", "counsellor", 1.0)


def test_a_correction_taken_back_is_read_again(session, engine):
    corrected = ExperienceRecord("varilac", occupation=OccupationReading("baker", "counsellor"))
    stored = factories.person(session, engine, experiences=(corrected,))
    changed = PersonRecord("Ana", "Jović", experiences=(ExperienceRecord("varilac"),))
    record = people.update(session, COUNSELLOR, engine, stored.id, changed).record
    assert record.experiences[0].occupation.code == "welder"


def test_a_skill_read_from_the_text_and_rejected_stays_rejected(session, engine):
    experiences = (ExperienceRecord("radnik", description="MIG/MAG zavarivanje"),)
    stored = factories.person(session, engine, experiences=experiences)
    assert [skill.code for skill in stored.record.skills] == ["mig-mag-welding"]
    rejected = PersonRecord(
        "Ana", "Jović", experiences=experiences, skills=(SkillRecord("mig-mag-welding", 0, "counsellor"),)
    )
    for _ in range(2):
        stored = people.update(session, COUNSELLOR, engine, stored.id, rejected)
    assert stated_skills(stored.record) == {"mig-mag-welding": (0, "counsellor")}


def test_a_rejected_mention_stays_rejected(session, engine):
    stored = factories.person(session, engine, about="Radila sam kao pekar.")
    assert [(mention.code, mention.rejected) for mention in stored.record.mentions] == [("baker", False)]
    rejected = PersonRecord(
        "Ana", "Jović", about="Radila sam kao pekar.", mentions=(MentionRecord("baker", rejected=True),)
    )
    for _ in range(2):
        stored = people.update(session, COUNSELLOR, engine, stored.id, rejected)
    assert [(mention.code, mention.rejected) for mention in stored.record.mentions] == [("baker", True)]


def test_lists_shrink_and_grow_with_the_record(session, engine):
    stored = people.create(session, COUNSELLOR, engine, FULL)
    changed = PersonRecord(
        "Ana", "Đorđević", experiences=(ExperienceRecord("krojačica"),), languages=(LanguageRecord("de", "C1"),)
    )
    record = people.update(session, COUNSELLOR, engine, stored.id, changed).record
    assert [experience.title for experience in record.experiences] == ["krojačica"]
    assert record.languages == (LanguageRecord("de", "C1"),)
    assert record.licences == record.educations == record.requalifications == ()
    assert stated_skills(record) == {}


def test_all_problems_are_told_with_their_paths(session, engine):
    record = PersonRecord(
        given_name=" ",
        family_name="x" * 101,
        municipality="atlantis",
        mobility_km=-1,
        working_time="never",
        educations=(EducationRecord(9, year=1800),),
        experiences=(ExperienceRecord("", years=90, occupation=OccupationReading("wizard", "dream")),),
        requalifications=(RequalificationRecord("", kind="x", state="y", hours=0),),
        skills=(SkillRecord("flying"), SkillRecord("sewing", 5), SkillRecord("sewing", source="rumour")),
        languages=(LanguageRecord("German", "B7"),),
        licences=("Z",),
    )
    with pytest.raises(Invalid) as caught:
        people.create(session, COUNSELLOR, engine, record)
    assert caught.value.problems == {
        "given_name": "required",
        "family_name": "too_long",
        "municipality": "unknown",
        "mobility_km": "out_of_range",
        "working_time": "not_allowed",
        "educations/0/isced_level": "out_of_range",
        "educations/0/year": "out_of_range",
        "experiences/0/title": "required",
        "experiences/0/years": "out_of_range",
        "experiences/0/occupation/code": "unknown",
        "experiences/0/occupation/source": "not_allowed",
        "requalifications/0/to_text": "required",
        "requalifications/0/kind": "not_allowed",
        "requalifications/0/state": "not_allowed",
        "requalifications/0/hours": "out_of_range",
        "skills/0/code": "unknown",
        "skills/1/level": "out_of_range",
        "skills/2/source": "not_allowed",
        "skills/2/code": "duplicate",
        "languages/0/language": "not_allowed",
        "languages/0/level": "not_allowed",
        "licences/0": "not_allowed",
    }
    assert session.scalars(select(Person)).all() == []


def test_a_character_the_database_cannot_hold_is_a_problem_and_no_crash(session, engine):
    with pytest.raises(Invalid, match="about: not_allowed"):
        factories.person(session, engine, about="a\x00b")


@pytest.mark.parametrize(
    "text", ["đorđević", "DJORDJEVIC", "Ђорђевић ана", "zavarivačica", "zavarivača", "vredna nišu", "  "]
)
def test_search_finds_a_person_however_it_is_written(session, engine, text):
    found = people.create(session, COUNSELLOR, engine, FULL)
    assert found.id in [item.id for item in people.search(session, COUNSELLOR, text=text).items]


@pytest.mark.parametrize("text", ["Đorđević kuvarica", "%", "_", "Jovana", "q\x00x"])
def test_search_wants_every_word(session, engine, others, text):
    people.create(session, COUNSELLOR, engine, FULL)
    assert people.search(session, COUNSELLOR, text=text).total == 0


def test_search_goes_by_family_name_page_by_page(session, engine, others):
    for family_name in ("Živković", "Ćirić", "Ilić"):
        factories.person(session, engine, given_name="Zoran", family_name=family_name)
    names, cursor = [], None
    while True:
        page = people.search(session, COUNSELLOR, limit=2, cursor=cursor)
        assert page.total == 5
        names += [item.name for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names == ["Zoran Ćirić", "Valdete Hasani", "Marko Ilić", "Zoran Ilić", "Zoran Živković"]


def test_search_within_a_municipality(session, engine, others):
    found = factories.person(session, engine, municipality="bor")
    page = people.search(session, COUNSELLOR, municipality="bor")
    assert ([item.id for item in page.items], page.total) == ([found.id], 1)
    assert page.items[0].municipality == "bor"


@pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "WyIyMDI2IiwgOTk5OTk5OTk5OTk5XQ",
                                    "WyJcdWQ4MDAiLCAxXQ", "WyJhIiwgdHJ1ZV0"])  # fmt: skip
def test_a_cursor_that_is_none_is_told(session, cursor):
    with pytest.raises(Invalid, match="cursor: unknown"):
        people.search(session, COUNSELLOR, cursor=cursor)


def test_a_line_names_occupations_latest_first(session, engine, others):
    read(session, engine, people.create(session, COUNSELLOR, engine, FULL).id)
    (line,) = people.search(session, COUNSELLOR, text="đorđević").items
    assert line.occupations == ("baker", "welder")


def test_a_list_takes_the_same_number_of_statements_however_long_it_is(session, engine, count_statements):
    people.create(session, COUNSELLOR, engine, FULL)
    with count_statements() as for_one:
        people.search(session, COUNSELLOR)
    for _ in range(5):
        people.create(session, COUNSELLOR, engine, FULL)
    session.expunge_all()
    with count_statements() as for_six:
        assert len(people.search(session, COUNSELLOR).items) == 6
    assert len(for_one) == len(for_six) <= 5


def test_a_person_sees_and_changes_only_the_own_profile(session, engine, others):
    own = factories.person(session, engine)
    other = factories.person(session, engine)
    actor = Actor(9, "Ana", frozenset({"beneficiary"}), person_id=own.id)
    assert people.get(session, actor, own.id).id == own.id
    assert people.update(session, actor, engine, own.id, PersonRecord("Ana", "Simić")).record.family_name == "Simić"
    for out_of_reach in (
        lambda: people.get(session, actor, other.id),
        lambda: people.get(session, actor, 77_777),
        lambda: people.update(session, actor, engine, other.id, FULL),
    ):
        with pytest.raises(NotFound):
            out_of_reach()
    for forbidden in (
        lambda: people.search(session, actor),
        lambda: people.create(session, actor, engine, FULL),
    ):
        with pytest.raises(Forbidden):
            forbidden()


@pytest.mark.parametrize("actor", [ANONYMOUS, EMPLOYER])
def test_nobody_else_sees_profiles(session, engine, actor):
    person = factories.person(session, engine)
    with pytest.raises(Forbidden):
        people.get(session, actor, person.id)
    with pytest.raises(Forbidden):
        people.search(session, actor)


@pytest.mark.parametrize("person_id", [77_777, 0, -1, 10**12])
def test_an_unknown_person_is_not_found(session, engine, person_id):
    with pytest.raises(NotFound):
        people.get(session, COUNSELLOR, person_id)


def test_importing_the_same_twice_changes_nothing(session, engine, others):
    first = people.put_imported(session, OPERATOR, engine, "lista.csv", "7", FULL)
    again = people.put_imported(session, OPERATOR, engine, "lista.csv", "7", FULL)
    assert (first.created, first.changed) == (True, True)
    assert (again.id, again.created, again.changed) == (first.id, False, False)
    assert people.search(session, COUNSELLOR).total == 3


def test_importing_a_changed_line_updates_the_profile(session, engine):
    first = people.put_imported(session, OPERATOR, engine, "lista.csv", "7", PersonRecord("Ana", "Jović"))
    other = people.put_imported(session, OPERATOR, engine, "druga.csv", "7", PersonRecord("Ana", "Jović"))
    again = people.put_imported(
        session, OPERATOR, engine, "lista.csv", "7", PersonRecord("Ana", "Ilić", municipality="bor")
    )
    assert (again.id, again.created, again.changed) == (first.id, False, True)
    assert other.id != first.id
    assert people.get(session, COUNSELLOR, first.id).record.municipality == "bor"


def test_a_correction_survives_the_next_import_of_the_same_file(session, engine):
    imported = people.put_imported(session, OPERATOR, engine, "lista.csv", "7", PersonRecord("Ana", "Jovic"))
    people.update(session, COUNSELLOR, engine, imported.id, PersonRecord("Ana", "Jović"))
    people.put_imported(session, OPERATOR, engine, "lista.csv", "7", PersonRecord("Ana", "Jovic"))
    assert people.get(session, COUNSELLOR, imported.id).record.family_name == "Jović"


def by_code(facts):
    return {fact.code: (fact.source, fact.confidence) for fact in facts}


def test_what_a_person_states_is_the_persons_word(session, engine):
    sewing, forklift = SkillRecord("sewing", 3, "certificate", 0.9), SkillRecord("forklift-operation", 2, "counsellor")
    stored = factories.person(session, engine, skills=(sewing, forklift), mentions=(MentionRecord("welder"),))
    ana = Actor(3, "Ana", frozenset({"beneficiary"}), person_id=stored.id)
    forged = replace(
        stored.record,
        skills=(
            replace(sewing, source="self"),
            replace(forklift, level=4),
            SkillRecord("bread-baking", 4, "certificate"),
        ),
        mentions=(MentionRecord("welder", source="self"), MentionRecord("baker", source="counsellor", confidence=0.2)),
    )
    kept = people.update(session, ana, engine, stored.id, forged).record
    assert by_code(kept.skills) == {
        "sewing": ("certificate", 0.9),
        "forklift-operation": ("self", 1.0),
        "bread-baking": ("self", 1.0),
    }
    assert by_code(kept.mentions) == {"welder": ("counsellor", 1.0), "baker": ("self", 1.0)}


def test_an_occupation_that_a_person_states_is_the_persons_word(session, engine):
    by_counsellor = {code: OccupationReading(code, "counsellor", 1.0) for code in ("welder", "baker", "seamstress")}
    before = ExperienceRecord("Radnik", occupation=by_counsellor["welder"])
    training = RequalificationRecord(
        "Obuka", "Škola", to_occupation=by_counsellor["baker"], from_occupation=by_counsellor["welder"]
    )
    stored = factories.person(session, engine, experiences=(before,), requalifications=(training, training))
    ana = Actor(3, "Ana", frozenset({"beneficiary"}), person_id=stored.id)
    forged = replace(
        stored.record,
        experiences=(ExperienceRecord("Radnik", occupation=by_counsellor["seamstress"]), before),
        requalifications=(training, replace(training, to_occupation=by_counsellor["seamstress"])),
    )
    kept = people.update(session, ana, engine, stored.id, forged).record
    assert [item.occupation.source for item in kept.experiences] == ["self", "counsellor"]
    assert [item.to_occupation.source for item in kept.requalifications] == ["counsellor", "self"]
    assert kept.requalifications[1].from_occupation.source == "self"


def test_a_person_confirms_what_was_read(session, engine):
    stored = factories.person(session, engine, about="MIG/MAG zavarivanje")
    ana = Actor(3, "Ana", frozenset({"beneficiary"}), person_id=stored.id)
    confirmed = tuple(replace(skill, source="certificate") for skill in stored.record.skills)
    assert by_code(stored.record.skills)["mig-mag-welding"][0] == "text"
    kept = people.update(session, ana, engine, stored.id, replace(stored.record, skills=confirmed)).record
    assert by_code(kept.skills) == {"mig-mag-welding": ("self", 1.0)}


# ---- what people tell of their work in their own words


def told(record):
    return {item.code: (item.kind, item.years, item.ended_year, item.given_up) for item in record.mentions}


def test_work_is_read_with_its_years_out_of_both_scripts(session, engine):
    for about in (
        "Radila sam 4 godine kao pekarka, a od 2015. do 2019. bila sam krojačica.",
        "Радила сам 4 године као пекарка, а од 2015. до 2019. била сам кројачица.",
    ):
        stored = factories.person(session, engine, about=about)
        assert told(stored.record) == {"baker": ("work", 4, None, False), "seamstress": ("work", 4, 2019, False)}


def test_the_same_text_read_again_changes_nothing(session, engine):
    stored = factories.person(session, engine, about="Radila sam 4 godine kao pekarka.", wishes="krojačica")
    engine.read_again(session)
    assert people.get(session, COUNSELLOR, stored.id).record == stored.record


def test_what_is_wished_for_is_a_wish_and_what_is_given_up_there_is_given_up(session, engine):
    about, wishes = "Radila sam 4 godine kao pekarka.", "Bilo šta, krojačica na primer. Ne bih više kao pekarka."
    stored = factories.person(session, engine, about=about, wishes=wishes)
    assert told(stored.record) == {"baker": ("work", 4, None, True), "seamstress": ("wish", None, None, False)}


def test_a_refusal_among_the_wishes_is_no_wish(session, engine):
    stored = factories.person(session, engine, wishes="Ne bih nikako radila kao pekarka ni kao krojačica.")
    assert told(stored.record) == {"baker": ("mention", None, None, True), "seamstress": ("mention", None, None, True)}


def test_work_on_record_that_the_person_refuses_is_shown_as_given_up(session, engine):
    stored = factories.person(
        session, engine, about="U pekaru se ne bih vraćala.", experiences=(ExperienceRecord("pekarka", years=8),)
    )
    assert told(stored.record) == {"baker": ("work", None, None, True)}


def test_a_counsellor_corrects_the_years_that_were_read(session, engine):
    about = "Radila sam 4 godine kao pekarka."
    stored = factories.person(session, engine, about=about)
    corrected = replace(stored.record.mentions[0], years=6.0, ended_year=2020, source="counsellor", confidence=1.0)
    for _ in range(2):
        record = replace(stored.record, mentions=(corrected,))
        stored = people.update(session, COUNSELLOR, engine, stored.id, record)
    assert stored.record.mentions == (corrected,)


def test_years_of_a_mention_must_be_possible(session, engine):
    mentions = (MentionRecord("baker", kind="hobby", years=71, ended_year=1800),)
    with pytest.raises(Invalid) as caught:
        factories.person(session, engine, mentions=mentions)
    assert set(caught.value.problems) == {"mentions/0/kind", "mentions/0/years", "mentions/0/ended_year"}
