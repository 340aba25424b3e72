"""`NetworkCard`: the canvas with its header, the hero of the window."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import LABEL, SMALL, Theme, font
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.card import MARGIN, Card
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count

from .gestures.neuron_source import NeuronSource
from .view import NetworkCanvas

NARROW, WIDE = 560, 820
"""Pixels of width up to which no button has a word on it, and from which on all have one."""


class NetworkCard(Card):
    """The network's sizes and parameter count above the canvas, and buttons for its views.

    Signals: those of `NetworkCanvas` that others want to hear.
    """

    selection_changed = Signal(object)
    unit_hovered = Signal(object)
    solo_changed = Signal(object)
    refused = Signal(str)
    space_tapped = Signal()
    frame_painted = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent)
        self._document = document
        self.canvas = NetworkCanvas(document, theme, self)
        self._sizes = ElidedLabel()
        self._counts = True
        self._sizes.setObjectName("network-sizes")
        self._sizes.setProperty("role", "dim")
        self._sizes.setFont(font(LABEL, tabular=True))
        self.header.insertSpacing(1, 8)
        self.header.insertWidget(2, self._sizes)
        self._neuron = NeuronSource(theme, self)
        self.header.addWidget(self._neuron)
        self._fit = self._button("network-fit", "ph.corners-out", "Fit", "Zoom to fit (Ctrl+0)")
        self._numbers = self._button(
            "network-numbers", "ph.hash", "Numbers", "Show all numbers (N)", checkable=True
        )
        self._gradients = self._button(
            "network-gradients", "ph.trend-down", "Gradients",
            "Gradients instead of weights on the links (G)",
            checkable=True,
        )  # fmt: skip
        self._freeze = self._button(
            "network-freeze", "ph.snowflake", "Freeze", "Freeze the selected neurons (F)"
        )
        self.body.setSpacing(0)
        self.body.addWidget(self.canvas, 1)
        self._note = ElidedLabel(parent=self)
        self._note.setObjectName("network-note")
        self._note.setProperty("role", "dim")
        self._note.setFont(font(SMALL, tabular=True))
        self._note.setContentsMargins(MARGIN - 2, 2, MARGIN - 2, 8)
        self._note.hide()
        self.body.addWidget(self._note)
        # The canvas reaches to the card's edge: curves and rings need the room.
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(2, 12, 2, 2)
        self.header.setContentsMargins(MARGIN - 2, 0, MARGIN - 8, 0)
        layout.setSpacing(0)
        self._connect()
        self.show_theme(theme)
        self.show_experiment(document.experiment)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.selection_changed.connect(self.selection_changed)
        canvas.selection_changed.connect(self._offer_freezing)
        canvas.unit_hovered.connect(self.unit_hovered)
        canvas.solo_changed.connect(self.solo_changed)
        canvas.refused.connect(self.refused)
        canvas.space_tapped.connect(self.space_tapped)
        canvas.frame_painted.connect(self.frame_painted)
        canvas.noted.connect(self._show_note)
        self._neuron.carried.connect(self._carry_neuron)
        self._neuron.dropped.connect(canvas.drop_neuron)
        self._neuron.given_up.connect(canvas.give_up_gesture)
        self._neuron.clicked.connect(self._add_neuron)
        canvas.numbers_toggled.connect(self._numbers.setChecked)
        canvas.gradients_toggled.connect(self._gradients.setChecked)
        self._fit.clicked.connect(canvas.fit)
        self._numbers.toggled.connect(canvas.show_numbers)
        self._gradients.toggled.connect(canvas.show_gradients)
        self._freeze.clicked.connect(self._freeze_selection)

    def show_experiment(self, experiment: Experiment) -> None:
        self._tell_sizes(experiment)
        self.canvas.show_experiment(experiment)
        self._offer_freezing(self.canvas.state.selected)

    def withhold(self, names: frozenset[str]) -> None:
        """Tell nothing of these views: not how many parameters there are, where it is computed."""
        self._counts = "math" not in names
        self._tell_sizes(self.canvas.state.experiment)

    def _tell_sizes(self, experiment: Experiment) -> None:
        sizes = [len(units) for units in layer_ids(experiment)]
        count = sum((into + 1) * out for into, out in pairwise(sizes))
        arrows = " → ".join(str(size) for size in sizes)
        number = format_count(count)
        spoken = f"Layers of {', '.join(str(size) for size in sizes)} units"
        if self._counts:
            whole = f"{arrows}   ·   {number} parameters"
            self._sizes.set_text(whole, shorter=(f"{arrows}  ·  {number}", arrows))
            spoken += f", {count} parameters"
        else:
            self._sizes.set_text(arrows)
        self._sizes.setAccessibleName(spoken)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.canvas.show_snapshot(snapshot)

    def show_theme(self, theme: Theme) -> None:
        retint(self, theme)
        self._neuron.show_theme(theme)
        self.canvas.show_theme(theme)

    def show_selection(self, ids: frozenset[str]) -> None:
        self.canvas.show_selection(ids)
        self._offer_freezing(ids)

    def select_unit(self, unit: str) -> None:
        """Select one unit, as a click on it does."""
        self.canvas.select(frozenset({unit}))

    def set_presenter(self, factor: float) -> None:
        self.canvas.set_presenter(factor)

    def _button(
        self, name: str, icon: str, word: str, label: str, *, checkable: bool = False
    ) -> IconButton:
        button = IconButton(icon, label, self, size=18, checkable=checkable)
        button.setObjectName(name)
        button.setText(word)
        button.setFont(font(LABEL, 500))
        self.header.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_buttons()

    def fit_buttons(self) -> None:
        """Write words on as many buttons as there is room for in the size they have."""
        narrow = self.width() < magnified(NARROW, self._fit)
        self._neuron.set_compact(narrow)
        style = Qt.ToolButtonStyle
        wide = self.width() >= magnified(WIDE, self._fit)
        shown = style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        for button in (self._fit, self._numbers, self._freeze):
            button.setToolButtonStyle(shown)
        # Nobody guesses what this one's picture means.
        self._gradients.setToolButtonStyle(
            style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
        )

    def _carry_neuron(self, place: QPointF) -> None:
        self.canvas.carry_neuron(place.toPoint())

    def _add_neuron(self) -> None:
        self.canvas.run_on_selection("add-neuron")

    def _show_note(self, note: str) -> None:
        self._note.set_text(note)
        self._note.setVisible(bool(note))

    def _offer_freezing(self, _ids: frozenset[str]) -> None:
        self._freeze.setEnabled(bool(self.canvas.state.selected))

    def _freeze_selection(self) -> None:
        self.canvas.run_on_selection("freeze")
