"""`PinnedCurves`: the test losses of pinned runs, as thin curves with their names at the end."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.tape.picture import RunOutline, TapePicture

from ..shared.base import Plot
from ..shared.lines import Line
from ..shared.pins import pin_colour, pin_letter, pinned_places
from .curves import LossOptions, scaled

WIDTH = 1.1


class PinnedLine(Line):
    """A thin curve in a colour of its own."""

    def __init__(self, colour: str) -> None:
        super().__init__("dim", WIDTH)
        self._colour = colour

    def show_theme(self, theme: Theme) -> None:
        """Keep the colour: it is the run's."""


class PinnedCurves:
    """Draws pinned runs into the loss plot; the run itself is drawn by the plot."""

    def __init__(self, plot: Plot, theme: Theme) -> None:
        self._plot, self._theme = plot, theme
        self._shown: tuple[object, ...] = ()
        self._runs: list[tuple[str, RunOutline, str]] = []
        self.lines: list[PinnedLine] = []
        self.labels: list[pg.TextItem] = []
        self.ends: list[float] = []

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme, self._shown = theme, ()

    def show_tape(self, tape: TapePicture | None, options: LossOptions) -> bool:
        """Follow the tape; True if there is something else to draw."""
        runs: list[tuple[str, RunOutline, str]] = []
        places = {} if tape is None else pinned_places(tape)
        for branch in () if tape is None else tape.branches:
            is_live = tape is not None and branch.number == tape.live.branch
            if branch.number in places and branch.outline is not None and not is_live:
                place = places[branch.number]
                title = f"{pin_letter(place)}: {branch.title}"
                runs.append((title, branch.outline, pin_colour(self._theme, place)))
        shown = (options, *runs)
        changed = shown != self._shown
        self._shown, self._runs = shown, runs
        return changed

    def draw(self, options: LossOptions) -> None:
        """Draw what `show_tape` has found."""
        for item in (*self.lines, *self.labels):
            self._plot.removeItem(item)
        self.lines, self.labels, self.ends = [], [], []
        for title, outline, colour in self._runs:
            along = outline.steps if options.by_steps else outline.epochs
            heights = scaled(outline.test_losses, options.logarithmic)
            known = np.isfinite(heights)
            if known.sum() < 2:
                continue
            line, label = PinnedLine(colour), pg.TextItem(title, color=colour, anchor=(1, 1))
            line.set_data(along, heights)
            label.setFont(font(SMALL, 500))
            label.setPos(float(along[known][-1]), float(heights[known][-1]))
            for item in (line, label):
                item.setZValue(-1)
                self._plot.addItem(item, ignoreBounds=True)
            self.lines.append(line)
            self.labels.append(label)
            self.ends.append(float(along[-1]))

    def widened(self, reach: tuple[float, float]) -> tuple[float, float]:
        """A range of heights, and those of the curves."""
        heights = [line.y[np.isfinite(line.y)] for line in self.lines]
        low = min([reach[0], *(float(found.min()) - 0.05 for found in heights)])
        high = max([reach[1], *(float(found.max()) + 0.05 for found in heights)])
        return low, high

    def place_labels(self, end: float, low: float, high: float) -> None:
        """Write the names at the ends of the curves, on the side where the plot has room."""
        for label in self.labels:
            x, y = label.pos().x(), label.pos().y()
            label.setAnchor((float(x > end / 2), float(y < (low + high) / 2)))
