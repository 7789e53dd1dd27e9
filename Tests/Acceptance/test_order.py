"""A picture is on the disk and in the database before it leaves the landing pad, by the system's own account."""

import contextlib
import os
import re
import shutil
import signal
import subprocess

import pytest

from home import sample, wait_until

CALLS = "openat,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,link,linkat"


@pytest.fixture
def strace(tmp_path):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    probe = subprocess.run(["strace", "-f", "-o", tmp_path / "probe", "true"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip(f"processes cannot be traced here: {probe.stderr.strip()}")
    return tmp_path / "calls"


def events(log):
    """What was called, in the order in which it ended: (line, call, arguments)."""
    open_calls = {}
    found = []
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        match = re.match(r"(\d+) +(.*)", line)
        if not match:
            continue
        thread, text = match.groups()
        if text.endswith("<unfinished ...>"):
            open_calls[thread] = text[: -len("<unfinished ...>")].rstrip()
            continue
        if resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", text):
            text = open_calls.pop(thread, "") + resumed.group(1)
        if call := re.match(r"(\w+)\((.*)\)\s+= (-?\d+)", text):
            if int(call.group(3)) >= 0:
                found.append((number, call.group(1), call.group(2)))
    return found


def test_order_of_system_calls(home, strace):
    picture, _ = sample("order.jpg", ra=100, dec=20, field=10, size="900x600", seed=13)
    # -y writes the path of each descriptor.
    wrapper = ["strace", "-f", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", strace]
    home.start(auto_process=False, wrapper=wrapper, ready=False)
    try:
        home.wait_ready(120)
        landed = home.drop(picture, "ordered.jpg")
        wait_until(lambda: not landed.exists(), 120, lambda: f"the picture is taken\n{home.tail()}")
        home.wait_for_status({"raw"}, 1, 30)
    finally:
        for pid, command in home.processes().items():
            if "strace" not in command:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
        home.process.wait(timeout=30)
    row = home.rows("SELECT task_id, original_file FROM observation")[0]
    original = f"{home.data}/raw/{row['original_file']}"
    raw_folder, task_folder = f"{home.data}/raw", f"{home.data}/{row['task_id']}"
    calls = events(strace)

    def numbers(names, pattern):
        return [number for number, name, text in calls if name in names and re.search(pattern, text)]

    syncs = {"fsync", "fdatasync"}
    unlinked = numbers({"unlink", "unlinkat"}, re.escape(str(landed)) + '"|"ordered\\.jpg"')
    assert len(unlinked) == 1, f"the picture leaves the landing pad once: {unlinked}"
    named = numbers({"link", "linkat", "rename", "renameat", "renameat2"}, '"' + re.escape(original) + '"')
    assert named, "the original gets its name by link or rename"
    # The content under its temporary name, before it is given its own.
    content = [n for n in numbers(syncs, r"<" + re.escape(str(home.data)) + r"/\.incoming/[^>]+>") if n < named[0]]
    folders = [
        min((n for n in numbers(syncs, f"<{re.escape(folder)}>") if n > named[0]), default=None)
        for folder in (raw_folder, task_folder)]
    assert content, "the picture's content is synced"
    assert None not in folders, f"both folders are synced after the name is given: {folders}"
    commits = [n for n in numbers(syncs, r"astrobase\.sqlite(-wal)?>") if max(folders) < n < unlinked[0]]
    assert commits, "the record is committed and synced after the files, before the landing pad lets go"
    assert max(content) < named[0] < max(folders) < commits[0] < unlinked[0]
