"""`VeilNote`: says over the plane why its border is not shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGraphicsItem, QLabel

from nnfs_gui.theme import LABEL, Theme, font

from .frame import SquareFrame

_PADDING = 8


class VeilNote(QLabel):
    """A line at the lower edge of the plane, there while there is something to say."""

    def __init__(self, theme: Theme, frame: SquareFrame) -> None:
        super().__init__(frame)
        self.setObjectName("veil-note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFont(font(LABEL, 500))
        self._frame = frame
        frame.arranged.connect(self._place)
        self.show_theme(theme)
        self.hide()

    def veil(self, reason: str, items: Sequence[QGraphicsItem]) -> None:
        """Hide these items and say why; "" shows them."""
        for item in items:
            item.setVisible(not reason)
        self.setText(reason)
        self.setVisible(bool(reason))
        self._place()

    def show_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QLabel#veil-note {{ background: {theme.raised}; color: {theme.text};"
            f" border: 1px solid {theme.line}; border-radius: 7px;"
            f" padding: 3px {_PADDING}px; }}"
        )

    @Slot()
    def _place(self) -> None:
        if self.isHidden():
            return
        frame = self._frame
        self.ensurePolished()  # the padding of the style counts
        side, words = frame.plane_side(), self.fontMetrics().horizontalAdvance(self.text())
        wide = max(60, min(side - 24, words + 2 * _PADDING + 4))
        self.setFixedSize(wide, self.heightForWidth(wide))
        left = frame.plane_left() + (side - wide) // 2
        self.move(left, max(0, side - self.height() - 6))
        self.raise_()
