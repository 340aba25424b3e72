"""`Trying`: a lesson that is being written is played as a learner plays it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.training.thread.session import TrainingSession

from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow
from ..lessons.stage import Stage

BACK = "End the try; back to the text of the lesson"


class Trying(QObject):
    """Shows steps as they begin, and plays them; leaving a try leads back to the text.

    Answers to a draft are no progress.
    """

    def __init__(
        self, document: Document, session: TrainingSession, lessons: LessonController,
        window: LessonWindow, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._lessons, self._window = lessons, window
        self._stage = Stage(document, session, window)
        self._id = ""  # of the lesson that is tried
        lessons.opened.connect(self._stage.forget)
        lessons.left.connect(self._left)

    @property
    def is_on(self) -> bool:
        """Whether a lesson is being tried."""
        return bool(self._id)

    def show(self, lesson: Lesson, number: int) -> None:
        """Put the set-up of a step into the window, trained as it says."""
        self._stage.set_up(lesson, number, goes_on=False)

    def end(self) -> None:
        """The text is left."""
        self._stage.forget()

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
