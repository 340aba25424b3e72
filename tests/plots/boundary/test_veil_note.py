"""Why the border is not shown."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt

from nnfs_gui.plots.boundary.veil_note import VeilNote, free_place
from nnfs_gui.theme import DARK

THREE = np.array([[-4.0, -4.0, 0], [4.0, 4.0, 1], [0.0, 3.0, 1]])


@pytest.mark.parametrize("size", [190, 260, 420])
def test_the_reason_is_whole_however_small_the_plane_is(show, fresh, size):
    view = show(fresh(THREE), DARK, size)
    view.veil("Answer first; then you will see.")
    note = view.findChild(VeilNote)
    room = note.contentsRect()
    wrapped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    needed = note.fontMetrics().boundingRect(room, wrapped, note.text())
    assert needed.height() <= room.height()


def test_a_short_reason_stays_on_one_line_beside_a_long_legend(show, fresh):
    points = [[x, 5.0 - x, kind] for kind in range(8) for x in (-5.0, 0.5 * kind, 5.0)]
    view = show(fresh(np.array(points), classes=8), DARK, 200)
    view.veil("Answer first")
    note = view.findChild(VeilNote)
    words = note.fontMetrics().horizontalAdvance("Answer first")
    assert view._frame.plane_side() < words + 40  # or there is nothing to be seen here
    assert note.contentsRect().width() >= words
    assert note.geometry().left() >= 0
    assert note.geometry().right() <= note.parentWidget().width()


def test_a_caption_yields_to_a_longer_title_at_once(show, fresh):
    view = show(fresh(THREE), DARK, 300)
    view.set_title("Short")
    view.set_caption("caption")
    view.fit_caption()
    assert view._caption.isVisible()
    view.set_title("A title that takes nearly all there is")
    view.fit_caption()
    assert not view._caption.isVisible()


PLANE, NOTE = QRect(40, 10, 300, 300), QSize(160, 24)
CORNER = np.array([40.0, 10.0])


def test_a_note_stands_low_in_the_middle_while_nothing_is_there():
    free = free_place(PLANE, NOTE, np.empty((0, 2)), 4.0)
    assert free.size() == NOTE
    assert abs(free.center().x() - PLANE.center().x()) <= 1
    assert 0 < PLANE.bottom() - free.bottom() <= 4


@pytest.mark.parametrize("seed", range(8))
def test_a_note_covers_no_point_and_goes_no_farther_than_it_must(seed):
    points = np.random.default_rng(seed).uniform(0, 300, (12, 2)) + CORNER
    free = free_place(PLANE, NOTE, points, 4.0)
    assert PLANE.contains(free)
    clear = free.adjusted(-3, -3, 3, 3)
    assert not any(clear.contains(QPoint(*map(round, point))) for point in points)
    aim = QPoint(PLANE.center().x(), PLANE.bottom() - NOTE.height() // 2)
    far = free.center() - aim
    nearer = [
        place
        for left in range(PLANE.left() + 3, PLANE.right() - NOTE.width() - 3, 8)
        for top in range(PLANE.top() + 3, PLANE.bottom() - NOTE.height() - 3, 8)
        if (place := QRect(QPoint(left, top), NOTE)).center() != free.center()
    ]
    for place in nearer:
        away = place.center() - aim
        if QPoint.dotProduct(away, away) < 0.8 * QPoint.dotProduct(far, far):
            covered = place.adjusted(-16, -16, 16, 16)  # places are tried in steps
            assert any(covered.contains(QPoint(*map(round, point))) for point in points)


def test_a_note_stands_below_a_plane_full_of_points():
    row = np.arange(0, 300, 12.0)
    points = np.column_stack([axis.ravel() for axis in np.meshgrid(row, row)]) + CORNER
    free = free_place(PLANE, NOTE, points, 4.0)
    assert free.top() > PLANE.bottom()
    assert abs(free.center().x() - PLANE.center().x()) <= 1
