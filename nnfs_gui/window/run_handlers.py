"""`RunHandlers`: what the Runs tab does to the run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot

from nnfs_gui.document import Document
from nnfs_gui.experiment.differences import describe_edit
from nnfs_gui.plots.runs.view import RunsView
from nnfs_gui.plots.shared.strip import StripView
from nnfs_gui.studies.seed_process import SeedOpened
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.training.thread.session import TrainingSession

from .views_window import ViewsWindow


class RunHandlers(QObject):
    """Goes on with other runs, and with what was trained beside the window."""

    def __init__(self, document: Document, session: TrainingSession, window: ViewsWindow) -> None:
        super().__init__(window)
        self._document, self._session, self._tape = document, session, session.tape
        self._wanted: Place | None = None
        self._tabs = window.tabs
        self._tabs.made.connect(self._view_made)
        for panel in (window.data_panel, window.training_panel):
            panel.both_ways.connect(self.try_both_ways)
        self._tape.looked_at.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _view_made(self, view: StripView) -> None:
        """Listen to the Runs tab, which is made when somebody opens it."""
        if not isinstance(view, RunsView):
            return
        view.opened.connect(self.go_on_with)
        view.experiment_opened.connect(self._document.edit)
        view.runs.looked_at.connect(self.look_at)
        view.runs.continued.connect(self.continue_from)
        view.runs.renamed.connect(self._tape.rename_run)
        view.runs.pinned.connect(self._tape.pin_run)
        view.runs.removed.connect(self._tape.remove_run)

    @Slot(object)
    def go_on_with(self, opened: SeedOpened) -> None:
        """Make one of many networks the run's own."""
        words = describe_edit(self._document.present, opened.experiment) or "what was trained"
        self._session.adopt(opened.experiment, opened.learned, f"go on with {words}")

    @Slot(str)
    def try_both_ways(self, setting: str) -> None:
        """Bring the page to the front that trains two values of a setting."""
        self._tabs.set_closed(False)
        self._tabs.open_tab(self._tabs.runs.title)
        self._tabs.runs.try_both_ways(setting)

    @Slot(int, int)
    def look_at(self, branch: int, step: int) -> None:
        """Show where a run has come to."""
        self._wanted = None
        if self._is_now(Place(branch, step)):
            self._tape.look_at_now()
        else:
            self._tape.look_at(step, branch)

    @Slot(int, int)
    def continue_from(self, branch: int, step: int) -> None:
        """Make that run the present one, as soon as it is shown."""
        place = Place(branch, step)
        if self._tape.place == place:
            self._tape.continue_from_here()
        elif not self._is_now(place):
            self._tape.look_at(step, branch)
            self._wanted = place

    def _is_now(self, place: Place) -> bool:
        picture = self._tape.picture
        return picture is not None and picture.live == place

    @Slot(object)
    def _arrived(self, place: Place | None) -> None:
        # What was shown before may be told only now; `continue_from_here` would leave it again.
        if place is not None and place == self._wanted == self._tape.place:
            self._wanted = None
            self._tape.continue_from_here()
