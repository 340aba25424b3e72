"""`Arrows`: the raw and the applied gradient as two arrows in the plane that both lie in."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from ..shared.pane import Pane, write
from .numbers import angle, clip_state


class Arrows(Pane):
    """The raw and the applied gradient as two arrows in the plane that both lie in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "gradient-arrows", "Raw and applied gradient as arrows")
        self._raw = self._applied = self._angle = 0.0
        self.setMinimumWidth(200)

    @property
    def angle(self) -> float:
        """The angle between them, in degrees."""
        return self._angle

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the directions of the snapshot's last step."""
        state = clip_state(snapshot)
        self._raw, self._applied = state.raw, state.applied
        self._angle = angle(snapshot.raw_gradient, snapshot.applied_gradient)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._raw <= 0.0 or not math.isfinite(self._raw):
            return
        painter, theme = self.painter(), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        origin = QPointF(10, self.high - 22)
        room = min(self.wide - 24.0, 260.0)
        length = room * max(0.04, min(1.0, self._applied / self._raw))
        turn = math.radians(min(self._angle, 90.0))
        tip = QPointF(
            origin.x() + length * math.cos(turn),
            max(12.0, origin.y() - length * math.sin(turn)),
        )
        radius = min(0.42 * room, 0.8 * length)
        if self._angle > 1.5:
            shown = math.degrees(math.atan2(origin.y() - tip.y(), tip.x() - origin.x()))
            arc = QRectF(origin.x() - radius, origin.y() - radius, 2 * radius, 2 * radius)
            painter.setPen(QPen(QColor(theme.faint), 1.0))
            painter.drawArc(arc, 0, round(16 * shown))
        _arrow(painter, origin, QPointF(origin.x() + room, origin.y()), theme.dim, 1.5)
        _arrow(painter, origin, tip, theme.accent, 3.0)
        legend = QRectF(8, self.high - 17, self.wide - 10, 15)
        write(painter, legend, "raw", theme.dim)
        legend.setLeft(36)
        write(painter, legend, "applied", theme.accent)
        legend.setLeft(84)
        write(painter, legend, f"{self._angle:.1f}° apart", theme.text, weight=600)


def _arrow(painter: QPainter, start: QPointF, end: QPointF, colour: str, width: float) -> None:
    """A line with a head."""
    line = QLineF(start, end)
    head = min(9.0, line.length())
    painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    shaft = QLineF(line)
    shaft.setLength(max(0.0, line.length() - head))
    painter.drawLine(shaft)
    back, side = shaft.p2(), line.normalVector()
    side.setLength(head * 0.5)
    offset = QPointF(side.dx(), side.dy())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([end, back + offset, back - offset]))
