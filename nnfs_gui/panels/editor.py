"""How a form edits the document: one try, with a sentence if it is refused or had to adapt."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from nnfs_gui.document import Document
from nnfs_gui.experiment import compatibility
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import Experiment


class Editor(QObject):
    """Carries out edits on a document.

    Signals: ``refused(sentence)`` when an edit was not possible and nothing changed;
    ``adapted(sentence)`` when loss or output activation had to follow.
    """

    refused = Signal(str)
    adapted = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    def apply(self, edit: Callable[[Experiment], Experiment], text: str, gesture: str = "") -> bool:
        """Edit the document as one undo step, or as part of the step of ``gesture``."""
        old = self._document.experiment
        try:
            new = edit(old)
        except EditError as error:
            self.refused.emit(str(error))
            return False
        changed = self._document.edit(new, text, gesture or None)
        note = compatibility.explain(old, new) if changed else ""
        if note:
            self.adapted.emit(note)
        return changed
