"""The queues of a home under faults: workers killed, a full disk, several workers on one file.

No task is lost, none is left hanging, and each one's effect, counted by its key, is there exactly once. Jumps of the clock are in
the unit tests of the room SQLiteQueue, which hands the queue clocks that can be set."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time

import pytest

from home import BINARY, LONG, run, wait_until

WORKER = BINARY.parent / "QueueWorker"
TASKS = 10_000 if LONG else 2000
RUNS = 20 if LONG else 1
SEED = int(os.environ.get("ASTROBASE_TEST_SEED", "4"))

pytestmark = pytest.mark.skipif(not WORKER.exists(), reason=f"no program at {WORKER}: build the tests")


class Crew:
    """Workers on one database."""

    def __init__(self, folder, effects):
        self.base = folder / "astrobase.sqlite"
        self.folder, self.effects = folder, effects
        self.living = []
        self.number = 0

    def fill(self, count):
        return subprocess.Popen([WORKER, "fill", self.base, str(count)], stdout=subprocess.PIPE, text=True)

    def hire(self, width=4):
        self.number += 1
        self.living.append(subprocess.Popen(
            [WORKER, "work", self.base, f"w{self.number}", str(width), self.effects], stderr=subprocess.DEVNULL))

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.base}?mode=ro", uri=True, timeout=30)) as base:
            return base.execute(sql).fetchall()

    def states(self):
        return dict(self.rows("SELECT state, count(*) FROM task GROUP BY state"))

    def made(self):
        return {entry.name for entry in os.scandir(f"{self.effects}.d")}

    def tries(self):
        return len(open(self.effects).read().split())

    def end(self):
        for worker in self.living:
            worker.kill()
            worker.wait()

    def wait_done(self, count, seconds):
        wait_until(lambda: self.states() == {"done": count}, seconds, lambda: f"{count} done: {self.states()}")


@pytest.fixture
def crew(tmp_path):
    (tmp_path / "home").mkdir()
    crew = Crew(tmp_path / "home", tmp_path / "effects")
    yield crew
    crew.end()


@pytest.mark.parametrize("turn", range(RUNS))
def test_two_workers_share_a_file(crew, turn):
    crew.fill(TASKS).wait()
    begin = time.monotonic()
    crew.hire()
    crew.hire()
    crew.wait_done(TASKS, 60 + TASKS / 20)
    print(f"{TASKS} tasks by two workers in {time.monotonic() - begin:.1f} s, {crew.tries()} beginnings")
    assert crew.made() == {str(number) for number in range(TASKS)}
    assert crew.tries() == TASKS


@pytest.mark.parametrize("turn", range(RUNS))
def test_workers_killed_at_any_instant(crew, turn):
    chance = random.Random(SEED + turn)
    filling = crew.fill(TASKS)
    for _ in range(2):
        wait_until(lambda: crew.base.exists(), 30, "the database is there")
        crew.hire()
    kills = retried = 0
    end = time.monotonic() + 120 + TASKS / 5
    while filling.poll() is None or crew.states() != {"done": TASKS}:
        assert time.monotonic() < end, f"after {kills} kills: {crew.states()}"
        time.sleep(chance.uniform(0.1, 0.8))
        # At the end they are left alone: what was lost comes back when its lease is over.
        if crew.states().get("done", 0) < 0.95 * TASKS:
            victim = crew.living.pop(chance.randrange(2))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            kills += 1
            crew.hire()
        # Three times in the hands of a killed worker: set dead with that reason, and tried again by hand.
        for identity, error in crew.rows("SELECT id, error FROM task WHERE state = 'dead'"):
            assert "3 workers vanished" in error
            run("task", "retry", identity, "--home", crew.folder)
            retried += 1
    print(f"{TASKS} tasks, {kills} kills, {crew.tries()} effects begun, {retried} set dead and tried again")
    assert kills > 0
    assert crew.made() == {str(number) for number in range(TASKS)}


@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can be mounted by root alone")
@pytest.mark.parametrize("turn", range(RUNS))
def test_full_disk(tmp_path, turn):
    small = tmp_path / "small"
    small.mkdir()
    size = 24 if LONG else 6
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", small], capture_output=True).returncode != 0:
        pytest.skip("no file system can be mounted here")
    crew = Crew(small, tmp_path / "effects")
    try:
        crew.fill(50).wait()
        crew.hire()
        crew.hire()
        filling = crew.fill(TASKS)
        wait_until(lambda: crew.states().get("done", 0) >= 60, 60, lambda: f"some are done: {crew.states()}")
        full = 0
        for _ in range(3):
            with contextlib.suppress(OSError), open(small / "ballast", "wb", buffering=0) as ballast:
                while True:
                    ballast.write(bytes(4096))
            time.sleep(4)  # longer than a lease
            full += 1
            assert all(worker.poll() is None for worker in crew.living), "a worker ended"
            (small / "ballast").unlink()
            time.sleep(1)
        assert filling.wait(120) == 0
        crew.wait_done(TASKS, 120 + TASKS / 5)
        print(f"{TASKS} tasks, the disk full {full} times, {crew.tries()} effects begun")
        assert crew.made() == {str(number) for number in range(TASKS)}
    finally:
        crew.end()
        subprocess.run(["umount", "-l", small])
