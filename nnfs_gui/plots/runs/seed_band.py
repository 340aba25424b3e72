"""`SeedBand`: the test losses of all seeds over the epochs, as a median and its spread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from nnfs_gui.studies.goal import Goal
from nnfs_gui.studies.seed_process import SeedProgress
from nnfs_gui.theme import Theme

from ..shared.lines import Line, screen_pen
from ..shared.pixel_item import PixelItem
from ..shared.strip_plot import StripPlot

LOWEST = 1e-6
"""Losses below are drawn as this one on the log scale."""

Vector = npt.NDArray[np.float64]


class Band(PixelItem):
    """The area between two curves."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = QColor("#808080")
        self.x: Vector = np.empty(0)
        self.low: Vector = np.empty(0)
        self.high: Vector = np.empty(0)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._colour = QColor(theme.neg)
        self._colour.setAlphaF(0.25)
        self.update()

    def set_data(self, x: Vector, low: Vector, high: Vector) -> None:
        """Fill between these curves."""
        self.x, self.low, self.high = x, low, high
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        if len(self.x) > 1:
            along = np.concatenate([self.x, self.x[::-1]])
            edge = np.concatenate([self.low, self.high[::-1]])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour)
            painter.drawPolygon(pg.functions.arrayToQPolygonF(along, edge))


class GoalLine(PixelItem):
    """A dashed line at the loss that is to be reached."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = "#808080"
        self.height: float | None = None

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._colour = theme.ok
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        if self.height is not None:
            pen = screen_pen(self._colour, 1.2 * self.factor, painter)
            pen.setDashPattern([4.0, 3.0])
            painter.setPen(pen)
            seen = self.boundingRect()
            painter.drawLine(
                pg.Point(seen.left(), self.height), pg.Point(seen.right(), self.height)
            )


class SeedBand(StripPlot):
    """Median, the middle half, and the goal, on a log scale."""

    def __init__(self, theme: Theme) -> None:
        self.band, self.goal, self.median = Band(), GoalLine(), Line("neg", 2.0)
        super().__init__(theme, "seed-band", "Test losses of all seeds over the epochs")
        for item in (self.band, self.goal, self.median):
            self.addItem(item)
        self.left.setLogMode(True)
        self.set_labels("epoch", "test loss")
        self.set_hairlines(horizontal=True)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        for item in (self.band, self.goal, self.median):
            item.show_theme(theme)

    def show_progress(self, progress: SeedProgress, goal: Goal) -> None:
        """Draw the course so far; a network that diverged counts as the worst."""
        losses = np.where(np.isnan(progress.test_losses), np.inf, progress.test_losses)
        low, middle, high = np.quantile(losses, (0.25, 0.5, 0.75), axis=0, method="nearest")
        known = np.isfinite(high)
        epochs = progress.judged.astype(float)
        heights = [np.log10(np.maximum(curve[known], LOWEST)) for curve in (low, middle, high)]
        self.median.set_data(epochs[known], heights[1])
        self.band.set_data(epochs[known], heights[0], heights[2])
        bound = np.log10(max(goal.bound, LOWEST)) if goal.quantity == "test_loss" else None
        self.goal.height = bound if bound is None else float(bound)
        seen = np.concatenate([*heights, [] if bound is None else [bound]])
        if len(seen):
            margin = max(0.1, 0.08 * float(np.ptp(seen)))
            reach = (float(seen.min()) - margin, float(seen.max()) + margin)
            self.set_range((0.0, max(1.0, float(epochs[-1]))), reach)
        self.goal.update()
