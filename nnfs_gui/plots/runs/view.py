"""The runs view: whether a result was luck."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from ..shared.exportable import Table
from ..shared.strip import StripView
from ..shared.switch import Switch
from .seeds_page import SeedsPage
from .sweep_page import SweepPage

PAGES = {
    "seeds": ("Seeds", "The same network from other initial weights, many at once"),
    "sweep": ("Sweep", "Other values of one or two settings, each under several seeds"),
}


class RunsView(StripView):
    """Many seeds at once, and sweeps over settings.

    Signals: ``opened(SeedOpened)``, a network to go on with; ``experiment_opened(Experiment,
    str)``, an experiment to go on with, and words for undo.
    """

    TITLE = "Runs"
    opened = Signal(object)
    experiment_opened = Signal(object, str)

    def build(self, theme: Theme) -> None:
        experiment = self.document.experiment
        self.seeds, self.sweep = SeedsPage(experiment, theme), SweepPage(experiment, theme)
        self.pages = (self.seeds, self.sweep)
        self.stack = QStackedWidget()
        self.add_plot(self.seeds.band)
        self.seeds.opened.connect(self.opened)
        self.sweep.opened.connect(self.experiment_opened)
        for page in self.pages:
            page.failed.connect(self.failed)
            page.progressed.connect(self.summary_changed)
            self.stack.addWidget(page)
        self.switch = Switch(theme, "runs-page", PAGES)
        self.switch.chosen.connect(self.show_page)
        self._room: int | None = None
        self.add_header_widgets(self.switch)
        self.body.addWidget(self.stack, 1)
        self._place_controls()

    @property
    def page(self) -> SeedsPage | SweepPage:
        """The page that is seen."""
        return self.pages[self.stack.currentIndex()]

    def show_page(self, key: str) -> None:
        """Show that page of `PAGES`."""
        self.switch.choose(key)
        self.stack.setCurrentIndex(list(PAGES).index(key))
        self._place_controls()
        self.summary_changed()

    def fit_header(self, room: int) -> None:
        """Keep the header within ``room`` pixels, beside what else stands in its row."""
        self._room = room
        self._place_controls()

    def _place_controls(self) -> None:
        controls = self.seeds.controls
        others = self.switch.sizeHint().width() + self.more_button.sizeHint().width()
        wanted = controls.sizeHint().width() + others + 24
        fits = self.page is self.seeds and (self._room is None or wanted <= self._room)
        if fits and self.header.indexOf(controls) < 0:
            self.header.insertWidget(self.header.indexOf(self.switch), self.seeds.give_controls())
        elif not fits and self.header.indexOf(controls) >= 0:
            self.seeds.take_controls()

    def show_experiment(self, experiment: Experiment) -> None:
        for page in self.pages:
            page.show_experiment(experiment)

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing here follows the run."""

    def restyle(self, theme: Theme) -> None:
        self.switch.show_theme(theme)
        for page in self.pages:
            page.show_theme(theme)

    def summary(self) -> str:
        return self.page.summary()

    def table(self) -> Table:
        progress = self.seeds.progress
        if progress is None:
            return (), ()
        header = ("epoch", *(f"test loss, network {n + 1}" for n in range(len(progress.reached))))
        rows = np.column_stack([progress.judged, progress.test_losses.T]).tolist()
        return header, [(int(epoch), *losses) for epoch, *losses in rows]

    def shutdown(self) -> None:
        """End what is trained beside the window."""
        for page in self.pages:
            page.shutdown()
