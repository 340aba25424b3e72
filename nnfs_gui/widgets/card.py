"""`Card`: the rounded panel that everything in the window sits in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, LABEL, font

MARGIN = 16
"""Pixels between a card's edge and what it holds, left and right."""
_CLEAR = 8
"""Pixels on either side of a caption that gives way to what stands beside it."""


class Card(QFrame):
    """A rounded frame with a title, a dim caption at the right, and room below.

    Add extras to `header` (they stand right of the caption) and everything else to `body`.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._title = QLabel(title)
        self._title.setObjectName("card-title")
        self._title.setFont(font(BODY, 600))
        self._caption = QLabel()
        self._caption.setObjectName("card-caption")
        self._caption.setFont(font(LABEL))
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._caption.hide()
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.header.addWidget(self._title)
        self.header.addStretch(1)
        self.header.addWidget(self._caption)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer = QVBoxLayout(self)
        self.set_dense(False)
        outer.addLayout(self.header)
        outer.addLayout(self.body, 1)

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def caption(self) -> str:
        return self._caption.text()

    def set_dense(self, dense: bool) -> None:
        """Leave less room around what the card holds, or as much as usual."""
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(MARGIN, *((6, MARGIN, 8) if dense else (12, MARGIN, 14)))
        outer.setSpacing(3 if dense else 8)

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self.setAccessibleName(text)

    def set_caption(self, text: str) -> None:
        """Show ``text`` at the right of the header; an empty text takes no room."""
        self._caption.setText(text)
        self._caption.setVisible(bool(text))

    def let_caption_yield(self) -> None:
        """Let `fit_caption` tell whether the caption is seen: it makes no card wider."""
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._caption.setContentsMargins(0, 0, _CLEAR, 0)
        self.header.setStretch(self.header.indexOf(self._title) + 1, 0)
        self.header.setStretch(self.header.indexOf(self._caption), 1)

    def fit_caption(self) -> None:
        """Show the caption where title and buttons leave it the room it needs whole."""
        self.header.invalidate()  # it would learn of another title only with the next layout
        others = self.header.sizeHint().width() + 2 * MARGIN  # the caption asks for none
        needed = self._caption.sizeHint().width() + _CLEAR
        self._caption.setVisible(bool(self.caption) and self.width() >= others + needed)
