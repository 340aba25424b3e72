"""`NeuronColumns`: one column per neuron, from the low end of its activations to the high one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg

from nnfs_gui.theme import Theme
from nnfs_gui.training.health import Health
from nnfs_gui.training.snapshot import Snapshot

from ..shared.bars import colour_table
from ..shared.strip_axes import NameAxis
from ..shared.strip_plot import UnitPlot
from ..shared.units import Units
from .histograms import TITLE
from .numbers import LEVELS, LayerHistogram

SHADES, WIDEST = 32, 64
"""Shades of either sign; the widest column in pixels."""
SIGNS = {"dead": "×", "saturated": "!"}


class NeuronColumns(UnitPlot):
    """How the activations of every neuron are spread; ill ones have a sign above."""

    MARGINS = (0, 0, 8, 0)

    def __init__(self, theme: Theme) -> None:
        self.images: list[pg.ImageItem] = []
        self.gaps = pg.PlotCurveItem(connect="pairs")
        self.flags = NameAxis("top", everything=True)
        self._health: Mapping[str, Health] = {}
        self._table = np.zeros((2 * SHADES, 3), np.uint8)
        self.ends = NameAxis("left", everything=True)
        description = "Spread of every neuron's activations"
        super().__init__(theme, "activation-columns", description, left=self.ends, top=self.flags)
        self.ends.set_names(("low", "high"), (0.07, 0.93))
        self.addItem(self.gaps, ignoreBounds=True)
        self.gaps.setZValue(1)
        self.plotItem.vb.sigResized.connect(self._show_range)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self.flags.setHeight(round(TITLE * factor))

    def show_layers(
        self, snapshot: Snapshot, layers: Sequence[LayerHistogram], health: Mapping[str, Health]
    ) -> None:
        """Draw the columns and flag what ``health`` holds."""
        self._health = health
        units = self.show_units(snapshot)
        while len(self.images) < len(layers):
            self.images.append(pg.ImageItem(axisOrder="row-major"))
            self.images[-1].setLookupTable(self._table)
            self.addItem(self.images[-1], ignoreBounds=True)
        for index, image in enumerate(self.images):
            image.setVisible(index < len(layers))
        for image, entry in zip(self.images, layers, strict=False):
            first = float(units.place[np.searchsorted(units.layer, entry.layer)])
            image.setImage(shades(entry), autoLevels=False)
            image.setRect(first - 0.5, 0.0, float(len(entry.columns)), 1.0)
        flagged = [(at, self.flag(unit)) for at, unit in zip(units.place, units.ids, strict=True)]
        flagged = [(at, flag) for at, flag in flagged if flag]
        self.flags.set_names([flag for _, flag in flagged], [at for at, _ in flagged])
        self._show_range()

    def flag(self, unit: str) -> str:
        """The sign over a neuron's column: ``×`` for dead, ``!`` for saturated, or nothing."""
        health = self._health.get(unit)
        return "" if health is None else SIGNS[health.kind]

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        ground = theme.blend(theme.panel, theme.raised, 0.75)
        names = [
            theme.blend(ground, end, step / (SHADES - 1))
            for end in (theme.neg, theme.pos)
            for step in range(SHADES)
        ]
        self._table = colour_table(names)
        for image in self.images:
            image.setLookupTable(self._table)
        self._panel = theme.panel
        self.gaps.setPen(pg.mkPen(theme.panel, width=3))
        self.flags.set_tones(dict.fromkeys(SIGNS.values(), "warn"))

    def tones(self, units: Units) -> dict[str, str]:
        flagged = [label for unit, label in zip(units.ids, units.labels, strict=True)
                   if self.flag(unit)]  # fmt: skip
        return dict.fromkeys(flagged, "warn") | super().tones(units)

    def tip(self, part: int | None) -> str:
        if part is None or self.units is None:
            return ""
        health = self._health.get(self.units.ids[part])
        name = self.units.names[part]
        return name if health is None else f"{name} is {health.reason}"

    def _show_range(self) -> None:
        """Show all columns, none wider than `WIDEST`, with a gap after each."""
        units = self.units
        if units is None:
            return
        pitch = self.plotItem.vb.width() / (units.place[-1] + 1)
        pitch = min(pitch, float(WIDEST))
        self.set_range((-0.5, self.plotItem.vb.width() / pitch - 0.5), (0.0, 1.0))
        edges = units.place[1:][np.diff(units.layer) == 0] - 0.5
        self.gaps.setData(np.repeat(edges, 2), np.tile([0.0, 1.0], len(edges)))
        self.gaps.setPen(pg.mkPen(self._panel, width=1 if pitch < 8 else 3))


def shades(entry: LayerHistogram) -> np.ndarray:
    """Indices of colours, of shape (LEVELS, n_units), the low end first.

    0 … SHADES - 1 are levels below the layer's middle, the rest those above.
    """
    strength = np.sqrt(entry.columns / max(float(entry.columns.max()), 1e-9))
    shade = np.rint(strength.T * (SHADES - 1)).astype(np.uint8)
    levels = (np.arange(LEVELS) + 0.5) / LEVELS * (entry.high - entry.low) + entry.low
    shade[levels >= entry.middle] += SHADES
    return np.ascontiguousarray(shade)
