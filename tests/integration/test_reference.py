import shutil
from importlib import resources

import pytest
from sqlalchemy import select

from matching_service.errors import BadInput
from matching_service.services.reference_data import reference
from models import Municipality, Occupation, OccupationLabel, OccupationSkill, Skill, TaxonomyRevision

OCCUPATIONS = """\
code,isco_code,field,sr,sr_feminine,sr_synonyms,en,en_synonyms,de,de_synonyms,sq,sq_synonyms,essential_skills,optional_skills
welder,7212,metal,zavarivač,zavarivačica,varilac|šlosar,welder,,Schweißer,Schweißerin|Schweißer,saldues,,welding,drawings
baker,7512,food,pekar,pekarka,,baker,bread maker,Bäcker,,furrtar,,baking,
"""
SKILLS = """\
code,kind,field,sr,sr_synonyms,en,en_synonyms,de,de_synonyms,sq,sq_synonyms
welding,skill,metal,zavarivanje,varenje,welding,,Schweißen,,saldim,
drawings,knowledge,,čitanje crteža,,reading drawings,,Zeichnungen lesen,,lexim vizatimesh,
baking,skill,food,pečenje hleba,,baking bread,,Brot backen,,pjekje buke,
"""
MUNICIPALITIES = """\
code,name,kind,district,district_name,latitude,longitude,synonyms
zajecar,Zaječar,city,zajecarski,Zaječarski,43.9042,22.2847,Zaječaru
cacak,Čačak,city,moravicki,Moravički,43.8914,20.3497,
bor,Bor,city,borski,Borski,44.0747,22.0961,Boru
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "taxonomy").mkdir()
    write(tmp_path, OCCUPATIONS, SKILLS, MUNICIPALITIES)
    return tmp_path


PHRASES = """\
occupation,language,words,general
baker,sr,peče*/pekla hleb*,
"""


def write(folder, occupations=OCCUPATIONS, skills=SKILLS, municipalities=MUNICIPALITIES, phrases=PHRASES):
    (folder / "taxonomy" / "occupations.csv").write_text(occupations, "utf-8")
    (folder / "taxonomy" / "skills.csv").write_text(skills, "utf-8")
    (folder / "taxonomy" / "informal_work.csv").write_text(phrases, "utf-8")
    (folder / "municipalities.csv").write_text(municipalities, "utf-8")


def labels(session, code):
    statement = select(OccupationLabel.language, OccupationLabel.kind, OccupationLabel.text)
    owned = statement.join(Occupation, Occupation.id == OccupationLabel.occupation_id).where(Occupation.code == code)
    return {tuple(row) for row in session.execute(owned)}


def relations(session):
    statement = select(Occupation.code, Skill.code, OccupationSkill.essential)
    joined = statement.join(OccupationSkill, OccupationSkill.occupation_id == Occupation.id)
    return {tuple(row) for row in session.execute(joined.join(Skill, Skill.id == OccupationSkill.skill_id))}


def revision(session):
    return session.scalar(select(TaxonomyRevision.revision))


def test_files_are_loaded_once(session, folder):
    assert reference.load_reference_data(session, folder)
    assert revision(session) == 1
    assert not reference.load_reference_data(session, folder)
    assert revision(session) == 1


def test_an_occupation_has_each_label_once_and_its_skills(session, folder):
    reference.load_reference_data(session, folder)
    assert labels(session, "welder") == {
        ("sr", "preferred", "zavarivač"),
        ("sr", "feminine", "zavarivačica"),
        ("sr", "synonym", "varilac"),
        ("sr", "synonym", "šlosar"),
        ("en", "preferred", "welder"),
        ("de", "preferred", "Schweißer"),
        ("de", "synonym", "Schweißerin"),
        ("sq", "preferred", "saldues"),
    }
    assert relations(session) == {
        ("welder", "welding", True),
        ("welder", "drawings", False),
        ("baker", "baking", True),
    }


def test_changed_files_change_what_differs_and_keep_ids(session, folder):
    reference.load_reference_data(session, folder)
    ids = dict(session.execute(select(Occupation.code, Occupation.id)).all())
    changed = OCCUPATIONS.replace("varilac|šlosar", "varioc").replace("welding,drawings", "drawings,baking")
    write(folder, occupations=changed.replace("7212,metal", "7212,construction"))
    assert reference.load_reference_data(session, folder)
    session.expire_all()
    assert {text for language, _kind, text in labels(session, "welder") if language == "sr"} == {
        "zavarivač",
        "zavarivačica",
        "varioc",
    }
    assert relations(session) == {
        ("welder", "drawings", True),
        ("welder", "baking", False),
        ("baker", "baking", True),
    }
    assert session.scalar(select(Occupation.field).where(Occupation.code == "welder")) == "construction"
    assert dict(session.execute(select(Occupation.code, Occupation.id)).all()) == ids
    assert revision(session) == 2


def test_what_came_from_esco_stays(session, folder):
    reference.load_reference_data(session, folder)
    alone = Occupation(code="esco:1", isco_code="7212", esco_uri="http://example.test/1")
    alone.labels = [OccupationLabel(language="en", kind="preferred", text="spot welder")]
    merged = session.scalar(select(Occupation).where(Occupation.code == "welder"))
    merged.esco_uri = "http://example.test/2"
    merged.labels.append(OccupationLabel(language="en", kind="synonym", text="arc welder"))
    session.add(alone)
    session.flush()
    write(folder, occupations=OCCUPATIONS.replace("varilac", "varioc"))
    reference.load_reference_data(session, folder)
    session.expire_all()
    assert labels(session, "esco:1") == {("en", "preferred", "spot welder")}
    assert labels(session, "welder") >= {("en", "synonym", "arc welder"), ("sr", "synonym", "varioc")}


def test_a_skill_that_does_not_exist_is_one_clear_line(session, folder):
    write(folder, skills=SKILLS.replace("baking,skill", "cooking,skill"))
    with pytest.raises(BadInput, match="occupation baker names the skill baking, which does not exist"):
        reference.load_reference_data(session, folder)


def test_informal_work_of_an_occupation_that_does_not_exist_is_one_clear_line(session, folder):
    write(folder, phrases=PHRASES.replace("baker,sr", "cook,sr"))
    with pytest.raises(BadInput, match="informal work names the occupation cook, which does not exist"):
        reference.load_reference_data(session, folder)


def test_a_missing_file_is_one_clear_line(session, folder):
    shutil.rmtree(folder / "taxonomy")
    with pytest.raises(BadInput, match=r"taxonomy/occupations\.csv is missing"):
        reference.load_reference_data(session, folder)


def test_municipalities_by_name(session, folder, count_statements):
    reference.load_reference_data(session, folder)
    session.expunge_all()
    with count_statements() as statements:
        found = reference.municipalities(session)
    assert [item.name for item in found] == ["Bor", "Čačak", "Zaječar"]
    assert (found[0].code, found[0].district, found[0].latitude) == ("bor", "borski", 44.0747)
    assert len(statements) == 1


def test_the_files_of_this_project_load(session):
    assert reference.load_reference_data(session, resources.files("data"))
    assert len(session.scalars(select(Municipality)).all()) >= 170
    assert len(session.scalars(select(Occupation)).all()) >= 900
    assert len(session.scalars(select(Skill)).all()) >= 1300
