"""`PlotRow`: one plot for every layer, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnfs_gui.widgets.magnify import FACTOR, magnify

from .strip_plot import StripPlot

P = TypeVar("P", bound=StripPlot)


class PlotRow(QWidget, Generic[P]):
    """Plots made by ``make`` as they are needed; those that are needed no more hide.

    Signals: ``part_clicked(int, int)``, the position of a plot, and which of its parts.
    """

    part_clicked = Signal(int, int)

    def __init__(self, make: Callable[[], P], *, spacing: int) -> None:
        super().__init__()
        self._make = make
        self._plots: list[P] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(spacing)

    def show_count(self, count: int) -> Sequence[P]:
        """The first ``count`` plots, made if need be, and shown alone."""
        while len(self._plots) < count:
            plot = self._make()
            self.row.insertWidget(len(self._plots), plot, 1)
            magnify(plot, float(self.property(FACTOR) or 1.0))
            plot.part_clicked.connect(partial(self.part_clicked.emit, len(self._plots)))
            self._plots.append(plot)
        for index, plot in enumerate(self._plots):
            plot.setVisible(index < count)
        return self._plots[:count]

    @property
    def plots(self) -> Sequence[P]:
        """The plots that are shown."""
        return [plot for plot in self._plots if not plot.isHidden()]
