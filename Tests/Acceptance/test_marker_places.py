"""Markers and grid lines are drawn where astropy says that they are, measured in the pixels of the picture that comes out."""

import json

import numpy
import pytest
from PIL import Image

import fields
from home import LONG, run

# 10,000 positions over all fields where the long count is asked for.
COUNT = 250 if LONG else 60
RADIUS = 5.0


def centroids(pixels, expected, reach):
    """The centre of brightness round each expected place, in pixels with (0, 0) the middle of the first."""
    found = []
    for x, y in expected:
        left, top = int(round(x)) - reach, int(round(y)) - reach
        window = pixels[top:top + 2 * reach + 1, left:left + 2 * reach + 1]
        rows, columns = numpy.mgrid[0:window.shape[0], 0:window.shape[1]]
        total = window.sum()
        assert total > 0, f"nothing is drawn at ({x:.1f}, {y:.1f})"
        found.append(((window * columns).sum() / total + left, (window * rows).sum() / total + top))
    return numpy.array(found)


def draw(field, folder, *options):
    """Draws over a black picture of the field's size and returns its brightness."""
    picture, out = folder / "black.png", folder / "out.png"
    Image.new("L", (field.width, field.height)).save(picture)
    run("annotate", picture, "--wcs", field.write(folder / "field.wcs"), "--out", out, *options)
    return numpy.asarray(Image.open(out).convert("L"), dtype=float)


@pytest.mark.parametrize("field", fields.MADE + fields.real(), ids=lambda field: field.name)
def test_markers(field, tmp_path):
    reach = int(RADIUS) + 6
    sky = field.positions(COUNT, margin=reach + 1)
    expected = field.pixels(sky)
    markers = [
        {"ra": ra, "dec": dec, "label": "", "shape": "circle_outline", "size": RADIUS, "color": "white"} for ra, dec in sky]
    (tmp_path / "markers.json").write_text(json.dumps(markers))
    pixels = draw(field, tmp_path, "--markers", tmp_path / "markers.json")
    off = numpy.hypot(*(centroids(pixels, expected, reach) - expected).T)
    assert off.max() <= 0.05, f"{off.max():.3f} px at {sky[off.argmax()]}"
