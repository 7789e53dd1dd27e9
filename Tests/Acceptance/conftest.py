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


@pytest.fixture(scope="session")
def rabbit(tmp_path_factory):
    """A broker of the tests' own, and Celery's application on it."""
    from celery_tasks import app
    from rabbit import SERVER, TEST_WORKER, Rabbit

    if not SERVER.exists():
        pytest.skip("no rabbitmq-server is installed")
    if not TEST_WORKER.exists():
        pytest.skip(f"no test worker at {TEST_WORKER}: swift build -c release --build-tests")
    broker = Rabbit(tmp_path_factory.mktemp("rabbit"))
    app.conf.broker_url = broker.url
    yield broker
    app.close()
    broker.end()
