"""Every recorded call of the existing backend, sent to a fresh server in the order of the recording: status, keys, types and values are
compared (ids, dates of making and hosts apart). `DIFFERENCES` holds what is answered otherwise on purpose, and why; anything else fails.
"""

import json
import pathlib
import re

import pytest
import requests

from home import API, PASSWORD, PROJECT, USER, Home

RECORDING = PROJECT.parent / "shared/reference/astrobase-rest.md"

# Title of the recorded call: (what is compared instead, why).
#   "status": the status that is answered; "body": the body, exactly; "values": members that differ; "open": only in that mode.
DIFFERENCES = {
    "coordsearch with nonsense": dict(
        status=400, body={"coordsearch": ["Enter a position as \"ra,dec\" in degrees."]},
        why="a wrong position is the client's mistake and no fault of the server"),
    "Run": dict(
        status=400, keys={"command"},
        why="a command nobody knows is said to be so; the existing backend dispatches it and nothing happens"),
    "PUT of box fills ra/dec min and max": dict(
        close=("ra_min", "ra_max", "dec_min", "dec_max"), why="edges are great circles, which reach farther than the corners"),
    "Planet": dict(
        status=200, keys={
            "name", "designation", "timestamp", "ra", "dec", "ra_decimal", "dec_decimal", "distance_from_earth", "distance_from_sun",
            "phase_angle", "visual_magnitude"},
        why="the record shows a server without its ephemeris file"),
    "Moon phases": dict(keys={"numphases", "phasedata"}, why="they are those of the year in which it is asked, to the minute"),
}
# Bounds of a box, in every record that has one.
BOUNDS = ("ra_min", "ra_max", "dec_min", "dec_max")
# Set by the server at the time of the call.
MADE = {"id", "creationTime"}


class Call:
    def __init__(self, title, request, status, headers, body):
        self.title, self.status, self.headers = title, status, headers
        first, _, rest = request.partition("\n")
        self.login = first.endswith("(Basic auth)")
        self.method, self.path = first.removesuffix("(Basic auth)").strip().split(" ", 1)
        self.body = rest.rstrip("\n")
        self.wanted = body
        try:
            self.json = json.loads(body)
        except ValueError:
            self.json = None


def recorded():
    if not RECORDING.exists():
        return []
    pattern = re.compile(r"^### (.+?)\n\n```\n(.*?)\n```\n\n`(\d+)`([^\n]*)\n```json\n(.*?)\n```", re.S | re.M)
    return [
        Call(title, request, int(status), headers, body)
        for title, request, status, headers, body in pattern.findall(RECORDING.read_text())]


CALLS = recorded()


@pytest.fixture(scope="module", params=["closed", "open"])
def server(request, tmp_path_factory):
    if not CALLS:
        pytest.skip(f"no recordings at {RECORDING}")
    place = Home(
        tmp_path_factory.mktemp("contract") / "home",
        environment={"LEGACY_OPEN_COMMANDS": "true", "DATA_HOST": "DATA_HOST"} if request.param == "open" else {"DATA_HOST": "DATA_HOST"})
    place.mode = request.param
    # Nothing works on the records meanwhile, as nothing did when they were recorded.
    place.command("user", "add", "admin", "--role", "admin", "--password-stdin", input="admin\n")
    for queue in ("registration", "astro", "cutout"):
        place.command("queue", "pause", queue)
    place.start(auto_process=False)
    yield place
    place.stop()
    place.end()


def send(server, call, **options):
    headers = {"Content-Type": "application/json"} if call.body else {}
    auth = ("admin", "admin") if call.login else None
    if "wrong password" in call.title:
        auth = ("admin", "wrong")
    return requests.request(
        call.method, f"http://127.0.0.1:{server.port}{API}{call.path}", data=call.body.encode() or None, headers=headers, auth=auth,
        allow_redirects=False, timeout=30, **options)


def differences(wanted, found, path=""):
    """What a client could stumble over."""
    name = path.rsplit(".", 1)[-1]
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in wanted.keys() | found.keys():
            if key not in found or key not in wanted:
                yield f"{path}.{key}: {'missing' if key not in found else 'not recorded'}"
            else:
                yield from differences(wanted[key], found[key], f"{path}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            yield f"{path}: {len(wanted)} recorded, {len(found)} answered"
        for index, (a, b) in enumerate(zip(wanted, found)):
            yield from differences(a, b, f"{path}[{index}]")
    elif name in BOUNDS and isinstance(wanted, float) and isinstance(found, float):
        if abs(wanted - found) > 0.1:
            yield f"{path}: {wanted} recorded, {found} answered"
    elif type(wanted) is not type(found):
        yield f"{path}: {wanted!r} recorded, {found!r} answered"
    elif name not in MADE and wanted != found:
        yield f"{path}: {wanted!r} recorded, {found!r} answered"


def test_recorded_calls(server):
    first = dict(
        name="orion", description="orion", taskID="261122001", date="2026-11-22 20:15:00", field_name="orion", field_ra="0.0",
        field_dec="0.0", field_fov="0.0", new_status="pending")
    made = requests.post(f"http://127.0.0.1:{server.port}{API}/observations2/", json=first, auth=("admin", "admin"), timeout=30)
    assert made.status_code == 201 and made.json()["id"] == 1, made.text
    problems, used = [], set()
    for call in CALLS:
        known = DIFFERENCES.get(call.title, {})
        if known:
            used.add(call.title)
        if known.get("skip"):
            continue
        answer = send(server, call)
        if not call.login and call.method == "GET" and ("/setstatus/" in call.path or "/setquality/" in call.path or "run-command" in call.path):
            # The old GET commands are open in one mode and need credentials in the other.
            if server.mode == "closed":
                if answer.status_code != 401:
                    problems.append(f"{call.title}: a command without credentials answered {answer.status_code}")
                call.login = True
                answer = send(server, call)
                call.login = False
        wanted_status = known.get("status", call.status)
        if answer.status_code != wanted_status:
            problems.append(f"{call.title}: {wanted_status} wanted, {answer.status_code} answered: {answer.text[:200]}")
            continue
        if "Location: " in call.headers:
            wanted = call.headers.split("Location: ")[1].strip()
            if answer.headers.get("Location") != wanted:
                problems.append(f"{call.title}: Location {answer.headers.get('Location')}")
        if "WWW-Authenticate" in call.headers and answer.headers.get("WWW-Authenticate") != 'Basic realm="api"':
            problems.append(f"{call.title}: WWW-Authenticate {answer.headers.get('WWW-Authenticate')}")
        if "body" in known:
            if answer.json() != known["body"]:
                problems.append(f"{call.title}: {answer.text[:300]}")
        elif "keys" in known:
            if set(answer.json()) != known["keys"]:
                problems.append(f"{call.title}: {answer.text[:300]}")
        elif call.json is not None:
            problems += [f"{call.title}: {what}" for what in differences(call.json, answer.json())]
        elif call.wanted.endswith("… cut"):
            # Only the beginning was kept.
            complete = json.loads(call.wanted.split("\n  {\n   \"id\": 3")[0].rstrip().rstrip(",") + "]}")
            found = answer.json()
            found["results"] = found["results"][:len(complete["results"])]
            problems += [f"{call.title}: {what}" for what in differences(complete, found)]
    assert not problems, "\n".join(problems)
    assert len(CALLS) >= 40 and used == DIFFERENCES.keys() - {title for title in DIFFERENCES if title not in {c.title for c in CALLS}}


def test_every_difference_is_of_a_recorded_call():
    if not CALLS:
        pytest.skip(f"no recordings at {RECORDING}")
    assert DIFFERENCES.keys() <= {call.title for call in CALLS}
    assert all(known["why"] for known in DIFFERENCES.values())
