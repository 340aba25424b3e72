"""`lead_on`: where eyes and keys go when a task of a step is done with."""

from __future__ import annotations

from nnfs_gui.lessons.model import Step
from nnfs_gui.panels.lesson.pane import LessonPane
from nnfs_gui.panels.lesson.step_view import StepView

from .lesson_window import LessonWindow
from .records import StepRecord


def lead_on(
    pane: LessonPane, view: StepView, window: LessonWindow, step: Step, record: StepRecord,
    index: int,
) -> None:  # fmt: skip
    """Bring what is still open into sight, beside what was said; if nothing is, go to Next."""
    if not record.is_done(step):
        pane.reveal(view.tasks[index].feedback, view.tasks[record.first_open])
    elif window.focusWidget() is not window.network.canvas:
        pane.lead_on()
