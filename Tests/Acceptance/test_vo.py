"""Virtual-observatory faces as pyvo sees them: cone searches of observations and of the catalogue, image queries with ObsCore columns."""

import io
import warnings

import numpy
import pytest
import pyvo
import requests
from astropy.coordinates import SkyCoord
from astropy.io.votable import parse
from astropy.time import Time

from home import API, Home

FIELDS = {
    "261001001": ("88.1,-1.0,79.2,-1.4,79.0,-9.1,88.4,-8.8", 83.7, -5.1, "2026-01-02T20:00:00Z"),
    "261001002": ("2.0,2.0,358.0,2.0,358.0,-2.0,2.0,-2.0", 0.0, 0.0, "2026-02-02T20:00:00Z"),
    "261001003": ("0,85,90,85,180,85,270,85", 0.0, 90.0, "2026-03-02T20:00:00Z"),
    "261001004": ("200,10,199,10,199,9,200,9", 199.5, 9.5, None)}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("vo") / "home")
    place.add_user("editor")
    place.command("queue", "pause", "registration")
    place.start(auto_process=False)
    for task, (box, ra, dec, date) in FIELDS.items():
        assert place.rest("POST", "/observations2/", json=dict(
            taskID=task, name=f"<{task}> & co", box=box, field_ra=ra, field_dec=dec, field_fov=3, date=date, exposure_in_seconds=60)).ok
        assert place.rest("POST", f"/post_dataproducts?taskID={task}", json=[
            dict(filename="7.fits", dataproduct_type="fits", size=3000000)]).ok
    place.rest("POST", "/observations2/", json=dict(taskID="261001005", name="not solved"))
    yield place
    place.stop()
    place.end()


def url(server, path):
    return f"http://127.0.0.1:{server.port}{API}/vo/{path}"


@pytest.mark.parametrize("ra,dec,radius,wanted", [
    (83.7, -5.1, 0.1, {"261001001"}), (359.0, 0.0, 1.01, {"261001002"}), (359.0, 0.0, 0.99, set()), (123.0, 89.5, 1, {"261001003"}),
    (10, 10, 180, set(FIELDS))])
def test_cone_search_of_observations(server, ra, dec, radius, wanted):
    found = pyvo.dal.SCSService(url(server, "scs/observations")).search((ra, dec), radius)
    assert {row["id"] for row in found} == wanted
    for row in found:
        assert (row["ra"], row["dec"]) == FIELDS[row["id"]][1:3] and row["name"] == f"<{row['id']}> & co"
        assert row.id == row["id"] and abs(row.pos.ra.deg - row["ra"]) < 1e-9


def test_cone_search_of_the_catalogue(server):
    orion = SkyCoord(83.82, -5.39, unit="deg")
    stars = pyvo.dal.SCSService(url(server, "scs/stars")).search(orion, 2)
    places = SkyCoord(numpy.array(stars["ra"]), numpy.array(stars["dec"]), unit="deg")
    assert len(stars) > 20 and places.separation(orion).deg.max() <= 2 and (numpy.diff(numpy.array(stars["vmag"])) >= 0).all()
    objects = pyvo.dal.SCSService(url(server, "scs/deep-sky")).search(orion, 0.5)
    assert any("M 42" in row["names"] for row in objects)
    assert requests.get(url(server, "scs/stars"), params=dict(RA=0, DEC=0, SR=180), timeout=60).text.count("<TR>") == 10_000


def test_wrong_cones(server):
    for query in ("RA=x&DEC=1&SR=1", "RA=1&DEC=1", "RA=1&DEC=95&SR=1", "RA=1&DEC=1&SR=-1", ""):
        answer = requests.get(url(server, "scs/observations") + "?" + query, timeout=30)
        assert answer.status_code == 200 and 'name="Error"' in answer.text
    assert len(pyvo.dal.SCSService(url(server, "scs/observations")).search((0, 0), 0)) == 1
    answer = requests.get(url(server, "scs/observations"), params=dict(ra=10, dec=10, sr=180, maxrec=2), timeout=30)
    assert answer.text.count("<TR>") == 2 and "OVERFLOW" in answer.text


@pytest.mark.parametrize("query,wanted", [
    (dict(), set(FIELDS)),
    (dict(pos=(84, -5, 0.1)), {"261001001"}), (dict(pos=(355.0, 0.0, 4.0)), {"261001002"}),
    (dict(pos=(355.0, 0.0, 2.9)), set()), (dict(pos=(40, 89, 0.1)), {"261001003"}),
    (dict(pos=(198, 202, 8, 11)), {"261001004"}), (dict(pos=(0, 360, 70, 90)), {"261001003"}),
    (dict(pos=(0, 360, -60, -20)), set()), (dict(pos=(0, 360, -3, 3)), {"261001001", "261001002"}),
    (dict(pos=(198, 8, 202, 8, 202, 9.2, 198, 9.2)), {"261001004"}), (dict(pos=(10, 50, 20, 50, 15, 60)), set()),
    (dict(time=(Time("2026-01-01"), Time("2026-02-03"))), {"261001001", "261001002"}), (dict(band=500e-9), set(FIELDS)),
    (dict(band=(1, 2)), set()), (dict(data_type="image"), set(FIELDS)), (dict(data_type="cube"), set()),
    (dict(calib_level=2), set(FIELDS)), (dict(calib_level=3), set()), (dict(field_of_view=(5, 7)), set(FIELDS)), (dict(field_of_view=(7, 9)), set()),
    (dict(exptime=(50, 70)), set(FIELDS)), (dict(exptime=(1, 2)), set()), (dict(pol="I"), set()), (dict(maxrec=0), set())])
def test_images(server, query, wanted):
    found = pyvo.dal.SIA2Service(url(server, "sia2")).search(**query)
    assert {row["obs_id"] for row in found} == wanted
    for row in found:
        ra, dec, date = FIELDS[row["obs_id"]][1:]
        assert (row["s_ra"], row["s_dec"], row["s_fov"]) == (ra, dec, 6.0) and row["dataproduct_type"] == "image"
        assert row["access_url"].endswith(f"/{row['obs_id']}/7.fits") and row["access_format"] == "image/fits" and row["access_estsize"] == 3000
        assert row["s_region"].startswith("POLYGON ICRS ") and len(row["s_region"].split()) == 10
        if date:
            assert abs(row["t_min"] - Time(date).mjd) < 1e-8 and abs((row["t_max"] - row["t_min"]) * 86400 - 60) < 1e-3


def test_wrong_image_queries(server):
    for query in ("POS=CIRCLE 1 2", "POS=SQUARE 1 2 3", "POS=CIRCLE 1 95 1", "POS=POLYGON 1 1 2 2", "TIME=x", "BAND=3 1", "MAXREC=-1", "POS=RANGE 5 1 1 2"):
        answer = requests.get(url(server, "sia2/query"), params=query, timeout=30)
        assert answer.status_code == 400 and 'value="ERROR"' in answer.text, query


def test_tables_are_valid(server):
    for path in ("scs/observations?RA=0&DEC=0&SR=180", "scs/stars?RA=84&DEC=-5&SR=1", "scs/deep-sky?RA=84&DEC=-5&SR=1", "sia2/query", "sia2/query?MAXREC=1"):
        text = requests.get(url(server, path), timeout=30).content
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            assert len(parse(io.BytesIO(text), verify="warn").get_first_table().array) > 0
        # Cone searches have three words of the first list of UCDs, which their standard asks for.
        unknown = {"ID_MAIN", "POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN"}
        assert not [str(w.message) for w in found if "W06" not in str(w.message) or not any(word in str(w.message) for word in unknown)]
    service = pyvo.dal.SIA2Service(url(server, "sia2"))
    assert any("SIA" in str(capability.standardid) for capability in service.capabilities) and service.available
