"""`Figure`: a caption over a big number that changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnfs_gui.theme import FIGURE, SMALL, font

from .labels import set_style_property


class Figure(QWidget):
    """A small caption and a 20 px figure; its width only ever grows, so neighbours stand still."""

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
        self._name, self._widest = caption, widest
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(self._caption)
        layout.addWidget(self._value)
        layout.addStretch(1)
        self._grow(widest)

    @property
    def text(self) -> str:
        return self._value.text()

    def show_value(self, text: str, tone: str = "") -> None:
        """Show ``text``; ``tone`` is "", "accent" or "error"."""
        if text != self._value.text():
            self._grow(text)
            self._value.setText(text)
            self._value.setAccessibleName(f"{self._name} {text}")
        set_style_property(self._value, "tone", tone)

    def show_magnified(self, _factor: float) -> None:
        """Take the room that the font needs now, also if that is less."""
        self._value.setMinimumWidth(0)
        self._grow(self._widest)
        self._grow(self._value.text())

    def _grow(self, text: str) -> None:
        wanted = QFontMetrics(self._value.font()).horizontalAdvance(text) + 2
        if wanted > self._value.minimumWidth():
            self._value.setMinimumWidth(wanted)
