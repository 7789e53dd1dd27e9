"""Exoplanets, asteroids and comets: taken in from files and servers, listed, found by name and in pictures, marked by jobs."""

import gzip
import http.server
import json
import math
import os
import random
import socket
import subprocess
import threading
import time

import pytest
import requests

from home import API, BINARY, PASSWORD, PROJECT, USER, sample, wait_until

CATALOGS = PROJECT.parent / "shared/catalogs"
FILES = {
    "asteroids": CATALOGS / "mpcorb-first-1000.txt", "comets": CATALOGS / "comets-sample.txt", "exoplanets": CATALOGS / "exoplanets.csv"}
REFERENCE = PROJECT.parent / "shared/reference/ephemeris.csv"
pytestmark = pytest.mark.skipif(not FILES["asteroids"].exists(), reason="the catalogues are not here")


def take(home, catalog, *source, check=True):
    return home.command("import", catalog, *(source or [FILES[catalog]]), "--json", check=check)


@pytest.fixture
def filled(home):
    for catalog in FILES:
        take(home, catalog)
    return home


def address(home):
    return f"http://127.0.0.1:{home.port}{API}"


def get(home, path, status=200, **parameters):
    answer = requests.get(f"{address(home)}/{path}", params=parameters, timeout=60)
    assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
    return answer.json()


@pytest.fixture
def publisher():
    """A server that publishes files, says when they changed, and counts what it sent."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        files, sent, asked, cut = {}, [], [], set()

        def do_GET(self):
            self.asked.append(self.path)
            body = self.files.get(self.path)
            if body is None:
                return self.answer(404, b"<html>not here</html>")
            tag = f'"{hash(body)}"'
            if self.headers.get("If-None-Match") == tag:
                return self.answer(304, b"", tag)
            self.sent.append(self.path)
            self.answer(200, body, tag)

        def answer(self, status, body, tag=None):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            if self.path in self.cut:
                self.wfile.write(body[:len(body) // 2])
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Handler.address = f"http://127.0.0.1:{server.server_port}"
    yield Handler
    server.shutdown()


def test_files_are_taken_in(home, tmp_path):
    packed = tmp_path / "MPCORB.DAT.gz"
    # As published: words before the lines, and an empty line between the parts.
    text = "MINOR PLANET CENTER ORBIT DATABASE\n\n" + "-" * 160 + "\n" + FILES["asteroids"].read_text()
    packed.write_bytes(gzip.compress(text.encode()))
    answer = json.loads(take(home, "asteroids", packed).stdout)
    lines = [line for line in FILES["asteroids"].read_text().splitlines() if line.strip()]
    assert answer["rows"] == len(lines) and answer["badLines"] == 0 and answer["origin"] == str(packed)
    assert json.loads(take(home, "comets").stdout)["rows"] == 15
    assert json.loads(take(home, "exoplanets").stdout)["rows"] == 2367
    told = home.command("import", "exoplanets").stdout
    assert told.startswith("2367 exoplanets from ") and str(FILES["exoplanets"]) in told


def test_what_is_wrong_is_said_and_the_old_list_stays(home, tmp_path):
    take(home, "asteroids")
    lines = FILES["asteroids"].read_text().splitlines()
    lines[7:7] = ["00008    x.xx  0.15 K20CH nonsense", "x" * 200_000]
    bad = tmp_path / "bad.txt"
    bad.write_text("\n".join(lines) + "\n")
    answer = home.command("import", "asteroids", bad)
    assert "1 line could not be read: 8." in answer.stderr or "2 lines could not be read: 8" in answer.stderr, answer.stderr
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(FILES["asteroids"].read_bytes())[:20_000])
    page = tmp_path / "page.txt"
    page.write_text("<html><body>The service is down.</body></html>\n")
    for source, words in [(cut, "ends in the middle"), (page, "no asteroids"), (tmp_path / "none", "none"), (tmp_path, "")]:
        answer = take(home, "asteroids", source, check=False)
        assert answer.returncode == 1 and words in answer.stderr, (source, answer.stderr)
    assert json.loads(home.command("import", "asteroids", "--json").stdout)["origin"] == str(bad)
    assert not [path for path in (home.root / "catalogs").iterdir() if path.name.endswith((".new", ".download"))]


def test_a_killed_import_leaves_the_old_list(home, tmp_path):
    take(home, "asteroids")
    before = home.command("import", "asteroids", "--json").stdout
    many = tmp_path / "many.txt"
    many.write_text(FILES["asteroids"].read_text() * 100)
    for wait in (0.1, 0.4, 0.8):
        process = subprocess.Popen([BINARY, "import", "asteroids", many, "--home", home.root], env=home.environment)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert home.command("import", "asteroids", "--json").stdout == before
    assert json.loads(take(home, "asteroids", many).stdout)["rows"] > 90_000


def test_updates_fetch_what_changed(home, publisher):
    publisher.files["/CometEls.txt"] = FILES["comets"].read_bytes()
    address = publisher.address + "/CometEls.txt"
    assert json.loads(take(home, "comets", address).stdout)["rows"] == 15
    again = json.loads(home.command("import", "comets", "--update", "--json").stdout)
    assert again["unchanged"] and again["rows"] == 15 and publisher.sent == ["/CometEls.txt"]
    publisher.files["/CometEls.txt"] = b"\n".join(FILES["comets"].read_bytes().splitlines()[:5])
    newer = json.loads(home.command("import", "comets", "--update", "--json").stdout)
    assert not newer["unchanged"] and newer["rows"] == 5 and newer["origin"] == address
    publisher.files["/CometEls.txt"] = FILES["comets"].read_bytes()
    publisher.cut.add("/CometEls.txt")
    assert home.command("import", "comets", "--update", check=False).returncode == 1
    publisher.files.clear()
    answer = home.command("import", "comets", "--update", check=False)
    assert answer.returncode == 1 and "404" in answer.stderr
    assert json.loads(home.command("import", "comets", "--json").stdout)["rows"] == 5


def test_lists_and_their_filters(filled):
    filled.start(auto_process=False)
    page = get(filled, "asteroids/")
    assert page["count"] >= 1000 and len(page["results"]) == 100
    assert page["results"][0]["designation"] == "(1) Ceres" and page["results"][0]["absolute_magnitude"] == 3.53
    assert {"timestamp", "visual_magnitude", "ra", "dec"} <= set(page["results"][0])
    bright = get(filled, "asteroids/", visual_magnitude__lte=9, ordering="visual_magnitude")
    values = [row["visual_magnitude"] for row in bright["results"]]
    assert values == sorted(values) and all(value <= 9 for value in values) and 0 < len(values) < 30
    assert [row["designation"] for row in get(filled, "asteroids/", designation__icontains="psyche")["results"]] == ["(16) Psyche"]
    assert len(get(filled, "asteroids-all/")["results"]) == page["count"]
    hosts = get(filled, "exoplanets/", hostname__icontains="51", sy_pnum__gt=1)
    assert hosts["count"] and all("51" in row["hostname"] and row["sy_pnum"] > 1 for row in hosts["results"])
    assert get(filled, "comets/", designation__startswith="C/1995 O1")["results"][0]["absolute_magnitude"] == -2.0
    get(filled, "asteroids/", status=400, ra__gt="here")
    get(filled, "asteroids/", status=404, page=99)


def test_places_are_worked_out_for_another_time(filled):
    filled.start(auto_process=False)
    filled.add_user()
    update = f"{address(filled)}/update_asteroids_ephemeris/"
    assert requests.post(update, timeout=60).status_code == 401 and requests.get(update, timeout=60).status_code == 401
    answer = requests.post(update, params={"timestamp": "2021-01-12T20:55:59Z"}, auth=(USER, PASSWORD), timeout=60)
    assert answer.status_code == 200 and "asteroids updated" in answer.json()[0], answer.text
    listed = get(filled, "asteroids/", number=16)["results"][0]
    alone = get(filled, "asteroid/", name="Psyche", timestamp="2021-01-12T20:55:59Z")
    assert listed["timestamp"].startswith("2021-01-12T20:55:59")
    assert listed["ra"] == pytest.approx(float(alone["ra_decimal"]), abs=1e-6)
    assert listed["visual_magnitude"] == pytest.approx(alone["visual_magnitude"], abs=1e-6)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the figures are not here")
def test_bodies_by_name(filled):
    filled.start(auto_process=False)
    jupiter = get(filled, "planet/", name="Jupiter", timestamp="2021-01-12T20:55:59Z")
    # Skyfield 1.49 with DE421, astrometric.
    assert jupiter["designation"] == "Jupiter" and float(jupiter["ra_decimal"]) == pytest.approx(307.734, abs=0.001)
    assert jupiter["ra"].startswith("20h 30m 5") and jupiter["dec"].startswith("-19deg 26' 3")
    assert get(filled, "comet/", name="C/1995 O1")["designation"] == "C/1995 O1 (Hale-Bopp)"
    assert get(filled, "minor_planets/", name="4")["designation"] == "(4) Vesta"
    for path, parameters, status in [
        ("planet/", dict(name="Nibiru"), 404), ("planet/", {}, 400), ("planet/", dict(name="Mars", timestamp="soon"), 400),
        ("asteroid/", dict(name="Hale-Bopp"), 404), ("comet/", dict(name="%"), 404), ("asteroid/", dict(name="'; DROP"), 404)]:
        answer = get(filled, path, status=status, **parameters)
        assert isinstance(answer, dict) and answer
    phases = get(filled, "moonphases/")
    assert phases["numphases"] == 54 == len(phases["phasedata"]) and set(phases["phasedata"][0]) == {"phase", "date", "time"}
    track = get(filled, "starmap/", name="Vesta", timestamp="2026-01-01T00:00:00Z", days_past=2, days_future=3)["track"]
    assert len(track) == 6 and track[2]["timestamp"].startswith("2026-01-01")


def test_everything_in_a_field_is_found(filled):
    filled.start(auto_process=False)
    chance = random.Random(3)
    for _ in range(4):
        time_ = f"202{chance.randrange(0, 4)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}T{chance.randrange(10, 24)}:30:00Z"
        everyone = get(filled, "small_bodies/", ra=0, dec=0, radius=180, timestamp=time_, magnitude=30)["results"]
        assert len(everyone) > 900
        ra, dec, radius = chance.uniform(0, 360), chance.uniform(-20, 20), chance.choice([5, 25])

        def inside(body):
            a, d = map(math.radians, (float(body["ra_decimal"]) - ra, float(body["dec_decimal"])))
            cosine = math.sin(d) * math.sin(math.radians(dec)) + math.cos(d) * math.cos(math.radians(dec)) * math.cos(a)
            return math.degrees(math.acos(max(-1, min(1, cosine)))) <= radius and body["visual_magnitude"] <= 14

        found = get(filled, "small_bodies/", ra=ra, dec=dec, radius=radius, timestamp=time_, magnitude=14)["results"]
        assert {body["name"] for body in found} == {body["name"] for body in everyone if inside(body)}


def solved(home, name, ra, dec, field, date):
    """A solved picture taken at a time."""
    home.add_user()
    picture, _ = sample(f"{name}.jpg", ra=round(ra, 4), dec=round(dec, 4), field=field, size="1200x800", seed=9)
    home.drop(picture, f"{name}.jpg")
    home.wait_for_status({"done"}, 1, 120)
    observation = get(home, "observations2/", name=name)["results"][0]
    answer = requests.patch(
        f"{address(home)}/observations2/{observation['id']}/", json={"date": date}, auth=(USER, PASSWORD), timeout=30)
    assert answer.status_code == 200, answer.text
    return observation


def command(home, name, observation, **parameters):
    answer = requests.post(
        f"{address(home)}/run-command/", json={"command": name, "observation_id": str(observation["id"]), **parameters},
        auth=(USER, PASSWORD), timeout=60)
    return answer


def test_markers_of_what_moves_and_of_hosts(filled):
    filled.start()
    date = "2021-01-12T20:55:59Z"
    vesta = get(filled, "asteroid/", name="Vesta", timestamp=date)
    ra, dec = float(vesta["ra_decimal"]), float(vesta["dec_decimal"])
    observation = solved(filled, "vesta", ra, dec, 8, date)
    assert command(filled, "transient", observation, params="vesta").status_code == 200
    assert command(filled, "asteroids", observation).status_code == 200
    assert command(filled, "exoplanets", observation).status_code == 200
    assert command(filled, "transient", observation, params="Nothing of the kind").status_code == 400
    jobs = {job["command"]: json.loads(job["extra"]) for job in get(filled, "jobs/")["results"] if job["extra"]}
    track = jobs["transient"]
    assert track[0]["label"].startswith("(4) Vesta - ") and track[0]["shape"] == "circle_outline"
    assert track[0]["ra"] == pytest.approx(ra, abs=1e-3) and track[0]["dec"] == pytest.approx(dec, abs=1e-3)
    assert [one["label"] for one in track[1:]] == ["11", "12", "13", "14", "15"] and {one["color"] for one in track[1:]} == {"red"}
    midnight = get(filled, "asteroid/", name="Vesta", timestamp="2021-01-13T00:00:00Z")
    assert track[3]["ra"] == pytest.approx(float(midnight["ra_decimal"]), abs=1e-4)
    assert any(one["label"].startswith("(4) Vesta") for one in jobs["asteroids"])
    for host in jobs["exoplanets"]:
        assert math.hypot((host["ra"] - ra) * math.cos(math.radians(dec)), host["dec"] - dec) < 8
    found = get(filled, "small_bodies/", observation=observation["id"])
    assert found["results"][0]["designation"] == "(4) Vesta"

    def drawn():
        states = {job["command"]: job["status"] for job in get(filled, "jobs/")["results"]}
        return len(states) == 3 and set(states.values()) == {"done"}

    wait_until(drawn, 120, lambda: f"the pictures are drawn: {get(filled, 'jobs/')['results']}")
    types = {row["type"] for row in filled.rows("SELECT type FROM product")}
    assert {"annotated_transient", "annotated_exoplanets"} <= types


def test_wanted_annotations_are_made_by_themselves(filled):
    filled.environment["ASTROBASE_ANNOTATIONS"] = "grid, exoplanets"
    filled.start()
    solved(filled, "wanted", 330, 18, 12, "2026-01-01T00:00:00Z")
    wait_until(
        lambda: {row["type"] for row in filled.rows("SELECT type FROM product")} >= {"annotated_grid", "annotated_exoplanets"}, 120,
        lambda: f"grid and exoplanets are drawn\n{filled.tail()}")
    time.sleep(3)
    assert sorted(job["command"] for job in get(filled, "jobs/")["results"]) == ["exoplanets", "grid"]
    filled.stop()
    filled.environment["ASTROBASE_ANNOTATIONS"] = "grid,fireworks"
    answer = filled.command("up", check=False, timeout=30)
    assert answer.returncode == 1 and "fireworks" in answer.stderr


def test_stars_round_a_position(filled):
    if not os.path.exists(filled.environment.get("ASTROBASE_CATALOG", "none")):
        pytest.skip("the star catalogue is not here")
    filled.start(auto_process=False)
    stars = get(filled, "stars/", ra=88.8, dec=7.4, radius=5, magnitude=4)["results"]
    assert stars[0]["name"] == "Betelgeuse" and all(star["magnitude"] <= 4 for star in stars)
    get(filled, "stars/", status=400, ra=88.8)


def test_where_knows_what_was_taken_in(filled):
    for name, wanted in [("Ceres", "(1) Ceres"), ("16", "(16) Psyche"), ("wierzchos", "C/2024 E1 (Wierzchos)")]:
        assert filled.command("where", name, "--at", "2026-01-01").stdout.startswith(wanted)
    filled.environment["ASTROBASE_SITE"] = "here"
    assert "ASTROBASE_SITE" in filled.command("where", "Mars", check=False).stderr
