"""Pictures, star lists and index files that no sane program writes: a clear error or an honest failure in time, and no crash."""

import json
import pathlib
import random
import shutil
import time

import numpy
import pytest
from astropy.io import fits
from PIL import Image

from home import LONG, run, sample

LISTS = 10_000 if LONG else 150
INDEXES = 2000 if LONG else 40
INDEX = pathlib.Path("/usr/share/astrometry/index-tycho2-14.littleendian.fits")


def solve(pictures, *options, timeout=600, **environment):
    answer = run("solve", *pictures, "--json", *options, check=False, timeout=timeout, **environment)
    assert answer.returncode in (0, 1), (answer.returncode, answer.stderr[-500:])
    reports = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(reports) == len(pictures)
    for report in reports:
        assert report["status"] == "solved" or report["reason"]
    return reports


def grey(width, height, value=40):
    return Image.fromarray(numpy.full((height, width), value, dtype="uint8"))


def picture(path, kind):
    chance = numpy.random.default_rng(4)
    field = chance.normal(100, 5, (600, 800)).astype("float32")
    if kind in ("nan", "infinite"):
        field[100:400] = numpy.nan if kind == "nan" else numpy.inf
        fits.writeto(path.with_suffix(".fits"), field)
    elif kind == "all nan":
        fits.writeto(path.with_suffix(".fits"), field * numpy.nan)
    elif kind == "huge numbers":
        fits.writeto(path.with_suffix(".fits"), field.astype("float64") * 1e300)
    else:
        grey(*kind).save(path.with_suffix(".png"))
    return next(path.parent.glob(f"{path.name}.*"))


@pytest.mark.parametrize("kind", [
    (1, 1), (1, 5000), (5000, 1), (16, 16), (3000, 2000), "nan", "all nan", "infinite", "huge numbers"], ids=str)
def test_odd_pictures_fail(tmp_path, kind):
    begin = time.monotonic()
    report, = solve([picture(tmp_path / "odd", kind)])
    assert report["status"] == "failed" and "star" in report["reason"], report
    assert time.monotonic() - begin < 10


def test_of_a_sky_with_holes_the_rest_is_solved(tmp_path):
    source, truth = sample("holes.fits", ra=120, dec=20, field=10, size="1200x900")
    with fits.open(source) as file:
        data = file[0].data.astype("float32")
        data[..., :300, :400] = numpy.nan
        fits.writeto(tmp_path / "holes.fits", data, file[0].header)
    report, = solve([tmp_path / "holes.fits"])
    assert report["status"] == "solved" and report["ra"] == pytest.approx(120, abs=0.05), report


def test_very_large_pictures(tmp_path):
    # As many pixels as are taken, and more than are.
    grey(20_000, 20_000).save(tmp_path / "most.png", compress_level=1)
    grey(20_000, 20_010).save(tmp_path / "more.png", compress_level=1)
    begin = time.monotonic()
    most, more = solve([tmp_path / "most.png", tmp_path / "more.png"])
    assert most["status"] == "failed" and "No stars" in most["reason"]
    assert "megapixels" in more["reason"] and time.monotonic() - begin < 60


def test_the_time_limit_holds(tmp_path):
    chance = numpy.random.default_rng(1)
    # Stars by the thousand that are on no sky.
    field = chance.normal(40, 4, (3000, 4000))
    for x, y in zip(chance.integers(5, 3990, 3000), chance.integers(5, 2990, 3000)):
        field[y - 1:y + 2, x - 1:x + 2] += chance.uniform(20, 200)
    Image.fromarray(field.clip(0, 255).astype("uint8")).save(tmp_path / "lamps.png")
    begin = time.monotonic()
    report, = solve([tmp_path / "lamps.png"], "--timeout", "1", "--out", tmp_path / "out")
    assert report["status"] == "failed" and "1 s, the time limit" in report["reason"], report
    assert time.monotonic() - begin < 4
    # What was seen is there to look at.
    assert len(fits.getdata(tmp_path / "out" / "lamps_axy_file.fits")) > 500
    assert Image.open(tmp_path / "out" / "lamps_stars.jpg").size == (2048, 1536)


def damaged(data, chance):
    data = bytearray(data)
    kind = chance.randrange(4)
    if kind == 0:
        del data[chance.randrange(len(data)):]
    elif kind == 1:
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        for _ in range(chance.randrange(1, 5)):
            place = chance.randrange(min(len(data), 8640))
            data[place] = ord(chance.choice("0123456789- 'ABEFJT"))
    else:
        start = chance.randrange(len(data))
        data[start:start + 400] = chance.randbytes(len(data[start:start + 400]))
    return bytes(data)


def test_damaged_star_lists(tmp_path):
    source, _ = sample("list.jpg", ra=120, dec=20, field=10, size="1200x900")
    solve([source], "--out", tmp_path / "out")
    whole = next((tmp_path / "out").glob("*_axy_file.fits")).read_bytes()
    (tmp_path / "whole.axy").write_bytes(whole)
    assert solve([tmp_path / "whole.axy"])[0]["status"] == "solved"
    table = fits.getdata(tmp_path / "whole.axy")
    for name, change in (("same place", lambda stars: stars * 0 + 5), ("nowhere", lambda stars: stars * numpy.nan), ("far", lambda stars: stars * 1e30)):
        columns = [fits.Column("X", "D", array=change(table["X"])), fits.Column("Y", "D", array=change(table["Y"]))]
        fits.BinTableHDU.from_columns(columns).writeto(tmp_path / f"{name}.xyls")
    assert {report["status"] for report in solve(sorted(tmp_path.glob("*.xyls")))} == {"failed"}
    chance = random.Random(8)
    for begin in range(0, LISTS, 500):
        lists = []
        for number in range(begin, min(LISTS, begin + 500)):
            lists.append(tmp_path / f"{number}.axy")
            lists[-1].write_bytes(damaged(whole, chance))
        reports = solve(lists, "--ra", 120, "--dec", 20, "--radius", 5, "--timeout", 5, timeout=3600)
        # Most lists lose some stars, and show the same sky.
        for report in reports:
            assert report["status"] == "failed" or abs(report["ra"] - 120) < 1, report
        for path in lists:
            path.unlink()


@pytest.mark.skipif(not INDEX.exists(), reason=f"no {INDEX}")
def test_damaged_index_files(tmp_path):
    source, _ = sample("list.jpg", ra=120, dec=20, field=10, size="1200x900")
    whole = INDEX.read_bytes()
    chance = random.Random(9)
    (tmp_path / "indexes").mkdir()
    solved = 0
    for number in range(INDEXES):
        (tmp_path / "indexes" / INDEX.name).write_bytes(damaged(whole, chance))
        report, = solve([source], "--timeout", 5, env=dict(PATH="/usr/bin:/bin", ASTROBASE_INDEX_DIR=str(tmp_path / "indexes")))
        assert report["status"] == "failed" or abs(report["ra"] - 120) < 1, report
        solved += report["status"] == "solved"
    # A damaged file beside whole ones is named, and left out.
    for path in INDEX.parent.glob("index-tycho2-1[1-3].littleendian.fits"):
        shutil.copy(path, tmp_path / "indexes")
    (tmp_path / "indexes" / INDEX.name).write_bytes(whole[:50_000])
    beside = dict(PATH="/usr/bin:/bin", ASTROBASE_INDEX_DIR=str(tmp_path / "indexes"))
    assert solve([source], env=beside)[0]["status"] == "solved"
    doctor = run("doctor", "--home", tmp_path, check=False, env=beside).stdout
    assert INDEX.name in doctor and "cut short" in doctor
