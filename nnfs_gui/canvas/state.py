"""What every part of the picture looks at while it paints itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import output_ids
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from .elements import NOTHING, Element, Part
from .geometry import Layout, lay_out
from .picture.atlas import Atlas
from .picture.curves import Curves
from .picture.labels import Labels
from .picture.links import LinkLayer, link_values
from .readout import Readout

PRESENTER_SCALE = 1.4


class CanvasState:
    """The state of the picture: what is shown, where, in which colours, and what is chosen."""

    def __init__(self, experiment: Experiment, theme: Theme) -> None:
        self.theme = theme
        self.experiment = experiment
        self.readout = Readout(experiment, None)
        self.text_scale = 1.0
        self.held: tuple[str, float] | None = None
        """A column whose lower end stays where it is, under the pointer that presses its +."""
        self.atlas = Atlas(theme)
        self.links = LinkLayer(theme)
        self.labels = Labels()
        self.numbers = False
        self.inviting = False
        """Whether ghosts in a gap show how a layer is drawn."""
        self.hushed = False
        """Whether nothing invites to draw: something else is asked for."""
        self.gradients = False
        self.locked: frozenset[str] = frozenset()
        """Controls that may not be used, by the names of `experiment.controls`."""
        self.on_paper = False
        """Whether nothing can be pressed, so that no sign offers it."""
        self.selected: frozenset[str] = frozenset()
        self.focus = NOTHING
        self.hover = NOTHING
        self.layout: Layout
        self.curves: Curves
        self.arrange(760, 600)

    def hold(self, column_id: str) -> None:
        """Keep the lower end of a column, and the buttons under it, where they are."""
        column = self.layout.column(column_id)
        if column is not None and (self.held is None or self.held[0] != column_id):
            self.held = column_id, column.rects[-1].bottom()

    def let_go(self) -> bool:
        """Hold no column if the pointer is not at its buttons; True if one was held."""
        at = self.hover.id if self.hover.part in (Part.PLUS, Part.MINUS) else ""
        if self.held is None or self.held[0] == at:
            return False
        self.held = None
        return True

    def arrange(self, width: float, height: float) -> None:
        """Lay the network out anew."""
        self.show_layout(lay_out(self.experiment, width, height, self.text_scale, self.held))

    def show_layout(self, layout: Layout) -> None:
        """Let everything stand where ``layout`` says."""
        self.layout = layout
        self.curves = Curves(self.layout)
        self.links.set_curves(self.curves, self.layout.metrics.tile)
        self.links.show_values(self.readout, self.gradients)

    def set_presenter(self, factor: float) -> None:
        """Larger words and buttons and thicker links for a projector; 1 is their own size."""
        self.text_scale = max(PRESENTER_SCALE, factor / 1.5) if factor > 1.0 else 1.0
        self.links.set_thickness(factor)

    def show_experiment(self, experiment: Experiment) -> bool:
        """Show an experiment; True if the network is to be laid out anew.

        Edits of data and training, painted points above all, leave it where it stands.
        """
        before, self.experiment = self.experiment, experiment
        self.readout = Readout(experiment, self.readout.snapshot, self.readout.withheld)
        units = {unit for layer in self.readout.layers for unit in layer}
        self.selected = frozenset(self.selected & units)
        other_units = output_ids(before) != output_ids(experiment)
        return other_units or before.network != experiment.network

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.readout = Readout(self.experiment, snapshot, self.readout.withheld)
        self.links.show_values(self.readout, self.gradients)

    def withhold(self, names: frozenset[str]) -> None:
        """Tell no numbers of these views."""
        self.readout = Readout(self.experiment, self.readout.snapshot, names)

    def show_gradients(self, shown: bool) -> None:
        self.gradients = shown
        self.links.show_values(self.readout, shown)

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.atlas.set_theme(theme)
        self.links.set_theme(theme)

    def link_values(self) -> list[npt.NDArray[np.float64]]:
        """What the links show, weights or gradients, per gap as arrays [target, source]."""
        return link_values(self.readout, self.gradients)

    def bounds(self, element: Element) -> QRectF | None:
        """Where an element stands in the scene."""
        if element.part is Part.UNIT:
            return self.layout.unit_rect(element.id)
        if element.part is Part.LINK:
            return self.curves.bounds(element)
        if element.part is Part.BIAS:
            center, radius = self.layout.bias_center(element.id), self.layout.metrics.bias_radius
            if center is None:
                return None
            return QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        if element.part in (Part.INSERT, Part.GAP):
            gap = next((gap for gap in self.layout.gaps if gap.index == element.gap), None)
            return None if gap is None else gap.button
        column = self.layout.column(element.id)
        if column is None:
            return None
        return {
            Part.TITLE: column.title_rect,
            Part.CHIP: column.chip_rect,
            Part.MINUS: column.minus,
            Part.PLUS: column.plus,
            Part.GRIP: column.grip,
        }.get(element.part)
