"""`KeptRuns`: the pinned runs of a lesson by their letters, as checks ask about them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.lessons.situation import Situation
from nnfs_gui.plots.shared.pins import pin_letter, pinned_places
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.training.tape.picture import BranchPicture, TapePicture
from nnfs_gui.training.thread.session import TrainingSession


class KeptRuns(QObject):
    """Notes how far each run has come, so that it can be asked about after the next has begun.

    A kept run stays as it was before an edit that comes after: what the learner kept is what was
    seen then.
    """

    def __init__(self, document: Document, session: TrainingSession, parent: QObject) -> None:
        super().__init__(parent)
        self._tape = session.tape
        self._noted: dict[int, Situation] = {}
        document.replaced.connect(self._forget)

    def note(self, snapshot: Snapshot, situation: Situation) -> None:
        """This is where the run stands now."""
        if snapshot.tape is None:
            return
        branch = _live(snapshot.tape)
        before = self._noted.get(branch.number)
        is_edited = before is not None and before.experiment != situation.experiment
        if not (branch.pinned and is_edited):
            self._noted[branch.number] = situation

    @property
    def situations(self) -> Mapping[str, Situation]:
        """By letter, for `Situation.kept`."""
        tape = self._tape.picture
        places = {} if tape is None else pinned_places(tape)
        return {
            pin_letter(place): self._noted[number]
            for number, place in places.items()
            if number in self._noted
        }

    def offer(self, wanted: int) -> tuple[str, bool]:
        """What a button that keeps the run says, and whether it can be pressed; "" for none.

        ``wanted`` is how many kept runs the step asks about.
        """
        tape = self._tape.picture
        if tape is None:
            return "", False
        live, places = _live(tape), pinned_places(tape)
        if live.number in places:
            return f"Kept as {pin_letter(places[live.number])}: rewind for another run", False
        letter, instead = pin_letter(min(len(places), wanted - 1)), len(places) >= wanted
        return f"Keep this run as {letter}{' instead' if instead else ''}", live.end > 0

    def keep(self, wanted: int) -> None:
        """Pin the run, in the place of the last one that is wanted if there are enough."""
        tape = self._tape.picture
        if tape is None:
            return
        for number, place in pinned_places(tape).items():
            if place >= wanted - 1:
                self._tape.pin_run(number, False)
        self._tape.pin_run(_live(tape).number, True)

    def keep_notes(self) -> Mapping[int, Situation]:
        """What is noted of the runs, for `take_back`."""
        return self._noted

    def take_back(self, noted: Mapping[int, Situation]) -> None:
        """The tape of before is there again, and what was noted of its runs."""
        self._noted = dict(noted)

    @Slot()
    def _forget(self) -> None:
        """Another experiment is open, so runs are counted from 1 again."""
        self._noted = {}


def _live(tape: TapePicture) -> BranchPicture:
    return tape.branch(tape.live.branch)
