"""`LearnersPlace`: where a learner stands in a lesson, set aside while a class answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nnfs_gui.document import Document
from nnfs_gui.lessons.situation import Deeds, Situation
from nnfs_gui.training.thread.session import TrainingSession

from ..files_menu import FilesMenu
from .kept_runs import KeptRuns
from .own_work import OwnWork
from .records import StepRecord
from .stage import KeptStage


@dataclass(frozen=True, eq=False)
class LearnersPlace:
    """All that comes back when the class has gone.

    Attributes
    ----------
    stage : KeptStage or None
        None if the step was still being prepared: then it begins again.
    """

    number: int
    records: list[StepRecord]
    stage: KeptStage | None
    deeds: Deeds
    _work: OwnWork
    _kept: KeptRuns
    _noted: Mapping[int, Situation]

    @classmethod
    def of(
        cls, number: int, records: list[StepRecord], stage: KeptStage | None, deeds: Deeds,
        kept: KeptRuns, parts: tuple[Document, TrainingSession, FilesMenu],
    ) -> LearnersPlace:  # fmt: skip
        """What is open now."""
        noted = kept.keep_notes()
        return cls(number, records, stage, deeds, OwnWork.of(*parts), kept, noted)

    def give_back(self, document: Document, session: TrainingSession, files: FilesMenu) -> None:
        """Show the learner's experiment again, with its weights and its tape."""
        self._work.give_back(document, session, files)
        self._kept.take_back(self._noted)
