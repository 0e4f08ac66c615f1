"""The official download of ESCO is merged with the shipped taxonomy."""

import pytest
from sqlalchemy import func, select

from matching_service.services.reference_data import esco, reference, taxonomy
from models import Base, Occupation, OccupationSkill
from models.session import make_engine, transaction

pytestmark = pytest.mark.realdata

NOTHING = esco.EscoImport(0, 0, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def merged(real):
    """A database after merging twice, with what each merge said and what the starter taxonomy held essential."""
    database = make_engine("sqlite://")
    Base.metadata.create_all(database)
    archive = real / "esco" / "esco-v1.1.1-en-csv.zip"
    with transaction(database) as session:
        reference.load_reference_data(session)
        starter = essential(session)
        first, second = (esco.import_esco(session, archive) for _ in range(2))
        yield session, first, second, starter


def essential(session):
    """Pairs (occupation id, skill id) of the occupations that the starter taxonomy has."""
    query = select(OccupationSkill.occupation_id, OccupationSkill.skill_id).join(
        Occupation, Occupation.id == OccupationSkill.occupation_id
    )
    own = query.where(OccupationSkill.essential, ~Occupation.code.startswith("esco:"))
    return set(map(tuple, session.execute(own)))


def test_all_of_esco_comes_in_and_a_good_part_of_the_starter_taxonomy_is_found_in_it(merged):
    _session, first, _second, _starter = merged
    assert first.occupations + first.occupations_merged == 3007
    assert first.skills + first.skills_merged == 13896
    assert first.occupations_merged > 300
    assert first.skills_merged > 100
    assert first.relations > 100_000


def test_the_second_time_adds_nothing(merged):
    session, _first, second, _starter = merged
    assert second == NOTHING
    assert taxonomy.counts(session).with_esco == 3007 + 13896


def test_what_was_essential_is_all_that_is_essential_where_the_starter_taxonomy_has_the_occupation(merged):
    session, _first, _second, starter = merged
    assert essential(session) == starter


def test_every_new_occupation_has_a_name(merged):
    session, *_ = merged
    nameless = select(func.count()).select_from(Occupation).where(~Occupation.labels.any())
    assert session.scalar(nameless) == 0
