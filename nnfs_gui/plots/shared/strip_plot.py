"""`StripPlot`: a plot of parts that zooms, says what is under the mouse, and takes clicks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import RunState, Snapshot

from .axes import PlainAxis
from .base import Plot
from .quiet_scale import QuietScale
from .strip_axes import NameAxis, SparseAxis
from .units import Units, units_of

AXIS_HEIGHT, WORD_WIDTH = 22, 68
"""Pixels of a bottom axis, and of a left one: a number such as 0.00075 beside the axis's name."""


class StripPlot(Plot):
    """A plot for a low strip, with a low axis and room for the outermost tick labels.

    Signals: ``part_clicked(int)``, the part that `part_at` finds under a click.
    """

    part_clicked = Signal(int)
    MARGINS = (0, 6, 8, 0)
    """Pixels around the plot, as Qt orders them; the upper one holds half a label."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        description: str,
        *,
        bottom: PlainAxis | None = None,
        left: PlainAxis | None = None,
        top: PlainAxis | None = None,
    ) -> None:
        self.scale_top = QuietScale()
        super().__init__(
            theme,
            name=name,
            description=description,
            bottom=bottom or PlainAxis("bottom", inline=True, whole=True),
            left=left or SparseAxis("left", overhang=7),
            top=top,
        )
        # pyqtgraph asks for 640 × 480, at the cost of all that asks for less.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.set_zoomable()
        self.show_magnified(1.0)
        self.scene().sigMouseClicked.connect(self._clicked)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        left, top, right, bottom = self.MARGINS
        self.plotItem.setContentsMargins(left, round(top * factor), right, bottom)
        self.bottom.setHeight(round(AXIS_HEIGHT * factor))

    def part_at(self, x: float, y: float) -> int | None:
        """The part at a place of the plot."""
        return None

    def tip(self, part: int | None) -> str:
        """What the tooltip over a part says."""
        return ""

    def follow(self, values: np.ndarray, snapshot: Snapshot) -> float:
        """The top of an axis that fits the largest finite of ``values``, and moves little."""
        if not snapshot.step:
            self.scale_top.begin_anew()
        largest = np.max(np.abs(values), initial=0.0, where=np.isfinite(values))
        return self.scale_top.follow(float(largest), snapshot.state is RunState.RUNNING)

    def _view_place(self, scene: QPointF) -> tuple[float, float]:
        place = self.plotItem.vb.mapSceneToView(scene)
        return place.x(), place.y()

    def _clicked(self, event: object) -> None:
        if event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]  # pyqtgraph's
            part = self.part_at(*self._view_place(event.scenePos()))  # type: ignore[attr-defined]  # its
            if part is not None:
                self.part_clicked.emit(part)

    # --- Qt ----------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._view_place(self.mapToScene(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(self.part_at(*place)), self)
            return True
        return bool(super().viewportEvent(event))


class UnitPlot(StripPlot):
    """A plot with a place for every neuron, in groups by layer; its parts are their indices.

    Signals: ``unit_clicked(str)``, a neuron's id.
    """

    unit_clicked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        description: str,
        *,
        left: PlainAxis | None = None,
        top: PlainAxis | None = None,
    ) -> None:
        self.units: Units | None = None
        self._selected: frozenset[str] = frozenset()
        self.names = NameAxis("bottom", word="neuron")
        super().__init__(theme, name, description, left=left, bottom=self.names, top=top)
        self.part_clicked.connect(self._part_clicked)

    def show_magnified(self, factor: float) -> None:
        super().show_magnified(factor)
        self.left.setWidth(round(WORD_WIDTH * factor))

    def show_units(self, snapshot: Snapshot) -> Units:
        """Name the neurons of the snapshot's network below their places."""
        self.units = units = units_of(snapshot)
        self.names.set_names(units.labels, units.place, units.layer)
        self.names.set_tones(self.tones(units))
        return units

    def show_selection(self, ids: frozenset[str]) -> None:
        """Emphasise the labels of these neurons."""
        self._selected = ids
        if self.units is not None:
            self.names.set_tones(self.tones(self.units))

    def tones(self, units: Units) -> dict[str, str]:
        """The tones of labels that are not ``dim``."""
        chosen = self._selected
        return {
            label: "strong"
            for unit, label in zip(units.ids, units.labels, strict=True)
            if unit in chosen
        }

    def part_at(self, x: float, y: float) -> int | None:
        if self.units is None:
            return None
        distance = np.abs(self.units.place - x)
        nearest = int(distance.argmin())
        return nearest if distance[nearest] <= 0.5 else None

    def _part_clicked(self, part: int) -> None:
        if self.units is not None:
            self.unit_clicked.emit(self.units.ids[part])
