#!/usr/bin/env python3
"""Solves photos with known truth blindly and compares: time, error in pixels, solved or not as it should be.

    Benchmarks/solve-photos.py FOLDER [--astrobase .build/release/astrobase] [--at-once 2] [--timeout 600] [NAME...]

FOLDER holds truth.tsv, the pictures it names, and wcs/PICTURE.wcs. Needs astropy. Ends with 1 when a picture came out wrong.
"""

import argparse
import concurrent.futures
import csv
import json
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


def corners_and_centre(width, height):
    """FITS pixels: centre first."""
    return numpy.array(
        [((width + 1) / 2, (height + 1) / 2), (1, 1), (width, 1), (width, height), (1, height)], dtype=float)


def error_in_pixels(truth_path, found_path, width, height):
    """How far centre and worst corner are off, in pixels of the given solution; with the warnings astropy had."""
    # A header without an image is what was asked for.
    warnings.filterwarnings("ignore", message=".*more axes.*")
    truth = WCS(fits.getheader(truth_path))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = WCS(fits.getheader(found_path))
    points = corners_and_centre(width, height)
    back = truth.all_world2pix(found.all_pix2world(points, 1), 1, quiet=True)
    off = numpy.hypot(*(back - points).T)
    return off[0], off[1:].max(), [str(w.message) for w in caught if "more axes" not in str(w.message)]


def solve(arguments, picture):
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        run = subprocess.run(
            [arguments.astrobase, "solve", "--json", "--timeout", str(arguments.timeout), "--out", folder, str(picture)],
            capture_output=True, text=True)
        seconds = time.monotonic() - begin
        try:
            answer = json.loads(run.stdout.strip().split("\n")[-1])
        except ValueError:
            answer = {"status": "failed", "reason": "no answer: " + run.stderr[-200:]}
        answer["wall"] = seconds
        found = pathlib.Path(folder, picture.stem + "_wcs_file.fits")
        if answer["status"] == "solved":
            answer["header"] = found.read_bytes()
        return answer


def judge(row, folder, answer):
    """Verdict and a line of figures."""
    width, height = int(row["width"]), int(row["height"])
    if row["kind"] == "must-fail":
        return ("right" if answer["status"] == "failed" else "WRONG"), answer.get("reason") or "solved"
    if answer["status"] != "solved":
        return "unsolved", answer.get("reason", "")
    with tempfile.NamedTemporaryFile(suffix=".fits") as found:
        found.write(answer["header"])
        found.flush()
        centre, corner, notes = error_in_pixels(
            folder / "wcs" / (row["file"] + ".wcs"), found.name, width, height)
    limit = max(3, 0.002 * numpy.hypot(width, height))
    # Far off is another sky; a little off is the same sky, measured less well.
    near = max(centre, corner) <= limit
    verdict = "right" if near else "inexact" if centre < 0.05 * numpy.hypot(width, height) else "WRONG"
    text = f"centre {centre:.2f} corner {corner:.2f} of {limit:.1f} px, {answer.get('matchedStars')} stars, " \
        f"log-odds {answer.get('logOdds') or 0:.0f}, {answer.get('index')}"
    return verdict, "; ".join([text] + notes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="only pictures whose name contains one of these")
    parser.add_argument("--astrobase", default=".build/release/astrobase")
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=600)
    arguments = parser.parse_intermixed_args()
    with open(arguments.folder / "truth.tsv", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t")
                if not arguments.names or any(name in row["file"] for name in arguments.names)]
    verdicts, times = [], []
    with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
        answers = pool.map(lambda row: solve(arguments, arguments.folder / row["file"]), rows)
        for row, answer in zip(rows, answers):
            verdict, text = judge(row, arguments.folder, answer)
            verdicts.append((row["kind"], verdict))
            if answer["status"] == "solved":
                times.append(answer["wall"])
            print(f"{row['file']:30s} {verdict:8s} {answer['wall']:6.1f} s  {text}", flush=True)
    solvable = [verdict for kind, verdict in verdicts if kind == "solvable"]
    wrong = sum(verdict == "WRONG" for _, verdict in verdicts)
    print(f"{solvable.count('right')} of {len(solvable)} right, {solvable.count('inexact')} inexact, "
          f"{solvable.count('unsolved')} unsolved, {wrong} wrong; median "
          f"{statistics.median(times) if times else float('nan'):.1f} s, longest {max(times, default=float('nan')):.1f} s")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
