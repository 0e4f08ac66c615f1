"""Importing files of people and openings: `open_table`, `find_columns`, then `Import.put` in as many transactions."""

from matching_service.services.importing.columns import FIELDS, Columns, find_columns
from matching_service.services.importing.job import STATUSES, Import, Outcome
from matching_service.services.importing.lines import Line
from matching_service.services.importing.rejects import SUFFIX, Rejects
from matching_service.services.importing.tables import Table, open_table

__all__ = [
    "FIELDS",
    "STATUSES",
    "SUFFIX",
    "Columns",
    "Import",
    "Line",
    "Outcome",
    "Rejects",
    "Table",
    "find_columns",
    "open_table",
]
