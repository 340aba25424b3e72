"""`StepWalk`: a walk through the next step of training, on all views of a window at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.plots.shared.strip import StripView
from nnfs_gui.training.snapshot import Failure, RunState, Snapshot
from nnfs_gui.training.step_walk import PreparedStep
from nnfs_gui.training.stopper import NO_POINTS
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.training.walk import Kind, Walk

from .transport import Transport
from .views_window import ViewsWindow

EDITED = "The network or its training was edited: the walk begins anew."
MOVED = "Another step is shown: the walk begins anew with the one after it."
TRAINED = "Training took a step: the walk begins anew with the next one."
PLAYED = "The walk ended, because training goes on."


class StepWalk(QObject):
    """Opens a walk, shows it everywhere, and closes it when what it is about is gone.

    The step is prepared on a copy; only the last phase takes it, as a press on "one mini-batch"
    does.

    Signals: ``escaped()`` when Esc found no walk to end.
    """

    escaped = Signal()

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        notifications: NotificationHub,
        transport: Transport,
        window: ViewsWindow,
    ) -> None:
        super().__init__(window)
        self._tell, self._transport = notifications.info, transport
        self._document, self._session, self._window = document, session, window
        self._walk: Walk | None = None
        self._single, self._wanted = False, False
        # After the events that are under way, so that the session has heard of an edit first.
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)
        window.tabs.made.connect(self._view_made)
        session.step_prepared.connect(self._begin)
        session.snapshot_changed.connect(self._check)
        session.state_changed.connect(self._state_changed)
        session.noticed.connect(self._noticed)
        session.failed.connect(self._failed)
        document.experiment_changed.connect(self._edited)
        document.replaced.connect(self.leave)

    @property
    def walk(self) -> Walk | None:
        """Where it is; None while it is closed."""
        return self._walk

    def handlers(self, others: dict[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
        """What to call for the keys that go on and back; without a walk the ``others`` are."""
        tabs = self._window.tabs
        forward, back = others["forward"], others["back"]
        return {
            "forward": lambda: tabs.math.walk.go_on() if self._is_open else forward(),
            "back": lambda: tabs.math.walk.go_back() if self._is_open else back(),
            "walk": self.toggle,
        }

    @Slot()
    def toggle(self) -> None:
        """Open a walk, or leave the one that is open."""
        if self._is_open:
            self.leave()
        else:
            self.open("batch")

    @Slot(str)
    def open(self, unit: str) -> None:
        """Pause, and walk through the next step with one ``"sample"`` or a mini-``"batch"``."""
        if not self._transport.may("walk"):
            return
        self._single, self._wanted = unit == "sample", True
        if self._session.state is RunState.RUNNING:
            self._session.pause()
        self._asking.start()

    @Slot()
    def leave(self) -> bool:
        """End the walk, which changes nothing; False if there is none."""
        was_open, self._wanted = self._is_open, False
        self._asking.stop()
        if self._walk is not None:
            self._show(None)
        return was_open

    @Slot()
    def escape(self) -> None:
        """End the walk, if there is one."""
        if not self.leave():
            self.escaped.emit()

    @Slot(object)
    def move(self, walk: Walk) -> None:
        """Go to another phase, or follow something else; the last phase takes the step."""
        if self._wanted or self._walk is None or walk.prepared is not self._walk.prepared:
            return  # it is no longer the step that is next
        if walk.phase.kind is Kind.UPDATE and not self._walk.taken:
            if not self._transport.may("step"):
                return
            walk = walk.as_taken()
            self._show(walk)
            self._session.step("sample" if walk.prepared.single else "batch")
        else:
            self._show(walk)

    # --- inside --------------------------------------------------------------------------------

    @Slot(object)
    def _view_made(self, view: StripView) -> None:
        """Listen to the Math tab, which is made when somebody opens it."""
        if not isinstance(view, MathView):
            return
        view.walk_wanted.connect(self.open)
        view.walk_moved.connect(self.move)
        view.walk_left.connect(self.leave)
        view.told.connect(self._tell)

    @property
    def _is_open(self) -> bool:
        return self._walk is not None or self._wanted

    @Slot()
    def _ask(self) -> None:
        if self._wanted:
            self._session.prepare_step(single=self._single)

    @Slot(object)
    def _begin(self, prepared: PreparedStep) -> None:
        if not self._wanted or prepared.single != self._single:
            return
        self._wanted = False
        self._show(Walk.begin(prepared, self._window.tabs.math.point))

    def _begin_anew(self, why: str) -> None:
        """The step is no longer the next one: prepare the one that is."""
        if not self._wanted:
            self._wanted = True
            self._tell(why)
        self._asking.start()

    def _show(self, walk: Walk | None) -> None:
        opened = (walk is None) != (self._walk is None)
        self._walk = walk
        window = self._window
        if opened and walk is not None:
            window.tabs.set_closed(False)
            window.tabs.open_tab(window.tabs.math.title)
        if opened:
            window.cards.show_walk(walk is not None)
        window.tabs.math.show_walk(walk)
        window.network.canvas.show_walk(walk)
        if walk is None:
            window.boundary.batch.show_places(None)
        else:
            step = walk.prepared
            window.boundary.batch.show_places(step.data.inputs[step.points])
            window.boundary.show_point(walk.point)

    # --- what else happens ---------------------------------------------------------------------

    @Slot(object)
    def _state_changed(self, state: RunState) -> None:
        if state is RunState.RUNNING and self._is_open:
            self.leave()
            self._tell(PLAYED)

    @Slot(str)
    def _noticed(self, notice: str) -> None:
        """Without points there is no step to walk through; the window says so already."""
        if self._wanted and notice == NO_POINTS:
            self.leave()

    @Slot(object)
    def _failed(self, _failure: Failure) -> None:
        if self._wanted:
            self.leave()

    @Slot(object, object)
    def _edited(self, _old: Experiment, new: Experiment) -> None:
        """The picture is another one at once; the new step follows when training knows of it."""
        if self._walk is not None and not _is_same(new, self._walk.prepared.experiment):
            self._window.network.canvas.show_walk(None)
            self._begin_anew(EDITED)

    @Slot(object)
    def _check(self, snapshot: Snapshot) -> None:
        """Whether the walk is still about the step that is next, or the one that it took."""
        walk = self._walk
        if walk is None or self._wanted or snapshot.state is RunState.RUNNING:
            return
        step = walk.prepared
        if snapshot.state is RunState.DIVERGED and step.refused and walk.taken:
            self.leave()
        elif not _is_same(snapshot.experiment, step.experiment):
            self._begin_anew(EDITED)
        elif walk.taken:
            if not _is_after(snapshot, step) and not _is_before(snapshot, step):
                self._begin_anew(MOVED)
        elif not _is_before(snapshot, step):
            same_line = (snapshot.run, snapshot.past) == (step.run, step.place)
            self._begin_anew(TRAINED if same_line and snapshot.step > step.step else MOVED)


def _is_same(first: Experiment, second: Experiment) -> bool:
    """Whether two experiments train alike: titles and notes are no matter."""
    return replace(first, title=second.title, notes=second.notes) == second


def _is_before(snapshot: Snapshot, step: PreparedStep) -> bool:
    """Whether a snapshot shows the network from which a step is prepared."""
    place = (snapshot.run, snapshot.step, snapshot.past) == (step.run, step.step, step.place)
    return place and np.array_equal(snapshot.parameters, step.before, equal_nan=True)


def _is_after(snapshot: Snapshot, step: PreparedStep) -> bool:
    """Whether a snapshot shows what a step leaves, to the bit."""
    place = (snapshot.run, snapshot.step, snapshot.past) == (step.run, step.step + 1, None)
    return place and np.array_equal(snapshot.parameters, step.after, equal_nan=True)
