"""`Guarding`: keeps to what a step locks and hides, and to the commitment that comes first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.canvas.locks import CanvasLocks
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.lessons.model import Challenge, Do, Predict, Step
from nnfs_gui.notifications import Notification, NotificationHub
from nnfs_gui.theme import ThemeSource

from .answering import Answering
from .lesson_window import LessonWindow
from .locks import LOCKED, Locks
from .padlocks import Padlocks
from .play import PromisedRun
from .stage import Stage
from .veils import FIRST, Veils

NOT_YET = "One moment: the network of this step is still being trained."
COMMIT_AND_PLAY = "Commit and play"
PICTURED = frozenset(("boundary", "loss_chart", "train_loss", "test_loss", "test_points"))
"""What figures and films show."""
DRAWN_ON = {"drag on the loss curve": "loss_chart", "draw the boundary": "boundary"}


class Guarding(QObject):
    """Guards the document and the transport while a lesson is open, and shows that it does.

    Signals: ``changed(Locks)``.
    """

    changed = Signal(object)

    def __init__(
        self,
        document: Document,
        stage: Stage,
        answering: Answering,
        run: PromisedRun,
        themes: ThemeSource,
        notifications: NotificationHub,
        window: LessonWindow,
    ) -> None:
        super().__init__(window)
        self._document, self._stage, self._answering = document, stage, answering
        self._run, self._themes, self._hub, self._window = run, themes, notifications, window
        self.locks = Locks()
        self._step: Step | None = None
        self.canvas = CanvasLocks(window.network.canvas)
        self.padlocks = Padlocks(window, self.canvas)
        self.veils = Veils(window, themes.theme)
        self.canvas.touched.connect(self._tell_locked)
        document.refused.connect(self.tell)
        stage.preparing.connect(self._guard)
        stage.ready.connect(self._guard)
        answering.committed.connect(self.cover)
        themes.theme_changed.connect(self.padlocks.show_theme)
        themes.theme_changed.connect(self.veils.show_theme)

    def begin(self, step: Step, locks: Locks) -> None:
        """A step is shown: its locks hold as soon as its set-up is complete."""
        self._step = step
        self._hub.withdraw(LOCKED)
        self._window.transport.set_gate(self._may)
        self._set(locks)
        self.cover()

    def end(self) -> None:
        """No step is shown any more."""
        self._step = None
        self._hub.withdraw(LOCKED)
        self._window.transport.set_gate(None)
        self._set(Locks())
        self.cover()

    def let_go(self) -> None:
        """Let the next set-up pass."""
        self._document.set_guard(None)

    def _set(self, locks: Locks) -> None:
        self.locks = locks
        self._window.transport.locked = locks.locked | locks.hidden
        self.padlocks.show_locks(locks, self._themes.theme)
        tasks = () if self._step is None else self._step.tasks
        builds = any(isinstance(task, Do | Challenge) for task in tasks)
        self.canvas.hush(self._step is not None and not builds)
        if locks.forbids("paint"):
            self._window.boundary.set_painting(False)
        self._guard()
        self.changed.emit(locks)

    @Slot()
    def _guard(self) -> None:
        refusal = _not_yet if self._stage.is_preparing else self.locks.refusal
        self._document.set_guard(None if self._step is None else refusal)

    def _may(self, what: str) -> bool:
        """The gate of the transport."""
        if self._stage.is_preparing:
            return False
        if what == "walk":
            return self._may_walk()
        if what == "play" and self._answering.due is not None:
            self._window.cards.left.choose("lesson")
            self._answering.prompt()
            return False
        if self.locks.forbids(what):
            self._tell_locked(what)
            return False
        if what == "step" and self._answering.due is not None:
            self._window.cards.left.choose("lesson")
            self.tell("Answer first; then you may step.")
            return False
        if what == "play" and self._run.is_due:
            self._run.resume()
            return False
        return True

    def _may_walk(self) -> bool:
        """A walk through a step tells all that it computes."""
        told = [name for name in ("math", "gradients") if name in self.locks.hidden]
        for name in told[:1]:
            self._tell_locked(name)
        return not told

    @Slot()
    def cover(self) -> None:
        """Cover what a prediction is about, as long as it is due."""
        index, step, free = self._answering.due, self._step, ""
        due = index is not None and step is not None
        if index is not None and step is not None:
            task = step.tasks[index]
            assert isinstance(task, Predict)
            free = DRAWN_ON.get(task.kind, "")
        self.veils.cover(self.locks, FIRST if due else "", free)
        self.canvas.withhold(self.veils.withheld)
        self._window.network.withhold(self.veils.withheld)
        for name in ("save_figure", "save_film"):
            self._window.actions_by_name[name].setEnabled(not self.veils.withheld & PICTURED)
        self._window.loss.invite(not due and not self.locks.forbids("play"))
        self._window.header.show_play_label(COMMIT_AND_PLAY if due else "")

    @Slot(str)
    def _tell_locked(self, name: str) -> None:
        self.tell(self.locks.sentence(name))

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Say why something was not done."""
        self._hub.post(Notification(sentence, topic=LOCKED))


def _not_yet(_old: Experiment, _new: Experiment) -> str:
    """Nobody may edit before a step begins."""
    return NOT_YET
