import json

import pytest
from sqlalchemy import func, select

from matching_service.cli.environment import database
from models import Employer, Opening, Person, User


@pytest.fixture
def loaded(prepared, run):
    """What `demo load` printed the first time."""
    result = run("demo", "load", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_the_shipped_demo_is_loaded_once_and_read_without_a_rest(loaded, run):
    assert (loaded["loaded"], len(loaded["accounts"])) == (True, 6)
    assert json.loads(run("demo", "load", "--json").stdout)["loaded"] is False
    assert "counsellor@demo.example" in run("demo", "load").stdout
    with database() as session:
        rows = {
            "employers": count(session, Employer),
            "people": count(session, Person),
            "openings": count(session, Opening),
        }
        assert loaded["rows"] == rows
        assert count(session, User) == 6
        assert len(set(session.scalars(select(Opening.state)))) == 7
        unknown = select(Opening.title).where(Opening.description.contains("veštine: "))
        assert session.scalars(unknown).all() == []
        nobody_verified = select(Opening.title).join(Opening.employer).where(Employer.verified_at.is_(None))
        assert session.scalars(nobody_verified.where(Opening.state == "published")).all() == []
