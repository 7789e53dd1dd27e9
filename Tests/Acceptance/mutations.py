"""Small pictures of every format, and what accidents and bad intentions make of them. All from one seed."""

import gzip
import io
import struct
import zlib

import numpy
import tifffile
from astropy.io import fits
from PIL import Image

WIDTH, HEIGHT = 96, 64


def noise(chance, shape, kind=numpy.uint8):
    """A dark sky with some light in it, never twice the same."""
    data = numpy.frombuffer(chance.randbytes(int(numpy.prod(shape)) * 2), dtype=numpy.uint16).reshape(shape)
    return (data >> 10).astype(kind) if kind == numpy.uint8 else data.astype(kind)


def jpeg(chance):
    file = io.BytesIO()
    mode = chance.choice(["L", "RGB", "CMYK"])
    shape = (HEIGHT, WIDTH) if mode == "L" else (HEIGHT, WIDTH, len(mode))
    Image.fromarray(noise(chance, shape), mode).save(file, "JPEG", progressive=chance.random() < 0.5, quality=90)
    return file.getvalue()


def png(chance):
    file = io.BytesIO()
    if chance.random() < 0.3:
        Image.fromarray(noise(chance, (HEIGHT, WIDTH), numpy.uint16)).save(file, "PNG")
    else:
        channels = chance.choice([3, 4])
        Image.fromarray(noise(chance, (HEIGHT, WIDTH, channels))).save(file, "PNG")
    return file.getvalue()


def tiff(chance):
    file = io.BytesIO()
    kind = chance.choice([numpy.uint8, numpy.uint16, numpy.float32])
    tifffile.imwrite(
        file, noise(chance, (HEIGHT, WIDTH), kind), compression=chance.choice([None, "zlib"]), photometric="minisblack",
        byteorder=chance.choice("<>"))
    return file.getvalue()


def fits_file(chance):
    file = io.BytesIO()
    kind = chance.choice([numpy.uint8, numpy.int16, numpy.float32, numpy.uint16])
    shape = chance.choice([(HEIGHT, WIDTH), (3, HEIGHT, WIDTH)])
    unit = fits.PrimaryHDU(noise(chance, shape, numpy.uint16).astype(kind))
    unit.header["DATE-OBS"] = "2026-11-21T22:10:00"
    unit.writeto(file)
    return file.getvalue()


def fits_gz(chance):
    return gzip.compress(fits_file(chance), mtime=0)


def fits_fz(chance):
    file = io.BytesIO()
    data = noise(chance, (HEIGHT, WIDTH), numpy.uint16).astype(numpy.int16)
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(data, compression_type="RICE_1")]).writeto(file)
    return file.getvalue()


def dng(chance):
    """A minimal DNG: one uncompressed strip of a Bayer mosaic with the tags that a raw reader asks for."""
    file = io.BytesIO()
    data = noise(chance, (HEIGHT, WIDTH), numpy.uint16)
    matrix = (10000, 10000, 0, 10000, 0, 10000, 0, 10000, 10000, 10000, 0, 10000, 0, 10000, 0, 10000, 10000, 10000)
    tifffile.imwrite(
        file, data, photometric=32803, planarconfig=1, metadata=None, extratags=[
            (271, "s", 0, "Astrobase", True), (272, "s", 0, "Test camera", True),
            (33421, "H", 2, (2, 2), True), (33422, "B", 4, bytes([0, 1, 1, 2]), True),
            (50706, "B", 4, bytes([1, 4, 0, 0]), True), (50707, "B", 4, bytes([1, 1, 0, 0]), True),
            (50708, "s", 0, "Astrobase Test camera", True), (50714, "H", 1, 0, True), (50717, "I", 1, 65535, True),
            (50721, "2i", 9, matrix, True), (50778, "H", 1, 21, True)])
    return file.getvalue()


FORMATS = {
    "jpg": jpeg, "png": png, "tif": tiff, "fits": fits_file, "fits.gz": fits_gz, "fits.fz": fits_fz, "dng": dng,
}


def truncated(data, chance):
    # The last block of a FITS file may be padding, without which nothing is missing.
    padding = 2880 if data[:6] == b"SIMPLE" else 0
    return data[: chance.randrange(1, len(data) - padding)]


def flipped(data, chance):
    bytes_ = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 30])):
        bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
    return bytes(bytes_)


def flipped_header(data, chance):
    bytes_ = bytearray(data)
    for _ in range(chance.choice([1, 4])):
        bytes_[chance.randrange(min(len(bytes_), 400))] = chance.randrange(256)
    return bytes(bytes_)


def blanked(data, chance):
    start = chance.randrange(len(data))
    length = chance.randrange(1, len(data) - start + 1)
    return data[:start] + bytes(length) + data[start + length:]


def doubled(data, chance):
    return data + data[: chance.randrange(len(data))]


def lying(data, chance):
    """Says to be far larger than it is."""
    huge = chance.choice([60000, 65500, 40000])
    if data[:2] == b"\xff\xd8":
        for marker in (b"\xff\xc0", b"\xff\xc2"):
            if (at := data.find(marker)) > 0:
                return data[: at + 5] + struct.pack(">HH", huge, huge) + data[at + 9:]
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        head = b"IHDR" + struct.pack(">II", huge * 30, huge * 30) + data[24:29]
        return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]
    if data[:2] in (b"II", b"MM"):
        order = "<" if data[:2] == b"II" else ">"
        at = struct.unpack_from(order + "I", data, 4)[0]
        patched = bytearray(data)
        if at + 2 < len(data):
            for number in range(struct.unpack_from(order + "H", data, at)[0]):
                entry = at + 2 + 12 * number
                tag, kind = struct.unpack_from(order + "HH", data, entry)
                if tag in (256, 257):
                    struct.pack_into(order + ("H" if kind == 3 else "I"), patched, entry + 8, huge)
        return bytes(patched)
    if data[:6] == b"SIMPLE":
        text = data.replace(b"NAXIS1  =                   96", b"NAXIS1  =           %10d" % (huge * 1000), 1)
        return text.replace(b"NAXIS2  =                   64", b"NAXIS2  =           %10d" % huge, 1)
    return flipped_header(data, chance)


def whole(data, chance):
    return data


MUTATIONS = {
    "whole": whole, "truncated": truncated, "flipped": flipped, "header": flipped_header, "blanked": blanked,
    "doubled": doubled, "lying": lying,
}

OTHER = [
    lambda chance: b"", lambda chance: b"\n", lambda chance: b"Not a picture, number %d\n" % chance.randrange(10**9),
    lambda chance: chance.randbytes(chance.randrange(1, 20000)), lambda chance: bytes(chance.randrange(1, 100000)),
    lambda chance: b"\x89PNG\r\n\x1a\n" + chance.randbytes(50), lambda chance: b"\xff\xd8\xff\xe0" + chance.randbytes(500),
    lambda chance: b"SIMPLE  =                    T" + b" " * chance.randrange(0, 5000),
    lambda chance: b"II*\0" + chance.randbytes(200), lambda chance: b"MM\0*" + b"\xff" * 60,
    lambda chance: b"\x1f\x8b\x08\0" + chance.randbytes(300), lambda chance: gzip.compress(bytes(10_000_000)),
    lambda chance: b"%PDF-1.4\n" + chance.randbytes(100), lambda chance: b"GIF89a" + chance.randbytes(100),
    lambda chance: b"PK\x03\x04" + chance.randbytes(100),
]

NAMES = ["{n}.{e}", "IMG {n}.{e}", "Übung_{n}.{e}", "a.b.{n}.{e}", "UPPER{n}.{E}", "{n}", "星{n}.{e}", "{n}[1].{e}", "-{n} #%&.{e}"]


def files(count, chance):
    """`count` names with what is in them and what was done to it."""
    for number in range(count):
        if number % 12 == 11:
            kind, ending, data = "other", chance.choice(list(FORMATS)), chance.choice(OTHER)(chance)
        else:
            kind = list(MUTATIONS)[number % len(MUTATIONS)]
            ending = list(FORMATS)[number // len(MUTATIONS) % len(FORMATS)]
            data = MUTATIONS[kind](FORMATS[ending](chance), chance)
            if kind == "whole" and chance.random() < 0.3:
                # By its content, not by its name.
                ending = chance.choice(list(FORMATS) + ["txt", "exe"])
        name = chance.choice(NAMES).format(n=number, e=ending, E=ending.upper())
        yield name, kind, ending, data
