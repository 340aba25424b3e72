"""`Mending`: a lesson that cannot be opened is told of, and can be mended at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.lessons.errors import LessonError, NoTextError
from nnfs_gui.notifications import Action, NotificationHub

from ..lessons.controller import TOPIC, LessonController

EDIT = "Edit it"


class Mending(QObject):
    """Offers to open the text of a broken lesson where it is broken."""

    def __init__(
        self, author: QObject, edit_at: Callable[[Path, int], None], lessons: LessonController,
        notifications: NotificationHub,
    ) -> None:  # fmt: skip
        super().__init__(author)
        self._edit_at, self._hub = edit_at, notifications
        lessons.broken.connect(self._tell)

    @Slot(object, object)
    def _tell(self, path: Path, error: LessonError) -> None:
        edit = Action(EDIT, partial(self._edit_at, path, error.line))
        actions = () if isinstance(error, NoTextError) else (edit,)
        self._hub.error(f"Cannot open the lesson: {error}", actions=actions, topic=TOPIC)
