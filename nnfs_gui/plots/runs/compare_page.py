"""`ComparePage`: "try it both ways": one thing changed, trained in step from the same start."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.experiment.differences import describe_edit
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.goal import Goal
from nnfs_gui.studies.seed_process import (
    SeedProgress,
    request_of,
)
from nnfs_gui.studies.seeds import with_seed
from nnfs_gui.studies.settings import with_setting
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

from ..shared.lines import Line
from ..shared.strip_plot import StripPlot
from .process_page import ProcessPage
from .side_by_side import SideBySide
from .sweep_form import SETTINGS

EPOCHS = 300
LOWEST = 1e-6
LEAST_WORDS = 260
"""Pixels for what came out, of words of the usual size; with fewer it stands below."""
SUGGESTED = {
    "training.learning_rate": "0.3", "network.hidden": "8", "network.activation": "relu",
    "training.optimizer": "adam", "training.batch_size": "1", "training.clip_threshold": "0.1",
    "training.regularization_rate": "0.01", "network.initializer": "zeros", "data.noise": "0.2",
    "split.training_share": "0.1",
}  # fmt: skip
"""Values to try."""


class PairPlot(StripPlot):
    """The test losses of both, on a log scale."""

    def __init__(self, theme: Theme) -> None:
        self.lines = (Line("pos", 1.8), Line("neg", 1.8))
        super().__init__(theme, "pair-plot", "Test losses of both networks over the epochs")
        for line in self.lines:
            self.addItem(line)
        self.left.setLogMode(True)
        self.set_labels("epoch", "test loss")
        self.set_hairlines(horizontal=True)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        for line in self.lines:
            line.show_theme(theme)

    def show_progress(self, progress: SeedProgress) -> None:
        """Draw the courses so far."""
        epochs = progress.judged.astype(float)
        heights = np.log10(np.maximum(progress.test_losses, LOWEST))
        for line, height in zip(self.lines, heights, strict=True):
            line.set_data(epochs, height)
        known = heights[np.isfinite(heights)]
        if len(known):
            reach = (float(known.min()) - 0.1, float(known.max()) + 0.1)
            self.set_range((0.0, max(1.0, float(epochs[-1]))), reach)


class ComparePage(ProcessPage):
    """Two networks side by side, on the same data and from the same initial weights.

    B is the present experiment with one setting changed, or A and B are two runs that were kept.
    """

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("compare-page", experiment, parent)
        self._pair: tuple[Experiment, Experiment] = (experiment, experiment)
        self.setting = DropDown("compare-setting", "What is changed")
        self.value = QLineEdit()
        self.start, self.take = QPushButton("Train both"), QPushButton("Go on with B")
        self.words = QLabel()
        self.pictures, self.plot = SideBySide(theme), PairPlot(theme)
        self._lay_out()
        self._offer("training.learning_rate")
        self.show_state()

    # --- from the view -----------------------------------------------------------------------

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.pictures.show_theme(theme)

    def ask(self, setting: str) -> None:
        """Offer another value of that setting, to be trained beside the present one."""
        self._offer(setting)
        self.value.setFocus()
        self.value.selectAll()

    def _offer(self, setting: str) -> None:
        choices = [Choice(name, words) for name, (words, _) in SETTINGS.items()]
        if setting not in SETTINGS:
            words = setting.rsplit(".", 1)[-1].replace("_", " ")
            choices.append(Choice(setting, words.capitalize()))
        self.setting.set_choices(choices)
        self.setting.show_choice(setting)
        self._chosen(setting)

    def compare_with(self, other: Experiment) -> None:
        """Train the present experiment and another one in step, from the same initial weights."""
        seed = self._experiment.network.seed
        if with_seed(other, seed) == self._experiment:
            self.tell("both would be the same: change something")
            return
        self._pair = (self._experiment, other)
        self.pictures.clear()
        self.start_process(request_of(self._pair, [seed], ("weights",), Goal(), EPOCHS))

    def summary(self) -> str:
        """What there is to tell, in a sentence."""
        progress = self.progress
        if progress is None:
            return "Two networks from the same initial weights, of which one has one thing changed."
        a, b = (_figure(progress, index) for index in (0, 1))
        differs = describe_edit(*self._pair) or "nothing"
        return f"{differs}: test loss {a} as it is, {b} changed, by epoch {progress.epoch}."

    # --- parts -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.value.setObjectName("compare-value")
        self.value.setAccessibleName("The other value")
        self.value.setToolTip("The other value, such as 0.3, 8-8 or relu")
        self.value.setFont(font(LABEL, 500))
        self.fix_width(self.value, 80)
        self.fix_width(self.setting, 150)
        for button in (self.start, self.take):
            button.setFont(font(weight=500))
        self.value.returnPressed.connect(self._start_or_cancel)
        self.start.setObjectName("compare-start")
        self.take.setObjectName("compare-take")
        self.take.setToolTip("The changed network, with what it learned, becomes the run")
        self.words.setFont(font(LABEL, tabular=True))
        self.words.setProperty("role", "dim")
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        lead = self._lead = QLabel("The same network with")
        lead.setProperty("role", "dim")
        lead.setFont(font(LABEL))
        for part in (lead, self.setting, self.value, self.start, self.take):
            self._row.addWidget(part)
        self._row.addWidget(self.words, 1)
        self._row.addStretch()
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self.pictures, 3)
        body.addWidget(self.plot, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._row)
        layout.addLayout(self._below)
        layout.addLayout(body, 1)
        self.setting.chosen.connect(self._chosen)
        self.start.clicked.connect(self._start_or_cancel)
        self.take.clicked.connect(self._take_b)

    def _place_words(self) -> None:
        """Tell what came out below the controls, where there is no room beside them; and spare the
        words before them, if there is not even room for those."""
        parts = [self.setting, self.value, self.start]
        if not self.take.isHidden():
            parts.append(self.take)
        spaces = self._row.spacing() * (len(parts) + 2)
        wanted = sum(part.sizeHint().width() if part not in self._widths else part.width()
                     for part in parts) + spaces  # fmt: skip
        lead = self._lead.sizeHint().width()
        self._lead.setVisible(wanted + lead <= self.width())
        row = self._row if wanted + lead + magnified(LEAST_WORDS, self) <= self.width() else (
            self._below)  # fmt: skip
        if row.indexOf(self.words) < 0:
            for other in (self._row, self._below):
                other.removeWidget(self.words)
            row.insertWidget(row.count() - 1 if row is self._row else 0, self.words, 1)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self._place_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_words()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self.value.setText(SUGGESTED.get(name, ""))

    # --- training ----------------------------------------------------------------------------

    @Slot()
    def _start_or_cancel(self) -> None:
        if self.training:
            self.shutdown()
            self.show_state()
            return
        try:
            changed = with_setting(
                self._experiment, self.setting.current_key, self.value.text().strip()
            )
        except StudyError as error:
            self.tell(str(error))
            return
        self.compare_with(changed)

    @Slot()
    def _take_b(self) -> None:
        if self._process is not None:
            self._process.ask_for(1)

    def show_progress(self, progress: SeedProgress) -> None:
        self.pictures.show_outputs(progress.outputs[0], progress.outputs[1], *self._pair)
        self.plot.show_progress(progress)

    def show_state(self) -> None:
        progress = self.progress
        self.start.setText("Cancel" if self.training else "Train both")
        set_style_property(self.start, "role", "" if self.training else "primary")
        self.take.setVisible(progress is not None and self._process is not None)
        self.plot.setVisible(progress is not None)
        self.words.setText("" if progress is None else self.summary())
        self.words.setToolTip(self.words.text())
        self._place_words()


def _figure(progress: SeedProgress, index: int) -> str:
    if progress.diverged[index]:
        return "∞"
    return format_number(float(progress.test_losses[index][-1]))
