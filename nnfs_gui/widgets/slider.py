"""Flat sliders over a list of stops, with the number beside them for typing it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from nnfs_gui.theme import LABEL, font

from .focus import give_back_focus
from .gesture import new_gesture
from .labels import field_label
from .magnify import magnified
from .number_edit import NumberEdit, Range
from .numbers import format_exact, parse_number

_HANDLE = 12


class FlatSlider(QSlider):
    """A horizontal slider that jumps to where it is pressed.

    Signals: ``moved(position, gesture)`` while a person moves it; one drag, one held key, or one
    stay of the wheel is one gesture.  `show_position` emits nothing.
    """

    moved = Signal(int, str)

    def __init__(
        self, name: str, label: str, positions: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.setRange(0, positions - 1)
        self.setPageStep(max(1, positions // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._gesture = new_gesture(name)
        self.valueChanged.connect(self._moved)

    def show_position(self, position: int) -> None:
        """Show a position without telling anyone."""
        with QSignalBlocker(self):
            self.setValue(position)

    def _moved(self, position: int) -> None:
        self.moved.emit(position, self._gesture)

    def _begin(self) -> None:
        self._gesture = new_gesture(self.objectName())

    def sizeHint(self) -> QSize:
        return QSize(100, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin()
            room = max(1, self.width() - _HANDLE)
            share = (event.position().x() - _HANDLE / 2) / room
            share = 1 - share if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else share
            self.setValue(round(min(1.0, max(0.0, share)) * self.maximum()))
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if not give_back_focus(self):
                super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self._begin()
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Home and End are this slider's own keys while it has the focus, not the window's.
        asked = event.type() == QEvent.Type.ShortcutOverride
        own = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End)
        if asked and own:
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._begin()
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._begin()
        super().focusInEvent(event)


class LabeledSlider(QWidget):
    """A label, the exact number (which can be typed), and a slider along ``stops``.

    The number may lie between two stops; then the handle stands at the nearest one.
    Signals: ``value_edited(value, gesture)`` when a person changed it.
    """

    value_edited = Signal(object, str)

    def __init__(self, name: str, label: str, stops: Sequence[float], allowed: Range,
                 parent: QWidget | None = None, *,
                 show: Callable[[float], str] = format_exact,
                 read: Callable[[str], float] = parse_number) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(f"{name}-row")
        self.setAccessibleName(label)
        self._stops = tuple(stops)
        self._value = self._stops[0]
        self._slider = FlatSlider(name, label, len(self._stops), self)
        self._number = NumberEdit(
            f"{name}-value", _exactly(label), allowed, self, show=show, read=read
        )
        self._number.setProperty("look", "plain")
        self._number.setFont(font(LABEL, 600, tabular=True))
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._wide = 48
        self.show_magnified(1.0)
        self._number.setTextMargins(0, 0, -5, 0)  # flush with the groove's end
        self._label = field_label(label, self._slider)
        self._lay_out()
        self._slider.moved.connect(self._slid)
        self._number.value_edited.connect(self._typed)

    @property
    def value(self) -> float:
        """The exact number shown."""
        return self._value

    def words_of(self, value: float) -> str:
        """How the number is written."""
        return self._number.words_of(value)

    def show_value(self, value: float) -> None:
        """Show a number without telling anyone."""
        self._value = value
        self._number.show_value(value)
        self._slider.show_position(self._nearest(value))

    def set_label(self, text: str, spoken: str = "") -> None:
        """Call the number something else, in sight and for screen readers."""
        self._label.setText(text)
        for part in (self, self._slider):
            part.setAccessibleName(spoken or text)
        self._number.setAccessibleName(_exactly(spoken or text))

    def set_number_width(self, pixels: int) -> None:
        """Give the number so much room, for numbers with many digits."""
        self._wide = pixels
        self.show_magnified(magnified(1000, self) / 1000)

    def show_magnified(self, factor: float) -> None:
        self._number.setFixedWidth(round(self._wide * factor))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(2)
        top.addWidget(self._label, 1)
        top.addWidget(self._number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._slider)

    def _nearest(self, value: float) -> int:
        index = min(bisect_left(self._stops, value), len(self._stops) - 1)
        if index and value - self._stops[index - 1] < self._stops[index] - value:
            return index - 1
        return index

    def _slid(self, position: int, gesture: str) -> None:
        self._value = self._stops[position]
        self._number.show_value(self._value)
        self.value_edited.emit(self._value, gesture)

    def _typed(self, value: float, gesture: str) -> None:
        self._value = value
        self._slider.show_position(self._nearest(value))
        self.value_edited.emit(value, gesture)


def _exactly(label: str) -> str:
    """What the number beside a slider of that name is called, so that two are not called alike."""
    return f"{label}, exact value"
