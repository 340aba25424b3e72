"""Painted panes of the activations view: a histogram per layer, a column per neuron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip

from nnfs_gui.theme import Theme
from nnfs_gui.training.health import Health
from nnfs_gui.training.snapshot import Snapshot, Vector
from nnfs_gui.widgets.numbers import format_exact, format_percent

from ..shared.pane import Pane, round_up, write
from ..shared.units import Units, layer_name, units_of
from .numbers import BINS, LEVELS, LayerHistogram, activation_name

_CENTRE = Qt.AlignmentFlag.AlignHCenter
_RIGHT = Qt.AlignmentFlag.AlignRight
TITLE, FOOT, SHARE = 20.0, 17.0, 44.0
"""Pixels above a histogram, below it, and left of it."""


class Histograms(Pane):
    """How the activations of every layer are spread, side by side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "activation-histograms", "Histogram of every layer's activations")
        self._layers: Sequence[LayerHistogram] = ()
        self._titles: Sequence[tuple[str, str]] = ()
        self._notes: Sequence[str] = ()

    @property
    def layers(self) -> Sequence[LayerHistogram]:
        """What is drawn."""
        return self._layers

    def show_layers(
        self,
        snapshot: Snapshot,
        layers: Sequence[LayerHistogram],
        health: Mapping[str, Health],
    ) -> None:
        """Draw the histograms; the titles count the neurons that ``health`` flags."""
        units = units_of(snapshot)
        self._layers, titles, notes = layers, [], []
        for entry in layers:
            ids = [
                unit for unit, at in zip(units.ids, units.layer, strict=True) if at == entry.layer
            ]
            kinds = [health[unit].kind for unit in ids if unit in health]
            counts = [
                f"{kinds.count(kind)} {kind}" for kind in ("dead", "saturated") if kind in kinds
            ]
            name = activation_name(snapshot.experiment, entry.layer)
            titles.append((layer_name(snapshot.experiment, entry.layer), name))
            notes.append(", ".join(counts))
        self._titles, self._notes = titles, notes
        self.update()

    def _paint_layer(self, painter: QPainter, index: int, frame: QRectF) -> None:
        theme, entry = self.theme, self._layers[index]
        base, tall = frame.bottom() - FOOT, frame.height() - FOOT - TITLE
        title = QRectF(frame.left(), frame.top(), frame.width(), 15)
        write(painter, title, self._notes[index], theme.warn, align=_RIGHT, weight=600)
        room = frame.width() - painter.fontMetrics().horizontalAdvance(self._notes[index])
        write(painter, title, self._title(painter, index, room), theme.dim)
        top = round_up(max(float(entry.shares.max()), 1e-3))
        painter.setPen(QPen(QColor(theme.line), 1))
        for share in (0.0, 1.0):
            y = round(base - share * tall) + 0.5
            painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
        wide = frame.width() / BINS
        bar = wide - 1.0 if wide >= 4.0 else wide
        centres = entry.low + (np.arange(BINS) + 0.5) * (entry.high - entry.low) / BINS
        reach = max(entry.middle - entry.low, entry.high - entry.middle)
        for place, (share, value) in enumerate(
            zip(entry.shares, centres - entry.middle, strict=True)
        ):
            if share <= 0.0:
                continue
            height = max(1.0, share / top * tall)
            size = 0.45 + 0.55 * min(1.0, abs(value) / reach)
            colour = QColor(theme.signed(size if value >= 0 else -size))
            left = frame.left() + place * wide
            painter.fillRect(QRectF(left, base - height, bar, height), colour)
        self._paint_words(painter, entry, frame, top)

    def _title(self, painter: QPainter, index: int, room: float) -> str:
        """Layer and function, or as much of that as there is room for."""
        layer, function = self._titles[index]
        measure = painter.fontMetrics().horizontalAdvance
        titles = (f"{layer} · {function}", layer, layer.replace("Hidden ", "H"))
        return next((title for title in titles if measure(title) + 8 <= room), titles[-1])

    def _paint_words(
        self, painter: QPainter, entry: LayerHistogram, frame: QRectF, top: float
    ) -> None:
        dim = self.theme.dim
        foot = QRectF(frame.left(), frame.bottom() - FOOT + 2, frame.width(), 15)
        write(painter, foot, format_exact(float(f"{entry.low:.3g}")), dim)
        write(painter, foot, format_exact(float(f"{entry.high:.3g}")), dim, align=_RIGHT)
        middle = "activation a" if frame.width() > 150 else "a"
        write(painter, foot, middle, dim, align=_CENTRE)
        digits = 1 if top < 0.01 else 0
        mark = QRectF(frame.left() - SHARE, frame.top() + TITLE - 7, SHARE - 6, 14)
        write(painter, mark, format_percent(top, digits), dim, align=_RIGHT)
        mark.moveTop(frame.bottom() - FOOT - 7)
        write(painter, mark, "0", dim, align=_RIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        count = len(self._layers)
        if not count:
            return
        painter = self.painter()
        gap = 22.0 if count < 7 else 12.0
        wide = (self.wide - gap * (count - 1)) / count
        for index in range(count):
            frame = QRectF(index * (wide + gap) + SHARE, 0, wide - SHARE, self.high)
            self._paint_layer(painter, index, frame)


class NeuronColumns(Pane):
    """One column per neuron: how its activations are spread, from the low end to the high one.

    Signals: ``unit_clicked(str)``, the id of a neuron whose column was clicked.
    """

    unit_clicked = Signal(str)

    AXIS, GAP = 52.0, 14.0

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "activation-columns", "Spread of every neuron's activations")
        self._units: Units | None = None
        self._layers: Sequence[LayerHistogram] = ()
        self._health: Mapping[str, Health] = {}
        self._selected: frozenset[str] = frozenset()

    def show_layers(
        self, units: Units, layers: Sequence[LayerHistogram], health: Mapping[str, Health]
    ) -> None:
        """Draw the columns and flag what ``health`` holds."""
        self._units, self._layers, self._health = units, layers, health
        self.update()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise the labels of these neurons."""
        self._selected = ids
        self.update()

    def flag(self, unit: str) -> str:
        """The sign over a neuron's column: ``×`` for dead, ``!`` for saturated, or nothing."""
        health = self._health.get(unit)
        return "" if health is None else {"dead": "×", "saturated": "!"}[health.kind]

    def _lefts(self, units: Units) -> tuple[Vector, float]:
        layer = units.layer.astype(float)
        room = self.wide - self.AXIS - self.GAP * (len(self._layers) - 1)
        pitch = min(64.0, room / len(layer))
        return self.AXIS + np.arange(len(layer)) * pitch + self.GAP * (layer - 1), pitch

    def _paint_columns(self, painter: QPainter, units: Units) -> None:
        lefts, pitch = self._lefts(units)
        top, tall = TITLE, self.high - TITLE - FOOT
        colours = self._colours()
        for entry in self._layers:
            members = np.flatnonzero(units.layer == entry.layer)
            strength = np.sqrt(entry.columns / max(float(entry.columns.max()), 1e-9))
            shade = np.rint(strength.T[::-1] * 31).astype(np.intp)  # the high end above
            levels = (np.arange(LEVELS) + 0.5) / LEVELS * (entry.high - entry.low) + entry.low
            signs = levels >= entry.middle
            table = np.where(signs[::-1, None], colours[0][shade], colours[1][shade])
            table = np.ascontiguousarray(table)
            image = QImage(
                table.data, len(members), LEVELS, 4 * len(members), QImage.Format.Format_RGB32
            )
            box = QRectF(lefts[members[0]], top, pitch * len(members), tall)
            painter.drawImage(box, image)
            painter.setPen(QPen(QColor(self.theme.panel), 1.0 if pitch < 8 else 3.0))
            painter.drawLines([QLineF(lefts[at], top, lefts[at], top + tall) for at in members[1:]])

    def _colours(self) -> tuple[np.ndarray, np.ndarray]:
        """32 shades from the ground to the positive, and to the negative colour."""
        theme = self.theme
        ground = theme.blend(theme.panel, theme.raised, 0.75)
        pos, neg = (
            np.array(
                [QColor(theme.blend(ground, end, step / 31)).rgb() for step in range(32)], np.uint32
            )
            for end in (theme.pos, theme.neg)
        )
        return pos, neg

    def _paint_words(self, painter: QPainter, units: Units) -> None:
        lefts, pitch = self._lefts(units)
        theme, foot = self.theme, self.high - FOOT + 2
        axis = QRectF(0, TITLE - 4, self.AXIS - 8, 14)
        write(painter, axis, "high", theme.dim, align=_RIGHT)
        axis.moveTop(self.high - FOOT - 12)
        write(painter, axis, "low", theme.dim, align=_RIGHT)
        axis.moveTop(foot)
        write(painter, axis, "neuron", theme.dim, align=_RIGHT)
        every = next((n for n in (1, 2, 4, 8, 16) if n * pitch >= 26), 32)
        first = np.searchsorted(units.layer, units.layer)
        for index, unit in enumerate(units.ids):
            flag, chosen = self.flag(unit), unit in self._selected
            middle = lefts[index] + pitch / 2
            if flag:
                over = QRectF(middle - 12, 0, 24, TITLE - 2)
                write(painter, over, flag, theme.warn, align=_CENTRE, weight=600, pixels=13)
            if (index - first[index]) % every == 0 or chosen:
                colour = theme.text if chosen else theme.warn if flag else theme.dim
                box = QRectF(middle - 20, foot, 40, 15)
                write(painter, box, units.labels[index], colour, align=_CENTRE)

    def _unit_at(self, x: float) -> int | None:
        if self._units is None or x < self.AXIS:
            return None
        lefts, pitch = self._lefts(self._units)
        index = int(np.searchsorted(lefts, x, side="right")) - 1
        return index if index >= 0 and x <= lefts[index] + pitch else None

    def tip(self, index: int | None) -> str:
        """What the tooltip over a column says."""
        if index is None or self._units is None:
            return ""
        health = self._health.get(self._units.ids[index])
        name = self._units.names[index]
        return name if health is None else f"{name} is {health.reason}"

    # --- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._units is None or not self._layers:
            return
        painter = self.painter()
        self._paint_columns(painter, self._units)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, self._units)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._unit_at(self.at(event).x())
        if index is not None and self._units is not None:
            self.unit_clicked.emit(self._units.ids[index])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(self._unit_at(self.at(event).x())), self)
            return True
        return super().event(event)
