"""`Figure`: a caption over a big number that changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnfs_gui.theme import FIGURE, SMALL, font

from .labels import set_style_property


class Figure(QWidget):
    """A small caption over a 20 px figure in a slot of fixed width, so that neighbours stand still.

    A figure that is longer than the ``widest`` one expected is written smaller.
    """

    def __init__(self, name: str, caption: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._caption = QLabel(caption.upper())
        self._caption.setObjectName("figure-caption")
        self._caption.setFont(font(SMALL, 500))
        self._value = QLabel("–")
        self._value.setObjectName("figure-value")
        self._value.setFont(font(FIGURE, 600, tabular=True))
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setAccessibleName(caption)
        self._widest, self._pixels = widest, FIGURE
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(self._caption)
        layout.addWidget(self._value)
        layout.addStretch(1)
        self._take_room()

    @property
    def caption(self) -> str:
        """What the figure is of."""
        return self._caption.accessibleName()

    @property
    def value_text(self) -> str:
        """The figure as it is written."""
        return self._value.text()

    @property
    def text(self) -> str:
        return self._value.text()

    def show_value(self, text: str, tone: str = "") -> None:
        """Show ``text``; ``tone`` is "", "accent" or "error"."""
        if text != self._value.text():
            self._value.setText(text)
            self._fit()
        set_style_property(self._value, "tone", tone)

    def show_caption(self, caption: str) -> None:
        """Write another caption over the figure; it gets the room that the figure has."""
        if caption.upper() != self._caption.text():
            self._caption.setText(caption.upper())
            self._caption.setAccessibleName(caption)

    def show_magnified(self, factor: float) -> None:
        """Take the room that the font needs now."""
        self._pixels = round(FIGURE * factor)
        self._take_room()

    def _take_room(self) -> None:
        caption = QFontMetrics(self._caption.font()).horizontalAdvance(self._caption.text())
        self.setFixedWidth(max(caption, self._advance(self._widest, self._pixels)) + 2)
        self._value.setFixedHeight(QFontMetrics(font(self._pixels, 600)).height())
        self._fit()

    def _fit(self) -> None:
        """Write the figure in its size, or as large as its slot allows."""
        size, text = self._pixels, self._value.text()
        while size > 9 and self._advance(text, size) > self.width():
            size -= 1
        if size != self._value.font().pixelSize():
            self._value.setFont(font(size, 600, tabular=True))

    @staticmethod
    def _advance(text: str, pixels: int) -> int:
        return QFontMetrics(font(pixels, 600, tabular=True)).horizontalAdvance(text)
