"""Why the border is not shown."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from nnfs_gui.plots.boundary.veil_note import VeilNote
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
