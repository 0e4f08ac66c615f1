"""An installed service has all the files a checkout has: the container runs from an installation."""

from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Sources of what is shipped compiled.
NOT_SHIPPED = {"employer_portal/styles"}


@pytest.mark.parametrize("package", ["data", "employer_portal", "matching_service", "models"])
def test_every_file_beside_the_code_is_package_data(package):
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    patterns = config["options.package_data"][package].split(", ")
    shipped = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
    assert [path for path in _files_beside_code(ROOT / package) if path not in shipped] == []


def _files_beside_code(folder):
    for path in folder.rglob("*"):
        outside = any(path.is_relative_to(ROOT / left_out) for left_out in NOT_SHIPPED)
        if path.is_file() and path.suffix != ".py" and path.parent.name != "__pycache__" and not outside:
            yield path
