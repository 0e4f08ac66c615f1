from importlib.resources import files
from types import SimpleNamespace

import pytest

from matching_service.cli.evaluation import starter_reader
from matching_service.services.importing.known import Known, Labels
from matching_service.services.importing.places import Places
from matching_service.services.reference_data import starter_files


@pytest.fixture(scope="session")
def known():
    """What a new installation knows."""
    reader = starter_reader()
    places = Places(SimpleNamespace(**row) for row in starter_files.municipalities(files("data")))
    return Known(
        places, Labels(reader.taxonomy.skills.values()), Labels(reader.taxonomy.occupations.values()), reader, {}
    )
