"""`OtherData`: marks the part of the loss that is of another data set."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from nnfs_gui.theme import SMALL, Theme, font

from ..shared.base import Plot

WORDS = "other data"
VEIL = 0.45
"""How much of it is hidden: the curve is still there to be compared with."""


class OtherData:
    """A veil over the curve up to where the data set changed, with words and a dashed end.

    Attributes
    ----------
    veil, line
        Items of the plot; hidden where all of the curve is of the data that are trained on.
    """

    def __init__(self, plot: Plot, theme: Theme) -> None:
        self.veil = pg.LinearRegionItem(movable=False, pen=pg.mkPen(None))
        self.line = pg.InfiniteLine(
            angle=90,
            movable=False,
            label=WORDS,
            labelOpts={"position": 0.9, "anchors": [(1, 0)] * 2},
        )
        self.line.label.setFont(font(SMALL))
        for height, item in enumerate((self.veil, self.line), start=18):
            item.setZValue(height)
            item.hide()
            plot.addItem(item, ignoreBounds=True)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        colour = QColor(theme.panel)
        colour.setAlphaF(VEIL)
        self.veil.setBrush(colour)
        self.line.setPen(pg.mkPen(theme.dim, width=1, style=Qt.PenStyle.DashLine))
        self.line.label.setColor(theme.dim)

    def show_until(self, x: float) -> None:
        """Mark what lies left of ``x`` on the axis; nothing at 0."""
        if x > 0.0:
            self.veil.setRegion((0.0, x))
            self.line.setPos(x)
        self.veil.setVisible(x > 0.0)
        self.line.setVisible(x > 0.0)
