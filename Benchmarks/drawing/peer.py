#!/usr/bin/env python3
"""The same work as a Python program would do it with astropy and Pillow: what `draw.py` compares with.

    peer.py grid PICTURE WCS OUT           the naive way: every meridian and parallel of the sphere, a point at a time
    peer.py grid-fair PICTURE WCS OUT      the lines that the picture shows alone, all points of a line in one call
    peer.py markers PICTURE WCS OUT FILE   circles with labels from a marker list
    peer.py cutout PICTURE WCS OUT RA DEC FIELD SIZE
"""

import json
import sys
import warnings

import numpy
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from PIL import Image, ImageDraw, ImageFont

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def opened(picture, header):
    return Image.open(picture).convert("RGB"), WCS(fits.getheader(header))


def grid(picture, header, out):
    """One call of astropy's documented interface a point, and lines drawn wherever they fall, also far outside the picture."""
    image, wcs = opened(picture, header)
    draw = ImageDraw.Draw(image)

    def pixel(ra, dec):
        x, y = wcs.world_to_pixel(SkyCoord(ra, dec, unit="deg"))
        return float(x), float(y)

    centre = wcs.all_pix2world(image.width / 2, image.height / 2, 0)
    # The spacing of the existing workers: by the field's true width, which is less than pixels times the scale at the centre.
    edges = wcs.pixel_to_world([-0.5, image.width - 0.5], [image.height / 2] * 2)
    step = 10 if round(edges[0].separation(edges[1]).deg, 2) > 15 else 1
    for ra in range(0, 360, step):
        points = [pixel(ra, dec) for dec in numpy.arange(-80, 80.1, 1)]
        draw.line([p for p in points if numpy.isfinite(p).all()], fill="white", width=3)
    for dec in range(-80, 81, step):
        points = [pixel(ra, dec) for ra in numpy.arange(centre[0] - 85, centre[0] + 85.1, 1)]
        draw.line([p for p in points if numpy.isfinite(p).all()], fill="white", width=3)
    image.save(out, quality=90, subsampling=0)


def grid_fair(picture, header, out):
    image, wcs = opened(picture, header)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 40)
    edge = numpy.linspace(0, 1, 50)
    xs = numpy.concatenate([edge * image.width, edge * image.width, 0 * edge, 0 * edge + image.width])
    ys = numpy.concatenate([0 * edge, 0 * edge + image.height, edge * image.height, edge * image.height])
    ra, dec = wcs.all_pix2world(xs, ys, 0)
    ra = numpy.unwrap(ra, period=360)
    for line in numpy.arange(numpy.floor(ra.min()), ra.max() + 1):
        along = numpy.linspace(dec.min(), dec.max(), 200)
        x, y = wcs.all_world2pix(0 * along + line, along, 0, quiet=True)
        draw.line(list(zip(x, y)), fill="white", width=3)
        draw.text((x[100], y[100]), f"{line / 15:.2f}h", fill="white", font=font)
    for line in numpy.arange(numpy.floor(dec.min()), dec.max() + 1):
        along = numpy.linspace(ra.min(), ra.max(), 200)
        x, y = wcs.all_world2pix(along, 0 * along + line, 0, quiet=True)
        draw.line(list(zip(x, y)), fill="white", width=3)
        draw.text((x[100], y[100]), f"{line:.0f}°", fill="white", font=font)
    image.save(out, quality=90, subsampling=0)


def markers(picture, header, out, file):
    image, wcs = opened(picture, header)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 40)
    listed = json.load(open(file))
    x, y = wcs.all_world2pix([m["ra"] for m in listed], [m["dec"] for m in listed], 0, quiet=True)
    for marker, px, py in zip(listed, x, y):
        size = abs(marker["size"])
        draw.ellipse((px - size, py - size, px + size, py + size), outline=marker["color"], width=3)
        draw.text((px + size, py - size), marker["label"], fill=marker["color"], font=font)
    image.save(out, quality=90, subsampling=0)


def cutout(picture, header, out, ra, dec, field, size):
    image, wcs = opened(picture, header)
    size, step = int(size), float(field) / int(size)
    target = WCS(naxis=2)
    target.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    target.wcs.crval = [float(ra), float(dec)]
    target.wcs.crpix = [(size + 1) / 2] * 2
    target.wcs.cdelt = [-step, -step]
    x, y = numpy.meshgrid(numpy.arange(size), numpy.arange(size))
    px, py = wcs.all_world2pix(*target.all_pix2world(x, y, 0), 0, quiet=True)
    data = numpy.asarray(image)
    px, py = numpy.clip(px.round().astype(int), 0, image.width - 1), numpy.clip(py.round().astype(int), 0, image.height - 1)
    Image.fromarray(data[py, px]).save(out, quality=90, subsampling=0)


if __name__ == "__main__":
    work = {"grid": grid, "grid-fair": grid_fair, "markers": markers, "cutout": cutout}[sys.argv[1]]
    work(*sys.argv[2:])
