"""`GradientBars`: per neuron the raw gradient as an outline and the applied one as a filled bar."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from engine import was_clipped
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.snapshot import Snapshot, Vector
from nnfs_gui.widgets.numbers import format_number

from ..shared.bars import Bars
from ..shared.strip_plot import UnitPlot
from ..shared.units import Units
from .numbers import neuron_norms

EMPTY = "The gradient of every step appears here."


class GradientBars(UnitPlot):
    """Bars of ‖g‖ per neuron."""

    def __init__(self, theme: Theme) -> None:
        self.raw, self.applied = Bars(radius=4.0, outlined=True), Bars(radius=4.0)
        self.empty = pg.TextItem(EMPTY, anchor=(0.5, 0.5))
        self.empty.setFont(font(LABEL))
        super().__init__(theme, "gradient-bars", "Gradient norm of every neuron, raw and applied")
        for item in (self.applied, self.raw, self.empty):
            self.addItem(item, ignoreBounds=True)
        self.set_labels(left="‖g‖")
        self.set_hairlines(horizontal=True)

    @property
    def norms(self) -> tuple[Vector, Vector]:
        """The norms that are drawn: raw and applied, one per neuron."""
        return self.raw.high, self.applied.high

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the gradient of the snapshot's last step."""
        units = self.show_units(snapshot)
        raw = neuron_norms(snapshot, snapshot.raw_gradient)
        applied = neuron_norms(snapshot, snapshot.applied_gradient)
        none = np.zeros(len(raw))
        self.raw.set_bars(units.place, none, raw)
        self.applied.set_bars(units.place, none, applied, units.frozen.astype(np.intp))
        top, end = self.follow(raw, snapshot), float(units.place[-1])
        self.left.set_fixed((0.0, 0.5 * top, top))
        self.set_range((-0.5, end + 0.5), (0.0, top))
        for bars in (self.raw, self.applied):
            bars.setVisible(bool(raw.any()))
        self.empty.setVisible(not raw.any())
        self.empty.setPos(end / 2, 0.75 * top)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self.raw.set_colours(theme.blend(theme.faint, theme.dim, 0.3))
        self.applied.set_colours(theme.accent, theme.line)
        self.empty.setColor(QColor(theme.dim))

    def tones(self, units: Units) -> dict[str, str]:
        still = [label for label, on in zip(units.labels, units.frozen, strict=True) if on]
        return dict.fromkeys(still, "faint") | super().tones(units)

    def tip(self, part: int | None) -> str:
        if part is None or self.units is None:
            return ""
        raw, applied = float(self.raw.high[part]), float(self.applied.high[part])
        figures = format_number(raw)
        if self.units.frozen[part]:
            figures += ", frozen: its weights do not move"
        elif was_clipped(raw, applied):
            figures += f" → {format_number(applied)}, clipped"
        return f"{self.units.names[part]}: ‖g‖ {figures}"
