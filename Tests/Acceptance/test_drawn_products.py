"""What is drawn for a solved picture: its place on a globe and among the constellations, and the picture with what is in it."""

import json
import os
import pathlib
import random
import time

import numpy
import pytest
import requests
from PIL import Image, ImageChops

from home import LONG, sample, sha256, wait_until

DRAWN = {"sky_globe", "sky_plot", "annotated"}
KILLS = 20 if LONG else 3
PICTURES = 8 if LONG else 2
CATALOGUE = pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none")).exists()
SEED = int(os.environ.get("ASTROBASE_TEST_SEED", "4"))


def field(name, ra, dec, width, size="1200x800"):
    return sample(f"drawn-{name}.jpg", ra=ra, dec=dec, field=width, size=size, seed=21)[0]


def own_temporary_folder(home):
    """Whatever the program leaves in the system's temporary folder shows."""
    folder = home.root.parent / "tmp"
    folder.mkdir(exist_ok=True)
    home.environment["TMPDIR"] = str(folder)
    return folder


def drawn(home):
    """The recorded drawings: type to file, by the observation's name."""
    found = {name: {} for name in home.statuses()}
    rows = home.rows(
        "SELECT name, task_id, filename, type, product.size, product.sha256 FROM product JOIN observation ON observation.id = observation_id")
    for row in rows:
        if row["type"] in DRAWN:
            path = home.data / row["task_id"] / row["filename"]
            # A record never names half a file.
            assert path.stat().st_size == row["size"] and sha256(path) == row["sha256"], path
            assert row["filename"].endswith(f"_{row['type']}.jpg")
            found[row["name"]][row["type"]] = path
    return found


def wait_for_drawings(home, count, seconds=90):
    def there():
        assert home.process.poll() is None, home.tail()
        return sum(set(files) == DRAWN for files in drawn(home).values()) >= count

    wait_until(there, seconds, lambda: f"{count} pictures are drawn: {drawn(home)}\n{home.tail()}")


def check_nothing_is_left(home, temporary):
    def left():
        return [path.name for path in (home.data / ".incoming").iterdir() if path.name != "ingest.lock"]

    wait_until(lambda: not left(), 10, lambda: f"no file in work is left: {left()}")
    assert list(temporary.iterdir()) == []


def outline(picture):
    """The middle of the red outline that shows where the picture is, and how many pixels it has; stars are less red."""
    pixels = numpy.asarray(picture.convert("RGB")).astype(int)
    red = (pixels[..., 0] > 190) & (pixels[..., 1] < 125) & (pixels[..., 2] < 105)
    rows, columns = numpy.nonzero(red)
    return columns.mean(), rows.mean(), len(rows)


def check_drawings(files, raw):
    globe, plot, annotated = (Image.open(files[kind]) for kind in ("sky_globe", "sky_plot", "annotated"))
    for picture in (globe, plot, annotated):
        picture.load()
        assert picture.format == "JPEG"
    assert globe.size == (1024, 512) and plot.size == (1024, 1024)
    x, y, count = outline(plot)
    assert abs(x - 511.5) < 6 and abs(y - 511.5) < 6 and count > 100
    assert outline(globe)[2] > 30
    # No sky outside of the map of the whole sky.
    corner = numpy.asarray(globe.convert("L"))[:60, :60]
    assert corner.max() < 12
    source = Image.open(raw)
    assert annotated.size == source.size
    difference = numpy.asarray(ImageChops.difference(source.convert("RGB"), annotated.convert("RGB"))).max(axis=2)
    # Lines and labels, and between them the picture as it was.
    assert 0.001 < (difference > 40).mean() < 0.25
    assert numpy.median(difference) <= 6


def raw_file(home, name):
    row = home.rows("SELECT task_id FROM observation WHERE name = ?", name)[0]
    return next((home.data / row["task_id"]).glob("*_raw.*"))


@pytest.mark.parametrize("catalogue", [True, False])
def test_every_solved_picture_is_drawn(home, catalogue):
    if not catalogue:
        home.environment["ASTROBASE_CATALOG"] = str(home.root / "none.catalog")
    temporary = own_temporary_folder(home)
    places = {"pole": (30, 88, 8), "zero": (0.1, 20, 6), "orion": (84, -2, 15)}
    home.start()
    home.add_user()
    for name, place in places.items():
        home.drop(field(name, *place), f"{name}.jpg")
    home.wait_for_status({"done", "failed"}, len(places), 180)
    assert set(home.statuses().values()) == {"done"}
    wait_for_drawings(home, len(places))
    for name, files in drawn(home).items():
        check_drawings(files, raw_file(home, name))
    # They are told where the others are, and handed out.
    for item in home.rest("GET", "/observations2/").json()["results"]:
        for kind, path in drawn(home)[item["name"]].items():
            answer = requests.get(item[f"derived_{kind}_image"], timeout=10)
            assert answer.status_code == 200 and answer.content == path.read_bytes(), kind
    page = requests.get(f"http://127.0.0.1:{home.port}/", timeout=10).text
    # Whose stars and objects they are is told where they are shown.
    assert ("OpenNGC" in page and "CC-BY-SA" in page) == (catalogue and CATALOGUE)
    check_nothing_is_left(home, temporary)
    home.stop()
    assert list(temporary.iterdir()) == []
    home.command("verify")


def test_a_drawing_that_fails_leaves_the_picture_solved(home):
    temporary = own_temporary_folder(home)
    home.start()
    home.command("queue", "pause", "drawing")
    home.drop(field("pole", 30, 88, 8), "pole.jpg")
    home.wait_for_status({"done", "failed"}, 1, 120)
    task = home.rows("SELECT task_id FROM observation")[0][0]
    # A folder stands where the annotated picture is to be.
    (home.data / task / f"{task}_annotated.jpg").mkdir()
    home.command("queue", "resume", "drawing")
    wait_until(lambda: len(drawn(home)["pole"]) == 2, 60, lambda: f"the charts are drawn: {drawn(home)}\n{home.tail()}")
    wait_until(lambda: "no annotated" in home.tail(), 30, lambda: f"the reason is told\n{home.tail()}")
    assert home.statuses() == {"pole": "done"}
    assert set(drawn(home)["pole"]) == {"sky_globe", "sky_plot"}
    check_nothing_is_left(home, temporary)


def test_kills_while_drawing(home):
    temporary = own_temporary_folder(home)
    chance = random.Random(SEED)
    for number in range(PICTURES):
        ra, dec = round(chance.uniform(0, 360), 2), round(chance.uniform(-70, 70), 2)
        home.drop(field(f"kill-{number}", ra, dec, 8, size="2400x1600"), f"kill-{number}.jpg")
    home.start()
    kills = 0

    def is_drawing():
        statuses = home.statuses()
        return any(statuses.get(name) == "done" and set(files) != DRAWN for name, files in drawn(home).items())

    end = time.monotonic() + 90 + 20 * KILLS
    while kills < KILLS:
        assert time.monotonic() < end, f"{kills} kills\n{home.tail()}"
        assert home.process.poll() is None, home.tail()
        if is_drawing():
            time.sleep(chance.uniform(0, 0.6))
            home.kill()
            home.wait_alone()
            kills += 1
            drawn(home)
            home.start(ready=False)
            home.wait_ready()
        elif len(home.statuses()) == PICTURES and all(set(files) == DRAWN for files in drawn(home).values()):
            break
        time.sleep(0.005)
    home.wait_for_status({"done", "failed"}, PICTURES, 60 + 20 * PICTURES)
    assert set(home.statuses().values()) == {"done"}
    # A drawing that was under way at three kills is taken for their cause, until somebody says otherwise.
    for task in json.loads(home.command("task", "list", "--state", "dead", "--json").stdout)["tasks"]:
        assert task["name"] == "astrobase.draw" and "workers vanished" in task["error"], task
        home.command("task", "retry", task["id"])
    wait_for_drawings(home, PICTURES)
    for name, files in drawn(home).items():
        check_drawings(files, raw_file(home, name))
    check_nothing_is_left(home, temporary)
    assert home.stop() < 10
    home.command("verify")
    assert kills > 0
    print(f"\n{kills} kills while {PICTURES} pictures were drawn")
