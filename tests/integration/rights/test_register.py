"""Every table of the database is declared: whose data it holds and what becomes of them, or why it holds nobody's."""

import pytest
from sqlalchemy import LargeBinary

from matching_service.services.protection.retention_rules import RULES
from matching_service.services.rights.export import _ARRAYS
from matching_service.services.rights.register import FOR_GOOD, NOT_PERSONAL, PERSONAL, WITH_PROFILE
from models import Base

TABLES = Base.metadata.tables
# Rows that refer to people without telling of them; the reason stands in NOT_PERSONAL.
REFER_TO_ACCOUNTS = {"service_token", "cohort", "cohort_run"}
# What columns are called in which ids and addresses of people stand without a foreign key.
TELLING = {"person_id", "entity_id", "subject_id", "user_id", "actor_id", "email", "to"}


def test_every_table_is_declared_once():
    declared = [*PERSONAL, *NOT_PERSONAL]
    assert sorted(declared) == sorted(TABLES), "say in services/rights/register.py whose data a new table holds"


@pytest.mark.parametrize("name", sorted(set(NOT_PERSONAL) - REFER_TO_ACCOUNTS))
def test_what_is_not_personal_refers_to_nobody(name):
    referred = {key.column.table.name for key in TABLES[name].foreign_keys}
    assert not referred & PERSONAL.keys()
    assert not TELLING & set(TABLES[name].columns.keys())


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_what_is_withheld_is_there_and_all_other_bytes_can_be_handed_out(name):
    holding, columns = PERSONAL[name], TABLES[name].columns
    assert set(holding.withheld) <= set(columns.keys())
    shown = (column for column in columns if column.name not in holding.withheld)
    raw = {column.name for column in shown if isinstance(column.type, LargeBinary)}
    assert raw <= set(_ARRAYS), "bytes are no copy anybody can read: withhold them with a reason, or decode them"


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_everything_is_kept_for_a_time_that_is_said(name):
    assert PERSONAL[name].kept in {WITH_PROFILE, FOR_GOOD, *RULES}
