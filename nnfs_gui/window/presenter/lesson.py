"""`LessonPresenting`: shows the step of the open lesson in the presenter's strip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from string import ascii_uppercase

from PySide6.QtCore import QObject, Slot

from nnfs_gui.lessons import measured
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Choice, Explain, Number, Predict, Reveal, Task
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.theme import Theme, ThemeSource

from ..lessons.controller import LessonController
from ..lessons.lesson_window import LessonWindow
from ..lessons.numbers import shown, worked_boxes
from ..lessons.records import Outcome
from .keys import STRIP_KEYS, PresenterKeys
from .presenter import Presenter
from .strip import QuestionStrip


class LessonPresenting(QObject):
    """Leads a room through the open lesson while presenting."""

    def __init__(
        self, controller: LessonController, presenter: Presenter, themes: ThemeSource,
        window: LessonWindow,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._controller, self._presenter, self._window = controller, presenter, window
        self.strip = QuestionStrip(themes.theme, presenter.header)
        presenter.header.below.addWidget(self.strip)
        self._index: int | None = None
        self._keys = PresenterKeys(window, window.network.canvas, self._handlers(), STRIP_KEYS)
        self._letters: PresenterKeys | None = None
        self._connect(themes)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        strip = self.strip
        return {
            "poll": strip.toggle_counting, "clear": strip.clear, "reveal": self.reveal,
            "notes": strip.toggle_notes,
        }  # fmt: skip

    def _connect(self, themes: ThemeSource) -> None:
        controller, presenter, strip = self._controller, self._presenter, self.strip
        presenter.switched.connect(self._show)
        presenter.page_turned.connect(self.turn)
        controller.step_changed.connect(self._show)
        controller.left.connect(self._show)
        controller.answered.connect(self._answered)
        controller.revealed.connect(self._tell)
        strip.went.connect(self.turn)
        strip.reveal_asked.connect(self.reveal)
        strip.polled.connect(self._assume)
        strip.counting_changed.connect(self._take_letters)
        themes.theme_changed.connect(self._show_theme)

    @property
    def task(self) -> Task | None:
        """The task that the strip asks."""
        step, index = self._controller.step, self._index
        known = step is not None and index is not None and index < len(step.tasks)
        return step.tasks[index] if known else None  # type: ignore[union-attr, index]  # known

    # --- showing -----------------------------------------------------------------------------

    @Slot()
    def _show(self, _what: object = None) -> None:
        """Show the step, or nothing if nobody presents or no lesson is open."""
        controller, presenter = self._controller, self._presenter
        lesson, step = controller.lesson, controller.step
        on = presenter.on and lesson is not None and step is not None
        presenter.paged = on
        self._keys.switch(False)
        self._drop_letters()
        self.strip.setVisible(on)
        experiment = controller.stage.present
        if lesson is None or step is None or not on:
            self._forget_assumed()
            presenter.header.show_lesson("", experiment)
            return
        words = f"{lesson.title} · {step.number} of {len(lesson.steps)}"
        presenter.header.show_lesson(words, experiment)
        presenter.header.hide_accuracy("accuracy" in controller.guarding.locks.hidden)
        self._keys.switch(True)
        self._ask(self._first_open())

    def _forget_assumed(self) -> None:
        """Leave no option chosen that only the room was assumed to choose."""
        view, index, task = self._controller.view, self._index, self.task
        if view is not None and index is not None and isinstance(task, Predict):
            question = view.tasks[index]
            if isinstance(question, Question) and self._controller.answering.due == index:
                question.field.show_answer({} if task.kind == "arrows" else [])
        self._index = None

    def _first_open(self) -> int | None:
        """The first task that is not settled, or else the first one."""
        step = self._controller.step
        record = self._controller.records[self._controller.number - 1]
        open_ones = (at for at, task in enumerate(record.tasks) if not task.is_settled)
        return next(open_ones, 0 if step is not None and step.tasks else None)

    def _ask(self, index: int | None) -> None:
        """Ask a task of the step."""
        controller = self._controller
        lesson, step = controller.lesson, controller.step
        assert lesson is not None
        assert step is not None
        self._index = index
        number = step.number
        self.strip.show_step(step, self.task, first=number == 1, last=number == len(lesson.steps))
        self._take_letters(False)
        self._assume()

    # --- keys --------------------------------------------------------------------------------

    @Slot(bool)
    def _take_letters(self, counting: bool) -> None:
        """A, B, C … count hands; B does only while counting, since it blanks the screen."""
        self._drop_letters()
        if not self._presenter.on or not self.strip.options:
            return
        self._presenter.hold_key("blank", counting)
        handlers, keys = dict[str, Callable[[], None]](), dict[str, tuple[str, str]]()
        for at, letter in enumerate(ascii_uppercase[: len(self.strip.options)]):
            if letter == "B" and not counting:
                continue
            for name, by in ((letter, 1), (f"Shift+{letter}", -1)):
                handlers[name] = partial(self.strip.count, at, by)
                keys[name] = (name, "")
        self._letters = PresenterKeys(self._window, self._window.network.canvas, handlers, keys)
        self._letters.switch(True)

    def _drop_letters(self) -> None:
        if self._letters is not None:
            self._letters.switch(False)
            self._letters = None
        self._presenter.hold_key("blank", False)

    # --- pages and answers -------------------------------------------------------------------

    @Slot(int)
    def turn(self, by: int) -> None:
        """Another step, or the next question of this one; past the last nothing happens."""
        self._controller.go_to(self._controller.number + by)

    @Slot()
    def _assume(self) -> None:
        """What the room says is what Play commits to; without hands it is the right answer."""
        view, index, task = self._controller.view, self._index, self.task
        if view is None or index is None or not isinstance(task, Predict):
            return
        question = view.tasks[index]
        if isinstance(question, Question) and self._controller.answering.due == index:
            question.field.show_answer(assumed(task, self.strip.poll.most))

    @Slot()
    def reveal(self) -> None:
        """Show the bars; a prediction is committed to, and what it promised is played."""
        task, index = self.task, self._index
        if task is None or index is None:
            return
        self.strip.reveal(frozenset())
        if isinstance(task, Predict) and self._controller.answering.due == index:
            self._controller.answering.commit(index, assumed(task, self.strip.poll.most))
        else:
            self._tell(self._controller.number)

    @Slot(int, int, object)
    def _answered(self, _step: int, index: int, _outcome: Outcome) -> None:
        if self._presenter.on and index == self._index:
            if not self.strip.revealed:  # Play committed
                self.strip.reveal(frozenset())
            self._tell(self._controller.number)

    @Slot(int)
    def _tell(self, _number: int) -> None:
        """Mark what is right, and say why."""
        step, task = self._controller.step, self.task
        if step is None or task is None or not self.strip.revealed:
            return
        if isinstance(task, Predict | Choice):
            self.strip.reveal(
                frozenset(at for at, option in enumerate(task.options) if option.right)
            )
        said = [
            *self._said(task),
            *(measured.shown(block.markdown) for block in step.all_of(Reveal)),
        ]
        self.strip.say("\n\n".join(filter(None, said)))

    def _said(self, task: Task) -> Sequence[str]:
        if isinstance(task, Explain):
            return [f"- {idea}" for idea in task.ideas]
        if isinstance(task, Number):
            return [self._values(task)]
        if not isinstance(task, Predict | Choice):
            return []
        said = [option.feedback for option in task.options if option.right]
        solutions = {
            "order": ", ".join(task.items),
            "arrows": ", ".join(f"{name} {ARROWS[way]}" for name, way in task.arrows.items()),
            "click": ", ".join(task.answer),
        }
        return [solutions.get(task.kind, ""), *said, task.right if task.kind != "options" else ""]

    def _values(self, task: Number) -> str:
        try:
            boxes = worked_boxes(task, self._controller.stage.start, None, None)
        except LessonError as error:
            return str(error)
        return "  ·  ".join(
            f"{worked.box.label} **{shown(worked.box, worked.value)}** {worked.box.unit}".strip()
            for worked in boxes
        )

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        self.strip.show_theme(theme)


ARROWS = {"up": "↑", "same": "=", "down": "↓"}


def assumed(task: Predict, most: Sequence[int]) -> list[int] | list[str] | dict[str, str]:
    """What a room that was asked says: what most hands say, or without any the right answer."""
    if task.kind == "options":
        if most:
            return list(most[:1] if task.pick == "one" else most)
        return [at for at, option in enumerate(task.options) if option.right]
    if task.kind == "order":
        return list(range(len(task.items)))
    if task.kind == "arrows":
        return dict(task.arrows)
    if task.kind == "number":
        return ["0" for box in task.boxes if not box.given]
    return list(task.answer)
