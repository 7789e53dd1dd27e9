"""Drawings on `sample` pictures, compared with pictures that were looked at and committed.

`python Tests/Acceptance/test_goldens.py` makes them anew: look at each before it is committed.
"""

import os
import pathlib

import numpy
import pytest
from PIL import Image

from home import run
from pictures import EVERYTHING
from scenes import SCENES

SIZE = (480, 320)
GOLDENS = pathlib.Path(__file__).parent / "goldens"
# They show objects of the offline catalogue.
pytestmark = pytest.mark.skipif("ASTROBASE_CATALOG" not in os.environ, reason="there is no offline catalogue")


def drawn(scene, folder):
    picture, wcs = scene.prepare(folder, *SIZE)
    out = folder / "out.png"
    run("annotate", picture, "--wcs", wcs, *scene.options(scene.name), *EVERYTHING, "--out", out)
    return Image.open(out).convert("RGB")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_golden(scene, tmp_path):
    golden = Image.open(GOLDENS / f"{scene.name}.webp").convert("RGB")
    picture = drawn(scene, tmp_path)
    assert picture.size == golden.size
    off = numpy.abs(numpy.asarray(picture, int) - numpy.asarray(golden, int)).max(axis=2)
    # A golden is compressed, which blurs thin lines a little; a label or line that moved by a pixel or two is off by more.
    assert off.mean() < 7.5, off.mean()
    assert (off > 90).mean() < 0.0003, f"{(off > 90).sum()} pixels differ"


if __name__ == "__main__":
    import tempfile

    GOLDENS.mkdir(exist_ok=True)
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as folder:
            drawn(scene, pathlib.Path(folder)).save(GOLDENS / f"{scene.name}.webp", quality=85, method=6)
