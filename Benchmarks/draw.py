#!/usr/bin/env python3
"""How fast and with how much memory pictures are drawn on and cut out of: medians, against the codec's floor.

    Benchmarks/draw.py [--runs 7] [--photo FILE.jpg --photo-wcs FILE] [--skip-naive]

The floor is libjpeg-turbo's decode and encode of the same JPEG through its C API (drawing/floor.c), the peer a Python script
with astropy and Pillow (drawing/peer.py), run in the same minutes. Pictures are made by `astrobase sample`: 24 megapixels, and a
progressive twin of each by libjpeg-turbo's jpegtran. Like the floor, the work is timed without the start of the program; with it,
the figure is given as `withStart`. Needs cc, jpegtran, xargs and taskset. Ends with 1 when a limit is missed.
"""

import argparse
import itertools
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from astropy.io import fits

from measure import MemoryWatch

from home import BINARY, run

HERE = pathlib.Path(__file__).parent / "drawing"
QUALITY = 93  # what `astrobase sample` writes, and so what drawing keeps
results = []


def report(what, value, limit, unit, **more):
    row = {"what": what, "value": round(value, 3), "limit": limit, "unit": unit, "ok": value <= limit, **more}
    results.append(row)
    print(json.dumps(row), flush=True)


def header(truth, path):
    cards = fits.Header.fromstring("".join(truth["cards"]))
    fits.PrimaryHDU(header=cards).writeto(path, overwrite=True)
    return path


def timed(command, runs):
    """Median seconds of the whole process and of its work alone, where it says so, and its largest resident memory, megabytes."""
    seconds, inner, memory = [], [], 0
    for _ in range(runs + 1):
        begin = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.monotonic() - begin)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{command} ended with {process.returncode}")
        inner.append(json.loads(text).get("seconds", seconds[-1]) if text.startswith(b"{") else seconds[-1])
        memory = max(memory, usage.ru_maxrss / 1024)
    # The first run warms the caches.
    return statistics.median(seconds[1:] or seconds), statistics.median(inner[1:] or inner), memory


class Floor:
    def __init__(self, folder, runs):
        self.program, self.folder, self.runs = folder / "floor", folder, runs
        subprocess.run(["cc", "-O2", "-o", self.program, HERE / "floor.c", "-ljpeg"], check=True)

    def __call__(self, picture):
        answer = subprocess.run(
            [self.program, picture, self.folder / "floor.jpg", str(QUALITY), str(self.runs)], check=True, capture_output=True)
        milliseconds = json.loads(answer.stdout)
        return milliseconds["decode"] / 1000, milliseconds["encode"] / 1000

    def memory(self, picture):
        return timed([self.program, picture, self.folder / "floor.jpg", QUALITY, 1], 1)[2]


def peer(*arguments, runs=1):
    return timed([sys.executable, HERE / "peer.py", *arguments], runs)[0]


def annotating(name, picture, wcs, floor, limit, runs, *options):
    out = floor.folder / "out.jpg"
    # The floor before and after, as a busy machine changes its pace.
    before = sum(floor(picture))
    whole, seconds, memory = timed([BINARY, "annotate", picture, "--wcs", wcs, "--out", out, "--json", *options], runs)
    base = (before + sum(floor(picture))) / 2
    report(name, seconds / base, limit, "F", seconds=round(seconds, 3), floor=round(base, 3), withStart=round(whole / base, 3))
    report(f"{name}: memory", memory / floor.memory(picture), 1.2, "of the floor's", megabytes=round(memory))
    return seconds


def cutting(name, picture, wcs, floor, limit, runs):
    """A 500 px cutout of 1°, at a 3 × 3 grid of positions."""
    solution = fits.getheader(wcs)
    from astropy.wcs import WCS

    sky, width, height = WCS(solution), solution["IMAGEW"], solution["IMAGEH"]
    decode = floor(picture)[0]
    seconds, wholes = [], []
    for part_y, part_x in itertools.product((1 / 6, 1 / 2, 5 / 6), repeat=2):
        ra, dec = sky.all_pix2world(part_x * width, part_y * height, 0)
        command = [BINARY, "cutout", picture, "--wcs", wcs, f"--ra={ra}", f"--dec={dec}", "--field=1", "--size=500",
                   "--json", "--out", floor.folder / "cut.jpg"]
        whole, work, _ = timed(command, runs)
        seconds.append(work)
        wholes.append(whole)
    decode = (decode + floor(picture)[0]) / 2
    report(name, statistics.mean(seconds) / decode, limit, "decode", seconds=[round(s, 3) for s in seconds], decode=round(decode, 3),
           withStart=round(statistics.mean(wholes) / decode, 3))


def hundred(folder, pictures):
    """100 cutouts of one position from 100 pictures: two at a time against one core."""
    tasks = "".join(f"{picture}\0{wcs}\0{folder}/many-{number}.jpg\0"
                    for number, (picture, wcs) in enumerate(itertools.islice(itertools.cycle(pictures), 100)))
    command = ["xargs", "-0", "-n", "3", "sh", "-c",
               f'exec "{BINARY}" cutout "$0" --wcs "$1" --ra=83 --dec=5 --field=1 --size=500 --out "$2" >/dev/null']

    def once(parallel, prefix=(), watch=None):
        begin = time.monotonic()
        process = subprocess.Popen([*prefix, "xargs", "-P", str(parallel), *command[1:]], stdin=subprocess.PIPE)
        if watch:
            watch = watch(process.pid)
            watch.start()
        process.communicate(tasks.encode())
        if process.returncode != 0:
            raise SystemExit("a cutout failed")
        return watch.stop() / 1e6 if watch else time.monotonic() - begin

    # Not in the same run as the time: looking at /proc takes a tenth of a core, which one core's work has to spare and two have not.
    memory = once(2, watch=MemoryWatch)
    # In turns, so that what else the machine does falls on both.
    pairs = [(once(1, ("taskset", "-c", "0")), once(2)) for _ in range(3)]
    one, two = (statistics.median(seconds) for seconds in zip(*pairs))
    report("100 cutouts, two at a time: slowness against one core", 1 / (one / two), 1 / 1.8, "of one core's time",
           one=round(one, 2), two=round(two, 2), faster=round(one / two, 2))
    report("100 cutouts: memory", memory, 300, "MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--photo", type=pathlib.Path)
    parser.add_argument("--photo-wcs", type=pathlib.Path)
    parser.add_argument("--skip-naive", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, runs = pathlib.Path(name), options.runs
        floor = Floor(folder, runs)

        def sample(stem, **arguments):
            out = folder / f"{stem}.jpg"
            answer = run("sample", *[f"--{key}={value}" for key, value in arguments.items()], "--size=6000x4000", "--out", out)
            wcs = header(json.loads(answer.stdout), folder / f"{stem}.wcs")
            progressive = folder / f"{stem}-progressive.jpg"
            subprocess.run(["jpegtran", "-progressive", "-outfile", progressive, out], check=True)
            return out, progressive, wcs

        wide, wide_progressive, wide_wcs = sample("wide", ra=83, dec=5, field=15, rotation=8, seed=1)
        everything = ["--grid", "--deep-sky", "--constellations", "--legend", "--compass", "--scale-bar", "--info"]
        chance = random.Random(1)
        markers = folder / "markers.json"
        markers.write_text(json.dumps([
            {"ra": 83 + chance.uniform(-7, 7), "dec": 5 + chance.uniform(-4.5, 4.5), "label": f"object {n}",
             "shape": "circle_outline", "size": 20, "color": "red"} for n in range(1000)]))

        for kind, picture in (("baseline", wide), ("progressive", wide_progressive)):
            grid = annotating(f"grid, {kind}", picture, wide_wcs, floor, 1.25, runs, "--grid")
            annotating(f"1,000 markers, {kind}", picture, wide_wcs, floor, 1.3, runs, "--markers", markers)
            everything_seconds = annotating(f"everything, {kind}", picture, wide_wcs, floor, 1.5, runs, *everything)
        if shutil.which("plot-constellations"):
            plain = folder / "wide.ppm"
            with open(plain, "wb") as out:
                subprocess.run(["djpeg", wide], stdout=out, check=True)
            # What nova draws, in its fastest form: no codec at all.
            other = timed(["plot-constellations", "-w", wide_wcs, "-i", plain, "-p", "-N", "-C", "-B", "-o", folder / "pc.ppm"], 2)[0]
            report("everything against plot-constellations", everything_seconds / other, 1, "of its time", its=round(other, 2))
            plain.unlink()
        fair = peer("grid-fair", wide_progressive, wide_wcs, folder / "peer.jpg", runs=3)
        print(json.dumps({"what": "peer: grid, lines in the field alone", "seconds": round(fair, 2), "ours": round(grid, 3)}))
        if not options.skip_naive:
            naive = peer("grid", wide_progressive, wide_wcs, folder / "peer.jpg", runs=0)
            report("grid against the peer's naive way", grid / naive, 0.01, "of its time", naive=round(naive, 1))

        ten, ten_progressive, ten_wcs = sample("ten", ra=83, dec=5, field=10, rotation=8, seed=2)
        cutting("cutout, baseline", ten, ten_wcs, floor, 0.45, runs)
        cutting("cutout, progressive", ten_progressive, ten_wcs, floor, 1.1, runs)
        many = []
        for number in range(10):
            picture, progressive, wcs = sample(
                f"night{number}", ra=83 + number / 20, dec=5 - number / 30, field=10, rotation=40 * number, seed=number)
            progressive.unlink()
            many.append((picture, wcs))
        hundred(folder, many)

        if options.photo:
            for kind, limit, arguments in (("grid", 1.25, ["--grid"]), ("everything", 1.5, everything)):
                annotating(f"photo: {kind}", options.photo, options.photo_wcs, floor, limit, runs, *arguments)
            cutting("photo: cutout", options.photo, options.photo_wcs, floor, 1.1, runs)
    raise SystemExit(0 if all(row["ok"] for row in results) else 1)


if __name__ == "__main__":
    main()
