"""`Cover`: lies over a control or a view that must not be used or seen for now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLabel, QToolTip, QWidget

from nnfs_gui.theme import Theme

from .icons import icon
from .magnify import magnified

PADLOCK, SMALL_PADLOCK = 14, 10
LONG = 3.2
"""How much wider than high a field is, whose end has nothing to say that is not known."""
_PASSING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F11)
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_OTHERS = (QEvent.Type.Wheel, QEvent.Type.InputMethod, QEvent.Type.ContextMenu, QEvent.Type.Drop)


class Cover(QWidget):
    """Takes the place of a control's mouse, wheel and keys, and says why.

    With a padlock the control is seen through it, paler; without one it is not seen at all.

    Signals: ``touched()`` when somebody tried.
    """

    touched = Signal()

    def __init__(self, control: QWidget, reason: str, theme: Theme, *, opaque: bool) -> None:
        super().__init__(control)
        self.setObjectName("cover")
        self._control, self._reason, self._theme, self._opaque = control, reason, theme, opaque
        self._before = control.accessibleDescription(), control.toolTip()
        control.setAccessibleDescription(reason)
        control.setToolTip(reason)
        self.setToolTip(reason)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ForbiddenCursor)
        # A screen reader would read the words of what is not seen.
        labels = control.findChildren(QLabel) if opaque else []
        self._silenced = [label for label in labels if not label.accessibleName()]
        for label in self._silenced:
            label.setAccessibleName(reason)
        self._watched = [control, *control.findChildren(QWidget)]
        for widget in self._watched:
            widget.installEventFilter(self)
        self.setGeometry(control.rect())
        self.show()
        self.raise_()

    @property
    def control(self) -> QWidget:
        return self._control

    @property
    def reason(self) -> str:
        return self._reason

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def lift(self) -> None:
        """Leave the control as it was."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        for label in self._silenced:
            label.setAccessibleName("")
        description, tip = self._before
        self._control.setAccessibleDescription(description)
        if self._control.toolTip() == self._reason:
            self._control.setToolTip(tip)
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def padlock(self) -> QRect:
        """Where it is: at the end of a field, in the corner of what is all sign or word.

        Over a slider stands its value; there the corner, too, is what can be spared.
        """
        room = self.rect()
        control = self._control
        slides = control.findChild(QAbstractSlider) is not None
        is_word = isinstance(control, QAbstractButton)
        if room.width() > LONG * room.height() and not (slides or is_word):
            side = min(magnified(PADLOCK, control), room.height())
            left, top = room.right() - side - 3, (room.height() - side) // 2
        else:
            small = magnified(SMALL_PADLOCK, self._control)
            side = min(small, room.height(), room.width())
            left, top = room.right() - side, room.bottom() - side
        return QRect(left, top, side, side)

    def tell(self) -> None:
        """Say why, at the control."""
        at = self._control.mapToGlobal(QRect(self._control.rect()).bottomLeft())
        QToolTip.showText(at, self._reason, self)
        self.touched.emit()

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._control and kind == QEvent.Type.Resize:
            self.setGeometry(self._control.rect())
        if kind == QEvent.Type.ChildAdded:
            self.raise_()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return kind in _OTHERS

    def _take_key(self, event: QKeyEvent) -> bool:
        """Let the keys pass that lead elsewhere, and the window's shortcuts; take all others."""
        if event.type() == QEvent.Type.KeyPress:
            if event.key() in _PASSING:
                return False
            self.tell()
            return True
        shortcut = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        event.setAccepted(not shortcut and event.key() not in _PASSING)  # or Space would play
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.tell()  # not at the press: Qt takes every tip away at a release

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._reason, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        veil = QColor(theme.panel)
        veil.setAlphaF(1.0 if self._opaque else 0.55)
        painter.fillRect(self.rect(), veil)
        if not self._opaque:
            at = self.padlock()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.panel))
            painter.setOpacity(0.8)
            painter.drawEllipse(at.adjusted(-1, -1, 1, 1))
            painter.setOpacity(1.0)
            icon("lock", theme, "dim").paint(painter, at)
        painter.end()
