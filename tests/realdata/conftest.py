from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"


@pytest.fixture(scope="session")
def real():
    """The folder of real ads, titles, occupations and ESCO; nothing of it belongs to the project."""
    if not REAL.is_dir():
        pytest.skip("no ../shared/real beside this checkout")
    return REAL
