#!/usr/bin/env python3
"""How fast the pages of a server with 10,000 observations are: list, map data, searches over HTTP, and the map's pan in Chromium.

    Benchmarks/pages.py [--count 10000] [--requests 50] [--seconds 10]

Set ASTROBASE_CATALOG to measure names and the map with its stars too. Ends with 1 when an answer takes 100 ms or more (the 95th of
a hundred), or a task of the browser's main thread 50 ms or more while the map is moved.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import pathlib
import random
import statistics
import sys
import tempfile
import time

import measure  # noqa: F401  (puts the acceptance tests' home on the path)
import requests
import websocket

from browsing import driver
from home import Home, wait_until

# `list` is a word of Python's own.
SPEC = importlib.util.spec_from_file_location("list_benchmark", pathlib.Path(__file__).with_name("list.py"))
LISTS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(LISTS)

ANSWER, TASK = 100, 50


def tell(what, figures, ok):
    print(json.dumps({"what": what, **figures, "ok": ok}), flush=True)
    return ok


def answers(home, count, chance):
    """Milliseconds of pages and searches."""
    ok = True
    ra_dec = lambda: f"{chance.uniform(0, 360):.3f}%2C{chance.uniform(-80, 80):.3f}"  # noqa: E731
    questions = {
        "list page": lambda: "/", "any page of the list": lambda: f"/?page={chance.randint(1, 200)}", "map page": lambda: "/sky",
        "map data": lambda: "/sky/observations.json", "search text": lambda: f"/?q=field+{chance.randrange(1000)}",
        "search position": lambda: f"/?at={ra_dec()}", "search circle": lambda: f"/?at={ra_dec()}&radius={chance.uniform(0, 20):.2f}",
        "filters": lambda: f"/?quality={chance.choice(['good', 'great', 'bad'])}&image_type=moon&iso=800",
        "dates": lambda: f"/?from=2026-0{chance.randint(1, 6)}-01&focal_length=135",
    }
    if pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none")).exists():
        questions["search name"] = lambda: f"/?at={chance.choice(['M31', 'NGC+7000', 'Vega', '51+Peg', 'Orion', 'Ursa+Major'])}"
        questions["search wrong name"] = lambda: f"/?at={chance.choice(['Betelguese', 'xyzzyqq', 'Andromoda'])}"
        questions["map stars"] = lambda: "/sky/catalog.json"
    with requests.Session() as session:
        for what, path in questions.items():
            times = []
            for number in range(count + 3):
                begin = time.perf_counter()
                answer = session.get(f"http://127.0.0.1:{home.port}{path()}", timeout=60)
                took = (time.perf_counter() - begin) * 1000
                assert answer.status_code == 200, answer.text
                if number >= 3:
                    times.append(took)
            slowest = sorted(times)[int(len(times) * 0.95)]
            figures = {
                "medianMilliseconds": round(statistics.median(times), 1), "ninetyFifthMilliseconds": round(slowest, 1),
                "kilobytes": round(len(answer.content) / 1000)}
            ok = tell(what, figures, slowest < ANSWER) and ok
    return ok


class Tasks:
    """Lengths of the tasks of the page's main thread, from Chromium's trace, asked for over its DevTools socket."""

    def __init__(self, browser):
        place = browser.capabilities["goog:chromeOptions"]["debuggerAddress"]
        address = requests.get(f"http://{place}/json/version", timeout=10).json()["webSocketDebuggerUrl"]
        self.socket = websocket.create_connection(address, suppress_origin=True, timeout=60)
        categories = ["__metadata", "disabled-by-default-devtools.timeline"]
        self.send(1, "Tracing.start", dict(transferMode="ReportEvents", traceConfig=dict(includedCategories=categories)))
        self.socket.recv()

    def send(self, number, method, parameters=None):
        self.socket.send(json.dumps(dict(id=number, method=method, params=parameters or {})))

    def lengths(self):
        """Milliseconds, the longest first, of the page that worked most."""
        self.send(2, "Tracing.end")
        threads, tasks = {}, {}
        while (message := json.loads(self.socket.recv())).get("method") != "Tracing.tracingComplete":
            for event in message.get("params", {}).get("value", []):
                thread = (event["pid"], event["tid"])
                if event["name"] == "thread_name":
                    threads[thread] = event["args"]["name"]
                elif event["name"] == "RunTask" and event["ph"] == "X":
                    tasks.setdefault(thread, []).append(event["dur"] / 1000)
        self.socket.close()
        pages = [times for thread, times in tasks.items() if threads.get(thread) == "CrRendererMain"]
        return sorted(max(pages, key=sum, default=[]), reverse=True)


def pan(browser, seconds):
    """Drags the map to and fro with the mouse, as a hand does."""
    box = browser.execute_script("const b = document.querySelector('.skymap .screen').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]")
    left, top, width, height = box
    send = lambda kind, x, y, **more: browser.execute_cdp_cmd(  # noqa: E731
        "Input.dispatchMouseEvent", dict(type=kind, x=x, y=y, button="left", buttons=1, **more))
    end = time.monotonic() + seconds
    way = 1
    while time.monotonic() < end:
        x, y = left + width * (0.5 - 0.35 * way), top + height * (0.5 - 0.2 * way)
        send("mousePressed", x, y, clickCount=1)
        for _ in range(60):
            x, y = x + way * width * 0.7 / 60, y + way * height * 0.4 / 60
            send("mouseMoved", x, y)
            time.sleep(1 / 90)
        send("mouseReleased", x, y, clickCount=1)
        way = -way


def moves(home, seconds):
    """The longest task while the map is moved, at three zooms, with all that it can show."""
    ok = True
    browser = driver()
    try:
        for what, place in {"whole sky": "", "170 degrees": "#ra=80&dec=20&field=170", "40 degrees": "#ra=80&dec=20&field=40"}.items():
            browser.get("about:blank")
            browser.get(f"http://127.0.0.1:{home.port}/sky{place}")
            root = browser.find_element("css selector", ".skymap")
            wait_until(lambda root=root: root.get_attribute("data-ready"), 30, "the map has its outlines")
            time.sleep(2)
            browser.execute_script(
                "window.long = []; new PerformanceObserver((l) => window.long.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });"
                "window.frames = 0; const count = () => { window.frames++; requestAnimationFrame(count); }; count();")
            tasks = Tasks(browser)
            pan(browser, seconds)
            lengths = tasks.lengths()
            assert lengths, "the trace has no task of the page"
            figures = {
                "outlines": int(root.get_attribute("data-drawn")), "longestTaskMilliseconds": round(lengths[0], 1),
                "hundredthLongestMilliseconds": round(lengths[min(99, len(lengths) - 1)], 1), "longTasks": browser.execute_script("return window.long.length"),
                "framesPerSecond": round(browser.execute_script("return window.frames") / seconds)}
            ok = tell(f"pan, {what}", figures, lengths[0] < TASK and figures["longTasks"] == 0) and ok
    finally:
        browser.quit()
    return ok


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    ok = True
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        home = Home(pathlib.Path(folder) / "home")
        home.start(auto_process=False)
        home.stop()
        LISTS.fill(home.root / "astrobase.sqlite", options.count)
        home.start(auto_process=False, ready=False)
        home.wait_ready(300)
        try:
            ok = answers(home, options.requests, random.Random(7))
            ok = moves(home, options.seconds) and ok
            home.stop()
        finally:
            with contextlib.suppress(Exception):
                home.end()
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
