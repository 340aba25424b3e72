"""Small parts that the views of the bottom card share: painted panes, switches, quiet scales."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QSizePolicy,
    QWidget,
)

from nnfs_gui.theme import SMALL, Theme, font


class Pane(QWidget):
    """A part of a view that paints itself, on a ground of its own.

    Qt then need not paint all that lies below, down to the window, for each new frame.  What is
    painted grows with the words around it: ``wide``, ``high`` and `at` count pixels before that.
    """

    def __init__(self, theme: Theme, name: str, description: str) -> None:
        super().__init__()
        self.theme = theme
        self.factor = 1.0
        self._fill(theme)
        self.setAutoFillBackground(True)
        self.setObjectName(name)
        self.setAccessibleName(description)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(40, 40))

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.theme = theme
        self._fill(theme)
        self.update()

    @property
    def wide(self) -> float:
        """Width in pixels before they are magnified."""
        return self.width() / self.factor

    @property
    def high(self) -> float:
        """Height in pixels before they are magnified."""
        return self.height() / self.factor

    def at(self, event: QMouseEvent | QHelpEvent) -> QPointF:
        """Where the mouse is, in pixels before they are magnified."""
        place = event.position() if isinstance(event, QMouseEvent) else QPointF(event.pos())
        return place / self.factor

    def painter(self) -> QPainter:
        """A painter for a paint event, which magnifies."""
        painter = QPainter(self)
        painter.scale(self.factor, self.factor)
        return painter

    def show_magnified(self, factor: float) -> None:
        """Paint everything larger, for a projector or a large window."""
        self.factor = factor
        self.updateGeometry()
        self.update()

    def _fill(self, theme: Theme) -> None:
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, QColor(theme.panel))
        self.setPalette(ground)


@lru_cache(maxsize=32)
def _tabular(pixels: int, weight: int) -> QFont:
    return font(pixels, weight, tabular=True)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    *,
    pixels: int = SMALL,
    weight: int = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    wrap: bool = False,
) -> None:
    """Paint a text in tabular figures into ``box``."""
    painter.setFont(_tabular(pixels, weight))
    painter.setPen(QColor(colour))
    flags = int(align | Qt.AlignmentFlag.AlignVCenter)
    if wrap:
        flags = int(align | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(box, flags, text)
