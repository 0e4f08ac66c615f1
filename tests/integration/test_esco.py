import zipfile

import pytest
from sqlalchemy import func, select

from matching_service.errors import BadInput
from matching_service.services.reference_data import esco
from matching_service.services.reference_data.esco import EscoImport
from models import Base, Occupation, OccupationLabel, OccupationSkill, Skill, SkillLabel, TaxonomyRevision
from tests import factories
from tests.integration import esco_download
from tests.integration.esco_download import TABLES, occupation, skill

NOTHING = EscoImport(0, 0, 0, 0, 0, 0)


@pytest.fixture
def starter(session, reference_data):
    """The small taxonomy, a few of its concepts with English names."""
    welder, baker = (occupation_called(session, code) for code in ("welder", "baker"))
    welder.labels += [OccupationLabel(language="en", kind="preferred", text="welder")]
    baker.labels += [OccupationLabel(language="en", kind="preferred", text="baker")]
    skill_called(session, "mig-mag-welding").labels += [
        SkillLabel(language="en", kind="preferred", text="MIG/MAG welding")
    ]
    session.commit()


@pytest.fixture
def merge(session, starter, tmp_path):
    """Merge a download made of these tables."""

    def merge(tables=TABLES, **options):
        path = esco_download.write(tmp_path / "esco.zip", tables, **options)
        done = esco.import_esco(session, path)
        session.commit()
        session.expire_all()
        return done

    return merge


def occupation_called(session, code):
    return session.scalars(select(Occupation).where(Occupation.code == code)).one()


def skill_called(session, code):
    return session.scalars(select(Skill).where(Skill.code == code)).one()


def english(concept):
    return [(label.kind, label.text) for label in concept.labels if label.language == "en"]


def skills_of(session, code):
    query = (
        select(Skill.code, OccupationSkill.essential)
        .join(OccupationSkill, OccupationSkill.skill_id == Skill.id)
        .join(Occupation, Occupation.id == OccupationSkill.occupation_id)
        .where(Occupation.code == code)
    )
    return dict(session.execute(query).all())


def test_an_occupation_with_the_same_isco_group_and_a_shared_label_is_the_same(session, merge):
    merge()
    welder = occupation_called(session, "welder")
    assert welder.esco_uri == "http://data.europa.eu/esco/occupation/o-welder"
    assert (welder.isco_code, welder.field) == ("7212", "metal")
    assert english(welder) == [("preferred", "welder"), ("synonym", "welding operative")]


def test_the_same_label_in_another_isco_group_is_another_occupation(session, merge):
    merge()
    other = occupation_called(session, "esco:o-same-name")
    assert (other.isco_code, english(other)) == ("7543", [("preferred", "welder")])


def test_an_occupation_the_starter_taxonomy_does_not_have_comes_in(session, merge):
    merge()
    moulder = occupation_called(session, "esco:o-moulder")
    assert english(moulder) == [("preferred", "moulder"), ("synonym", "sand moulder")]


def test_a_new_occupation_takes_the_field_of_its_neighbours_where_there_are_any(session, merge):
    merge()
    assert occupation_called(session, "esco:o-moulder").field == "metal"
    assert occupation_called(session, "esco:o-barista").field is None


def test_a_skill_with_a_shared_label_is_the_same_and_others_come_in(session, merge):
    merge()
    mig = skill_called(session, "mig-mag-welding")
    assert mig.esco_uri == "http://data.europa.eu/esco/skill/s-mig"
    assert english(mig) == [("preferred", "MIG/MAG welding"), ("synonym", "operate a MIG welder")]
    assert skill_called(session, "esco:s-alloys").kind == "knowledge"
    assert skill_called(session, "esco:s-latte").kind == "skill"


def test_what_is_essential_is_for_the_starter_taxonomy_to_say_where_it_has_the_occupation(session, merge):
    merge()
    assert skills_of(session, "welder") == {"mig-mag-welding": True, "esco:s-alloys": False}
    assert skills_of(session, "esco:o-moulder") == {"esco:s-alloys": True}
    assert skills_of(session, "esco:o-barista") == {"esco:s-latte": False}


def test_what_esco_does_not_mention_stays(session, merge):
    merge()
    baker = occupation_called(session, "baker")
    assert (baker.esco_uri, english(baker)) == (None, [("preferred", "baker")])
    assert skills_of(session, "baker") == {"bread-baking": True}


def test_an_import_counts_what_it_did(merge):
    done = merge()
    assert done == EscoImport(
        occupations=3, occupations_merged=1, skills=2, skills_merged=1, labels=1 + 1 + 2 + 1 + 1 + 1 + 1, relations=3
    )
    assert done.changed


def test_the_same_download_twice_adds_nothing(session, merge):
    def rows():
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        }

    def revision():
        return session.scalar(select(TaxonomyRevision.revision))

    merge()
    before = rows(), revision()
    assert merge() == NOTHING
    assert not NOTHING.changed
    assert (rows(), revision()) == before


def test_of_two_that_could_be_the_same_the_first_is(session, merge):
    twins = [occupation("o-1", "7212", "welder"), occupation("o-2", "7212", "arc welder", "welder")]
    done = merge(TABLES | {"occupations_en.csv": twins})
    assert (done.occupations, done.occupations_merged) == (1, 1)
    assert occupation_called(session, "welder").esco_uri.endswith("o-1")
    assert english(occupation_called(session, "esco:o-2")) == [("preferred", "arc welder"), ("synonym", "welder")]


def test_spellings_that_differ_in_case_only_are_one_label(session, merge):
    merge(TABLES | {"occupations_en.csv": [occupation("o-1", "5132", "Barista", "barista", "BARISTA")]})
    assert english(occupation_called(session, "esco:o-1")) == [("preferred", "Barista")]


def test_a_download_in_another_language_adds_its_labels_to_the_same_concepts(session, merge):
    merge()
    german = {
        "occupations_de.csv": [occupation("o-welder", "7212", "Schweißer/Schweißerin", "Schweißer")],
        "skills_de.csv": [skill("s-latte", "Latte Art zubereiten")],
        "occupationSkillRelations.csv": [],
    }
    assert merge(german) == EscoImport(0, 0, 0, 0, labels=3, relations=0)
    labels = [
        (label.kind, label.text) for label in occupation_called(session, "welder").labels if label.language == "de"
    ]
    assert labels == [("preferred", "Schweißer/Schweißerin"), ("synonym", "Schweißer")]


def test_tables_may_lie_in_a_folder_of_the_archive(merge):
    assert merge(folder="ESCO dataset/v1.1.1/").occupations == 3


def test_the_matcher_reads_with_what_came_in(session, merge, engine):
    factories.person(session, engine, about="I worked as a sand moulder")
    session.commit()
    assert "esco:o-moulder" not in engine.taxonomy(session).occupations
    merge()
    assert engine.is_stale(session)
    engine.read_again(session)
    assert engine.reader(session).occupation("sand moulder").code == "esco:o-moulder"
    assert not engine.is_stale(session)


def test_progress_is_told_of_what_is_written(session, starter, tmp_path):
    steps = []
    done = esco.import_esco(session, esco_download.write(tmp_path / "esco.zip"), steps.append)
    assert sum(steps) == done.labels + done.relations


# ---- what is no download of ESCO


@pytest.fixture
def refused(session, starter):
    """The one line with which a file is refused; nothing has changed."""

    def line(path):
        before = session.scalar(select(func.count()).select_from(OccupationLabel))
        with pytest.raises(BadInput) as caught:
            esco.import_esco(session, path)
        assert session.scalar(select(func.count()).select_from(OccupationLabel)) == before
        message = str(caught.value)
        assert "\n" not in message
        return message

    return line


def test_a_missing_file_is_told(refused, tmp_path):
    assert "no such file" in refused(tmp_path / "esco.zip")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half of one"])
def test_a_broken_archive_is_told(refused, tmp_path, content):
    path = tmp_path / "esco.zip"
    path.write_bytes(content)
    assert "not a readable zip archive" in refused(path)


def test_a_folder_is_no_archive(refused, tmp_path):
    (tmp_path / "esco.zip").mkdir()
    assert "not a readable zip archive" in refused(tmp_path / "esco.zip")


@pytest.mark.parametrize("missing", list(TABLES))
def test_a_missing_table_is_named(refused, tmp_path, missing):
    tables = {name: rows for name, rows in TABLES.items() if name != missing}
    path = esco_download.write(tmp_path / "esco.zip", tables)
    assert f"no {missing.split('_')[0].removesuffix('.csv')} in it" in refused(path)


def test_another_zip_altogether_is_told(refused, tmp_path):
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("me.jpg", b"...")
    assert "not an ESCO download in CSV" in refused(path)


@pytest.mark.parametrize(
    ("table", "column"),
    [("occupations_en.csv", "iscoGroup"), ("skills_en.csv", "altLabels"), ("occupationSkillRelations.csv", "skillUri")],
)
def test_a_missing_column_is_named(refused, tmp_path, table, column):
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, columns in esco_download.COLUMNS.items():
            kept = [other for other in columns if (name, other) != (table, column)]
            archive.writestr(name, esco_download.csv_text(kept, []))
    line = refused(path)
    assert table in line
    assert f"no column {column}" in line


def test_a_row_that_ends_too_early_is_told_with_its_line(refused, tmp_path):
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, columns in esco_download.COLUMNS.items():
            text = esco_download.csv_text(columns, TABLES[name])
            archive.writestr(name, text + ("KnowledgeSkillCompetence,http://x\r\n" if name == "skills_en.csv" else ""))
    assert "skills_en.csv, line 5: too few columns" in refused(path)


def test_an_isco_group_without_four_digits_is_told(refused, tmp_path):
    path = esco_download.write(
        tmp_path / "esco.zip", TABLES | {"occupations_en.csv": [occupation("o-1", "72", "welder")]}
    )
    assert "the ISCO group '72' has no four digits" in refused(path)


def test_text_that_is_not_utf_8_is_told(refused, tmp_path):
    path = tmp_path / "esco.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, columns in esco_download.COLUMNS.items():
            archive.writestr(name, esco_download.csv_text(columns, TABLES[name]).encode() + b"\xff\xfe")
    assert "cannot be read" in refused(path)


def _deflated(path):
    """A download whose tables are compressed, and where the bytes of its first table begin."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns in esco_download.COLUMNS.items():
            archive.writestr(name, esco_download.csv_text(columns, TABLES[name]))
        member = archive.getinfo("occupations_en.csv")
    return member.header_offset, member.header_offset + 30 + len(member.filename)


def test_damaged_compressed_data_is_told(refused, tmp_path):
    path = tmp_path / "esco.zip"
    _, data = _deflated(path)
    content = bytearray(path.read_bytes())
    content[data : data + 40] = b"\xff" * 40
    path.write_bytes(content)
    assert "occupations_en.csv cannot be read" in refused(path)


@pytest.mark.parametrize(("field", "value"), [(6, 1), (8, 99)], ids=["encrypted", "compressed in an unknown way"])
def test_a_table_that_python_cannot_unpack_is_told(refused, tmp_path, field, value):
    """`field`: where flags and method stand in the header of a member; two bytes later in the archive's directory."""
    path = tmp_path / "esco.zip"
    header, _ = _deflated(path)
    content = bytearray(path.read_bytes())
    content[header + field] = value
    content[content.index(b"PK\x01\x02") + field + 2] = value
    path.write_bytes(content)
    assert "occupations_en.csv cannot be read" in refused(path)


def test_a_language_without_labels_in_the_taxonomy_is_told(refused, tmp_path):
    tables = {name.replace("_en", "_fr"): rows for name, rows in TABLES.items()}
    assert "'fr'" in refused(esco_download.write(tmp_path / "esco.zip", tables))
