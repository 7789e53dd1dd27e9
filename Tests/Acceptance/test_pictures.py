"""Twelve fields drawn with everything: no label covers another, none leaves the picture, and nearly all of them find a place."""

import json
import math

import pytest

from home import run
from pictures import EVERYTHING
from scenes import SCENES

SIZE = (1800, 1200)
# Texts of these may stand on their panels.
FURNITURE = {"info", "legend", "compass", "scale-bar", "title"}


def corners(label):
    """Of a label's box as it is turned, clockwise on the screen."""
    turn = math.radians(label["angle"])
    c, s = math.cos(turn), math.sin(turn)
    half = label["width"] / 2, label["height"] / 2
    return [(label["x"] + c * x * half[0] - s * y * half[1], label["y"] + s * x * half[0] + c * y * half[1])
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def overlap(a, b):
    """How far two convex figures reach into each other, pixels; zero or less where they are apart (separating axes)."""
    least = math.inf
    for figure in (a, b):
        for (x1, y1), (x2, y2) in zip(figure, figure[1:] + figure[:1]):
            length = math.hypot(x2 - x1, y2 - y1)
            nx, ny = (y2 - y1) / length, (x1 - x2) / length
            first, second = [nx * x + ny * y for x, y in a], [nx * x + ny * y for x, y in b]
            least = min(least, min(max(first), max(second)) - max(min(first), min(second)))
    return least


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_labels(scene, tmp_path):
    picture, wcs = scene.prepare(tmp_path, *SIZE)
    answer = run(
        "annotate", picture, "--wcs", wcs, *scene.options(scene.name), *EVERYTHING, "--json", "--out", tmp_path / "out.png")
    report = json.loads(answer.stdout)
    labels, dropped = report["labels"], report["droppedLabels"]
    figures = [corners(label) for label in labels]
    for figure, label in zip(figures, labels):
        assert all(-0.5 <= x <= report["width"] - 0.5 and -0.5 <= y <= report["height"] - 0.5 for x, y in figure), label
    for first in range(len(labels)):
        for second in range(first):
            if labels[first]["layer"] == labels[second]["layer"] and labels[first]["layer"] in FURNITURE:
                continue
            assert overlap(figures[first], figures[second]) < 0.01, (labels[first], labels[second])
    placed = [label for label in labels if label["layer"] not in FURNITURE]
    # Letters grow with the picture: as many as these stand on a picture of 1,200 by 800 pixels.
    density = (len(placed) + len(dropped)) / 0.96
    assert all(label["text"] for label in dropped)
    # Of a handful, one may be in the way of a panel.
    allowed = max(1, (0.05 if density <= 40 else 0.2) * (len(placed) + len(dropped)))
    assert len(dropped) <= allowed, [label["text"] for label in dropped]
