"""Axes for low strips: their name stands beside the ticks, where it costs no height."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsTextItem

from nnfs_gui.theme import SMALL, Theme, font

from .axes import PlainAxis


class WordAxis(PlainAxis):
    """A bottom axis with its name at the left of the tick labels."""

    def __init__(self, orientation: str, word: str, *, fixed: Sequence[float] = ()) -> None:
        super().__init__(orientation, fixed=fixed)
        self._word = QGraphicsTextItem(self)
        self._word.setFont(font(SMALL))
        self._word.document().setDocumentMargin(0)
        self.set_word(word)

    def set_word(self, word: str) -> None:
        """Name the axis."""
        self._word.setPlainText(word)
        self._word.setPos(-self._word.boundingRect().width() - 6, 6)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._word.setDefaultTextColor(QColor(theme.dim))


class NameAxis(PlainAxis):
    """An axis whose ticks 0, 1, 2 … are names; those that would touch are left out."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self._tick_names: list[str] = []

    def set_names(self, names: list[str]) -> None:
        """Write ``names`` at 0, 1, 2 …"""
        if names != self._tick_names:
            self._tick_names = list(names)
            self.set_fixed([float(index) for index in range(len(names))])

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        known = len(self._tick_names)
        return [self._tick_names[int(value)] if 0 <= value < known else "" for value in values]
