"""`Popover`: a small panel above the window that closes when it is left."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, Theme, font
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
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
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

    def open_beside(self, rect: QRect, focus: QWidget) -> None:
        """Show it beside a rectangle of the owner, inside the window."""
        self.adjustSize()
        window = self._owner.window().rect().adjusted(8, 8, -8, -8)
        corner = self._owner.mapTo(self.window(), rect.topLeft())
        beside = QRect(corner, rect.size())
        x = beside.right() + 14
        if x + self.width() > window.right():
            x = beside.left() - 14 - self.width()
        y = beside.center().y() - 40
        x = max(window.left(), min(x, window.right() - self.width()))
        y = max(window.top(), min(y, window.bottom() - self.height()))
        self.move(QPoint(x, y))
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        retint(self, theme)
        self.update()

    def close_popover(self) -> None:
        """Close and forget it; the keyboard goes back to the owner."""
        if self.isHidden():
            return
        inside = self.isAncestorOf(QApplication.focusWidget() or self._owner)
        self.hide()
        if inside:
            self._owner.setFocus(Qt.FocusReason.PopupFocusReason)
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
