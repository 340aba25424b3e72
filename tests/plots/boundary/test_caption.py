"""The caption of the boundary's card: it touches nothing, and takes no width from the network."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

THREE = np.array([[-4.0, -4.0, 0], [0.0, 3.0, 1], [4.0, 4.0, 2]])


def span(widget: QWidget) -> tuple[int, int]:
    """Where what is drawn of a widget begins and ends."""
    left, right = widget.geometry().left(), widget.geometry().right() + 1
    if isinstance(widget, QLabel):
        right -= widget.contentsMargins().right()
        words = widget.fontMetrics().horizontalAdvance(widget.text())
        left = max(left, right - words) if widget.objectName() == "card-caption" else left
        right = min(right, left + words)
    return left, right


def test_the_caption_is_whole_and_clear_of_the_buttons_or_not_there(show, fresh):
    view = show(fresh(THREE, classes=3))
    assert view.caption == "most likely class"
    caption = view.findChild(QLabel, "card-caption")
    words = caption.fontMetrics().horizontalAdvance(view.caption)
    least, seen = view.minimumSizeHint().width(), set()
    for width in range(least, 420, 3):
        view.resize(width, 300)
        assert view.minimumSizeHint().width() <= least + view.header.spacing()  # asks for no room
        seen.add(caption.isVisible())
        if caption.isVisible():
            left, right = span(caption)
            assert right - left >= words
            assert left - span(view.findChild(QLabel, "card-title"))[1] >= 6
            button = view.findChild(QToolButton, "paint-mode")
            assert min(button.x(), view.findChild(QToolButton, "boundary-view").x()) - right >= 6
    assert seen == {True, False}
