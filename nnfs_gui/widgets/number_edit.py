"""`NumberEdit`: a line in which a person writes a number, which is kept as it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip, QWidget

from nnfs_gui.theme import font

from .focus import give_back_focus
from .gesture import new_gesture
from .labels import set_style_property
from .numbers import format_count, format_exact, parse_number

_DIGITS = 6
"""Of a number for which there is too little room, at most."""
_BESIDE = 2
"""Pixels that Qt keeps free on each side of a line's words."""


@dataclass(frozen=True)
class Range:
    """Which numbers are allowed; ``above`` excludes ``low`` itself."""

    low: float
    high: float
    integer: bool = False
    above: bool = False

    def holds(self, value: float) -> bool:
        return (value > self.low if self.above else value >= self.low) and value <= self.high

    def clamp(self, value: float) -> float:
        return min(self.high, max(self.low, value))


class NumberEdit(QLineEdit):
    """Reads what people type, and shows it exactly where it fits; nothing allowed is ever rounded.

    A number with more digits than there is room for is shown to as many as fit, and whole in the
    tool tip.

    Signals: ``value_edited(value, gesture)`` when a person changed it; the value is None where an
    ``optional`` number was cleared.  `show_value` emits nothing.
    """

    value_edited = Signal(object, str)

    def __init__(self, name: str, label: str, allowed: Range, parent: QWidget | None = None, *,
                 show: Callable[[float], str] | None = None,
                 read: Callable[[str], float] = parse_number,
                 optional: bool = False) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(font(weight=500, tabular=True))
        self.setAccessibleName(label)
        self.setToolTip(label)
        self._label, self._allowed, self._optional = label, allowed, optional
        self._show = show or (_whole if allowed.integer else format_exact)
        self._read = read
        self._value: float | None = None
        self._shown = ""
        self.editingFinished.connect(self._commit)
        self.textEdited.connect(self._typed)

    @property
    def value(self) -> float | None:
        """The number last shown; None if there is none."""
        return self._value

    @property
    def allowed(self) -> Range:
        return self._allowed

    def show_value(self, value: float | None) -> None:
        """Show a number without telling anyone."""
        self._value = value
        self._set_problem("")
        self._shown = "" if value is None else self._fitting(value)
        if self._shown != self.text():
            self.setText(self._shown)
            self.setCursorPosition(0)
        self._show_label()

    def words_of(self, value: float | None) -> str:
        """How the field writes a value."""
        return "off" if value is None else self._show(value)

    def _fitting(self, value: float) -> str:
        """The value's words, or its first digits where they have no room."""
        words = self.words_of(value)
        if words != format_exact(value):
            return words
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
            .marginsRemoved(self.textMargins())
        )
        wide = room.width() - 2 * _BESIDE
        tries = (format_exact(float(f"{value:.{digits}g}")) for digits in range(_DIGITS, 1, -1))
        measured = self.fontMetrics().horizontalAdvance
        return next((text for text in (words, *tries) if measured(text) <= wide), words)

    def _show_label(self) -> None:
        """Name the field in its tool tip, with the whole number if not all of it is seen."""
        exact = "" if self._value is None else self.words_of(self._value)
        self.setToolTip(self._label if exact == self._shown else f"{self._label}: {exact}")

    def _number_in(self, text: str) -> float | None:
        """The number in ``text``; ValueError with the reason if it is not allowed."""
        if not text.strip() and self._optional:
            return None
        value = self._read(text)
        allowed = self._allowed
        if allowed.integer and value != int(value):
            raise ValueError(f"{self._label} must be a whole number, got {text.strip()}")
        if not allowed.holds(value):
            low, high = self._show(allowed.low), self._show(allowed.high)
            rule = f"above {low} and at most {high}" if allowed.above else f"from {low} to {high}"
            raise ValueError(f"{self._label} must be {rule}, got {text.strip()}")
        return int(value) if allowed.integer else value

    def _commit(self) -> None:
        if self.text() == self._shown:
            self.setModified(False)  # there is nothing to take back: Escape leads out at once
            return
        try:
            value = self._number_in(self.text())
        except ValueError as error:
            self._set_problem(str(error))
            return
        if value == self._value:
            self.show_value(value)
        else:
            self._edit(value, new_gesture(self.objectName()))

    def _edit(self, value: float | None, gesture: str) -> None:
        self.show_value(value)
        self.setModified(False)
        self.value_edited.emit(value, gesture)

    def _typed(self, _text: str) -> None:
        self._set_problem("")

    def _set_problem(self, message: str) -> None:
        if bool(message) == bool(self.property("invalid")) and not message:
            return
        self.setAccessibleDescription(message)
        self.setToolTip(message)
        if not message:
            self._show_label()
        set_style_property(self, "invalid", bool(message))
        if message and self.isVisible():
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() + 2)), message, self)

    def sizeHint(self) -> QSize:
        return QSize(96, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.text() == self._shown:  # nothing is being typed
            self.show_value(self._value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.property("invalid"):
            self.show_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            modified = self.isModified()
            self.show_value(self._value)
            self.setModified(False)
            if give_back_focus(self) or modified:
                event.accept()
                return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.property("invalid"):
            give_back_focus(self)


def _whole(value: float) -> str:
    return format_count(int(value))
