"""Index files of kinds that no package brings: tiles of the sky made by astrometry.net's own builder, and files of the other byte order."""

import subprocess

import numpy
from astropy.io import fits


def blocks(path):
    """The tables of an index file by name: place in the file and raw bytes."""
    found = {}
    with fits.open(path) as file, open(path, "rb") as raw:
        for unit in file[1:]:
            start = unit.fileinfo()["datLoc"]
            raw.seek(start)
            found[unit.header["TTYPE1"]] = (start, raw.read(unit.header["NAXIS1"] * unit.header["NAXIS2"]))
    return found


def write_stars(index, path):
    """The stars of a little-endian index file as a catalogue that can be made into another index."""
    tables = {name: data for name, (_, data) in blocks(index).items()}
    span = numpy.frombuffer(tables["kdtree_range_stars"], "<f8")
    places = numpy.frombuffer(tables["kdtree_data_stars"], "<u4").reshape(-1, 3) / span[6] + span[:3]
    columns = [
        fits.Column("RA", "D", array=numpy.degrees(numpy.arctan2(places[:, 1], places[:, 0])) % 360),
        fits.Column("DEC", "D", array=numpy.degrees(numpy.arcsin(places[:, 2].clip(-1, 1)))),
        fits.Column("MAG_VT", "E", array=numpy.frombuffer(tables["MAG_VT"], ">f4"))]
    fits.BinTableHDU.from_columns(columns).writeto(path)


def build_tile(stars, path, tile, side, preset, margin=3):
    subprocess.run(
        ["build-astrometry-index", "-i", stars, "-o", path, "-P", str(preset), "-H", str(tile), "-s", str(side), "-m", str(margin),
         "-S", "MAG_VT", "-I", str(4200 + preset)], check=True, capture_output=True)


def swap(source, target):
    """The file as a machine of the other byte order would have written it."""
    data = bytearray(source.read_bytes().replace(b"'04:03:02:01'", b"'01:02:03:04'"))
    widths = {"quads": 4, "lr": 4, "range": 8, "perm": 4}
    for name, (start, content) in blocks(source).items():
        parts = name.split("_")
        kind, tree = (parts[1], parts[-1]) if name.startswith("kdtree_") else (name, "")
        width = {"split": 2 if tree == "codes" else 4, "data": 2 if tree == "codes" else 4}.get(kind, widths.get(kind))
        if width:
            data[start:start + len(content)] = numpy.frombuffer(content, f"<u{width}").byteswap().tobytes()
    target.write_bytes(data)
