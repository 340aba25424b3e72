"""The document: the current experiment, its file and its one undo stack."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from msgspec import structs
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from nnfs_gui.experiment.model import Experiment, default_experiment
from nnfs_gui.experiment.validation import check

UNDO_LIMIT = 500
Guard = Callable[[Experiment, Experiment], str]
"""Says in a sentence why one experiment may not become another; "" if it may."""


class ReplaceExperiment(QUndoCommand):
    """Replaces one experiment by another; edits of one gesture merge into one step."""

    def __init__(
        self,
        hold: Callable[[Experiment], None],
        old: Experiment,
        new: Experiment,
        text: str,
        gesture: str | None,
    ) -> None:
        super().__init__(text)
        # The document owns the stack, which owns this: a strong reference would keep it for ever.
        self._hold = weakref.WeakMethod(hold)
        self.old, self.new, self.gesture = old, new, gesture

    def redo(self) -> None:
        self._give(self.new)

    def undo(self) -> None:
        self._give(self.old)

    def id(self) -> int:
        return 1 if self.gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceExperiment) or other.gesture != self.gesture:
            return False
        self.new = other.new
        self.setText(other.text())
        self.setObsolete(self.new == self.old)
        return True

    def _give(self, experiment: Experiment) -> None:
        hold = self._hold()
        if hold is not None:
            hold(experiment)


@dataclass(frozen=True)
class KeptDocument:
    """A document as it was, with all that can be undone and redone."""

    experiment: Experiment
    path: Path | None
    edits: tuple[tuple[Experiment, Experiment, str], ...]
    """Of each step of undo: before, after, and its words."""
    index: int
    clean_index: int


def _empty(stack: QUndoStack) -> None:
    """Delete a dying document's commands while they are whole.

    Otherwise Python's collector, finding document, stack and commands unreachable together, may
    take a command's Python half before Qt deletes the other one, and the process crashes.
    """
    if shiboken6.isValid(stack):
        stack.blockSignals(True)  # its listeners are dying, too
        stack.clear()


class Document(QObject):
    """Holds the experiment; every edit goes through `edit` and can be undone.

    Signals: ``experiment_changed(old, new)`` after every change, with undo and redo;
    ``file_changed()`` when the path or the modified state changes; ``replaced(new)`` when another
    experiment was opened, after ``experiment_changed``; ``history_changed()`` when there is
    something else to undo or redo.  Views listen to that and not to the stack, which speaks once
    more while it is destroyed; ``present_changed()`` when edits led to something else, whatever is
    shown; ``went_on_from_past()`` when an edit is about to be made to the experiment of the past;
    ``refused(sentence)`` when the `guard` did not let an edit pass.

    While a step of the past is looked at, `experiment` is the one of then (`show_past`), so that
    all views show it.  `present` is the one that edits led to, and what a file gets.

    A slot of ``experiment_changed`` may itself edit, undo or open: the change is made at once and
    announced after the one being announced, so that every slot sees one unbroken chain.
    """

    experiment_changed = Signal(object, object)
    file_changed = Signal()
    replaced = Signal(object)
    history_changed = Signal()
    present_changed = Signal()
    went_on_from_past = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = default_experiment()
        self._past: Experiment | None = None
        self._announced = self._announced_present = self._experiment
        self._announcing = False
        self._replaced = False
        self._path: Path | None = None
        self._guard: Guard | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        # The stack says indexChanged when it is done with a push, a merge, an undo or a redo.
        # Announcing from inside a command instead would let a slot's edit come before it.
        self.undo_stack.indexChanged.connect(self._announce)
        self.undo_stack.indexChanged.connect(self._change_history)
        self.undo_stack.cleanChanged.connect(self._change_file)
        weakref.finalize(self, _empty, self.undo_stack).atexit = False

    @property
    def experiment(self) -> Experiment:
        """What is shown, and what the next edit changes."""
        return self._experiment if self._past is None else self._past

    @property
    def present(self) -> Experiment:
        """What edits led to."""
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file the experiment was opened from or saved to, if any."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether the experiment differs from what was opened or saved last."""
        return not self.undo_stack.isClean()

    def edit(self, new: Experiment, text: str, gesture: str | None = None) -> bool:
        """Replace the experiment as one undo step; returns False if nothing changes.

        Neither does anything if the guard refuses, which is told.

        If a step of the past is shown, it is its experiment that is replaced; but another title
        and other notes are the present one's.

        ``gesture`` joins edits: consecutive ones with the same (unique) gesture string become one
        step, and a gesture that ends where it began leaves none.

        Raises
        ------
        InvalidExperiment
            If ``new`` breaks a rule; nothing has changed then.
        """
        if new == self.experiment:
            return False
        check(new)  # before the push: an exception inside of redo would leave a broken step
        refusal = self.refusal(new)
        if refusal:
            self.refused.emit(refusal)
            return False
        past, title, notes = self._past, new.title, new.notes
        if past is not None:
            if new == structs.replace(past, title=title, notes=notes):
                new = structs.replace(self._experiment, title=title, notes=notes)
            else:
                self.went_on_from_past.emit()
        self._replace(new, text, gesture)
        return True

    def refusal(self, new: Experiment) -> str:
        """Why the guard would let an edit not pass, in a sentence; "" if it would."""
        return "" if self._guard is None else self._guard(self.experiment, new)

    def set_guard(self, guard: Guard | None) -> None:
        """Ask ``guard`` about every edit from now on; None lets all pass."""
        self._guard = guard

    def show_past(self, experiment: Experiment | None) -> None:
        """Show another experiment for a while, without an edit; None shows the present one again.

        An edit of it is one step of undo, which brings back the present experiment.
        """
        self._past = experiment
        self._announce()

    def keep_past(self, text: str) -> None:
        """Go on with the experiment of the past that is shown, as one undo step if it differs."""
        past = self._past
        if past is None:
            return
        self.went_on_from_past.emit()
        if past != self._experiment:
            self._replace(past, text, None)
        self.show_past(None)

    def _replace(self, new: Experiment, text: str, gesture: str | None) -> None:
        self.undo_stack.push(ReplaceExperiment(self._hold, self._experiment, new, text, gesture))

    def _hold(self, experiment: Experiment) -> None:
        self._experiment, self._past = experiment, None

    def open(self, experiment: Experiment, path: Path | None) -> None:
        """Show another experiment, forgetting the undo history."""
        check(experiment)
        self._path = path
        self._hold(experiment)
        self._replaced = True
        self.undo_stack.clear()  # announces, if there was something to forget
        self._announce()
        self.file_changed.emit()

    def keep(self) -> KeptDocument:
        """The present document with its history, to be given back by `take_back`."""
        stack = self.undo_stack
        commands = [stack.command(index) for index in range(stack.count())]
        edits = tuple(
            (command.old, command.new, command.text())
            for command in commands
            if isinstance(command, ReplaceExperiment)
        )
        return KeptDocument(self._experiment, self._path, edits, stack.index(), stack.cleanIndex())

    def take_back(self, kept: KeptDocument) -> None:
        """Show what `keep` gave, as if another experiment was opened; its edits can be undone."""
        stack, self._announcing = self.undo_stack, True
        try:
            stack.clear()
            self._path = kept.path
            if kept.clean_index < 0:
                stack.resetClean()
            for index, edit in enumerate(kept.edits):
                if index == kept.clean_index:
                    stack.setClean()
                stack.push(ReplaceExperiment(self._hold, *edit, gesture=None))
            if kept.clean_index == len(kept.edits):
                stack.setClean()
            stack.setIndex(kept.index)
            self._hold(kept.experiment)
            self._replaced = True
        finally:
            self._announcing = False
        self._announce()
        self.file_changed.emit()

    def saved(self, path: Path, experiment: Experiment | None = None) -> None:
        """Remember that the experiment, as it was then or else as it is now, is in ``path``."""
        self._path = path
        if experiment is None or experiment == self._experiment:
            self.undo_stack.setClean()
        else:
            self.undo_stack.resetClean()
        self.file_changed.emit()

    @property
    def _is_news(self) -> bool:
        is_announced = self._announced is self.experiment
        return not is_announced or self._announced_present is not self._experiment

    @Slot()
    def _announce(self) -> None:
        if self._announcing:
            return  # the loop below, further up in the stack of calls, will come to it
        self._announcing = True
        try:
            while self._is_news or self._replaced:
                replaced, self._replaced = self._replaced, False
                old, new = self._announced, self.experiment
                present_is_old = self._announced_present is self._experiment
                self._announced, self._announced_present = new, self._experiment
                if old != new:
                    self.experiment_changed.emit(old, new)
                if not present_is_old:
                    self.present_changed.emit()
                if replaced:
                    self.replaced.emit(new)
        finally:
            self._announcing = False

    @Slot()
    def _change_history(self) -> None:
        self.history_changed.emit()

    @Slot()
    def _change_file(self) -> None:
        self.file_changed.emit()
