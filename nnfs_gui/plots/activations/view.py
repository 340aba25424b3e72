"""The activations view: how they are spread, and which neurons are dead or saturated."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.training.health import Health, describe_health, neuron_health
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.numbers import format_percent

from ..shared.export import Table
from ..shared.pane import QuietScale, Switch
from ..shared.strip import StripView
from ..shared.units import layer_name, units_of
from .numbers import BINS, LayerHistogram, layer_histogram
from .panes import Histograms, NeuronColumns

MODES = {
    "layers": ("Layers", "A histogram of the activations of every layer"),
    "neurons": ("Neurons", "For every neuron how its activations are spread"),
}
LISTED = 2
"""Neurons whose reasons are written out in the strip; all of them when there is room."""


class ActivationsView(StripView):
    """Histograms of the activations, and what is wrong with which neuron.

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
    ) -> None:
        super().__init__("Activations", document, theme, parent, framed=framed)
        self.setObjectName("activations-view")
        self._health: dict[str, Health] = {}
        self._scales: dict[int, QuietScale] = {}
        self.verdict, self.reasons = QLabel(), QLabel()
        self.histograms, self.columns = Histograms(theme), NeuronColumns(theme)
        self.switch = Switch(theme, "activations-mode", MODES)
        self.switch.chosen.connect(self.show_part)
        self.columns.unit_clicked.connect(self.unit_clicked)
        for pane in (self.histograms, self.columns):
            pane.installEventFilter(self)
        self._build()
        self.restyle(theme)
        self.arrange(self.tall)

    @property
    def health(self) -> dict[str, Health]:
        """What is wrong with which neuron, by id."""
        return self._health

    def show_part(self, mode: str) -> None:
        """Show "layers" or "neurons" in the strip."""
        self.switch.choose(mode)
        self.arrange(self.tall)
        self.redraw()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise these neurons."""
        self.columns.show_selection(ids)

    # --- PlotView ----------------------------------------------------------------------------

    def arrange(self, tall: bool) -> None:
        self.histograms.setVisible(self._shows("layers"))
        self.columns.setVisible(self._shows("neurons"))
        self._grid.setRowStretch(0, 1 if self._shows("layers") else 0)
        self._grid.setRowStretch(1, 1 if self._shows("neurons") else 0)
        self._grid.setVerticalSpacing(24 if tall else 0)
        self.switch.setVisible(not tall)

    def draw(self, snapshot: Snapshot) -> None:
        self._health = neuron_health(snapshot)
        layers = [self._histogram(snapshot, layer) for layer in range(1, len(snapshot.sizes))]
        if self._shows("layers"):
            self.histograms.show_layers(snapshot, layers, self._health)
        if self._shows("neurons"):
            self.columns.show_layers(units_of(snapshot), layers, self._health)
        self.verdict.setText(describe_health(snapshot.experiment, self._health))
        self.reasons.setText(self._reasons(snapshot))

    def restyle(self, theme: Theme) -> None:
        self.histograms.show_theme(theme)
        self.columns.show_theme(theme)
        self.switch.show_theme(theme)
        self.verdict.setStyleSheet(f"color: {theme.text}; background: transparent;")
        self.reasons.setStyleSheet(f"color: {theme.dim}; background: transparent;")
        self.redraw()

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

    def _build(self) -> None:
        self.add_header_widgets(self.switch)
        self.verdict.setFont(font(BODY, 600))
        self.reasons.setFont(font(LABEL))
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

    def _shows(self, mode: str) -> bool:
        return self.tall or self.switch.current == mode
