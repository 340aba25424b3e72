"""Numbers on the links: all of a gap where they fit, else those of the neuron that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF

from nnfs_gui.experiment.model import Link
from nnfs_gui.theme import font

from ..geometry import Metrics
from .curves import SAMPLES, Curves, GapCurves

_PLACES = tuple(
    at for step in range(SAMPLES // 2) for at in (SAMPLES // 2 - step, SAMPLES // 2 + step)
)
"""Samples of a link at which its number may stand, from its middle outwards."""
_SAMPLE = "−0.00"
_CROWDED = 0.6
"""Share of a gap that numbers on its curves may cover; fuller ones are not even tried."""
SMALLEST = 10
"""Pixels: smaller figures cannot be read, least of all from a projector."""
_DENSER = 0.8
"""Lines of a box stand nearer to each other than numbers on curves: figures have no descenders."""
_EDGE = 8.0
"""Pixels between a box of numbers and its neuron."""


class Mode(Enum):
    """How the numbers of a gap are shown."""

    CURVES = "each on its link"
    BOXES = "in a box before each neuron, in the order of their sources"
    ASKED = "only those of the neuron that is asked for"


@dataclass(frozen=True)
class Label:
    """The place of one link's number; places change with the layout only, so nothing jumps."""

    gap: int
    row: int
    column: int
    link: Link
    center: QPointF
    pixels: int
    boxed: bool = False


@dataclass(frozen=True)
class Arrangement:
    """Where all numbers stand; lengths are the scene's, `pixels` are the screen's."""

    pixels: int
    cell: QSizeF
    labels: tuple[Label, ...]
    boxes: tuple[QRectF, ...]
    modes: tuple[Mode, ...]
    hidden: int

    def link_at(self, point: QPointF) -> Link | None:
        """The link whose number is under a point."""
        for label in self.labels:
            away = point - label.center
            if abs(away.x()) <= self.cell.width() / 2 and abs(away.y()) <= self.cell.height() / 2:
                return label.link
        return None


class Labels:
    """Finds places for the numbers, and keeps them until the picture or the zoom is another."""

    def __init__(self) -> None:
        self._fixed: Arrangement | None = None
        self._shown: Arrangement | None = None
        self._of: tuple[Curves, float, float] | None = None
        self._asked: frozenset[str] = frozenset()

    @property
    def shown(self) -> Arrangement | None:
        """What was arranged last."""
        return self._shown

    def arrange(
        self, curves: Curves, metrics: Metrics, zoom: float, asked: frozenset[str]
    ) -> Arrangement:
        """All numbers, in full-size figures if they fit, else in somewhat smaller ones.

        ``asked`` are the units whose links are told where there is no room for all.
        """
        of = (curves, zoom, metrics.scale)
        if self._fixed is None or self._of != of:
            self._fixed, self._of, self._shown = _best(curves, metrics, zoom), of, None
        if self._shown is None or asked != self._asked:
            self._asked = asked
            more = _asked_labels(curves, metrics, zoom, self._fixed, asked)
            fixed = self._fixed
            self._shown = Arrangement(
                fixed.pixels,
                fixed.cell,
                fixed.labels + more,
                fixed.boxes,
                fixed.modes,
                fixed.hidden,
            )
        return self._shown


def _best(curves: Curves, metrics: Metrics, zoom: float) -> Arrangement:
    """The arrangement that hides fewest numbers, at the largest size that does."""
    wanted = max(SMALLEST, round(11.5 * metrics.scale))
    best: Arrangement | None = None
    for pixels in range(wanted, max(SMALLEST, round(0.7 * wanted)) - 1, -1):
        found = _arranged(curves, metrics, zoom, pixels)
        if best is None or found.hidden < best.hidden:
            best = found
        if not best.hidden:
            break
    assert best is not None
    return best


def _arranged(curves: Curves, metrics: Metrics, zoom: float, pixels: int) -> Arrangement:
    cell = _cell(pixels, zoom)
    labels: list[Label] = []
    boxes: list[QRectF] = []
    modes: list[Mode] = []
    hidden = 0
    for index, gap in enumerate(curves.gaps):
        count = len(gap.targets) * len(gap.sources)
        placed = _on_curves(index, gap, metrics, zoom, pixels)
        if len(placed) == count:
            modes.append(Mode.CURVES)
            labels += placed
            continue
        boxed = _in_boxes(index, gap, metrics, zoom, pixels)
        if boxed is None:
            modes.append(Mode.ASKED)
            hidden += count
            continue
        modes.append(Mode.BOXES)
        labels += boxed[0]
        boxes += boxed[1]
    return Arrangement(pixels, cell, tuple(labels), tuple(boxes), tuple(modes), hidden)


def _cell(pixels: int, zoom: float) -> QSizeF:
    wide = QFontMetricsF(font(pixels, 600, tabular=True)).horizontalAdvance(_SAMPLE) + 7
    return QSizeF(wide / zoom, 1.42 * pixels / zoom)


# --- on the curves ---


def _on_curves(
    index: int, gap: GapCurves, metrics: Metrics, zoom: float, pixels: int
) -> list[Label]:
    """Places on the curves for as many links as there is room for."""
    pairs, cell = _pairs(gap), _cell(pixels, zoom)
    room = (gap.x[-1] - gap.x[0]) * (metrics.height - metrics.header)
    if len(pairs) * cell.width() * cell.height() > _CROWDED * room:
        return []
    taken, found = _Taken(metrics.width, metrics.height), []
    for row, column in pairs:
        start = 5 * ((row + column) % 3)  # neighbours begin at different places and spread out
        places = (*_PLACES[start:], *_PLACES[:start])
        center = _free_place(gap, row, column, cell, taken, places)
        if center is not None:
            found.append(Label(index, row, column, _link(gap, row, column), center, pixels))
    return found


def _asked_labels(
    curves: Curves, metrics: Metrics, zoom: float, fixed: Arrangement, asked: frozenset[str]
) -> tuple[Label, ...]:
    """Numbers of the units asked for, in gaps that have no room for all numbers."""
    found: list[Label] = []
    for index, (gap, mode) in enumerate(zip(curves.gaps, fixed.modes, strict=True)):
        if mode is not Mode.ASKED:
            continue
        pairs = [
            (row, column)
            for row, column in _pairs(gap)
            if gap.targets[row] in asked or gap.sources[column] in asked
        ]
        for pixels in range(fixed.pixels, SMALLEST - 1, -1):
            placed = _at_far_ends(index, gap, metrics, zoom, pixels, pairs, asked)
            if len(placed) == len(pairs):
                break
        found += placed
    return tuple(found)


def _at_far_ends(
    index: int, gap: GapCurves, metrics: Metrics, zoom: float, pixels: int,
    pairs: list[tuple[int, int]], asked: frozenset[str],
) -> list[Label]:  # fmt: skip
    """Numbers where the links of one unit lie apart: at the ends that are not its own."""
    taken, cell = _Taken(metrics.width, metrics.height), _cell(pixels, zoom)
    cell.setHeight(0.88 * cell.height())
    found = []
    for row, column in pairs:
        incoming = gap.targets[row] in asked
        places = range(SAMPLES) if incoming else range(SAMPLES - 1, -1, -1)
        center = _free_place(gap, row, column, cell, taken, places)
        if center is not None:
            found.append(Label(index, row, column, _link(gap, row, column), center, pixels))
    return found


def _pairs(gap: GapCurves) -> list[tuple[int, int]]:
    return [(row, column) for row in range(len(gap.targets)) for column in range(len(gap.sources))]


def _link(gap: GapCurves, row: int, column: int) -> Link:
    return Link(gap.sources[column], gap.targets[row])


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


def _free_place(
    gap: GapCurves, row: int, column: int, cell: QSizeF, taken: _Taken, places: Iterable[int]
) -> QPointF | None:
    wide, tall = cell.width(), cell.height()
    for at in places:
        x, y = float(gap.x[at]), float(gap.y[row, column, at])
        if x - wide / 2 < gap.x[0] + 2 or x + wide / 2 > gap.x[-1] - 2:
            continue
        if taken.claim(QRectF(x - wide / 2, y - tall / 2, wide, tall)):
            return QPointF(x, y)
    return None


# --- in boxes ---


def _in_boxes(
    index: int, gap: GapCurves, metrics: Metrics, zoom: float, pixels: int
) -> tuple[list[Label], list[QRectF]] | None:
    """One box before each target with the numbers of its links; None if they do not fit."""
    cell = _cell(pixels, zoom)
    count, wide, tall = len(gap.sources), cell.width(), cell.height()
    right = float(gap.x[-1]) - _EDGE / zoom
    room = right - float(gap.x[0]) - 4 / zoom
    alone = len(gap.targets) == 1
    height = (metrics.height - metrics.header - metrics.footer) if alone else metrics.pitch
    tall *= _DENSER
    rows, columns = int((height - 1 / zoom) // tall), int(room // wide)
    if rows * columns < count:
        return None
    columns = -(-count // rows)
    rows = -(-count // columns)
    labels, boxes = [], []
    for row in range(len(gap.targets)):
        middle = float(gap.y[row, 0, -1])
        box = QRectF(0, 0, columns * wide, rows * tall)
        box.moveCenter(QPointF(right - box.width() / 2, middle))
        boxes.append(box)
        for column in range(count):
            across, down = divmod(column, rows)
            center = box.topLeft() + QPointF((across + 0.5) * wide, (down + 0.5) * tall)
            link = _link(gap, row, column)
            labels.append(Label(index, row, column, link, center, pixels, boxed=True))
    return labels, boxes
