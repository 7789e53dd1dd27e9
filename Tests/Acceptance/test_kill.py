"""Killed at any instant, Astrobase loses nothing, doubles nothing, and leaves no solver behind."""

import collections
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import threading
import time

import pytest
import requests

from home import LONG, sample, sha256, wait_until

PICTURES = 30 if LONG else 10
KILLS = 50 if LONG else 8
REMOVED = 6 if LONG else 2
BROKEN = 6 if LONG else 2
# Another number makes other instants.
SEED = int(os.environ.get("ASTROBASE_TEST_SEED", "4"))
FINAL = {"done", "failed"}
PRODUCTS = {"raw", "fits", "wcs_fits", "stars_fits", "corr_fits", "nearby_stars_fits"}


def pictures(count):
    """Star fields that are solved in a few seconds: 3° to 20° wide, about a megapixel."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        made.append(sample(
            f"kill-{number}.jpg", ra=round(chance.uniform(0, 360), 3), dec=round(chance.uniform(-80, 80), 3),
            field=round(chance.uniform(3, 20), 2), size="1200x900", rotation=round(chance.uniform(-180, 180), 1),
            seed=100 + number)[0])
    return made


class Dropper(threading.Thread):
    """Copies pictures into the landing pad, some slowly and some of them cut short, while kills go on."""

    def __init__(self, home, files):
        super().__init__(daemon=True)
        self.home, self.files, self.chance = home, files, random.Random(SEED + 1)
        self.failure = None

    def run(self):
        try:
            for number, file in enumerate(self.files):
                folder = self.home.landing_pad / ("Ünter ordner" if number % 4 == 3 else "")
                folder.mkdir(exist_ok=True)
                with open(file, "rb") as source, open(folder / f"Field {number}.v1.JPG", "wb") as target:
                    while piece := source.read(1 << 16):
                        target.write(piece)
                        if number % 5 == 0:
                            time.sleep(0.01)
                if number % 5 == 0:
                    (folder / f"Broken {number}.jpg").write_bytes(file.read_bytes()[:20_000])
                time.sleep(self.chance.uniform(0.1, 5 if LONG else 1.5))
        except OSError as error:
            self.failure = error


class Remover(threading.Thread):
    """Marks solved observations as to be deleted while kills go on."""

    def __init__(self, home, count):
        super().__init__(daemon=True)
        self.home, self.count, self.chance = home, count, random.Random(SEED + 2)
        self.asked = set()
        # Those for which a kill cut the answer off: they may be removed or not.
        self.unsure = set()
        self.ended = threading.Event()

    def run(self):
        while len(self.asked) < self.count and not self.ended.wait(0.3):
            with contextlib.suppress(requests.RequestException, KeyError, ValueError, sqlite3.Error):
                answer = self.home.rest("GET", "/observations2/?my_status=done", timeout=2)
                done = [item for item in answer.json()["results"] if item["name"] not in self.asked | self.unsure]
                if done and self.chance.random() < 0.5:
                    self.ask(self.chance.choice(done))

    def ask(self, item):
        self.unsure.add(item["name"])
        answer = self.home.rest("PUT", f"/observations2/{item['id']}/", json={"new_status": "removing"}, timeout=5)
        if answer.status_code == 200:
            self.asked.add(item["name"])
        self.unsure.discard(item["name"])


def is_seen(home, moment):
    """Some steps are over so soon that kills must be aimed at them."""
    with contextlib.suppress(sqlite3.Error, OSError):
        if moment == "ingest":
            return any(path.name != "ingest.lock" for path in (home.data / ".incoming").iterdir())
        return bool(home.rows("SELECT 1 FROM observation WHERE status = ?", moment))
    return False


class Instants:
    """What the kills hit, for the report."""

    def __init__(self):
        self.counts = collections.Counter()

    def note(self, home):
        statuses = set(home.statuses().values())
        self.counts["kills"] += 1
        self.counts["files in the landing pad"] += bool(home.landed())
        self.counts["ingest or products under way"] += is_seen(home, "ingest")
        for status in statuses - FINAL:
            self.counts[status] += 1


def test_nothing_is_lost_by_kills(home):
    files = pictures(PICTURES)
    hashes = {sha256(file) for file in files}
    assert len(hashes) == PICTURES
    chance, instants = random.Random(SEED), Instants()
    home.start()
    home.add_user()
    dropper, remover = Dropper(home, files), Remover(home, REMOVED)
    dropper.start()
    remover.start()
    for _ in range(KILLS):
        # Counted from the start of the process: a part of the kills hits its first steps.
        end = time.monotonic() + chance.choice([chance.uniform(0.05, 1), chance.uniform(0.5, 6)])
        moment = chance.choice([None, None, "ingest", "processed", "removing"])
        while time.monotonic() < end and not (moment and is_seen(home, moment)):
            time.sleep(0.001)
        home.kill()
        home.wait_alone()
        instants.note(home)
        home.start(ready=False)
    home.wait_ready()
    dropper.join(120)
    assert not dropper.is_alive() and dropper.failure is None

    def settled():
        assert home.process.poll() is None, home.tail()
        rows = home.rows("SELECT status FROM observation")
        return not home.landed() and len(rows) >= PICTURES - len(remover.asked | remover.unsure) and all(
            row["status"] in FINAL for row in rows)

    wait_until(settled, 60 + 40 * PICTURES, lambda: f"all is settled: {home.statuses()} {home.landed()}\n{home.tail()}")
    remover.join(60)
    remover.ended.set()
    wait_until(settled, 120, lambda: f"all is settled: {home.statuses()}\n{home.tail()}")
    assert home.stop() < 10
    home.wait_alone()
    names = set(home.statuses())
    check(home, hashes, remover.asked | {name for name in remover.unsure if name not in names})
    print(f"\n{PICTURES} pictures, {len(remover.asked)} to be removed; how many kills found what: {dict(instants.counts)}")


def check(home, hashes, removed):
    """Every picture once, every product whole, nothing beside it."""
    assert [row[0] for row in home.rows("PRAGMA integrity_check")] == ["ok"]
    rows = home.rows("SELECT id, task_id, name, status, reason, sha256, original_file FROM observation")
    assert len({row["sha256"] for row in rows}) == len(rows)
    assert {row["sha256"] for row in rows} <= hashes
    assert len(rows) == len(hashes) - len(removed), f"{home.statuses()}, removed {removed}"
    assert not {row["name"] for row in rows} & removed
    # Nothing was taken for a duplicate of itself, nothing rejected but what is broken, nothing left.
    names = [f"Broken {5 * number}.jpg" for number in range(BROKEN)]
    assert sorted(path.name for path in home.waiting_files()) == sorted(names + [f"{name}.reason.txt" for name in names])
    assert all("rejected" in path.parts for path in home.waiting_files())
    for folder in (home.root / "solver", home.data / ".incoming"):
        assert [path for path in folder.iterdir() if path.name != "ingest.lock"] == []
    for row in rows:
        assert row["status"] == "done", f"{row['name']}: {row['status']} {row['reason']}"
        products = home.rows("SELECT * FROM product WHERE observation_id = ?", row["id"])
        assert {product["type"] for product in products} >= PRODUCTS, row["name"]
        for product in products:
            path = home.data / row["task_id"] / product["filename"]
            assert path.stat().st_size == product["size"], path
            assert product["sha256"] is None or sha256(path) == product["sha256"], path
        assert sha256(home.data / "raw" / row["original_file"]) == row["sha256"]
    for name in removed:
        trashed = [path for path in (home.data / ".trash").rglob("*") if path.is_file()]
        assert trashed, f"{name} is in the trash"
    verify = home.command("verify", "--json", check=False)
    assert verify.returncode == 0, verify.stdout + verify.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stops_within_ten_seconds(home, how):
    # Noise keeps the solver busy for longer than the test takes.
    picture, _ = sample("busy.jpg", ra=10, dec=10, field=0.2, size="1600x1200", seed=7)
    home.environment["ASTROBASE_ENGINE"] = "solve-field"
    home.start()
    home.drop(picture)
    wait_until(
        lambda: any("solve-field" in command or "astrometry-engine" in command for command in home.processes().values()),
        60, lambda: f"the solver runs\n{home.tail()}")
    assert home.stop(how) < 10
    # Not by a signal, and not by a crash.
    assert home.process.returncode in (0, 128 + how), home.tail()
    home.wait_alone(seconds=1)
    assert home.rows("SELECT count(*) FROM observation")[0][0] == 1


def test_a_second_up_is_refused(home):
    home.start()
    second = home.command("up", "--port", "0", check=False, timeout=30)
    assert second.returncode != 0
    assert "Another" in second.stderr
    assert home.is_ready()


def test_backup_of_a_running_home_is_restored(home, tmp_path):
    files = pictures(4)
    home.start()
    for file in files[:2]:
        home.drop(file)
    home.wait_for_status(FINAL, 2, 120)
    for file in files[2:]:
        home.drop(file)
    backup = tmp_path / "copy.tar.gz"
    home.command("backup", backup)
    again = home.command("backup", backup, check=False)
    assert again.returncode != 0 and "--force" in again.stderr
    home.wait_for_status(FINAL, 4, 120)
    home.stop()
    before = {row["task_id"]: row["sha256"] for row in home.rows("SELECT task_id, sha256 FROM observation")}

    shutil.rmtree(home.root)
    home.command("restore", backup)
    home.start()
    home.wait_for_status(FINAL, 4, 120)
    wait_until(lambda: not home.landed(), 30, "the landing pad is empty")
    home.stop()
    after = {row["task_id"]: row["sha256"] for row in home.rows("SELECT task_id, sha256 FROM observation")}
    assert set(after.values()) == set(before.values())
    home.command("verify")
