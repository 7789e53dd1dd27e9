#!/usr/bin/env python3
"""How fast a server with 100,000 observations answers: list page, filters, orders, position search, boxes of a region, over HTTP.

    Benchmarks/list.py [--count 100000] [--requests 300] [--crowd SECONDS] [--keep FOLDER]

Prints medians and 99th hundredths in milliseconds; ends with 1 when a median is 20 ms or more, or a hundredth 100 ms. --crowd lets 50
readers and 5 writers at it in the end, which must all be answered. --keep leaves the archive there, and takes it from there.
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

from crowd import crowd
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
    # Nobody else has it now, and one that breaks off is thrown away.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -3000000"):
        base.execute(f"PRAGMA {pragma}")
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
                date=now - 86400 * (number // 40), status=status, astrometry_url="local", job=str(number),
                quality=chance.choices(["good", "great", "bad"], [90, 9, 1])[0], description="an observation for measuring",
                exposure_seconds=chance.choice([1, 30, 60, 300]), iso=chance.choice(["none", "800", "1600"]),
                focal_length=chance.choice([50, 135, 200]), stacked_images=1, magnitude=chance.uniform(3, 14),
                image_type=chance.choice(["other", "deep sky", "moon"]), used_in_hips=1, sha256=digest, original_file=f"photo {number}.jpg", format="jpeg",
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
                radius = max(2 * math.asin(math.dist(c, p) / 2) for p in vectors)
                # The smallest box round the cap, as the program makes it.
                angles = [math.acos(max(-1, min(1, value))) for value in c]
                box = [bound for angle in angles for bound in (
                    -1 if angle + radius >= math.pi else math.cos(angle + radius), 1 if angle <= radius else math.cos(angle - radius))]
                base.execute(
                    "INSERT INTO footprint (id, x_min, x_max, y_min, y_max, z_min, z_max, vertices) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [number, *box, pack(vectors)])
    base.execute("ANALYZE")
    base.execute("PRAGMA journal_mode = WAL")
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
    parser.add_argument("--crowd", type=float, default=0)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    chance = random.Random(7)
    ok = True
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        home = Home((options.keep or pathlib.Path(folder)) / "home")
        if not (home.root / "astrobase.sqlite").exists():
            home.add_user()
            home.start(auto_process=False)
            home.stop()
            fill(home.root / "astrobase.sqlite", options.count)
        # The start looks through the whole database.
        home.start(auto_process=False, ready=False)
        home.wait_ready(900)
        try:
            pages = max(1, options.count // 100)
            # Some 500 fields of 4.7 degrees (the mean) reach into it.
            boxes_radius = min(60, max(0.05, math.degrees(math.acos(max(-1, 1 - 2 * 400 / options.count))) - 3))

            def position():
                return f"{chance.uniform(0, 360):.4f},{math.degrees(math.asin(chance.uniform(-1, 1))):.4f}"

            for what, path in {
                "first page": lambda: "/observations2/",
                "any page": lambda: f"/observations2/?page={chance.randint(1, pages)}",
                "position search": lambda: f"/observations2/?coordsearch={position()}",
                "status filter": lambda: "/observations2/?my_status=raw",
                "status filter, any page": lambda: f"/observations2/?my_status=done&page={chance.randint(1, int(pages * 0.9))}",
                "status list": lambda: "/observations2/?my_status__in=raw,failed",
                "last page": lambda: "/observations2/?page=last",
                "projects": lambda: "/projects/",
                **{f"filter {name}": (lambda name=name, values=values: f"/observations2/?{name}={values()}") for name, values in {
                    "quality": lambda: chance.choice(["good", "great", "bad"]), "quality__in": lambda: "great,bad",
                    "image_type": lambda: "moon", "iso": lambda: "1600", "instrument__icontains": lambda: "samyang", "used_in_hips": lambda: "true",
                    "field_ra__gte": lambda: chance.uniform(0, 360), "field_ra__lt": lambda: chance.uniform(0, 360),
                    "field_dec__lte": lambda: chance.uniform(-90, 90), "field_fov__gt": lambda: chance.uniform(0, 12),
                    "magnitude__lt": lambda: chance.uniform(3, 14), "exposure_in_seconds": lambda: 60, "focal_length__gte": lambda: 135,
                    "date__gte": lambda: time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400 * chance.uniform(0, options.count / 40))),
                    "taskID": lambda: "260101001", "taskID__startswith": lambda: "26010", "name": lambda: f"photo {chance.randrange(options.count)}",
                    "name__startswith": lambda: f"photo {chance.randrange(10)}{chance.randrange(1000)}",
                }.items()},
                "two filters": lambda: f"/observations2/?quality=bad&image_type=moon&page={chance.randint(1, 3)}",
                "narrow range of two": lambda: f"/observations2/?field_ra__range={(a := chance.uniform(0, 359))},{a + 0.3}&field_dec__gt=0",
                **{f"order {field}": (lambda field=field: f"/observations2/?ordering={chance.choice(['', '-'])}{field}") for field in (
                    "date", "name", "field_ra", "magnitude", "quality", "id")},
                "boxes of a region": lambda: f"/boxes/?cone={position()},{chance.uniform(0, boxes_radius):.2f}",
                "word search": lambda: f"/observations2/?fieldsearch=field+{chance.randrange(1000)}",
            }.items():
                times, page = ask(home, path, options.requests)
                median = statistics.median(times)
                slowest = sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
                fine = median < 20 and slowest < 100
                ok = ok and fine
                print(json.dumps({
                    "what": what, "observations": options.count, "medianMilliseconds": round(median, 2),
                    "slowestHundredthMilliseconds": round(slowest, 2), "lastCount": page["count"], "ok": fine}),
                    flush=True)
            if options.crowd:
                summary, faults, _ = crowd(home, options.crowd)
                ok = ok and not faults
                print(json.dumps({"what": "50 readers, 5 writers", "seconds": options.crowd, **summary, "faults": faults[:5], "ok": not faults}), flush=True)
            home.stop()
        finally:
            with contextlib.suppress(Exception):
                home.end()
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
