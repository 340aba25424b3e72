"""Painted panes of the gradients view: the gauge of the global norm, and the two arrows."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF

from nnfs_gui.theme import FIGURE, LABEL, SMALL, Theme
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.numbers import format_exact, format_number, format_percent

from ..shared.pane import Pane, QuietScale, write
from .numbers import ClipState, angle, clip_state, clipped_share

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_RIGHT = Qt.AlignmentFlag.AlignRight
WIDTH = 216
"""Pixels that the gauge is wide, before it is magnified."""


class NormGauge(Pane):
    """The global norm in figures and against its limit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "gradient-gauge", "Global gradient norm against its limit")
        self.setFixedWidth(WIDTH)
        self._state: ClipState | None = None
        self._note = ""
        self._scale = QuietScale(patience=240)

    @property
    def figure(self) -> str:
        """The norm in figures: ``0.82 → 0.50``, or one number if nothing was clipped."""
        if self._state is None:
            return ""
        raw = format_number(self._state.raw, 2)
        if not self._state.clipped:
            return raw
        return f"{raw} → {format_number(self._state.applied, 2)}"

    @property
    def top(self) -> float:
        """The norm at the bar's far end."""
        return self._scale.top

    @property
    def note(self) -> str:
        """How often it was clipped of late."""
        return self._note

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the last step's norm and how often it was clipped of late."""
        self._state = clip_state(snapshot)
        norms, mode = snapshot.gradient_norms, self._state.mode
        # Most steps fit; a rare large one fills the bar, instead of squeezing all the others.
        usual = float(np.percentile(norms.raw, 75)) if len(norms.raw) else self._state.raw
        largest = max(1.3 * usual, 1.6 * (self._state.limit or 0.0))
        running = snapshot.state is RunState.RUNNING
        if not running and math.isfinite(self._state.raw):
            largest = max(largest, self._state.raw)  # at rest the figures are compared
        self._scale.follow(largest, running)
        share = clipped_share(norms)
        if not len(norms.clipped):
            self._note = "no step yet"
        elif mode == "none" and share == 0.0:
            self._note = "not clipped"
        else:
            steps = f"the last {len(norms.clipped)} steps"
            self._note = f"clipped in {format_percent(share)} of {steps}"
        self.update()

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self.setFixedWidth(round(WIDTH * factor))

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None:
            return
        painter, theme, width = self.painter(), self.theme, WIDTH
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = theme.neg if theme.dark else theme.blend(theme.neg, "#000000", 0.18)
        spare = min(max(0.0, self.high - 80.0), 22.0)  # spread over the gaps
        step = spare / 5
        colour = hot if state.clipped else theme.text
        write(painter, QRectF(0, step, width, 14), "Global norm ‖g‖", theme.dim, pixels=SMALL)
        box = QRectF(0, 12 + 1.6 * step, width, 24)
        write(painter, box, self.figure, colour, pixels=FIGURE, weight=600)
        box = QRectF(0, 36 + 2.4 * step, width, 15)
        write(painter, box, self._note, theme.dim, pixels=LABEL)
        self._paint_bar(painter, state, QRectF(0, 68 + 4 * step, width, 8))

    def _paint_bar(self, painter: QPainter, state: ClipState, bar: QRectF) -> None:
        theme, scale = self.theme, bar.width() / self._scale.top
        reach = bar.width()
        raw = min(reach, max(0.0, state.raw * scale)) if math.isfinite(state.raw) else reach
        applied = min(raw, max(0.0, state.applied * scale))
        _pill(painter, bar, reach, theme.raised if theme.dark else theme.line)
        if state.clipped:
            _pill(painter, bar, raw, theme.blend(theme.panel, theme.neg, 0.45))
        _pill(painter, bar, applied, theme.neg if state.clipped else theme.accent)
        if state.limit is None:
            self._paint_ends(painter, bar)
            return
        x = min(reach - 1.5, state.limit * scale)
        painter.setPen(QPen(QColor(theme.text), 2.0))
        painter.drawLine(QLineF(x, bar.top() - 4, x, bar.bottom() + 4))
        text = f"limit {format_exact(state.limit)}"
        label = QRectF(min(max(0.0, x - 50), reach - 100), bar.top() - 18, 100, 14)
        align = _CENTRE
        if x < 50:
            align = Qt.AlignmentFlag.AlignLeft
        elif x > reach - 50:
            align = _RIGHT
        write(painter, label, text, theme.text, align=align)

    def _paint_ends(self, painter: QPainter, bar: QRectF) -> None:
        """Without a limit, the ends of the bar say what it measures."""
        box = QRectF(bar.left(), bar.top() - 17, bar.width(), 14)
        write(painter, box, "0", self.theme.dim)
        write(painter, box, format_exact(self._scale.top), self.theme.dim, align=_RIGHT)


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


def _pill(painter: QPainter, bar: QRectF, length: float, colour: str) -> None:
    """A bar with round ends, cut to ``length``."""
    if length <= 0.5:
        return
    whole, cut = QPainterPath(), QPainterPath()
    whole.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    cut.addRoundedRect(QRectF(bar.left(), bar.top(), length, bar.height()), 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPath(whole.intersected(cut))


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
