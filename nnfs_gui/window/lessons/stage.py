"""`Stage`: puts the set-up of a step into the window."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Lesson
from nnfs_gui.lessons.names import TABS
from nnfs_gui.lessons.setups import Prepared, prepare
from nnfs_gui.plots.boundary.captions import wrong_points
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.thread.session import TrainingSession

from ..views_window import ViewsWindow


@dataclass(frozen=True, eq=False)
class KeptStage:
    """A step that has begun, to be gone on with later."""

    prepared: Prepared
    start: Experiment
    moment: Snapshot | None


class Stage(QObject):
    """Opens a step's experiment, trains it before it is shown, opens a tab, selects a point.

    Signals: ``preparing()`` when a step is trained before it can begin; ``ready()`` when it can;
    ``began(Snapshot)`` with the first picture of it.
    """

    preparing = Signal()
    ready = Signal()
    began = Signal(object)

    def __init__(self, document: Document, session: TrainingSession, window: ViewsWindow) -> None:
        super().__init__(window)
        self._document, self._session, self._window = document, session, window
        self._prepared: Prepared | None = None
        self._training = False
        self._steps_left = 0
        self._reached, self._target = 0, 0  # epochs, of the training before the step
        self._awaits_point = False
        self._start: Experiment | None = None
        self._after: Experiment | None = None  # once the step has been trained
        self._stale: Snapshot | None = None  # of before the step, though it may look alike
        self.moment: Snapshot | None = None
        session.epochs_finished.connect(self._epochs_done)
        for paused in (session.state_changed, session.tape.looked_at):  # or it was paused before
            paused.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        session.snapshot_changed.connect(self._look)

    @property
    def start(self) -> Experiment:
        """The experiment with which the step began."""
        return self._document.present if self._start is None else self._start

    @property
    def present(self) -> Experiment:
        """The experiment that the learner has made of it."""
        return self._document.present

    @property
    def prepared(self) -> Prepared | None:
        return self._prepared

    @property
    def is_preparing(self) -> bool:
        """Whether the step is still being trained before it is shown."""
        return self._training or self._steps_left > 0

    def set_up(self, lesson: Lesson, number: int, *, goes_on: bool) -> None:
        """Begin a step, for a learner who goes on from another one or not.

        Raises
        ------
        LessonError
            If the set-up is not valid; nothing has changed then.
        """
        learner = self._document.present if goes_on else None
        prepared = prepare(lesson, number, learner)
        self._prepared, self._after = prepared, prepared.after
        self._training, self._steps_left = False, 0
        self._start, self.moment, self._stale = prepared.after, None, self._session.snapshot
        document = self._document
        if prepared.keeps and goes_on:
            self._stale = None
            self._session.pause()
            document.edit(replace(prepared.experiment, title=document.present.title), "Set up")
            document.undo_stack.clear()
        else:
            document.open(prepared.experiment, None)
        if prepared.show in TABS:
            titles = {title.lower(): title for title in self._window.tabs.titles}
            self._window.tabs.set_closed(False)
            self._window.tabs.open_tab(titles[prepared.show])
        self._awaits_point = prepared.point is not None
        if not isinstance(self._window.tabs.current, MathView):
            self._window.boundary.show_point(None)  # the step before may have chosen one
        self._train_before()

    def restart(self, experiment: Experiment) -> None:
        """Show another experiment of the same step from its beginning, such as a case."""
        self._training, self._steps_left = False, 0
        self._start, self.moment, self._stale = experiment, None, self._session.snapshot
        self._document.open(experiment, None)

    def restart_case(self, experiment: Experiment) -> None:
        """Show a case as the step shows itself: after the training of its set-up, if it has any.

        ``ready`` tells when that training has come to its end.
        """
        prepared = self._prepared
        if prepared is None or prepared.train is None:
            self.restart(experiment)
            return
        self._document.set_guard(None)
        self.restart(prepared.experiment)
        self._start = self._after = experiment
        self._train_before()

    def change(self, experiment: Experiment, text: str) -> None:
        """Show another experiment as one step of undo, whatever is locked."""
        self._document.set_guard(None)
        self._document.edit(experiment, text)
        self.ready.emit()

    def forget(self) -> None:
        """No step is on the stage any more."""
        self._window.boundary.show_point(None)
        self._prepared, self._training, self._steps_left = None, False, 0
        self._start, self._after, self.moment, self._stale = None, None, None, None
        self._awaits_point = False

    def keep(self) -> KeptStage | None:
        """The step that is on the stage; None if there is none yet."""
        if self._prepared is None or self._start is None or self.is_preparing:
            return None
        return KeptStage(self._prepared, self._start, self.moment)

    def take_back(self, kept: KeptStage) -> None:
        """Go on with a step whose experiment is open again; see `keep`."""
        self._training, self._steps_left, self._awaits_point = False, 0, False
        self._prepared, self._start, self.moment = kept.prepared, kept.start, kept.moment
        self._stale = self._session.snapshot
        self.ready.emit()

    def tell_moment(self) -> None:
        """Tell again how the step began, to who asks about it only now."""
        if self.moment is not None:
            self.began.emit(self.moment)

    # --- training before ---------------------------------------------------------------------

    def _train_before(self) -> None:
        assert self._prepared is not None
        span = self._prepared.train
        if span is None:
            self._begin()
        elif span.unit == "epochs":
            now = self._session.snapshot if self._stale is None else None
            self._reached = 0 if now is None else now.epoch
            self._training, self._target = True, self._reached + span.count
            self._session.train_epochs(span.count)
        else:
            self._steps_left = span.count
            for _ in range(span.count):
                self._session.step("batch")
        if self.is_preparing:
            self.preparing.emit()

    @Slot()
    def _epochs_done(self) -> None:
        if self._training:
            self._training = False
            self._begin()

    @Slot()
    def _go_on(self) -> None:
        """Whoever pauses or looks back does not end the training before the step."""
        session = self._session
        if not self.is_preparing or session.state is not RunState.PAUSED:
            return
        session.tape.look_at_now()
        if self._training and self._reached < self._target:
            session.train_epochs(self._target - self._reached)

    @Slot(object)
    def _look(self, snapshot: Snapshot) -> None:
        if self.shows(snapshot):
            self._reached = snapshot.epoch
        if self._steps_left and self.shows(snapshot) and snapshot.step >= self._steps_left:
            self._steps_left = 0
            self._begin()
        if self._prepared is None or not self.shows(snapshot) or self.is_preparing:
            return
        self._note_moment(snapshot)

    def _note_moment(self, snapshot: Snapshot) -> None:
        """The first picture of the step as it begins is what its answers are about."""
        if self.moment is None and snapshot.experiment == self.start:
            self.moment = snapshot
            self.began.emit(snapshot)
        if self._awaits_point:
            self._select_point(snapshot)

    @property
    def now(self) -> Snapshot | None:
        """The newest picture of this step; None before there is one."""
        snapshot = self._session.snapshot
        return snapshot if snapshot is not None and self.shows(snapshot) else None

    def shows(self, snapshot: Snapshot) -> bool:
        """Whether a picture is of this step, and of now."""
        return snapshot is not self._stale and snapshot.past is None

    def _begin(self) -> None:
        """The step is as it should be: what comes now is the learner's."""
        prepared, after, document = self._prepared, self._after, self._document
        if prepared is not None and after is not None and after != prepared.experiment:
            document.set_guard(None)
            document.edit(after, "Set up")
            document.undo_stack.clear()
        self.ready.emit()
        if self.now is not None:
            self._note_moment(self.now)

    def _select_point(self, snapshot: Snapshot) -> None:
        """Show the point that the set-up names, once the run shows its points."""
        assert self._prepared is not None
        if snapshot.experiment.data != self._prepared.after.data:
            return
        self._awaits_point = False
        point = self._prepared.point
        found = isinstance(point, str)
        if isinstance(point, str):
            point = _found(point, snapshot)
        if point is not None:
            self._window.tabs.show_point(point)
            several = len(snapshot.data.targets) > 1
            self._window.boundary.show_point(point, numbered=several and not found)


def _found(name: str, snapshot: Snapshot) -> int | None:
    """A point with that property, such as any misclassified one."""
    if name == "any misclassified":
        wrong = wrong_points(snapshot)
        places = [] if wrong is None else wrong.nonzero()[0].tolist()
        return int(snapshot.sample[places[0]]) if places else None
    experiment = snapshot.experiment
    plain = replace(experiment, split=replace(experiment.split, outliers=0.0))
    swapped = (materialize(plain).targets != snapshot.data.targets).nonzero()[0].tolist()
    return int(swapped[0]) if swapped else None
