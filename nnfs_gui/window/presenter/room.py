"""`follow_room`: lets the strip follow the height that the pictures leave it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from .strip import QuestionStrip


def follow_room(strip: QuestionStrip, room: Callable[[], int], *parts: QWidget) -> None:
    """Lay the strip out again when a part is resized and the room has become another one."""
    strip.room = room
    follower = _Follower(strip)
    for part in parts:
        part.installEventFilter(follower)


class _Follower(QObject):
    def __init__(self, strip: QuestionStrip) -> None:
        super().__init__(strip)
        self._strip, self._room = strip, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._strip.isVisible():
            room = self._strip.room()
            if room != self._room:
                self._room = room
                self._strip.arrange()
        return super().eventFilter(watched, event)
