"""`TapeHandlers`: what the strip, the loss plot and the history's actions do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession

from .transport import Transport
from .views_window import ViewsWindow


class TapeHandlers(QObject):
    """Goes through the run's history for the views of a window and for its actions."""

    def __init__(self, session: TrainingSession, transport: Transport, window: ViewsWindow) -> None:
        super().__init__(window)
        self._transport, self._tape, self._strip = transport, session.tape, window.strip
        strip = window.strip
        window.loss.sought.connect(self.seek_step)
        strip.sought.connect(self.seek)
        strip.continued.connect(self._tape.continue_from_here)
        strip.returned.connect(self._tape.look_at_now)
        strip.replayed.connect(self._tape.replay)
        strip.bookmarked.connect(self.bookmark)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What to call for each action of the history."""
        return {
            "back": self.back,
            "forward": self.forward,
            "back_epoch": self.back_epoch,
            "forward_epoch": self.forward_epoch,
            "first": self._tape.look_at_start,
            "now": self._tape.look_at_now,
            "replay": self._tape.replay,
            "bookmark": self._strip.ask_for_bookmark,
            "continue": self._tape.continue_from_here,
        }

    @Slot(object, bool)
    def seek(self, place: Place, near: bool) -> None:
        """Show a step, at once and nearly so while a handle is dragged."""
        self._tape.look_at(place.step, place.branch, near=near)

    @Slot(object, bool)
    def seek_step(self, step: int, near: bool) -> None:
        """Show a step of the line that is shown."""
        self._tape.look_at(step, near=near)

    @Slot(object, str)
    def bookmark(self, place: Place, name: str) -> None:
        self._tape.bookmark(name, place)

    def back(self) -> None:
        self._tape.step_back()

    def back_epoch(self) -> None:
        self._tape.step_back("epoch")

    def forward(self) -> None:
        """One mini-batch on: the recorded one, or at the end of the run a new one."""
        if self._tape.is_looking:
            self._tape.step_forward()
        else:
            self._transport.step("batch")

    def forward_epoch(self) -> None:
        if self._tape.is_looking:
            self._tape.step_forward("epoch")
        else:
            self._transport.step("epoch")
