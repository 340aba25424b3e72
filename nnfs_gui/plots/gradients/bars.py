"""`GradientBars`: per neuron the raw gradient as an outline and the applied one as a filled bar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QToolTip

from engine import was_clipped
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import RunState, Snapshot, Vector
from nnfs_gui.widgets.numbers import format_exact, format_number

from ..shared.pane import Pane, QuietScale, write
from ..shared.units import Units, units_of
from .numbers import neuron_norms

AXIS = 66
"""Pixels left of the bars, for the axis."""
LABELS = 18
"""Pixels below the bars, for the labels."""
WIDEST, LAYER_GAP = 44.0, 0.45
"""Widest bar in pixels; the gap between layers, in bars."""
EMPTY = "Press play or step: the gradient of every step appears here."
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class GradientBars(Pane):
    """Bars of ‖g‖ per neuron.

    Signals: ``unit_clicked(str)``, a neuron's id.
    """

    unit_clicked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "gradient-bars", "Gradient norm of every neuron, raw and applied")
        self._units: Units | None = None
        self._raw: Vector = np.zeros(0)
        self._applied: Vector = np.zeros(0)
        self._selected: frozenset[str] = frozenset()
        self._scale = QuietScale()
        self._still = QPixmap()
        self._still_key: tuple[object, ...] = ()
        self.setMouseTracking(True)

    @property
    def units(self) -> Units | None:
        """The neurons that are drawn."""
        return self._units

    @property
    def norms(self) -> tuple[Vector, Vector]:
        """The norms that are drawn: raw and applied, one per neuron."""
        return self._raw, self._applied

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the gradient of the snapshot's last step."""
        self._units = units_of(snapshot)
        self._raw = neuron_norms(snapshot, snapshot.raw_gradient)
        self._applied = neuron_norms(snapshot, snapshot.applied_gradient)
        largest = float(np.max(self._raw, initial=0.0, where=np.isfinite(self._raw)))
        self._scale.follow(largest, snapshot.state is RunState.RUNNING)
        self.update()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise the labels of these neurons."""
        self._selected = ids
        self.update()

    # --- geometry ----------------------------------------------------------------------------

    def bar(self, index: int, value: float) -> QRectF:
        """Where the bar of neuron ``index`` with that value stands."""
        left, width = self._slots()
        base, height = self._base(), self._base() - 4.0
        tall = min(1.0, max(0.0, value / self._scale.top)) * height
        return QRectF(left[index], base - tall, width, tall)

    def _base(self) -> float:
        return self.high - LABELS - 0.5

    def _slots(self) -> tuple[Vector, float]:
        """Left edge of every bar, and their width."""
        assert self._units is not None
        layer = self._units.layer.astype(float)
        places = np.arange(len(layer)) + LAYER_GAP * (layer - 1)
        room = self.wide - AXIS - 2.0
        pitch = room / (places[-1] + 1)
        width = min(WIDEST, 0.74 * pitch) if pitch > 6 else max(1.0, pitch - 1.0)
        return AXIS + places * pitch + (pitch - width) / 2, width

    def _unit_at(self, x: float) -> int | None:
        if self._units is None or x < AXIS:
            return None
        left, width = self._slots()
        index = int(np.argmin(np.abs(left + width / 2 - x)))
        return index if abs(left[index] + width / 2 - x) < width else None

    # --- painting ----------------------------------------------------------------------------

    def _still_layer(self, units: Units) -> QPixmap:
        """Axis and labels, painted only when they change: text is most of a frame's cost."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self.factor, self.theme, self._scale.top, self._selected, units)
        if key != self._still_key:
            self._still_key = key
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio * self.factor)
            self._still.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._still)
            self._paint_still(painter, units)
            painter.end()
        return self._still

    def _paint_still(self, painter: QPainter, units: Units) -> None:
        self._paint_axis(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter, units)

    def _paint_axis(self, painter: QPainter) -> None:
        base, theme = self._base(), self.theme
        ticks = (0.0, 0.5, 1.0) if self.high > 60 else (0.0, 1.0)
        painter.setPen(QPen(QColor(theme.line), 1))
        for share in ticks:
            y = round(base - share * (base - 4.0)) + 0.5
            painter.drawLine(QLineF(AXIS, y, self.wide, y))
        for share in ticks:
            y = base - share * (base - 4.0)
            box = QRectF(0, max(-3.0, y - 8), AXIS - 8, 16)
            text = format_exact(float(f"{share * self._scale.top:.3g}"))
            write(painter, box, text, theme.dim, align=_RIGHT)
        write(painter, QRectF(0, base + 3, AXIS - 8, 15), "neuron", theme.dim, align=_RIGHT)
        painter.save()
        painter.rotate(-90)
        write(painter, QRectF(-base, 0, base, 15), "‖g‖", theme.dim, align=_CENTRE)
        painter.restore()

    def _paint_bars(self, painter: QPainter, units: Units) -> None:
        raw, live, frozen = QPainterPath(), QPainterPath(), QPainterPath()
        left, width = self._slots()
        radius = min(4.0, width / 4) if width > 6 else 0.0
        room = self._base() - 4.0
        tall = np.clip(np.stack([self._raw, self._applied]) / self._scale.top, 0.0, 1.0) * room
        tall = np.nan_to_num(tall, nan=room)
        base = self._base()
        for index, (x, outline, fill) in enumerate(zip(left, *tall, strict=True)):
            _add_bar(raw, QRectF(x, base - outline, width, outline), radius)
            still = frozen if units.frozen[index] else live
            _add_bar(still, QRectF(x, base - fill, width, fill), radius)
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawPath(live)
        painter.setBrush(QColor(theme.line))
        painter.drawPath(frozen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.blend(theme.faint, theme.dim, 0.3)), 1.0))
        painter.drawPath(raw)

    def _paint_labels(self, painter: QPainter, units: Units) -> None:
        left, width = self._slots()
        pitch = (left[-1] - left[0]) / max(1, len(left) - 1)
        shown = _thinned(units, pitch)
        for index in shown:
            chosen = units.ids[index] in self._selected
            colour = self.theme.text if chosen else self.theme.dim
            if units.frozen[index] and not chosen:
                colour = self.theme.faint
            box = QRectF(left[index] + width / 2 - 20, self._base() + 3, 40, 15)
            weight = 600 if chosen else 400
            write(painter, box, units.labels[index], colour, align=_CENTRE, weight=weight)

    # --- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._units is None:
            return
        painter = self.painter()
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._paint_still(painter, self._units)  # as lines and text, not as a picture
        else:
            painter.drawPixmap(0, 0, self._still_layer(self._units))
        if not self._raw.any():
            upper = QRectF(
                AXIS, 4, self.wide - AXIS, (self._base() - 4) / 2
            )  # between two hairlines
            write(painter, upper, EMPTY, self.theme.dim, align=_CENTRE)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bars(painter, self._units)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._unit_at(self.at(event).x())
        if index is not None and self._units is not None:
            self.unit_clicked.emit(self._units.ids[index])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._unit_at(self.at(event).x())
            QToolTip.showText(event.globalPos(), self.tip(index), self)
            return True
        return super().event(event)

    def tip(self, index: int | None) -> str:
        """What the tooltip over a bar says."""
        if index is None or self._units is None:
            return ""
        raw, applied = float(self._raw[index]), float(self._applied[index])
        figures = format_number(raw)
        if self._units.frozen[index]:
            figures += ", frozen: its weights do not move"
        elif was_clipped(raw, applied):
            figures += f" → {format_number(applied)}, clipped"
        return f"{self._units.names[index]}: ‖g‖ {figures}"


def _add_bar(path: QPainterPath, box: QRectF, radius: float) -> None:
    """Add a bar, rounded if there is room for it."""
    if box.height() < 0.5:
        box = QRectF(box.left(), box.bottom() - 0.5, box.width(), 0.5)
    if radius and box.height() > 2 * radius:
        path.addRoundedRect(box, radius, radius)
    else:
        path.addRect(box)


def _thinned(units: Units, pitch: float) -> Sequence[int]:
    """Indices of the neurons whose labels fit: all, or each layer's first and every n-th."""
    every = next((n for n in (1, 2, 4, 8, 16) if n * pitch >= 26), 32)
    first = np.searchsorted(units.layer, units.layer)
    within = np.arange(len(units.layer)) - first
    last = np.searchsorted(units.layer, units.layer, side="right") - 1
    room = (last - np.arange(len(units.layer)) + 1) >= every
    keep = (within % every == 0) & (room | (within == 0))
    return [int(index) for index in np.flatnonzero(keep)]
