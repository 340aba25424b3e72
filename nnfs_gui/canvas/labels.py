"""Numbers on the links: as many as fit without covering each other, and readable from afar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnfs_gui.experiment.model import Link
from nnfs_gui.theme import font
from nnfs_gui.widgets.numbers import MINUS

from .curves import SAMPLES, Curves, GapCurves
from .elements import Part
from .stage import Stage

_PLACES = tuple(
    at for step in range(SAMPLES // 2) for at in (SAMPLES // 2 - step, SAMPLES // 2 + step)
)
"""Samples of a link at which its number may stand, from its middle outwards."""
_SAMPLE = "−0.00"


@dataclass(frozen=True)
class Label:
    """The place of one link's number; places change with the layout only, so nothing jumps."""

    gap: int
    row: int
    column: int
    link: Link
    center: QPointF


class LinkLabels:
    """Finds places for the numbers and draws them."""

    def __init__(self) -> None:
        self._places: tuple[Label, ...] = ()
        self._of: tuple[Curves | None, frozenset[str], int] = (None, frozenset(), 0)

    @property
    def places(self) -> tuple[Label, ...]:
        return self._places

    def paint(self, painter: QPainter, stage: Stage, zoom: float) -> None:
        """Draw the numbers; the text keeps its size on the screen while zooming in."""
        pixels = max(10, round(11.5 * stage.layout.metrics.scale))
        self.arrange(stage, pixels, zoom)
        face = font(pixels, 600, tabular=True)
        metrics = QFontMetricsF(face)
        readout, theme = stage.readout, stage.theme
        snapshot = readout.snapshot
        vector = snapshot.applied_gradient if stage.gradients and snapshot is not None else None
        values = [readout.weights(layer, vector) for layer in range(1, len(readout.layers))]
        painter.save()
        painter.setFont(face)
        back = QColor(theme.panel)
        for label in self._places:
            value = float(values[label.gap][label.row, label.column])
            text = short_number(value)
            wide = metrics.horizontalAdvance(text) + 6
            painter.save()
            painter.translate(label.center)
            painter.scale(1 / zoom, 1 / zoom)
            area = QRectF(-wide / 2, -pixels * 0.68, wide, pixels * 1.36)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(back)
            painter.drawRoundedRect(area, 3, 3)
            painter.setPen(QColor(_readable(stage, value)))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            painter.restore()
        painter.restore()

    def arrange(self, stage: Stage, pixels: int, zoom: float) -> None:
        """Find the places anew if the layout, the selection or the zoom is another."""
        asked = stage.selected
        if stage.hover.part is Part.UNIT:
            asked = frozenset({stage.hover.id})
        of = (stage.curves, asked, round(100 * zoom) * 100 + pixels)
        if self._of[0] is of[0] and self._of[1:] == of[1:]:
            return
        self._of = of
        metrics = stage.layout.metrics
        wide = QFontMetricsF(font(pixels, 600, tabular=True)).horizontalAdvance(_SAMPLE) + 7
        size = wide / zoom, 1.42 * pixels / zoom
        placed: list[Label] = []
        for index, gap in enumerate(stage.curves.gaps):
            taken = _Taken(metrics.width, metrics.height)
            for row, column in _order(gap, asked):
                center = _free_place(gap, row, column, size, taken)
                if center is not None:
                    link = Link(gap.sources[column], gap.targets[row])
                    placed.append(Label(index, row, column, link, center))
        self._places = tuple(placed)


class _Taken:
    """Which parts of the picture already carry a number, in cells of two pixels."""

    def __init__(self, width: float, height: float) -> None:
        self._cells: npt.NDArray[np.bool_] = np.zeros(
            (int(height) // 2 + 2, int(width) // 2 + 2), np.bool_
        )

    def claim(self, area: QRectF) -> bool:
        """Take an area if it is free and on the picture."""
        top, bottom = int(area.top() // 2), int(area.bottom() // 2) + 1
        left, right = int(area.left() // 2), int(area.right() // 2) + 1
        rows, columns = self._cells.shape
        if top < 0 or left < 0 or bottom > rows or right > columns:
            return False
        cells = self._cells[top:bottom, left:right]
        if cells.any():
            return False
        cells[:] = True
        return True


def _order(gap: GapCurves, asked: frozenset[str]) -> list[tuple[int, int]]:
    """Links in the order in which they get a place: of a neuron that is asked for, only its own."""
    pairs = [(row, column) for row in range(len(gap.targets)) for column in range(len(gap.sources))]
    if asked:
        chosen = [
            pair for pair in pairs if gap.targets[pair[0]] in asked or gap.sources[pair[1]] in asked
        ]
        if chosen:
            return chosen
    return pairs


def _free_place(
    gap: GapCurves, row: int, column: int, size: tuple[float, float], taken: _Taken
) -> QPointF | None:
    wide, tall = size
    if gap.x[-1] - gap.x[0] < wide + 6:
        return None
    start = 5 * ((row + column) % 3)  # neighbours begin at different places and spread out
    for at in (*_PLACES[start:], *_PLACES[:start]):
        x, y = float(gap.x[at]), float(gap.y[row, column, at])
        if x - wide / 2 < gap.x[0] + 2 or x + wide / 2 > gap.x[-1] - 2:
            continue
        if taken.claim(QRectF(x - wide / 2, y - tall / 2, wide, tall)):
            return QPointF(x, y)
    return None


def short_number(value: float) -> str:
    """A number of at most five signs or so: 0.43, −12.3, 123, 2e−4."""
    size = abs(value)
    if size and (size < 0.005 or size >= 10_000):
        return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS)
    decimals = 2 if size < 10 else 1 if size < 100 else 0
    return f"{value:.{decimals}f}".replace("-", MINUS)


def _readable(stage: Stage, value: float) -> str:
    """The sign's colour, nearer to the text's so that it can be read."""
    theme = stage.theme
    if value == 0:
        return theme.dim
    return theme.blend(theme.pos if value > 0 else theme.neg, theme.text, 0.35)
