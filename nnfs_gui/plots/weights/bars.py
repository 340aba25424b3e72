"""`WeightBars`: weights as bars up and down from zero, in groups of one neuron each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot, Vector

from ..shared.bars import Bars
from ..shared.strip_axes import NameAxis
from ..shared.units import Units, source_names
from .weight_plot import WeightPlot

GROUP_GAP = 0.9
"""Room between two neurons, in bars."""


class WeightBars(WeightPlot):
    """Weights and biases of some neurons; positive in blue, negative in orange."""

    def __init__(self, theme: Theme, name: str, description: str) -> None:
        self.bars, self.names = Bars(widest=34.0, share=0.72), NameAxis("bottom")
        self._members: tuple[int, ...] = ()
        self._units: Units | None = None
        self._place: Vector = np.zeros(0)
        self._first = 0
        super().__init__(theme, name, description, bottom=self.names)
        self.addItem(self.bars, ignoreBounds=True)
        self.set_labels(left="weight")
        self.set_hairlines(horizontal=True)

    @property
    def values(self) -> Vector:
        """The weights that are drawn."""
        return self.bars.high

    def show_weights(
        self, snapshot: Snapshot, units: Units, members: Sequence[int], chosen: int | None = None
    ) -> None:
        """Draw the weights of ``members``, neighbours among all, emphasising neuron ``chosen``."""
        if units is not self._units or tuple(members) != self._members:
            self._units, self._members = units, tuple(members)
            self._name(snapshot, units)
        if len(members) > 1:
            self.names.set_tones({} if chosen is None else {units.labels[chosen]: "strong"})
        self.snapshot, self._first = snapshot, int(units.start[members[0]])
        values = snapshot.parameters[self._first : self._first + len(self._place)]
        kinds = (values < 0).astype(np.intp)
        self.bars.set_bars(self._place, np.zeros(len(values)), values, kinds)
        top = self.follow(values, snapshot)
        self.left.set_fixed((-top, 0.0, top))
        self.set_range((-0.5, float(self._place[-1]) + 0.5), (-top, top))

    def _name(self, snapshot: Snapshot, units: Units) -> None:
        """Give every bar its place, and name the bars of one neuron or the neurons of many."""
        layers = units.layer[list(self._members)].tolist()
        sources = {at: (*source_names(snapshot.experiment, at), "b") for at in set(layers)}
        sizes = [len(sources[at]) for at in layers]
        group = np.repeat(np.arange(len(layers)), sizes)
        self._place = np.arange(len(group)) + GROUP_GAP * group
        if len(layers) == 1:
            self.names.set_names(sources[layers[0]])
            return
        ends = np.cumsum(sizes) - 1
        middles = (self._place[ends] + self._place[ends - np.array(sizes) + 1]) / 2
        self.names.set_names([units.labels[at] for at in self._members], middles)

    def show_theme(self, theme: Theme) -> None:
        super().show_theme(theme)
        self.bars.set_colours(theme.pos, theme.neg)

    def part_at(self, x: float, y: float) -> int | None:
        if not len(self._place) or not -1.0 <= x <= self._place[-1] + 1.0:
            return None
        return self._first + int(np.abs(self._place - x).argmin())
