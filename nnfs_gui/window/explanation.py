"""`Explanation`: opens "What happened?", and tries a cure from before a divergence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.notifications import NotificationHub
from nnfs_gui.panels.tape.what_happened import WhatHappened
from nnfs_gui.theme import ThemeSource
from nnfs_gui.training.snapshot import Failure
from nnfs_gui.training.tape.blow_up import BlowUp
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession

from .run_reports import SAFE_CLIP, RunReports, tenth
from .views_window import ViewsWindow

NOTHING_DIVERGED = "Nothing has diverged since this experiment was opened."


class Explanation(QObject):
    """Shows how a run diverged, beside the window, which shows the steps.

    Every divergence of the experiment can be explained again: the last one from the menu, any from
    its mark on the tape.
    """

    def __init__(
        self,
        reports: RunReports,
        document: Document,
        session: TrainingSession,
        themes: ThemeSource,
        notifications: NotificationHub,
        window: ViewsWindow,
    ) -> None:
        super().__init__(window)
        self._document, self._session, self._notifications = document, session, notifications
        self._themes, self._window = themes, window
        self._known: dict[Place, BlowUp] = {}
        self._blow_up: BlowUp | None = None
        reports.asked_what_happened.connect(self.open)
        session.failed.connect(self._failed)
        document.replaced.connect(self._forget)
        window.strip.asked_what_happened.connect(self._open_at)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for the menu's entry."""
        return {"what_happened": self._open_last}

    @Slot(object)
    def _failed(self, failure: Failure) -> None:
        if failure.blow_up is not None:
            self._known.pop(failure.blow_up.end, None)
            self._known[failure.blow_up.end] = failure.blow_up  # the last one

    @Slot()
    def _forget(self) -> None:
        self._known.clear()

    @Slot()
    def _open_last(self) -> None:
        if self._known:
            self.open(next(reversed(self._known.values())))
        else:
            self._notifications.info(NOTHING_DIVERGED)

    @Slot(object)
    def _open_at(self, place: Place) -> None:
        if place in self._known:
            self.open(self._known[place])

    @Slot(object)
    def open(self, blow_up: BlowUp) -> None:
        """Explain a divergence, in place of another one."""
        for former in self._window.findChildren(WhatHappened):
            former.reject()
        self._blow_up = blow_up
        training = self._document.present.training
        cures = [
            (name, f"{words} from step {blow_up.before.step}")
            for name, words in (
                ("rate", f"Learning rate {tenth(training.learning_rate):.2g}"),
                ("clip", f"Clip the norm at {self._clip_threshold():g}"),
            )
            if not self._document.refusal(self._cured(name)[0])  # a step of a lesson may lock it
        ]
        dialog = WhatHappened(blow_up, cures, self._themes.theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.step_chosen.connect(self._show_step)
        dialog.cure_chosen.connect(self._cure)
        self._document.replaced.connect(dialog.reject)
        self._themes.theme_changed.connect(dialog.show_theme)
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
        if self._document.edit(experiment, text):
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
