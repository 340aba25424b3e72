"""The document: the current experiment, its file and its one undo stack."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from nnfs_gui.experiment.model import Experiment, default_experiment


class ReplaceExperiment(QUndoCommand):
    """Replaces one experiment by another; edits of one gesture merge into one step."""

    def __init__(
        self,
        document: Document,
        old: Experiment,
        new: Experiment,
        text: str,
        gesture: str | None,
    ) -> None:
        super().__init__(text)
        self._document, self._old, self._new, self._gesture = document, old, new, gesture

    def redo(self) -> None:
        self._document._show(self._new)

    def undo(self) -> None:
        self._document._show(self._old)

    def id(self) -> int:
        return 1 if self._gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceExperiment) or other._gesture != self._gesture:
            return False
        self._new = other._new
        self.setText(other.text())
        self.setObsolete(self._new == self._old)
        return True


class Document(QObject):
    """Holds the experiment; every edit goes through `edit` and can be undone.

    Signals: ``experiment_changed(old, new)`` after every change, with undo and redo;
    ``file_changed()`` when the path or the modified state changes; ``replaced(new)`` when another
    experiment was opened, after ``experiment_changed``.
    """

    experiment_changed = Signal(object, object)
    file_changed = Signal()
    replaced = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = default_experiment()
        self._path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self.undo_stack.cleanChanged.connect(self._clean_changed)

    @property
    def experiment(self) -> Experiment:
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file the experiment was opened from or saved to, if any."""
        return self._path

    @property
    def modified(self) -> bool:
        return not self.undo_stack.isClean()

    def edit(self, new: Experiment, text: str, gesture: str | None = None) -> bool:
        """Replace the experiment as one undo step; returns False if nothing changes.

        ``gesture`` joins edits: consecutive ones with the same (unique) gesture string become one
        step, and a gesture that ends where it began leaves none.
        """
        merging = gesture is not None and self._merges(gesture)
        if new == self._experiment and not merging:
            return False
        self.undo_stack.push(ReplaceExperiment(self, self._experiment, new, text, gesture))
        return True

    def open(self, experiment: Experiment, path: Path | None) -> None:
        """Show another experiment, forgetting the undo history."""
        self.undo_stack.clear()
        self._path = path
        self._show(experiment)
        self.replaced.emit(experiment)
        self.file_changed.emit()

    def saved(self, path: Path) -> None:
        """Remember that the experiment as it is now was written to ``path``."""
        self._path = path
        self.undo_stack.setClean()
        self.file_changed.emit()

    def _merges(self, gesture: str) -> bool:
        index = self.undo_stack.index()
        last = self.undo_stack.command(index - 1) if index else None
        return isinstance(last, ReplaceExperiment) and last._gesture == gesture

    def _show(self, experiment: Experiment) -> None:
        old, self._experiment = self._experiment, experiment
        if old != experiment:
            self.experiment_changed.emit(old, experiment)

    def _clean_changed(self, _clean: bool) -> None:
        self.file_changed.emit()
