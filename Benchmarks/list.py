#!/usr/bin/env python3
"""How fast a server with 100,000 observations answers: list page, position search, status filter, over HTTP.

    Benchmarks/list.py [--count 100000] [--requests 300]

Prints medians in milliseconds; ends with 1 when one is 20 ms or more.
"""

import argparse
import contextlib
import hashlib
import json
import math
import pathlib
import random
import sqlite3
import statistics
import struct
import sys
import tempfile
import time

import measure  # noqa: F401  (puts the acceptance tests' home on the path)
import requests

from home import API, Home

PRODUCTS = {
    "raw": "{task}_raw.jpg", "fits": "{n}.fits", "wcs_fits": "{n}_wcs_file.fits", "stars_fits": "{n}_axy_file.fits",
    "corr_fits": "{n}_corr_file.fits", "nearby_stars_fits": "{n}_rdls_file.fits",
}


def vector(ra, dec):
    ra, dec = math.radians(ra), math.radians(dec)
    return (math.cos(dec) * math.cos(ra), math.cos(dec) * math.sin(ra), math.sin(dec))


def footprint(ra, dec, width, height):
    """Corners of a rectangle on the tangent plane, as unit vectors and as ra, dec."""
    c = vector(ra, dec)
    east = (-math.sin(math.radians(ra)), math.cos(math.radians(ra)), 0.0)
    north = (c[1] * east[2] - c[2] * east[1], c[2] * east[0] - c[0] * east[2], c[0] * east[1] - c[1] * east[0])
    vectors = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        p = [c[i] + math.tan(math.radians(width / 2)) * x * east[i] + math.tan(math.radians(height / 2)) * y * north[i]
             for i in range(3)]
        length = math.sqrt(sum(value * value for value in p))
        vectors.append([value / length for value in p])
    sky = [(math.degrees(math.atan2(p[1], p[0])) % 360, math.degrees(math.asin(p[2]))) for p in vectors]
    return vectors, sky


def columns(base, table):
    return [row[1] for row in base.execute(f"PRAGMA table_info({table})")]


def fill(path, count):
    """Writes observations as they are after solving, straight into the tables."""
    chance = random.Random(6)
    base = sqlite3.connect(path)
    base.execute("PRAGMA synchronous = OFF")
    now = time.time()
    with base:
        for number in range(1, count + 1):
            day = time.gmtime(now - 86400 * (number // 40))
            task = time.strftime("%y%m%d", day) + f"{number % 40 + 1:03d}"
            status = chance.choices(["done", "raw", "failed"], [92, 5, 3])[0]
            ra, dec = chance.uniform(0, 360), math.degrees(math.asin(chance.uniform(-1, 1)))
            width = 10 ** chance.uniform(-0.3, 1.3)
            vectors, sky = footprint(ra, dec, width, width * 2 / 3)
            digest = hashlib.sha256(str(number).encode()).hexdigest()
            record = dict(
                id=number, task_id=task, task_type="observation", name=f"photo {number}", instrument="Canon 2000D - Samyang 135",
                filter="CLS", field_name=f"field {chance.randrange(1000)}", field_ra=ra, field_dec=dec, field_fov=width * 0.6,
                box=",".join(f"{a:.2f},{d:.2f}" for a, d in sky) if status == "done" else None, ra_dec_fov=f"{width}, {width * 2 / 3}",
                date=now - 86400 * (number // 40), status=status, astrometry_url="local", job=str(number), quality="good",
                description="an observation for measuring", exposure_seconds=60, iso="800", focal_length=135, stacked_images=1,
                image_type="other", used_in_hips=1, sha256=digest, original_file=f"photo {number}.jpg", format="jpeg",
                width=6000, height=4000, exif_orientation=1, created=now)
            insert(base, "observation", record)
            for kind, name in PRODUCTS.items():
                if kind == "raw" or status == "done":
                    insert(base, "product", dict(
                        observation_id=number, filename=name.format(task=task, n=number), type=kind, status="ready", size=12345,
                        sha256=digest))
            if status == "done":
                insert(base, "solution", dict(
                    observation_id=number, centre_ra=ra, centre_dec=dec, radius=width * 0.6, pixel_scale=width * 3600 / 6000,
                    orientation=12.0, parity=1, footprint=pack(vectors), corners=pack(sky), frame="upright", matched_stars=50,
                    log_odds=200.0, engine="solve-field", index_name="index", seconds=3.0))
                c = vector(ra, dec)
                reach = max(math.dist(c, p) for p in vectors)
                box = [bound for value in c for bound in (value - reach, value + reach)]
                base.execute(
                    "INSERT INTO footprint (id, x_min, x_max, y_min, y_max, z_min, z_max, vertices) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [number, *box, pack(vectors)])
    base.execute("ANALYZE")
    base.close()


def pack(points):
    numbers = [value for point in points for value in point]
    return struct.pack(f"<{len(numbers)}d", *numbers)


STATEMENTS = {}


def insert(base, table, record):
    if table not in STATEMENTS:
        known = set(columns(base, table))
        names = [name for name in record if name in known]
        STATEMENTS[table] = (
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", names)
    sql, names = STATEMENTS[table]
    base.execute(sql, [record[name] for name in names])


def ask(home, path, count):
    """Milliseconds of each request, connection kept."""
    times = []
    with requests.Session() as session:
        for number in range(count + 5):
            url = f"http://127.0.0.1:{home.port}{API}{path()}"
            begin = time.perf_counter()
            answer = session.get(url, timeout=60)
            took = (time.perf_counter() - begin) * 1000
            assert answer.status_code == 200, answer.text
            if number >= 5:
                times.append(took)
    return times, answer.json()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    chance = random.Random(7)
    ok = True
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        home = Home(pathlib.Path(folder) / "home")
        home.start(auto_process=False)
        home.stop()
        fill(home.root / "astrobase.sqlite", options.count)
        home.start(auto_process=False)
        try:
            pages = max(1, options.count // 100)

            def position():
                return f"{chance.uniform(0, 360):.4f},{math.degrees(math.asin(chance.uniform(-1, 1))):.4f}"

            for what, path in {
                "first page": lambda: "/observations2/",
                "any page": lambda: f"/observations2/?page={chance.randint(1, pages)}",
                "position search": lambda: f"/observations2/?coordsearch={position()}",
                "status filter": lambda: "/observations2/?my_status=raw",
                "status filter, any page": lambda: f"/observations2/?my_status=done&page={chance.randint(1, int(pages * 0.9))}",
                "status list": lambda: "/observations2/?my_status__in=raw,failed",
                "word search": lambda: f"/observations2/?fieldsearch=field+{chance.randrange(1000)}",
            }.items():
                times, page = ask(home, path, options.requests)
                median = statistics.median(times)
                measured = what != "word search"
                ok = ok and (median < 20 or not measured)
                print(json.dumps({
                    "what": what, "observations": options.count, "medianMilliseconds": round(median, 2),
                    "slowestTenthMilliseconds": round(sorted(times)[int(len(times) * 0.9)], 2), "lastCount": page["count"],
                    "ok": median < 20}), flush=True)
            home.stop()
        finally:
            with contextlib.suppress(Exception):
                home.end()
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
