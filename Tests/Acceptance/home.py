"""Drives the built `astrobase` program as a user would: a home folder, files dropped into it, signals, REST."""

import contextlib
import hashlib
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import uuid

import requests

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("ASTROBASE_BINARY", PROJECT / ".build/release/astrobase"))
LONG = os.environ.get("ASTROBASE_LONG") == "1"
CACHE = pathlib.Path(os.environ.get("ASTROBASE_TEST_CACHE", PROJECT / ".cache/samples"))
API = "/my_astrobase"
USER, PASSWORD = "tester", "tester's password 1"


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(condition, seconds, what, every=0.2):
    """Returns what `condition` returns as soon as that is true."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds} s still not: {what() if callable(what) else what}")
        time.sleep(every)


def sample(name, **options):
    """A rendered star field and its truth, made once and kept; the folder may be removed at any time."""
    arguments = [
        f"--{key.replace('_', '-')}" + ("" if value is True else f"={value}") for key, value in sorted(options.items())]
    key = hashlib.sha256(" ".join(arguments + [str(BINARY.stat().st_mtime_ns)]).encode()).hexdigest()[:16]
    CACHE.mkdir(parents=True, exist_ok=True)
    picture = CACHE / f"{key}-{name}"
    truth = CACHE / f"{key}-{name}.json"
    if not truth.exists():
        partial = CACHE / f"{uuid.uuid4().hex}-{name}"
        answer = run("sample", *arguments, "--out", partial)
        partial.rename(picture)
        truth.write_text(answer.stdout)
    return picture, json.loads(truth.read_text())


def run(*arguments, check=True, timeout=600, **options):
    """Runs a command of the program to its end."""
    result = subprocess.run(
        [str(BINARY), *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options)
    if check and result.returncode != 0:
        raise AssertionError(f"astrobase {' '.join(map(str, arguments))}: {result.returncode}\n{result.stdout}\n{result.stderr}")
    return result


class Home:
    def __init__(self, root, data=None, landing_pad=None, user=None, environment=None):
        self.root = pathlib.Path(root)
        self.landing_pad = pathlib.Path(landing_pad or self.root / "landing_pad")
        self.data = pathlib.Path(data or self.root / "data")
        self.user = user
        self.process = None
        self.port = None
        # Children inherit it, so that every process of this home can be told from others.
        self.mark = uuid.uuid4().hex
        self.log = self.root.parent / f"{self.root.name}-up.log"
        self.environment = dict(os.environ, ASTROBASE_ACCEPTANCE_MARK=self.mark, POLLING_IN_SECONDS="1")
        if data:
            self.environment["LOCAL_DATA_DIR"] = str(data)
        if landing_pad:
            self.environment["LANDING_PAD"] = str(landing_pad)
        self.environment.update(environment or {})
        self.landing_pad.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(parents=True, exist_ok=True)
        if user is not None:
            for folder in {self.root, self.landing_pad, self.data}:
                os.chown(folder, user, user)

    # The program

    def command(self, *arguments, **options):
        return run(*arguments, "--home", self.root, env=self.environment, **self._identity(), **options)

    def _identity(self):
        return {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}

    def start(self, auto_process=True, ready=True, wrapper=(), options=(), role="up"):
        self.port = self.port or free_port()
        arguments = [*map(str, wrapper), str(BINARY), role, "--home", str(self.root), "--port", str(self.port), *options]
        if auto_process and role == "up":
            arguments.append("--auto-process")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment, **self._identity())
        if ready:
            self.wait_ready()
        return self

    def wait_ready(self, seconds=60):
        def answers():
            assert self.process.poll() is None, f"`up` ended with {self.process.returncode}:\n{self.tail()}"
            return self.is_ready()

        wait_until(answers, seconds, lambda: f"`up` answers on port {self.port}\n{self.tail()}")

    def is_ready(self):
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).ok
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, how=signal.SIGTERM, seconds=10):
        """Asks `up` to stop, and returns the seconds that took."""
        begin = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(timeout=seconds)
        return time.monotonic() - begin

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def tail(self, lines=40):
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def processes(self):
        """Every living process of this home, `up` included: those that carry its mark, name it, or stand in it."""
        found = {}
        for folder in pathlib.Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                if (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                    continue
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                marked = f"ASTROBASE_ACCEPTANCE_MARK={self.mark}".encode() in (folder / "environ").read_bytes()
                inside = str(self.root) + "/" in command or os.readlink(folder / "cwd").startswith(str(self.root))
                if marked or inside:
                    found[int(folder.name)] = command
        return found

    def wait_alone(self, seconds=10):
        """Waits until nothing of this home runs any more."""
        wait_until(lambda: not self.processes(), seconds, lambda: f"every process has ended: {self.processes()}", every=0.1)

    # Files

    def drop(self, picture, name=None):
        """Copies a file into the landing pad as a person's copying would: under its name, in pieces."""
        target = self.landing_pad / (name or pathlib.Path(picture).name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target)
        if self.user is not None:
            os.chown(target, self.user, self.user)
        return target

    def landed(self):
        """Files of the landing pad that wait to be taken."""
        return [path for path in self.waiting_files() if path.relative_to(self.landing_pad).parts[0] not in ASIDE]

    def waiting_files(self):
        return [path for path in self.landing_pad.rglob("*") if path.is_file()]

    # Records

    def rows(self, sql, *values):
        """Reads the database itself, as nothing of ours does."""
        with contextlib.closing(sqlite3.connect(f"file:{self.root}/astrobase.sqlite?mode=ro", uri=True, timeout=30)) as base:
            base.row_factory = sqlite3.Row
            return base.execute(sql, values).fetchall()

    def statuses(self):
        return {row["name"]: row["status"] for row in self.rows("SELECT name, status FROM observation")}

    def add_user(self, role="admin"):
        self.command("user", "add", USER, "--role", role, "--password-stdin", input=PASSWORD + "\n")

    def rest(self, method, path, login=True, **options):
        options.setdefault("timeout", 30)
        return requests.request(
            method, f"http://127.0.0.1:{self.port}{API}{path}", auth=(USER, PASSWORD) if login else None, **options)

    def wait_for_status(self, wanted, count, seconds):
        """Waits until `count` observations have one of the statuses."""
        def there():
            assert self.process.poll() is None, f"`up` ended with {self.process.returncode}:\n{self.tail()}"
            return sum(status in wanted for status in self.statuses().values()) >= count

        wait_until(there, seconds, lambda: f"{count} observations {wanted}: {self.statuses()}\n{self.tail()}")


# Folders of the landing pad in which ingest sets things aside.
ASIDE = {"rejected", "duplicates"}
