"""`VeilNote`: says over the plane why its border is not shown, where it covers no points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtWidgets import QGraphicsItem, QLabel

from nnfs_gui.theme import LABEL, Theme, font

from ..shared.base import Plot
from .frame import SquareFrame
from .points import PointsItem

_PADDING, _EDGE, _CLEAR = 8, 3, 1
"""Pixels around the words, from the plane's edge, and from the nearest point."""
_BEYOND = 1.4
"""Widths of a small plane that a line may take before it is broken: below the plane it may."""
_PLACES = np.linspace(0.0, 1.0, 25)
"""Where it may stand, from left to right and from the top down."""


class VeilNote(QLabel):
    """A line near the lower edge of the plane, there while there is something to say."""

    def __init__(self, theme: Theme, frame: SquareFrame, plot: Plot, points: PointsItem) -> None:
        super().__init__(frame)
        self.setObjectName("veil-note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFont(font(LABEL, 500))
        self._frame, self._plot, self._points = frame, plot, points
        frame.arranged.connect(self.place)
        plot.plotItem.vb.sigRangeChanged.connect(self.place)
        self.show_theme(theme)
        self.hide()

    def veil(self, reason: str, items: Sequence[QGraphicsItem]) -> None:
        """Hide these items and say why; "" shows them."""
        for item in items:
            item.setVisible(not reason)
        self.setText(reason)
        self.setVisible(bool(reason))
        self.place()

    def show_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QLabel#veil-note {{ background: {theme.raised}; color: {theme.text};"
            f" border: 1px solid {theme.line}; border-radius: 7px;"
            f" padding: 3px {_PADDING}px; }}"
        )

    @Slot()
    def place(self) -> None:
        """Stand where no point is, or else over the numbers of the lower axis."""
        if self.isHidden():
            return
        frame = self._frame
        self.ensurePolished()  # the padding of the style counts
        side, words = frame.plane_side(), self.fontMetrics().horizontalAdvance(self.text())
        wide = words + 2 * _PADDING + 4
        if wide > min(frame.width() - 2 * _EDGE, _BEYOND * side):
            wide = max(60, min(side - 24, wide))
        self.setFixedSize(wide, self.heightForWidth(wide))
        plane = self._plot.plotItem.vb.sceneBoundingRect().toRect()
        plane.translate(self._plot.pos())
        free = free_place(plane, self.size(), self._seen(), self._points.radius + _CLEAR)
        self.setGeometry(free)
        self.raise_()

    def _seen(self) -> npt.NDArray[np.float64]:
        """Where the points are, in the frame's pixels; of shape (n, 2)."""
        (left, right), (low, high) = self._plot.plotItem.vb.viewRange()
        plane = self._plot.plotItem.vb.sceneBoundingRect()
        at = (self._points.positions - (left, high)) / (right - left, low - high)
        seen = at[((at >= 0.0) & (at <= 1.0)).all(axis=1)]
        corner = plane.x() + self._plot.x(), plane.y() + self._plot.y()
        places: npt.NDArray[np.float64] = seen * (plane.width(), plane.height()) + corner
        return places


def free_place(plane: QRect, size: QSize, points: npt.NDArray[np.float64], clear: float) -> QRect:
    """Where a note covers no points, as near to the lower middle of the plane as it can.

    Where there is no such place, it stands below the plane.
    """
    room = plane.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    wide, high = max(0, room.width() - size.width()), max(0, room.height() - size.height())
    lefts = room.left() + np.rint(_PLACES * wide)
    tops = room.top() + np.rint(_PLACES * high)
    within = _strips(lefts, size.width(), points[:, 0], clear)
    level = _strips(tops, size.height(), points[:, 1], clear)
    free = level @ within.T == 0.0
    if room.width() < size.width() or not free.any():
        left = plane.center().x() - size.width() // 2
        return QRect(left, plane.bottom() + 1, size.width(), size.height())
    far = (((1.0 - _PLACES) * high) ** 2)[:, None] + ((_PLACES - 0.5) * wide) ** 2
    down, across = np.unravel_index(np.argmin(np.where(free, far, np.inf)), free.shape)
    return QRect(int(lefts[across]), int(tops[down]), size.width(), size.height())


def _strips(
    starts: npt.NDArray[np.float64], long: int, at: npt.NDArray[np.float64], clear: float
) -> npt.NDArray[np.float32]:
    """1 for a point that the strip from a start on would cover, else 0; (n_starts, n_points)."""
    begin = starts[:, None]
    return ((at >= begin - clear) & (at <= begin + long + clear)).astype(np.float32)
