"""`LessonWidths`: how wide the left column was dragged for a lesson, and for writing one."""

from __future__ import annotations

import json

from nnfs_gui.panels.left_column import LeftColumn

_WIDEST = 10_000


class LessonWidths:
    """A width for each kind of column, alone and with the forms beside it."""

    def __init__(self, column: LeftColumn) -> None:
        self._column = column
        self._widths: dict[str, int] = {}

    def keep(self, width: int) -> None:
        """It was dragged to this width."""
        self._widths[self._key()] = width

    def width(self, usual: int, most: int) -> int:
        """The width it gets where the network spares ``most``: as dragged, or else as usual."""
        return min(self._widths.get(self._key(), usual), max(usual, most))

    def forget(self) -> None:
        """Each is as wide as usual again."""
        self._widths.clear()

    def state(self) -> dict[str, bytes]:
        """The widths that were dragged, to be restored at the next start."""
        return {"lessons": json.dumps(self._widths).encode()} if self._widths else {}

    def restore(self, state: bytes) -> None:
        """Restore what `state` gave; what is damaged counts as nothing."""
        try:
            widths = json.loads(state)
        except (ValueError, RecursionError):
            return
        if isinstance(widths, dict):
            self._widths = {
                str(key): width
                for key, width in widths.items()
                if type(width) is int and 0 < width < _WIDEST
            }

    def _key(self) -> str:
        lesson = self._column.lesson
        name = "" if lesson is None else lesson.accessibleName()
        return f"{name}, beside the forms" if self._column.is_beside else name
