"""Who may do what over REST: tokens, commands, other origins, users, the base path."""

import json

import pytest
import requests

from home import API, PASSWORD, USER, Home, run

PRODUCTS = [
    {"filename": "7_annotated.jpg", "dataproduct_type": "annotated"}, {"filename": "7.fits", "dataproduct_type": "fits"},
    {"filename": "1_raw.jpg", "dataproduct_type": "raw"}]


def opened(folder, **environment):
    place = Home(folder / "home", environment=environment)
    place.add_user("editor")
    for queue in ("registration", "astro", "cutout"):
        place.command("queue", "pause", queue)
    return place.start(auto_process=False)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = opened(tmp_path_factory.mktemp("access"), ASTROBASE_CORS_ORIGINS="https://view.example, http://localhost:3000")
    boxes = {
        "261001001": "88.1,-1.0,79.2,-1.4,79.0,-9.1,88.4,-8.8", "261001002": "2.0,2.0,358.0,2.0,358.0,-2.0,2.0,-2.0",
        "261001003": "0,80,90,80,180,80,270,80"}
    for task, box in boxes.items():
        assert place.rest("POST", "/observations2/", json=dict(
            taskID=task, name="orion, belt", box=box, transient="Vega")).status_code == 201
        assert place.rest("POST", f"/post_dataproducts?taskID={task}", json=PRODUCTS).status_code == 200
    yield place
    place.stop()
    place.end()


def url(server, path, base=API):
    return f"http://127.0.0.1:{server.port}{base}{path}"


def test_tokens(server):
    answer = requests.post(url(server, "/obtain-auth-token/"), json=dict(username=USER, password=PASSWORD), timeout=30)
    assert answer.status_code == 200 and list(answer.json()) == ["token"]
    headers = {"Authorization": f"Token {answer.json()['token']}"}
    made = requests.post(url(server, "/jobs/"), json=dict(command="x", job_service="none"), headers=headers, timeout=30)
    assert made.status_code == 201
    form = requests.post(url(server, "/obtain-auth-token/"), data=dict(username=USER, password=PASSWORD), timeout=30)
    assert form.status_code == 200 and form.json()["token"] != answer.json()["token"]
    wrong = requests.post(url(server, "/obtain-auth-token/"), json=dict(username=USER, password="x"), timeout=30)
    assert wrong.status_code == 400 and wrong.json() == {"non_field_errors": ["Unable to log in with provided credentials."]}
    missing = requests.post(url(server, "/obtain-auth-token/"), json={}, timeout=30)
    assert missing.status_code == 400 and missing.json() == {
        "username": ["This field is required."], "password": ["This field is required."]}
    for header in ("Token nonsense", "Token", "Bearer x y", "Digest x"):
        assert requests.post(url(server, "/jobs/"), json=dict(command="x"), headers={"Authorization": header}, timeout=30).status_code == 401
    # A new password ends it.
    server.command("user", "password", USER, "--password-stdin", input=PASSWORD + "\n")
    assert requests.post(url(server, "/jobs/"), json=dict(command="x"), headers=headers, timeout=30).status_code == 401


def commanded(server, **values):
    answer = server.rest("POST", "/run-command/", json=values)
    assert answer.status_code == 200, answer.text
    assert {key: answer.json()[key] for key in ("command", "result")} == {"command": values["command"], "result": "dispatched"}
    return [server.rest("GET", f"/jobs/{number}/").json() for number in answer.json()["jobs"]]


@pytest.mark.parametrize("command,wanted,parameters", [
    ("grid", "grid", "261001001,7.fits,7_annotated.jpg,7_annotated_grid.jpg,orion# belt"),
    ("grid_eq", "grid", "261001001,7.fits,7_annotated.jpg,7_annotated_grid_eq.jpg,orion# belt,equatorial"),
    ("stars", "stars", "261001001,7"), ("box", "box", "261001001,7.fits"),
    ("draw_extra", "draw_extra", "261001001,7.fits,7_annotated.jpg,7_annotated_extra.jpg"),
    ("transient", "transient", "261001001,7.fits,7_annotated.jpg,7_annotated_transient.jpg")])
def test_commands_make_jobs(server, command, wanted, parameters):
    params = '[{"ra": 84, "dec": -2, "label": "x", "shape": "cross", "size": 9, "color": "red"}]' if command == "draw_extra" else None
    job, = commanded(server, command=command, observation_id=1, params=params)
    assert (job["command"], job["parameters"], job["status"], job["job_service"]) == (wanted, parameters, "new", "celery")
    if command == "draw_extra":
        assert job["extra"] == params
    if command == "transient":
        marker, = json.loads(job["extra"])
        assert abs(marker["ra"] - 279.2347) < 0.001 and abs(marker["dec"] - 38.7837) < 0.001 and "Vega" in marker["label"]


@pytest.mark.parametrize("position,covered", [
    ("84,-5", ["261001001"]), ("0.5,0.5", ["261001002"]), ("359.5,-0.5", ["261001002"]), ("123,85", ["261001003"]), ("10,90", ["261001003"]),
    ("0,40", [])])
def test_cutouts_of_every_picture_that_covers_a_position(server, position, covered):
    jobs = commanded(server, command="image_cutout", params=f"{position},1,Some place,500")
    name = position.replace(",", "_") + "_1_Some place_500"
    assert [job["parameters"] for job in jobs] == [f"{task},7.fits,1_raw.jpg,{name}/{name}_{task}.jpg" for task in covered]
    assert all(job["extra"] == f"{position.replace(',', ', ')}, 1, Some place, 500" for job in jobs)
    folder = server.rest("GET", f"/cutout_directories/{name}/").json()
    assert (folder["field_name"], folder["cutout_size"], folder["field_fov"]) == ("Some place", 500, 1.0)


@pytest.mark.parametrize("values,status", [
    (dict(command="foo", observation_id=1), 400), (dict(command="grid"), 400), (dict(command="grid", observation_id="x"), 400),
    (dict(command="grid", observation_id=999), 404), (dict(), 400), (dict(command="image_cutout", params="1,2"), 400),
    (dict(command="image_cutout", params="1,99,1,x,500"), 400), (dict(command="image_cutout", params="1,9,1,x,99999999"), 400),
    (dict(command=["grid"]), 400), (dict(command="transient", observation_id=1, params="no such thing at all"), 400),
    (dict(command="exoplanets", observation_id=1), 400)])
def test_wrong_commands(server, values, status):
    answer = server.rest("POST", "/run-command/", json=values)
    assert answer.status_code == status and answer.json(), answer.text


def test_a_cutout_cannot_lead_out_of_its_folder(server):
    jobs = commanded(server, command="image_cutout", params="84,-5,1,../../x,500")
    assert all(job["parameters"].count("/") == 1 for job in jobs)


def test_old_commands_need_credentials(server):
    for path in ("/run-command/?command=box&observation_id=1", "/observations/1/setstatus/failed/1", "/observations/1/setquality/great/2"):
        before = server.rest("GET", "/observations2/1/").json()
        assert server.rest("GET", path, login=False, allow_redirects=False).status_code == 401
        assert server.rest("GET", "/observations2/1/").json() == before
        # A link on another page, followed by a browser that has the password.
        elsewhere = server.rest("GET", path, headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False)
        assert elsewhere.status_code == 403
        assert server.rest("GET", path, allow_redirects=False).status_code in (200, 302)
    record = server.rest("GET", "/observations2/1/").json()
    assert (record["my_status"], record["quality"]) == ("failed", "great")
    for path, status in [
            ("/observations/1/sethips/false/3", 302), ("/observations/1/settasktype/master", 302), ("/observations/1/settasktype/x/1", 400),
            ("/observations/999/setquality/x/1", 404), ("/observations/1/setquality/x/y", 404), ("/observations/1/setname/x/1", 404)]:
        assert server.rest("POST", path, allow_redirects=False).status_code == status, path
    record = server.rest("GET", "/observations2/1/").json()
    assert (record["used_in_hips"], record["task_type"]) == (False, "master")


def test_other_origins(server):
    for origin, allowed in [("https://view.example", True), ("https://elsewhere.example", False), ("null", False)]:
        ask = requests.options(url(server, "/observations2/"), timeout=30, headers={
            "Origin": origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"})
        read = requests.get(url(server, "/observations2/"), headers={"Origin": origin}, timeout=30)
        for answer in (ask, read):
            assert answer.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
            assert "Access-Control-Allow-Credentials" not in answer.headers
        assert not allowed or (ask.status_code == 204 and "Authorization" in ask.headers["Access-Control-Allow-Headers"])
        write = server.rest("PUT", "/observations2/2/", json=dict(quality="good"), headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
        assert write.status_code == (200 if allowed else 403)


def test_open_commands_and_base_path(tmp_path):
    server = opened(tmp_path, LEGACY_OPEN_COMMANDS="true", ASTROBASE_BASE_PATH="/backend/api")
    try:
        base = "/backend/api"
        made = requests.post(url(server, "/observations2/", base), json=dict(name="x"), auth=(USER, PASSWORD), timeout=30)
        assert made.status_code == 201
        set_status = requests.get(url(server, "/observations/1/setstatus/failed/1", base), allow_redirects=False, timeout=30)
        assert set_status.status_code == 302 and set_status.headers["Location"] == "/backend/api/?page=1"
        assert requests.get(url(server, "/observations2/1/", base), timeout=30).json()["my_status"] == "failed"
        assert requests.post(url(server, "/run-command/?command=box&observation_id=1", base), timeout=30).status_code == 401
        assert requests.put(url(server, "/observations2/1/", base), json=dict(name="y"), timeout=30).status_code == 401
        assert requests.get(url(server, "/observations2/"), timeout=30).status_code == 404
        assert requests.get(url(server, "/observations2?page=1", base), timeout=30, allow_redirects=False).headers["Location"] == (
            "/backend/api/observations2/?page=1")
        findings = [json.loads(line) for line in server.command("doctor", "--json", check=False).stdout.splitlines()]
        assert any(f["name"] == "open commands" and f["status"] == "warning" and "LEGACY_OPEN_COMMANDS" in f["message"] for f in findings)
        server.stop()
    finally:
        server.end()
    server.environment["ASTROBASE_BASE_PATH"] = "backend/"
    assert "ASTROBASE_BASE_PATH" in server.command("status", check=False).stderr


def test_users(home):
    assert home.command("user", "list", check=False).returncode == 1
    home.add_user("admin")
    shown = json.loads(home.command("user", "add", "eve", "--role", "reader", "--json").stdout)
    assert shown["password"]
    users = [json.loads(line) for line in home.command("user", "list", "--json").stdout.splitlines()]
    assert {user["name"]: user["role"] for user in users} == {USER: "admin", "eve": "reader"}
    assert "eve" in home.command("user", "list").stdout
    changed = json.loads(home.command("user", "password", "eve", "--json").stdout)
    assert changed["password"] not in (None, shown["password"])
    assert home.command("user", "password", "nobody", check=False).returncode == 1
    last = home.command("user", "remove", USER, check=False)
    assert last.returncode == 1 and "last admin" in last.stderr
    assert json.loads(home.command("user", "remove", "eve", "--json").stdout) == {"removed": "eve"}
    assert home.command("user", "remove", "eve", check=False).returncode == 1
