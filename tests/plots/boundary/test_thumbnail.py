"""Pictures of the gallery: something is seen on each, though the network answers little."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.plots.boundary.markers import fill_of
from nnfs_gui.plots.boundary.thumbnail import is_flat, map_image, telling_image
from nnfs_gui.theme import DARK, LIGHT, Theme
from nnfs_gui.training.snapshot import Maps

HILLS, SIGMOIDS = load_preset("clipping"), load_preset("vanishing-gradients")
SLOPE = np.tile(np.linspace(-0.3, 0.3, 64, dtype=np.float32), (1, 64, 1))


def ends(image: QImage) -> tuple[str, str]:
    return image.pixelColor(0, 32).name(), image.pixelColor(63, 32).name()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_low_hills_get_all_the_colours_which_compared_maps_do_not(theme: Theme) -> None:
    full = np.where(SLOPE < 0, -1, 1).astype(np.float32)
    assert ends(telling_image(SLOPE, HILLS, theme, None)) == ends(map_image(full, HILLS, theme))
    assert ends(map_image(SLOPE, HILLS, theme)) != ends(map_image(full, HILLS, theme))


def test_the_middle_of_the_heights_keeps_its_colour_and_high_ones_are_not_paled() -> None:
    lop_sided = SLOPE.clip(-0.1, 0.3)
    lop_sided[:, :, 31] = 0
    pictured = telling_image(lop_sided, HILLS, DARK, None)
    assert pictured.pixelColor(31, 9) == map_image(lop_sided, HILLS, DARK).pixelColor(31, 9)
    steep = 20 * SLOPE
    assert telling_image(steep, HILLS, DARK, None) == map_image(steep, HILLS, DARK)


def test_shares_are_never_made_stronger_than_they_are() -> None:
    shares = 0.5 + SLOPE
    assert telling_image(shares, SIGMOIDS, DARK, None) == map_image(shares, SIGMOIDS, DARK)


def test_only_what_has_nearly_one_colour_is_flat() -> None:
    undecided: Maps = 0.48 + 0.01 * SLOPE
    assert is_flat(undecided, SIGMOIDS)
    assert not is_flat(0.5 + SLOPE, SIGMOIDS)
    assert is_flat(0.01 * SLOPE, HILLS)
    assert not is_flat(SLOPE, HILLS)
    rings = load_preset("rings")
    assert not is_flat(np.full((4, 64, 64), 0.25, dtype=np.float32), rings)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_points_lie_over_a_flat_map_in_the_colours_of_their_classes(theme: Theme) -> None:
    undecided: Maps = 0.48 + 0.01 * SLOPE
    points = materialize(SIGMOIDS)
    image = telling_image(undecided, SIGMOIDS, theme, points)
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(256) for y in range(256)}
    for number in (0, 1):
        assert int(fill_of(number, 2, theme).lstrip("#"), 16) in seen
    first = points.inputs[0]
    x, y = ((first * (1, -1) + 6) / 12 * 256).astype(int)
    expected = QColor(fill_of(int(points.targets[0]), 2, theme))
    assert image.pixelColor(int(x), int(y)) == expected
