"""`RunReports`: notifications of a run's failures, with remedies, its notices and its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import Action, Notification, NotificationHub
from nnfs_gui.training.snapshot import Failure, RunState
from nnfs_gui.training.tape.blow_up import BlowUp
from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.training.trained_network import FRESH

from .transport import Transport

RUN = "run"
"""The topic of messages that are withdrawn when training goes on."""
SAFE_CLIP = 1.0


class RunReports(QObject):
    """Turns the session's signals into notifications.

    Signals: ``asked_what_happened(BlowUp)`` when a person wants a divergence explained.
    """

    asked_what_happened = Signal(object)

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        transport: Transport,
        notifications: NotificationHub,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._session, self._transport = document, session, transport
        self._notifications = notifications
        self._blow_up: BlowUp | None = None
        session.failed.connect(self._failed)
        session.noticed.connect(self._noticed)
        session.state_changed.connect(self._state_changed)

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        self._blow_up = failure.blow_up
        cures = self._cures() if failure.diverged else ()
        actions = tuple(action for action, may in cures if may)
        # What a step of a lesson locks is not recommended, either.
        message = failure.bare if failure.bare and len(actions) < len(cures) else failure.message
        if failure.blow_up is not None:
            actions += (Action("What happened?", self._ask),)
        self._notifications.error(message, details=failure.details, actions=actions, topic=RUN)

    @Slot(str)
    def _noticed(self, sentence: str) -> None:
        keep = Action("Keep weights from now on", self._keep_weights)
        actions = (keep,) if sentence == FRESH else ()
        self._notifications.post(Notification(sentence, actions=actions))

    def _ask(self) -> None:
        self.asked_what_happened.emit(self._blow_up)

    @Slot(object)
    def _state_changed(self, state: RunState) -> None:
        if state is not RunState.DIVERGED:
            self._notifications.withdraw(RUN)
        if state is RunState.STOPPED and self._session.snapshot is not None:
            self._notifications.info(self._session.snapshot.message or "Training stopped.")

    def _cures(self) -> tuple[tuple[Action, bool], ...]:
        """What may help, and whether it may be done now."""
        training = self._document.experiment.training
        smaller = Action(f"Learning rate {tenth(training.learning_rate):.2g}", self._lower_rate)
        clip = Action(f"Clip the norm at {SAFE_CLIP:g}", self._clip)
        rewind = Action("Rewind", self._transport.rewind)
        already = training.clip == "norm" and training.clip_threshold <= SAFE_CLIP
        cures = [(smaller, self._may(self._with_lower_rate()))]
        if not already:
            cures.append((clip, self._may(self._with_clipping())))
        return (*cures, (rewind, "rewind" not in self._transport.locked))

    def _may(self, new: Experiment) -> bool:
        return not self._document.refusal(new)

    def _with_lower_rate(self) -> Experiment:
        old = self._document.experiment
        return edits.set_training(old, learning_rate=tenth(old.training.learning_rate))

    def _with_clipping(self) -> Experiment:
        old = self._document.experiment
        return edits.set_training(old, clip="norm", clip_threshold=SAFE_CLIP)

    def _lower_rate(self) -> None:
        self._retry(self._with_lower_rate(), "Smaller learning rate")

    def _clip(self) -> None:
        self._retry(self._with_clipping(), "Clip gradients")

    def _keep_weights(self) -> None:
        new = edits.set_training(self._document.experiment, keep_weights=True)
        self._document.edit(new, "Keep weights")

    def _retry(self, new: Experiment, text: str) -> None:
        """Change the training and start again from the same initial weights."""
        if not self._document.edit(new, text):
            return  # a lesson keeps the control
        self._session.rewind()
        self._session.play()


def tenth(rate: float) -> float:
    """A tenth as people write it: of 0.7 it is 0.07, not 0.06999999999999999."""
    return float(f"{rate / 10:.12g}")
