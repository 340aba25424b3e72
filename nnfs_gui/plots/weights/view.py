"""The weights view: one neuron's weights as bars and over time, and all of them as a matrix."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.magnify import FACTOR
from nnfs_gui.widgets.numbers import format_number

from ..shared.exportable import Table
from ..shared.lines import Line
from ..shared.strip import PartsView
from ..shared.strip_plot import StripPlot
from ..shared.units import Units, source_names, unit_at, units_of
from .bars import WeightBars
from .hinton import HintonPlot

MODES = {
    "neuron": ("Neuron", "One neuron: its weights as bars and over time, beside the matrix"),
    "all": ("All", "The weights and biases of all neurons as bars"),
}


class HistoryPlot(StripPlot):
    """The incoming weights of one neuron over the run so far."""

    def __init__(self, theme: Theme) -> None:
        self._curves: list[Line] = []
        self._theme = theme
        super().__init__(theme, "weight-history", "Weights of the chosen neuron over time")
        self.set_labels("step", "weight")
        self.set_hairlines(horizontal=True)

    @property
    def histories(self) -> list[np.ndarray]:
        """What is drawn, one array per weight, the bias last."""
        return [curve.y for curve in self._curves]

    def show_history(self, steps: np.ndarray, weights: np.ndarray) -> None:
        """Draw ``weights`` of shape (n_moments, n_in + 1), the bias last and dashed."""
        count = weights.shape[1] if weights.ndim == 2 else 0
        while len(self._curves) > count:
            self.removeItem(self._curves.pop())
        while len(self._curves) < count:
            self._curves.append(Line("pos", 1.2))
            self._curves[-1].magnify(float(self.property(FACTOR) or 1.0))
            self.addItem(self._curves[-1])
        for index, curve in enumerate(self._curves):
            curve.set_data(steps, np.ascontiguousarray(weights[:, index]))
            role = "pos" if float(weights[-1, index]) >= 0 else "neg"
            curve.set_look(role, self._theme, dashed=index == count - 1)
        if count and len(steps):
            reach = max(0.1, float(np.abs(weights).max()))
            last = max(float(steps[-1]), float(steps[0]) + 1)
            self.set_range((float(steps[0]), last), (-1.1 * reach, 1.1 * reach))

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme


class WeightsView(PartsView):
    """All incoming weights and biases."""

    TITLE = "Weights"
    MODES = MODES

    def build_parts(self, theme: Theme) -> None:
        self._unit: str | None = None
        self.name, self.figures = self.label(role="text", weight=600), self.label()
        self.bars = self.add_plot(WeightBars(theme, "weight-bars", "Weights of the chosen neuron"))
        self.all_bars = self.add_plot(
            WeightBars(theme, "all-weight-bars", "Weights of all neurons")
        )
        self.hinton = self.add_plot(HintonPlot(theme))
        self.history = self.add_plot(HistoryPlot(theme))
        for plot in (self.hinton, self.all_bars):
            plot.part_clicked.connect(self._weight_clicked)
        self._lay_out()

    @property
    def unit(self) -> str | None:
        """The id of the neuron that is shown; None before the first snapshot."""
        return self._unit

    def show_unit(self, unit: str) -> None:
        """Show this neuron, and say that it was clicked."""
        self._unit = unit
        self.redraw()
        self.unit_clicked.emit(unit)

    def show_selection(self, ids: frozenset[str]) -> None:
        """Show the first of these neurons."""
        units = units_of(self.snapshot).ids if self.snapshot is not None else ()
        chosen = next((unit for unit in units if unit in ids), None)
        if chosen is not None and chosen != self._unit:
            self._unit = chosen
            self.redraw()

    # --- PlotView ----------------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self.parameter_history.record(snapshot)
        super().show_snapshot(snapshot)

    def arrange(self, tall: bool) -> None:
        super().arrange(tall)
        grid = self._grid
        for part in (self._side, self.bars, self.hinton, self.all_bars):
            grid.removeWidget(part)
        grid.addWidget(self._side, 0, 0)
        grid.addWidget(self.bars, 0, 1, 1, 2 if tall else 1)
        grid.addWidget(self.hinton, *((1, 0, 1, 3) if tall else (0, 2)))
        grid.addWidget(self.all_bars, *((2, 0, 1, 3) if tall else (0, 0, 1, 3)))
        for part in (self._side, self.bars, self.hinton):
            part.setVisible(self.shows("neuron"))
        self.all_bars.setVisible(self.shows("all"))
        for row, share in enumerate((3, 4, 3) if tall else (1, 0, 0)):
            grid.setRowStretch(row, share)
        grid.setVerticalSpacing(20 if tall else 0)

    def draw(self, snapshot: Snapshot) -> None:
        units = units_of(snapshot)
        index = units.index(self._unit) if self._unit is not None else None
        index = 0 if index is None else index
        self._unit = units.ids[index]
        if self.shows("neuron"):
            self._draw_neuron(snapshot, units, index)
            self.hinton.show_weights(snapshot, index)
        if self.shows("all"):
            self.all_bars.show_weights(snapshot, units, range(len(units.ids)), index)

    def summary(self) -> str:
        if self.snapshot is None or self._unit is None:
            return "The weights of every neuron appear here."
        units = units_of(self.snapshot)
        index = units.index(self._unit) or 0
        weights = self._row(self.snapshot, units, index)
        sources = (*source_names(self.snapshot.experiment, int(units.layer[index])), "bias")
        listed = ", ".join(
            f"{source} {format_number(weight, 2)}"
            for source, weight in zip(sources, weights, strict=True)
        )
        return f"{units.names[index]}: {listed}. {self.figures.text()}."

    def table(self) -> Table:
        header = ("neuron", "label", "from", "weight")
        if self.snapshot is None:
            return header, ()
        units, rows = units_of(self.snapshot), []
        for index, name in enumerate(units.names):
            sources = (*source_names(self.snapshot.experiment, int(units.layer[index])), "bias")
            weights = self._row(self.snapshot, units, index)
            rows += [
                (name, units.labels[index], source, float(weight))
                for source, weight in zip(sources, weights, strict=True)
            ]
        return header, rows

    # --- inside ------------------------------------------------------------------------------

    def _draw_neuron(self, snapshot: Snapshot, units: Units, index: int) -> None:
        weights = self._row(snapshot, units, index)
        self.name.setText(units.names[index] + (" (frozen)" if units.frozen[index] else ""))
        norm = format_number(float(np.linalg.norm(weights[:-1])), 2)
        self.figures.setText(f"‖w‖ {norm}")
        self.bars.show_weights(snapshot, units, (index,))
        start = int(units.start[index])
        history = self.parameter_history.columns(slice(start, start + len(weights)))
        self.history.show_history(self.parameter_history.steps(), history)

    def _row(self, snapshot: Snapshot, units: Units, index: int) -> np.ndarray:
        start, layer = int(units.start[index]), int(units.layer[index])
        return snapshot.parameters[start : start + snapshot.sizes[layer - 1] + 1]

    def _weight_clicked(self, part: int) -> None:
        if self.snapshot is not None:
            units = units_of(self.snapshot)
            self.show_unit(units.ids[unit_at(units, part)])

    def _lay_out(self) -> None:
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(2)
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.name)
        words.addWidget(self.figures, 1, Qt.AlignmentFlag.AlignRight)
        side.addLayout(words)
        side.addWidget(self.history, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        for column, share in enumerate((5, 8, 11)):
            self._grid.setColumnStretch(column, share)
        self.body.addLayout(self._grid, 1)
