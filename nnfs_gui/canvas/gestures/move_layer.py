"""Drag a column's chip or title sideways: the layer moves to another place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnfs_gui.theme import font

from ..editing.network_edits import LayerEdits
from ..geometry import Column, Gap
from ..state import CanvasState
from .base import Gesture
from .ghosts import draw_ghosts


class MoveLayer(Gesture):
    """The column's outline follows the pointer; a line marks the gap it would drop into."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(
        self, state: CanvasState, start: QPointF, column: Column, edits: LayerEdits
    ) -> None:
        super().__init__(state, start)
        self._column, self._edits = column, edits
        layers = state.experiment.network.hidden
        self._from = [layer.id for layer in layers].index(column.id)

    @property
    def index(self) -> int:
        """The place among the hidden layers at which it would stand."""
        gap = self._nearest().index
        return gap - 1 if gap > self._from else gap

    def finish(self) -> None:
        if self.index != self._from:
            self._edits.move(self._column.id, self.index)

    def paint(self, painter: QPainter) -> None:
        theme, offset = self.state.theme, self.point.x() - self.start.x()
        draw_ghosts(painter, theme, (rect.translated(offset, 0) for rect in self._column.rects))
        chip = self._column.chip_rect.translated(offset, 0).adjusted(2, -1, -2, 1)
        painter.setPen(QPen(QColor(theme.accent), 1.4))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setFont(font(round(12 * self.state.layout.metrics.scale), 600))
        painter.setPen(QColor(theme.accent))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._column.title)
        if self.index != self._from:
            gap = self._nearest()
            pen = QPen(QColor(theme.accent), 2.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            area = QRectF(gap.rect)
            painter.drawLine(QPointF(gap.x, area.top() + 8), QPointF(gap.x, area.bottom() - 8))

    def _nearest(self) -> Gap:
        place = self._column.x + self.point.x() - self.start.x()
        return min(self.state.layout.gaps, key=lambda gap: abs(gap.x - place))
