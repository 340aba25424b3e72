"""The weights view: one neuron's weights as bars and over time, and all of them as a matrix."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.magnify import FACTOR
from nnfs_gui.widgets.numbers import format_number

from ..shared.axes import PlainAxis
from ..shared.base import Plot
from ..shared.export import Table
from ..shared.lines import Line
from ..shared.pane import Switch
from ..shared.parameter_history import ParameterHistory
from ..shared.strip import StripView
from ..shared.strip_axes import SparseAxis
from ..shared.units import Units, source_names, units_of
from .bars import SignedBars
from .hinton import Hinton

MODES = {
    "neuron": ("Neuron", "One neuron: its weights as bars and over time, beside the matrix"),
    "all": ("All", "The weights and biases of all neurons as bars"),
}


class HistoryPlot(Plot):
    """The incoming weights of one neuron over the run so far."""

    def __init__(self, theme: Theme) -> None:
        self._curves: list[Line] = []
        self._theme = theme
        super().__init__(
            theme,
            name="weight-history",
            description="Weights of the chosen neuron over time",
            bottom=PlainAxis("bottom", inline=True, whole=True),
            left=SparseAxis("left", overhang=7),
        )
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
            self.setYRange(-reach, reach, padding=0.05)
            self.setXRange(steps[0], max(steps[-1], steps[0] + 1), padding=0.0)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self._theme = theme


class WeightsView(StripView):
    """All incoming weights and biases.

    Signals: ``unit_clicked(str)``, the id of a neuron that was clicked.
    """

    unit_clicked = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        framed: bool = True,
        history: ParameterHistory | None = None,
    ) -> None:
        super().__init__("Weights", document, theme, parent, framed=framed)
        self.setObjectName("weights-view")
        self.parameter_history = ParameterHistory() if history is None else history
        self._unit: str | None = None
        self.name, self.figures = QLabel(), QLabel()
        self.bars = SignedBars(theme, "weight-bars", "Weights of the chosen neuron")
        self.all_bars = SignedBars(theme, "all-weight-bars", "Weights of all neurons")
        self.hinton = Hinton(theme)
        self.history = self.add_strip_plot(HistoryPlot(theme))
        self.switch = Switch(theme, "weights-mode", MODES)
        self.switch.chosen.connect(self.show_part)
        self.hinton.unit_clicked.connect(self.show_unit)
        self.all_bars.group_clicked.connect(self._group_clicked)
        for pane in (self.bars, self.all_bars, self.hinton):
            pane.installEventFilter(self)
        self._build()
        self.restyle(theme)
        self.arrange(self.tall)

    @property
    def unit(self) -> str | None:
        """The id of the neuron that is shown; None before the first snapshot."""
        return self._unit

    def show_unit(self, unit: str) -> None:
        """Show this neuron, and say that it was clicked."""
        self._unit = unit
        self.redraw()
        self.unit_clicked.emit(unit)

    def show_part(self, mode: str) -> None:
        """Show "neuron" or "all" in the strip."""
        self.switch.choose(mode)
        self.arrange(self.tall)
        self.redraw()

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
        grid = self._grid
        for part in (self._side, self.bars, self.hinton, self.all_bars):
            grid.removeWidget(part)
        grid.addWidget(self._side, 0, 0)
        grid.addWidget(self.bars, 0, 1, 1, 2 if tall else 1)
        grid.addWidget(self.hinton, *((1, 0, 1, 3) if tall else (0, 2)))
        grid.addWidget(self.all_bars, *((2, 0, 1, 3) if tall else (0, 0, 1, 3)))
        for part in (self._side, self.bars, self.hinton):
            part.setVisible(self._shows("neuron"))
        self.all_bars.setVisible(self._shows("all"))
        for row, share in enumerate((3, 4, 3) if tall else (1, 0, 0)):
            grid.setRowStretch(row, share)
        grid.setVerticalSpacing(20 if tall else 0)
        self.switch.setVisible(not tall)

    def draw(self, snapshot: Snapshot) -> None:
        units = units_of(snapshot)
        index = units.index(self._unit) if self._unit is not None else None
        index = 0 if index is None else index
        self._unit = units.ids[index]
        if self._shows("neuron"):
            self._draw_neuron(snapshot, units, index)
            self.hinton.show_snapshot(snapshot, self._unit)
        if self._shows("all"):
            self._draw_all(snapshot, units, index)

    def restyle(self, theme: Theme) -> None:
        for pane in (self.bars, self.all_bars, self.hinton):
            pane.show_theme(theme)
        self.switch.show_theme(theme)
        self.name.setStyleSheet(f"color: {theme.text}; background: transparent;")
        self.figures.setStyleSheet(f"color: {theme.dim}; background: transparent;")
        self.redraw()

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
        layer = int(units.layer[index])
        sources = (*source_names(snapshot.experiment, layer), "b")
        self.name.setText(units.names[index] + (" (frozen)" if units.frozen[index] else ""))
        norm = format_number(float(np.linalg.norm(weights[:-1])), 2)
        self.figures.setText(f"‖w‖ {norm}")
        self.bars.label_bars(sources, (units.names[index],))
        running = snapshot.state is RunState.RUNNING
        self.bars.show_values(weights, (len(weights),), running=running)
        start = int(units.start[index])
        history = self.parameter_history.columns(slice(start, start + len(weights)))
        self.history.show_history(self.parameter_history.steps(), history)

    def _draw_all(self, snapshot: Snapshot, units: Units, index: int) -> None:
        layers = range(1, len(snapshot.sizes))
        sources = {layer: (*source_names(snapshot.experiment, layer), "b") for layer in layers}
        names = [source for layer in units.layer for source in sources[int(layer)]]
        self.all_bars.label_groups(units.labels, names, units.names)
        sizes = [len(sources[int(layer)]) for layer in units.layer]
        running = snapshot.state is RunState.RUNNING
        self.all_bars.show_values(snapshot.parameters, sizes, index, running=running)

    def _row(self, snapshot: Snapshot, units: Units, index: int) -> np.ndarray:
        start, layer = int(units.start[index]), int(units.layer[index])
        return snapshot.parameters[start : start + snapshot.sizes[layer - 1] + 1]

    def _group_clicked(self, index: int) -> None:
        if self.snapshot is not None:
            self.show_unit(units_of(self.snapshot).ids[index])

    def _build(self) -> None:
        self.name.setFont(font(LABEL, 600))
        self.figures.setFont(font(LABEL, tabular=True))
        self.add_header_widgets(self.switch)
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

    def _shows(self, mode: str) -> bool:
        return self.tall or self.switch.current == mode
