"""Called as `astap`, the program takes ASTAP's command line and leaves ASTAP's files: imaging programs notice no difference."""

import re
import shutil
import subprocess

import numpy
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from home import BINARY, run, sample
from test_index_engine import wcs

ASTAP = shutil.which("astap_cli")
# Debian's ASTAP has no star database: of a picture that it can read it says so.
FAILING = [
    ["-f", "sky.jpg"], ["-f", "sky.jpg", "-log"], ["-f", "sky.jpg", "-o", "other"], ["-f", "sky.jpg", "-o", "other.name"],
    ["-f", "missing.jpg"], ["-f", "text.jpg"], ["-f", "empty.fits"], ["-f", "cut.fits"], ["-f"], ["-f", "sky.jpg", "-ra", "abc"],
    ["-f", "sky.jpg", "-ra", "5", "-spd", "200"], ["-f", "sky.jpg", "-fov", "0"], ["-f", "sky.jpg", "-fov", "x", "-r", "30"],
    ["-f", "sky.jpg", "-z", "9"], ["-f", "sky.jpg", "-d", "/nowhere"], ["-f", "sky.jpg", "-unknown"], ["-f", "sky.jpg", "-r", "0"],
    ["-f", "sky.jpg", "-wcs", "-update"], ["-f", "sky.jpg", "-s", "0", "-t", "5", "-m", "x"],
    ["-f", "sky.jpg", "-speed", "slow", "-check", "y", "-progress"], ["-f", "missing.jpg", "-analyse", "10"],
    ["-f", "text.jpg", "-extract", "10"], ["sky.jpg"], ["-fov", "2", "-ra", "5"],
]


@pytest.fixture(scope="module")
def astap(tmp_path_factory):
    program = tmp_path_factory.mktemp("bin") / "astap"
    program.symlink_to(BINARY)
    return program


@pytest.fixture(scope="module")
def sky():
    return sample("astap.jpg", ra=83.8, dec=-5.4, field=6, size="1600x1200", rotation=30, seed=3, distortion=-2)


def call(program, arguments, folder, **environment):
    answer = subprocess.run(
        [program, *map(str, arguments)], cwd=folder, capture_output=True, text=True, timeout=120, env={"PATH": "/usr/bin:/bin", **environment})
    return answer.returncode, answer


def fill(folder, picture):
    shutil.copy(picture, folder / "sky.jpg")
    (folder / "text.jpg").write_text("no picture")
    (folder / "empty.fits").write_bytes(b"")
    (folder / "cut.fits").write_bytes(b"SIMPLE  =                    T".ljust(80))
    return folder


def ini(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


@pytest.mark.skipif(not ASTAP, reason="no astap-cli is installed")
@pytest.mark.parametrize("arguments", FAILING, ids=" ".join)
def test_fails_as_astap_does(astap, sky, tmp_path, arguments):
    ours, theirs = (fill(tmp_path / name, sky[0]) for name in ("ours", "theirs") if (tmp_path / name).mkdir() is None)
    (tmp_path / "none").mkdir()
    code, _ = call(astap, arguments, ours, ASTROBASE_INDEX_DIR=str(tmp_path / "none"))
    expected, _ = call(ASTAP, arguments, theirs)
    assert code == expected
    left = lambda folder: {path.name for path in folder.iterdir()} - {"sky.jpg", "text.jpg", "empty.fits", "cut.fits"}
    assert left(ours) == left(theirs)
    for name in left(theirs):
        if name.endswith(".ini"):
            (ours_ini, theirs_ini) = (ini(folder / name) for folder in (ours, theirs))
            for report in (ours_ini, theirs_ini):
                report.pop("WARNING", None)
                report["CMDLINE"] = report["CMDLINE"].split(" ", 1)[1:]
            assert ours_ini == theirs_ini


def test_help(astap, tmp_path):
    for arguments in ([], ["-h"]):
        code, answer = call(astap, arguments, tmp_path)
        assert code == 0 and "-fov" in answer.stdout


def agrees(report, truth, height, flipped):
    """Most difference, in pixels, between an .ini file and the true solution, the little that it cannot say of distortion left aside."""
    header = fits.Header()
    for key in ("CRPIX1", "CRPIX2", "CRVAL1", "CRVAL2", "CD1_1", "CD1_2", "CD2_1", "CD2_2"):
        header[key] = float(report[key])
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    x, y = numpy.meshgrid(numpy.linspace(200, 1400, 5), numpy.linspace(200, 1000, 5))
    points = numpy.c_[x.ravel(), y.ravel()]
    sky = truth.all_pix2world(points, 0)
    there = WCS(header).all_world2pix(sky, 0)
    if flipped:
        there[:, 1] = height - 1 - there[:, 1]
    return numpy.hypot(*(there - points).T).max()


def test_solves_for_imaging_programs(astap, sky, tmp_path):
    picture, truth = sky
    fill(tmp_path, picture)
    # As N.I.N.A. asks.
    code, answer = call(
        astap, ["-f", "sky.jpg", "-fov", "4.5", "-z", "2", "-s", "500", "-r", "30", "-ra", "5.6", "-spd", "85", "-wcs", "-log"], tmp_path)
    assert code == 0, answer.stderr
    assert "Solution found" in answer.stdout
    report = ini(tmp_path / "sky.ini")
    assert report["PLTSOLVD"] == "T" and "ERROR" not in report
    for key in ("CRPIX1", "CRVAL1", "CD1_1"):
        assert re.fullmatch(r"[ -]\d\.\d+E[+-]\d{3}", report[key])
    header = fits.Header.fromstring("".join(card.ljust(80) for card in truth["cards"]))
    # 2 % of distortion bend a straight solution by some pixels.
    assert agrees(report, wcs(header), truth["height"], flipped=True) < 12
    angle = lambda name: numpy.radians(float(report[name]))
    assert float(report["CDELT2"]) * numpy.cos(angle("CROTA2")) == pytest.approx(float(report["CD2_2"]), rel=1e-9)
    assert float(report["CDELT1"]) * numpy.cos(angle("CROTA1")) == pytest.approx(float(report["CD1_1"]), rel=1e-9)
    assert "Solution found" in (tmp_path / "sky.log").read_text()

    # The header file says all, distortion included, y counted from the bottom as in the .ini.
    whole = wcs(fits.Header.fromstring((tmp_path / "sky.wcs").read_bytes()))
    (tmp_path / "out").mkdir()
    run("solve", tmp_path / "sky.jpg", "--out", tmp_path / "out")
    ours = wcs(fits.getheader(tmp_path / "out" / "sky_wcs_file.fits"))
    points = numpy.array([[10, 20], [800, 600], [1500, 1100], [1590, 30.5]])
    there = whole.all_world2pix(ours.all_pix2world(points, 0), 0)
    there[:, 1] = truth["height"] - 1 - there[:, 1]
    assert numpy.abs(there - points).max() < 0.01


def test_text_header_and_other_names(astap, sky, tmp_path):
    fill(tmp_path, sky[0])
    code, answer = call(astap, ["-f", "sky.jpg", "-o", "result", "-fov", "40", "-ra", "x", "-spd", "10"], tmp_path)
    assert code == 0, answer.stderr
    assert not (tmp_path / "sky.ini").exists()
    # What was known was wrong: the sky was found all the same, and that is said.
    assert "-ra x" in ini(tmp_path / "result.ini")["WARNING"] and "40.00" in ini(tmp_path / "result.ini")["WARNING"]
    lines = (tmp_path / "result.wcs").read_text().splitlines()
    assert lines[0].startswith("SIMPLE  =") and lines[-1].strip() == "END"


def test_update_changes_the_header_alone(astap, sky, tmp_path):
    picture, truth = sky
    from PIL import Image
    pixels = numpy.asarray(Image.open(picture).convert("L")).astype("int16")
    header = fits.Header([("OBJECT", "Orion", "as written"), ("CRVAL1", 1.5), ("CROTA2", 9.0), ("HISTORY", "made by hand")])
    path = tmp_path / "sky.fits"
    fits.HDUList([fits.PrimaryHDU(pixels, header), fits.ImageHDU(numpy.arange(12).reshape(3, 4), name="MORE")]).writeto(path)
    code, answer = call(astap, ["-f", path, "-update"], tmp_path)
    assert code == 0, answer.stderr
    with fits.open(path) as file:
        file.verify("exception")
        assert (file[0].data == pixels).all() and (file["MORE"].data == numpy.arange(12).reshape(3, 4)).all()
        assert file[0].header["OBJECT"] == "Orion" and "CROTA2" not in file[0].header
        assert "made by hand" in str(file[0].header["HISTORY"])
        assert file[0].header["CRVAL1"] == pytest.approx(truth["ra"], abs=5)
        # Rows of a FITS file are counted from its first.
        assert agrees(ini(tmp_path / "sky.ini"), wcs(file[0].header), truth["height"], flipped=False) < 12
    code, answer = call(astap, ["-f", picture, "-o", tmp_path / "jpeg", "-update"], tmp_path)
    assert code == 0, answer.stderr


def test_stars_are_measured(astap, sky, tmp_path):
    fill(tmp_path, sky[0])
    values = {}
    for name, program in (("ours", astap), ("theirs", ASTAP)):
        if not program:
            continue
        code, answer = call(program, ["-f", "sky.jpg", "-extract", "30"], tmp_path)
        assert code == 0, answer.stderr
        report = ini_text(answer.stdout)
        rows = numpy.loadtxt(tmp_path / "sky.csv", delimiter=",", skiprows=1)
        (tmp_path / "sky.csv").unlink()
        assert len(rows) == int(report["STARS"]) > 20
        values[name] = (float(report["HFD_MEDIAN"]), rows)
    assert 1 < values["ours"][0] < 10
    if ASTAP:
        assert values["ours"][0] == pytest.approx(values["theirs"][0], rel=0.25)
        # The same stars at the same places.
        ours, theirs = (values[name][1] for name in ("ours", "theirs"))
        brightest = theirs[numpy.argsort(-theirs[:, 4])][:20]
        near = [numpy.hypot(*(ours[:, :2] - star[:2]).T).min() for star in brightest]
        assert sum(distance < 0.5 for distance in near) >= 16


def ini_text(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
