#!/usr/bin/env python3
"""Make pictures that no plate solver may solve: noise, daylight, text, blank, gradients, stars in places where no stars are.

usage: make-false-pictures.py FOLDER [--count 50] [--seed 1] [--width 1200] [--height 800]

Writes FOLDER/false-NN-KIND.(jpg|png|tif) and prints one line per picture: file, kind (tab-separated).
The same arguments give the same pictures. Needs numpy and Pillow.
"""

import argparse
import os
import random
import string

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def smooth_noise(rng, width, height, cells):
    """Noise of one size of blobs, -1 to 1."""
    small = rng.normal(size=(max(2, round(cells * height / width)), max(2, cells))).astype(np.float32)
    image = Image.fromarray(small, mode="F").resize((width, height), Image.BICUBIC)
    values = np.asarray(image)
    return values / max(1e-6, np.abs(values).max())


def clouds(rng, width, height):
    """Noise of many sizes, as clouds have it."""
    total = sum(smooth_noise(rng, width, height, 3 * 2**level) / 1.8**level for level in range(7))
    return total / np.abs(total).max()


def to_image(values):
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def noise(rng, width, height):
    channels = 3 if rng.random() < 0.5 else 1
    level, sigma = rng.uniform(10, 120), rng.uniform(3, 40)
    values = rng.normal(level, sigma, size=(height, width, channels))
    if rng.random() < 0.4:  # blotches, as from a phone that smooths its noise
        values = values + 4 * sigma * smooth_noise(rng, width, height, width // 6)[..., None]
    return to_image(values[..., 0] if channels == 1 else values)


def daylight(rng, width, height):
    """A blue sky with clouds over a dark horizon with trees or roofs."""
    y = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([90.0, 140, 215]) * (1 - y) + np.array([190.0, 215, 240]) * y
    cover = np.clip(clouds(rng, width, height) + rng.uniform(-0.2, 0.3), 0, 1)[..., None]
    values = sky * (1 - cover) + 245 * cover
    ridge = height * rng.uniform(0.6, 0.85) + 0.06 * height * np.interp(
        np.arange(width), np.linspace(0, width, 60), rng.normal(size=60)
    )
    ground = np.arange(height)[:, None] > ridge[None, :]
    leaves = np.array([40.0, 60, 30]) + 25 * rng.normal(size=(height, width, 1))
    values = np.where(ground[..., None], leaves, values)
    return to_image(values + rng.normal(0, 2, size=values.shape))


def text(rng, width, height):
    """A page of words in black on white, or white on black."""
    words = random.Random(int(rng.integers(1 << 30)))
    dark = rng.random() < 0.5
    image = Image.new("L", (width, height), 8 if dark else 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default()
    step = int(rng.integers(14, 26))
    for line in range(20, height - 20, step):
        row = ""
        while len(row) < width // 7:
            row += "".join(words.choices(string.ascii_lowercase, k=words.randint(1, 10))) + words.choice("    , . ; ")
        draw.text((20, line), row[: width // 7], fill=240 if dark else 10, font=font)
    return image.rotate(float(rng.uniform(-4, 4)), fillcolor=8 if dark else 250)


def blank(rng, width, height):
    colour = tuple(int(v) for v in rng.integers(0, 256, size=3) // int(rng.choice([1, 8, 32])))
    return Image.new("RGB", (width, height), colour)


def gradient(rng, width, height):
    """A twilight sky: smooth light, perhaps with banding, no stars."""
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (x * np.cos(angle) + y * np.sin(angle)) / width
    along = (along - along.min()) / (along.max() - along.min())
    low, high = rng.uniform(0, 60, size=3), rng.uniform(60, 220, size=3)
    values = low + (high - low) * (along ** rng.uniform(0.6, 2.5))[..., None]
    if rng.random() < 0.5:
        values = values + rng.normal(0, rng.uniform(0.5, 4), size=values.shape)
    return to_image(values)


def false_stars(rng, width, height):
    """A picture that looks like the sky, but its stars are where chance put them."""
    count = int(rng.integers(60, 900))
    flux = 300 * rng.random(count) ** -0.9  # many faint, few bright
    fwhm = rng.uniform(1.8, 3.2)
    core = fwhm / 2.355
    values = np.full((height, width), rng.uniform(20, 60), dtype=np.float32)
    values += rng.uniform(0, 12) * smooth_noise(rng, width, height, 3)
    for x, y, light in zip(rng.uniform(0, width, count), rng.uniform(0, height, count), flux):
        reach = 12
        left, right = max(0, int(x) - reach), min(width, int(x) + reach)
        top, bottom = max(0, int(y) - reach), min(height, int(y) + reach)
        yy, xx = np.mgrid[top:bottom, left:right]
        values[top:bottom, left:right] += min(light, 3e4) / (2 * np.pi * core**2) * np.exp(
            -((xx - x) ** 2 + (yy - y) ** 2) / (2 * core**2)
        )
    values += rng.normal(0, rng.uniform(1, 4), size=values.shape)
    return to_image(values)


def lamps(rng, width, height):
    """A town at night: lamps in rows and windows, blurred."""
    image = Image.new("RGB", (width, height), (6, 7, 12))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(5, 14))):
        left, top = rng.uniform(0, width), rng.uniform(height * 0.3, height * 0.8)
        columns, rows, step = int(rng.integers(3, 14)), int(rng.integers(3, 20)), float(rng.uniform(9, 16))
        for column in range(columns):
            for row in range(rows):
                if rng.random() < 0.45:
                    x, y, glow = left + column * step, top + row * step, rng.uniform(0.4, 1)
                    draw.rectangle((x, y, x + 4, y + 5), fill=(int(255 * glow), int(220 * glow), int(140 * glow)))
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2))).astype(np.float32)
    return to_image(values + rng.normal(0, 3, size=values.shape))


KINDS = [
    ("noise", noise), ("daylight", daylight), ("text", text), ("blank", blank), ("gradient", gradient),
    ("stars", false_stars), ("lamps", lamps), ("stars", false_stars),
]
EXTENSIONS = ["jpg", "png", "jpg", "tif", "jpg"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=1200)
    parser.add_argument("--height", type=int, default=800)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    for number in range(arguments.count):
        kind, make = KINDS[number % len(KINDS)]
        rng = np.random.default_rng([arguments.seed, number])
        image = make(rng, arguments.width, arguments.height)
        name = f"false-{number:02d}-{kind}.{EXTENSIONS[number % len(EXTENSIONS)]}"
        path = os.path.join(arguments.folder, name)
        if name.endswith(".jpg"):
            image.save(path, quality=92)
        else:
            image.save(path)
        print(f"{name}\t{kind}")


if __name__ == "__main__":
    main()
