"""Our server with nova.astrometry.net's API: whatever is handed in, however much, and however bad."""

import concurrent.futures
import gzip
import http.server
import io
import json
import random
import tarfile
import threading
import time

import numpy
import pytest
import requests
from astropy.io import fits
from astropy.table import Table
from astropy.wcs import WCS
from PIL import Image

from home import LONG, Home, free_port, sample, wait_until
from nova_calls import Client, add_key, memory
from nova_fixtures import client, home, key, picture, solved


# Ways to hand in


def test_lists_of_stars(client, solved):
    _, job = solved
    axy = Table.read(io.BytesIO(client.file(f"axy_file/{job}").content), hdu=1)
    axy.sort("FLUX", reverse=True)
    x, y = [float(v) for v in axy["X"][:60]], [float(v) for v in axy["Y"][:60]]
    answer = client.post("upload", session=client.session, x=x, y=y, image_width=1200, image_height=800)
    (other, status), = client.wait(answer.json()["subid"])
    assert status == "success"
    ours, theirs = client.get(f"jobs/{other}/calibration"), client.get(f"jobs/{job}/calibration")
    assert ours["ra"] == pytest.approx(theirs["ra"], abs=1e-3) and ours["dec"] == pytest.approx(theirs["dec"], abs=1e-3)
    # There is no picture to draw on.
    assert client.file(f"annotated_full/{other}").status_code == 404
    for members, word in [
        (dict(x=[1, 2], y=[1]), "as many"), (dict(x=[], y=[]), "no numbers"), (dict(x=["a"], y=[1]), "numbers"), (dict(x=[1]), "file")]:
        assert word in client.post("upload", files={"other": b""}, session=client.session, **members).json()["errormessage"]


def test_archives_of_pictures(client, picture):
    data = picture[0].read_bytes()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in ("first.jpg", "../../etc/second.jpg", "a" * 150 + ".jpg"):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        entry = tarfile.TarInfo("readme.txt")
        entry.size = 5
        tar.addfile(entry, io.BytesIO(b"hello"))
    submission = client.upload(packed.getvalue(), "night.tar.gz")
    jobs = client.wait(submission)
    assert [status for _, status in jobs] == ["success"] * 3 + ["failure"]
    names = [client.get(f"jobs/{job}/info")["original_filename"] for job, _ in jobs]
    assert names == ["first.jpg", "second.jpg", "a" * 150 + ".jpg", "readme.txt"]
    assert "readme.txt" in client.get(f"submissions/{submission}")["error_message"]
    (job, status), = client.wait(client.upload(gzip.compress(data), "one.jpg.gz"))
    assert status == "success" and client.get(f"jobs/{job}/info")["original_filename"] == "one.jpg"
    # A bomb is refused before it fills the disk.
    bomb = gzip.compress(b"\0" * 400_000_000, 1)
    submission = client.upload(bomb, "bomb.gz")
    client.wait(submission)
    assert "too large" in client.get(f"submissions/{submission}")["error_message"]


def test_the_layout_of_nova_s_own_client(client, picture):
    """Bare line feeds around the boundaries, and a whole path as the file's name."""
    boundary = "===============6666666666666666666=="
    head = (
        f"--{boundary}\nContent-Type: text/plain\nMIME-Version: 1.0\nContent-disposition: form-data; name=\"request-json\"\n\n"
        + json.dumps({"session": client.session, "publicly_visible": "y"})
        + f"\n--{boundary}\nContent-Type: application/octet-stream\nMIME-Version: 1.0\nContent-disposition: form-data; name=\"file\"; "
        'filename="/home/user/../orion.jpg"\n\n')
    body = head.encode() + picture[0].read_bytes() + f"\n--{boundary}--\n".encode()
    answer = requests.post(
        f"{client.base}/api/upload", data=body, headers={"Content-Type": f'multipart/form-data; boundary="{boundary}"'}).json()
    (job, status), = client.wait(answer["subid"])
    assert status == "success" and client.get(f"jobs/{job}/info")["original_filename"] == "orion.jpg"
    assert client.file(f"image/{job}").content == picture[0].read_bytes()


def test_options_of_a_wrong_type_are_named(client):
    for members, word in [
        (dict(scale_lower="abc"), "scale_lower"), (dict(scale_units="furlongs"), "scale_units"), (dict(parity="neg"), "parity"),
        (dict(center_dec=100), "center_dec"), (dict(center_ra=[1]), "center_ra")]:
        answer = client.post("upload", files={"file": ("a.jpg", b"x")}, session=client.session, **members)
        assert answer.status_code == 200 and word in answer.json()["errormessage"], members
    # What nobody knows is passed over, and a wrong hint is no more than a hint.
    data = sample("nova-server.jpg", ra=84, dec=1, field=12, size="1200x800")[0].read_bytes()
    (_, status), = client.wait(client.upload(
        data, unknown_option=1, center_ra=200, center_dec=-50, radius=5, scale_units="arcsecperpix", scale_type="ev", scale_est=3,
        scale_err=10))
    assert status == "success"


def test_pixels_are_those_stored_in_the_file(client, picture, tmp_path):
    """Programs that use nova know nothing of EXIF orientation: a turned copy has the same solution as the picture it was made of."""
    turned = io.BytesIO()
    upright = Image.open(picture[0])
    exif = Image.Exif()
    exif[0x0112] = 6
    # Stored so that orientation 6, a quarter turn clockwise, shows it as it was.
    upright.transpose(Image.Transpose.ROTATE_90).save(turned, "jpeg", quality=95, exif=exif)
    plain = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(plain, "jpeg", quality=95)
    headers = []
    for data in (turned, plain):
        (job, status), = client.wait(client.upload(data.getvalue()))
        assert status == "success"
        headers.append(fits.open(io.BytesIO(client.file(f"wcs_file/{job}").content))[0].header)
    pixels = [[0, 0], [799, 0], [0, 1199], [799, 1199], [400, 600]]
    first, second = [WCS(header).all_pix2world(pixels, 0) for header in headers]
    assert (headers[0]["IMAGEW"], headers[0]["IMAGEH"]) == (800, 1200)
    assert numpy.abs(first - second).max() < 0.3 * 36 / 3600


# Addresses


class Elsewhere(http.server.BaseHTTPRequestHandler):
    data = b""

    def do_GET(self):
        if self.path == "/picture.jpg":
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.data)))
            self.end_headers()
            self.wfile.write(self.data)
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:].replace("!", "://"))
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        else:
            self.send_response(404)
            self.end_headers()

    def log_message(self, *_):
        pass


def test_addresses_are_fetched_only_where_that_is_allowed(client, picture, tmp_path):
    assert "fetches no pictures" in client.post(
        "url_upload", session=client.session, url="http://example.org/a.jpg").json()["errormessage"]
    Elsewhere.data = picture[0].read_bytes()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    # This machine is allowed by one of its names, and by no other.
    home = Home(tmp_path / "home", environment=dict(ASTROBASE_NOVA_FETCH="public,localhost"))
    try:
        home.start(auto_process=False)
        there = Client(f"http://127.0.0.1:{home.port}", add_key(home, "fetch"))

        def reason(url):
            answer = there.post("url_upload", session=there.session, url=url).json()
            if answer["status"] == "error":
                return answer["errormessage"]
            (_, status), = there.wait(answer["subid"])
            assert status == "failure", url
            return there.get(f"submissions/{answer['subid']}")["error_message"]

        answer = there.post("url_upload", session=there.session, url=f"http://localhost:{port}/picture.jpg").json()
        (job, status), = there.wait(answer["subid"])
        assert status == "success" and there.get(f"jobs/{job}/info")["original_filename"] == "picture.jpg"
        for url in (
            f"http://127.0.0.1:{port}/picture.jpg", f"http://[::1]:{port}/a", f"http://0.0.0.0:{port}/a", f"http://127.1:{port}/a",
            f"http://2130706433:{port}/a", f"http://[::ffff:127.0.0.1]:{port}/a", "http://10.0.0.1/a", "http://169.254.169.254/latest",
            # A host that is allowed sends on to one that is not.
            f"http://localhost:{port}/to/http!127.0.0.1:{port}/picture.jpg"):
            assert "private network" in reason(url), url
        for url in ("file:///etc/passwd", "ftp://localhost/a", "http://", "gopher://x", "http://user:pass@localhost/a", "x"):
            assert "http" in reason(url), url
        assert "http" in reason(f"http://localhost:{port}/to/file!/etc/passwd")
        assert "404" in reason(f"http://localhost:{port}/nothing")
        assert "without end" in reason(f"http://localhost:{port}/loop")
        assert "connection" in reason(f"http://localhost:{free_port()}/a")
    finally:
        home.end()
        server.shutdown()


# Much, and for long


def test_many_uploads_at_once(tmp_path, picture):
    """20 clients with as many keys; one of them sends most. All are answered, and the others do not wait behind that one."""
    each = 10 if LONG else 2
    home = Home(tmp_path / "home")
    try:
        home.start(auto_process=False)
        base = f"http://127.0.0.1:{home.port}"
        clients = [Client(base, add_key(home, f"client-{number}")) for number in range(20)]
        data = picture[0].read_bytes()
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as tar:
            for n in range(60):
                entry = tarfile.TarInfo(f"{n}.jpg")
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
        greedy = clients[0].upload(packed.getvalue(), "greedy.tar")
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            begin = time.monotonic()
            ours = list(pool.map(lambda n: clients[n % 20].upload(data, f"{n}.jpg"), range(20 * each)))
            sent = time.monotonic() - begin
        done = {submission: clients[n % 20].wait(submission, 600) for n, submission in enumerate(ours)}
        rest = clients[0].wait(greedy, 600)
        assert all(status == "success" for jobs in [*done.values(), rest] for _, status in jobs) and len(rest) == 60
        finished = [(row["submission"], row["finished"]) for row in home.rows("SELECT submission, finished FROM nova_image")]
        first = max(time for submission, time in finished if submission in ours[1:20])
        # When each of the others has had its first picture solved, most of the greedy one's still wait.
        assert sum(time > first for submission, time in finished if submission == greedy) > 30
        print(f"{len(ours)} uploads in {sent:.1f} s, {memory(home.process):.0f} MB")
        assert memory(home.process) < 400
    finally:
        home.end()


def test_killed_at_any_time_it_goes_on(tmp_path, picture):
    chance = random.Random(5)
    home = Home(tmp_path / "home")
    try:
        home.start(auto_process=False)
        client = Client(f"http://127.0.0.1:{home.port}", add_key(home, "kills"))
        data, submissions = picture[0].read_bytes(), []
        for _ in range(20 if LONG else 4):
            submissions += [client.upload(data) for _ in range(3)]
            time.sleep(chance.uniform(0, 0.5))
            home.kill()
            home.start(auto_process=False)
        for submission in submissions:
            assert [status for _, status in client.wait(submission)] == ["success"]
        assert {path.name for path in (home.root / "nova").iterdir()} == {
            row["folder"] for row in home.rows("SELECT folder FROM nova_submission")}
    finally:
        home.end()


def test_results_expire(tmp_path, picture):
    home = Home(tmp_path / "home", environment=dict(ASTROBASE_NOVA_DAYS="0.00012"))
    try:
        home.start(auto_process=False)
        client = Client(f"http://127.0.0.1:{home.port}", add_key(home, "short"))
        submission = client.upload(picture[0].read_bytes())
        wait_until(
            lambda: requests.get(f"{client.base}/api/submissions/{submission}").status_code == 404, 40, "the submission is forgotten")
        wait_until(lambda: not list((home.root / "nova").iterdir()), 10, "its files are gone")
    finally:
        home.end()


# Bad input


def test_too_large_is_said(client):
    answer = client.post("upload", files={"file": ("big.fits", b"\0" * (70 << 20))}, session=client.session).json()
    assert answer["status"] == "error" and "larger than" in answer["errormessage"]
    # A stranger's file before the session is not written far, and not kept.
    body = {"file": ("big.jpg", b"\0" * (3 << 20))}
    answer = requests.post(f"{client.base}/api/upload", files=body).json()
    assert answer["errormessage"] == "no json"


def test_mutated_bodies_are_answered(home, client, picture):
    """Bodies with bytes changed, cut, doubled: each is answered, nothing breaks, and the server serves on."""
    boundary = "----boundary7MA4YWxkTrZu0gW"
    good = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="request-json"\r\n\r\n'
        + json.dumps({"session": client.session, "scale_units": "degwidth", "scale_lower": 1, "center_ra": 10})
        + f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n").encode() + b"\xff\xd8\xff" + bytes(range(256)) * 4 + f"\r\n--{boundary}--\r\n".encode()
    chance = random.Random(8)
    seen = {}
    session = requests.Session()
    for number in range(10_000 if LONG else 400):
        body = bytearray(good)
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(body))
            match chance.randrange(5):
                case 0: body[place] = chance.randrange(256)
                case 1: del body[place:place + chance.randint(1, 40)]
                case 2: body[place:place] = body[place:place + chance.randint(1, 60)]
                case 3: body[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 20)))
                case 4: body[place:place + 2] = chance.choice([b"\r\n", b"\n\n", b"--", b'""', b"\0\0"])
            if not body:
                break
        path = chance.choice(["upload", "upload", "upload", "login", "url_upload"])
        answer = session.post(
            f"{client.base}/api/{path}", data=bytes(body), headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}, timeout=30)
        assert answer.status_code in (200, 404), (number, answer.status_code, answer.text[:200])
        seen[answer.json()["status"]] = seen.get(answer.json()["status"], 0) + 1
    assert set(seen) == {"error", "success"}, seen
    assert home.process.poll() is None and client.get("jobs_by_tag?query=nothing-of-this-name") == {"job_ids": []}


def test_polyglots_and_paths_do_no_harm(home, client, picture):
    data = picture[0].read_bytes()
    for name in ("../../../../tmp/evil.jpg", "..\\evil.jpg", "/etc/passwd", "a\0b.jpg", ".", "x" * 5000, ""):
        submission = client.upload(data + b"<html><script>alert(1)</script>", name)
        (job, status), = client.wait(submission)
        assert status == "success"
        assert "/" not in client.get(f"jobs/{job}/info")["original_filename"]
        answer = client.file(f"image/{job}")
        assert answer.headers["Content-Type"] == "image/jpeg" and answer.headers["X-Content-Type-Options"] == "nosniff"
    html, = client.wait(client.upload(b"<html><script>alert(1)</script></html>", "page.html"))
    answer = client.file(f"image/{html[0]}")
    assert answer.headers["Content-Type"] == "application/octet-stream" and "attachment" in answer.headers["Content-Disposition"]
