#!/usr/bin/env python3
"""How soon the first tile of a large picture is there, and another one, over HTTP.

    Benchmarks/tiles.py PICTURE [--times 5]

Each time the picture was never looked at before. Ends with 1 when the first tile that the viewer asks for takes 400 ms or more, or
one that is there 20 ms or more.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

import measure  # noqa: F401  (puts the acceptance tests' home on the path)
import requests

from home import Home


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=pathlib.Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    first, finest, cached = [], [], []
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        home = Home(pathlib.Path(folder) / "home")
        home.start(auto_process=False)
        try:
            shutil.copy(options.picture, home.root / "landing_pad" / options.picture.name)
            home.wait_for_status({"raw"}, 1, 60)
            row = home.rows("SELECT task_id, width, height FROM observation")[0]
            # A viewer of 1,100 pixels shows all of it first.
            level = 0
            while max(row["width"], row["height"]) / 2**level > 2 * 1100:
                level += 1

            def ask(place):
                begun = time.monotonic()
                requests.get(f"http://127.0.0.1:{home.port}/tiles/{row['task_id']}/{place}.jpg", timeout=60).raise_for_status()
                return 1000 * (time.monotonic() - begun)

            for _ in range(options.times):
                shutil.rmtree(home.root / "cache" / ".tiles", ignore_errors=True)
                first.append(ask(f"{level}/0_0"))
                finest.append(first[-1] + ask("0/0_0"))
                cached += [ask(f"0/{column}_0") for column in range(10)]
        finally:
            home.end()
    figures = {"first": statistics.median(first), "finest": statistics.median(finest), "cached": max(cached)}
    fine = figures["first"] < 400 and figures["cached"] < 20
    print(json.dumps({**{name: round(value, 1) for name, value in figures.items()}, "level": level, "unit": "ms", "ok": fine}))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
