"""Solutions to draw with: those of real photos, where they are at hand, and made ones of every kind that a header can describe."""

import dataclasses
import math
import os
import pathlib

import numpy
from astropy.io import fits
from astropy.wcs import WCS

SHARED = pathlib.Path(os.environ.get("ASTROBASE_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared")) / "images"


@dataclasses.dataclass
class Field:
    name: str
    header: fits.Header
    width: int
    height: int

    @property
    def wcs(self):
        return WCS(self.header)

    def write(self, path):
        fits.PrimaryHDU(header=self.header).writeto(path, overwrite=True)
        return path

    def positions(self, count, margin, seed=1):
        """Pixels (0-based) at least `margin` inside and twice that apart, with the sky there; where there is sky."""
        random = numpy.random.default_rng(seed)
        step = max(2 * margin + 6, math.sqrt(self.width * self.height / count * 0.6))
        xs = numpy.arange(margin, self.width - margin, step)
        ys = numpy.arange(margin, self.height - margin, step)
        x, y = (axis.ravel() for axis in numpy.meshgrid(xs, ys))
        room = (step - 2 * margin - 4) / 2
        x = x + random.uniform(0, 1, x.size) * room
        y = y + random.uniform(0, 1, y.size) * room
        inside = (x < self.width - 1 - margin) & (y < self.height - 1 - margin)
        x, y = x[inside], y[inside]
        order = random.permutation(x.size)[:count]
        sky = self.wcs.all_pix2world(x[order], y[order], 0)
        good = numpy.isfinite(sky[0]) & numpy.isfinite(sky[1])
        return numpy.array(sky)[:, good].T

    def pixels(self, sky):
        return numpy.array(self.wcs.all_world2pix(sky[:, 0], sky[:, 1], 0, tolerance=1e-8, maxiter=100, quiet=True)).T


def made(name, projection, ra, dec, width_degrees, rotation=0.0, mirror=False, sip=False, width=1500, height=1000):
    header = fits.Header()
    header["WCSAXES"] = 2
    code = projection + ("-SIP" if sip else "")
    header["CTYPE1"], header["CTYPE2"] = f"RA---{code}", f"DEC--{code}"
    header["CUNIT1"] = header["CUNIT2"] = "deg"
    header["CRVAL1"], header["CRVAL2"] = ra, dec
    header["CRPIX1"], header["CRPIX2"] = width / 2 + 13.3, height / 2 - 7.6
    # What the projection's radius is at half the field, so that the field has the width that was asked for.
    half = math.radians(width_degrees / 2)
    radius = {"TAN": math.tan, "SIN": math.sin, "STG": lambda a: 2 * math.tan(a / 2), "ARC": lambda a: a,
              "ZEA": lambda a: 2 * math.sin(a / 2)}[projection](half)
    scale = math.degrees(radius) / (width / 2)
    cos, sin = math.cos(math.radians(rotation)), math.sin(math.radians(rotation))
    # North up, east left, y downwards, as an ordinary JPEG has it; then turned; a mirrored one runs along x the other way.
    side = -1 if mirror else 1
    header["CD1_1"], header["CD1_2"] = -side * scale * cos, scale * sin
    header["CD2_1"], header["CD2_2"] = -side * scale * sin, -scale * cos
    if sip:
        header["A_ORDER"] = header["B_ORDER"] = 3
        far = (width / 2) ** -1
        header["A_2_0"], header["A_1_1"], header["A_3_0"], header["A_1_2"] = 3 * far / width, -1e-6, 4e-3 * far**2, 4e-3 * far**2
        header["B_0_2"], header["B_1_1"], header["B_0_3"], header["B_2_1"] = -2 * far / width, 2e-6, 4e-3 * far**2, 4e-3 * far**2
    header["IMAGEW"], header["IMAGEH"] = width, height
    return Field(name, header, width, height)


MADE = [
    made("1 arcsec", "TAN", 201.3, -43.0, 1 / 3600, rotation=33),
    made("10 arcsec at RA 0h", "TAN", 0.0, 12.0, 10 / 3600),
    made("20 arcmin", "TAN", 83.82, -5.39, 1 / 3, rotation=-20, sip=True),
    made("1 degree mirrored", "TAN", 56.75, 24.12, 1, rotation=100, mirror=True),
    made("5 degrees across RA 0h", "TAN", 359.7, -30, 5, rotation=10, sip=True),
    made("15 degrees", "TAN", 83, 5, 15, rotation=5),
    made("north pole", "TAN", 40, 89.6, 12, rotation=70),
    made("south pole mirrored", "TAN", 250, -90, 20, mirror=True, rotation=15),
    made("40 degrees", "TAN", 300, 40, 40, sip=True, rotation=-140),
    made("80 degrees", "TAN", 0, 60, 80),
    made("120 degrees", "TAN", 180, -20, 120, rotation=45),
    made("SIN 60", "SIN", 10, 30, 60, rotation=20),
    made("SIN 140", "SIN", 10, 80, 140),
    made("STG 100", "STG", 266, -29, 100, rotation=60),
    made("STG 120 mirrored", "STG", 90, 66, 120, mirror=True),
    made("ZEA 120", "ZEA", 0, -70, 120, rotation=-60),
    made("ARC 120", "ARC", 120, 10, 120, rotation=180),
    made("ARC 2", "ARC", 120, -88, 2),
]


def real():
    """The solutions of the shared photos."""
    fields = []
    for path in sorted((SHARED / "wcs").glob("*.wcs")) if SHARED.exists() else []:
        header = fits.getheader(path)
        fields.append(Field(path.name.removesuffix(".wcs"), header, header["IMAGEW"], header["IMAGEH"]))
    return fields
