"""Migrations of the database, through Alembic.

After a change of the models: `python -m models.migrate "add what to what"` writes the next step into
`models/migrations/versions/`. Read it over: Alembic does not see changed CHECK constraints.
"""

import sys
import tempfile
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_FOLDER = Path(__file__).parent / "migrations"


class Refused(Exception):
    """A step that would lose or bare what must be kept; the message is one clear line. Nothing was changed."""


def upgrade(database_url: str, revision: str = "head", protected_keys: tuple[bytes, ...] = ()) -> None:
    """Bring the tables up to a revision; does nothing where they are.

    `protected_keys`: what protected data is sealed with, the newest first. Raises Refused where they are needed.
    """
    config = _config(database_url)
    config.attributes["protected_keys"] = protected_keys
    command.upgrade(config, revision)


def downgrade(database_url: str, revision: str) -> None:
    """Back to an earlier revision; `base` is the empty database. Raises Refused."""
    command.downgrade(_config(database_url), revision)


def is_current(bind: Engine | Connection) -> bool:
    """Whether the database has all migrations of this program, and no other."""
    if isinstance(bind, Engine):
        with bind.connect() as connection:
            return is_current(connection)
    return MigrationContext.configure(bind).get_current_heads() == (_head(),)


def new_revision(message: str) -> None:
    """Write the step from the newest revision to the models as they are."""
    number = len(list(ScriptDirectory(str(_FOLDER)).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/newest.sqlite"
        if number > 1:
            upgrade(database_url)
        command.revision(_config(database_url), message, autogenerate=True, rev_id=f"{number:04d}")


@cache
def _head() -> str | None:
    return ScriptDirectory(str(_FOLDER)).get_current_head()


def _config(database_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["database_url"] = database_url
    return config


if __name__ == "__main__":
    new_revision(" ".join(sys.argv[1:]))
