"""The API's description against the running server, by schemathesis, and requests that nobody should send: no answer is a fault of the
server, nothing is written without credentials, and memory stays."""

import json
import pathlib
import random
import re
import socket
import subprocess
import sys

import pytest
import requests

from home import API, LONG, PASSWORD, USER, Home

COUNT = 20_000 if LONG else 2_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("openapi") / "home", environment={"ASTROBASE_UPLOAD_MEGABYTES": "1"})
    place.add_user("editor")
    for queue in ("registration", "astro", "cutout"):
        place.command("queue", "pause", queue)
    place.start(auto_process=False)
    for number in range(5):
        place.rest("POST", "/observations2/", json=dict(taskID=f"26100100{number}", name=f"photo {number}", box="88,-1,79,-1,79,-9,88,-8"))
        place.rest("POST", f"/post_dataproducts?taskID=26100100{number}", json=[
            dict(filename=name, dataproduct_type=kind) for name, kind in (("7.fits", "fits"), ("7_annotated.jpg", "annotated"), ("raw.jpg", "raw"))])
        place.rest("POST", "/jobs/", json=dict(command="none", job_service="nobody"))
        place.rest("POST", "/collections2/", json=dict(name=f"set {number}", observations=[1, 2]))
        place.rest("POST", "/cutouts/", json=dict(filename=f"c{number}.jpg", directory="c", observation_taskID="261001001"))
    yield place
    place.stop()
    place.end()


def url(server, path=""):
    return f"http://127.0.0.1:{server.port}{path}"


def test_every_route_is_described(server):
    document = requests.get(url(server, "/openapi.json"), timeout=30).json()
    assert document["openapi"].startswith("3.0") and document["servers"] == [{"url": API}]
    text = "\n".join(path.read_text() for path in (pathlib.Path(__file__).parents[2] / "Sources/Server").rglob("*.swift"))
    routes = set(re.findall(r'group\.(?:get|post|put|patch|delete)\("([a-z_0-9/-]+)', text))
    described = {path.strip("/").split("{")[0].strip("/") for path in document["paths"]}
    unknown = {route.split(":")[0].strip("/") for route in routes} - described
    # The resources that describe the image service say so themselves.
    assert unknown <= {"vo/sia2/capabilities", "vo/sia2/availability"}, unknown


def test_schemathesis(server):
    answer = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", url(server, "/openapi.json"), "--exclude-path-regex", "events|update_[a-z]+/", "--auth",
         f"{USER}:{PASSWORD}", "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
         "--phases", "fuzzing", "--max-examples", "200" if LONG else "12", "--generation-deterministic", "--request-timeout", "30",
         "--suppress-health-check", "all", "--no-color"],
        capture_output=True, text=True, timeout=3000, cwd=server.root)
    assert answer.returncode == 0, answer.stdout[-8000:] + answer.stderr[-2000:]


NASTY = [
    "", " ", "0", "-1", "1e999", "nan", "9" * 40, "null", "true", "' OR 1=1 --", "'; DROP TABLE observation; --", "\" OR \"\"=\"", "%", "_", "\\",
    "*", "(((", "AND", "NEAR(", "a\x00b", "\ud7ff\ufffd", "ß" * 300, "🔭" * 100, "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}",
    "$(id)", "\r\nX-Evil: 1", "1,2", "0,0,0", "360,90,180", "1,1,1,x,500", "2026-13-45", "9999-12-31T23:59:59Z", "0001-01-01", "A" * 3_000]
PATHS = [
    "/observations2/", "/observations2/{}/", "/projects/", "/boxes/", "/jobs/", "/jobs/{}/", "/collections2/", "/collections2/{}/", "/cutouts/",
    "/cutouts/{}/", "/cutout_directories/", "/cutout_directories/{}/", "/get_next_taskid", "/post_dataproducts", "/run-command/",
    "/asteroids/", "/exoplanets/", "/comets-all/", "/planet/", "/asteroid/", "/comet/", "/small_bodies/", "/starmap/", "/moonphases/", "/stars/",
    "/update_asteroids_ephemeris/", "/observations/{}/setstatus/{}/1", "/obtain-auth-token/", "/uploads/", "/uploads/{}", "/vo/scs/observations", "/vo/scs/stars", "/vo/sia2/query", "/{}"]
NAMES = [
    "page", "ordering", "fieldsearch", "coordsearch", "cone", "my_status", "my_status__in", "taskID", "name__icontains", "name__startswith",
    "field_ra__gte", "field_ra__in", "date__gte", "date__contains", "used_in_hips", "parent", "magnitude__range", "focal_length", "sha256", "timestamp",
    "radius", "days_past", "designation__icontains", "visual_magnitude__lte", "hostname__in", "observation",
    "taskid_postfix", "command", "params", "observation_id", "RA", "DEC", "SR", "POS", "TIME", "BAND", "ID", "MAXREC", "facts", "filename"]
FIELDS = [
    "name", "taskID", "field_ra", "box", "date", "new_status", "parent", "iso", "focal_length", "used_in_hips", "extra", "command", "observation_id",
    "params", "status", "parameters", "filename", "directory", "cutout_size", "observations", "collection_type", "username", "password", "facts", "size"]


def value(chance, depth=0):
    kind = chance.randrange(9 if depth < 4 else 5)
    if kind < 3:
        return chance.choice(NASTY)
    if kind == 3:
        return chance.choice([None, True, False, 0, -1, 1.5, 1e308, 2**63, -2**63, 10**30])
    if kind == 4:
        return chance.choice(["84", "-5.1", "done", "grid", "image_cutout", 1, 2])
    if kind < 7:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(FIELDS + NASTY): value(chance, depth + 1) for _ in range(chance.randrange(5))}


def ask(session, server, chance, auth):
    path = chance.choice(PATHS)
    while "{}" in path:
        path = path.replace("{}", requests.utils.quote(str(chance.choice(NASTY + ["1", "2", "c1.jpg", "c"])), safe=""), 1)
    parameters = [(chance.choice(NAMES), str(chance.choice(NASTY + ["1", "84", "84,-5", "CIRCLE 84 -5 3"]))) for _ in range(chance.randrange(4))]
    method = chance.choice(["GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"])
    body = chance.choice([
        None, json.dumps(value(chance)), json.dumps({field: value(chance, 2) for field in chance.sample(FIELDS, 3)}), "[" * 10_000, "{" * 100,
        '{"a":' * 2_000, "\x00\xff", chance.choice(NASTY), "x" * 200_000])
    headers = {"Content-Type": chance.choice([
        "application/json", "application/json", "application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=b", "x"])}
    for name in chance.sample(["If-Match", "Range", "Origin", "Cookie", "Tus-Resumable", "Upload-Length", "Upload-Offset", "X-CSRFToken"], chance.randrange(3)):
        headers[name] = chance.choice(["1.0.0", "0", "-1", "*", "bytes=0-", "astrobase_session=x", "http://elsewhere.example", "9" * 30])
    return session.request(
        method, url(server, API + path), params=parameters, data=body.encode("utf-8", "replace") if body else None, headers=headers, auth=auth,
        allow_redirects=False, timeout=30)


def resident(server):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{server.process.pid}/status").read_text())[1]) / 1024


def everything(server):
    return [[tuple(row) for row in server.rows(f"SELECT * FROM {table} ORDER BY 1")] for table in (
        "observation", "product", "job", "cutout", "cutout_directory", "collection", "collection_observation", "account")]


@pytest.mark.parametrize("login", [False, True])
def test_nasty_requests(server, login):
    chance = random.Random(17)
    before, begin = everything(server), None
    with requests.Session() as session:
        for number in range(COUNT // 2):
            answer = ask(session, server, chance, (USER, PASSWORD) if login else None)
            assert answer.status_code < 500, (number, answer.request.method, answer.request.url, answer.request.body, answer.text)
            if number == COUNT // 8:
                begin = resident(server)
    assert resident(server) < begin + 60, f"{begin} MB, then {resident(server)} MB"
    if not login:
        assert everything(server) == before
    assert server.process.poll() is None


def test_slow_and_broken_bodies(server):
    lines = []
    for number in range(60):
        line = socket.create_connection(("127.0.0.1", server.port))
        line.sendall((f"POST {API}/observations2/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n" + "{" * number).encode())
        lines.append(line)
    for garbage in (b"\x00" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET /" + b"a" * 100_000):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(garbage)
            line.settimeout(5)
            try:
                line.recv(1000)
            except OSError:
                pass
    assert requests.get(url(server, f"{API}/observations2/"), timeout=5).ok
    for line in lines:
        line.close()
    assert requests.get(url(server, "/healthz"), timeout=5).ok
