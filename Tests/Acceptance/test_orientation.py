"""Eight EXIF orientations of one sky: what is solved, kept and shown is the upright picture."""

import json

import astropy.units as u
import numpy
import pytest
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

from home import LONG, run, sample

SIZE = (1200, 800)


def solved(tmp_path, orientation, ending):
    """The picture's truth, and the products of solving it here."""
    picture, truth = sample(
        f"orientation-{orientation}.{ending}", ra=83.6, dec=-1.0, field=9, size=f"{SIZE[0]}x{SIZE[1]}", rotation=33,
        orientation=orientation, seed=21)
    out = tmp_path / f"{orientation}"
    answer = run("solve", picture, "--ra=83", "--dec=-1", "--radius=5", "--out", out, "--json", check=False)
    report = json.loads(answer.stdout)
    assert report["status"] == "solved", report
    # The header with the solution, and the upright picture that carries it.
    headers = [path for path in sorted(out.rglob("*.fits")) + sorted(out.rglob("*.wcs")) if "wcs" in path.name]
    pictures = [path for path in sorted(out.rglob("*.fits")) if "_file" not in path.name and "wcs" not in path.name
                and fits.getheader(path).get("NAXIS", 0) >= 2]
    assert headers, sorted(out.rglob("*"))
    return truth, report, headers[0], pictures[0] if pictures else None


def star_pixels(truth, header):
    """Where the solution has the true stars, against where they were drawn; pixels from 0."""
    stars = truth["stars"][:40]
    wcs = WCS(fits.getheader(header))
    x, y = wcs.all_world2pix([star["ra"] for star in stars], [star["dec"] for star in stars], 0)
    return numpy.column_stack([x, y]), numpy.array([(star["x"], star["y"]) for star in stars])


def centroid(image, x, y, radius=4):
    """The light's middle round a place, the sky taken off."""
    left, top = round(x) - radius, round(y) - radius
    patch = image[top:top + 2 * radius + 1, left:left + 2 * radius + 1].astype(float)
    light = numpy.clip(patch - numpy.median(patch) - 3 * numpy.std(patch[0]), 0, None)
    if patch.shape != (2 * radius + 1, 2 * radius + 1) or light.sum() == 0:
        return None
    rows, columns = numpy.mgrid[: light.shape[0], : light.shape[1]]
    return left + (light * columns).sum() / light.sum(), top + (light * rows).sum() / light.sum()


@pytest.mark.parametrize("ending", ["jpg", "tif"] if LONG else ["jpg"])
def test_solved_here(tmp_path, ending):
    first = None
    for orientation in range(1, 9):
        truth, report, header, picture = solved(tmp_path, orientation, ending)
        assert truth["exifOrientation"] == orientation
        assert (report["width"], report["height"]) == SIZE
        found, true = star_pixels(truth, header)
        off = numpy.hypot(*(found - true).T)
        assert off.max() < 0.1, f"orientation {orientation}: {off.max():.2f} px"
        # The upright picture is the same picture whatever way it was stored: so is its solution.
        if first is None:
            first = found
        assert numpy.abs(found - first).max() < 0.1, f"orientation {orientation}"
        # What `solve` prints is what astropy reads from the header.
        wcs = WCS(fits.getheader(header))
        middle = wcs.all_pix2world([[(SIZE[0] - 1) / 2, (SIZE[1] - 1) / 2]], 0)[0]
        gap = SkyCoord(*middle, unit="deg").separation(SkyCoord(report["ra"], report["dec"], unit="deg")).to(u.arcsec).value
        assert gap / report["pixelScale"] < 0.01
        if picture is not None:
            check_picture(picture, true, orientation)


def check_picture(picture, true, orientation):
    """The stars are where the truth says in the FITS picture itself."""
    image = fits.getdata(picture)
    while image.ndim > 2:
        image = image.mean(axis=0)
    assert image.shape == SIZE[::-1]
    gaps = []
    for x, y in true:
        if (found := centroid(image, x, y)) and image[round(y), round(x)] < 0.9 * image.max():
            gaps.append(numpy.hypot(found[0] - x, found[1] - y))
    assert len(gaps) >= 5 and numpy.median(gaps) < 0.1, f"orientation {orientation}: {gaps}"
