#!/usr/bin/env python3
"""Writes grid-golden.json, read by GridAccuracyTests: places on lines of longitude and latitude, by astropy alone.

    python3 Tests/Support/make-grid-golden.py [FOLDER OF *.wcs]

Needs astropy (the version is written into the file): pixels by `all_world2pix`/`wcs_world2pix`, counted from 0, kept where they come
back to the same sky; SkyCoord for galactic and ecliptic coordinates. A case made up here has its header in the file; a solved
picture's header is read from the folder, here and by the test, and the file has only its name.
"""
import argparse
import glob
import json
import math
import os
import warnings

import astropy
import numpy as np
from astropy import units as u
from astropy.coordinates import BarycentricMeanEcliptic, Galactic, SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

warnings.simplefilter("ignore")
W, H = 1500, 1000


def header(projection, ra, dec, scale, turned=0.0, mirrored=False, sip=None):
    c, s = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    side = scale if mirrored else -scale
    head = {
        "CTYPE1": "RA---" + projection, "CTYPE2": "DEC--" + projection, "CRPIX1": (W + 1) / 2, "CRPIX2": (H + 1) / 2,
        "CRVAL1": ra, "CRVAL2": dec, "CD1_1": side * c, "CD1_2": -side * s, "CD2_1": -scale * s, "CD2_2": -scale * c,
        "CUNIT1": "deg", "CUNIT2": "deg", "RADESYS": "ICRS", "EQUINOX": 2000.0,
    }
    if sip:
        head["CTYPE1"] += "-SIP"
        head["CTYPE2"] += "-SIP"
        head.update(sip)
    return head


BARREL = {"A_ORDER": 3, "B_ORDER": 3, "A_3_0": -3e-8, "A_1_2": -3e-8, "B_0_3": -3e-8, "B_2_1": -3e-8, "A_2_0": 4e-6, "B_1_1": -3e-6}


def tangent(degrees):
    return 2 * math.degrees(math.tan(math.radians(degrees / 2))) / W


def made():
    for width, name in [(1 / 3600, "1 arcsecond"), (10 / 3600, "10 arcseconds"), (1 / 3, "20 arcminutes"), (1, "1 degree"),
                        (15, "15 degrees"), (60, "60 degrees"), (120, "120 degrees")]:
        yield "TAN " + name, header("TAN", 83.6, -5.4, tangent(width), turned=17), "equatorial"
    yield "TAN mirrored", header("TAN", 210, 41, tangent(12), turned=100, mirrored=True), "equatorial"
    yield "TAN across 0h", header("TAN", 0.1, 35, tangent(8), turned=-30), "equatorial"
    yield "TAN north pole", header("TAN", 30, 88, tangent(20)), "equatorial"
    yield "TAN south pole", header("TAN", 130, -89.9, tangent(2), turned=50, mirrored=True), "equatorial"
    yield "SIP", header("TAN", 83.6, 20, tangent(20), turned=5, sip=BARREL), "equatorial"
    yield "SIP pole", header("TAN", 0, 86, tangent(25), turned=205, mirrored=True, sip=BARREL), "equatorial"
    yield "TAN galactic", header("TAN", 266.4, -28.9, tangent(15)), "galactic"
    yield "TAN ecliptic", header("TAN", 359, 1, tangent(30), turned=12), "ecliptic"
    for projection, span in [("SIN", 60), ("SIN", 130), ("STG", 90), ("STG", 250), ("ZEA", 100), ("ZEA", 260), ("ARC", 1), ("ARC", 180)]:
        yield f"{projection} {span}", header(projection, 300, 50, span / W, turned=-20), "equatorial"
    for projection, span in [("AIT", 330), ("MOL", 330), ("CAR", 360)]:
        yield projection, header(projection, 0, 0, span / W), "equatorial"


def real(folder):
    for path in sorted(glob.glob(os.path.join(folder, "*.wcs"))):
        head = fits.getheader(path)
        keep = [k for k in head if k.startswith(("CTYPE", "CRPIX", "CRVAL", "CD1", "CD2", "CUNIT", "A_", "B_", "LONPOLE", "LATPOLE", "IMAGE"))]
        yield os.path.basename(path)[:-4], {k: head[k] for k in keep}, "equatorial"


def icrs(system, lon, lat):
    if system == "equatorial":
        return lon, lat
    frame = Galactic(l=lon * u.deg, b=lat * u.deg) if system == "galactic" else BarycentricMeanEcliptic(lon=lon * u.deg, lat=lat * u.deg)
    sky = SkyCoord(frame).icrs
    return sky.ra.deg, sky.dec.deg


def pixels(wcs, ra, dec):
    """Inside the picture, and coming back to the same place on the sky: an inverse that did not converge is no truth."""
    try:
        x, y = wcs.all_world2pix(ra, dec, 0, tolerance=1e-9, maxiter=60, quiet=True) if wcs.sip else wcs.wcs_world2pix(ra, dec, 0)
    except Exception:
        x = np.full(len(ra), np.nan); y = x.copy()
        for i, (r, d) in enumerate(zip(ra, dec)):
            try: x[i], y[i] = wcs.wcs_world2pix(r, d, 0)
            except Exception: pass
    back_ra, back_dec = wcs.all_pix2world(x, y, 0)
    a, b = SkyCoord(ra * u.deg, dec * u.deg), SkyCoord(np.nan_to_num(back_ra) * u.deg, np.clip(np.nan_to_num(back_dec, nan=-90.), -90, 90) * u.deg)
    scale = math.sqrt(abs(np.linalg.det(wcs.pixel_scale_matrix)))
    return x, y, (a.separation(b).deg < 1e-4 * scale) & np.isfinite(x + y)


def lines(head, system, count):
    """Lines of round numbers are what a grid has; these are asked of it by their values."""
    head = dict(head)
    w, h = head.pop("IMAGEW", W), head.pop("IMAGEH", H)
    wcs = WCS(fits.Header({**head, "NAXIS": 2, "NAXIS1": w, "NAXIS2": h}))
    # Where the picture is, from a raster of its pixels.
    gx, gy = np.meshgrid(np.linspace(0, w - 1, 41), np.linspace(0, h - 1, 41))
    ra, dec = wcs.all_pix2world(gx.ravel(), gy.ravel(), 0)
    good = np.isfinite(ra + dec)
    sky = SkyCoord(ra[good] * u.deg, dec[good] * u.deg)
    if system == "galactic": lon, lat = sky.galactic.l.deg, sky.galactic.b.deg
    elif system == "ecliptic": s = sky.transform_to(BarycentricMeanEcliptic()); lon, lat = s.lon.deg, s.lat.deg
    else: lon, lat = sky.ra.deg, sky.dec.deg
    rng = np.random.default_rng(5)
    found = []
    for i in rng.choice(len(lon), count, replace=False):
        for kind in ("meridian", "parallel"):
            value = lon[i] if kind == "meridian" else lat[i]
            j = rng.choice(len(lon), 400)
            a = np.append(np.full(400, value) if kind == "meridian" else lon[j], lon[i])
            b = np.append(lat[j] if kind == "meridian" else np.full(400, value), lat[i])
            r, d = icrs(system, a, b)
            x, y, ok = pixels(wcs, r, d)
            inside = ok & (x > 0) & (x < w - 1) & (y > 0) & (y < h - 1)
            chosen = np.flatnonzero(inside)[:6]
            if len(chosen):
                points = [[round(float(x[k]), 5), round(float(y[k]), 5)] for k in chosen]
                found.append({"kind": kind, "value": float(value), "points": points})
    return found


parser = argparse.ArgumentParser()
parser.add_argument("folder", nargs="?")
parser.add_argument("--out", default=os.path.join(os.path.dirname(__file__), "grid-golden.json"))
options = parser.parse_args()
cases = []
for name, head, system in [*made(), *(real(options.folder) if options.folder else [])]:
    found = lines(head, system, 5)
    is_real = "IMAGEW" in head
    cases.append({"name": name, "system": system, "header": None if is_real else head, "lines": found})
    print(f"{name}: {sum(len(l['points']) for l in found)} points on {len(found)} lines")
cases_text = ",\n".join(json.dumps(case) for case in cases)
with open(options.out, "w") as file:
    file.write('{"origin": "astropy %s", "cases": [\n%s\n]}\n' % (astropy.__version__, cases_text))
