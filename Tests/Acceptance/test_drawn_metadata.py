"""What goes along with an annotated picture: colour profile, camera facts, and the solution."""

import re

import numpy
import pytest
import tifffile
from astropy.io import fits
from astropy.wcs import WCS
from PIL import Image, ImageCms

import fields
from home import run

FIELD = fields.made("field", "TAN", 83, 5, 5, width=300, height=200)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_photo(tmp_path, ending):
    camera = Image.Exif()
    camera[0x010F], camera[0x0132], camera[0x0112] = "Maker", "2024:05:06 07:08:09", 3
    Image.effect_noise((300, 200), 40).convert("RGB").save(tmp_path / "photo.jpg", icc_profile=PROFILE, exif=camera.tobytes())
    FIELD.write(tmp_path / "field.wcs")
    out = tmp_path / f"out.{ending}"
    run("annotate", tmp_path / "photo.jpg", "--wcs", tmp_path / "field.wcs", "--grid", "--out", out)
    picture = Image.open(out)
    assert picture.info.get("icc_profile") == PROFILE
    kept = picture.getexif()
    # The picture is upright now, and says so.
    assert kept[0x010F].rstrip("\0") == "Maker" and kept.get(0x0112, 1) == 1
    packet = out.read_bytes().decode("latin-1")
    (ra, dec), (x, y) = numbers(packet, "ReferenceValue"), numbers(packet, "ReferencePixel")
    # AVM counts rows from below, from 1.
    sky = WCS(fits.getheader(out.with_suffix(".wcs"))).all_pix2world(x, FIELD.height + 1 - y, 1)
    assert [ra, dec] == pytest.approx([float(sky[0]), float(sky[1])], abs=1e-6)


def numbers(packet, tag):
    """Of one of AVM's spatial tags."""
    content = re.search(rf"Spatial\.{tag}[^>]*>(.*?)</avm", packet, re.S).group(1)
    return [float(number) for number in re.findall(r"<rdf:li>(.*?)</rdf:li>", content)]


def test_linear_data_lose_the_profile(tmp_path):
    """Brightness stretched for the eye is not what the profile tells of."""
    light = numpy.random.default_rng(1).normal(500, 20, (200, 300, 3)).clip(0, 65535).astype("uint16")
    light[90:93, 90:93] = 60000
    tifffile.imwrite(tmp_path / "linear.tif", light, photometric="rgb", iccprofile=PROFILE)
    FIELD.write(tmp_path / "field.wcs")
    run("annotate", tmp_path / "linear.tif", "--wcs", tmp_path / "field.wcs", "--grid", "--out", tmp_path / "out.png")
    picture = Image.open(tmp_path / "out.png")
    assert "icc_profile" not in picture.info
    assert numpy.asarray(picture.convert("L")).mean() > 20
