"""`OwnWork`: the learner's own document, weights and tape, set aside while a lesson is open."""

from __future__ import annotations

from dataclasses import dataclass

from nnfs_gui.document import Document, KeptDocument
from nnfs_gui.training.saved import PackedRun
from nnfs_gui.training.saved.unpacking import unpack
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu, KeptFile


@dataclass(frozen=True, eq=False)
class OwnWork:
    """All that comes back when the lesson is left, to the bit.

    Attributes
    ----------
    run : PackedRun or None
        With its tape; None if there was none, or training did not answer.
    """

    document: KeptDocument
    file: KeptFile
    run: PackedRun | None

    @classmethod
    def of(cls, document: Document, session: TrainingSession, files: FilesMenu) -> OwnWork:
        """What is open now."""
        session.pause()
        run = session.pack_run()()
        return cls(document.keep(), files.keep(), run)

    def give_back(self, document: Document, session: TrainingSession, files: FilesMenu) -> None:
        """Show it again, and go on with its run where it stood."""
        document.take_back(self.document)
        if self.run is not None:
            experiment = document.present
            session.begin(unpack(experiment, self.run.description, self.run.arrays))
        files.take_back(self.file)
