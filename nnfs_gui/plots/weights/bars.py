"""`SignedBars`: weights as bars up and down from zero, in groups of one neuron each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QEvent, QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Vector
from nnfs_gui.widgets.numbers import format_exact, format_number

from ..shared.pane import Pane, QuietScale, write

AXIS, LABELS = 52, 18
"""Pixels left of the bars, and below them."""
WIDEST, GROUP_GAP = 34.0, 0.9
"""Widest bar in pixels; the gap between groups, in bars."""
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class SignedBars(Pane):
    """Bars of weights and biases; positive in blue, negative in orange.

    Signals: ``group_clicked(int)``, the position of a group.
    """

    group_clicked = Signal(int)

    def __init__(self, theme: Theme, name: str, description: str) -> None:
        super().__init__(theme, name, description)
        self._values: Vector = np.zeros(0)
        self._group = np.zeros(0, dtype=np.intp)
        self._bar_labels: Sequence[str] = ()
        self._group_labels: Sequence[str] = ()
        self._tips: Sequence[str] = ()
        self._chosen: int | None = None
        self._scale = QuietScale()

    @property
    def values(self) -> Vector:
        """The weights that are drawn."""
        return self._values

    def label_bars(self, bars: Sequence[str], tips: Sequence[str]) -> None:
        """Name every bar; ``tips`` are the names of the groups in tooltips."""
        self._bar_labels, self._group_labels, self._tips = tuple(bars), (), tuple(tips)

    def label_groups(self, labels: Sequence[str], bars: Sequence[str], tips: Sequence[str]) -> None:
        """Name every group below its middle; ``bars`` name the bars in tooltips."""
        self._bar_labels, self._group_labels = tuple(bars), tuple(labels)
        self._tips = tuple(tips)

    def show_values(
        self,
        values: Vector,
        sizes: Sequence[int],
        chosen: int | None = None,
        *,
        running: bool = False,
    ) -> None:
        """Draw ``values`` in groups of ``sizes``, emphasising the label of group ``chosen``."""
        self._values, self._chosen = values, chosen
        self._group = np.repeat(np.arange(len(sizes)), sizes)
        sizes_known = np.abs(values[np.isfinite(values)])
        self._scale.follow(float(sizes_known.max(initial=0.0)), running)
        self.update()

    # --- geometry ----------------------------------------------------------------------------

    def _centres(self) -> tuple[Vector, float]:
        """Middle of every bar, and their width."""
        places = np.arange(len(self._values)) + GROUP_GAP * self._group
        pitch = (self.wide - AXIS - 4.0) / (places[-1] + 1)
        width = min(WIDEST, 0.72 * pitch) if pitch > 4 else max(1.0, pitch - 1.0)
        return AXIS + (places + 0.5) * pitch, width

    def _zero(self) -> float:
        return round((self.high - LABELS) / 2) + 0.5

    def _bar_at(self, x: float) -> int | None:
        if not len(self._values) or x < AXIS:
            return None
        return int(np.argmin(np.abs(self._centres()[0] - x)))

    # --- painting ----------------------------------------------------------------------------

    def _paint_axis(self, painter: QPainter) -> None:
        zero, theme = self._zero(), self.theme
        reach = zero - 6
        for share in (1.0, 0.0, -1.0):
            y = round(zero - share * reach) + 0.5
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QLineF(AXIS, y, self.wide, y))
            text = format_exact(float(f"{share * self._scale.top:.3g}"))
            write(painter, QRectF(14, y - 8, AXIS - 20, 16), text, theme.dim, align=_RIGHT)
        painter.save()
        painter.rotate(-90)
        write(painter, QRectF(-2 * zero, 0, 2 * zero, 14), "weight", theme.dim, align=_CENTRE)
        painter.restore()

    def _paint_bars(self, painter: QPainter) -> None:
        centres, width = self._centres()
        zero = self._zero()
        shares = np.clip(np.nan_to_num(self._values) / self._scale.top, -1.0, 1.0)
        ends = zero - shares * (zero - 6)
        for positive, colour in ((True, self.theme.pos), (False, self.theme.neg)):
            chosen = (self._values > 0) if positive else (self._values < 0)
            if not chosen.any():
                continue
            x = np.repeat(centres[chosen], 2)
            y = np.full(len(x), zero)
            y[1::2] = ends[chosen]
            flat = Qt.PenCapStyle.FlatCap
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, flat))
            painter.drawPath(arrayToQPath(x, y, connect="pairs"))

    def _paint_labels(self, painter: QPainter) -> None:
        centres, _ = self._centres()
        y = self.high - LABELS + 3
        if not self._group_labels:
            every = _stride(centres, 30)
            for index in range(0, len(centres), every):
                box = QRectF(centres[index] - 30, y, 60, 15)
                write(painter, box, self._bar_labels[index], self.theme.dim, align=_CENTRE)
            return
        firsts = np.searchsorted(self._group, np.arange(len(self._group_labels)))
        lasts = np.append(firsts[1:], len(centres)) - 1
        middles = (centres[firsts] + centres[lasts]) / 2
        every = _stride(middles, 28)
        for index, label in enumerate(self._group_labels):
            chosen = index == self._chosen
            if index % every and not chosen:
                continue
            colour = self.theme.text if chosen else self.theme.dim
            box = QRectF(middles[index] - 24, y, 48, 15)
            weight = 600 if chosen else 400
            write(painter, box, label, colour, align=_CENTRE, weight=weight)

    def tip(self, index: int | None) -> str:
        """What the tooltip over a bar says."""
        if index is None or index >= len(self._bar_labels):
            return ""
        name = self._bar_labels[index]
        what = "bias" if name == "b" else f"weight from {name}"
        return f"{self._tips[self._group[index]]}: {what} {format_number(self._values[index])}"

    # --- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self._values):
            return
        painter = self.painter()
        self._paint_axis(painter)
        self._paint_bars(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._bar_at(self.at(event).x())
        if index is not None:
            self.group_clicked.emit(int(self._group[index]))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(self._bar_at(self.at(event).x())), self)
            return True
        return super().event(event)


def _stride(centres: Vector, room: float) -> int:
    """Of labels at ``centres`` every how many fit if each needs ``room`` pixels."""
    if len(centres) < 2:
        return 1
    return max(1, int(np.ceil(room * (len(centres) - 1) / max(1.0, centres[-1] - centres[0]))))
