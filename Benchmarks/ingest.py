#!/usr/bin/env python3
"""How fast and with how much memory pictures are taken: landing pad in memory (tmpfs), data on a disk.

    Benchmarks/ingest.py [--count 200] [--fast DIR] [--disk DIR] [--skip-large]

Measures `cp` plus fsync of the same files between the same file systems in the same run, before and after, and compares.
Ends with 1 when ingest reaches less than 60 % of it, or memory exceeds 600 MB (1.5 GB for the pictures of 100 megapixels).
"""

import argparse
import json
import os
import pathlib
import shutil
import struct
import sys
import tempfile
import time

from measure import MemoryWatch, wait

from home import Home, run

MEGAPIXELS_24 = "6000x4000"
MEGAPIXELS_100 = "11600x8700"


def numbered(jpeg, number):
    """The same JPEG with a comment of its own, which makes it another file."""
    comment = b"\xff\xfe" + struct.pack(">H", 2 + 8) + b"%08d" % number
    return jpeg[:2] + comment + jpeg[2:]


def copy_with_sync(files, target):
    """Bytes per second of copying each file and making it durable, as `cp` and `sync FILE` would."""
    target.mkdir()
    begin = time.monotonic()
    for file in files:
        with open(file, "rb") as source, open(target / file.name, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    folder = os.open(target, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    seconds = time.monotonic() - begin
    shutil.rmtree(target)
    return sum(file.stat().st_size for file in files) / seconds


def many(fast, disk, count):
    base = fast / "base.jpg"
    run("sample", "--ra=83", "--dec=0", "--field=16", "--size", MEGAPIXELS_24, "--seed=1", "--out", base)
    jpeg = base.read_bytes()
    stock = fast / "stock"
    stock.mkdir()
    files = []
    for number in range(count):
        files.append(stock / f"picture {number}.jpg")
        files[-1].write_bytes(numbered(jpeg, number))
    total = sum(file.stat().st_size for file in files)
    before = copy_with_sync(files, disk / "copies")

    home = Home(disk / "home", landing_pad=fast / "landing_pad")
    home.start(auto_process=False)
    watch = MemoryWatch(home.process.pid)
    watch.start()
    try:
        time.sleep(1)
        begin = time.monotonic()
        # A rename: all are there at once, and the copying into the landing pad is not what is measured.
        stock.rename(home.landing_pad / "stock")
        wait(lambda: not home.landed(), 600, f"{count} pictures are taken\n{home.tail()}")
        seconds = time.monotonic() - begin
        assert len(home.rows("SELECT 1 FROM observation")) == count, home.tail()
        peak = watch.stop()
        (fast / "again").mkdir()
        again = []
        for number in range(count):
            again.append(fast / "again" / f"{number}.jpg")
            again[-1].write_bytes(numbered(jpeg, number))
        home.stop()
    finally:
        home.end()
    after = copy_with_sync(again, disk / "copies")
    copying = (before + after) / 2
    return {
        "what": "ingest", "pictures": count, "megabytes": round(total / 1e6), "seconds": round(seconds, 2),
        "megabytesPerSecond": round(total / seconds / 1e6, 1), "copyMegabytesPerSecond": round(copying / 1e6, 1),
        "copyBeforeAndAfter": [round(before / 1e6, 1), round(after / 1e6, 1)], "share": round(total / seconds / copying, 3),
        "peakMegabytes": round(peak / 1e6), "ok": total / seconds >= 0.6 * copying and peak < 600e6}


def large(fast, disk, kind):
    """One picture of 100 megapixels through ingest and solving."""
    import numpy
    from astropy.io import fits
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    folder = pathlib.Path(tempfile.mkdtemp(dir=fast))
    if kind == "progressive JPEG":
        run("sample", "--ra=200", "--dec=30", "--field=15", "--size", MEGAPIXELS_100, "--seed=2", "--out", folder / "base.jpg")
        picture = folder / "large.jpg"
        Image.open(folder / "base.jpg").save(picture, progressive=True, quality=92)
    else:
        run("sample", "--ra=200", "--dec=30", "--field=15", "--size", MEGAPIXELS_100, "--seed=2", "--depth=16", "--out",
            folder / "base.fits")
        picture = folder / "large.fits"
        data = fits.getdata(folder / "base.fits").astype(numpy.float32)
        if data.ndim == 3:
            data = data[0]
        fits.writeto(picture, data)
        del data
    home = Home(pathlib.Path(tempfile.mkdtemp(dir=disk)) / "home", landing_pad=folder / "landing_pad")
    home.start()
    watch = MemoryWatch(home.process.pid)
    watch.start()
    try:
        begin = time.monotonic()
        picture.rename(home.landing_pad / picture.name)
        wait(lambda: set(home.statuses().values()) & {"done", "failed"}, 900, f"the picture is solved\n{home.tail()}")
        seconds = time.monotonic() - begin
        status = home.rows("SELECT status, reason FROM observation")[0]
        peak = watch.stop()
        home.stop()
    finally:
        home.end()
    return {
        "what": f"100 megapixels, {kind}", "status": status["status"], "reason": status["reason"], "seconds": round(seconds, 1),
        "peakMegabytes": round(peak / 1e6), "peakOfUpAlone": round(watch.peak_own / 1e6), "ok": peak < 1.5e9}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--fast", default="/dev/shm", help="a folder on tmpfs")
    parser.add_argument("--disk", default=None, help="a folder on a disk (default: the temporary folder)")
    parser.add_argument("--skip-large", action="store_true")
    options = parser.parse_args()
    fast = pathlib.Path(tempfile.mkdtemp(prefix="astrobase-", dir=options.fast))
    disk = pathlib.Path(tempfile.mkdtemp(prefix="astrobase-", dir=options.disk))
    results = []
    try:
        if fast.stat().st_dev == disk.stat().st_dev:
            sys.exit(f"{fast} and {disk} are on the same file system: give --fast or --disk")
        results.append(many(fast, disk, options.count))
        print(json.dumps(results[-1]), flush=True)
        if not options.skip_large:
            for kind in ("progressive JPEG", "float FITS"):
                results.append(large(fast, disk, kind))
                print(json.dumps(results[-1]), flush=True)
    finally:
        shutil.rmtree(fast, ignore_errors=True)
        shutil.rmtree(disk, ignore_errors=True)
    sys.exit(0 if all(result["ok"] for result in results) else 1)


if __name__ == "__main__":
    main()
