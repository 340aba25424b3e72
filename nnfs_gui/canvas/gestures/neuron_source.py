"""`NeuronSource`: a neuron above the canvas, to be dragged into the network."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import INPUT_RADIUS, LABEL, Theme, font
from nnfs_gui.widgets.focus import DrawnButton
from nnfs_gui.widgets.magnify import factor_of, magnified

from .base import stirred

_TILE = 18


class NeuronSource(DrawnButton):
    """Picked up and carried over the canvas it becomes a neuron where it is dropped.

    Signals: ``carried(global position)`` while it is dragged, ``dropped()`` when the button is
    let go, ``given_up()`` on Esc; ``clicked()``, by mouse or keyboard, adds one without dragging.
    """

    carried = Signal(QPointF)
    dropped = Signal()
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("network-neuron", theme, parent)
        self._start: QPointF | None = None
        self._carrying = self._compact = False
        self.setText("Neuron")
        self.setAccessibleName("New neuron")
        self.setToolTip("Drag a neuron into a layer, or into a gap; a click adds one (+)")
        self.setFont(font(LABEL, 500))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_compact(self, compact: bool) -> None:
        """Show the tile alone, where there is no room for the word."""
        if compact != self._compact:
            self._compact = compact
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        wide = 0 if self._compact else self.fontMetrics().horizontalAdvance(self.text()) + 6
        return QSize(magnified(_TILE, self) + wide + 14, magnified(28, self))

    def show_magnified(self, _factor: float) -> None:
        """Let the tile be as large as the word."""
        self.updateGeometry()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            super().mouseMoveEvent(event)
            return
        if not self._carrying and stirred(self._start, event.position()):
            self._carrying = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # Esc comes here
        if self._carrying:
            self.carried.emit(event.globalPosition())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        carrying = self._carrying
        self._put_down()
        if carrying:
            self.dropped.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._carrying:
            self._put_down()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _put_down(self) -> None:
        self._start, self._carrying = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self.underMouse() or self._carrying
        if hot or self.ringed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(self.rect(), INPUT_RADIUS, INPUT_RADIUS)
        self.draw_ring(painter, QRectF(self.rect()), INPUT_RADIUS)
        ink = QColor(theme.accent if hot else theme.dim)
        side, line = magnified(_TILE, self), 1.4 * factor_of(self)
        tile = QRectF(7, (self.height() - side) / 2, side, side)
        pen = QPen(ink, line)
        pen.setDashPattern([2.4, 1.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile, side / 4.5, side / 4.5)
        painter.setPen(QPen(ink, line))
        center, arm = tile.center(), side / 5.2
        painter.drawLine(center - QPointF(arm, 0), center + QPointF(arm, 0))
        painter.drawLine(center - QPointF(0, arm), center + QPointF(0, arm))
        if self._compact:
            painter.end()
            return
        painter.setPen(QColor(theme.text if hot else theme.dim))
        words = QRectF(tile.right() + 6, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
