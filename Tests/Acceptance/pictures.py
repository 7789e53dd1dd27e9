"""Draws the contact sheet of twelve fields for a person to look at: `./test --pictures`."""

import json
import pathlib
import sys
import tempfile

from PIL import Image

from home import PROJECT, run
from scenes import SCENES

SIZE = (1200, 800)
COLUMNS = 3
EVERYTHING = ["--deep-sky", "--constellations"]


def draw(folder):
    """Draws each scene with all layers, and says what had to be left out."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with tempfile.TemporaryDirectory() as work:
        for scene in SCENES:
            picture, wcs = scene.prepare(pathlib.Path(work), *SIZE)
            out = folder / f"{scene.name}.png"
            answer = run("annotate", picture, "--wcs", wcs, *scene.options(scene.name), *EVERYTHING, "--json", "--out", out)
            out.with_suffix(".wcs").unlink(missing_ok=True)
            dropped = [label["text"] for label in json.loads(answer.stdout)["droppedLabels"]]
            print(f"{scene.name}: {len(dropped)} labels found no place {', '.join(dropped)}")
            pictures.append(out)
    return pictures


def sheet(pictures, place):
    """All pictures on one, at half their size."""
    width, height = SIZE[0] // 2, SIZE[1] // 2
    rows = -(-len(pictures) // COLUMNS)
    page = Image.new("RGB", (COLUMNS * (width + 8) + 8, rows * (height + 8) + 8), "grey")
    for index, path in enumerate(pictures):
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((width, height), Image.Resampling.LANCZOS)
        page.paste(picture, (8 + index % COLUMNS * (width + 8), 8 + index // COLUMNS * (height + 8)))
    page.save(place)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / ".cache/pictures"
    sheet(draw(folder), folder / "contact sheet.png")
    print(f"{folder}/contact sheet.png")
