"""Every point is drawn where it lies, as what it is; and rings are as plain as they can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.plots.boundary.markers import Look, Ring
from nnfs_gui.plots.boundary.view import LEAST_RADIUS
from nnfs_gui.theme import DARK, LIGHT

# Far apart, at odd places, and of no symmetry.
PLACES = np.array([[-4.7, -3.9], [1.3, -4.4], [4.1, -1.7], [-2.2, 1.1], [0.4, 3.2], [5.2, 4.9]])
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)


def snapshot_at(fresh, classes=2, test=()):
    """A snapshot of the points at `PLACES`, of each class in turn."""
    targets = np.arange(len(PLACES)) % max(classes, 1)
    if classes == 0:
        targets = np.linspace(-1, 1, len(PLACES))
    snapshot = fresh(np.column_stack([PLACES, targets]), classes=classes)
    chosen = np.array(test, dtype=int)
    train = np.setdiff1d(np.arange(len(PLACES)), chosen)
    return replace(snapshot, data=replace(snapshot.data, train=train, test=chosen))


def drawn(show, snapshot, theme=DARK):
    view = show(snapshot, theme)
    view._awaited = None  # the parts of the data are this test's own
    view.show_snapshot(snapshot)
    return view


def around(view, theme, place, reach=14):
    """The pixels around a place of the plane, found from the plot's corners alone."""
    box = view.plot.plotItem.vb.sceneBoundingRect()
    x = box.left() + (place[0] + PLANE) / (2 * PLANE) * box.width()
    y = box.bottom() - (place[1] + PLANE) / (2 * PLANE) * box.height()
    image = view.plot.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    top, left = round(y) - reach, round(x) - reach
    return pixels[top : top + 2 * reach, left : left + 2 * reach, 2::-1].astype(int), (
        x - left, y - top
    )  # fmt: skip


def of_colour(pixels, colour, near=10):
    wanted = np.array(QColor(colour).getRgb()[:3])
    return (np.abs(pixels - wanted) <= near).all(axis=-1)


@THEMES
@pytest.mark.parametrize("classes", [2, 6])
def test_every_point_is_drawn_where_it_lies_in_the_colour_of_its_class(show, fresh, theme, classes):
    view = drawn(show, snapshot_at(fresh, classes), theme)
    for index, place in enumerate(PLACES):
        pixels, centre = around(view, theme, place)
        rows, columns = np.nonzero(of_colour(pixels, theme.class_color(index % classes, classes)))
        assert len(rows) > 15
        # A triangle's middle lies a little beside the middle of its pixels.
        assert columns.mean() + 0.5 == pytest.approx(centre[0], abs=0.9)
        assert rows.mean() + 0.5 == pytest.approx(centre[1], abs=1.0)


def test_a_value_is_drawn_in_the_colour_of_the_scale(show, fresh):
    view = drawn(show, snapshot_at(fresh, classes=0))
    for place, value in zip(PLACES, np.linspace(-1, 1, len(PLACES)), strict=True):
        pixels, (x, y) = around(view, DARK, place)
        middle = pixels[int(y) - 1 : int(y) + 1, int(x) - 1 : int(x) + 1].mean(axis=(0, 1))
        wanted = QColor(DARK.signed(value)).getRgb()[:3]
        assert np.abs(middle - wanted).max() < 12


@THEMES
def test_a_hollow_test_point_keeps_a_ring_of_its_colour_in_its_own_region(show, fresh, theme):
    view = drawn(show, snapshot_at(fresh, test=(1, 4)), theme)
    for index in (1, 4):
        pixels, (x, y) = around(view, theme, PLACES[index], reach=9)
        own = of_colour(pixels, theme.class_color(index % 2, 2), near=40)
        assert own.sum() >= 12
        assert of_colour(pixels, theme.panel)[int(y), int(x)], "its middle is hollow"


def test_what_a_point_is_follows_the_data(show, fresh):
    snapshot = snapshot_at(fresh, classes=3, test=(0, 5))
    view = drawn(show, snapshot)
    np.testing.assert_array_equal(view.points.positions, PLACES)
    assert view.points.looks == [Look(index % 3, index in (0, 5)) for index in range(len(PLACES))]


@pytest.mark.parametrize("size", [170, 420, 1200])
def test_points_never_get_too_small_to_tell_their_shape(show, fresh, size):
    crowd = np.random.default_rng(1).uniform(-6, 6, (2500, 2))
    view = show(fresh(np.column_stack([crowd, crowd[:, 0] > 0])), size=size)
    assert view.points.radius >= LEAST_RADIUS >= 3


def test_the_shapes_of_classes_cover_different_pixels(show, fresh):
    view = drawn(show, snapshot_at(fresh, classes=6), DARK)
    covered = []
    for index, place in enumerate(PLACES):
        pixels, (x, y) = around(view, DARK, place, reach=9)
        mask = of_colour(pixels, DARK.class_color(index, 6), near=60)
        covered.append(np.roll(mask, (9 - round(y), 9 - round(x)), axis=(0, 1)))
    for first in range(6):
        for second in range(first):
            assert (covered[first] != covered[second]).sum() >= 8, (first, second)


@pytest.mark.parametrize(("wrong", "strength"), [(1, 2), (2, 2), (4, 1), (12, 0), (40, 0)])
def test_rings_are_light_while_many_are_wrong_and_plain_when_few_are(show, fresh, wrong, strength):
    places = np.random.default_rng(2).uniform(-6, 6, (40, 2))
    snapshot = fresh(np.column_stack([places, np.ones(40)]))
    right = np.ones((40, 1), dtype=np.float32)
    right[:wrong] = 0.0
    view = show(replace(snapshot, predictions=right))
    assert len(view.points.wrong) == wrong
    assert view.points.strength == strength


def test_a_light_ring_hides_less_than_a_plain_one(show, fresh):
    view = show(snapshot_at(fresh))
    stamps = view.points._fitting_stamps(1.0)
    opacity = []
    for strength in range(3):
        picture = stamps._made(Ring(0, strength))[0].toImage()
        image = picture.convertToFormat(QImage.Format.Format_ARGB32)
        opacity.append(np.frombuffer(image.constBits(), np.uint8)[3::4].sum(dtype=int))
    assert opacity[0] < 0.6 * opacity[1] < 0.6 * opacity[2]
