import pytest

from matching_service.cli.evaluation import starter_reader
from matching_service.matcher.features import FeatureEncoder
from tests.unit.matcher import trades


@pytest.fixture(scope="session")
def reader():
    """The reader of a new installation; it takes seconds to make."""
    return starter_reader()


@pytest.fixture(scope="session")
def encoder():
    """Fitted on the few trades of tests.unit.matcher.trades."""
    return FeatureEncoder().fit(trades.TAXONOMY, trades.FREQUENCIES)
