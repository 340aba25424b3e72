"""`Lending`: what the lesson column lends the strip while a step is presented."""

from __future__ import annotations

from nnfs_gui.panels.lesson.step_view import StepView

from .lent import Lent, controls_of, lent_by
from .strip import QuestionStrip


class Lending:
    """Takes parts of the column once, and shows those of the question that is asked."""

    def __init__(self, strip: QuestionStrip) -> None:
        self._strip = strip
        self._view: StepView | None = None
        self._controls: Lent | None = None
        self._of_task: dict[int, Lent] = {}

    def drop(self) -> None:
        """Another step comes: what the column has lent is of no use any more."""
        self._strip.show_lent()
        for lent in (self._controls, *self._of_task.values()):
            if lent is not None:
                lent.deleteLater()
        self._view, self._controls, self._of_task = None, None, {}

    def show(self, view: StepView, index: int | None) -> None:
        """Show the step's controls, and what belongs to a task."""
        strip = self._strip
        if view is not self._view:
            self._view, self._controls = view, self._adopted(controls_of(view, strip.board))
        if index is not None and index not in self._of_task:
            lent = self._adopted(lent_by(view, index, strip.board, told=strip.revealed))
            if lent is not None:
                self._of_task[index] = lent
        task = None if index is None else self._of_task.get(index)
        strip.show_lent(*(lent for lent in (self._controls, task) if lent is not None))

    def _adopted(self, lent: Lent | None) -> Lent | None:
        if lent is not None:
            self._strip.adopt(lent)
        return lent
