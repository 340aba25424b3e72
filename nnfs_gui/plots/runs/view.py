"""The runs view: whether a result was luck."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from ..shared.exportable import Table
from ..shared.strip import StripView
from .seeds_page import SeedsPage


class RunsView(StripView):
    """Many seeds at once.

    Signals: ``opened(SeedOpened)``, a network to go on with.
    """

    TITLE = "Runs"
    opened = Signal(object)

    def build(self, theme: Theme) -> None:
        self.seeds = SeedsPage(self.document.experiment, theme)
        self.add_plot(self.seeds.band)
        self.seeds.opened.connect(self.opened)
        self.seeds.failed.connect(self.failed)
        self.seeds.progressed.connect(self.summary_changed)
        self._room: int | None = None
        self.body.addWidget(self.seeds, 1)
        self._place_controls()

    def fit_header(self, room: int) -> None:
        """Keep the header within ``room`` pixels, beside what else stands in its row."""
        self._room = room
        self._place_controls()

    def _place_controls(self) -> None:
        controls = self.seeds.controls
        wanted = controls.sizeHint().width() + self.more_button.sizeHint().width() + 12
        fits = self._room is None or wanted <= self._room
        if fits and self.header.indexOf(controls) < 0:
            self.add_header_widgets(self.seeds.give_controls())
        elif not fits and self.header.indexOf(controls) >= 0:
            self.seeds.take_controls()

    def show_experiment(self, experiment: Experiment) -> None:
        self.seeds.show_experiment(experiment)

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing here follows the run."""

    def restyle(self, theme: Theme) -> None:
        self.seeds.show_theme(theme)

    def summary(self) -> str:
        return self.seeds.summary()

    def table(self) -> Table:
        progress = self.seeds.progress
        if progress is None:
            return (), ()
        header = ("epoch", *(f"test loss, network {n + 1}" for n in range(len(progress.reached))))
        rows = np.column_stack([progress.judged, progress.test_losses.T]).tolist()
        return header, [(int(epoch), *losses) for epoch, *losses in rows]

    def shutdown(self) -> None:
        """End what is trained beside the window."""
        self.seeds.shutdown()
