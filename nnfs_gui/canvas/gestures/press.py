"""A press that is not yet a gesture: released on the spot it is a click, moved it becomes one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from ..elements import Element
from ..state import CanvasState
from .base import Gesture, stirred

Begin = Callable[[QPointF], "Gesture | None"]
Click = Callable[[Element], None]


class Press(Gesture):
    """Waits for the first few pixels; ``begin`` then makes the gesture they mean."""

    def __init__(
        self, state: CanvasState, start: QPointF, element: Element, begin: Begin, click: Click
    ) -> None:
        super().__init__(state, start)
        self.element = element
        self._begin, self._click = begin, click
        self.drag: Gesture | None = None
        self._spent = False

    def move(self, point: QPointF) -> None:
        super().move(point)
        if self.drag is None and not self._spent and stirred(self.start, point):
            self.drag = self._begin(point)
            self._spent = True
        if self.drag is not None:
            self.drag.move(point)
            self.cursor = self.drag.cursor

    def finish(self) -> None:
        if self.drag is not None:
            self.drag.finish()
        elif not self._spent:
            self._click(self.element)

    def cancel(self) -> None:
        self._spent = True
        if self.drag is not None:
            self.drag.cancel()
            self.drag = None

    def paint(self, painter: QPainter) -> None:
        if self.drag is not None:
            self.drag.paint(painter)
