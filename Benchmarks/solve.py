#!/usr/bin/env python3
"""How fast and how right pictures are solved, on photos with known solutions and on made skies.

    Benchmarks/solve.py FOLDER [--peer] [--skies 40] [NAME…]

FOLDER holds truth.tsv, the pictures that it names, and wcs/PICTURE.wcs. Every solve is a process of its own on one core, from
the start of the program to its end, page cache warm; NAMEs choose pictures. --peer lets astrometry.net's solve-field solve the
same photos, 60 s of processor time each. Needs astropy. Ends with 1 when something was solved wrong or a limit is missed.
"""

import argparse
import csv
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy
from astropy.io import fits
from astropy.wcs import WCS

import measure  # noqa: F401, finds the modules of the acceptance tests

from home import BINARY, sample

results = []


def report(what, value, limit, unit, **more):
    ok = limit is None or value <= limit
    results.append(ok)
    print(json.dumps({"what": what, "value": round(value, 3), "limit": limit, "unit": unit, "ok": ok, **more}), flush=True)


def wcs(header):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WCS(header)


def grid(width, height):
    x, y = numpy.meshgrid(numpy.linspace(0, width - 1, 9), numpy.linspace(0, height - 1, 9))
    return numpy.c_[x.ravel(), y.ravel()]


def off(truth, found, width, height):
    """Pixels between two solutions on a grid over the picture."""
    points = grid(width, height)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = found.all_world2pix(truth.all_pix2world(points, 0), 0, quiet=True)
    return numpy.hypot(*(there - points).T)


def residual(found, corr):
    """Root mean square distance of a table's stars from where a solution has them, pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = found.all_world2pix(numpy.c_[corr["index_ra"], corr["index_dec"]], 1, quiet=True)
    return float(numpy.sqrt(((there - numpy.c_[corr["field_x"], corr["field_y"]]) ** 2).sum(axis=1).mean()))


def solve(picture, *options, cores="0", out=None):
    """The program's answer, wall seconds, and the largest resident memory that is no file's (MB)."""
    begin = time.monotonic()
    process = subprocess.Popen(
        ["taskset", "-c", cores, BINARY, "solve", picture, "--json", *(["--out", out] if out else []), *map(str, options)],
        stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(("RssAnon", "RssShmem"))))
        except (OSError, ValueError):
            pass
        time.sleep(0.002)
    wall = time.monotonic() - begin
    return json.loads(process.stdout.read()), wall, peak / 1024


def products(picture):
    """The solution's header, and the tables of matched and of detected stars."""
    with tempfile.TemporaryDirectory() as out:
        solve(picture, out=out)
        return [next(pathlib.Path(out).glob(f"*_{kind}_file.fits")).read_bytes() for kind in ("wcs", "corr", "axy")]


def photos(folder, rows):
    walls, stages, wrong, solved, hinted, failing = [], {}, [], [], [], []
    worse = []
    for row in rows:
        picture = folder / row["file"]
        picture.read_bytes()
        answer, wall, memory = solve(picture)
        width, height = int(row["width"]), int(row["height"])
        if row["kind"] == "must-fail":
            failing.append(wall)
            if answer["status"] == "solved":
                wrong.append(row["file"])
            continue
        if answer["status"] != "solved":
            print(json.dumps({"unsolved": row["file"], "reason": answer["reason"]}), flush=True)
            continue
        solved.append(row["file"])
        walls.append(wall)
        truth = wcs(fits.getheader(folder / "wcs" / f"{row['file']}.wcs"))
        header, corr, _ = products(picture)
        found = wcs(fits.Header.fromstring(header))
        distance = off(truth, found, width, height)
        if numpy.median(distance) > 0.05 * numpy.hypot(width, height):
            wrong.append(row["file"])
        corr = fits.getdata(io.BytesIO(corr))
        ours, theirs = residual(found, corr), residual(truth, corr)
        if ours > theirs:
            worse.append(row["file"])
        for stage, seconds in (answer["stages"] or {}).items():
            stages.setdefault(stage, []).append(seconds)
        scale = float(row["arcsec_per_px"])
        hints = ["--ra", (float(row["ra_deg"]) + 3 / max(0.2, numpy.cos(numpy.radians(float(row["dec_deg"]))))) % 360,
                 "--dec", max(-90, float(row["dec_deg"]) - 3), "--radius", 5, "--scale-low", scale * 0.9, "--scale-high", scale * 1.1]
        known, known_wall, _ = solve(picture, *hints)
        if known["status"] == "solved":
            hinted.append((known_wall, sum(known["stages"].values())))
        print(json.dumps({
            "photo": row["file"], "wall": round(wall, 3), "hinted": round(known_wall, 3), "MB": round(memory), "median px": round(float(numpy.median(distance)), 2),
            "most px": round(float(distance.max()), 2), "stars": len(corr), "rms px": round(ours, 3), "rms px of the given solution": round(theirs, 3),
            "stages": {stage: round(seconds, 3) for stage, seconds in (answer["stages"] or {}).items()}}), flush=True)
    solvable = sum(row["kind"] == "solvable" for row in rows)
    if solvable:
        report("photos not solved", solvable - len(solved), 0, f"of {solvable}")
        report("median wall", statistics.median(walls), 0.3, "s")
        report("slowest wall", max(walls), 3, "s")
        report("hinted, median wall", statistics.median(wall for wall, _ in hinted), 0.1, "s", inside=round(statistics.median(own for _, own in hinted), 3))
        report("photos whose residual is above the given solution's", len(worse), 0, "", names=worse)
        for stage, seconds in stages.items():
            report(f"stage {stage}", statistics.median(seconds), None, "s, median", most=round(max(seconds), 3))
    if failing:
        report("slowest must-fail", max(failing), 10, "s")
    report("solved wrong", len(wrong), 0, "", names=wrong)


def large(folder):
    picture = folder / "exoplot-24mp.jpg"
    if picture.exists():
        runs = [solve(picture, cores="0,1") for _ in range(3)]
        report("24 MP, two cores", statistics.median(wall for _, wall, _ in runs), 1.5, "s")
        report("24 MP, memory", max(memory for _, _, memory in runs), 200, "MB")


def matching(count):
    """Star lists alone: what finding the place among given stars takes."""
    for name, field, limit in (("over 5°", lambda number: 6 + number * 24 / count, 0.010), ("0.5°", lambda number: 0.5, 0.100)):
        times = []
        for number in range(count):
            picture, truth = sample(
                f"matching-{number}.jpg", ra=(number * 137.508) % 360, dec=round(float(numpy.degrees(numpy.arcsin(((number + 0.5) / count) * 2 - 1))), 3),
                field=round(field(number), 2), size="1600x1200", seed=number, false=10, missing=10)
            if truth["listedStars"] < 12:
                continue
            if solve(picture)[0]["status"] != "solved":
                continue
            with tempfile.NamedTemporaryFile(suffix=".axy") as stars:
                stars.write(products(picture)[2])
                stars.flush()
                again = [solve(stars.name)[0] for _ in range(3)]
            times.append(statistics.median(answer["stages"]["match"] for answer in again if answer["status"] == "solved"))
        report(f"matching alone, {name}", statistics.median(times), limit, "s", fields=len(times), most=round(max(times), 4))


def peer(folder, rows):
    """solve-field as its users call it, blind."""
    solved, walls = 0, []
    for row in rows:
        if row["kind"] != "solvable":
            continue
        with tempfile.TemporaryDirectory() as out:
            begin = time.monotonic()
            subprocess.run(
                ["taskset", "-c", "0", "solve-field", "--no-plots", "--overwrite", "--cpulimit", "60", "--dir", out, folder / row["file"]],
                capture_output=True, timeout=400)
            walls.append(time.monotonic() - begin)
            solved += any(pathlib.Path(out).glob("*.solved"))
        print(json.dumps({"solve-field": row["file"], "wall": round(walls[-1], 2), "solved": solved}), flush=True)
    report("solve-field, photos solved", -solved, None, "(negative: more is better)", median=round(statistics.median(walls), 2), most=round(max(walls), 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--skies", type=int, default=40)
    options = parser.parse_intermixed_args()
    with open(options.folder / "truth.tsv", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t")
                if not options.names or any(name in row["file"] for name in options.names)]
    for index in pathlib.Path(os.environ.get("ASTROBASE_INDEX_DIR", "/usr/share/astrometry")).glob("*.fits"):
        index.read_bytes()
    photos(options.folder, rows)
    large(options.folder)
    if options.skies:
        matching(options.skies)
    if options.peer:
        peer(options.folder, rows)
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
