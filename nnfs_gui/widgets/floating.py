"""`Floating`: a widget that lies over the foot of another one and moves nothing when it comes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QWidget

from .magnify import magnified

WIDEST, NARROWEST = 860, 320
MARGIN = 24
EDGE = 14
"""Pixels beside and below it where it is docked."""


class Floating(QObject):
    """Keeps ``widget`` in the middle of the foot of ``ground``, above everything else there.

    What comes and goes with a message would otherwise push away what somebody is about to click.
    ``foot`` is what stays in sight below it, where it is shown, and `keep_clear` takes what stays
    in sight on the left.  While ``snug()`` holds it is no wider than its words need.
    """

    def __init__(
        self, widget: QWidget, ground: QWidget, foot: QWidget | None = None,
        snug: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(ground)
        self._snug, self._docked = snug, False
        self._widget, self._ground, self._foot = widget, ground, foot
        self._left: QWidget | None = None
        widget.setParent(ground)
        widget.hide()
        for watched in (widget, ground):
            watched.installEventFilter(self)

    def keep_clear(self, widget: QWidget) -> None:
        """Cover nothing of a widget at the left, as long as it is shown."""
        self._left = widget

    def dock(self, docked: bool) -> None:
        """Take the whole width at the very foot, where somebody leaves room for it."""
        if docked != self._docked:
            self._docked = docked
            if self._widget.isVisible():
                self.place()

    def _place_at_the_foot(self) -> None:
        widget, ground, layout = self._widget, self._ground, self._widget.layout()
        own = 0 if layout is None else layout.contentsMargins().left()
        left = max(0, EDGE - own)
        width = ground.width() - 2 * left
        height = self._height(width)
        widget.setGeometry(left, max(0, ground.height() - EDGE - height), width, height)

    def place(self) -> None:
        """Take the height that the text needs in the width there is."""
        if self._docked:
            self._place_at_the_foot()
            return
        widget, ground = self._widget, self._ground
        left, side = 0, self._left
        if side is not None and side.isVisible():
            left = side.mapTo(ground, QPoint(side.width(), 0)).x()
        width = min(magnified(WIDEST, widget), ground.width() - left - 2 * MARGIN)
        height = self._height(width)
        if self._snug is not None and self._snug():
            width = bisect_left(
                range(width),
                True,
                min(width, NARROWEST),
                key=lambda less: self._height(less) <= height,
            )
        foot, bottom = self._foot, ground.height() - MARGIN
        if foot is not None and foot.isVisible():
            bottom = foot.mapTo(ground, QPoint(0, 0)).y() - MARGIN // 4
        top = max(0, bottom - height)
        widget.setGeometry((left + ground.width() - width) // 2, top, width, height)

    def _height(self, width: int) -> int:
        layout = self._widget.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None else -1
        return wanted if wanted > 0 else self._widget.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._ground:
            if kind == QEvent.Type.Resize and self._widget.isVisible():
                self.place()
        elif kind == QEvent.Type.Show:
            self._widget.raise_()
            self.place()
        elif kind == QEvent.Type.LayoutRequest and self._widget.isVisible():
            self.place()
        return super().eventFilter(watched, event)
