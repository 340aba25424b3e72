"""`RunHandlers`: what the Runs tab does to the run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.studies.seed_process import SeedOpened
from nnfs_gui.training.thread.session import TrainingSession

from .views_window import ViewsWindow


class RunHandlers(QObject):
    """Lets the run go on with what was trained beside the window."""

    def __init__(self, document: Document, session: TrainingSession, window: ViewsWindow) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        window.tabs.runs.opened.connect(self.go_on_with)
        window.tabs.runs.experiment_opened.connect(document.edit)

    @Slot(object)
    def go_on_with(self, opened: SeedOpened) -> None:
        """Make one of many networks the run's own."""
        seed = opened.experiment.network.seed
        self._session.adopt(opened.experiment, opened.learned, f"go on with seed {seed}")
