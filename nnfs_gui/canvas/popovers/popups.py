"""What opens above the canvas: weight editor, feature picker, solo map and hover card."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, Signal
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.model import BIAS, Experiment, Link
from nnfs_gui.theme import BODY, Theme

from ..editing.network_edits import NetworkEdits, UnitEdits
from ..elements import Element, lock_of
from ..state import CanvasState
from .feature_picker import FeaturePicker
from .hover import HoverCard, card_lines
from .popover import Popover
from .solo import SoloView
from .weight_editor import WeightEditor


class Popups(QObject):
    """Keeps at most one popover open, and all of them up to date.

    Signals: ``solo_changed(id or None)``; ``weight_opened(Link)`` when a weight's editor came up;
    ``popover_closed()``.
    """

    solo_changed = Signal(object)
    weight_opened = Signal(object)
    popover_closed = Signal()

    def __init__(self, state: CanvasState, edits: NetworkEdits, units: UnitEdits, owner: QWidget,
                 viewport: QWidget) -> None:  # fmt: skip
        super().__init__(owner)
        self._state, self._edits, self._units, self._owner = state, edits, units, owner
        self.card = HoverCard(state.theme, viewport)
        self.solo = SoloView(state.theme, viewport)
        self._popover: Popover | None = None

    @property
    def popover(self) -> Popover | None:
        """The editor or picker that is open."""
        return self._popover

    def edit_weight(self, link: Link, beside: QRect, keep_free: QRect | None = None) -> None:
        """Open the editor of a weight; ``keep_free`` is what shows its effect."""
        self.close_popover()
        self.weight_opened.emit(link)
        editor = WeightEditor(
            link, self._state.readout, self._edits, self._units, self._state.theme, self._owner
        )
        self._open(editor, beside, editor.field, keep_free)
        editor.field.selectAll()

    def pick_features(self, beside: QRect) -> None:
        self.close_popover()
        picker = FeaturePicker(self._state.experiment, self._units, self._state.theme, self._owner)
        self._open(picker, beside, picker.edit)

    def toggle_solo(self, unit: str | None) -> None:
        """Show a unit large, or close it if it is shown already."""
        chosen = None if unit == self.solo.unit else unit
        if chosen != self.solo.unit:
            scale = self._state.layout.metrics.scale
            self.solo.set_text_size(max(BODY, round(BODY * scale)))
            self.solo.open(chosen, self._state.readout)
            self.solo_changed.emit(chosen)

    def close_popover(self) -> None:
        if self._popover is not None:
            self._popover.close_popover()

    def show_hover(self, element: Element, share: QPointF | None, beside: QRect) -> None:
        """Show, renew or hide the hover card."""
        if self.solo.unit is not None or self._popover is not None:
            self.card.hide()
            return
        pixels = max(11, round(12 * self._state.layout.metrics.scale))
        self.card.set_text_size(pixels)
        state = self._state
        locked = lock_of(element) in state.locked
        self.card.show_lines(card_lines(state.readout, element, share, locked=locked), beside)

    def show_experiment(self, experiment: Experiment) -> None:
        popover = self._popover
        known = {unit for layer in self._state.readout.layers for unit in layer}
        if isinstance(popover, FeaturePicker):
            popover.show_experiment(experiment)
        if isinstance(popover, WeightEditor):
            ends = {popover.link.source, popover.link.target} - {BIAS}
            if not ends <= known:
                self.close_popover()
        if self.solo.unit is not None and self.solo.unit not in known:
            self.toggle_solo(None)
        self.show_readout()

    def show_readout(self) -> None:
        """Bring the numbers up to date."""
        if isinstance(self._popover, WeightEditor):
            self._popover.show_readout(self._state.readout)
        self.solo.show_readout(self._state.readout)

    def show_theme(self, theme: Theme) -> None:
        self.card.show_theme(theme)
        self.solo.show_theme(theme)
        if self._popover is not None:
            self._popover.show_theme(theme)

    def _open(
        self, popover: Popover, beside: QRect, focus: QWidget, keep_free: QRect | None = None
    ) -> None:
        self.card.hide()
        self._popover = popover
        popover.closed.connect(self._forget)
        popover.open_beside(beside, focus, keep_free)

    def _forget(self) -> None:
        self._popover = None
        self.popover_closed.emit()
