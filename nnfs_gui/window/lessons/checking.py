"""`Checking`: ticks the checklists of a step while one works and trains."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from nnfs_gui.experiment.controls import moved
from nnfs_gui.lessons.checks import Check, first_missing, holds, in_words, parse_check, runs_of
from nnfs_gui.lessons.model import Do, Span, Step
from nnfs_gui.lessons.situation import Situation
from nnfs_gui.panels.lesson.checklist import Checklist, Line
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.training.thread.session import TrainingSession

from .answering import Answering
from .challenges import Challenges
from .deeds import DeedsLog
from .kept_runs import KeptRuns
from .records import RIGHT, Outcome, StepRecord
from .stage import Stage

DONE = "Done."


class Checking(QObject):
    """Looks at every snapshot, and at what the learner does; a line once done stays so."""

    def __init__(
        self, stage: Stage, session: TrainingSession, deeds: DeedsLog, answering: Answering,
        challenges: Challenges, kept: KeptRuns,
    ) -> None:  # fmt: skip
        super().__init__(stage)
        self.kept = kept
        self._stage, self._session, self._challenges = stage, session, challenges
        self._deeds, self._answering = deeds, answering
        self._lists: dict[int, tuple[Do, tuple[Check, ...]]] = {}
        self._record = StepRecord()
        self._view: StepView | None = None
        self._from: Situation | None = None  # since the last change or rewind
        session.snapshot_changed.connect(self._look)
        deeds.changed.connect(self._look)
        stage.began.connect(self._look)

    @property
    def situation(self) -> Situation | None:
        """What the window shows now, for checks; None before there is a picture of it."""
        snapshot = self._session.snapshot
        if snapshot is None or not self._stage.shows(snapshot):
            return None
        now = Situation.of_snapshot(snapshot, self._stage.start, self._deeds.deeds)
        if now.experiment == self._stage.present:
            self.kept.note(snapshot, now)
        return replace(now, kept=self.kept.situations)

    def begin(self, step: Step, record: StepRecord, view: StepView) -> None:
        """Watch the checklists of a step."""
        self._record, self._view, self._from = record, view, None
        self._lists = {
            index: (task, tuple(parse_check(line) for line in task.check))
            for index, task in enumerate(step.tasks)
            if isinstance(task, Do)
        }
        for index, (_task, checks) in self._lists.items():
            done = record.tasks[index].is_settled
            if _letters(checks):
                self._checklist(index).keep_asked.connect(self._keep)
            self._show(index, [Line(_capital(in_words(check)), done) for check in checks], "")

    def end(self) -> None:
        self._lists, self._view = {}, None

    @Slot()
    def _look(self) -> None:
        if self._view is None or self._stage.is_preparing:
            return
        situation = self.situation
        if situation is None or situation.experiment != self._stage.present:
            return
        self._challenges.look(situation)
        if self._from is None or _begins_anew(self._from, situation):
            self._from = situation
        waiting = [index for index in self._lists if not self._record.tasks[index].is_settled]
        for index in waiting:
            self._check(index, situation)

    def _check(self, index: int, situation: Situation) -> None:
        task, checks = self._lists[index]
        letters = _letters(checks)
        if letters:
            self._checklist(index).show_keep(*self.kept.offer(len(letters)))
        lines = [Line(_capital(in_words(check)), holds(check, situation)) for check in checks]
        early = _too_early(task.after, self._from or situation, situation)
        if early or not all(line.holds for line in lines):
            alone = len(checks) == 1 and checks[0].asked.kind == "flag" and task.ask
            how = "" if alone and not early else first_missing(checks, situation, early)
            self._show(index, lines, how)  # what is asked for in words need not be told again
            return
        self._checklist(index).show_keep("", enabled=False)
        self._show(index, lines, "")
        self._record.tasks[index].answer = {"epoch": situation.epoch, "step": situation.step}
        self._answering.take(index, Outcome(RIGHT, DONE))

    def _show(self, index: int, lines: list[Line], missing: str) -> None:
        if self._view is not None:
            self._checklist(index).show_lines(lines, missing)

    def _checklist(self, index: int) -> Checklist:
        assert self._view is not None
        checklist = self._view.tasks[index]
        assert isinstance(checklist, Checklist)
        return checklist

    @Slot()
    def _keep(self) -> None:
        asked = [_letters(checks) for _task, checks in self._lists.values()]
        self.kept.keep(max((len(letters) for letters in asked), default=1))


def _letters(checks: tuple[Check, ...]) -> set[str]:
    """The kept runs that a checklist is about."""
    return {run for check in checks for run in runs_of(check)}


def _begins_anew(start: Situation, now: Situation) -> bool:
    """Whether what was trained until now is not to count."""
    return now.step < start.step or bool(moved(start.experiment, now.experiment))


def _too_early(after: Span | None, start: Situation, now: Situation) -> str:
    """What is said until the experiment has been trained that much as it is."""
    if after is None:
        return ""
    done = now.epoch - start.epoch if after.unit == "epochs" else now.step - start.step
    more = Span(after.count - done, after.unit)
    if more.count <= 0:
        return ""
    return f"Now train for {str(more).replace(' ', ' more ') if done else more}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
