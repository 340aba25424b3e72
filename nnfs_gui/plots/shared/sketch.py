"""`Sketch`: a line that a person draws into a plot, and that stays beside what happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.magnify import magnified

from .base import Plot

WIDTH = 2
"""Pixels of the line where words have their usual size."""
LEAST = 3
"""Places that make a line."""
_NEAR = 4
"""Pixels that the pen must move before another place counts."""
Place = tuple[float, float]


class Sketch(QObject):
    """Draws a dashed line into a plot; while `wanted`, the left button draws a new one.

    Signals: ``drawn(list of (x, y))`` in the plot's coordinates, when the pen is lifted.
    """

    drawn = Signal(object)

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot)
        self._plot, self._wanted = plot, False
        self._places: list[Place] = []
        self._pressed = False
        self._rightwards = False
        self._item = pg.PlotCurveItem()
        self._item.setZValue(50)
        self._item.hide()
        self._theme = theme
        plot.addItem(self._item, ignoreBounds=True)
        self.show_theme(theme)
        plot.viewport().installEventFilter(self)

    @property
    def places(self) -> tuple[Place, ...]:
        """The line as it is drawn."""
        return tuple(self._places)

    def want(self, wanted: bool, *, rightwards: bool = False) -> None:
        """Let a line be drawn; ``rightwards`` keeps only what goes on to the right."""
        self._wanted, self._rightwards, self._pressed = wanted, rightwards, False
        shape = Qt.CursorShape
        self._plot.viewport().setCursor(shape.CrossCursor if wanted else shape.ArrowCursor)

    def show_places(self, places: Sequence[Place]) -> None:
        """Draw a line; none takes it away."""
        self._places = [(float(x), float(y)) for x, y in places]
        self._draw()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        width = magnified(WIDTH, self._plot)
        self._item.setPen(pg.mkPen(QColor(theme.text), width=width, style=Qt.PenStyle.DashLine))

    def _draw(self) -> None:
        self.show_theme(self._theme)  # it may have become a projector's since
        self._item.setVisible(bool(self._places))
        if self._places:
            xs, ys = np.array(self._places).T
            self._item.setData(xs, ys)

    def _add(self, event: QMouseEvent) -> None:
        at = self._plot.mapToScene(event.position().toPoint())
        view = self._plot.plotItem.vb
        place = view.mapSceneToView(at)
        (left, right), (bottom, top) = view.viewRange()
        x, y = min(max(place.x(), left), right), min(max(place.y(), bottom), top)
        if self._places:
            last = view.mapViewToScene(pg.Point(*self._places[-1]))
            if (last - at).manhattanLength() < _NEAR or (
                self._rightwards and x <= self._places[-1][0]
            ):
                return
        self._places.append((x, y))
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._wanted or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = True
            self._places = []
            self._add(event)
        elif kind == QEvent.Type.MouseMove and self._pressed:
            self._add(event)
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed:
            self._pressed = False
            if len(self._places) < LEAST:
                self.show_places([])
            self.drawn.emit(list(self._places))
        return True
