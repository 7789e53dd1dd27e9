"""A server of ours that answers nova's API, with a key, a client and a picture that is solved there."""

import pytest

from home import Home, sample
from nova_calls import Client, add_key

QUIET = dict(ASTROBASE_NOVA_MEGABYTES="64")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("nova") / "home", environment=QUIET)
    home.start(auto_process=False)
    yield home
    home.end()


@pytest.fixture(scope="module")
def key(home):
    return add_key(home, "tests")


@pytest.fixture(scope="module")
def client(home, key):
    return Client(f"http://127.0.0.1:{home.port}", key)


@pytest.fixture(scope="module")
def picture():
    return sample("nova-server.jpg", ra=84, dec=1, field=12, size="1200x800")


@pytest.fixture(scope="module")
def solved(client, picture):
    """A job that is done, and its submission."""
    submission = client.upload(picture[0].read_bytes(), "orion.jpg", scale_units="degwidth", scale_lower=5, scale_upper=25)
    (job, status), = client.wait(submission)
    assert status == "success"
    return submission, job
