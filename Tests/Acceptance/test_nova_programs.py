"""Programs made for nova.astrometry.net solve at our server: scripts, astroquery, our own client."""

import csv
import io

import pytest
from astropy.io import fits
from astropy.table import Table
from astropy.wcs import WCS
from PIL import Image

from home import PROJECT, Home, wait_until
from nova_fixtures import client, home, key, picture, solved

IMAGES = PROJECT.parent / "shared/images"


def truth(count=5):
    rows = []
    if (IMAGES / "truth.tsv").exists():
        with open(IMAGES / "truth.tsv") as file:
            rows = [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "solvable"]
    small = [row for row in rows if int(row["width"]) * int(row["height"]) < 4e6 and row["solve_field_blind_solved"] == "yes"]
    return small[:count]


@pytest.mark.parametrize("row", truth(), ids=lambda row: row["file"])
def test_a_plain_script_solves_the_pictures(client, row):
    file = IMAGES / row["file"]
    (job, status), = client.wait(client.upload(file.read_bytes(), file.name))
    assert status == "success"
    calibration = client.get(f"jobs/{job}/calibration/")
    near = 0.02 * float(row["field_w_deg"])
    assert calibration["dec"] == pytest.approx(float(row["dec_deg"]), abs=near)
    assert calibration["pixscale"] == pytest.approx(float(row["arcsec_per_px"]), rel=0.03)
    header = fits.open(io.BytesIO(client.file(f"wcs_file/{job}").content))[0].header
    x, y = WCS(header).all_world2pix([[float(row["ra_deg"]), float(row["dec_deg"])]], 0)[0]
    assert abs(x - int(row["width"]) / 2) < 0.02 * int(row["width"]) and abs(y - int(row["height"]) / 2) < 0.02 * int(row["height"])


@pytest.mark.parametrize("row", truth(), ids=lambda row: row["file"])
def test_astroquery_solves_the_pictures(client, key, row):
    header = astroquery(client, key).solve_from_image(str(IMAGES / row["file"]), verbose=False)
    x, y = WCS(header).all_world2pix([[float(row["ra_deg"]), float(row["dec_deg"])]], 0)[0]
    assert abs(x - int(row["width"]) / 2) < 0.02 * int(row["width"])


def astroquery(client, key):
    from astroquery.astrometry_net import AstrometryNet, conf
    conf.server = client.base
    ast = AstrometryNet()
    ast.URL, ast.API_URL, ast.api_key = client.base, f"{client.base}/api", key
    ast.TIMEOUT = 120
    return ast


def test_astroquery_solves_a_list_of_stars(client, key, solved):
    axy = Table.read(io.BytesIO(client.file(f"axy_file/{solved[1]}").content), hdu=1)
    axy.sort("FLUX", reverse=True)
    header = astroquery(client, key).solve_from_source_list(
        [float(v) for v in axy["X"][:60]], [float(v) for v in axy["Y"][:60]], 1200, 800, verbose=False)
    assert WCS(header).all_pix2world([[600, 400]], 0)[0] == pytest.approx([84, 1], abs=0.05)


def test_our_client_at_our_server(home, client, key, picture, tmp_path):
    """From the landing pad of one archive through the server of another to done, with all products."""
    other = Home(
        tmp_path / "other", environment=dict(
            ASTROBASE_ENGINE="nova", ASTROMETRY_URL=client.base, ASTROMETRY_API_KEY=key, ASTROMETRY_POLL_SECONDS="0.2"))
    try:
        other.start()
        other.drop(picture[0])
        turned = Image.open(picture[0]).transpose(Image.Transpose.ROTATE_90)
        exif = Image.Exif()
        exif[0x0112] = 6
        turned.save(tmp_path / "turned.jpg", quality=95, exif=exif)
        other.drop(tmp_path / "turned.jpg")
        other.wait_for_status({"done"}, 2, 120)
        for folder in [path for path in other.data.iterdir() if path.is_dir() and path.name[0].isdigit()]:
            for product in ("wcs_file.fits", "axy_file.fits", "corr_file.fits", "rdls_file.fits", "annotated.jpg", "sky_globe.jpg", "sky_plot.jpg"):
                wait_until(lambda: list(folder.glob(f"*_{product}")), 60, f"{folder} holds {product}")
            # Both are the same picture as it is shown, so the solutions are the same.
            header = fits.getheader(next(folder.glob("*_wcs_file.fits")))
            assert (header["IMAGEW"], header["IMAGEH"]) == (1200, 800)
            assert WCS(header).all_pix2world([[599.5, 399.5]], 0)[0] == pytest.approx([84, 1], abs=0.02)
    finally:
        other.end()
