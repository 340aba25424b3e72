"""`ClippingHint`: says once what adaptive optimizers make of clipping by a norm."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine import CLIPPERS, OPTIMIZERS
from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.names import in_sentence
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.settings import Settings

TOPIC = "clipping-hint"
SCALE_FREE = ("adam", "rmsprop")
"""Optimizers that divide by the usual size of the gradient."""
SCALING = ("norm", "neuron")
"""Clippers that multiply by a factor."""


class ClippingHint(QObject):
    """Listens to edits of the optimizer and of clipping; a hint that was given never comes again.

    Opening a file or a step of a lesson is no edit.
    """

    def __init__(
        self, document: Document, notifications: NotificationHub, settings: Settings,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._document, self._hub, self._settings = document, notifications, settings
        if not settings.has_seen_hint(TOPIC):
            document.experiment_changed.connect(self._look)

    @Slot(object, object)
    def _look(self, old: Experiment, new: Experiment) -> None:
        words = hint(new)
        if not words or hint(old) or not self._document.undo_stack.canUndo():
            return
        self._settings.set_has_seen_hint(TOPIC)
        self._document.experiment_changed.disconnect(self._look)
        self._hub.info(words, topic=TOPIC)


def hint(experiment: Experiment) -> str:
    """What is to be said of optimizer and clipping; "" if nothing is."""
    training = experiment.training
    if training.optimizer not in SCALE_FREE or training.clip not in SCALING:
        return ""
    name, clip = OPTIMIZERS[training.optimizer].label, in_sentence(CLIPPERS[training.clip].label)
    return (
        f"{name} divides each gradient by its usual size. If clipping {clip} shortens every step "
        f"by the same factor, {name} undoes it; a rare long gradient is still held back."
    )
