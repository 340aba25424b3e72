"""Where the mouse is on the plane, and when it clicks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from nnfs_gui.experiment.model import PLANE

from ..shared.base import Plot

_CLICK_PIXELS = 4
"""A press that moved further was a drag."""


class PlaneMouse(QObject):
    """Follows the mouse over a plot of the plane.

    Signals: ``moved()`` also when it left; ``clicked(QPoint)`` in the viewport's coordinates.
    """

    moved = Signal()
    clicked = Signal(QPoint)

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._pressed: QPoint | None = None
        self.at: QPoint | None = None

    def place(self, at: QPoint) -> tuple[float, float]:
        """The place of the plane under a point of the viewport."""
        view = self._plot.plotItem.vb.mapSceneToView(QPointF(self._plot.mapToScene(at)))
        return float(view.x()), float(view.y())

    def place_under(self) -> tuple[float, float] | None:
        """The place under the mouse; None if it is not over the plane."""
        if self.at is None:
            return None
        x1, x2 = self.place(self.at)
        return (x1, x2) if max(abs(x1), abs(x2)) <= PLANE else None

    def units(self, pixels: float) -> float:
        """A length in pixels as one of the plane."""
        return pixels * float(self._plot.plotItem.vb.viewPixelSize()[0])

    def follow(self, event: QEvent) -> None:
        """Take note of an event of the plot's viewport."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self.at = None
            self.moved.emit()
        elif isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if kind == QEvent.Type.MouseMove:
                self.at = at
                self.moved.emit()
            elif kind == QEvent.Type.MouseButtonPress:
                self._pressed = at if event.button() == Qt.MouseButton.LeftButton else None
            elif kind == QEvent.Type.MouseButtonRelease:
                self._released(at)

    def _released(self, at: QPoint) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (at - pressed).manhattanLength() <= _CLICK_PIXELS:
            self.clicked.emit(at)
