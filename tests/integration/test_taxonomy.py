import pytest
from sqlalchemy import select, update

from matching_service.services.reference_data import taxonomy
from matching_service.services.reference_data.taxonomy import TaxonomyCounts
from models import Occupation, Skill, SkillLabel

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def suggest(session, engine):
    def ask(text, **options):
        return taxonomy.suggest(session, engine, text, **options)

    return ask


def test_a_text_is_suggested_occupations_and_skills_the_surest_first(suggest):
    found = suggest("pekar")
    assert (found[0].kind, found[0].code, found[0].label, found[0].isco_code) == (
        "occupation",
        "baker",
        "pekar",
        "7512",
    )
    assert {item.kind for item in suggest("šivačica i šivenje na mašini")} == {"occupation", "skill"}
    assert [item.confidence for item in found] == sorted((item.confidence for item in found), reverse=True)


@pytest.mark.parametrize("text", ["пекарка", "PEKARKA", "pekarka", "pekarkа"])
def test_spelling_script_and_case_do_not_matter(suggest, text):
    first = suggest(text)[0]
    assert (first.code, first.matched_label) == ("baker", "pekarka")


def test_only_one_kind_may_be_asked_for(suggest):
    assert {item.kind for item in suggest("šivenje", kind="skill")} == {"skill"}
    assert {item.kind for item in suggest("šivenje", kind="occupation")} <= {"occupation"}


def test_no_more_are_suggested_than_asked_for(suggest):
    assert len(suggest("zavarivanje šivenje hleb", limit=2)) == 2


def test_labels_come_in_the_language_asked_for_or_else_in_serbian(session, suggest):
    sewing = session.scalars(select(Skill).where(Skill.code == "sewing")).one()
    sewing.labels += [SkillLabel(language="en", kind="preferred", text="sewing")]
    session.flush()
    assert suggest("šivenje na mašini", kind="skill", language="en")[0].label == "sewing"
    assert suggest("šivenje na mašini", kind="skill", language="de")[0].label == "šivenje na mašini"


@pytest.mark.parametrize("text", ["", "   ", "😀", "?"])
def test_a_text_that_says_nothing_is_suggested_nothing(suggest, text):
    assert suggest(text) == ()


def test_a_very_long_text_is_read_in_its_beginning(suggest):
    assert suggest("pekar " + "x" * 100_000)[0].code == "baker"


def test_everything_is_counted(session):
    assert taxonomy.counts(session) == TaxonomyCounts(
        occupations=3, skills=4, relations=3, with_esco=0, labels={"sr": 12}
    )
    session.execute(update(Occupation).where(Occupation.code == "baker").values(esco_uri="http://data.europa.eu/b"))
    assert taxonomy.counts(session).with_esco == 1
