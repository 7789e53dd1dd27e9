"""Whatever lands in the landing pad is taken whole or set aside with a reason; trouble with disks loses nothing."""

import collections
import contextlib
import hashlib
import os
import random
import shutil
import subprocess

import pytest
import requests
from PIL import Image

from home import ASIDE, LONG, Home, sample, sha256, wait_until
from mutations import files

COUNT = 2100 if LONG else 200


def test_mutated_files(home):
    chance = random.Random(20261122)
    home.start(auto_process=False)
    pid = home.process.pid
    dropped = {}
    for name, kind, ending, data in files(COUNT, chance):
        path = home.landing_pad / f"sub {len(dropped) % 3}" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        dropped.setdefault(hashlib.sha256(data).hexdigest(), []).append((name, kind, ending))

    def all_taken():
        assert home.process.poll() is None, f"`up` ended with {home.process.returncode}:\n{home.tail()}"
        return not home.landed()

    wait_until(all_taken, 120 + COUNT * 0.5, lambda: f"all is taken, still there: {home.landed()[:10]}\n{home.tail()}")
    assert home.process.pid == pid and home.is_ready()

    records = {row["sha256"]: row for row in home.rows("SELECT * FROM observation")}
    aside = {}
    for path in home.waiting_files():
        if not path.name.endswith(".reason.txt"):
            aside.setdefault(sha256(path), []).append(path)
    for digest, group in dropped.items():
        there = len(aside.get(digest, []))
        if digest in records:
            row = records[digest]
            assert there == len(group) - 1, f"{group}: the same picture again is set aside"
            assert sha256(home.data / "raw" / row["original_file"]) == digest
            raw = home.rows("SELECT * FROM product WHERE observation_id = ? AND type = 'raw'", row["id"])
            assert [product["sha256"] for product in raw] == [digest]
            assert sha256(home.data / row["task_id"] / raw[0]["filename"]) == digest
        else:
            assert there == len(group), f"{group} is gone"
        for path in aside.get(digest, []):
            reason = path.with_name(path.name + ".reason.txt")
            assert reason.exists() and len(reason.read_text().strip()) > 10, path
    assert set(records) <= set(dropped)
    assert set(aside) <= set(dropped)

    kinds = [(kind, ending, digest in records) for digest, group in dropped.items() for _, kind, ending in group]
    assert all(taken for kind, _, taken in kinds if kind == "whole"), [item for item in kinds if item[0] == "whole"]
    cut = [(ending, taken) for kind, ending, taken in kinds if kind == "truncated" and ending in ("jpg", "png", "fits")]
    assert not any(taken for _, taken in cut), cut
    assert not any(taken for kind, _, taken in kinds if kind == "other")
    look_at(home, records.values())
    home.command("verify")
    print(f"\n{COUNT} files: {len(records)} ingested, {sum(map(len, aside.values()))} set aside")
    for (ending, taken), number in sorted(collections.Counter((ending, taken) for _, ending, taken in kinds).items()):
        print(f"  {ending} {'ingested' if taken else 'rejected'}: {number}")


def look_at(home, records):
    """What was taken may be damaged inside: neither showing nor solving it brings `up` down."""
    shown = 0
    for row in records:
        answer = requests.get(f"http://127.0.0.1:{home.port}/previews/{row['task_id']}/320.jpg", timeout=30)
        assert answer.status_code in (200, 404), f"{row['name']}: {answer.status_code}"
        shown += answer.status_code == 200
    assert shown > 0 and home.process.poll() is None, home.tail()
    home.add_user()
    for row in list(records)[:: max(1, len(records) // (60 if LONG else 6))]:
        answer = home.rest("PUT", f"/observations2/{row['id']}/", json={"new_status": "pending"})
        assert answer.status_code == 200, answer.text

    def all_tried():
        assert home.process.poll() is None, f"`up` ended with {home.process.returncode}:\n{home.tail()}"
        return set(home.statuses().values()) <= {"raw", "failed"}

    wait_until(all_tried, 60 + (600 if LONG else 0), lambda: f"all were tried: {home.statuses()}\n{home.tail()}")
    print(f"\n{shown} of {len(records)} can be shown")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB of its own."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def noisy_files(tmp_path, count, megabytes):
    """Pictures that do not compress."""
    chance = random.Random(5)
    made = []
    for number in range(count):
        side = int((megabytes * 1e6 / 3) ** 0.5)
        path = tmp_path / f"noisy {number}.tif"
        Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).save(path)
        made.append(path)
    return made


def test_full_disk(tmp_path, small_disk):
    home = Home(tmp_path / "home", data=small_disk)
    try:
        files = noisy_files(tmp_path, 8, 5)
        home.start(auto_process=False)
        for file in files:
            home.drop(file)
        wait_until(lambda: "full" in home.tail(200).lower() or "space" in home.tail(200).lower(), 60,
                   lambda: f"it says that the disk is full\n{home.tail()}")
        assert home.process.poll() is None and home.is_ready()
        for file in files:
            digest = sha256(file)
            kept = home.rows("SELECT 1 FROM observation WHERE sha256 = ?", digest)
            assert kept or any(sha256(path) == digest for path in home.landed()), file
        assert not [path for path in home.waiting_files() if path.relative_to(home.landing_pad).parts[0] in ASIDE]
        subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
        home.wait_for_status({"raw"}, len(files), 120)
        wait_until(lambda: not home.landed(), 30, "the landing pad is empty")
        home.stop()
        home.command("verify")
    finally:
        home.end()


def test_backup_to_a_full_disk(home, small_disk, tmp_path):
    home.start(auto_process=False)
    for file in noisy_files(tmp_path, 7, 5):
        home.drop(file)
    home.wait_for_status({"raw"}, 7, 60)
    answer = home.command("backup", small_disk / "copy.tar", check=False)
    assert answer.returncode != 0 and "full" in answer.stderr
    assert list(small_disk.iterdir()) == []
    home.stop()


def test_read_only_data_folder(tmp_path):
    nobody = 65534 if os.geteuid() == 0 else None
    home = Home(tmp_path / "home", user=nobody)
    if nobody is not None:
        # The way to the home must be open to the other user, and so must the program.
        for folder in [tmp_path, *tmp_path.parents]:
            if folder.stat().st_uid == 0 and str(folder).startswith("/tmp/"):
                folder.chmod(0o755)
        try:
            home.command("--help", check=True)
        except (PermissionError, AssertionError) as error:
            pytest.skip(f"the program cannot be run as another user here: {error}")
    picture, _ = sample("read-only.jpg", ra=100, dec=20, field=10, size="900x600", seed=11)
    other = noisy_files(tmp_path, 1, 1)[0]
    try:
        home.start(auto_process=False)
        home.drop(picture)
        home.wait_for_status({"raw"}, 1, 60)
        folders = [home.data, *[path for path in home.data.rglob("*") if path.is_dir()]]
        for folder in folders:
            folder.chmod(0o555)
        home.drop(other)
        before = home.log.stat().st_size
        wait_until(lambda: home.log.stat().st_size > before, 60, "it says something")
        wait_until(lambda: any(word in home.tail(200).lower() for word in ("permission", "read-only", "cannot be written")), 60,
                   lambda: f"it says that the folder cannot be written\n{home.tail()}")
        assert home.process.poll() is None and home.is_ready()
        assert [path.name for path in home.waiting_files()] == [other.name]
        for folder in folders:
            folder.chmod(0o755)
        home.wait_for_status({"raw"}, 2, 60)
        wait_until(lambda: not home.waiting_files(), 30, "the landing pad is empty")
        home.stop()
        home.command("verify")
    finally:
        home.end()


def test_what_is_left_alone(home, tmp_path):
    """Symbolic links out of the landing pad, hidden and temporary files, and files that are still written to."""
    picture, _ = sample("alone.jpg", ra=100, dec=20, field=10, size="900x600", seed=12)
    outside = shutil.copy(picture, tmp_path / "outside.jpg")
    (home.landing_pad / "link.jpg").symlink_to(outside)
    (home.landing_pad / "folder").symlink_to(tmp_path)
    for name in (".hidden.jpg", "copy.jpg.part", "download.jpg.crdownload", "~lock.tmp"):
        shutil.copy(picture, home.landing_pad / name)
    whole = picture.read_bytes()
    home.start(auto_process=False)
    with open(home.landing_pad / "slow.jpg", "wb") as writer:
        writer.write(whole[: len(whole) // 2])
        writer.flush()
        with contextlib.suppress(AssertionError):
            wait_until(lambda: home.statuses() or not (home.landing_pad / "slow.jpg").exists(), 6, "never")
        assert home.statuses() == {} and (home.landing_pad / "slow.jpg").exists(), home.tail()
        writer.write(whole[len(whole) // 2:])
    home.wait_for_status({"raw"}, 1, 60)
    assert home.statuses() == {"slow": "raw"}
    assert os.path.exists(outside) and (home.landing_pad / "link.jpg").is_symlink()
    assert sorted(path.name for path in home.landing_pad.iterdir() if path.is_file() and not path.is_symlink()) == sorted(
        [".hidden.jpg", "copy.jpg.part", "download.jpg.crdownload", "~lock.tmp"])
