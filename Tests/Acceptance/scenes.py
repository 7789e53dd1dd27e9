"""Twelve fields that show the drawing layers at work, for goldens and for the contact sheet."""

import dataclasses

from astropy.io import fits
from PIL import Image

from home import sample


@dataclasses.dataclass(frozen=True)
class Scene:
    """A field, as the arguments of `astrobase sample`, and what is drawn over it besides all that there is."""

    name: str
    ra: float
    dec: float
    field: float
    grid: str = "equatorial"
    rotation: float = 0
    mirror: bool = False
    projection: str = "TAN"
    distortion: float = 0
    north_up: bool = False
    # A chart is a sky without a photo.
    is_chart: bool = False

    def prepare(self, folder, width, height, black=False):
        """Writes the picture and its solution, and returns their paths."""
        options = {"mirror": True} if self.mirror else {}
        made, truth = sample(
            "sample.jpg", ra=self.ra, dec=self.dec, field=self.field, size=f"{width}x{height}", rotation=self.rotation,
            projection=self.projection, distortion=self.distortion, seed=3, **options)
        picture, wcs = folder / f"{self.name}.png", folder / f"{self.name}.fits"
        if black or self.is_chart:
            Image.new("RGB", (width, height), (0, 0, 0) if black else (12, 16, 28)).save(picture)
        else:
            Image.open(made).save(picture)
        fits.PrimaryHDU(header=fits.Header.fromstring("".join(truth["cards"]))).writeto(wcs, overwrite=True)
        return picture, wcs

    def options(self, title):
        options = ["--grid", self.grid, "--compass", "--scale-bar", "--info", "--legend", "--title", title]
        return options + ["--north-up"] if self.north_up else options


SCENES = [
    Scene("north pole", 37.9, 89.3, 14, rotation=25),
    Scene("south pole", 250, -89.8, 30, rotation=-70, mirror=True),
    Scene("RA 0h", 0.1, 29, 12, rotation=-8, distortion=1.5),
    Scene("mirrored", 186.5, 12.7, 3, rotation=160, mirror=True),
    Scene("150 degrees", 83, 20, 150, projection="STG", rotation=15),
    Scene("20 arcminutes", 202.47, 47.2, 1 / 3, rotation=-30),
    Scene("3 arcminutes", 283.396, 33.029, 0.05, rotation=12),
    Scene("Orion", 83.8, 0, 24, rotation=5),
    Scene("Pleiades", 56.75, 24.12, 2.4),
    Scene("Milky Way", 266.4, -28.9, 40, grid="galactic", rotation=58),
    Scene("north up", 206.9, 50, 25, rotation=40, north_up=True),
    Scene("globe", 300, 35, 178, grid="ecliptic", projection="ZEA", is_chart=True),
]
