"""Grid lines run where astropy says that they do, measured in the pixels of the picture that comes out."""

import re
import xml.etree.ElementTree

import numpy
import pytest
from astropy.io import fits
from astropy.wcs import WCS
from PIL import Image

import fields
from home import run

REACH = 4
STEP = 11
SVG = "{http://www.w3.org/2000/svg}"


def degrees(title):
    """What a grid line's name says: a right ascension or a declination."""
    numbers = [float(number) for number in re.findall(r"[\d.]+", title)]
    value = sum(number / 60**place for place, number in enumerate(numbers))
    return ("ra", value * 15) if "ʰ" in title else ("dec", -value if title.startswith("−") else value)


def drawn_lines(svg):
    """The lines' names, values and the pieces they are drawn with."""
    grid = xml.etree.ElementTree.parse(svg).getroot().find(f"{SVG}g[@id='grid']")
    for path in grid.iter(f"{SVG}path"):
        points = [[float(number) for number in pair.split()] for pair in path.get("d")[1:].split("L")]
        yield path.find(f"{SVG}title").text, numpy.array(points)


def along(points):
    """Places on a path, some pixels apart."""
    lengths = numpy.hypot(*numpy.diff(points, axis=0).T)
    walked = numpy.concatenate([[0], numpy.cumsum(lengths)])
    places = numpy.arange(STEP / 2, walked[-1], STEP)
    return numpy.array([numpy.interp(places, walked, axis) for axis in points.T]).T


def to_pixels(wcs, sky):
    return numpy.array(wcs.all_world2pix(sky[:, 0], sky[:, 1], 0, tolerance=1e-8, maxiter=100, quiet=True)).T


def on_the_line(wcs, kind, value, guess):
    """Where the line truly is near the guessed pixels, and its direction there."""
    sky = numpy.array(wcs.all_pix2world(guess[:, 0], guess[:, 1], 0)).T
    sky = sky[numpy.isfinite(sky).all(axis=1)]
    axis, other = (0, 1) if kind == "ra" else (1, 0)
    sky[:, axis] = value
    small = 1e-4 * abs(numpy.linalg.det(wcs.pixel_scale_matrix)) ** 0.5
    ahead = sky.copy()
    ahead[:, other] += small / (1 if kind == "ra" else numpy.cos(numpy.radians(value)))
    pixels = to_pixels(wcs, sky)
    way = (to_pixels(wcs, ahead) - pixels) / 1e-4
    return pixels, way / numpy.hypot(*way.T)[:, None]


def offsets(picture, pixels, ways):
    """How far the drawn line is from each place, square to the line; nan where something else is drawn close by."""
    height, width = picture.shape
    found, light = numpy.full((2, len(pixels)), numpy.nan)
    for index, ((x, y), (dx, dy)) in enumerate(zip(pixels, ways)):
        if abs(dx) > abs(dy):
            view, x, y, dx, dy = picture.T, y, x, dy, dx
        else:
            view = picture
        rows = round(y) + numpy.arange(-2, 3)
        left = round(x) - REACH
        columns = numpy.arange(left, left + 2 * REACH + 1)
        if rows[0] < 0 or rows[-1] >= view.shape[0] or left < 0 or columns[-1] >= view.shape[1]:
            continue
        # The centres of five rows: one alone has the roughness with which edges are smoothed.
        profiles = view[rows[0]:rows[-1] + 1, left:columns[-1] + 1]
        if not profiles[:, [0, -1]].any() and profiles.any(axis=1).all():
            centres = (profiles * columns).sum(axis=1) / profiles.sum(axis=1)
            found[index] = (centres - x - (rows - y) * dx / dy).mean() * abs(dy)
            light[index] = profiles.sum() * abs(dy)
    if numpy.isfinite(light).any():
        # More light than the line has is that of another one.
        found[abs(light / numpy.nanmedian(light) - 1) > 0.06] = numpy.nan
    inside = (pixels > REACH + 1).all(axis=1) & (pixels < numpy.array([width, height]) - REACH - 2).all(axis=1)
    return found[inside]


def expected_lines(wcs, width, height, ra_step, dec_step):
    """The lines that cross the picture, found on a lattice of pixels: kinds and values."""
    x, y = numpy.meshgrid(numpy.linspace(0, width - 1, 60), numpy.linspace(0, height - 1, 40))
    ra, dec = (axis.reshape(x.shape) for axis in wcs.all_pix2world(x.ravel(), y.ravel(), 0))
    lines = set()
    for axis in (0, 1):
        low, high = (numpy.take(dec, range(start, dec.shape[axis] - 1 + start), axis).ravel() for start in (0, 1))
        for a, b in zip(low, high):
            if numpy.isfinite(a + b):
                first = numpy.ceil(min(a, b) / dec_step)
                lines |= {("dec", k * dec_step) for k in numpy.arange(first, max(a, b) / dec_step)}
        a, b = (numpy.take(ra, range(start, ra.shape[axis] - 1 + start), axis).ravel() for start in (0, 1))
        # Meridians end before the pole.
        far = numpy.maximum(abs(low), abs(high)) < 90 - dec_step
        for first, last in zip(a[far], b[far]):
            turn = (last - first + 180) % 360 - 180
            if abs(turn) < 90:
                low_end, high_end = sorted((first, first + turn))
                lines |= {("ra", k * ra_step % 360) for k in numpy.arange(numpy.ceil(low_end / ra_step), high_end / ra_step)}
    return lines


def smallest_step(values, turn=None):
    values = sorted(set(values))
    if turn and len(values) > 1:
        values.append(values[0] + turn)
    return min((b - a for a, b in zip(values, values[1:])), default=30)


def check_lines(folder, wcs):
    picture = numpy.asarray(Image.open(folder / "out.png").convert("L"), dtype=float)
    lines = list(drawn_lines(folder / "out.svg"))
    found = []
    for title, points in lines:
        kind, value = degrees(title)
        pixels, ways = on_the_line(wcs, kind, value, along(points))
        off = offsets(picture, pixels, ways)
        found.append(off)
        if numpy.isfinite(off).any():
            assert numpy.nanmax(abs(off)) <= 0.1, f"{title}: {numpy.nanmax(abs(off)):.3f} px"
    off = numpy.concatenate(found)
    # The rest lies beside labels and other lines.
    assert numpy.isfinite(off).mean() > 0.7 and len(off) > 100
    values = {kind: [value for name, value in map(degrees, {title for title, _ in lines}) if name == kind] for kind in ("ra", "dec")}
    dec_step = smallest_step(values["dec"])
    for kind, value in expected_lines(wcs, picture.shape[1], picture.shape[0], smallest_step(values["ra"], 360), dec_step):
        gaps = abs((numpy.array(values[kind]) - value + 180) % 360 - 180)
        assert gaps.size and gaps.min() < 1e-3 * dec_step, f"there is no line {kind} {value}"


@pytest.mark.parametrize("field", fields.MADE, ids=lambda field: field.name)
def test_equatorial(field, tmp_path):
    Image.new("L", (field.width, field.height)).save(tmp_path / "black.png")
    run("annotate", tmp_path / "black.png", "--wcs", field.write(tmp_path / "field.wcs"), "--grid",
        "--out", tmp_path / "out.png", "--svg", tmp_path / "out.svg")
    check_lines(tmp_path, field.wcs)


@pytest.mark.parametrize("field", [field for field in fields.MADE if field.name in {
    "1 degree mirrored", "5 degrees across RA 0h", "15 degrees", "SIN 60", "20 arcmin"}], ids=lambda field: field.name)
def test_north_up(field, tmp_path):
    """The picture turned north up, east left: its stars are where its new solution has them, and so are the lines."""
    sky = field.positions(25, margin=20)
    picture = numpy.zeros((field.height, field.width))
    rows, columns = numpy.mgrid[0:field.height, 0:field.width]
    for x, y in field.pixels(sky):
        picture += 250 * numpy.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 8)
    Image.fromarray(picture.round().astype(numpy.uint8)).save(tmp_path / "stars.png")
    Image.new("L", (field.width, field.height)).save(tmp_path / "black.png")
    wcs_file = field.write(tmp_path / "field.wcs")
    run("annotate", tmp_path / "stars.png", "--wcs", wcs_file, "--north-up", "--out", tmp_path / "turned.png")
    wcs = WCS(fits.getheader(tmp_path / "turned.wcs"))

    turned = numpy.asarray(Image.open(tmp_path / "turned.png").convert("L"), dtype=float)
    centre = wcs.all_pix2world([turned.shape[1] / 2 - 0.5], [turned.shape[0] / 2 - 0.5], 0)
    scale = abs(numpy.linalg.det(wcs.pixel_scale_matrix)) ** 0.5
    ra, dec = centre[0][0], centre[1][0]
    places = to_pixels(wcs, numpy.array([[ra, dec], [ra, dec + scale], [ra + scale / numpy.cos(numpy.radians(dec)), dec]]))
    assert places[1] - places[0] == pytest.approx([0, -1], abs=0.02), "north is up"
    assert places[2] - places[0] == pytest.approx([-1, 0], abs=0.02), "east is left"

    expected = to_pixels(wcs, sky)
    assert (expected > 0).all() and (expected < numpy.array(turned.shape[::-1]) - 1).all(), "no corner is cropped"
    for x, y in expected:
        left, top = round(x) - 7, round(y) - 7
        window = turned[max(0, top):top + 15, max(0, left):left + 15]
        rows, columns = numpy.mgrid[0:window.shape[0], 0:window.shape[1]]
        at = (window * columns).sum() / window.sum() + max(0, left), (window * rows).sum() / window.sum() + max(0, top)
        assert numpy.hypot(at[0] - x, at[1] - y) <= 0.1

    run("annotate", tmp_path / "black.png", "--wcs", wcs_file, "--north-up", "--grid",
        "--out", tmp_path / "out.png", "--svg", tmp_path / "out.svg")
    check_lines(tmp_path, WCS(fits.getheader(tmp_path / "out.wcs")))
