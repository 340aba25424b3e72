"""`Scrubber`: the loss plot as the tape's line: a cursor at what is shown, and where to go."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Curve

from ..shared.base import Plot

VEIL = 0.62
"""How much of what comes after the moment is hidden."""


class Scrubber(QObject):
    """Marks the moment that is shown, dims what comes after it, and turns drags into steps.

    A click waits for the second one of a double click, which enlarges the plot.

    Signals: ``sought(step, near)`` when a person wants a step shown, ``near`` while dragging.
    """

    sought = Signal(object, bool)

    def __init__(self, plot: Plot, theme: Theme) -> None:
        super().__init__(plot)
        self._plot = plot
        self._along = self._steps = np.empty(0)
        self._pressed: QPointF | None = None
        self._dragging = False
        self._step = 0
        self._click = QTimer(self)
        self._click.setSingleShot(True)
        self._click.setInterval(QApplication.doubleClickInterval())
        self._click.timeout.connect(self._clicked)
        self.veil = pg.LinearRegionItem(movable=False, pen=pg.mkPen(None))
        self.line = pg.InfiniteLine(angle=90, movable=False)
        for item, height in ((self.veil, 20), (self.line, 21)):
            item.setZValue(height)
            item.hide()
            plot.addItem(item, ignoreBounds=True)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        colour = QColor(theme.panel)
        colour.setAlphaF(VEIL)
        self.veil.setBrush(colour)
        self.line.setPen(pg.mkPen(theme.accent, width=2))

    def show_moment(self, curve: Curve, along: np.ndarray, step: int) -> None:
        """Show where a step lies on the curve, whose entries lie ``along`` the axis."""
        self._along, self._steps = along, curve.step
        before_end = len(along) > 1 and bool(step < curve.step[-1])
        if before_end:
            x = float(np.interp(step, curve.step, along))
            self.line.setPos(x)
            self.veil.setRegion((x, self._plot.plotItem.vb.viewRange()[0][1]))
        for item in (self.veil, self.line):
            item.setVisible(before_end)

    def step_at(self, x: float) -> int:
        """The step at a place along the axis."""
        return round(float(np.interp(x, self._along, self._steps)))

    def take(self, event: QEvent) -> None:
        """Look at an event of the plot's viewport."""
        if not isinstance(event, QMouseEvent) or len(self._along) < 2:
            return
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonDblClick:
            self._click.stop()
            self._pressed = None
        elif kind == QEvent.Type.MouseButtonPress and left:
            self._pressed, self._dragging = event.position(), False
        elif kind == QEvent.Type.MouseMove and self._pressed is not None:
            self._drag(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and left and self._pressed is not None:
            self._release(event.position())

    def _drag(self, at: QPointF) -> None:
        assert self._pressed is not None
        far = abs(at.x() - self._pressed.x()) >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self.sought.emit(self._step_under(at), True)

    def _release(self, at: QPointF) -> None:
        self._pressed, self._step = None, self._step_under(at)
        if self._dragging:
            self.sought.emit(self._step, False)
        else:
            self._click.start()

    def _clicked(self) -> None:
        self.sought.emit(self._step, False)

    def _step_under(self, at: QPointF) -> int:
        scene = self._plot.mapToScene(at.toPoint())
        return self.step_at(float(self._plot.plotItem.vb.mapSceneToView(scene).x()))
