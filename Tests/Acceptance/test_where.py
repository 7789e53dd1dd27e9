"""`astrobase where`: places of the solar system's bodies, against the figures of the reference."""

import csv
import json
import math

import pytest

from home import PROJECT, run

SHARED = PROJECT.parent / "shared"
REFERENCE = SHARED / "reference/ephemeris.csv"
ELEMENTS = [SHARED / "catalogs/mpcorb-first-1000.txt", SHARED / "catalogs/comets-sample.txt"]


def rows():
    if not REFERENCE.exists():
        return []
    with open(REFERENCE) as file:
        return list(csv.DictReader(file))[::40]


@pytest.mark.skipif(not rows(), reason="the figures are not here")
def test_places_agree_with_the_reference():
    options = [part for path in ELEMENTS for part in ("--elements", path)]
    for row in rows():
        place = json.loads(run("where", row["name"], "--at", row["utc"], "--json", *options).stdout)
        ra, dec = float(row["ra_deg"]), float(row["dec_deg"])
        off = 3600 * math.hypot((place["ra"] - ra) * math.cos(math.radians(dec)), place["dec"] - dec)
        assert off < 2, (row, off)
        assert place["distance"] == pytest.approx(float(row["delta_au"]), rel=1e-4)


def test_several_in_words():
    answer = run("where", "moon", "Mars", "--at", "2026-11-23", "--site", "52.1,5.2,10").stdout.splitlines()
    assert [line.split()[0] for line in answer] == ["Moon", "Mars"]
    assert "mag" in answer[1] and "lit" in answer[0]


@pytest.mark.skipif(not ELEMENTS[0].exists(), reason="the elements are not here")
@pytest.mark.parametrize("name", ["Ceres", "1", "(1) ceres"])
def test_asteroids_have_many_names(name):
    assert "(1) Ceres" in run("where", name, "--at", "2026-11-23", "--elements", ELEMENTS[0]).stdout


def test_what_is_wrong_is_said(tmp_path):
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("hello\n")
    for arguments, word in [
        (["Ceres"], "--elements"), (["Mars", "--at", "yesterday"], "2026-11-23T"), (["Mars", "--at", "1700-01-01"], "1900"),
        (["Mars", "--site", "95,0"], "latitude"), (["Ceres", "--elements", nothing], "no elements"),
        (["Ceres", "--elements", tmp_path / "missing"], "cannot be read"), ([], "name")]:
        answer = run("where", *arguments, check=False)
        assert answer.returncode in (1, 2) and word in answer.stderr.lower() + answer.stderr, (arguments, answer.stderr)


@pytest.mark.parametrize("name,limit", [("Io", 2), ("Europa", 2), ("Ganymede", 2), ("Callisto", 2), ("Titan", 5)])
def test_moons_of_planets_agree_with_ephem(name, limit):
    """PyEphem's offsets from the planet, in its radii towards east and south, at 40 times; its right ascensions of moons leave out cos(dec)."""
    ephem = pytest.importorskip("ephem")
    planet, radius = ("Saturn", 60268) if name == "Titan" else ("Jupiter", 71492)
    au = 149597870.7
    for number in range(40):
        date = ephem.Date(ephem.Date("1999/06/01") + number * 365.1)
        utc = date.datetime().strftime("%Y-%m-%dT%H:%M:%SZ")
        places = [json.loads(line) for line in run("where", name, planet, "--at", utc, "--json").stdout.splitlines()]
        moon, centre = ((place["ra"], place["dec"]) for place in places)
        east = (moon[0] - centre[0]) * math.cos(math.radians(moon[1])) * 3600
        north = (moon[1] - centre[1]) * 3600
        there = getattr(ephem, name)(ephem.Date(utc.replace("-", "/").replace("T", " ").rstrip("Z")))
        arcseconds = math.degrees(radius / au / places[1]["distance"]) * 3600
        off = math.hypot(east - there.x * arcseconds, north + there.y * arcseconds)
        assert off < limit, (utc, off)


@pytest.mark.parametrize("site", ["52.1,5.2,10", "-24.6272,-70.4042,2635", "19.8,-155.5,4205", "89.5,0,0"])
def test_places_from_a_site_agree_with_ephem(site):
    """How a site displaces the Moon (to a degree), Venus and Mars (to half an arcminute) against PyEphem, at 15 times."""
    ephem = pytest.importorskip("ephem")
    latitude, longitude, height = map(float, site.split(","))
    observer = ephem.Observer()
    observer.lat, observer.lon, observer.elevation, observer.pressure = math.radians(latitude), math.radians(longitude), height, 0

    def offset(here, there):
        """Arcseconds east and north."""
        east = (here[0] - there[0] + math.pi) % (2 * math.pi) - math.pi
        return [math.degrees(value) * 3600 for value in (east * math.cos(here[1]), here[1] - there[1])]

    def year_2000(ra, dec, date):
        place = ephem.Equatorial(ephem.Equatorial(ra, dec, epoch=date), epoch=ephem.J2000)
        return place.ra, place.dec

    largest = 0
    for number in range(15):
        observer.date = ephem.Date(ephem.Date("2015/03/01") + number * 311.31)
        utc = observer.date.datetime().strftime("%Y-%m-%dT%H:%M:%SZ")
        observer.date = ephem.Date(utc.replace("-", "/").replace("T", " ").rstrip("Z"))
        names = ["Moon", "Venus", "Mars"]
        from_site, from_centre = (
            [json.loads(line) for line in run("where", *names, "--at", utc, *more, "--json").stdout.splitlines()]
            for more in (["--site", site], []))
        for name, ours, centre in zip(names, from_site, from_centre, strict=True):
            body = getattr(ephem, name)(observer)
            theirs = offset(year_2000(body.ra, body.dec, observer.date), year_2000(body.g_ra, body.g_dec, observer.date))
            own = offset(*([math.radians(place["ra"]), math.radians(place["dec"])] for place in (ours, centre)))
            off = math.hypot(own[0] - theirs[0], own[1] - theirs[1])
            # The figure of the Earth and the turn of its axis are PyEphem's own.
            assert off < (2 if name == "Moon" else 0.1), (name, utc, own, theirs)
            largest = max(largest, math.hypot(*own))
    assert largest > 2000
