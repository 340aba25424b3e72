"""`Trying`: a lesson that is being written is played as a learner plays it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.lessons.model import Lesson

from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow

BACK = "End the try; back to the text of the lesson"


class Trying(QObject):
    """Leaving the lesson leads back to its text; answers to a draft are no progress."""

    def __init__(self, lessons: LessonController, window: LessonWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._lessons, self._window = lessons, window
        self._id = ""  # of the lesson that is tried
        lessons.left.connect(self._left)

    @property
    def is_on(self) -> bool:
        """Whether a lesson is being tried."""
        return bool(self._id)

    def begin(self, lesson: Lesson, path: Path | None, number: int) -> None:
        """Open the lesson at a step."""
        self._window.network.canvas.setFocus()  # or Qt hands it on to the button that leaves
        self._id = lesson.id
        self._lessons.progress.forget(lesson.id)
        self._lessons.pane.show_way_out(BACK)
        self._lessons.open(lesson, path, number)

    @Slot()
    def _left(self) -> None:
        tried, self._id = self._id, ""
        self._lessons.pane.show_way_out()
        if tried:
            self._lessons.progress.forget(tried)
