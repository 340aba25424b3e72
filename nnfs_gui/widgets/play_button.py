"""`PlayButton`: the big round button that starts and pauses training."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.theme import Theme

from .focus import DrawnButton
from .icons import icon

DIAMETER = 40
_RING = 3


class PlayButton(DrawnButton):
    """An accent disc with a play or a pause sign, and a ring when it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("play", theme, parent)
        self._diameter = DIAMETER
        self.show_magnified(1.0)
        self._running = False
        self._prefix = ""
        self.show_running(False)

    @property
    def running(self) -> bool:
        """Whether the pause sign is shown."""
        return self._running

    def show_running(self, running: bool) -> None:
        if running == self._running and self.accessibleName():
            return
        self._running = running
        self._name()
        self.update()

    def show_magnified(self, factor: float) -> None:
        """Be as large as the words around it."""
        self._diameter = round(DIAMETER * factor)
        self.setFixedSize(self._diameter + 2 * _RING, self._diameter + 2 * _RING)

    def set_prefix(self, words: str) -> None:
        """Say what happens instead of plain playing, such as "Commit and play"; "" for nothing."""
        self._prefix = words
        self._name()

    def _name(self) -> None:
        running = self._running
        self.setAccessibleName("Pause" if running else self._prefix or "Play")
        self.setToolTip("Pause (Space)" if running else f"{self._prefix or 'Train'} (Space)")

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = 0.22 if self.isDown() else 0.12 if self.underMouse() else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.blend(theme.accent, theme.text, share)))
        disc = QRectF(_RING, _RING, self._diameter, self._diameter)
        painter.drawEllipse(disc)
        self.draw_ring(painter, QRectF(self.rect()), self.width() / 2)
        side, centre = round(0.6 * self._diameter), self.rect().center()
        nudge = 0 if self._running else 1  # a triangle's middle is left of its box's middle
        square = QRect(centre.x() - side // 2 + 1 + nudge, centre.y() - side // 2 + 1, side, side)
        icon("pause" if self._running else "play", theme, "on_accent").paint(painter, square)
        painter.end()
