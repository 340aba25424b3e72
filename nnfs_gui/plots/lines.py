"""Curves whose width is in logical pixels, also on a dense screen and in a saved picture."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnfs_gui.theme import Theme


def screen_pen(
    colour: str, width: float, painter: QPainter, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    """A cosmetic pen; Qt counts its width in physical pixels, so it grows with their density."""
    pen = QPen(QColor(colour), width * painter.device().devicePixelRatio(), style)
    pen.setCosmetic(True)
    return pen


class Line(pg.PlotCurveItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A curve with gaps where there is no number, drawn piece by piece.

    Qt strokes a long antialiased path of more than one pixel ten times slower than its pieces.
    """

    def __init__(
        self, role: str, width: float = 1.6, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> None:
        super().__init__(connect="finite", antialias=True)
        self.setSegmentedLineMode("on")
        self._role, self._width, self._style = role, width, style
        self._colour = "#808080"

    def show_theme(self, theme: Theme) -> None:
        """Take the colour of this line's role."""
        self._colour = getattr(theme, self._role)
        self.setPen(pg.mkPen(self._colour, width=self._width, style=self._style))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        # Set directly: setPen would ask for another paint.
        self.opts["pen"] = screen_pen(self._colour, self._width, painter, self._style)
        super().paint(painter, option, widget)
