"""The engine `nova` against a server that answers as the recorded one: every picture ends, whatever the server does."""

import json
import random
import time

import pytest

from home import LONG, Home, run, sample, wait_until
from nova_server import FAULTS, KEY, Nova

CALLS = ["login", "upload", "submissions", "jobs", "wcs_file", "corr_file"]


@pytest.fixture(scope="module")
def picture():
    return sample("nova.jpg", ra=120, dec=20, field=10, size="1200x900")


@pytest.fixture(scope="module")
def products(picture, tmp_path_factory):
    out = tmp_path_factory.mktemp("products")
    run("solve", picture[0], "--out", out)
    return {kind: next(out.glob(f"*_{kind}.fits")).read_bytes() for kind in ("wcs_file", "axy_file", "corr_file", "rdls_file")}


@pytest.fixture
def nova(products):
    server = Nova(products)
    yield server
    server.end()


def environment(nova, **more):
    return dict(PATH="/usr/bin:/bin", ASTROMETRY_URL=nova.url, ASTROMETRY_API_KEY=KEY, ASTROMETRY_POLL_SECONDS="0.1", **more)


def solve(nova, picture, *options, seconds=60, **more):
    answer = run(
        "solve", picture, "--json", "--engine", "nova", "--timeout", seconds, *options, check=False, env=environment(nova, **more))
    assert KEY not in answer.stdout + answer.stderr
    return json.loads(answer.stdout)


def test_solves_and_asks_as_it_should(nova, picture, tmp_path):
    report = solve(
        nova, picture[0], "--ra", 0, "--dec", 0, "--radius", 20, "--scale-low", 20, "--scale-high", 40, "--out", tmp_path,
        ASTROMETRY_OPTIONS='{"tweak_order": 3, "allow_commercial_use": "n"}')
    assert report["status"] == "solved" and report["engine"] == "nova", report
    assert report["ra"] == pytest.approx(120, abs=0.05) and report["matchedStars"] > 20
    (options, name, data), = nova.uploads
    assert data == picture[0].read_bytes() and name == picture[0].name
    # Zeros are lost there, and the position with them.
    assert options["center_ra"] == 360 and 0 < options["center_dec"] < 1e-6 and options["radius"] == 20
    assert (options["scale_units"], options["scale_lower"], options["scale_upper"]) == ("arcsecperpix", 20, 40)
    assert options["tweak_order"] == 3 and options["allow_commercial_use"] == "n" and options["publicly_visible"] == "n"
    assert len(list(tmp_path.glob("*_file.fits"))) == 4
    assert all("Referer" in headers for call, headers in nova.requests if call.endswith("_file"))


# Each fault at each call with ./test --long; else each fault twice, those that last as long as an answer may take left out.
SLOW = ("time-out", "drip")
PASSING = [
    (call, fault) for place, fault in enumerate(FAULTS) for number, call in enumerate(CALLS)
    if LONG or (number in (place % 6, (place + 3) % 6) and fault not in SLOW)]


@pytest.mark.parametrize("call, fault", PASSING)
def test_passing_faults_are_borne(nova, picture, call, fault):
    nova.faults[call] = [fault]
    report = solve(nova, picture[0], seconds=150)
    assert report["status"] == "solved", (call, fault, report)
    assert report["ra"] == pytest.approx(120, abs=0.05)
    # Handed in twice only where nobody can know whether it arrived.
    assert len(nova.uploads) == (2 if call == "upload" else 1)


@pytest.mark.parametrize("call", CALLS if LONG else ["login", "submissions", "wcs_file"])
@pytest.mark.parametrize("fault", ["refused", "500", "html", "truncated"] if LONG else ["refused", "html"])
def test_lasting_faults_end_with_their_reason(nova, picture, call, fault):
    nova.faults[call] = fault
    begin = time.monotonic()
    report = solve(nova, picture[0], seconds=6)
    assert time.monotonic() - begin < 20
    assert report["status"] == "failed" and "in time" in report["reason"] and "last trouble" in report["reason"], report


@pytest.mark.parametrize("outcome, words", [("failure", "found no match"), ("bad file", "unrecognized file type")])
def test_what_the_server_says_is_told(nova, picture, outcome, words):
    nova.outcome = outcome
    report = solve(nova, picture[0])
    assert report["status"] == "failed" and words in report["reason"], report


def test_of_several_jobs_the_solved_one_counts(nova, picture):
    original = nova.state

    def several(one):
        answer = original(one)
        if answer["jobs"] and answer["jobs"][0]:
            answer["jobs"] = [None, one["job"]]
        return answer

    nova.state = several
    assert solve(nova, picture[0])["status"] == "solved"


def test_a_refused_key_is_said(nova, picture):
    answer = run(
        "solve", picture[0], "--json", "--engine", "nova", check=False,
        env=dict(environment(nova), ASTROMETRY_API_KEY="wrong key"))
    report = json.loads(answer.stdout)
    assert report["status"] == "failed" and "bad apikey" in report["reason"] and "wrong key" not in answer.stdout + answer.stderr
    for settings, words in (
        (dict(ASTROMETRY_API_KEY=""), "ASTROMETRY_API_KEY"), (dict(ASTROMETRY_URL="ftp://x"), "ASTROMETRY_URL"),
        (dict(ASTROMETRY_OPTIONS='{"tweak_order": "abc"}'), "tweak_order"),
    ):
        answer = run("solve", picture[0], "--engine", "nova", check=False, env=dict(environment(nova), **settings))
        assert answer.returncode == 1 and words in answer.stderr, answer.stderr


def test_sessions_that_end_are_made_anew(nova, picture):
    nova.faults = {}
    solve(nova, picture[0])
    logins = nova.logins
    # Between log-in and upload the server forgets all sessions.
    answer = nova.answer

    def forgetful(path, *rest):
        if path == "api/upload" and len(nova.uploads) == 1:
            nova.sessions = {session for session in nova.sessions if nova.logins > logins + 1}
        return answer(path, *rest)

    nova.answer = forgetful
    assert solve(nova, picture[0])["status"] == "solved"
    assert nova.logins == logins + 2


def test_local_first_then_nova(nova, picture, tmp_path):
    """In the archive: what is solved here never goes out, what is not does, and the record says who solved it."""
    unsolvable = tmp_path / "noise.jpg"
    from PIL import Image
    import numpy
    noise = numpy.random.default_rng(1).normal(60, 9, (900, 1200)).clip(0, 255).astype("uint8")
    Image.fromarray(noise).save(unsolvable, quality=95)
    home = Home(tmp_path / "home", environment=environment(nova, ASTROBASE_ENGINE="index,nova"))
    try:
        home.start()
        home.drop(picture[0])
        home.wait_for_status({"done"}, 1, 60)
        assert nova.uploads == []
        home.drop(unsolvable)
        home.wait_for_status({"done"}, 2, 90)
        assert len(nova.uploads) == 1
        assert {url for url, in home.rows("SELECT astrometry_url FROM observation")} == {"local", nova.url}
    finally:
        home.end()


def test_killed_again_and_again_it_goes_on(nova, picture, tmp_path):
    chance = random.Random(3)
    home = Home(tmp_path / "home", environment=environment(nova, ASTROBASE_ENGINE="nova"))
    try:
        home.start()
        home.drop(picture[0])
        for _ in range(20 if LONG else 4):
            time.sleep(chance.uniform(0.5, 3))
            home.kill()
            home.start()
        home.wait_for_status({"done"}, 1, 120)
        # A kill between the upload and the note of it costs one more; never one for each kill.
        assert len(nova.uploads) <= 3
    finally:
        home.end()


def test_files_that_came_are_not_fetched_again_after_a_kill(nova, picture, tmp_path):
    nova.faults["corr_file"] = "500"
    home = Home(tmp_path / "home", environment=environment(nova, ASTROBASE_ENGINE="nova"))
    calls = lambda name: sum(call == name for call, _ in nova.requests)
    try:
        home.start()
        home.drop(picture[0])
        wait_until(lambda: calls("corr_file") >= 2, 60, "the table of matches is asked for")
        home.kill()
        del nova.faults["corr_file"]
        home.start()
        home.wait_for_status({"done"}, 1, 60)
        assert calls("wcs_file") == 1 and len(nova.uploads) == 1
    finally:
        home.end()


def test_an_observation_has_options_of_its_own(nova, picture, tmp_path):
    home = Home(
        tmp_path / "home", environment=environment(
            nova, ASTROBASE_ENGINE="nova", ASTROMETRY_OPTIONS='{"tweak_order": 3, "downsample_factor": 4}'))
    try:
        home.start(auto_process=False)
        home.add_user()
        home.drop(picture[0])
        home.wait_for_status({"raw"}, 1, 60)
        place = "/observations2/1/"
        answer = home.rest("PATCH", place, json={"solve_request": {"center_dec": 100}})
        assert answer.status_code == 400 and "center_dec" in answer.text
        asked = dict(
            center_ra=121, center_dec=19.5, radius=8, scale_units="degwidth", scale_type="ev", scale_est=10, scale_err=20, tweak_order=2, parity=0,
            publicly_visible="y", allow_commercial_use="n")
        answer = home.rest("PATCH", place, json={"solve_request": asked})
        assert answer.status_code == 200, answer.text
        assert home.rest("PATCH", place, json={"new_status": "pending"}).status_code == 200
        home.wait_for_status({"done"}, 1, 60)
        (options, _, _), = nova.uploads
        for member in ("center_ra", "center_dec", "radius", "tweak_order", "parity", "publicly_visible", "allow_commercial_use"):
            assert options[member] == asked[member], member
        # A default, where the observation says nothing.
        assert options["downsample_factor"] == 4
        assert options["scale_units"] == "arcsecperpix"
        assert (options["scale_lower"], options["scale_upper"]) == pytest.approx((8 * 3, 12 * 3))
    finally:
        home.end()
