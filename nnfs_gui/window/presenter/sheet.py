"""`Sheet`: texts and options of the strip, which scroll where a strip would be too tall."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Sheet(QScrollArea):
    """Shows `content` whole, or a part of it with a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("strip-sheet")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content = QWidget()
        self.content.setObjectName("scroll-content")
        self.setWidget(self.content)

    @property
    def bar_width(self) -> int:
        """Pixels that the content is narrower while it scrolls."""
        return self.verticalScrollBar().sizeHint().width()

    def take(self, place: QRect, height: int) -> None:
        """Stand there, with a content of that height."""
        scrolls = height > place.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        self.setGeometry(place)
        self.content.resize(place.width() - (self.bar_width if scrolls else 0), height)
        if not scrolls:
            self.verticalScrollBar().setValue(0)
