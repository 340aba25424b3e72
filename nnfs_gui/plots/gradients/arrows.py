"""`Arrows`: the raw and the applied gradient as two arrows in the plane that both lie in."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from ..shared.pixel_item import PixelItem
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import StripPlot
from .numbers import angle, clip_state

MARGIN, FOOT, LONGEST, GAP = 10, 6, 260, 8
"""Pixels beside the arrows, above and below them, of the longer one at most, and between words."""


class Arrow(PixelItem):
    """A line with a head from the origin to a place."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._width, self.colour = width, "#808080"
        self.tip = (0.0, 0.0)

    def set_tip(self, x: float, y: float) -> None:
        """Point there."""
        self.tip = (x, y)
        self.update()

    def set_colour(self, colour: str) -> None:
        """Draw in this colour."""
        self.colour = colour
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        place = painter.worldTransform()
        line = QLineF(place.map(QPointF()), place.map(QPointF(*self.tip)))
        head = min(9.0 * self.factor, line.length())
        painter.setWorldTransform(QTransform())  # width and head are in pixels
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._width * self.factor
        painter.setPen(
            QPen(QColor(self.colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        shaft, side = QLineF(line), line.normalVector()
        shaft.setLength(max(0.0, line.length() - head))
        side.setLength(head * 0.5)
        painter.drawLine(shaft)
        offset = QPointF(side.dx(), side.dy())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawPolygon(QPolygonF([line.p2(), shaft.p2() + offset, shaft.p2() - offset]))
        painter.setWorldTransform(place)


class Arrows(StripPlot):
    """The applied gradient beside the raw one, which is 1 long and points to the right."""

    MARGINS = (0, 0, 0, 0)

    def __init__(self, theme: Theme) -> None:
        self.raw, self.applied = Arrow(1.5), Arrow(3.0)
        self.arc = pg.PlotCurveItem()
        self.legend = NameAxis("bottom", everything=True, starts=True)
        self._angle, self._known = 0.0, False
        description = "Raw and applied gradient as arrows"
        super().__init__(theme, "gradient-arrows", description, bottom=self.legend)
        self.setMouseEnabled(False, False)
        self.plotItem.hideAxis("left")
        for item in (self.arc, self.raw, self.applied):
            self.addItem(item, ignoreBounds=True)
        self.setMinimumWidth(200)
        self.plotItem.vb.sigResized.connect(self._fit)

    @property
    def angle(self) -> float:
        """The angle between them, in degrees."""
        return self._angle

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the directions of the snapshot's last step."""
        state = clip_state(snapshot)
        self._known = 0.0 < state.raw < math.inf
        self._angle = angle(snapshot.raw_gradient, snapshot.applied_gradient)
        share, turn = 0.0, math.radians(self._angle)
        if self._known:
            share = max(0.04, min(1.0, state.applied / state.raw))
        self.raw.set_tip(1.0, 0.0)
        self.applied.set_tip(share * math.cos(turn), share * math.sin(turn))
        along = np.linspace(0.0, turn, 24)
        radius = min(0.42, 0.8 * share)
        self.arc.setData(radius * np.cos(along), radius * np.sin(along))
        for item in (self.raw, self.applied):
            item.setVisible(self._known)
        self.arc.setVisible(self._known and self._angle > 1.5)
        self._fit()

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self.raw.set_colour(theme.dim)
        self.applied.set_colour(theme.accent)
        self.arc.setPen(pg.mkPen(theme.faint, width=1))

    def _fit(self) -> None:
        """Give both directions one scale, with which the arrows fit, and name them below."""
        wide, high = (
            max(1.0, side) for side in (self.plotItem.vb.width(), self.plotItem.vb.height())
        )
        x, y = self.applied.tip
        back = max(0.0, -x)
        unit = min((wide - 2 * MARGIN) / (1.0 + back), LONGEST, (high - 2 * FOOT) / max(y, 1e-6))
        unit, left = max(1.0, unit), MARGIN
        left += back * unit
        self.set_range((-left / unit, (wide - left) / unit), (-FOOT / unit, (high - FOOT) / unit))
        bend = f"{self._angle:.1f}° apart"
        names = ("raw", "applied", bend) if self._known else ()
        measure = QFontMetricsF(self.legend.style["tickFont"])
        widths = np.array([measure.horizontalAdvance(name) for name in names])
        starts = np.cumsum(widths + GAP) - widths - GAP + MARGIN
        self.legend.set_names(names, (starts - left) / unit)
        self.legend.set_tones({"applied": "accent", bend: "strong"})
