"""`OptionList`: options to choose from, one or several, each in a frame of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.rich_text import RichText

from .answer_input import Answer, AnswerInput

_BUTTON = 21
_GIVEN_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OptionRow(QFrame):
    """An option's button and its words; a press anywhere on it counts."""

    entered = Signal()

    def __init__(self, name: str, markdown: str, theme: Theme, *, one: bool,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("option")
        self._by_keys = False
        self.button = (QRadioButton if one else QCheckBox)(self)
        self.button.setObjectName(name)
        self.button.setFixedWidth(_BUTTON)  # without the room for words that stand apart
        self.button.installEventFilter(self)
        self.words = RichText(f"{name}-words", theme, self)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.show_markdown(markdown)
        self.button.setAccessibleName(self.words.accessibleName())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 5)
        layout.setSpacing(7)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        self.button.toggled.connect(self._show_chosen)

    @property
    def _space_chooses(self) -> bool:
        """Space is play, but for an option that keys led to and that is not chosen yet."""
        is_chosen = isinstance(self.button, QRadioButton) and self.button.isChecked()
        return self._by_keys and not is_chosen

    def mark(self, tone: str) -> None:
        """Show whether the option was right: ``"right"``, ``"not-yet"`` or ``""``."""
        set_style_property(self, "mark", tone)
        said = {"right": "right", "not-yet": "not yet"}.get(tone, "")
        self.button.setAccessibleDescription(said)

    def _show_chosen(self, chosen: bool) -> None:
        set_style_property(self, "chosen", "true" if chosen else "false")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        reason = event.reason() if isinstance(event, QFocusEvent) and event.gotFocus() else None
        if reason is not None and reason not in _GIVEN_BACK:
            self._by_keys = reason != Qt.FocusReason.MouseFocusReason
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and event.key() == Qt.Key.Key_Space and self._space_chooses:  # type: ignore[attr-defined]  # a key's event
            event.accept()
            return True
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() in _ENTER:  # type: ignore[attr-defined]  # a key's event
            if isinstance(self.button, QRadioButton):
                self.button.setChecked(True)
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.isEnabled():
            self.button.click()
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)


class OptionList(AnswerInput):
    """The answer is a list of the indices of the chosen options."""

    def __init__(self, name: str, options: Sequence[str], theme: Theme, *, one: bool,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._one = one
        self._group = QButtonGroup(self)
        self._group.setExclusive(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        self.rows = tuple(
            OptionRow(f"{name}-{index + 1}", text, theme, one=one, parent=self)
            for index, text in enumerate(options)
        )
        for row in self.rows:
            self._group.addButton(row.button)
            row.entered.connect(self.committed)
            layout.addWidget(row)
        self._group.buttonToggled.connect(self._toggled)

    def answer(self) -> Answer | None:
        chosen = [index for index, row in enumerate(self.rows) if row.button.isChecked()]
        return chosen or None

    def missing(self) -> str:
        return "Choose an option first." if self._one else "Tick at least one option first."

    def show_answer(self, answer: Answer) -> None:
        chosen = answer if isinstance(answer, list | tuple) else ()
        self._group.setExclusive(False)
        for index, row in enumerate(self.rows):
            row.button.setChecked(index in chosen)
        self._group.setExclusive(self._one)

    def mark(self, tones: Sequence[str]) -> None:
        """Show of each option whether it was right."""
        for row, tone in zip(self.rows, tones, strict=True):
            row.mark(tone)

    def settle(self, settled: bool) -> None:
        for row in self.rows:
            row.button.setEnabled(not settled)
            row.setEnabled(not settled)

    def show_theme(self, theme: Theme) -> None:
        for row in self.rows:
            row.words.show_theme(theme)

    def take_focus(self) -> None:
        chosen = next((row for row in self.rows if row.button.isChecked()), self.rows[0])
        chosen.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self) -> None:
        self.changed.emit()
