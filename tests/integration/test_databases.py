"""How databases are opened."""

import pytest
from sqlalchemy import text


def test_what_is_deleted_is_overwritten_in_the_file(session):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("a setting of SQLite")
    assert session.scalar(text("PRAGMA secure_delete")) == 1
