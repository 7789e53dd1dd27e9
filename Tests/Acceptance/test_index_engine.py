"""Our own solver on made skies of every scale, turn and parity, with stars missing and false ones added; and on what is no sky."""

import json
import math
import pathlib
import random
import subprocess
import sys
import warnings

import numpy
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from fields import SHARED
from home import LONG, PROJECT, run, sample

SKIES = 1000 if LONG else 14
BLANKS = 1000 if LONG else 8
SEED = 20261123
# Catalogue stars that a field must hold, and pixels by which the solution may be off (root mean square over the field).
ENOUGH, PRECISE = 12, 0.1


def skies():
    chance = random.Random(SEED)
    for number in range(SKIES):
        # Evenly over the sky, and over the scales on a logarithmic scale.
        field = math.exp(chance.uniform(math.log(0.4 if LONG else 0.7), math.log(60 if LONG else 40)))
        width = chance.choice([1600, 2400, 3000] + ([4000, 6000] if LONG else []))
        options = dict(
            ra=round(chance.uniform(0, 360), 4), dec=round(math.degrees(math.asin(chance.uniform(-1, 1))), 4), field=round(field, 3),
            size=f"{width}x{int(width * chance.choice([2 / 3, 3 / 4, 1]))}", rotation=round(chance.uniform(0, 360), 2), seed=number,
            missing=chance.choice([10, 20, 40]), false=chance.choice([10, 20, 40]), distortion=chance.choice([0, 0, -2]))
        if chance.random() < 0.3:
            options["mirror"] = True
        yield f"sky-{number}.jpg", options


def solve(pictures, out, *options):
    """What `astrobase solve` says of pictures, whose products it leaves in `out`."""
    answer = run("solve", *pictures, "--json", "--out", out, *options, check=False, timeout=7200)
    assert answer.returncode in (0, 1), answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def wcs(header):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WCS(header)


def rms(truth, product):
    """Pixels between two solutions, over the whole picture, corners included."""
    header = fits.Header.fromstring("".join(card.ljust(80) for card in truth["cards"]))
    x, y = numpy.meshgrid(numpy.linspace(0, truth["width"] - 1, 9), numpy.linspace(0, truth["height"] - 1, 9))
    points = numpy.c_[x.ravel(), y.ravel()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = wcs(fits.getheader(product)).all_world2pix(wcs(header).all_pix2world(points, 0), 0, quiet=True)
    return float(numpy.sqrt(((there - points) ** 2).sum(axis=1).mean()))


def product(out, picture, kind):
    found = list(pathlib.Path(out).rglob(f"*{pathlib.Path(picture).stem}*{kind}*"))
    assert len(found) == 1, (kind, found)
    return found[0]


def test_skies_are_solved(tmp_path):
    made = [sample(name, **options) for name, options in skies()]
    answers = solve([picture for picture, _ in made], tmp_path)
    due, solved, precise, gaps = 0, 0, 0, []
    for (picture, truth), answer in zip(made, answers):
        if answer["status"] != "solved":
            due += truth["listedStars"] >= ENOUGH
            continue
        off = rms(truth, product(tmp_path, picture, "wcs"))
        # Another piece of sky is off by the whole picture.
        assert off < 0.05 * truth["width"], (picture.name, off)
        assert abs(answer["ra"] - truth["ra"]) * math.cos(math.radians(truth["dec"])) % 360 < 0.1 * truth["fieldWidth"]
        assert answer["engine"] == "index" and answer["matchedStars"] >= 6
        if truth["listedStars"] >= ENOUGH:
            due, solved = due + 1, solved + 1
            gaps.append(off)
            # Few stars, each off by what its picture and the catalogue are, tell no more than this.
            residual = fits.getheader(product(tmp_path, picture, "wcs"))["RMS"]
            precise += off <= max(PRECISE, 4 * residual / math.sqrt(answer["matchedStars"]))
    print(f"\n{solved} of {due} skies solved; off by {numpy.median(gaps):.3f} px (median), {max(gaps):.3f} px (most); "
          f"{sum(gap <= PRECISE for gap in gaps)} by at most {PRECISE} px, {precise} as their stars allow")
    assert solved >= 0.99 * due and due > 0.5 * SKIES
    assert precise >= 0.97 * solved and sum(gap <= PRECISE for gap in gaps) >= 0.75 * solved


def test_what_is_no_sky_fails(tmp_path):
    blank = tmp_path / "blank"
    subprocess.run(
        [sys.executable, str(PROJECT / "Tests/Support/make-false-pictures.py"), str(blank), "--count", str(BLANKS)],
        check=True, stdout=subprocess.DEVNULL)
    answers = solve(sorted(blank.iterdir()), tmp_path / "out")
    assert len(answers) == BLANKS
    assert [answer for answer in answers if answer["status"] == "solved"] == []
    assert all(answer["reason"] for answer in answers)
    print(f"\nthe slowest of {BLANKS} took {max(answer['seconds'] for answer in answers):.1f} s")


def test_wrong_hints_do_no_harm(tmp_path):
    picture, truth = sample("hinted.jpg", ra=84, dec=-2, field=8, size="1500x1000")
    for number, hints in enumerate((
        ["--ra", 84.5, "--dec", -2.5, "--radius", 2], ["--ra", 250, "--dec", 60, "--radius", 3],
        ["--scale-low", 1, "--scale-high", 2], ["--ra", 83, "--dec", -2, "--scale-low", 15, "--scale-high", 25],
    )):
        out = tmp_path / str(number)
        answer, = solve([picture], out, *hints)
        assert answer["status"] == "solved", (hints, answer)
        assert rms(truth, product(out, picture, "wcs")) < PRECISE


@pytest.mark.parametrize("engine", ["index", "solve-field"])
def test_both_engines_see_the_same_sky(tmp_path, engine):
    picture, truth = sample("both.jpg", ra=310, dec=40, field=10, size="1500x1000", rotation=77)
    answer, = solve([picture], tmp_path, "--engine", engine)
    assert answer["status"] == "solved" and answer["engine"] == engine
    assert rms(truth, product(tmp_path, picture, "wcs")) < (0.1 if engine == "index" else 1)


def test_products_are_read_by_others(tmp_path):
    """By astrometry.net's own programs, and by astropy."""
    picture, truth = sample("products.jpg", ra=310, dec=40, field=10, size="1500x1000", rotation=77)
    solve([picture], tmp_path)
    header = product(tmp_path, picture, "wcs")
    said = dict(line.split(" ", 1) for line in subprocess.run(
        ["wcsinfo", str(header)], check=True, capture_output=True, text=True).stdout.splitlines() if " " in line)
    assert abs(float(said["ra_center"]) - 310) < 0.01 and abs(float(said["dec_center"]) - 40) < 0.01
    assert abs(float(said["pixscale"]) - truth["pixelScale"]) < 0.01
    stars = fits.getdata(product(tmp_path, picture, "axy"))
    matched = fits.getdata(product(tmp_path, picture, "corr"))
    field = fits.getdata(product(tmp_path, picture, "rdls"))
    assert list(stars.names) == ["X", "Y", "FLUX", "BACKGROUND"]
    assert numpy.allclose(stars["X"][matched["field_id"]], matched["field_x"], atol=0.01)
    assert len(field) >= len(matched) > 50
    ours = wcs(fits.getheader(header))
    there = ours.all_world2pix(numpy.c_[matched["index_ra"], matched["index_dec"]], 1, quiet=True)
    assert numpy.allclose(there, numpy.c_[matched["index_x"], matched["index_y"]], atol=0.02)
    sky = ours.all_pix2world(numpy.c_[matched["field_x"], matched["field_y"]], 1)
    assert numpy.allclose(sky, numpy.c_[matched["field_ra"], matched["field_dec"]], atol=1e-7)


def test_the_last_picture_of_a_camera_helps(tmp_path):
    """Of a photo that takes long to find blindly, a second one by the same camera is found soon, in the same night and in another."""
    from PIL import Image

    source = SHARED / "skysolve-aquarius.jpg"
    if not source.exists():
        pytest.skip(f"no {source}")
    pictures = []
    for name, taken in (("one", "2024:05:01 23:50:00"), ("two", "2024:05:02 00:10:00"), ("later", "2024:08:11 03:00:00")):
        facts = Image.Exif()
        facts[0x10F], facts[0x110] = "Maker", "Camera 1"
        facts.get_ifd(0x8769)[0x9003] = taken
        pictures.append(tmp_path / f"{name}.jpg")
        Image.open(source).save(pictures[-1], exif=facts, quality=95)
    first, second, third = (answer["stages"]["match"] for answer in solve(pictures, tmp_path / "out"))
    assert second < first / 5 and third < first / 2
