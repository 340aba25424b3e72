"""`WeightPlot`: base of plots whose parts are weights and biases."""

from __future__ import annotations

from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.numbers import format_number

from ..shared.strip_plot import StripPlot
from ..shared.units import source_names, unit_at, units_of


class WeightPlot(StripPlot):
    """A plot whose parts are positions in the vector of parameters."""

    snapshot: Snapshot | None = None

    def tip(self, part: int | None) -> str:
        if part is None or self.snapshot is None:
            return ""
        units = units_of(self.snapshot)
        unit = unit_at(units, part)
        sources = source_names(self.snapshot.experiment, int(units.layer[unit]))
        source = part - int(units.start[unit])
        what = f"weight from {sources[source]}" if source < len(sources) else "bias"
        return f"{units.names[unit]}: {what} {format_number(self.snapshot.parameters[part])}"
