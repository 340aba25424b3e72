"""`Feedback`: what is said to an answer, in the place where it was given."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from nnfs_gui.lessons.measured import shown
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.icons import icon_pixmap
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.rich_text import RichText

RIGHT, NOT_YET, NOTE = "right", "not-yet", "note"
_SIGNS = {RIGHT: ("check", "ok"), NOT_YET: ("hint", "warn"), NOTE: ("info", "accent")}
_WORDS = {RIGHT: "Right.", NOT_YET: "Not yet.", NOTE: ""}
SIDE = 16


class Feedback(QFrame):
    """A green tick or an amber lamp with a few sentences; nothing is ever red here.

    Signals: ``said()`` when something new is.
    """

    said = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("feedback")
        self._theme, self._tone = theme, NOTE
        self._sign = QLabel(self)
        self._words = RichText(f"{name}-feedback", theme, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 7, 8, 6)
        layout.setSpacing(7)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def tone(self) -> str:
        """``"right"``, ``"not-yet"`` or ``"note"``."""
        return self._tone

    @property
    def markdown(self) -> str:
        return "" if self.isHidden() else self._words.markdown

    def show_feedback(self, tone: str, markdown: str, *, announce: bool = True) -> None:
        """Say something; without words, only whether it is right."""
        self._tone = tone
        self._words.show_markdown(shown(markdown.strip()) or _WORDS[tone])
        set_style_property(self, "tone", tone)
        self._draw()
        self.show()
        words = f"{_WORDS[tone]} {self._words.accessibleName()}".strip()
        self.setAccessibleName(words)
        if announce:
            event = QAccessibleAnnouncementEvent(self, words)
            QAccessible.updateAccessibility(event)
            self.said.emit()

    def clear(self, *, keep_room: bool = False) -> None:
        """Say nothing; with its room kept nothing moves away under a pointer."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(keep_room and bool(self._words.markdown))
        self.setSizePolicy(policy)
        if not policy.retainSizeWhenHidden():
            self._words.show_markdown("")
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._words.show_theme(theme)
        self._draw()

    def _draw(self) -> None:
        name, role = _SIGNS[self._tone]
        self._sign.setPixmap(icon_pixmap(name, self._theme, role, SIDE))
