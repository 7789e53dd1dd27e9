"""Cutouts lie where they say: against astropy's reproject, against each other, and against the stars that were drawn."""

import json
import math
import struct

import numpy
import pytest
import tifffile
from astropy.io import fits
from astropy.wcs import WCS
from PIL import Image
from reproject import reproject_adaptive, reproject_interp
from scipy.ndimage import fourier_shift

import fields
from home import run, sample


def grid(ra, dec, field, size):
    """The pixels that every cutout of a position has: tangential, north up, east left, row 0 at the top."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.crval = [ra, dec]
    wcs.wcs.crpix = [(size + 1) / 2] * 2
    scale = math.degrees(2 * math.tan(math.radians(field) / 2)) / size
    wcs.wcs.cd = [[-scale, 0], [0, -scale]]
    return wcs


def cut(picture, wcs, ra, dec, field, size, out):
    answer = run("cutout", picture, "--wcs", wcs, f"--ra={ra}", f"--dec={dec}", f"--field={field}", f"--size={size}",
                 "--out", out, "--json")
    return json.loads(answer.stdout)


def pixels(path):
    """The first colour, row 0 on top."""
    if path.suffix == ".fits":
        data = fits.getdata(path)
        data = (data[0] if data.ndim == 3 else data)[::-1]
    elif path.suffix == ".tif":
        data = tifffile.imread(path)
    else:
        data = numpy.asarray(Image.open(path))
    return (data[..., 0] if data.ndim == 3 else data).astype(float)


def shift(a, b):
    """How far `b` must be moved to lie on `a`: least squares of brightness, in pixels (x, y)."""
    good = numpy.isfinite(a) & numpy.isfinite(b)
    weight = numpy.outer(numpy.hanning(a.shape[0] + 2)[1:-1], numpy.hanning(a.shape[1] + 2)[1:-1]) * good
    a, b = (numpy.where(good, picture, 0) for picture in (a, b))
    a, b = (picture - (picture * weight).sum() / weight.sum() for picture in (a, b))
    moved = numpy.zeros(2)
    for _ in range(8):
        now = numpy.fft.ifftn(fourier_shift(numpy.fft.fftn(b), moved)).real
        down, right = numpy.gradient(now)
        terms = numpy.stack([(-down * weight).ravel(), (-right * weight).ravel(), (now * weight).ravel()], 1)
        step = numpy.linalg.lstsq(terms, (a * weight).ravel(), rcond=None)[0]
        moved += step[:2] / step[2]
    return moved[::-1]


def stars(field, count=400, seed=2):
    """Round stars all over a picture of the field, 16 bit."""
    random = numpy.random.default_rng(seed)
    picture = numpy.full((field.height, field.width), 3000.0)
    reach = 9
    for x, y, bright in zip(random.uniform(reach, field.width - reach - 1, count),
                            random.uniform(reach, field.height - reach - 1, count), random.uniform(3000, 50000, count)):
        left, top = round(x) - reach, round(y) - reach
        rows, columns = numpy.mgrid[top:top + 2 * reach + 1, left:left + 2 * reach + 1]
        picture[rows, columns] += bright * numpy.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 1.6**2))
    return numpy.clip(picture + 0.5, 0, 65535).astype(numpy.uint16)


def aim(field, part_x, part_y):
    """A position in the picture, and the degrees that a pixel has there."""
    x, y = field.width * part_x, field.height * part_y
    sky = field.wcs.all_pix2world([[x, y], [x + 1, y], [x, y + 1]], 0)
    ra, dec = numpy.radians(sky).T
    places = numpy.array([numpy.cos(dec) * numpy.cos(ra), numpy.cos(dec) * numpy.sin(ra), numpy.sin(dec)]).T
    across = numpy.cross(places[1] - places[0], places[2] - places[0])
    return sky[0][0] % 360, sky[0][1], math.degrees(math.sqrt(numpy.linalg.norm(across)))


def reprojected(data, field, target, size, ratio):
    """What reproject makes of the same pixels: between them, or averaged where the new ones are coarser."""
    if ratio > 1.5:
        return reproject_adaptive((data, field.wcs), target, shape_out=(size, size), return_footprint=False,
                                  kernel="gaussian", conserve_flux=False)
    return reproject_interp((data, field.wcs), target, shape_out=(size, size), order="bicubic", return_footprint=False)


@pytest.mark.parametrize("field", fields.MADE, ids=lambda field: field.name)
def test_like_reproject(field, tmp_path):
    picture = stars(field)
    tifffile.imwrite(tmp_path / "stars.tif", picture)
    wcs = field.write(tmp_path / "field.wcs")
    for part_x, part_y, ratio, size in [(0.5, 0.5, 0.6, 300), (0.3, 0.6, 1, 251), (0.62, 0.42, 2.7, 160)]:
        ra, dec, scale = aim(field, part_x, part_y)
        degrees = scale * ratio * size
        out = tmp_path / "cut.tif"
        report = cut(tmp_path / "stars.tif", wcs, ra, dec, degrees, size, out)
        assert report["bitsPerSample"] == 16
        expected = reprojected(picture.astype(float), field, grid(ra, dec, degrees, size), size, ratio)
        off = numpy.hypot(*shift(expected, pixels(out)))
        assert off <= 0.1, f"{off:.3f} px at ({part_x}, {part_y}), {ratio} pixels for one"


@pytest.mark.parametrize("field", fields.real(), ids=lambda field: field.name)
def test_photos_like_reproject(field, tmp_path):
    picture = fields.SHARED / field.name
    isFITS = picture.suffix == ".fits"
    data = fits.getdata(picture) if isFITS else numpy.asarray(Image.open(picture))
    data = (data if data.ndim == 2 else data[0] if isFITS else data[..., 0]).astype(float)
    wcs = field.write(tmp_path / "field.wcs")
    size = min(300, min(field.width, field.height) // 2)
    for part_x, part_y, ratio in [(0.5, 0.5, 0.8), (0.4, 0.55, 1.0)]:
        ra, dec, scale = aim(field, part_x, part_y)
        degrees = scale * ratio * size
        out = tmp_path / ("cut.fits" if isFITS else "cut.png")
        assert cut(picture, wcs, ra, dec, degrees, size, out)["coverage"] > 0.9
        expected = reprojected(data, field, grid(ra, dec, degrees, size), size, ratio)
        off = numpy.hypot(*shift(expected, pixels(out)))
        assert off <= 0.1, f"{off:.3f} px at ({part_x}, {part_y})"


def made_sky(tmp_path, number, **options):
    """A rendered picture of the sky, its solution, and its truth."""
    picture, truth = sample(f"cutout-{number}.tif", depth=16, **options)
    header = fits.Header.fromstring("".join(truth["cards"]))
    path = tmp_path / f"{number}.wcs"
    fits.PrimaryHDU(header=header).writeto(path)
    return picture, path, truth


SKIES = [
    dict(field=6, size="1500x1000", rotation=0),
    dict(field=5, size="1500x1000", rotation=147, mirror=True, seed=2),
    dict(field=8, size="1800x1200", rotation=-71, projection="STG", seed=3),
    dict(field=6, size="1500x1000", rotation=33, distortion=1, seed=4),
]


@pytest.mark.parametrize("ra, dec", [(83.8, -5.4), (359.9, 61.0), (40.0, 88.7)])
def test_against_each_other_and_the_truth(ra, dec, tmp_path):
    field, size = 1.6, 400
    place = (ra + 0.3 / math.cos(math.radians(dec))) % 360, dec - 0.2
    pictures = []
    for number, options in enumerate(SKIES):
        picture, wcs, truth = made_sky(tmp_path, number, ra=ra, dec=dec, **options)
        out = tmp_path / f"{number}.tif"
        assert cut(picture, wcs, *place, field, size, out)["coverage"] == 1
        pictures.append(pixels(out))
        off = star_offsets(pictures[-1], truth, grid(*place, field, size))
        assert len(off) >= 4
        assert numpy.hypot(*numpy.median(off, axis=0)) <= 0.1, f"{SKIES[number]}: {off}"
    for number in range(1, len(pictures)):
        off = numpy.hypot(*shift(pictures[0], pictures[number]))
        assert off <= 0.1, f"{off:.3f} px between {SKIES[0]} and {SKIES[number]}"


def star_offsets(picture, truth, wcs):
    """How far stars are from where they were drawn; those at the edge are left out."""
    reach, offsets = 6, []
    sky = numpy.median(picture)
    for star in truth["stars"]:
        x, y = wcs.all_world2pix(star["ra"], star["dec"], 0)
        if not (math.isfinite(x) and reach < x < picture.shape[1] - reach - 1 and reach < y < picture.shape[0] - reach - 1):
            continue
        left, top = round(float(x)) - reach, round(float(y)) - reach
        rows, columns = numpy.mgrid[top:top + 2 * reach + 1, left:left + 2 * reach + 1]
        light = picture[rows, columns] - sky
        # Centred on the star by degrees, with less and less weight outwards, so that neighbours do not pull.
        at = numpy.array([x, y])
        for _ in range(20):
            weight = light * numpy.exp(-((columns - at[0]) ** 2 + (rows - at[1]) ** 2) / (2 * 2.0**2))
            at = at + 2 * (numpy.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum() - at)
        offsets.append(at - (x, y))
    return numpy.array(offsets)


@pytest.mark.parametrize("field", [fields.MADE[index] for index in (2, 3, 6, 7)], ids=lambda field: field.name)
def test_coverage(field, tmp_path):
    Image.new("L", (field.width, field.height), 90).save(tmp_path / "grey.png")
    wcs = field.write(tmp_path / "field.wcs")
    size = 120
    for part_x, part_y in [(0.5, 0.5), (0.001, 0.5), (0.999, 0.999), (0.001, 0.999), (0.9, 0.05)]:
        ra, dec, scale = aim(field, part_x, part_y)
        degrees = scale * 3 * size
        report = cut(tmp_path / "grey.png", wcs, ra, dec, degrees, size, tmp_path / "cut.png")
        # Four places in each pixel, along each axis.
        steps = (numpy.arange(size * 4) + 0.5) / 4 - 0.5
        places = numpy.array([axis.ravel() for axis in numpy.meshgrid(steps, steps)]).T
        x, y = field.pixels(grid(ra, dec, degrees, size).all_pix2world(places, 0)).T
        inside = (x >= -0.5) & (x <= field.width - 0.5) & (y >= -0.5) & (y <= field.height - 0.5)
        assert report["coverage"] == pytest.approx(inside.mean(), abs=0.01), (part_x, part_y)
        # What the picture does not show is black.
        black = (numpy.asarray(Image.open(tmp_path / "cut.png")) < 45).mean()
        assert black == pytest.approx(1 - inside.mean(), abs=0.02), (part_x, part_y)


def test_outside_is_an_error_that_says_so(tmp_path):
    field = fields.MADE[5]
    Image.new("L", (field.width, field.height)).save(tmp_path / "a.png")
    field.write(tmp_path / "a.wcs")
    before = sorted(tmp_path.iterdir())
    for part_x, part_y in [(-0.01, 0.5), (0.5, 1.01), (3, 3)]:
        ra, dec, _ = aim(field, part_x, part_y)
        answer = run("cutout", tmp_path / "a.png", "--wcs", tmp_path / "a.wcs", f"--ra={ra}", f"--dec={dec}", "--field=2",
                     "--size=50", "--out", tmp_path / "cut.png", check=False)
        assert answer.returncode == 1 and "outside a.png" in answer.stderr
        assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_written_over_what_it_is_made_from(tmp_path):
    field = fields.MADE[5]
    Image.new("L", (field.width, field.height)).save(tmp_path / "a.png")
    field.write(tmp_path / "a.wcs")
    before = (tmp_path / "a.png").read_bytes()
    position = "--ra=83", "--dec=5", "--field=1", "--size=50"
    answer = run("cutout", tmp_path / "a.png", "--wcs", tmp_path / "a.wcs", *position, "--out", tmp_path / "a.png", check=False)
    assert answer.returncode == 2 and "a.png" in answer.stderr
    assert (tmp_path / "a.png").read_bytes() == before


DEEP = fields.made("deep", "TAN", 83, 5, 2, rotation=20, width=600, height=400)


def depth_of_png(path):
    return struct.unpack(">IIBB", path.read_bytes()[16:26])[2]


@pytest.mark.parametrize("colours", [1, 3])
@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_stay_sixteen(ending, colours, tmp_path):
    grey = stars(DEEP)
    picture = grey if colours == 1 else numpy.dstack([grey, grey // 2, grey // 3])
    tifffile.imwrite(tmp_path / "a.tif", picture)
    source, wcs = tmp_path / "a.tif", DEEP.write(tmp_path / "a.wcs")
    if ending == "png" and colours == 1:
        source = tmp_path / "a.png"
        Image.fromarray(grey).save(source)
    out = tmp_path / f"cut.{ending}"
    assert cut(source, wcs, 83, 5, 0.4, 150, out)["bitsPerSample"] == 16
    if ending == "png":
        assert depth_of_png(out) == 16
    else:
        cutout = tifffile.imread(out)
        assert cutout.dtype == numpy.uint16 and cutout.shape == ((150, 150) if colours == 1 else (150, 150, 3))
        assert len(numpy.unique(cutout)) > 1000
        assert cutout.min() >= picture.min() * 0.95 and cutout.max() <= picture.max() * 1.1


def counts(tmp_path):
    """A float FITS file in raw counts, and its solution."""
    data = stars(DEEP).astype(numpy.float32) / 7
    # FITS rows run upwards for the eye; the WCS speaks of rows in the file's order.
    fits.PrimaryHDU(data=data, header=None).writeto(tmp_path / "a.fits")
    return data, tmp_path / "a.fits", DEEP.write(tmp_path / "a.wcs")


@pytest.mark.parametrize("ending", ["fits", "tif"])
def test_float_values_stay(ending, tmp_path):
    data, source, wcs = counts(tmp_path)
    out = tmp_path / f"cut.{ending}"
    assert cut(source, wcs, 83, 5, 0.4, 150, out)["bitsPerSample"] == 32
    expected = reprojected(data.astype(float), DEEP, grid(83, 5, 0.4, 150), 150, 1)
    found = pixels(out)
    assert numpy.median(found) == pytest.approx(numpy.median(expected), rel=0.001)
    assert found.max() == pytest.approx(expected.max(), rel=0.1)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_float_counts_are_stretched_where_they_do_not_fit(ending, tmp_path):
    data, source, wcs = counts(tmp_path)
    out = tmp_path / f"cut.{ending}"
    report = cut(source, wcs, 83, 5, 0.4, 150, out)
    assert any("stretched" in note for note in report["notes"])
    assert report["bitsPerSample"] == (16 if ending == "png" else 8)
    if ending == "png":
        assert depth_of_png(out) == 16
    full = 65535 if ending == "png" else 255
    found = pixels(out)
    # The sky is a dark grey, and no more than the brightest stars are white.
    assert 0.05 * full < numpy.median(found) < 0.35 * full
    assert (found > 0.99 * full).mean() < 0.01 and found.max() > 0.5 * full


def dated(path, field, day, grey):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"2024:03:{day:02} 21:30:15"
    Image.new("RGB", (field.width, field.height), (grey,) * 3).save(path, exif=exif)
    return path


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_blinks(ending, tmp_path):
    wcs, size = DEEP.write(tmp_path / "a.wcs"), 240
    cutouts = []
    for number in range(3):
        picture = dated(tmp_path / f"{number}.jpg", DEEP, number + 5, 10 + number * 20)
        cutouts.append(tmp_path / f"cut{number}.jpg")
        cut(picture, wcs, 83, 5, 0.6, size, cutouts[-1])
    out = tmp_path / f"blink.{ending}"
    report = json.loads(run("blink", *cutouts, "--out", out, "--seconds=0.4", "--json").stdout)
    assert (report["frames"], report["width"], report["height"]) == (3, size, size)
    assert report["labels"] == [f"2024-03-{day:02} 21:30" for day in (5, 6, 7)]
    with Image.open(out) as blink:
        assert blink.n_frames == 3 and blink.size == (size, size) and blink.info["loop"] == 0
        for number in range(3):
            blink.seek(number)
            blink.load()
            assert blink.info["duration"] == pytest.approx(400, abs=1)
            frame = numpy.asarray(blink.convert("L")).astype(int)
            assert abs(numpy.median(frame) - (10 + number * 20)) <= 3
            # The date stands in the lower left corner.
            bright = numpy.argwhere(frame > 150)
            assert len(bright) > 30 and bright[:, 0].min() > size * 0.9 and bright[:, 1].max() < size * 0.7
    run("blink", *cutouts, "--out", out, "--no-dates")
    with Image.open(out) as blink:
        blink.load()
        assert blink.n_frames == 3 and blink.info["duration"] == pytest.approx(800, abs=1)
        assert numpy.asarray(blink.convert("L")).max() < 150


def test_a_blink_does_not_overwrite_a_cutout(tmp_path):
    Image.new("RGB", (40, 40)).save(tmp_path / "a.webp")
    before = (tmp_path / "a.webp").read_bytes()
    answer = run("blink", tmp_path / "a.webp", tmp_path / "a.webp", "--out", tmp_path / "a.webp", check=False)
    assert answer.returncode == 2 and "a.webp" in answer.stderr and (tmp_path / "a.webp").read_bytes() == before
