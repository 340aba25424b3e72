"""The editor of one weight or bias: a slider and an exact field."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from nnfs_gui.experiment.model import BIAS, Link
from nnfs_gui.experiment.names import link_name
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.number_edit import NumberEdit, Range
from nnfs_gui.widgets.numbers import format_exact, format_number
from nnfs_gui.widgets.slider import FlatSlider, LabeledSlider

from ..editing.network_edits import NetworkEdits, UnitEdits
from ..readout import Readout
from ..wording import is_frozen
from .popover import Popover

_STOPS = tuple(np.round(np.linspace(-6, 6, 601), 2).tolist())
_RANGE = Range(-1e6, 1e6)


class WeightEditor(Popover):
    """Edits a weight while the boundary follows; one drag is one undo step."""

    def __init__(self, link: Link, readout: Readout, edits: NetworkEdits, units: UnitEdits,
                 theme: Theme, owner: QWidget) -> None:  # fmt: skip
        title = link_name(readout.experiment, link)
        super().__init__("weight-editor", title, theme, owner)
        self.link = link
        self._edits, self._units = edits, units
        self._value = self._before = readout.weight(link)
        self._start, self._gesture = edits.experiment, ""
        self._row = LabeledSlider(
            "weight-slider", "Bias" if link.source == BIAS else "Weight", _STOPS, _RANGE,
            self, show=_shown,
        )  # fmt: skip
        self._row.setMinimumWidth(280)
        self._row.set_number_width(88)
        self._row.value_edited.connect(self._edited)
        self._gradient = QLabel()
        self._gradient.setObjectName("weight-gradient")
        self._gradient.setProperty("role", "dim")
        self._freeze = QPushButton()
        self._freeze.setObjectName("weight-freeze")
        self._freeze.setAccessibleName("Freeze this weight")
        self._freeze.setToolTip("A frozen weight does not move while training (F)")
        self._freeze.clicked.connect(self._toggle_frozen)
        bottom = QHBoxLayout()
        bottom.addWidget(self._gradient, 1)
        bottom.addWidget(self._freeze)
        self.body.addWidget(self._row)
        self.body.addLayout(bottom)
        self.show_readout(readout)

    @property
    def field(self) -> NumberEdit:
        """The exact field."""
        found = self._row.findChild(NumberEdit)
        assert isinstance(found, NumberEdit)
        return found

    def show_readout(self, readout: Readout) -> None:
        """Follow the training, unless a person is at it."""
        gradient = readout.gradient(self.link)
        clipped = f" → {format_number(gradient.applied, 2)}" if gradient.clipped else ""
        told = f"gradient {format_number(gradient.raw, 2)}{clipped}"
        self._gradient.setText(told if readout.tells("gradients") else "")
        frozen = is_frozen(readout.experiment, self.link)
        self._freeze.setText("Unfreeze" if frozen else "Freeze")
        slider = self._row.findChild(FlatSlider)
        sliding = isinstance(slider, FlatSlider) and slider.isSliderDown()
        busy = sliding or self.field.isModified()
        if not busy:
            self._value = readout.weight(self.link)
            self._row.show_value(self._value)

    def _edited(self, value: float, gesture: str) -> None:
        if gesture != self._gesture:
            self._gesture = gesture
            self._start, self._before = self._edits.experiment, self._value
        self._value = value
        self._units.set_weight(self._start, self.link, value, self._before, gesture)

    def _toggle_frozen(self) -> None:
        self._units.toggle_frozen((self.link,))


def _shown(value: float) -> str:
    """All that a person would type, without the noise of the last digits."""
    return format_exact(round(value, 4) if abs(value) >= 0.01 else float(f"{value:.3g}"))
