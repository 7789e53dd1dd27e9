#!/usr/bin/env python3
"""How fast the embedded queues are: tasks per second, with a million waiting, and beside a slow one.

    Benchmarks/embedded-queue.py [--tasks 50000] [--waiting 1000000] [--folder DIR]

What is asked for is on the disk when `enqueue` returns (synchronous = FULL); beginning and end of tasks outlive a killed process
(NORMAL). DIR is where the database lies; give one on the disk that is meant. Ends with 1 when a limit is missed.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

import measure  # noqa: F401, finds the modules of the acceptance tests

from home import BINARY

PROGRAM = BINARY.parent / "QueueWorker"
results = []


def report(what, value, limit, unit, **more):
    row = {"what": what, "value": round(value, 3), "limit": limit, "unit": unit, "ok": value <= limit, **more}
    results.append(row)
    print(json.dumps(row), flush=True)


def run(folder, mode, *arguments):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        answer = subprocess.run(
            [PROGRAM, mode, pathlib.Path(place) / "queue.sqlite", *map(str, arguments)], check=True, capture_output=True, text=True)
    return answer.stdout


def throughput(folder, tasks, width):
    rates = [re.search(r"asked for (\d+)/s, done (\d+)/s, both (\d+)/s", run(folder, "bench", tasks, width)) for _ in range(3)]
    return [statistics.median(int(rate.group(number)) for rate in rates) for number in (1, 2, 3)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--waiting", type=int, default=1_000_000)
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    for width in (4, 16, 64):
        asked, done, both = throughput(options.folder, options.tasks, width)
        limit = 1 / 5000 if width == 64 else 1
        report(
            f"enqueue and run, {width} at once", 1 / both, limit, "seconds a task", perSecond=both, askedPerSecond=asked, donePerSecond=done)
    deep = json.loads(run(options.folder, "depth", options.waiting))
    for what in ("enqueue", "lease"):
        report(
            f"{what} with {options.waiting} waiting", deep[f"{what}Full"] / deep[f"{what}Empty"], 1.2, "of the time with none",
            milliseconds=deep[f"{what}Full"], withNone=deep[f"{what}Empty"])
    beside = json.loads(run(options.folder, "beside", 500))
    report("a cutout beside a slow registration: most delay", beside["most"], 50, "ms", median=beside["median"])
    sys.exit(0 if all(row["ok"] for row in results) else 1)


main()
