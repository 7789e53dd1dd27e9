"""Index files that each cover a tile of the sky solve as those of the whole sky do, in both byte orders, across the edges of tiles."""

import json
import pathlib

import pytest

from home import run, sample
from index_files import build_tile, swap, write_stars
from test_index_engine import product, rms

CATALOGUE = pathlib.Path("/usr/share/astrometry/index-tycho2-08.littleendian.fits")
# HEALPix tiles of side 1: one about RA 45°, Dec 42°, and one about RA 0°, Dec 0°, that share an edge.
TILES = [0, 4]


@pytest.fixture(scope="module")
def tiles(tmp_path_factory):
    if not CATALOGUE.exists():
        pytest.skip(f"no {CATALOGUE}")
    folder = tmp_path_factory.mktemp("tiles")
    write_stars(CATALOGUE, folder / "stars.fits")
    for order in ("native", "swapped"):
        (folder / order).mkdir()
    for tile in TILES:
        name = f"index-4210-{tile:02d}.fits"
        build_tile(folder / "stars.fits", folder / "native" / name, tile, 1, 10)
        swap(folder / "native" / name, folder / "swapped" / name)
    return folder


def solve(picture, folder, out, *options):
    answer = run("solve", picture, "--json", "--out", out, *options, check=False, env=dict(PATH="/usr/bin:/bin", ASTROBASE_INDEX_DIR=str(folder)))
    return json.loads(answer.stdout)


@pytest.mark.parametrize("order", ["native", "swapped"])
@pytest.mark.parametrize("name, ra, dec", [("inside", 45, 40), ("edge", 22.5, 20.5), ("corner", 0, 38)])
def test_tiles_solve(tiles, tmp_path, order, name, ra, dec):
    picture, truth = sample(f"tile-{name}.jpg", ra=ra, dec=dec, field=6, size="1500x1000", rotation=20, seed=8)
    answer = solve(picture, tiles / order, tmp_path)
    assert answer["status"] == "solved", answer
    assert answer["index"].startswith("index-4210-")
    assert rms(truth, product(tmp_path, picture, "wcs")) < 0.15
    # On an edge the stars of both tiles are there, each once.
    assert answer["matchedStars"] > 100
    hinted = solve(picture, tiles / order, tmp_path / "hinted", "--ra", ra, "--dec", dec, "--radius", 3)
    assert hinted["status"] == "solved"


def test_elsewhere_it_fails(tiles, tmp_path):
    picture, _ = sample("tile-elsewhere.jpg", ra=200, dec=-60, field=6, size="1500x1000")
    answer = solve(picture, tiles / "native", tmp_path)
    assert answer["status"] == "failed" and "no part of the sky matches" in answer["reason"]


def test_doctor_lists_them(tiles):
    answer = run("doctor", "--home", tiles, check=False, env=dict(PATH="/usr/bin:/bin", ASTROBASE_INDEX_DIR=str(tiles / "native")))
    assert "index-4210-00 … index-4210-04 (2 files): features of 4 stars, for fields from 1.5° to 14°" in answer.stdout
    assert "17 % of the sky" in answer.stdout
