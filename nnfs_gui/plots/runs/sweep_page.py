"""`SweepPage`: settings over ranges, each under several seeds, trained beside the window."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.cells import CellResult, CellTask, task_of
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.figure import sweep_svg
from nnfs_gui.studies.results import CellSummary, ResultTable, summary
from nnfs_gui.studies.running import run_cells
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.magnify import magnified

from ..shared.option_menu import menu_button
from ..shared.switch import Switch
from .sweep_form import SweepForm
from .sweep_map import MEASURES, SweepMap

WIDE = 1240
"""Pixels of the page from which all its controls fit in one row."""


class SweepPage(QWidget):
    """Trains the cells of a sweep, shows them as they come, and keeps them when cancelled.

    Signals: ``opened(Experiment, str)``, a cell's experiment and words for undo; ``failed(str)``, a
    sentence for people; ``progressed()`` when there is something new to tell.
    """

    opened = Signal(object, str)
    failed = Signal(str)
    progressed = Signal()
    _came = Signal(object, object)

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep-page")
        self._experiment = experiment
        self.results: ResultTable | None = None
        self._summaries: dict[int, CellSummary] = {}
        self._scheduler: str | None = None
        self._began, self._done_before = 0.0, 0
        self.worker = BackgroundWorker(self)
        self.worker.finished.connect(self._ended)
        self.worker.failed.connect(self._fail)
        self._came.connect(self._take)
        self.form, self.map = SweepForm(), SweepMap(theme)
        self.map.chosen.connect(self._open)
        self.measures = Switch(
            theme, "sweep-measure", {key: (words, tip) for key, (words, tip, _) in MEASURES.items()}
        )
        self.measures.chosen.connect(self.map.show_measure)
        self.start, self.again = QPushButton("Sweep"), QPushButton("Continue")
        self.bar, self.words = QProgressBar(), QLabel()
        label = "Save the sweep, or choose where it runs"
        self.more = menu_button(QMenu(), "ph.dots-three", "sweep-more", label, theme)
        self._lay_out()
        self._connect()
        self._show_state()

    # --- from the view -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Sweep that one from the next time on."""
        self._experiment = experiment

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.map.show_theme(theme)
        self.measures.show_theme(theme)
        self.more.show_theme(theme)

    def summary(self) -> str:
        """What there is to tell, in a sentence."""
        results = self.results
        if results is None:
            return "A sweep trains other values of one or two settings, each under several seeds."
        done, left = len(results.results), len(results.missing)
        best = max(
            self._summaries, key=lambda index: self._summaries[index].share_solved, default=-1
        )
        told = f" Best so far: {self.map.words_of(best)}." if best >= 0 else ""
        return f"{done} of {done + left} cells are trained.{told}"

    def shutdown(self) -> None:
        """End what runs, and wait for it."""
        self.worker.shutdown()

    # --- parts -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.start.setObjectName("sweep-start")
        self.again.setObjectName("sweep-continue")
        self.again.setToolTip("Train the cells that are missing")
        self.words.setFont(font(LABEL, tabular=True))
        self.words.setProperty("role", "dim")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(90, 6)
        self.bar.setAccessibleName("Cells that are trained")
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for part in (self.form, self.start, self.again):
            self._first.addWidget(part)
        self._first.addStretch(1)
        self._second.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._first)
        layout.addLayout(self._second)
        layout.addWidget(self.map, 1)
        self._place_words(self._second)

    def _place_words(self, row: QHBoxLayout) -> None:
        """Let what is told of the sweep stand in that row, at its right end."""
        if row.indexOf(self.words) < 0:
            row.addWidget(self.words)
            row.addWidget(self.bar)
            row.addWidget(self.measures)
            row.addWidget(self.more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_words(self._first if self.width() >= magnified(WIDE, self) else self._second)

    def _connect(self) -> None:
        self.start.clicked.connect(self._start_or_cancel)
        self.again.clicked.connect(self._continue)
        menu = self.more.menu()
        for name, text, slot in (
            ("sweep-open-table", "Go on with a saved table…", self.open_table),
            ("sweep-save-table", "Save as CSV…", self.save_table),
            ("sweep-save-figure", "Save the figure…", self.save_figure),
            ("sweep-cluster", "Run on a Dask cluster…", self.choose_scheduler),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(slot)

    # --- running -----------------------------------------------------------------------------

    @Slot()
    def _start_or_cancel(self) -> None:
        if self.worker.busy:
            self.worker.cancel()
            self._show_state()
            return
        try:
            sweep = self.form.sweep(self._experiment)
            self.results = ResultTable(sweep, sweep.cells())
        except StudyError as error:
            self._fail(error)
            return
        self._summaries = {}
        self._continue()

    @Slot()
    def _continue(self) -> None:
        results = self.results
        if results is None or not results.missing:
            return
        tasks = [task_of(results.sweep, cell) for cell in results.missing]
        self._began, self._done_before = time.monotonic(), len(results.results)
        self.map.show_results(results.sweep, self._summaries)
        scheduler = self._scheduler

        def work(asked: Asked) -> None:
            self._train(results, tasks, scheduler, asked)

        self.worker.start(work)
        self._show_state()

    def _train(
        self, results: ResultTable, tasks: list[CellTask], scheduler: str | None, asked: Asked
    ) -> None:
        """In the worker's thread."""
        coming = run_cells(tasks, scheduler=scheduler)
        try:
            for result in coming:
                self._came.emit(results, result)
                if asked():
                    break
        finally:
            coming.close()

    @Slot(object, object)
    def _take(self, results: ResultTable, result: CellResult) -> None:
        if results is self.results:  # and not of a sweep that another has taken the place of
            results.add(result)
            self._summaries[result.index] = summary(result)
            self.map.show_results(results.sweep, self._summaries)
            self._show_state()
            self.progressed.emit()

    @Slot(object)
    def _ended(self, _answer: object) -> None:
        self._show_state()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        text = str(error) if isinstance(error, StudyError) else f"{type(error).__name__}: {error}"
        self.failed.emit(f"{text[:1].upper()}{text[1:].rstrip('.')}.")
        self._show_state()

    def _show_state(self) -> None:
        busy, results = self.worker.busy, self.results
        self.start.setText("Cancel" if busy else "Sweep")
        set_style_property(self.start, "role", "" if busy else "primary")
        left = 0 if results is None else len(results.missing)
        done = 0 if results is None else len(results.results)
        self.again.setVisible(not busy and bool(left) and bool(done))
        self.bar.setVisible(busy)
        self.measures.setVisible(results is not None)
        self.bar.setRange(0, max(1, done + left))
        self.bar.setValue(done)
        self.words.setText(self._progress(done, left, busy=busy))

    def _progress(self, done: int, left: int, *, busy: bool) -> str:
        where = f" on {self._scheduler}" if self._scheduler else ""
        if self.results is None:
            return f"Each cell trains several seeds{where}"
        words = f"{done} of {done + left} cells"
        new = done - self._done_before
        if not busy or not new:
            return f"{words}{where}"
        seconds = (time.monotonic() - self._began) / new * left
        return f"{words}{where}, {_duration(seconds)} left"

    # --- what a person does with it ----------------------------------------------------------

    @Slot(int)
    def _open(self, index: int) -> None:
        results = self.results
        assert results is not None
        cell = results.cells[index]
        pairs = zip(results.sweep.varied, cell.values, strict=True)
        words = ", ".join(f"{one.name.rsplit('.', 1)[-1]} {value}" for one, value in pairs)
        self.opened.emit(cell.experiment, f"open {words.replace('_', ' ')}")

    @Slot()
    def open_table(self) -> None:
        """Ask for a table of the sweep that the form says, and take over what is in it."""
        title, kinds = "Go on with a saved table", "CSV files (*.csv)"
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if not chosen or self.worker.busy:
            return
        try:
            sweep = self.form.sweep(self._experiment)
            results = ResultTable(sweep, sweep.cells())
            results.resume(Path(chosen))
        except StudyError as error:
            self._fail(error)
            return
        self.results = results
        self._summaries = {index: summary(one) for index, one in results.results.items()}
        self.map.show_results(sweep, self._summaries)
        self._show_state()

    @Slot()
    def save_table(self) -> None:
        """Ask for a name, and write the table there."""
        path = self._ask("Save the sweep's numbers", "sweep.csv", "CSV files (*.csv)")
        if path is not None and self.results is not None:
            try:
                self.results.write(path)
            except StudyError as error:
                self._fail(error)

    @Slot()
    def save_figure(self) -> None:
        """Ask for a name, and write the figure there."""
        path = self._ask("Save the sweep's figure", "sweep.svg", "SVG files (*.svg)")
        if path is not None and self.results is not None:
            try:
                path.write_text(sweep_svg(self.results.sweep, self._summaries), encoding="utf-8")
            except OSError as error:
                self.failed.emit(f"Cannot write {path.name}: {error.strerror}.")

    @Slot()
    def choose_scheduler(self) -> None:
        """Ask for the address of a Dask scheduler; nothing means this computer."""
        title, label = "Run on a Dask cluster", "Address of the scheduler; empty for this computer:"
        text, agreed = QInputDialog.getText(self, title, label, text=self._scheduler or "tcp://")
        if agreed:
            self._scheduler = text.strip() if text.strip() not in ("", "tcp://") else None
            self._show_state()

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        if self.results is None:
            self.failed.emit("There is no sweep yet to save.")
            return None
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kinds)
        return Path(chosen) if chosen else None


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
