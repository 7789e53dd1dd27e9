"""Filters, look-ups, order and pages of the lists, against the same questions asked of the rows in Python."""

import itertools
import random
import sqlite3
import contextlib

import pytest

from home import API, Home

NUMBERS = ["field_ra", "field_dec", "field_fov", "magnitude", "focal_length", "exposure_in_seconds"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("lists") / "home")
    place.add_user()
    for queue in ("registration", "astro", "cutout"):
        place.command("queue", "pause", queue)
    place.start(auto_process=False)
    chance = random.Random(4)
    parents = []
    for number in range(260):
        record = dict(
            taskID=f"2601{number // 100 + 1:02d}{number % 100:03d}", name=chance.choice(["Orion", "orion Belt", "M 42 Größe", "100%_x", "Vega"]),
            field_name=chance.choice([None, "Orion", "Lyra, Vega", ""]), quality=chance.choice(["good", "great", "bad"]),
            image_type=chance.choice(["deep sky", "moon", "other"]), iso=chance.choice(["none", "100", "800"]),
            new_status=chance.choice(["defined", "raw", "failed"]), used_in_hips=chance.choice([True, False]),
            field_ra=chance.choice([None, 0.0, 10.0, chance.uniform(0, 360)]), field_dec=chance.choice([None, -10.0, chance.uniform(-90, 90)]),
            field_fov=chance.choice([None, 1.0, chance.uniform(0, 20)]), magnitude=chance.choice([None, -1.5, chance.uniform(-3, 15)]),
            focal_length=chance.choice([50, 135, 200]), exposure_in_seconds=chance.choice([0, 30, 31, 600]),
            date=chance.choice([None, f"20{chance.randint(10, 26)}-0{chance.randint(1, 9)}-{chance.randint(10, 28)}T{chance.randint(10, 23)}:15:00Z"]))
        if number % 20 == 0:
            record["task_type"] = "master"
        elif parents and number % 7 == 0:
            record["parent"] = chance.choice(parents)
        answer = place.rest("POST", "/observations2/", json=record)
        assert answer.status_code == 201, answer.text
        if number % 20 == 0:
            parents.append(answer.json()["id"])
    # Changes and removals too: what is counted must follow.
    for number in range(2, 120, 9):
        change = dict(field_ra=chance.uniform(0, 360), quality="great", new_status="failed", magnitude=None, focal_length=51)
        assert place.rest("PUT", f"/observations2/{number}/", json=change).status_code == 200
    for number in (5, 50, 121):
        assert place.rest("DELETE", f"/observations2/{number}/").status_code == 204
    # A child shows its master's date: the date of the record itself is asked for.
    with contextlib.closing(sqlite3.connect(f"file:{place.root}/astrobase.sqlite?mode=ro", uri=True)) as base:
        own = dict(base.execute("SELECT id, strftime('%Y-%m-%dT%H:%M:%SZ', date, 'unixepoch') FROM observation"))
    place.all = everything(place, "/observations2/?facts=1")
    for record in place.all:
        assert record["date"] == own[record["id"]]
    yield place
    place.stop()
    place.end()


def everything(server, path):
    records = []
    for page in itertools.count(1):
        answer = server.rest("GET", f"{path}{'&' if '?' in path else '?'}page={page}", login=False)
        assert answer.status_code == 200, answer.text
        records += answer.json()["results"]
        if not answer.json()["next"]:
            assert answer.json()["count"] == len(records)
            return records


def check(server, query, holds, table="/observations2/"):
    wanted = [record["id"] for record in server.all if holds(record)]
    found = [record["id"] for record in everything(server, f"{table}?{query}")]
    assert found == wanted, query
    last = server.rest("GET", f"{table}?{query}&page=last", login=False).json()
    assert [record["id"] for record in last["results"]] == wanted[(max(0, len(wanted) - 1) // 100) * 100:], query


@pytest.mark.parametrize("field", NUMBERS)
def test_numbers(server, field):
    values = [0, 10, -10.0, 1, 135, 31, 0.5, 77.25, -1.5, 1e6, -1e6, 50]
    compare = {
        "": lambda a, b: a == b, "__exact": lambda a, b: a == b, "__gt": lambda a, b: a > b, "__gte": lambda a, b: a >= b,
        "__lt": lambda a, b: a < b, "__lte": lambda a, b: a <= b}
    for (lookup, test), value in itertools.product(compare.items(), values):
        check(server, f"{field}{lookup}={value}", lambda r: r[field] is not None and test(r[field], value))
    check(server, f"{field}__gte=0&{field}__lt=50.5", lambda r: r[field] is not None and 0 <= r[field] < 50.5)
    check(server, f"{field}__range=0,50", lambda r: r[field] is not None and 0 <= r[field] <= 50)
    check(server, f"{field}__in=0,31,135,1.0", lambda r: r[field] in (0, 31, 135, 1.0))
    check(server, f"{field}__isnull=true", lambda r: r[field] is None)
    check(server, f"{field}__isnull=False", lambda r: r[field] is not None)
    check(server, f"{field}__gt=1&quality=good&field_dec__lt=0", lambda r: (
        r[field] is not None and r[field] > 1 and r["quality"] == "good" and r["field_dec"] is not None and r["field_dec"] < 0))


@pytest.mark.parametrize("field,value", [
    ("name", "orion"), ("name", "Orion"), ("name", "größe"), ("name", "%_"), ("name", "0"), ("field_name", "Vega"), ("taskID", "260102"),
    ("quality", "great"), ("image_type", "deep"), ("my_status", "FAIL"), ("description", "x"), ("instrument", "Canon")])
def test_texts(server, field, value):
    def text(record):
        return record[field]

    tests = {
        "": lambda t: t == value, "__iexact": lambda t: t.lower() == value.lower(), "__contains": lambda t: value in t,
        "__icontains": lambda t: value.lower() in t.lower(), "__startswith": lambda t: t.startswith(value),
        "__istartswith": lambda t: t.lower().startswith(value.lower()), "__endswith": lambda t: t.endswith(value),
        "__iendswith": lambda t: t.lower().endswith(value.lower())}
    for lookup, test in tests.items():
        encoded = value.replace("%", "%25")
        check(server, f"{field}{lookup}={encoded}", lambda r: text(r) is not None and test(text(r)))
    check(server, f"{field}__in={value.replace('%', '%25')},other", lambda r: text(r) in (value, "other"))


def test_dates_flags_and_parents(server):
    for lookup, test in {"gte": lambda a, b: a >= b, "lt": lambda a, b: a < b}.items():
        for date in ("2019-05-12T12:15:00Z", "2019-01-01", "2005-01-01 10:00"):
            whole = date.replace(" ", "T")
            whole += "" if whole.endswith("Z") else ("T00:00:00Z" if len(whole) == 10 else ":00Z")
            check(server, f"date__{lookup}={date}", lambda r: r["date"] is not None and test(r["date"], whole))
    check(server, "date__contains=2019-0", lambda r: (r["date"] or "").startswith("2019-0"))
    check(server, "used_in_hips=true", lambda r: r["used_in_hips"])
    check(server, "used_in_hips=False&iso=800&task_type=observation", lambda r: (
        not r["used_in_hips"] and r["iso"] == "800" and r["task_type"] == "observation"))
    check(server, "parent=1", lambda r: r["parent"] == 1)
    check(server, "parent__isnull=true", lambda r: r["parent"] is None)
    check(server, "my_status__in=raw,failed&quality__in=good,bad", lambda r: (
        r["my_status"] in ("raw", "failed") and r["quality"] in ("good", "bad")))
    check(server, "colour=blue&name__unknown=3&name=", lambda r: True)
    check(server, "quality__icontains=GRE&iso=800&image_type__startswith=moon", lambda r: (
        r["quality"] == "great" and r["iso"] == "800" and r["image_type"] == "moon"))
    check(server, "instrument__icontains=canon&task_type=master&my_status=raw", lambda r: r["task_type"] == "master" and r["my_status"] == "raw")


def test_projects(server):
    check(server, "", lambda r: r["task_type"] == "master" or r["parent"] is None, "/projects/")
    check(server, "quality=great", lambda r: (r["task_type"] == "master" or r["parent"] is None) and r["quality"] == "great", "/projects/")


@pytest.mark.parametrize("field", ["name", "field_ra", "date", "quality", "taskID", "my_status", "focal_length", "id"])
def test_order(server, field):
    for sign, backward in (("", False), ("-", True)):
        found = everything(server, f"/observations2/?facts=1&ordering={sign}{field}")
        keys = [(record[field] is not None, record[field]) for record in found]
        assert keys == sorted(keys, key=lambda key: (key[0], key[1] if key[0] else 0), reverse=backward)
        assert sorted(record["id"] for record in found) == [record["id"] for record in server.all]
    found = everything(server, "/observations2/?ordering=-quality,name,nonsense&field_fov__gt=1")
    assert [(r["quality"], r["name"]) for r in found] == sorted(
        sorted(((r["quality"], r["name"]) for r in found), key=lambda r: r[1]), key=lambda r: r[0], reverse=True)


@pytest.mark.parametrize("query,field", [
    ("field_ra__gte=abc", "field_ra__gte"), ("magnitude=nan", "magnitude"), ("focal_length__in=1,x", "focal_length__in"),
    ("date__gt=yesterday", "date__gt"), ("cone=1,2", "cone"), ("cone=1,95,3", "cone")])
def test_wrong_values(server, query, field):
    answer = server.rest("GET", f"/observations2/?{query}", login=False)
    assert answer.status_code == 400 and list(answer.json()) == [field]


def test_jobs_and_cutouts(server):
    for number in range(6):
        job = dict(command=["grid", "stars"][number % 2], job_service="elsewhere", status=["new", "done", "error"][number % 3], parameters=str(number))
        assert server.rest("POST", "/jobs/", json=job).status_code == 201
        cutout = dict(filename=f"c{number}.jpg", directory="c", field_ra=number, visible=number % 2 == 0, observation_taskID="x")
        assert server.rest("POST", "/cutouts/", json=cutout).status_code == 201
    jobs = everything(server, "/jobs/?command=stars&status__in=new,error")
    assert [job["parameters"] for job in jobs] == ["3", "5"]
    assert [job["parameters"] for job in everything(server, "/jobs/?parameters__gte=4&ordering=-id")] == ["5", "4"]
    assert [c["filename"] for c in everything(server, "/cutouts/?visible=true&field_ra__gt=0")] == ["c2.jpg", "c4.jpg"]
    assert [c["filename"] for c in everything(server, "/cutouts/?ordering=-field_ra")][0] == "c5.jpg"


def test_regions(server):
    boxes = {"260901001": "2.0,2.0,358.0,2.0,358.0,-2.0,2.0,-2.0", "260901002": "0,89,90,89,180,89,270,89", "260901003": "100,10,90,10,90,0,100,0"}
    for task, box in boxes.items():
        assert server.rest("POST", "/observations2/", json=dict(taskID=task, name="r", box=box)).status_code == 201
    for cone, wanted in {
            "0,0,1": {"260901001"}, "355,0,4": {"260901001"}, "355,0,2": set(), "45,88,3": {"260901002"}, "95,5,0": {"260901003"},
            "95,15,4.9": set(), "95,15,5.1": {"260901003"}, "0,0,180": set(boxes)}.items():
        for table in ("boxes", "observations2"):
            found = everything(server, f"/{table}/?cone={cone}")
            assert {record["taskID"] for record in found} == wanted, (cone, table)


def test_collections(server):
    made = server.rest("POST", "/collections2/", json=dict(name="Comets", collection_type="solar system", observations=[3, 1, 3]))
    assert made.status_code == 201 and made.json()["observations"] == [1, 3] and made.json()["date"] is None
    path = f"/collections2/{made.json()['id']}/"
    assert server.rest("PATCH", path, json=dict(observations=[2])).json()["observations"] == [2]
    assert server.rest("PUT", path, json=dict(description="x")).json()["observations"] == [2]
    wrong = server.rest("PATCH", path, json=dict(observations=[999999]))
    assert wrong.status_code == 400 and "observations" in wrong.json()
    assert server.rest("PATCH", path, json=dict(observations="all")).status_code == 400
    assert server.rest("POST", "/collections2/", json=dict(description="no name")).status_code == 400
    assert server.rest("POST", "/collections2/", json=dict(name="y"), login=False).status_code == 401
    assert server.rest("GET", "/collections2/?name__icontains=COM", login=False).json()["count"] == 1
    assert server.rest("DELETE", path, login=False).status_code == 401
    assert server.rest("DELETE", path).status_code == 204
    assert server.rest("GET", path).status_code == 404
