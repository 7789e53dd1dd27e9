"""`annotate --stars`: the stars that the solver used, where they are in the picture, with their magnitudes."""

import json
import shutil

import numpy
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from home import run, sample


@pytest.fixture(scope="module", params=["jpg", "fits"])
def solved(request, tmp_path_factory):
    options = {"orientation": 6} if request.param == "jpg" else {}
    picture, truth = sample(
        f"stars.{request.param}", ra=300.0, dec=35.0, field=10, size="1200x800", rotation=70, seed=5, **options)
    folder = tmp_path_factory.mktemp("stars")
    copy = folder / f"field.{request.param}"
    shutil.copy(picture, copy)
    report = json.loads(run("solve", copy, "--ra=300", "--dec=35", "--radius=5", "--out", folder / "out", "--json").stdout)
    assert report["status"] == "solved", report
    return copy, folder / "out", truth


def drawn(picture, wcs, *options):
    listed = wcs.parent / "listed.json"
    run("annotate", picture, "--wcs", wcs, "--stars", "--annotations", listed, *options)
    return [entry for entry in json.loads(listed.read_text())["annotations"] if entry["type"] == "star"]


def from_truth(stars, truth, bottom_up):
    """How far each drawn star is from its true place, pixels; and of the brightest, which the truth lists, how much magnitudes differ."""
    cards = fits.Header.fromstring("".join(card.ljust(80) for card in truth["cards"]))
    sky = WCS(cards)
    places = numpy.array(sky.all_world2pix([(star["ra"], star["dec"]) for star in stars], 0))
    listed = numpy.array([(star["x"], star["y"]) for star in truth["stars"]])
    if bottom_up:
        # A FITS picture is shown with its last row on top.
        places[:, 1] = truth["height"] - 1 - places[:, 1]
        listed[:, 1] = truth["height"] - 1 - listed[:, 1]
    gaps, differences = [], []
    for star, place in zip(stars, places):
        here = (star["pixelx"], star["pixely"])
        gaps.append(numpy.hypot(*(place - here)))
        away = numpy.hypot(*(listed - here).T)
        if away.min() < 2:
            differences.append(star["vmag"] - truth["stars"][int(away.argmin())]["magnitude"])
    return numpy.array(gaps), numpy.array(differences)


def test_places_and_magnitudes(solved):
    picture, out, truth = solved
    stars = drawn(picture, out / "field_wcs_file.fits")
    assert len(stars) >= 20
    gaps, differences = from_truth(sorted(stars, key=lambda star: star["vmag"]), truth, picture.suffix == ".fits")
    # Bright ones are detected to a fraction of a pixel, those that drown in the noise less well; sampled pictures take V_T, which V follows but for very red stars.
    assert numpy.percentile(gaps[:len(truth["stars"])], 95) < 0.5 and gaps.max() < 3
    assert len(differences) >= 20 and abs(numpy.median(differences)) < 0.15 and numpy.percentile(numpy.abs(differences), 90) < 0.4


def test_turned_north_up(solved):
    picture, out, _ = solved
    shown = out / "north.png"
    stars = drawn(picture, out / "field_wcs_file.fits", "--north-up", "--out", shown)
    wcs = WCS(fits.getheader(shown.with_suffix(".wcs")))
    x, y = wcs.all_world2pix([star["ra"] for star in stars], [star["dec"] for star in stars], 0)
    gaps = numpy.hypot(x - [star["pixelx"] for star in stars], y - [star["pixely"] for star in stars])
    # The residuals of the solution.
    assert len(stars) >= 20 and numpy.percentile(gaps, 95) < 1


def test_names_of_solve_field(solved, tmp_path):
    picture, out, _ = solved
    for kind, ending in [("wcs_file", "wcs"), ("corr_file", "corr"), ("axy_file", "axy")]:
        shutil.copy(out / f"field_{kind}.fits", tmp_path / f"mine.{ending}")
    assert len(drawn(picture, tmp_path / "mine.wcs")) == len(drawn(picture, out / "field_wcs_file.fits"))
    # Without matches the detected stars that are known.
    (tmp_path / "mine.corr").unlink()
    assert len(drawn(picture, tmp_path / "mine.wcs")) >= 20


def test_without_tables(solved, tmp_path):
    picture, out, _ = solved
    shutil.copy(out / "field_wcs_file.fits", tmp_path / "alone.wcs")
    answer = run(
        "annotate", picture, "--wcs", tmp_path / "alone.wcs", "--stars", "--out", tmp_path / "out.jpg", check=False)
    assert answer.returncode == 1 and "alone.wcs" in answer.stderr and "NAME.axy" in answer.stderr
    (tmp_path / "alone.axy").write_bytes(b"no table")
    answer = run(
        "annotate", picture, "--wcs", tmp_path / "alone.wcs", "--stars", "--out", tmp_path / "out.jpg", check=False)
    assert answer.returncode == 1 and "alone.axy" in answer.stderr
    assert not (tmp_path / "out.jpg").exists()
