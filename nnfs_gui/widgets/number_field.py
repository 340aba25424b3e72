"""`NumberField`: a number with presets, which arrow keys and the wheel move along a series."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSignalMapper, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from .chevron import WIDTH, draw_chevron
from .focus import give_back_focus
from .gesture import new_gesture
from .labels import FIELD_HEIGHT
from .magnify import magnified
from .number_edit import NumberEdit, Range
from .numbers import parse_number
from .series import ONE_THREE_TEN, Stepper

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class NumberField(NumberEdit):
    """A `NumberEdit` with a list of presets and steps by arrow keys and wheel.

    Holding an arrow key, or turning the wheel without leaving the field, is one gesture.  The wheel
    only works with the keyboard focus, so that scrolling past a field never changes it.
    """

    def __init__(self, name: str, label: str, allowed: Range, parent: QWidget | None = None, *,
                 presets: Sequence[float] = (), step: Stepper = ONE_THREE_TEN,
                 show: Callable[[float], str] | None = None,
                 read: Callable[[str], float] = parse_number,
                 optional: bool = False) -> None:  # fmt: skip
        super().__init__(name, label, allowed, parent, show=show, read=read, optional=optional)
        self._step = step
        self._presets: tuple[float, ...] = ()
        self._gesture = new_gesture(name)
        self._menu: QMenu | None = None
        self.set_presets(presets)

    def set_presets(self, presets: Sequence[float]) -> None:
        """The values offered in the list under the chevron."""
        self._presets = tuple(presets)
        self.setTextMargins(0, 0, WIDTH - 8 if presets else 0, 0)
        self.update()

    def open_presets(self) -> QMenu | None:
        """Show the list of presets; also Alt+Down and F4."""
        if not self._presets or not self.isEnabled():
            return None
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}-presets")
        menu.setMinimumWidth(self.width())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mapper = QSignalMapper(menu)
        for index, value in enumerate(self._presets):
            action = menu.addAction(self.words_of(value))
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(mapper.map)
            mapper.setMapping(action, index)
        mapper.mappedInt.connect(self._preset_chosen)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._menu = menu
        return menu

    def _preset_chosen(self, index: int) -> None:
        value = self._presets[index]
        if value != self.value:
            self._edit(value, new_gesture(self.objectName()))
        give_back_focus(self)

    def _move(self, direction: int) -> None:
        start = self.value if self.value is not None else self._presets_start()
        value = self.allowed.clamp(self._step(start, direction))
        value = round(value) if self.allowed.integer else value
        if value != self.value and self.allowed.holds(value):
            self._edit(value, self._gesture)

    def _presets_start(self) -> float:
        return self._presets[0] if self._presets else self.allowed.low

    def _over_chevron(self, event: QMouseEvent) -> bool:
        return bool(self._presets) and event.position().x() >= self.width() - WIDTH

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, magnified(FIELD_HEIGHT, self)))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, magnified(FIELD_HEIGHT, self)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_F4 or (alt and key == Qt.Key.Key_Down):
            self.open_presets()
        elif key in _STEPS and not alt:
            if not event.isAutoRepeat():
                self._gesture = new_gesture(self.objectName())
            self._move(_STEPS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if not self.hasFocus() or not turn:
            event.ignore()
            return
        self._move(1 if turn > 0 else -1)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._gesture = new_gesture(self.objectName())
        super().enterEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._gesture = new_gesture(self.objectName())
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._over_chevron(event):
            self.open_presets()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._over_chevron(event)
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._presets:
            colour = self.palette().color(QPalette.ColorRole.Text)
            colour.setAlphaF(0.5)
            painter = QPainter(self)
            draw_chevron(painter, self.rect(), colour, 0.1 * magnified(35, self))
            painter.end()
