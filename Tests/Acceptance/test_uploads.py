"""Uploads into the landing pad: resumable ones with tuspy, whole files, and what is refused."""

import base64
import io
import os
import socket
import threading

import pytest
import requests
from tusclient.client import TusClient

from home import API, PASSWORD, USER, Home, wait_until

BASIC = {"Authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}
TUS = {**BASIC, "Tus-Resumable": "1.0.0"}
BYTES = {"Content-Type": "application/offset+octet-stream"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("uploads") / "home", environment={"ASTROBASE_UPLOAD_MEGABYTES": "8"})
    place.add_user("editor")
    for name, role in (("reader", "reader"), ("other", "editor")):
        place.command("user", "add", name, "--role", role, "--password-stdin", input=f"{name} password\n")
    # Ingest takes nothing away from under the tests.
    place.command("queue", "pause", "registration")
    place.start(auto_process=False)
    yield place
    place.stop()
    place.end()


def url(server, path="/uploads/"):
    return f"http://127.0.0.1:{server.port}{API}{path}"


def landed(server, name):
    path = server.landing_pad / name
    return path.read_bytes() if path.exists() else None


def begin(server, length, name="m42.jpg"):
    metadata = "filename " + base64.b64encode(name.encode()).decode()
    return requests.post(url(server), headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata}, timeout=30)


def patch(place, offset, data, **headers):
    return requests.patch(place, data=data, timeout=30, headers={**TUS, **BYTES, "Upload-Offset": str(offset), **headers})


def test_tuspy(server):
    data = os.urandom(3_000_000)
    uploader = TusClient(url(server), headers=BASIC).uploader(
        file_stream=io.BytesIO(data), chunk_size=700_000, metadata={"filename": "Größe 1.fits"})
    uploader.upload_chunk()
    uploader.upload_chunk()
    assert landed(server, "Größe 1.fits") is None
    # Another program goes on where this one stopped.
    again = TusClient(url(server), headers=BASIC).uploader(file_stream=io.BytesIO(data), chunk_size=700_000, url=uploader.url)
    assert again.offset == 1_400_000
    again.upload()
    assert landed(server, "Größe 1.fits") == data


def test_the_same_name_again(server):
    for number in range(3):
        assert patch(begin(server, 3, "same.fits.gz").headers["Location"], 0, f"no{number}").status_code == 204
    assert [landed(server, name) for name in ("same.fits.gz", "same-2.fits.gz", "same-3.fits.gz")] == [b"no0", b"no1", b"no2"]


def test_options(server):
    answer = requests.options(url(server), timeout=30)
    assert answer.status_code == 204 and answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "creation-with-upload", "expiration", "termination"}
    assert answer.headers["Tus-Max-Size"] == str(8 << 20)


def test_offsets(server):
    made = begin(server, 10, "offsets.jpg")
    assert made.status_code == 201 and "Upload-Expires" in made.headers
    place = made.headers["Location"]
    assert patch(place, 0, b"01234").headers["Upload-Offset"] == "5"
    head = requests.head(place, headers=TUS, timeout=30)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"], head.headers["Cache-Control"]) == ("5", "10", "no-store")
    for offset in (0, 4, 6, 99):
        assert patch(place, offset, b"x").status_code == 409
    assert patch(place, 5, b"x", **{"Content-Type": "text/plain"}).status_code == 415
    assert patch(place, 5, b"x", **{"Tus-Resumable": "0.2.2"}).status_code == 412
    assert patch(place, 5, b"567890").status_code == 413
    assert requests.head(place, headers=TUS, timeout=30).headers["Upload-Offset"] == "5"
    assert patch(place, 5, b"56789").status_code == 204
    assert landed(server, "offsets.jpg") == b"0123456789"
    assert patch(place, 10, b"x").status_code == 409
    at_once = requests.post(url(server), data=b"four", timeout=30, headers={
        **TUS, **BYTES, "Upload-Length": "4", "Upload-Metadata": "filename YXQgb25jZS5qcGc="})
    assert at_once.headers["Upload-Offset"] == "4" and landed(server, "at once.jpg") == b"four"


def test_a_line_that_breaks(server):
    place = begin(server, 100_000, "broken.jpg").headers["Location"]
    path = place.split(str(server.port), 1)[1]
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall((
            f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {BASIC['Authorization']}\r\nTus-Resumable: 1.0.0\r\n"
            "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: 100000\r\n\r\n").encode() + b"y" * 60_000)
        wait_until(
            lambda: requests.head(place, headers=TUS, timeout=30).headers["Upload-Offset"] == "60000", 10, "60,000 bytes arrived")
        # Nobody else writes meanwhile.
        assert patch(place, 60_000, b"z").status_code == 423
    wait_until(lambda: patch(place, 60_000, b"z" * 40_000).status_code == 204, 10, "the upload can be gone on with")
    assert landed(server, "broken.jpg") == b"y" * 60_000 + b"z" * 40_000


def test_what_is_refused(server):
    assert begin(server, 9 << 20).status_code == 413
    assert begin(server, -1).status_code == 400 and begin(server, "many").status_code == 400
    for name in ("", "../x.jpg", "a/b.jpg", ".hidden.jpg", "x.jpg.part", "x\0.jpg", "n" * 300):
        assert begin(server, 3, name).status_code == 400, name
    for headers in ({}, {"Authorization": "Basic bm9ib2R5Ondyb25n"}):
        assert requests.post(url(server), headers={"Tus-Resumable": "1.0.0", "Upload-Length": "3", **headers}, timeout=30).status_code == 401
        assert requests.get(url(server), headers=headers, timeout=30).status_code == 401
        assert requests.post(url(server, "/uploads/?filename=x.jpg"), data=b"x", headers=headers, timeout=30).status_code == 401
    reader = dict(auth=("reader", "reader password"), headers={"Tus-Resumable": "1.0.0", "Upload-Length": "3"}, timeout=30)
    assert requests.post(url(server), **reader).status_code == 403
    place = begin(server, 5, "mine.jpg").headers["Location"]
    other = dict(auth=("other", "other password"), headers={"Tus-Resumable": "1.0.0"}, timeout=30)
    assert requests.head(place, **other).status_code == 404 and requests.delete(place, **other).status_code == 404
    assert requests.delete(place, headers=TUS, timeout=30).status_code == 204
    assert requests.head(place, headers=TUS, timeout=30).status_code == 404
    assert requests.head(url(server, "/uploads/" + "0" * 32), headers=TUS, timeout=30).status_code == 404


def test_whole_files(server):
    login = dict(auth=(USER, PASSWORD), timeout=30)
    content = b"\r\n--x\r\n" * 1000
    form = requests.post(url(server), files={"file": ("form.jpg", content)}, data={"title": "x", "empty": ""}, **login)
    assert form.status_code == 201 and form.json() == {"filename": "form.jpg", "size": 7000}
    assert landed(server, "form.jpg") == content
    big = os.urandom(2_000_000)
    assert requests.post(url(server), files={"file": ("big.jpg", big)}, **login).status_code == 201
    body = requests.post(url(server, "/uploads/?filename=body.png"), data=big, **login)
    assert body.status_code == 201 and landed(server, "big.jpg") == landed(server, "body.png") == big
    assert requests.post(url(server), files={"file": ("huge.jpg", bytes(9 << 20))}, **login).status_code == 413
    cut = b"--b\r\nContent-Disposition: form-data; name=f; filename=cut.jpg\r\n\r\nabc"
    for content in (b"", b"--b\r\n", b"--b--\r\n", cut, b"x" * 40_000):
        answer = requests.post(url(server), data=content, headers={"Content-Type": "multipart/form-data; boundary=b"}, **login)
        assert answer.status_code == 400, content[:50]
    assert landed(server, "cut.jpg") is None and landed(server, "huge.jpg") is None
    listed = requests.get(url(server), **login).json()
    assert {"form.jpg", "body.png"} <= {item["filename"] for item in listed["results"] if item["done"]}


def test_many_at_once(server):
    data = [os.urandom(200_000) for _ in range(8)]

    def send(number):
        TusClient(url(server), headers=BASIC).uploader(
            file_stream=io.BytesIO(data[number]), chunk_size=50_000, metadata={"filename": f"many {number}.jpg"}).upload()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [landed(server, f"many {number}.jpg") for number in range(8)] == data


def test_uploads_are_bounded(server):
    places = []
    while len(places) <= 120:
        answer = begin(server, 3, f"b{len(places)}.jpg")
        if answer.status_code == 429:
            break
        assert answer.status_code == 201
        places.append(answer.headers["Location"])
    assert 80 <= len(places) <= 100
    for place in places:
        assert requests.delete(place, headers=TUS, timeout=30).status_code == 204
