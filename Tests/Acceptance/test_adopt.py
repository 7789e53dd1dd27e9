"""Moving in: the records of the Django system, from a database that Django itself built and from its REST API."""

import contextlib
import json
import sqlite3
import subprocess
import sys

import pytest
import requests

from home import API, Home, run

pytest.importorskip("django")

# The models as the recorded API shows their fields, under the names that the system's own application has.
BUILD = '''
import sys, django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}})
django.setup()
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models

class Observation2(models.Model):
    task_type = models.CharField(max_length=20, default="observation")
    name = models.CharField(max_length=100, default="unknown")
    instrument = models.CharField(max_length=50, default="Canon 2000D - Samyang 135")
    filter = models.CharField(max_length=20, default="CLS")
    taskID = models.CharField(max_length=30, null=True)
    creationTime = models.DateTimeField(null=True)
    field_name = models.CharField(max_length=255, null=True)
    field_ra, field_dec, field_fov = models.FloatField(null=True), models.FloatField(null=True), models.FloatField(null=True)
    box = models.CharField(max_length=255, null=True)
    ra_min, ra_max, dec_min, dec_max = (models.FloatField(null=True) for _ in range(4))
    ra_dec_fov = models.CharField(max_length=30, null=True)
    date = models.DateTimeField(null=True)
    my_status, new_status = models.CharField(max_length=50, default="defined"), models.CharField(max_length=50, default="defined")
    astrometry_url = models.CharField(max_length=200, default="http://nova.astrometry.net")
    job = models.CharField(max_length=100, default="")
    quality = models.CharField(max_length=30, default="good")
    description = models.CharField(max_length=255, default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="children")
    exposure_in_seconds = models.IntegerField(default=0)
    iso = models.CharField(max_length=10, default="none")
    focal_length, stacked_images = models.IntegerField(default=135), models.IntegerField(default=1)
    magnitude = models.FloatField(null=True)
    image_type = models.CharField(max_length=30, default="other")
    used_in_hips = models.BooleanField(default=True)
    extra, transient = models.TextField(null=True), models.CharField(max_length=30, null=True)
    class Meta: app_label = "backend_app"

class DataProduct2(models.Model):
    parent = models.ForeignKey(Observation2, on_delete=models.CASCADE)
    taskID, filename = models.CharField(max_length=30), models.CharField(max_length=200)
    dataproduct_type, new_status = models.CharField(max_length=50), models.CharField(max_length=50, default="ready")
    size = models.BigIntegerField(default=0)
    class Meta: app_label = "backend_app"

class Job(models.Model):
    job_service, queue = models.CharField(max_length=15, default="celery"), models.CharField(max_length=15, default="celery")
    celery_id, creationTime = models.CharField(max_length=50, null=True), models.DateTimeField(null=True)
    command, parameters = models.CharField(max_length=100), models.CharField(max_length=255, null=True)
    extra, status, result = models.TextField(null=True), models.CharField(max_length=50), models.TextField(null=True)
    class Meta: app_label = "backend_app"

class CutoutDirectory(models.Model):
    directory = models.CharField(max_length=100, primary_key=True)
    field_name, field_ra = models.CharField(max_length=100, null=True), models.FloatField(null=True)
    field_dec, field_fov = models.FloatField(null=True), models.FloatField(null=True)
    cutout_size, visible = models.IntegerField(null=True), models.BooleanField(default=True)
    status = models.CharField(max_length=20, default="job_created")
    class Meta: app_label = "backend_app"

class Cutout(models.Model):
    filename = models.CharField(max_length=100, primary_key=True)
    directory = models.CharField(max_length=100)
    creationTime = models.DateTimeField(null=True)
    field_name, field_ra = models.CharField(max_length=100, null=True), models.FloatField(null=True)
    field_dec, field_fov = models.FloatField(null=True), models.FloatField(null=True)
    cutout_size, order = models.IntegerField(null=True), models.IntegerField(default=0)
    visible, delete_ = models.BooleanField(default=False), models.BooleanField(default=False, db_column="delete")
    observation_date, observation_name = models.DateTimeField(null=True), models.CharField(max_length=100, null=True)
    observation_quality, observation_taskID = models.CharField(max_length=30, null=True), models.CharField(max_length=30)
    cutout_quality, status = models.CharField(max_length=30, default="unknown"), models.CharField(max_length=20, default="job_created")
    class Meta: app_label = "backend_app"

class Collection2(models.Model):
    date, name = models.DateTimeField(null=True), models.CharField(max_length=50)
    collection_type, description = models.CharField(max_length=20), models.CharField(max_length=255)
    observations = models.ManyToManyField(Observation2)
    class Meta: app_label = "backend_app"

call_command("migrate", verbosity=0)
with connection.schema_editor() as editor:
    for model in (Observation2, DataProduct2, Job, CutoutDirectory, Cutout, Collection2):
        editor.create_model(model)
from datetime import datetime, timezone
when = datetime(2026, 11, 21, 20, 15, 0, 250000, timezone.utc)
master = Observation2.objects.create(id=40, taskID="261121001", name="mosaic", task_type="master", my_status="done", new_status="done")
child = Observation2.objects.create(
    id=7, taskID="261121002", name="orion <b>belt</b>", field_name="Orion", field_ra=84.05, field_dec=-1.2, field_fov=5.5, parent=master,
    box="88.0,-4.0,80.0,-4.0,80.0,2.0,88.0,2.0", ra_min=80, ra_max=88, dec_min=-4, dec_max=2, date=when, my_status="done", new_status="done",
    job="12345", quality="great", exposure_in_seconds=30, iso="800", magnitude=9.5, image_type="deep sky", used_in_hips=True, extra="[]")
Observation2.objects.create(id=8, taskID="261121003", name="raw one", my_status="raw", new_status="raw")
Observation2.objects.create(id=9, taskID=None, name="lost")
Observation2.objects.create(id=10, taskID="261121005", name="off the sky", field_dec=123)
for name, kind in (("261121002_raw.jpg", "raw"), ("12345.fits", "fits"), ("12345_annotated.jpg", "annotated")):
    DataProduct2.objects.create(parent=child, taskID="261121002", filename=name, dataproduct_type=kind, size=1234)
Job.objects.create(id=3, command="grid", parameters="261121002,12345.fits,a.jpg,b.jpg", status="done", creationTime=when)
CutoutDirectory.objects.create(directory="84_-1_1_Orion_500", field_name="Orion", field_ra=84, field_dec=-1, field_fov=1, cutout_size=500)
Cutout.objects.create(
    filename="84_-1_1_Orion_500_261121002.jpg", directory="84_-1_1_Orion_500", field_ra=84, field_dec=-1, field_fov=1, cutout_size=500,
    visible=True, observation_date=when, observation_taskID="261121002", status="job_done", creationTime=when)
Cutout.objects.create(filename="stray.jpg", directory="gone", observation_taskID="x")
Collection2.objects.create(id=5, name="Winter", collection_type="season", description="all of it", date=when).observations.add(master, child)
User.objects.create_superuser("nico", "n@example.org", "Polaris above 51 N")
User.objects.create_user("guest", "g@example.org", "guest pass word")
User.objects.create_user("gone", "x@example.org", "x", is_active=False)
User.objects.create(username="ldap", password="!unusable")
'''


@pytest.fixture(scope="module")
def django(tmp_path_factory):
    folder = tmp_path_factory.mktemp("django")
    database = folder / "db.sqlite3"
    (folder / "build.py").write_text(BUILD)
    subprocess.run([sys.executable, folder / "build.py", database], check=True, capture_output=True, text=True)
    return database


@pytest.fixture
def files(tmp_path):
    data = tmp_path / "astrobase" / "data"
    (data / "261121002").mkdir(parents=True)
    for name in ("261121002_raw.jpg", "12345.fits"):
        (data / "261121002" / name).write_bytes(b"picture")
    return data


@pytest.fixture
def moved(tmp_path, files):
    place = Home(tmp_path / "home", data=files)
    yield place
    place.end()


def adopt(home, *source, check=True):
    return home.command("adopt", *source, "--data", home.data, check=check)


def contents(home):
    """All rows of all tables, as they are."""
    with contextlib.closing(sqlite3.connect(home.root / "astrobase.sqlite")) as base:
        return "\n".join(line for line in base.iterdump() if "sqlite_sequence" not in line)


def test_a_database_of_django(django, moved, files):
    before = {path: path.stat().st_mtime_ns for path in files.rglob("*")}
    trial = json.loads(adopt(moved, "--django", django, "--dry-run", "--json").stdout)
    assert "orion" not in contents(moved)
    report = json.loads(adopt(moved, "--django", django, "--json").stdout)
    assert report == trial
    counts = {count["kind"]: count for count in report["counts"]}
    assert {kind: count["taken"] for kind, count in counts.items()} == {
        "observation": 3, "job": 1, "cutout directory": 1, "cutout": 1, "collection": 1, "user": 2}
    refused = "\n".join(reason for count in counts.values() for reason in count["refused"])
    for words in ("observation 9: it has no task id", "observation 10: field_dec is 123", "cutout stray.jpg: its directory gone",
                  "user gone: it is not active", "user ldap: its password"):
        assert words in refused, refused
    assert report["missingFiles"] == 1 and report["hasUsers"]
    state = contents(moved)
    again = json.loads(adopt(moved, "--django", django, "--json").stdout)
    assert contents(moved) == state
    assert all(count["taken"] == 0 for count in again["counts"])
    assert {path: path.stat().st_mtime_ns for path in files.rglob("*") if ".incoming" not in str(path)} == before

    moved.start(auto_process=False)

    def get(path, **parameters):
        return requests.get(f"http://127.0.0.1:{moved.port}{API}/{path}", params=parameters, timeout=30).json()

    orion = get("observations2/7/")
    assert orion["taskID"] == "261121002" and orion["name"] == "orion <b>belt</b>" and orion["parent"] == 40
    # As there, a child shows its master's date; its own is kept.
    assert get("observations2/7/", facts=1)["date"] == "2026-11-21T20:15:00.250000Z" and orion["my_status"] == "done" and orion["quality"] == "great"
    assert (orion["field_ra"], orion["field_dec"], orion["field_fov"], orion["magnitude"]) == (84.05, -1.2, 5.5, 9.5)
    assert (orion["ra_min"], orion["ra_max"], orion["exposure_in_seconds"], orion["iso"]) == (80, 88, 30, "800")
    assert orion["derived_fits"].endswith("/261121002/12345.fits") and orion["derived_annotated_image"].endswith("/12345_annotated.jpg")
    assert requests.get(orion["derived_fits"], timeout=30).content == b"picture"
    assert get("observations2/40/")["children"] and get("observations2/", coordsearch="84,-1")["count"] == 1
    assert get("jobs/3/")["parameters"].startswith("261121002,12345.fits")
    assert get("cutouts/", directory="84_-1_1_Orion_500")["results"][0]["observation_date"] == "2026-11-21T20:15:00.250000Z"
    assert sorted(one if isinstance(one, int) else one["id"] for one in get("collections2/5/")["observations"]) == [7, 40]
    # New records do not take ids that were given away there.
    made = requests.post(
        f"http://127.0.0.1:{moved.port}{API}/observations2/", json={"name": "new", "taskID": "x1"}, auth=("nico", "Polaris above 51 N"),
        timeout=30)
    assert made.status_code == 201 and made.json()["id"] > 40, made.text


def test_users_keep_their_passwords(django, moved):
    adopt(moved, "--django", django)
    moved.start(auto_process=False)
    hashes = dict(moved.rows("SELECT name, password_hash FROM account"))
    assert hashes["guest"].startswith("pbkdf2_sha256$")

    def make(user, password):
        return requests.post(
            f"http://127.0.0.1:{moved.port}{API}/observations2/", json={"name": "by " + user}, auth=(user, password), timeout=30).status_code

    assert make("guest", "wrong") == 401
    assert make("guest", "guest pass word") == 201 and make("nico", "Polaris above 51 N") == 201 and make("gone", "x") == 401
    after = dict(moved.rows("SELECT name, password_hash FROM account"))
    assert after["guest"].startswith("$scrypt$") and after["nico"].startswith("$scrypt$")
    moved.stop()
    moved.start(auto_process=False)
    assert make("guest", "guest pass word") == 201 and make("guest", "wrong") == 401
    assert dict(moved.rows("SELECT name, role FROM account"))["nico"] == "admin"
    # Taken over once more, a password that was set meanwhile is not set back.
    adopt(moved, "--django", django)
    assert dict(moved.rows("SELECT name, password_hash FROM account"))["guest"].startswith("$scrypt$")


def test_the_rest_api(tmp_path, django, moved, files):
    """Our own server over the adopted database stands for the backend, whose shapes it has."""
    first = Home(tmp_path / "first", data=files)
    try:
        adopt(first, "--django", django)
        first.start(auto_process=False)
        report = json.loads(adopt(moved, "--backend", f"http://127.0.0.1:{first.port}{API}", "--json").stdout)
        assert not report["hasUsers"] and {count["kind"]: count["taken"] for count in report["counts"]} == {
            "observation": 3, "job": 1, "cutout directory": 1, "cutout": 1, "collection": 1}
        moved.start(auto_process=False)
        for path in ("observations2/7/", "observations2/40/", "jobs/3/", "collections2/5/", "cutouts/", "cutout_directories/"):
            theirs, ours = (
                json.loads(requests.get(f"http://127.0.0.1:{home.port}{API}/{path}", timeout=30).text.replace(str(home.port), "PORT"))
                for home in (first, moved))
            for one in (theirs, ours):
                one.pop("size", None)
            assert ours == theirs, path
    finally:
        first.end()


def test_what_is_wrong_is_said(tmp_path, moved, django):
    text = tmp_path / "text.sqlite3"
    text.write_text("no database")
    other = tmp_path / "other.sqlite3"
    with contextlib.closing(sqlite3.connect(other)) as base:
        base.execute("CREATE TABLE something (id INTEGER)")
    for source, words in [
        (["--django", text], "cannot be read"), (["--django", other], "no table of observations"), (["--django", tmp_path / "none"], "no file"),
        (["--backend", "http://127.0.0.1:9/my_astrobase"], "could not be read"), (["--backend", "here"], "no address"), ([], "--django")]:
        answer = adopt(moved, *source, check=False)
        assert answer.returncode != 0 and words in answer.stderr, (source, answer.stderr)
    elsewhere = run("adopt", "--django", django, "--data", tmp_path, "--home", tmp_path / "another", check=False)
    assert elsewhere.returncode == 1 and "LOCAL_DATA_DIR=" in elsewhere.stderr
