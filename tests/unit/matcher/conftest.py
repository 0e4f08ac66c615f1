import pytest
from hypothesis import settings

from matching_service.cli.evaluation import starter_reader
from matching_service.matcher.features import FeatureEncoder
from tests.unit.matcher import trades
from tests.unit.matcher.products import addends

# a busy machine is no reason to fail
settings.register_profile("matcher", deadline=None, max_examples=50)
settings.load_profile("matcher")


@pytest.fixture(scope="session")
def reader():
    """The reader of a new installation; it takes seconds to make."""
    return starter_reader()


@pytest.fixture(scope="session")
def encoder():
    """Fitted on the few trades of tests.unit.matcher.trades."""
    return FeatureEncoder().fit(trades.TAXONOMY, trades.FREQUENCIES)


@pytest.fixture
def score(encoder):
    """`score(profile, posting)`: their dot product."""

    def of(profile, posting):
        _, products = addends(encoder.transform_profile(profile), encoder.transform_posting(posting))
        return products.sum()

    return of
