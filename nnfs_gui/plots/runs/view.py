"""The runs view: whether a result was luck."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.magnify import magnified

from ..shared.exportable import Table
from ..shared.strip import StripView
from ..shared.switch import Switch
from .compare_page import ComparePage
from .run_table import RunTable
from .seeds_page import SeedsPage
from .sweep_page import SweepPage

PAGES = {
    "runs": ("Runs", "Every attempt: what it tried and how far it came"),
    "seeds": ("Seeds", "The same network from other initial weights, many at once"),
    "compare": ("Compare", "One thing changed, trained in step from the same initial weights"),
    "sweep": ("Sweep", "Other values of one or two settings, each under several seeds"),
}


Page = SeedsPage | ComparePage | SweepPage
WIDE = 1480
"""Pixels of the view from which the table of runs stands beside the other pages."""


class RunsView(StripView):
    """All attempts, many seeds at once, and sweeps over settings.

    Signals: ``opened(SeedOpened)``, a network to go on with; ``experiment_opened(Experiment,
    str)``, an experiment to go on with, and words for undo.
    """

    TITLE = "Runs"
    opened = Signal(object)
    experiment_opened = Signal(object, str)

    def build(self, theme: Theme) -> None:
        experiment = self.document.experiment
        self.runs = RunTable(theme)
        self.seeds, self.sweep = SeedsPage(experiment, theme), SweepPage(experiment, theme)
        self.compare = ComparePage(experiment, theme)
        self.pages = (self.seeds, self.compare, self.sweep)
        self.stack = QStackedWidget()
        self.add_plot(self.seeds.band)
        self.add_plot(self.compare.plot)
        self.runs.refused.connect(self.failed)
        self.runs.compared.connect(self._compare_with)
        self.seeds.opened.connect(self.opened)
        self.compare.opened.connect(self.opened)
        self.sweep.opened.connect(self.experiment_opened)
        for page in self.pages:
            page.failed.connect(self.failed)
            page.progressed.connect(self.summary_changed)
            self.stack.addWidget(page)
        self.switch = Switch(theme, "runs-page", PAGES)
        self.switch.chosen.connect(self.show_page)
        self._room: int | None = None
        self.add_header_widgets(self.switch)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.runs, 1)
        row.addWidget(self.stack, 1)
        self.body.addLayout(row, 1)
        self._show_parts()

    @property
    def page(self) -> Page:
        """The page that is seen, or would be beside the table of runs."""
        return self.pages[self.stack.currentIndex()]

    def show_page(self, key: str) -> None:
        """Show that page of `PAGES`."""
        self.switch.choose(key)
        if key != "runs":
            self.stack.setCurrentIndex(list(PAGES).index(key) - 1)
        self._show_parts()
        self.summary_changed()

    @Slot(object)
    def _compare_with(self, other: Experiment) -> None:
        """Hold the present experiment against that of another run."""
        self.show_page("compare")
        self.compare.compare_with(other)

    @Slot(str)
    def try_both_ways(self, setting: str) -> None:
        """Offer to train the present experiment beside itself with another value of a setting."""
        self.show_page("compare")
        self.compare.ask(setting)

    def _show_parts(self) -> None:
        wide, chosen = self.width() >= magnified(WIDE, self), self.switch.current
        self.runs.setVisible(wide or chosen == "runs")
        self.stack.setVisible(wide or chosen != "runs")
        self._place_controls()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()

    def fit_header(self, room: int) -> None:
        """Keep the header within ``room`` pixels, beside what else stands in its row."""
        self._room = room
        self._place_controls()

    def _place_controls(self) -> None:
        controls = self.seeds.controls
        others = self.switch.sizeHint().width() + self.more_button.sizeHint().width()
        wanted = controls.sizeHint().width() + others + 24
        seen = self.page is self.seeds and not self.stack.isHidden()
        fits = seen and (self._room is None or wanted <= self._room)
        if fits and self.header.indexOf(controls) < 0:
            self.header.insertWidget(self.header.indexOf(self.switch), self.seeds.give_controls())
        elif not fits and not self.seeds.isAncestorOf(controls):
            self.seeds.take_controls()

    def show_experiment(self, experiment: Experiment) -> None:
        for page in self.pages:
            page.show_experiment(experiment)

    def draw(self, snapshot: Snapshot) -> None:
        if snapshot.tape is not None and not self.runs.isHidden():
            self.runs.show_tape(snapshot.tape)

    def restyle(self, theme: Theme) -> None:
        self.switch.show_theme(theme)
        self.runs.show_theme(theme)
        for page in self.pages:
            page.show_theme(theme)

    def summary(self) -> str:
        tape = None if self.snapshot is None else self.snapshot.tape
        if self.switch.current != "runs" or tape is None:
            return self.page.summary()
        count = len(tape.branches)
        present = tape.branch(tape.live.branch).title
        return f"{count} run{'s' * (count > 1)}; the present one is {present}."

    def table(self) -> Table:
        tape = None if self.snapshot is None else self.snapshot.tape
        if tape is None:
            return (), ()
        header = ("run", "what differs", "epoch", "train loss", "test loss", "accuracy", "ended")
        rows = [
            (
                *(run.title, run.outline.words, int(run.outline.epoch)),
                *(run.outline.train_loss, run.outline.test_loss, run.outline.accuracy),
                "diverged" if run.outline.diverged else "",
            )
            for run in tape.branches
            if run.outline is not None
        ]
        return header, rows

    def shutdown(self) -> None:
        """End what is trained beside the window."""
        for page in self.pages:
            page.shutdown()
