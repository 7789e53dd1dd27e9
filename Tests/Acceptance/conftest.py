import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from home import BINARY, Home  # noqa: E402


def pytest_collection_modifyitems(items):
    if not BINARY.exists():
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"no binary at {BINARY}: build it, or set ASTROBASE_BINARY"))


@pytest.fixture
def home(tmp_path):
    """A home of its own; nothing of it outlives the test."""
    place = Home(tmp_path / "home")
    yield place
    place.end()
