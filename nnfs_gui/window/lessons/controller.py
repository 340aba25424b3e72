"""`LessonController`: opens a lesson in the window, leads through its steps, and leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.controls import expanded
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.model import Controls, Lesson, Step
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.panels.lesson.needed import NeededControls, needed
from nnfs_gui.panels.lesson.pane import LessonPane
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.theme import Theme, ThemeSource
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu
from .answering import Answering
from .challenges import Challenges
from .checking import Checking
from .deeds import DeedsLog
from .drawing import PictureAnswers
from .guarding import Guarding
from .kept_runs import KeptRuns
from .leading import lead_on
from .learners_place import LearnersPlace
from .lesson_window import LessonWindow
from .locks import Locks
from .own_work import OwnWork
from .play import PromisedRun
from .progress import Progress
from .records import Outcome, StepRecord, states
from .stage import Stage
from .step_keys import StepKeys

TOPIC = "lesson"


class LessonController(QObject):
    """One lesson at a time, on a copy: the learner's own work is set aside and comes back.

    Signals: ``broken(Path, LessonError)`` if a file is no lesson; ``entering()`` before the own
    work is set aside; ``opened(Lesson)``; ``step_changed(int)`` with the step that is shown now,
    from 1; ``answered(int, int, Outcome)`` with the step, the task's place among its tasks, and
    what was said; ``revealed(int)`` when all of a step is known; ``left()`` when the own work is
    back; ``finished()`` after that, if a learner went on from the last step.
    """

    entering = Signal()
    broken = Signal(object, object)
    opened = Signal(object)
    step_changed = Signal(int)
    answered = Signal(int, int, object)
    revealed = Signal(int)
    left = Signal()
    finished = Signal()

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        files: FilesMenu,
        themes: ThemeSource,
        notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:
        super().__init__(window)
        self._document, self._session, self._files = document, session, files
        self._transport, self._themes, self._hub = window.transport, themes, notifications
        self._window = window
        theme = themes.theme
        self.pane = LessonPane(theme, window)
        self.pane.hide()
        window.floating.keep_clear(self.pane)
        self.deeds = DeedsLog(document, window, window.transport)
        self.stage = Stage(document, session, window)
        self.run = PromisedRun(session, window)
        self.answering = Answering(self.stage, session, self.deeds, self.run)
        self.guarding = Guarding(
            document, self.stage, self.answering, self.run, themes, notifications, window
        )
        self.drawing = PictureAnswers(self.guarding, themes, window)
        self.challenges = Challenges(self.stage, document, session, themes, window)
        self.checking = Checking(
            self.stage, session, self.deeds, self.answering, self.challenges,
            KeptRuns(document, session, self),
        )  # fmt: skip
        self.progress = Progress(self)
        self._lesson: Lesson | None = None
        self._path: Path | None = None
        self._number = 0
        self._records: list[StepRecord] = []
        self._own: OwnWork | None = None
        self._learner: LearnersPlace | None = None  # while a class answers
        self._view: StepView | None = None
        self._connect()
        self._keys = StepKeys(window, {"Ctrl+Right": self.next, "Ctrl+Left": self.back})

    def _connect(self) -> None:
        pane = self.pane
        pane.went_back.connect(self.back)
        pane.went_on.connect(self.next)
        pane.step_chosen.connect(self.go_to)
        pane.hint_asked.connect(self.show_hint)
        pane.left.connect(self.leave)
        self.answering.answered.connect(self._note_answer)
        self.answering.settled.connect(self._look_whether_done)
        self.answering.settled.connect(self.drawing.committed)
        self.answering.committed.connect(self.drawing.committed)
        self.answering.waiting.connect(self.pane.lead_on)
        self.answering.ticked.connect(self.progress.ticked)
        self.answering.drafts.kept.connect(self.progress.drafted)
        self.challenges.decided.connect(self.answering.take)
        self._transport.rewound.connect(self.run.restart)
        self._themes.theme_changed.connect(self._show_theme)
        self.progress.failed.connect(self._hub.warn)
        self._files.set_gate(self.leave_for_another)
        self._files.lesson_chosen.connect(self.open_path)
        self._window.closed.connect(self.challenges.shutdown)

    # --- what is open ------------------------------------------------------------------------

    @property
    def lesson(self) -> Lesson | None:
        """The open lesson, if any."""
        return self._lesson

    @property
    def path(self) -> Path | None:
        """The file it came from, if any."""
        return self._path

    @property
    def number(self) -> int:
        """The number of the step that is shown, from 1; 0 if no lesson is open."""
        return self._number

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._lesson.steps[self._number - 1] if self._lesson and self._number else None

    @property
    def view(self) -> StepView | None:
        """The widgets of the step that is shown."""
        return self._view

    @property
    def records(self) -> tuple[StepRecord, ...]:
        """How far each step is."""
        return tuple(self._records)

    # --- opening and leaving -----------------------------------------------------------------

    def open_path(self, path: Path, number: int = 0) -> bool:
        """Open a lesson's file; a broken one is told with its line, and changes nothing."""
        from nnfs_gui.lessons.reading.reader import load_lesson  # it is not needed at the start

        try:
            lesson = load_lesson(path)
        except LessonError as error:
            self.broken.emit(path, error)
            return False
        return self.open(lesson, path, number)

    def open(self, lesson: Lesson, path: Path | None, number: int = 0) -> bool:
        """Begin a lesson, at step ``number``, or where the learner stopped; False if it cannot."""
        if self._own is None:
            self.entering.emit()
            self._own = OwnWork.of(self._document, self._session, self._files)
        self._end_step()
        self._learner, self._lesson, self._path = None, lesson, path
        stopped_at, self._records = self.progress.open(lesson)
        self._number = 0
        self._window.cards.show_lesson(self.pane)
        self._keys.switch(True)
        self.opened.emit(lesson)
        if not self._show_step(min(number or stopped_at, len(lesson.steps))):
            self.leave()
            return False
        return True

    @Slot()
    def leave(self) -> None:
        """Leave the lesson: what was open before it is there again."""
        own, self._own = self._own, None
        if own is None:
            return
        self._end_step()
        self.progress.close()
        self._learner, self._lesson, self._path = None, None, None
        self._number, self._records = 0, []
        self.guarding.end()
        self._window.cards.show_lesson(None)
        self._keys.switch(False)
        self.stage.forget()
        self._window.header.show_lesson("")
        own.give_back(self._document, self._session, self._files)
        self.left.emit()

    def leave_for_another(self) -> bool:
        """Leave for something else that is to be opened, unless the step forbids it."""
        locks = self.guarding.locks
        if self._own is not None and locks.forbids("open"):
            self.guarding.tell(locks.sentence("open"))
            return False
        self.leave()
        return True

    # --- a class -----------------------------------------------------------------------------

    @property
    def is_class(self) -> bool:
        """Whether a class answers in the learner's place."""
        return self._learner is not None

    def begin_class(self, number: int, records: Sequence[StepRecord] = ()) -> None:
        """Let a class answer, or go on with its records; nothing of it is the learner's."""
        lesson, view = self._lesson, self._view
        if lesson is None or view is None:
            return
        if self._learner is None:
            self._learner = LearnersPlace.of(
                self._number, self._records, self.stage.keep(), self.deeds.deeds,
                self.checking.kept, (self._document, self._session, self._files),
            )  # fmt: skip
            self.progress.pause(True)
        self._records = list(records) or [StepRecord.of(step) for step in lesson.steps]
        self._show_step(number)

    def end_class(self) -> None:
        """The class has gone: the learner stands where they stood."""
        place, self._learner = self._learner, None
        if place is None:
            return
        self._end_step()
        self._records = place.records
        place.give_back(self._document, self._session, self._files)
        self.progress.pause(False)
        self._show_step(place.number, place)

    # --- steps -------------------------------------------------------------------------------

    @Slot()
    def next(self) -> None:
        """Go on; from the last step, leave. Nothing ever keeps a learner from it."""
        if self._lesson is None:
            return
        self._pass_to(self._number + 1)
        if self._number == len(self._lesson.steps):
            self.leave()
            self.finished.emit()
        else:
            self._show_step(self._number + 1)

    @Slot()
    def back(self) -> None:
        self.go_to(self._number - 1)

    @Slot(int)
    def go_to(self, number: int) -> None:
        """Show a step."""
        lesson = self._lesson
        if lesson is not None and 1 <= number <= len(lesson.steps) and number != self._number:
            self._pass_to(number)
            self._show_step(number)

    def _pass_to(self, number: int) -> None:
        """The steps from the one that is shown to that before ``number`` are gone on from."""
        if number > self._number:
            for record in self._records[self._number - 1 : number - 1]:
                record.passed = True
            self.progress.went_on(number - 1)

    def restart_step(self) -> None:
        """Put the step's set-up into the window again; its answers stay."""
        if self._number:
            self._show_step(self._number)

    @Slot()
    def show_hint(self) -> None:
        """Open the next hint."""
        view, record = self._view, self._records[self._number - 1]
        if view is not None and record.hints < len(view.hints):
            view.hints[record.hints].show()
            record.hints += 1
            if record.tasks:
                self.progress.hinted(self._number, record.first_open)
            self.pane.show_hints(len(view.hints) - record.hints)
            self.pane.reveal(view.hints[record.hints - 1])

    def _show_controls(self, step: Step) -> None:
        """The controls that the step leaves free stand in its text, if they are few."""
        controls = step.one_of(Controls)
        if controls is None or controls.only is None or self._view is None:
            return
        if names := needed(expanded(controls.only)):
            form = NeededControls(names, self._document, self._themes.theme)
            form.refused.connect(self._hub.warn)
            form.adapted.connect(self._hub.info)
            self._view.show_controls(form)

    def _show_step(self, number: int, place: LearnersPlace | None = None) -> bool:
        """Begin a step, or go on with it where the learner stood."""
        assert self._lesson is not None
        lesson, step = self._lesson, self._lesson.steps[number - 1]
        goes_on = number == self._number + 1 and self._number > 0
        self._end_step()
        kept = None if place is None else place.stage
        if kept is not None:
            self.stage.take_back(kept)
        elif not self._set_up(number, goes_on=goes_on):
            return False
        self._number = number
        introduction = lesson.introduction if number == 1 else ""
        self._view = StepView(step, introduction, self._themes.theme, seed=step.line)
        total = len(lesson.steps)
        self.pane.show_step(lesson.title, step.title, number, total, self._view)
        self._window.header.show_lesson(f"step {number} of {total}")
        self._show_controls(step)
        self.deeds.begin()
        record = self._records[number - 1]
        self.answering.begin(step, record, self._view)
        self.drawing.begin(step, record, self._view)
        self.challenges.begin(lesson, step, record, self._view)
        self.checking.begin(step, record, self._view)
        for hint in self._view.hints[: record.hints]:
            hint.show()
        self.pane.show_hints(len(self._view.hints) - record.hints)
        self._show_reveals(record.revealed)
        self._show_progress()
        self.guarding.begin(step, Locks.of(step.one_of(Controls)))
        if place is not None and kept is not None:
            self.deeds.take_back(place.deeds)
            self.stage.tell_moment()
        self.progress.at_step(number)
        self.step_changed.emit(number)
        return True

    def _set_up(self, number: int, *, goes_on: bool) -> bool:
        assert self._lesson is not None
        try:
            self.stage.set_up(self._lesson, number, goes_on=goes_on)
        except LessonError as error:
            self._hub.error(f"This step cannot be shown: {error}", topic=TOPIC)
            return False
        return True

    def _end_step(self) -> None:
        """Nothing of the step that is shown goes on."""
        self.guarding.let_go()
        self.answering.end()
        self.checking.end()
        self.drawing.end()
        self.challenges.end()
        self._view = None

    # --- answers -----------------------------------------------------------------------------

    @Slot(int, object)
    def _note_answer(self, index: int, outcome: Outcome) -> None:
        record, step, view = self._records[self._number - 1], self.step, self._view
        self.progress.answered(self._number, index, record.tasks[index].answer, outcome)
        if outcome.settled and step is not None and view is not None:
            lead_on(self.pane, view, self._window, step, record, index)
        self.answered.emit(self._number, index, outcome)

    @Slot()
    def _look_whether_done(self) -> None:
        """Show what a step reveals once all of it is answered."""
        step, view, record = self.step, self._view, self._records[self._number - 1]
        if step is None or view is None or record.revealed or not record.is_done(step):
            self._show_progress()
            return
        record.revealed = True
        self._show_reveals(True)
        self._show_progress()
        if view.reveals:
            self.pane.reveal(view.tasks[-1].feedback, *view.reveals)
        self.revealed.emit(self._number)

    def _show_reveals(self, shown: bool) -> None:
        if self._view is not None:
            for note in self._view.reveals:
                note.setVisible(shown)

    def _show_progress(self) -> None:
        if self._lesson is not None and self._number:
            titles = [step.title for step in self._lesson.steps]
            self.pane.show_progress(titles, states(self._lesson, self._records), self._number)

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        self.pane.show_theme(theme)
        if self._view is not None:
            self._view.show_theme(theme)
