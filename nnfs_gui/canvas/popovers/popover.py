"""`Popover`: a small panel above the window that closes when it is left."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.focus import keep_focus
from nnfs_gui.widgets.icons import IconButton, retint


class Popover(QWidget):
    """A titled panel with a close button; Esc or a click elsewhere closes it.

    It is a child of the window, not a window, so it needs no compositor for its round corners.
    Signals: ``closed()``.
    """

    closed = Signal()

    def __init__(self, name: str, title: str, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self._theme, self._closed = theme, False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        keep_focus(self)
        label = QLabel(title)
        label.setObjectName(f"{name}-title")
        label.setFont(font(BODY, 600))
        close = IconButton("close", "Close", size=14)
        close.setObjectName(f"{name}-close")
        close.clicked.connect(self.close_popover)
        top = QHBoxLayout()
        top.addWidget(label, 1)
        top.addWidget(close)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(self.body)
        retint(self, theme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def open_beside(self, rect: QRect, focus: QWidget, keep_free: QRect | None = None) -> None:
        """Show it beside a rectangle of the owner, inside the window.

        It stays inside the owner if it can, because what it edits is seen beside the owner too,
        and off ``keep_free``, another rectangle of the owner.
        """
        self.adjustSize()
        window = self._owner.window().rect().adjusted(8, 8, -8, -8)
        home = self._placed(self._owner.rect()).adjusted(8, 8, -8, -8)
        beside = self._placed(rect)
        free = self._placed(keep_free) if keep_free is not None else beside
        places = [
            QPoint(beside.right() + 14, beside.center().y() - 40),
            QPoint(beside.left() - 14 - self.width(), beside.center().y() - 40),
            QPoint(beside.center().x() - self.width() // 2, beside.bottom() + 14),
            QPoint(beside.center().x() - self.width() // 2, beside.top() - 14 - self.height()),
        ]
        frames = [_moved_into(QRect(place, self.size()), window) for place in places]
        costs = [
            4 * _overlap(frame, beside) + 2 * _overlap(frame, free) + _outside(frame, home)
            for frame in frames
        ]
        self.move(frames[costs.index(min(costs))].topLeft())
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def _placed(self, rect: QRect) -> QRect:
        """A rectangle of the owner in the window."""
        return QRect(self._owner.mapTo(self.window(), rect.topLeft()), rect.size())

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        retint(self, theme)
        self.update()

    def close_popover(self) -> None:
        """Close and forget it; the keyboard goes back to the owner."""
        if self._closed:
            return
        self._closed = True
        # Before it is hidden: Qt would give the focus away as if by Tab.
        if self.isAncestorOf(QApplication.focusWidget() or self._owner):
            self._owner.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        inside = new is None or new is self or self.isAncestorOf(new)
        if self.isVisible() and not inside and new.window() is self.window():  # type: ignore[union-attr]  # not None
            self.close_popover()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
            return
        event.accept()  # keys typed here are not shortcuts of the canvas

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.2))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()


def _moved_into(frame: QRect, area: QRect) -> QRect:
    x = max(area.left(), min(frame.x(), area.right() - frame.width()))
    y = max(area.top(), min(frame.y(), area.bottom() - frame.height()))
    return QRect(QPoint(x, y), frame.size())


def _overlap(first: QRect, second: QRect) -> int:
    common = first.intersected(second)
    return common.width() * common.height() if common.isValid() else 0


def _outside(frame: QRect, home: QRect) -> int:
    return frame.width() * frame.height() - _overlap(frame, home)
