"""`PlayButton`: the big round button that starts and pauses training."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from nnfs_gui.theme import Theme

from .focus import KEYBOARD_FOCUS
from .icons import icon

DIAMETER = 40
_RING = 3


class PlayButton(QAbstractButton):
    """An accent disc with a play or a pause sign, and a ring when it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("play")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(DIAMETER + 2 * _RING, DIAMETER + 2 * _RING)
        self._theme, self._running = theme, False
        self._ring = False
        self.show_running(False)

    @property
    def running(self) -> bool:
        """Whether the pause sign is shown."""
        return self._running

    def show_running(self, running: bool) -> None:
        if running == self._running and self.accessibleName():
            return
        self._running = running
        self.setAccessibleName("Pause" if running else "Play")
        self.setToolTip("Pause (Space)" if running else "Train (Space)")
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A ring after a click, or because the window came up, would only be noise.
        self._ring = event.reason() in KEYBOARD_FOCUS
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = 0.22 if self.isDown() else 0.12 if self.underMouse() else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.blend(theme.accent, theme.text, share)))
        disc = QRectF(_RING, _RING, DIAMETER, DIAMETER)
        painter.drawEllipse(disc)
        if self._ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        side, centre = 24, self.rect().center()
        nudge = 0 if self._running else 1  # a triangle's middle is left of its box's middle
        square = QRect(centre.x() - side // 2 + 1 + nudge, centre.y() - side // 2 + 1, side, side)
        icon("pause" if self._running else "play", theme, "on_accent").paint(painter, square)
        painter.end()
