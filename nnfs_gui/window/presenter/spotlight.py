"""`Spotlight`: a large circle around the mouse that is seen from the back row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

SIDE = 132
"""Diameter in pixels where words have their usual size."""
RING = 9
COLOUR, RIM = "#FFC857", "#10141C"
"""Light within dark: it is seen on every ground, so it needs no theme."""
INTERVAL_MS = 16


class Spotlight(QWidget):
    """A ring over the window that follows the mouse and takes no part in anything.

    It is a small widget cut out to its ring, so that a move repaints what lies under the ring
    alone, and never the window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ring = RING
        # Most widgets hear of no mouse that moves without a button; the cursor knows.
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._follow_cursor)
        self.show_magnified(1.0)
        self.hide()

    @property
    def on(self) -> bool:
        return self._timer.isActive()

    def switch(self, on: bool) -> None:
        """Show the ring, or take it away."""
        if not on:
            self._timer.stop()
        elif not self.on:
            self._timer.start()
            self._follow_cursor()
        self.setVisible(on)
        self.raise_()

    def follow(self, at: QPoint) -> None:
        """Stand around a place of the window."""
        self.move(at - self.rect().center())

    def show_magnified(self, factor: float) -> None:
        side, self._ring = round(SIDE * factor), round(RING * factor)
        self.resize(side, side)
        inner = QRect(0, 0, side, side).adjusted(self._ring, self._ring, -self._ring, -self._ring)
        whole = QRegion(self.rect(), QRegion.RegionType.Ellipse)
        self.setMask(whole.subtracted(QRegion(inner, QRegion.RegionType.Ellipse)))

    def _follow_cursor(self) -> None:
        self.follow(self.window().mapFromGlobal(QCursor.pos()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self._ring / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        for colour, width in ((RIM, self._ring), (COLOUR, 0.62 * self._ring)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(area)
