#!/usr/bin/env python3
"""Which of 1,400,000 asteroids are in a picture: how soon the first picture of a night is answered, how soon the next, and whether
one is missed.

    Benchmarks/small-bodies.py LINES [--count 1400000] [--fields 40]

LINES holds real lines of MPCORB.DAT, which are varied up to the count. Prints one line a figure; ends with 1 when the first picture of
a night takes 1 s or more, another 50 ms or more, memory grows by 300 MB or more, or a field lacks a body that the places of the whole
list, each worked out in full, put into it.
"""

import argparse
import json
import math
import pathlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time

import measure
import requests

from home import API, PASSWORD, USER, Home

# One place of the list is worked out for each body, and two nights that are far from it.
LISTED, OTHERS = "2026-03-20T22:00:00Z", ("2026-09-12T01:00:00Z", "2027-01-05T20:30:00Z")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def vary(lines, count, path):
    """Real orbits with other angles, and shapes and sizes near the real ones."""
    chance = random.Random(11)
    angle = lambda: f"{chance.uniform(0, 359.9999):9.5f}"  # noqa: E731
    with open(path, "w") as file:
        for number in range(1, count + 1):
            line = chance.choice(lines)
            packed = f"{number:05d}" if number < 100_000 else (
                f"{DIGITS[number // 10_000]}{number % 10_000:04d}" if number < 620_000 else "~" + "".join(
                    DIGITS[(number - 620_000) // 62**power % 62] for power in (3, 2, 1, 0)))
            # As bright as those of the whole list are.
            h = max(float(line[8:13]), chance.gauss(16.8, 1.4))
            e = min(0.97, max(0, float(line[70:79]) * chance.uniform(0.7, 1.5)))
            a = float(line[92:103]) * chance.uniform(0.8, 1.2)
            motion = 0.9856076686 / a**1.5
            file.write(
                f"{packed:7s} {h:5.2f}{line[13:26]}{angle()}{line[35:37]}{angle()}{line[46:48]}{angle()}{line[57:59]}{float(line[59:68]):9.5f}"
                f"{line[68:70]}{e:9.7f} {motion:11.8f} {a:11.7f}{line[103:166]}{f'({number}) made':28s}{line[194:]}\n")


def separation(one, ra, dec):
    ra1, dec1, ra2, dec2 = map(math.radians, (one[0], one[1], ra, dec))
    sine = math.sin((dec1 - dec2) / 2) ** 2 + math.cos(dec1) * math.cos(dec2) * math.sin((ra1 - ra2) / 2) ** 2
    return math.degrees(2 * math.asin(min(1, math.sqrt(sine))))


def report(what, value, limit, unit):
    fine = value < limit
    print(json.dumps({"what": what, "value": round(value, 2), "limit": limit, "unit": unit, "ok": fine}), flush=True)
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=1_400_000)
    parser.add_argument("--fields", type=int, default=40)
    options = parser.parse_args()
    chance, ok = random.Random(5), True
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        folder = pathlib.Path(folder)
        real = [line for line in options.lines.read_text().splitlines() if len(line) > 194]
        vary(real, options.count, folder / "MPCORB.DAT")
        home = Home(folder / "home")
        home.add_user()
        start = time.monotonic()
        home.command("import", "asteroids", folder / "MPCORB.DAT")
        print(json.dumps({"what": "taken in", "value": round(time.monotonic() - start, 1), "unit": "s"}), flush=True)
        home.start(auto_process=False)
        try:
            pid = max(home.processes(), key=measure.MemoryWatch.resident)
            before, watch = measure.MemoryWatch.resident(pid), measure.MemoryWatch(pid)
            watch.start()
            session = requests.Session()

            def ask(ra, dec, radius, limit, night):
                begun = time.monotonic()
                answer = session.get(
                    f"http://127.0.0.1:{home.port}{API}/small_bodies/", timeout=60,
                    params={"ra": ra, "dec": dec, "radius": radius, "timestamp": night, "magnitude": limit})
                answer.raise_for_status()
                return 1000 * (time.monotonic() - begun), answer.json()["results"]

            def place():
                # Most asteroids are near the ecliptic, as most pictures of them.
                length = chance.uniform(0, 360)
                # What a telescope sees in a small field, and a lens in a wide one.
                radius, limit = chance.choice([(chance.uniform(0.2, 1.5), 20), (chance.uniform(1.5, 6), 17), (chance.uniform(6, 30), 14)])
                return length, 23.4 * math.sin(math.radians(length)) + chance.uniform(-15, 15), radius, limit

            # The first answer of the server also opens what it needs.
            for night in (*OTHERS, LISTED):
                first, _ = ask(*place(), night)
                next_ones = [ask(*place(), night)[0] for _ in range(options.fields)]
                ok &= report(f"first picture of {night[:10]}", first, 1000, "ms")
                ok &= report(f"another one, slowest of {options.fields}", max(next_ones), 50, "ms")
                ok &= report("another one, median", statistics.median(next_ones), 50, "ms")
            watch.stop()
            ok &= report("memory more than before", (watch.peak_own - before) / 1e6, 300, "MB")
            answer = requests.post(
                f"http://127.0.0.1:{home.port}{API}/update_asteroids_ephemeris/", auth=(USER, PASSWORD), timeout=600, params={"timestamp": LISTED})
            answer.raise_for_status()
            with sqlite3.connect(f"file:{home.root}/catalogs/asteroids.sqlite?mode=ro", uri=True) as base:
                every = base.execute("SELECT designation, ra, dec, visual_magnitude FROM entry WHERE visual_magnitude < 20").fetchall()
            missed = seen = 0
            for _ in range(options.fields):
                ra, dec, radius, limit = place()
                found = {one["designation"] for one in ask(ra, dec, radius, limit, LISTED)[1]}
                # A body at the very edge may be on either side of it after rounding.
                due = {
                    name for name, *where, magnitude in every
                    if magnitude < limit - 0.01 and separation(where, ra, dec) < radius - 0.001}
                seen += len(due)
                missed += len(due - found)
            print(json.dumps({"what": "bodies in the fields", "value": seen, "of": len(every)}))
            ok &= report("bodies missed", missed, 1, "bodies")
        finally:
            home.end()
    sys.exit(0 if ok and seen else 1)


if __name__ == "__main__":
    main()
