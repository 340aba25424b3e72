"""`lead_on`: where eyes and keys go when a task of a step is done with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from nnfs_gui.lessons.model import Step
from nnfs_gui.panels.lesson.explain_box import ExplainBox
from nnfs_gui.panels.lesson.pane import LessonPane
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView

from .lesson_window import LessonWindow
from .records import StepRecord


def lead_on(
    pane: LessonPane, view: StepView, window: LessonWindow, step: Step, record: StepRecord,
    index: int,
) -> None:  # fmt: skip
    """Bring what is still open into sight, beside what was said; if nothing is, go to Next.

    Where only own words are left, which a step does not wait for, they are asked for first.
    """
    if not record.is_done(step):
        pane.reveal(view.tasks[index].feedback, view.tasks[record.first_open])
    elif window.focusWidget() is not window.network.canvas:
        asked = _own_words(view, record)
        pane.lead_on(None if asked is None else asked.words)
        if asked is not None:  # what is revealed may lie between: it is read first
            once = Qt.ConnectionType.SingleShotConnection
            asked.words.textChanged.connect(partial(pane.reveal, asked), once)


def _own_words(view: StepView, record: StepRecord) -> ExplainBox | None:
    """Where the words are written that are still open, if any are."""
    for question, known in zip(view.tasks, record.tasks, strict=True):
        if isinstance(question, Question) and not known.is_settled:
            return question.field if isinstance(question.field, ExplainBox) else None
    return None
