"""`PictureAnswers`: answers that are given on the picture: clicked in the network, or drawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment.names import link_name, unit_name
from nnfs_gui.lessons.model import Choice, Predict, Step
from nnfs_gui.panels.lesson.picture_answer import PictureAnswer
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.plots.shared.sketch import Sketch
from nnfs_gui.theme import ThemeSource

from .guarding import Guarding
from .lesson_window import LessonWindow
from .records import StepRecord, TaskRecord

CURVE, BORDER, CLICK = "drag on the loss curve", "draw the boundary", "click"
_DEFAULT_EPOCHS = 50


class PictureAnswers(QObject):
    """Takes one such answer at a time; what was drawn stays beside what happened.

    Signals: ``given(list or None)`` when a person clicked or drew.
    """

    given = Signal(object)

    def __init__(self, guarding: Guarding, themes: ThemeSource, window: LessonWindow) -> None:
        super().__init__(window)
        self._canvas = guarding.canvas
        self._window = window
        theme = themes.theme
        self.curve = Sketch(window.loss.plot, theme)
        self.border = Sketch(window.boundary.plot, theme)
        self._field: PictureAnswer | None = None
        self._kind, self._several, self._predicts = "", False, False
        self._record = TaskRecord()
        self._clicked: list[str] = []
        for sketch in (self.curve, self.border):
            sketch.drawn.connect(self._drawn)
            themes.theme_changed.connect(sketch.show_theme)
        self._canvas.picked.connect(self._picked)

    def begin(self, step: Step, record: StepRecord, view: StepView) -> None:
        """A step is shown: its question may ask for the picture."""
        for index, task in enumerate(step.tasks):
            question = view.tasks[index]
            if not (isinstance(task, Predict | Choice) and isinstance(question, Question)):
                continue
            if isinstance(question.field, PictureAnswer):
                self._take(task, record.tasks[index], question.field)

    def _take(self, task: Predict | Choice, record: TaskRecord, field: PictureAnswer) -> None:
        self._field, self._kind, self._clicked = field, task.kind, []
        self._record, self._predicts = record, isinstance(task, Predict)
        self._several = len(task.answer) > 1
        known = record.draft if record.answer is None else record.answer
        field.cleared.connect(self._clear)
        if isinstance(known, list) and task.kind in (CURVE, BORDER):
            self._sketch.show_places(known)
            self._keep_in_sight()
        if task.kind == CURVE:
            play = task.play if isinstance(task, Predict) else None
            self._window.loss.expect(_DEFAULT_EPOCHS if play is None else play.count)
        self._want(not self._stands)

    @property
    def _stands(self) -> bool:
        """Whether nothing is to be clicked or drawn any more: a prediction is made once."""
        record = self._record
        return record.is_settled or (self._predicts and record.answer is not None)

    @Slot()
    def committed(self) -> None:
        """An answer of the step stands, be it this one or that of another question."""
        if self._field is not None and self._stands:
            self._want(False)
            self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """The axis of the loss reaches over what was drawn, whatever happens then."""
        self._window.loss.include([y for _, y in self.curve.places])

    def end(self) -> None:
        """The step is left: nothing is drawn any more."""
        self._want(False)
        self._field, self._kind, self._clicked = None, "", []
        self._record = TaskRecord()
        self._window.loss.expect(0)
        self._window.loss.include(())
        for sketch in (self.curve, self.border):
            sketch.show_places([])

    @property
    def _sketch(self) -> Sketch:
        return self.curve if self._kind == CURVE else self.border

    def _want(self, wanted: bool) -> None:
        self._canvas.ask(wanted and self._kind == CLICK)
        self.curve.want(wanted and self._kind == CURVE, rightwards=True)
        self.border.want(wanted and self._kind == BORDER)

    @Slot(object)
    def _drawn(self, places: list[tuple[float, float]]) -> None:
        if self._field is not None:
            self._field.take(places or None, "Drawn. Draw again, or commit." if places else "")
            self.given.emit(places or None)

    @Slot(object)
    def _picked(self, element: Element) -> None:
        """A neuron or a link was clicked; of several, each click adds one or takes it away."""
        if self._field is None:
            return
        name = element.id if element.part is Part.UNIT else f"{element.source} -> {element.id}"
        if element.part is Part.BIAS:
            name = f"bias -> {element.id}"
        if not self._several:
            self._clicked = [name]
        elif name in self._clicked:
            self._clicked.remove(name)
        else:
            self._clicked.append(name)
        experiment = self._window.network.canvas.state.experiment
        words = link_name(experiment, element.link) if element.link is not None else (
            unit_name(experiment, element.id)
        )  # fmt: skip
        count = len(self._clicked)
        self._field.take(list(self._clicked) or None, words if count == 1 else f"{count} chosen")
        self.given.emit(list(self._clicked) or None)

    @Slot()
    def _clear(self) -> None:
        self._clicked = []
        for sketch in (self.curve, self.border):
            sketch.show_places([])
