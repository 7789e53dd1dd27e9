"""Wrong input to the drawing commands: an error that says what is wrong with which thing, and no file."""

import json

import pytest
from astropy.io import fits
from PIL import Image

import fields
from home import run

FIELD = fields.made("field", "TAN", 83, 5, 5, width=300, height=200)
MARKER = {"ra": 83, "dec": 5, "label": "here", "shape": "cross", "size": 10, "color": "red"}


@pytest.fixture
def work(tmp_path):
    Image.new("RGB", (FIELD.width, FIELD.height), (20, 20, 30)).save(tmp_path / "picture.jpg")
    FIELD.write(tmp_path / "field.wcs")
    return tmp_path


def refused(work, *arguments, says, code=None):
    """The command fails with a message that has these words, and leaves nothing new behind."""
    before = sorted(work.iterdir())
    answer = run(*arguments, check=False, timeout=120)
    assert answer.returncode == code if code else answer.returncode in (1, 2), answer.stderr
    for word in says:
        assert word in answer.stderr, answer.stderr
    assert "Fatal" not in answer.stderr and len(answer.stderr) < 2000
    assert sorted(work.iterdir()) == before
    return answer.stderr


def annotate(work, *options, wcs="field.wcs", out="out.jpg", picture="picture.jpg"):
    return "annotate", work / picture, "--wcs", work / wcs, "--out", work / out, *options


def header(work, **changes):
    changed = FIELD.header.copy()
    for key, value in changes.items():
        if value is None:
            del changed[key]
        else:
            changed[key] = value
    fits.PrimaryHDU(header=changed).writeto(work / "changed.wcs", overwrite=True)
    return "changed.wcs"


def test_the_same_without_fault_is_drawn(work):
    (work / "markers.json").write_text(json.dumps([MARKER]))
    run(*annotate(work, "--grid", "--markers", work / "markers.json"))
    assert (work / "out.jpg").exists() and (work / "out.wcs").exists()


@pytest.mark.parametrize("changes, says", [
    ({"CTYPE1": None, "CTYPE2": None}, ["picture.jpg", "CTYPE1"]),
    ({"CD1_1": 0.0, "CD1_2": 0.0}, []),
    ({"CD1_1": 0.0, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 0.0}, []),
    ({"IMAGEW": 600, "IMAGEH": 400}, ["600", "400", "300", "200"]),
    ({"CRVAL1": "north"}, ["CRVAL1"]),
    ({"CTYPE1": "RA---XYZ", "CTYPE2": "DEC--XYZ"}, []),
])
def test_solutions(work, changes, says):
    wcs = header(work, **changes)
    refused(work, *annotate(work, "--grid", wcs=wcs), says=says)
    refused(work, "cutout", work / "picture.jpg", "--wcs", work / wcs, "--ra=83", "--dec=5", "--field=1", "--size=50",
            "--out", work / "cut.jpg", says=says)


def test_files_that_are_not_there(work):
    refused(work, *annotate(work, wcs="none.wcs"), says=["none.wcs"])
    refused(work, *annotate(work, picture="none.jpg"), says=["none.jpg"])
    refused(work, *annotate(work, "--markers", work / "none.json"), says=["none.json"])
    refused(work, *annotate(work, out="no/such/folder/out.jpg"), says=["no/such/folder"])
    refused(work, *annotate(work, out="out.bmp"), says=["out.bmp"])
    (work / "words.txt").write_text("words")
    refused(work, *annotate(work, picture="words.txt"), says=["words.txt"])
    refused(work, *annotate(work, wcs="words.txt"), says=["words.txt"])


@pytest.mark.parametrize("text, says", [
    ("", []),
    ("[{", []),
    ('{"ra": 1}', []),
    ('[{"ra": NaN, "dec": 5}]', []),
    (json.dumps([MARKER | {"dec": 95}]), ["dec"]),
    (json.dumps([MARKER | {"ra": "west"}]), ["ra"]),
    (json.dumps([MARKER, MARKER | {"shape": "heart"}]), ["2", "heart"]),
    (json.dumps([MARKER | {"size": 1e9}]), ["size"]),
    (json.dumps([MARKER | {"color": "reddish"}]), ["reddish"]),
    (json.dumps([{"label": "no place"}]), ["ra"]),
    ("[" * 100_000, []),
])
def test_markers(work, text, says):
    (work / "markers.json").write_text(text)
    refused(work, *annotate(work, "--markers", work / "markers.json"), says=["marker", *says])


def test_a_million_markers(work):
    (work / "markers.json").write_text("[" + ",".join([json.dumps(MARKER)] * 1_000_000) + "]")
    refused(work, *annotate(work, "--markers", work / "markers.json"), says=["marker"])


@pytest.mark.parametrize("options, says", [
    (["--ra=263", "--dec=5", "--field=1", "--size=50"], ["outside"]),
    (["--ra=90", "--dec=5", "--field=1", "--size=50"], ["outside"]),
    (["--ra=nan", "--dec=5", "--field=1", "--size=50"], ["ra"]),
    (["--ra=83", "--dec=95", "--field=1", "--size=50"], ["dec"]),
    (["--ra=83", "--dec=5", "--field=0", "--size=50"], ["field"]),
    (["--ra=83", "--dec=5", "--field=-1", "--size=50"], ["field"]),
    (["--ra=83", "--dec=5", "--field=nan", "--size=50"], ["field"]),
    (["--ra=83", "--dec=5", "--field=1", "--size=0"], ["8192"]),
    (["--ra=83", "--dec=5", "--field=1", "--size=100000"], ["8192"]),
])
def test_cutouts(work, options, says):
    refused(work, "cutout", work / "picture.jpg", "--wcs", work / "field.wcs", *options, "--out", work / "cut.jpg", says=says)


def test_blinks(work):
    Image.new("RGB", (30, 30)).save(work / "small.jpg")
    refused(work, "blink", work / "picture.jpg", work / "small.jpg", "--out", work / "blink.gif", says=["small.jpg"])
    refused(work, "blink", work / "picture.jpg", work / "picture.jpg", "--out", work / "blink.txt", says=["blink.txt"])
    refused(work, "blink", "--out", work / "blink.gif", says=[])


def test_a_full_disk_leaves_nothing(work):
    refused(work, *annotate(work, out="/dev/full/out.jpg"), says=[])


def test_an_older_result_survives_a_failure(work):
    run(*annotate(work, "--grid"))
    before = (work / "out.jpg").read_bytes()
    (work / "markers.json").write_text("[{")
    refused(work, *annotate(work, "--markers", work / "markers.json"), says=["marker"])
    assert (work / "out.jpg").read_bytes() == before
