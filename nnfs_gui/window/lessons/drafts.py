"""`Drafts`: what is typed or chosen in a step before it is committed to, kept for coming back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnfs_gui.lessons.model import Number, Step
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView

from .records import StepRecord, TaskRecord

PAUSE_MS = 500
"""Between the last change and its keeping."""


class Drafts(QObject):
    """The drafts of one step, which lie in its record.

    Signals: ``kept(int, answer)`` with the place of a task and what is begun there; None where
    nothing is any more.
    """

    kept = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open: list[tuple[int, Question, TaskRecord]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.keep)

    def begin(self, step: Step, record: StepRecord, view: StepView) -> None:
        """Show the drafts of a step, and follow them."""
        for place, question in enumerate(view.tasks):
            task, known = step.tasks[place], record.tasks[place]
            drawn_anew = isinstance(task, Number) and task.new_numbers is not None
            if isinstance(question, Question) and known.answer is None and not drawn_anew:
                if known.draft is not None:
                    question.field.show_answer(known.draft)
                self._open.append((place, question, known))
                question.changed.connect(self._timer.start)

    @Slot()
    def keep(self) -> None:
        """Keep what is there now."""
        self._timer.stop()
        for place, question, known in self._open:
            draft = question.field.answer() if known.answer is None else None
            if draft != known.draft:
                known.draft = draft
                self.kept.emit(place, draft)

    def end(self) -> None:
        """The step is left."""
        self.keep()
        self._open = []
