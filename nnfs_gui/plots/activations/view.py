"""The activations view: how they are spread, and which neurons are dead or saturated."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nnfs_gui.experiment.names import layer_name
from nnfs_gui.theme import BODY, Theme
from nnfs_gui.training.health import Health, describe_health, neuron_health
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.numbers import format_percent

from ..shared.exportable import Table
from ..shared.quiet_scale import QuietScale
from ..shared.strip import PartsView
from ..shared.units import units_of
from .columns import NeuronColumns
from .histograms import HistogramPlot, HistogramRow
from .numbers import BINS, LayerHistogram, activation_name, layer_histogram

MODES = {
    "layers": ("Layers", "A histogram of the activations of every layer"),
    "neurons": ("Neurons", "For every neuron how its activations are spread"),
}
LISTED = 2
"""Neurons whose reasons are written out in the strip; all of them when there is room."""


class ActivationsView(PartsView):
    """Histograms of the activations, and what is wrong with which neuron."""

    TITLE = "Activations"
    MODES = MODES

    def build_parts(self, theme: Theme) -> None:
        self._health: dict[str, Health] = {}
        self._scales: dict[int, QuietScale] = {}
        self.verdict = self.label(role="text", pixels=BODY, weight=600)
        self.reasons = self.label()
        self.histograms = HistogramRow(self._new_histogram)
        self.columns = self.add_plot(NeuronColumns(theme))
        self.columns.unit_clicked.connect(self.unit_clicked)
        self._lay_out()

    @property
    def health(self) -> dict[str, Health]:
        """What is wrong with which neuron, by id."""
        return self._health

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise these neurons."""
        self.columns.show_selection(ids)

    # --- PlotView ----------------------------------------------------------------------------

    def arrange(self, tall: bool) -> None:
        super().arrange(tall)
        self.histograms.setVisible(self.shows("layers"))
        self.columns.setVisible(self.shows("neurons"))
        self._grid.setRowStretch(0, 1 if self.shows("layers") else 0)
        self._grid.setRowStretch(1, 1 if self.shows("neurons") else 0)
        self._grid.setVerticalSpacing(24 if tall else 0)

    def draw(self, snapshot: Snapshot) -> None:
        self._health = neuron_health(snapshot)
        layers = [self._histogram(snapshot, layer) for layer in range(1, len(snapshot.sizes))]
        if self.shows("layers"):
            self._draw_histograms(snapshot, layers)
        if self.shows("neurons"):
            self.columns.show_layers(snapshot, layers, self._health)
        self.verdict.setText(describe_health(snapshot.experiment, self._health))
        self.reasons.setText(self._reasons(snapshot))

    def summary(self) -> str:
        if self.snapshot is None:
            return "The activations of every layer appear here."
        names = units_of(self.snapshot)
        parts = [describe_health(self.snapshot.experiment, self._health)]
        for unit, health in self._health.items():
            index = names.index(unit)
            if index is not None:
                parts.append(f"{names.names[index]} is {health.reason}.")
        parts.append(self._spread(self.snapshot))
        return " ".join(parts)

    def table(self) -> Table:
        header = ("layer", "from", "to", "share")
        if self.snapshot is None:
            return header, ()
        rows: list[tuple[str, float, float, float]] = []
        for layer in range(1, len(self.snapshot.sizes)):
            entry = self._histogram(self.snapshot, layer)
            edges = np.linspace(entry.low, entry.high, BINS + 1)
            name = layer_name(self.snapshot.experiment, layer)
            rows += [
                (name, float(edges[index]), float(edges[index + 1]), float(share))
                for index, share in enumerate(entry.shares)
            ]
        return header, rows

    # --- inside ------------------------------------------------------------------------------

    def _draw_histograms(self, snapshot: Snapshot, layers: list[LayerHistogram]) -> None:
        """Draw a histogram for each layer; its note counts the neurons that are ill."""
        units = units_of(snapshot)
        plots = self.histograms.show_count(len(layers))
        for plot, entry in zip(plots, layers, strict=True):
            ids = [units.ids[at] for at in np.flatnonzero(units.layer == entry.layer)]
            kinds = [self._health[unit].kind for unit in ids if unit in self._health]
            counts = [
                f"{kinds.count(kind)} {kind}" for kind in ("dead", "saturated") if kind in kinds
            ]
            name = layer_name(snapshot.experiment, entry.layer)
            function = activation_name(snapshot.experiment, entry.layer)
            plot.show_layer(entry, (name, function), ", ".join(counts))

    def _new_histogram(self) -> HistogramPlot:
        return self.add_plot(HistogramPlot(self.theme))

    def _histogram(self, snapshot: Snapshot, layer: int) -> LayerHistogram:
        values = snapshot.activations[layer]
        scale = self._scales.setdefault(layer, QuietScale())
        largest = float(np.abs(values).max(initial=0.0))
        return layer_histogram(
            snapshot, layer, scale.follow(largest, snapshot.state is RunState.RUNNING)
        )

    def _reasons(self, snapshot: Snapshot) -> str:
        """The flagged neurons and why, one a line."""
        units = units_of(snapshot)
        lines = []
        for unit, health in self._health.items():
            index = units.index(unit)
            if index is not None:
                label = f"<b style='color:{self.theme.warn}'>{units.labels[index]}</b>"
                lines.append(f"{label} {escape(health.reason)}")
        room = 12 if self.tall else LISTED
        if len(lines) > room:
            rest = len(lines) - room + 1
            lines = [*lines[: room - 1], f"and {rest} more, flagged in the picture"]
        return "<br>".join(lines) or self._spread(snapshot)

    def _spread(self, snapshot: Snapshot) -> str:
        """Without findings: how much of the first hidden layer is used."""
        if len(snapshot.sizes) < 3 or not snapshot.activations[1].size:
            return "The outputs come straight from the features."
        values = np.abs(snapshot.activations[1])
        near = float((values < 0.1).mean())
        return f"Hidden 1: {format_percent(near)} of its activations lie within ±0.1 of zero."

    def _lay_out(self) -> None:
        for label in (self.verdict, self.reasons):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._side = QWidget()
        self.fix_width(self._side, 236)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        side.addWidget(self.verdict)
        side.addWidget(self.reasons, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._side, 0, 0, 2, 1)
        self._grid.addWidget(self.histograms, 0, 1)
        self._grid.addWidget(self.columns, 1, 1)
        self.body.addLayout(self._grid, 1)
