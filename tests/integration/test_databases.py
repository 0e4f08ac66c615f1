"""How databases are opened."""

from sqlalchemy import text

from models.session import make_engine


def test_what_sqlite_deletes_is_overwritten_in_the_file(tmp_path):
    with make_engine(f"sqlite:///{tmp_path}/one.sqlite").connect() as connection:
        assert connection.scalar(text("PRAGMA secure_delete")) == 1
