"""`Veil`: covers a card while what it shows is a question, and says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnfs_gui.theme import BODY, CARD_RADIUS, Theme, font

from .icons import icon
from .magnify import magnified

ICON = 26
_GAP = 10


class Veil(QWidget):
    """An opaque pane over a card, with the card's title and a sentence in its middle."""

    def __init__(self, card: QWidget, title: str, theme: Theme) -> None:
        super().__init__(card)
        self.setObjectName("veil")
        self._card, self._title, self._theme, self._reason = card, title, theme, ""
        self._described = ""
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        card.installEventFilter(self)
        self.hide()

    @property
    def reason(self) -> str:
        """Why the card is covered; "" if it is not."""
        return self._reason

    def cover(self, reason: str) -> None:
        """Cover the card and say why; an empty reason lifts the veil."""
        if reason and not self._reason:
            self._described = self._card.accessibleDescription()
        if reason != self._reason:
            self._card.setAccessibleDescription(reason or self._described)
        self._reason = reason
        self.setAccessibleName(f"{self._title}: {reason}" if reason else "")
        self.setGeometry(self._card.rect())
        self.setVisible(bool(reason))
        self.raise_()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._card and event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self.setGeometry(self._card.rect())
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), CARD_RADIUS, CARD_RADIUS)
        painter.setPen(QColor(theme.text))
        painter.setFont(font(magnified(BODY, self), 600))
        painter.drawText(QRect(16, 12, self.width() - 32, 24), Qt.AlignmentFlag.AlignLeft,
                         self._title)  # fmt: skip
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(font(magnified(BODY, self)))
        room = QRect(24, 0, max(40, self.width() - 48), self.height())
        words = painter.boundingRect(room, flags, self._reason)
        top = max(40, (self.height() - words.height() - ICON - _GAP) // 2)
        at = QRect((self.width() - ICON) // 2, top, ICON, ICON)
        icon("closed-eye", theme).paint(painter, at)
        painter.setPen(QColor(theme.dim))
        room.setTop(top + ICON + _GAP)
        painter.drawText(room, flags, self._reason)
        painter.end()
