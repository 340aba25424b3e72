"""The links as curves: their paths, and which of them lies under a point."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ..elements import Element, Part
from ..geometry import Column, Layout

SAMPLES = 25
"""Points along a curve that stand for it when the pointer is near."""
BEND = 0.5
"""How far the handles of a curve reach across its gap."""

_T = np.linspace(0.0, 1.0, SAMPLES)
_WEIGHTS = np.stack(
    [(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3], axis=1
)  # (SAMPLES, 4): Bernstein polynomials


@dataclass(frozen=True, eq=False)
class GapCurves:
    """The links between two columns; arrays are indexed [target, source]."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    x: npt.NDArray[np.float64]  # (SAMPLES,): the same for every link of the gap
    y: npt.NDArray[np.float64]  # (n_targets, n_sources, SAMPLES)
    handles: npt.NDArray[np.float64]  # (4,): where the control points of every curve stand
    starts: tuple[float, ...]  # the right edges of the sources, before the curves if in two lanes
    ends: tuple[float, ...]  # the left edges of the targets
    _paths: dict[tuple[int, int], QPainterPath] = field(default_factory=dict, repr=False)

    def path(self, row: int, column: int) -> QPainterPath:
        """The curve of one link, made when it is first asked for: most of 7 000 never are."""
        found = self._paths.get((row, column))
        if found is None:
            start, end = float(self.y[row, column, 0]), float(self.y[row, column, -1])
            found = QPainterPath(QPointF(self.starts[column], start))
            _add_curve(found, self.handles, start, end)
            if self.ends[row] != self.handles[3]:
                found.lineTo(QPointF(self.ends[row], end))
            self._paths[row, column] = found
        return found

    def nearest(self, point: QPointF, reach: float) -> Element | None:
        """The link within ``reach`` pixels of a point, if any."""
        if not self.x[0] - 1 <= point.x() <= self.x[-1] + 1:
            return None
        at = np.clip(np.searchsorted(self.x, point.x()), 1, SAMPLES - 1)
        x0, x1 = self.x[at - 1], self.x[at]
        share = 0.0 if x1 == x0 else float(np.clip((point.x() - x0) / (x1 - x0), 0, 1))
        low, high = self.y[:, :, at - 1], self.y[:, :, at]
        slope = (high - low) / max(x1 - x0, 1e-9)
        # Across a steep piece the vertical distance overstates the real one.
        distance = np.abs(low + (high - low) * share - point.y()) / np.sqrt(1 + slope**2)
        row, column = np.unravel_index(int(np.argmin(distance)), distance.shape)
        if distance[row, column] > reach:
            return None
        return Element(Part.LINK, self.targets[row], self.sources[column])


class Curves:
    """All links of a layout."""

    def __init__(self, layout: Layout) -> None:
        pairs = zip(layout.columns, layout.columns[1:], strict=False)
        self.gaps = tuple(_gap_curves(left, right) for left, right in pairs)
        self.middles = tuple(column.x for column in layout.columns[1:-1])
        """Where one gap ends and the next begins, under the tiles between them."""
        self._of_target = {unit: gap for gap in self.gaps for unit in gap.targets}

    def nearest(self, point: QPointF, reach: float) -> Element | None:
        for gap in self.gaps:
            found = gap.nearest(point, reach)
            if found is not None:
                return found
        return None

    def path(self, element: Element) -> QPainterPath | None:
        """The curve of a link element, if it is on the picture."""
        place = self._place(element)
        if place is None:
            return None
        gap, row, column = place
        return gap.path(row, column)

    def point(self, element: Element, t: float) -> QPointF | None:
        """The point at share ``t`` (0 … 1) of a link, for labels and editors."""
        place = self._place(element)
        if place is None:
            return None
        gap, row, column = place
        at = round(t * (SAMPLES - 1))
        return QPointF(float(gap.x[at]), float(gap.y[row, column, at]))

    def bounds(self, element: Element) -> QRectF | None:
        path = self.path(element)
        return None if path is None else path.boundingRect()

    def _place(self, element: Element) -> tuple[GapCurves, int, int] | None:
        gap = self._of_target.get(element.id)
        if gap is None or element.source not in gap.sources:
            return None
        return gap, gap.targets.index(element.id), gap.sources.index(element.source)


def _gap_curves(left: Column, right: Column) -> GapCurves:
    start, end = left.right, right.left
    handles = np.array([start, start + BEND * (end - start), end - BEND * (end - start), end])
    begin = np.array([rect.center().y() for rect in left.rects])
    finish = np.array([rect.center().y() for rect in right.rects])
    shape = (len(finish), len(begin))
    y0 = np.broadcast_to(begin[None, :], shape)
    y1 = np.broadcast_to(finish[:, None], shape)
    y = np.stack([y0, y0, y1, y1], axis=-1) @ _WEIGHTS.T
    starts = tuple(rect.right() for rect in left.rects)
    ends = tuple(rect.left() for rect in right.rects)
    return GapCurves(left.units, right.units, _WEIGHTS @ handles, y, handles, starts, ends)


def _add_curve(path: QPainterPath, x: npt.NDArray[np.float64], start: float, end: float) -> None:
    """The curve across the gap, after a straight piece where a source stands in the left lane."""
    if path.currentPosition().x() != x[0]:
        path.lineTo(QPointF(x[0], start))
    path.cubicTo(QPointF(x[1], start), QPointF(x[2], end), QPointF(x[3], end))
