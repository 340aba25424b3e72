"""`Explanation`: opens "What happened?", and tries a cure from before a divergence."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.panels.tape.what_happened import WhatHappened
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.tape.blow_up import BlowUp
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession

from .run_reports import SAFE_CLIP, tenth


class Explanation(QObject):
    """Shows how a run diverged, beside the window, which shows the steps."""

    def __init__(
        self, document: Document, session: TrainingSession, themes: ThemeSource, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._themes, self._window = themes, window
        self._blow_up: BlowUp | None = None

    @Slot(object)
    def open(self, blow_up: BlowUp) -> None:
        """Explain a divergence."""
        self._blow_up = blow_up
        training = self._document.present.training
        cures = [
            (name, f"{words} from step {blow_up.before.step}")
            for name, words in (
                ("rate", f"Learning rate {tenth(training.learning_rate):.2g}"),
                ("clip", f"Clip the norm at {self._clip_threshold():g}"),
            )
        ]
        dialog = WhatHappened(blow_up, cures, self._themes.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.step_chosen.connect(self._show_step)
        dialog.cure_chosen.connect(self._cure)
        self._document.replaced.connect(dialog.reject)
        dialog.show()

    @Slot(object)
    def _show_step(self, place: Place) -> None:
        self._session.tape.look_at(place.step, place.branch)

    @Slot(str)
    def _cure(self, name: str) -> None:
        """Try it on a branch that leaves before the blow-up."""
        if self._blow_up is None:
            return
        self._session.tape.branch_from(self._blow_up.before)
        experiment, text = self._cured(name)
        self._document.edit(experiment, text)
        self._session.play()

    def _cured(self, name: str) -> tuple[Experiment, str]:
        old = self._document.present
        if name == "rate":
            rate = tenth(old.training.learning_rate)
            return edits.set_training(old, learning_rate=rate), "Smaller learning rate"
        limit = self._clip_threshold()
        return edits.set_training(old, clip="norm", clip_threshold=limit), "Clip gradients"

    def _clip_threshold(self) -> float:
        """A usual one, or if that was in force and did not help, a tenth of it."""
        training = self._document.present.training
        already = training.clip == "norm" and training.clip_threshold <= SAFE_CLIP
        return tenth(training.clip_threshold) if already else SAFE_CLIP
