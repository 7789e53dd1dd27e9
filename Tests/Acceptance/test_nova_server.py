"""Our server with nova.astrometry.net's API: who may ask, and what is answered."""

import io
import json
import os
import random
import sqlite3
import time

import numpy
import pytest
import requests
from astropy.io import fits
from astropy.wcs import WCS
from PIL import Image

from home import PROJECT, sample
from nova_calls import Client, add_key
from nova_fixtures import client, home, key, picture, solved

IMAGES = PROJECT.parent / "shared/images"
WIRE = PROJECT.parent / "shared/reference/nova-wire"


def recorded(name):
    """The JSON that nova answered."""
    file = WIRE / name
    if not file.exists():
        pytest.skip("the recordings are not here")
    return json.loads(file.read_text(errors="replace").split("===== RESPONSE =====")[1].strip().split("\n\n", 1)[1])


def shape(value):
    """Keys and types; of lists, the type of the first element."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return "number" if isinstance(value, (int, float)) else type(value).__name__


# Who may ask


def test_keys_are_made_listed_and_taken_back(home):
    key = add_key(home, "for-a-while")
    assert len(key) == 24 and key.islower()
    assert "for-a-while" in home.command("api-key", "list").stdout and key not in home.command("api-key", "list").stdout
    assert home.command("api-key", "add", "for-a-while", check=False).returncode == 1
    client = Client(f"http://127.0.0.1:{home.port}", key)
    home.command("api-key", "remove", "for-a-while")
    assert client.post("login", apikey=key).json() == {"status": "error", "errormessage": "bad apikey"}
    # The session that was begun with it has ended too.
    assert "no session" in client.post("myjobs/", session=client.session).json()["errormessage"]
    assert home.command("api-key", "remove", "for-a-while", check=False).returncode == 1
    for file in home.root.rglob("*"):
        if file.is_file() and file.stat().st_size < 50_000_000:
            assert key.encode() not in file.read_bytes(), file
    assert key not in home.tail(10_000)


def test_errors_of_the_log_in_are_nova_s(client):
    base = client.base
    def message(answer):
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain")
        assert answer.json()["status"] == "error"
        return answer.json()["errormessage"]

    login = f"{base}/api/login"
    assert message(requests.post(login, data={"request-json": '{"apikey": "nosuchkey"}'})) == "bad apikey"
    assert message(requests.post(login, data={"request-json": "{}"})) == 'need "apikey"'
    assert message(requests.post(login, json={"apikey": "x"})) == "no json"
    assert message(requests.post(login, data={"request-json": "{nonsense"})) == 'failed to parse JSON: "{nonsense"'
    upload = client.post("upload", files={"file": ("a.jpg", b"x")}, publicly_visible="y")
    assert message(upload) == 'no "session" in JSON.'
    wrong = client.post("upload", files={"file": ("a.jpg", b"x" * 3_000_000)}, session="0123456789XXXXXqrstuv")
    assert message(wrong) == 'no session with key "0123456789XXXXXqrstuv"'


def test_a_session_that_is_over_says_so(home):
    client = Client(f"http://127.0.0.1:{home.port}", add_key(home, "over"))
    with sqlite3.connect(home.root / "astrobase.sqlite", timeout=30) as base:
        base.execute(
            "UPDATE api_session SET expires = ? WHERE key = (SELECT id FROM api_key WHERE name = 'over')", [time.time() - 60])
    assert client.post("myjobs/", session=client.session).json()["errormessage"] == "user is not authenticated."


# What is answered


def test_answers_have_the_recorded_shapes(home, key, solved):
    submission, job = solved
    client = Client(f"http://127.0.0.1:{home.port}", key)
    for path, file in [
        (f"submissions/{submission}", "04-submission-status-done.txt"), (f"jobs/{job}", "05-job-status.txt"),
        (f"jobs/{job}/calibration/", "06-calibration.txt"), (f"jobs/{job}/info/", "07-info.txt"),
        (f"jobs/{job}/annotations/", "08-annotations.txt"), (f"jobs/{job}/tags/", "09-tags.txt"),
        (f"jobs/{job}/machine_tags", "09b-machine_tags.txt"), (f"jobs/{job}/objects_in_field/", "09c-objects_in_field.txt"),
        ("jobs_by_tag?query=Orion", "11-jobs_by_tag.txt"),
    ]:
        answer = requests.get(f"{client.base}/api/{path}")
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert shape(answer.json()) == shape(recorded(file)), path
    assert shape(client.call("myjobs/", session=client.session)) == shape(recorded("10-myjobs.txt"))
    assert job in client.call("myjobs/", session=client.session)["jobs"]
    images = client.call("submission_images", session=client.session, subid=submission)
    assert shape(images) == shape(recorded("12-submission_images.txt"))
    assert shape(client.post("login", apikey=key).json()) == shape(recorded("01-login.txt"))


def test_calibration_annotations_and_tags_are_true(client, solved, picture):
    truth, (submission, job) = picture[1], solved
    calibration = client.get(f"jobs/{job}/calibration")
    assert calibration["ra"] == pytest.approx(84, abs=0.01) and calibration["dec"] == pytest.approx(1, abs=0.01)
    assert calibration["pixscale"] == pytest.approx(12 * 3600 / 1200, rel=0.02) and calibration["parity"] == 1
    assert calibration["width_arcsec"] == pytest.approx(1200 * calibration["pixscale"])
    assert 0 <= calibration["orientation"] <= 360
    info = client.get(f"jobs/{job}/info")
    assert info["original_filename"] == "orion.jpg" and info["status"] == "success"
    if os.environ.get("ASTROBASE_CATALOG"):
        assert any("Orion" in tag for tag in info["tags"]) and any("Alnilam" in tag for tag in info["objects_in_field"])
        assert job in client.get("jobs_by_tag?query=Alnilam&exact=")["job_ids"]
        assert client.get("jobs_by_tag?query=Alnilam&exact=yes")["job_ids"] == []
        objects = client.get(f"jobs/{job}/annotations")["annotations"]
        star = next(one for one in objects if any("Alnilam" in name for name in one["names"]))
        # Nova counts pixels as FITS does.
        wcs = WCS(fits.open(io.BytesIO(client.file(f"wcs_file/{job}").content))[0].header)
        x, y = wcs.all_world2pix([[84.05339, -1.20192]], 1)[0]
        assert star["pixelx"] == pytest.approx(x, abs=1) and star["pixely"] == pytest.approx(y, abs=1)
        bright = client.get(f"jobs/{job}/annotations?nbright=1")["annotations"]
        assert [one["vmag"] for one in bright if one["type"] == "bright"] == [min(
            one["vmag"] for one in objects if one["type"] == "bright")]


def test_orientation_is_told_as_nova_does(client):
    """As in the recorded calibration of the same picture, a field 34° wide, whose distortion another solver fits otherwise."""
    file = IMAGES / "anet-apod4.jpg"
    if not file.exists():
        pytest.skip("the pictures are not here")
    (job, status), = client.wait(client.upload(file.read_bytes()))
    theirs, ours = recorded("06-calibration.txt"), client.get(f"jobs/{job}/calibration")
    assert status == "success"
    header = fits.open(io.BytesIO(client.file(f"wcs_file/{job}").content))[0].header

    def up(cd11, cd12, cd21, cd22):
        """Direction of up, from the CD matrix of a picture whose first row is on top."""
        return 180 + numpy.degrees(numpy.arctan2(cd21 - cd12, cd11 + cd22))

    # The recorded header's, at its own tangent point, 9° from the centre.
    assert up(0.0315458941598, 0.034633155544, -0.0349129324669, 0.0315) == pytest.approx(theirs["orientation"], abs=0.1)
    cd = [header[name] for name in ("CD1_1", "CD1_2", "CD2_1", "CD2_2")]
    assert ours["orientation"] == pytest.approx(up(*cd), abs=1) and ours["parity"] == theirs["parity"]
    assert ours["ra"] == pytest.approx(theirs["ra"], abs=0.5) and ours["pixscale"] == pytest.approx(theirs["pixscale"], rel=0.02)
    assert ours["radius"] == pytest.approx(theirs["radius"], rel=0.03)


FILES = {
    "wcs_file": "wcs.fits", "rdls_file": "rdls.fits", "axy_file": "axy.fits", "corr_file": "corr.fits", "image_rd_file": "image-radec.fits",
    "new_fits_file": "new-image.fits"}
PICTURES = {
    "annotated_full": ("JPEG", 1200), "annotated_display": ("JPEG", 640), "grid_full": ("JPEG", 1200), "grid_display": ("JPEG", 640),
    "red_green_image_full": ("PNG", 1200), "red_green_image_display": ("PNG", 640), "extraction_image_full": ("PNG", 1200),
    "extraction_image_display": ("PNG", 640), "sky_plot/zoom0": ("PNG", 256), "sky_plot/zoom1": ("PNG", 256),
    "sky_plot/zoom2": ("PNG", 256), "sky_plot/zoom3": ("PNG", 256), "image": ("JPEG", 1200), "thumbnail_of_image": ("JPEG", 235)}


def test_result_files_are_what_they_say(client, solved, picture):
    _, job = solved
    for path, name in FILES.items():
        answer = client.file(f"{path}/{job}")
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/fits", (path, answer.text[:200])
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        with fits.open(io.BytesIO(answer.content)) as file:
            file.verify("exception")
            if path == "new_fits_file":
                assert file[0].data.shape == (3, 800, 1200) or file[0].data.shape == (800, 1200)
                wcs = WCS(file[0].header, naxis=2)
                assert wcs.wcs_pix2world([[600, 400]], 0)[0] == pytest.approx([84, 1], abs=0.05)
            elif path not in ("wcs_file",):
                assert len(file[1].data) > 10
    for path, (kind, width) in PICTURES.items():
        answer = client.file(f"{path}/{job}")
        shown = Image.open(io.BytesIO(answer.content))
        assert (shown.format, shown.width) == (kind, width), path
        assert answer.headers["Content-Type"] == f"image/{kind.lower()}"
    assert client.file(f"image/{job}").content == picture[0].read_bytes()
    # A second time it is there already.
    begin = time.monotonic()
    client.file(f"annotated_full/{job}")
    assert time.monotonic() - begin < 1


def test_what_is_unknown_or_failed_is_json_404(client, solved):
    bad, = client.wait(client.upload(b"this is no picture", "notes.txt"))
    assert bad[1] == "failure"
    for path in (
        "api/submissions/999999", "api/jobs/999999", "api/jobs/999999/calibration", "api/jobs/abc/info", "api/nothing", "wcs_file/999999",
        "annotated_full/99999999999999999999", f"wcs_file/{bad[0]}", f"new_fits_file/{bad[0]}", f"corr_file/{bad[0]}", "image/0"):
        answer = client.file(path)
        assert answer.status_code == 404 and answer.json()["status"] == "error" and answer.json()["errormessage"], path
    assert client.get(f"jobs/{bad[0]}/calibration") == {"error": f"no calibration data available for job {bad[0]}"}


def test_bad_files_fail_at_once_with_their_reason(client):
    truncated = sample("nova-server.jpg", ra=84, dec=1, field=12, size="1200x800")[0].read_bytes()[:3000]
    for data, word in [(b"", "empty"), (b"hello", "picture"), (truncated, ""), (b"\x1f\x8b\x08\x00garbage", "")]:
        submission = client.upload(data, "bad.jpg")
        begin = time.monotonic()
        (job, status), = client.wait(submission)
        assert status == "failure" and time.monotonic() - begin < 20
    for data, word in [(b"", "empty"), (b"hello", "picture")]:
        submission = client.upload(data, "bad.jpg")
        client.wait(submission)
        assert word in client.get(f"submissions/{submission}")["error_message"]
    noise = io.BytesIO()
    Image.fromarray(numpy.random.default_rng(2).normal(60, 9, (600, 800)).clip(0, 255).astype("uint8")).save(noise, "png")
    (job, status), = client.wait(client.upload(noise.getvalue(), "noise.png"))
    assert status == "failure" and "failure" == client.get(f"jobs/{job}/info")["status"]


# Pages


def test_pages_for_a_browser(client, solved):
    submission, job = solved
    for path in (f"status/{submission}", f"user_images/{job}", f"joblog/{job}"):
        answer = client.file(path)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
        assert "orion.jpg" in answer.text and f"/annotated_display/{job}" in answer.text
    assert client.file("status/999999").status_code == 404
    evil = "<script>alert(1)</script>.jpg"
    submission = client.upload(b"nothing", evil)
    client.wait(submission)
    page = client.file(f"status/{submission}").text
    assert "<script>alert" not in page and "script&gt;" in page
