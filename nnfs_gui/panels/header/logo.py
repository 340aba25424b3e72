"""The mark of the playground: a small network."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import Theme

_SIDE = 24
_DOTS = ((12.0, 4.0), (7.5, 12.0), (16.5, 12.0), (3.5, 20.0), (12.0, 20.0), (20.5, 20.0))
_LINKS = ((0, 1), (0, 2), (1, 3), (1, 4), (2, 4), (2, 5))


class Logo(QWidget):
    """Three layers of dots, drawn in the accent colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logo")
        self.setAccessibleName("NNFS Playground")
        self.setToolTip("NNFS Playground")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme = theme

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.blend(theme.panel, theme.accent, 0.7)), 1.4))
        for start, end in _LINKS:
            painter.drawLine(QPointF(*_DOTS[start]), QPointF(*_DOTS[end]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        for x, y in _DOTS:
            painter.drawEllipse(QRectF(x - 2.6, y - 2.6, 5.2, 5.2))
        painter.end()
