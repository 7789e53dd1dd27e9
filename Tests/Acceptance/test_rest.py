"""The REST API as existing clients know it, and the products as astropy reads them."""

import json
import struct
import warnings

import numpy
import pytest
import requests
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

from home import API, Home, run, sample

FIELDS = set(
    "id task_type name instrument filter taskID field_name field_ra field_dec field_fov box ra_min ra_max dec_min dec_max "
    "ra_dec_fov date size derived_raw_image derived_sky_plot_image derived_annotated_image derived_annotated_grid_image "
    "derived_annotated_grid_eq_image derived_annotated_stars_image derived_sky_globe_image derived_fits "
    "derived_annotated_transient_image derived_annotated_exoplanets_image my_status new_status astrometry_url job url quality "
    "description parent exposure_in_seconds iso focal_length stacked_images magnitude image_type used_in_hips children extra "
    "transient".split())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("rest") / "home")
    place.start(auto_process=False)
    place.add_user()
    yield place
    place.stop()
    place.end()


def create(server, **values):
    answer = server.rest("POST", "/observations2/", json=values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_create_and_read(server):
    made = create(
        server, name="orion belt", description="orion", taskID="261122002", date="2026-11-21 20:15:00",
        task_type="observation", field_name="orion belt, M42", field_ra="83.5", field_dec="-5.1", field_fov="4.2",
        data_location="", observing_mode="unknown", process_type="observation", new_status="defined")
    assert set(made) >= FIELDS
    assert (made["field_ra"], made["field_dec"], made["field_fov"]) == (83.5, -5.1, 4.2)
    assert made["date"] == "2026-11-21T20:15:00Z"
    assert made["my_status"] == made["new_status"] == "defined"
    assert made["derived_raw_image"].endswith("/261122002/261122002_raw.jpg")
    assert made["derived_fits"] is None and made["children"] == [] and made["box"] is None
    assert (made["instrument"], made["filter"], made["quality"]) == ("Canon 2000D - Samyang 135", "CLS", "good")
    assert server.rest("GET", f"/observations2/{made['id']}/", login=False).json() == made


def test_writing_needs_a_login(server):
    for options in ({"login": False}, {"login": False, "headers": {"Authorization": "Basic bm9ib2R5Ondyb25n"}}):
        answer = server.rest("POST", "/observations2/", json={"name": "x", "taskID": "9"}, **options)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert "detail" in answer.json()
    assert server.rest("PUT", "/observations2/1/", json={"new_status": "done"}, login=False).status_code == 401
    assert server.rest("POST", "/post_dataproducts?taskID=1", json=[], login=False).status_code == 401


def test_bad_requests(server):
    answer = server.rest("POST", "/observations2/", data='{"name": ', headers={"Content-Type": "application/json"})
    assert answer.status_code == 400 and "JSON parse error" in answer.json()["detail"]
    answer = server.rest("POST", "/observations2/", json={
        "name": "x", "taskID": "1" * 40, "field_ra": "abc", "date": "yesterday", "instrument": "Hubble", "iso": "3"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"instrument", "taskID", "field_ra", "date", "iso"}
    assert answer.json()["field_ra"] == ["A valid number is required."]
    for path, status, key in [
        ("/observations2/999999/", 404, "detail"), ("/observations2/?page=7777", 404, "detail"),
        ("/observations2/?field_ra__gte=abc", 400, "field_ra__gte"), ("/observations2/?coordsearch=here", 400, None)]:
        answer = server.rest("GET", path)
        assert answer.status_code == status, path
        assert key is None or key in answer.json()
    assert server.rest("PUT", "/observations2/999999/", json={"new_status": "done"}).status_code == 404


def test_change(server):
    master = create(server, task_type="master", taskID="261122503", name="project")
    child = create(server, taskID="261122504", name="child", new_status="defined")
    for method, values in [("PUT", {"new_status": "failed"}), ("PATCH", {"quality": "great", "parent": master["id"]})]:
        answer = server.rest(method, f"/observations2/{child['id']}/", json=values)
        assert answer.status_code == 200, answer.text
        for key, value in values.items():
            assert answer.json()[key] == value
    assert answer.json()["derived_parent_taskid"] == "261122503"
    assert server.rest("GET", f"/observations2/{master['id']}/").json()["children"] == ["261122504 - child - None"]
    box = "88.1,-1.0,79.2,-1.4,79.0,-9.1,88.4,-8.8"
    answer = server.rest("PUT", f"/observations2/{child['id']}/", json={"box": box}).json()
    # An edge runs along a great circle, so that the extremes lie a little outside the corners' at most.
    for key, value in [("ra_min", 79.0), ("ra_max", 88.4), ("dec_min", -9.1), ("dec_max", -1.0)]:
        assert answer[key] == pytest.approx(value, abs=0.1), key


def test_lists(server):
    create(server, taskID="261122601", name="Andromeda", field_name="M31 region", new_status="failed",
           box="12.0,43.0,9.0,43.0,9.0,39.0,12.0,39.0")
    create(server, taskID="261122602", name="Zero hours", new_status="failed", box="2.0,2.0,358.0,2.0,358.0,-2.0,2.0,-2.0")

    def ids(query):
        answer = server.rest("GET", f"/observations2/?{query}", login=False)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert set(page) == {"count", "next", "previous", "results"} and page["count"] == len(page["results"])
        return {item["taskID"] for item in page["results"]}

    assert {"261122601", "261122602"} <= ids("my_status=failed")
    assert ids("my_status__in=raw,pending") == set()
    assert {"261122601"} <= ids("my_status__in=failed,waiting")
    assert ids("taskID=261122601") == {"261122601"}
    assert ids("colour=blue&taskID=261122601") == {"261122601"}
    assert ids("fieldsearch=m31") == {"261122601"}
    assert ids("coordsearch=10.68,41.27") == {"261122601"}
    assert ids("coordsearch=359.5,1.0") == ids("coordsearch=0.5,-1.0") == {"261122602"}
    assert ids("coordsearch=180,1.0") == set()
    boxes = server.rest("GET", "/boxes/", login=False).json()
    assert {"261122601", "261122602"} <= {item["taskID"] for item in boxes["results"]}
    assert set(boxes["results"][0]) >= {
        "taskID", "name", "field_ra", "field_dec", "field_fov", "field_name", "box", "image_type", "quality", "derived_fits"}


def test_redirect_without_slash(server):
    answer = server.rest("GET", "/observations2?taskID=261122002", allow_redirects=False)
    assert answer.status_code == 301 and answer.headers["Location"].endswith(f"{API}/observations2/?taskID=261122002")


def test_next_task_id(server):
    taken = set()
    for _ in range(5):
        answer = server.rest("GET", "/get_next_taskid?timestamp=20301231&taskid_postfix=")
        assert answer.status_code == 200
        taken.add(answer.json()["taskID"])
    assert taken == {f"30123100{number}" for number in range(1, 6)}
    assert server.rest("GET", "/get_next_taskid?timestamp=20301231&taskid_postfix=_IMG").json() == {"taskID": "301231001_IMG"}


def test_data_products(server):
    made = create(server, taskID="261122701", name="products", new_status="defined")
    answer = server.rest("POST", "/post_dataproducts?taskID=261122701", json=[
        {"filename": "4660627_annotated.jpg", "dataproduct_type": "annotated", "new_status": "ready", "size": "12345"},
        {"filename": "4660627.fits", "dataproduct_type": "fits", "new_status": "ready", "size": "100000"},
        {"filename": "261122701_raw.jpg", "dataproduct_type": "raw", "new_status": "raw", "size": "9"}])
    assert answer.status_code == 200 and "taskID" in answer.json()
    after = server.rest("GET", f"/observations2/{made['id']}/").json()
    assert after["derived_annotated_image"].endswith("/261122701/4660627_annotated.jpg")
    assert after["derived_fits"].endswith("/261122701/4660627.fits")
    assert after["derived_raw_image"].endswith("/261122701/261122701_raw.jpg")


def test_delete(server):
    made = create(server, taskID="261122801", name="to be deleted", new_status="defined")
    assert server.rest("DELETE", f"/observations2/{made['id']}/", login=False).status_code == 401
    assert server.rest("DELETE", f"/observations2/{made['id']}/").status_code == 204
    assert server.rest("GET", f"/observations2/{made['id']}/").status_code == 404


def test_page_shows_observations(server):
    page = requests.get(f"http://127.0.0.1:{server.port}/", timeout=10)
    assert page.status_code == 200 and "text/html" in page.headers["Content-Type"]
    create(server, taskID="261122901", name="<script>alert(1)</script>", new_status="failed")
    page = requests.get(f"http://127.0.0.1:{server.port}/", timeout=10).text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


# Products


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """A home with three solved pictures: an ordinary one, one of more planes and bits, and one close to RA 0h."""
    place = Home(tmp_path_factory.mktemp("products") / "home")
    place.truths = {}
    place.start()
    place.add_user()
    for name, options in {
        "plain.jpg": dict(ra=83.8, dec=-2, field=12, rotation=12, seed=31, orientation=6),
        "deep.tif": dict(ra=210, dec=54, field=6, depth=16, rotation=-70, seed=32),
        "zero.fits": dict(ra=0.3, dec=20, field=8, depth=16, rotation=170, seed=33),
    }.items():
        picture, place.truths[name.split(".")[0]] = sample(f"products-{name}", size="1200x900", **options)
        place.drop(picture, name)
    place.wait_for_status({"done", "failed"}, 3, 240)
    assert set(place.statuses().values()) == {"done"}, place.command("status").stdout
    yield place
    place.stop()
    place.end()


def test_fits_products_open_without_warnings(solved):
    files = sorted(path for path in solved.data.glob("*/*") if path.suffix == ".fits" and path.parent.name != "raw"
                   and "_raw" not in path.name)
    assert len(files) >= 3 * 5
    for path in files:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # A header of its own, as solve-field writes it, has no image: astropy says so of every one of them.
            if path.name.endswith("_wcs_file.fits"):
                warnings.filterwarnings("ignore", message=".*than the image it is associated with \\(0\\)")
            with fits.open(path, memmap=False) as units:
                units.verify("exception")
                for unit in units:
                    assert unit.data is None or unit.data.size > 0
                if units[0].header.get("CTYPE1"):
                    WCS(units[0].header, naxis=2).all_pix2world([[1.0, 1.0]], 0)


def test_astropy_agrees_with_our_positions(solved):
    for row in solved.rows("SELECT o.*, s.* FROM observation o JOIN solution s ON s.observation_id = o.id"):
        names = {item["type"]: item["filename"] for item in solved.rows(
            "SELECT type, filename FROM product WHERE observation_id = ?", row["id"])}
        folder = solved.data / row["task_id"]
        corners = numpy.array(struct.unpack(f"<{len(row['corners']) // 8}d", row["corners"])).reshape(-1, 2)
        for product in ("wcs_fits", "fits"):
            wcs = WCS(fits.getheader(folder / names[product]), naxis=2)
            w, h = row["width"], row["height"]
            ours = numpy.vstack([corners, [[row["centre_ra"], row["centre_dec"]]]])
            theirs = wcs.all_pix2world([(0, 0), (w, 0), (w, h), (0, h), ((w - 1) / 2, (h - 1) / 2)], 0)
            gaps = SkyCoord(ours, unit="deg").separation(SkyCoord(theirs, unit="deg")).arcsec / row["pixel_scale"]
            assert gaps.max() < 0.01, f"{row['name']} {product}: {gaps}"
            # And back to pixels, everywhere in the picture.
            x, y = numpy.meshgrid(numpy.linspace(0, w - 1, 15), numpy.linspace(0, h - 1, 15))
            sky = wcs.all_pix2world(x.ravel(), y.ravel(), 0)
            assert numpy.abs(numpy.array(wcs.all_world2pix(*sky, 0)) - [x.ravel(), y.ravel()]).max() < 0.01
        box = [float(number) for number in row["box"].split(",")]
        assert numpy.allclose(numpy.array(box).reshape(4, 2), corners, atol=0.0051)


def test_records_are_true(solved):
    for row in solved.rows("SELECT * FROM observation o JOIN solution s ON s.observation_id = o.id"):
        truth = solved.truths[row["name"]]
        assert (row["width"], row["height"]) == (truth["width"], truth["height"])
        ours = numpy.vstack([
            [[row["centre_ra"], row["centre_dec"]]], numpy.array(struct.unpack("<8d", row["corners"])).reshape(4, 2)])
        theirs = [(truth["ra"], truth["dec"]), *[(corner["ra"], corner["dec"]) for corner in truth["corners"]]]
        gaps = SkyCoord(ours, unit="deg").separation(SkyCoord(theirs, unit="deg")).arcsec / truth["pixelScale"]
        assert gaps.max() < 3, f"{row['name']}: {gaps}"
        assert abs((row["orientation"] - truth["orientation"] + 180) % 360 - 180) < 0.1


def test_records_of_solved_pictures(solved):
    for item in solved.rest("GET", "/observations2/?my_status=done").json()["results"]:
        assert item["derived_fits"] and item["ra_dec_fov"] and item["field_fov"] > 0
        name = item["derived_fits"].split("/astrobase/data/")[1]
        file = requests.get(f"http://127.0.0.1:{solved.port}/astrobase/data/{name}", timeout=30)
        assert file.status_code == 200 and file.content == (solved.data / name).read_bytes()
        found = solved.rest("GET", f"/observations2/?coordsearch={item['field_ra']},{item['field_dec']}").json()
        assert item["id"] in {other["id"] for other in found["results"]}
        if item["name"] == "zero":
            assert item["ra_min"] > item["ra_max"]


def test_what_solve_prints(tmp_path):
    picture, truth = sample("products-plain.jpg", ra=83.8, dec=-2, field=12, rotation=12, seed=31, size="1200x900")
    answer = run("solve", picture, "--json", "--out", tmp_path, "--ra=84", "--dec=-2", "--radius=6")
    report = json.loads(answer.stdout)
    assert set(report) == set(
        "file status reason ra dec pixelScale orientation parity width height fieldWidth fieldHeight radius matchedStars logOdds "
        "engine index seconds stages".split())
    assert report["status"] == "solved" and report["parity"] == truth["parity"]
    gap = SkyCoord(report["ra"], report["dec"], unit="deg").separation(SkyCoord(truth["ra"], truth["dec"], unit="deg")).arcsec
    assert gap / truth["pixelScale"] < 3
    assert report["pixelScale"] == pytest.approx(truth["pixelScale"], rel=2e-3)


def test_solve_says_what_it_cannot_do(tmp_path):
    text = tmp_path / "notes.jpg"
    text.write_text("no picture")
    answer = run("solve", text, "--json", check=False)
    assert answer.returncode == 1
    report = json.loads(answer.stdout)
    assert report["status"] == "failed" and report["reason"]
    assert run("solve", check=False).returncode not in (0, 1)
    assert run("solve", tmp_path / "nowhere.jpg", check=False).returncode in (1, 2)
    assert run("solve", text, "--timeout=-5", check=False).returncode == 2
