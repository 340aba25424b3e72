"""The pointer: which gesture a press begins, and what a click means."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from nnfs_gui.experiment.model import Link

from ..editing.network_edits import LayerEdits, UnitEdits
from ..elements import FEATURES, Element, Part
from ..geometry import Gap
from ..state import CanvasState
from .base import Gesture
from .drag_weight import DragWeight
from .draw_layer import DrawLayer
from .drop_neuron import DropNeuron
from .move_layer import MoveLayer
from .pan import Pan
from .press import Press
from .resize_layer import ResizeLayer
from .rubber_band import RubberBand

REACH = 5.0
"""Pixels on the screen within which a link is hit."""
_DRAWABLE = (Part.GAP, Part.LINK, Part.INSERT)
_BY_HAND = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
"""A drag with one of these changes a weight; some window managers keep Alt for themselves."""
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Pointer(QObject):
    """Turns presses, moves and releases into gestures and clicks.

    Signals: ``clicked(element, adding)``; ``selection_wanted(ids)`` from the rubber band;
    ``panned(offset)`` in viewport pixels.
    """

    clicked = Signal(object, bool)
    selection_wanted = Signal(object)
    panned = Signal(object)

    def __init__(self, state: CanvasState, layers: LayerEdits, units: UnitEdits,
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._state, self._layers, self._units = state, layers, units
        self._modifiers = _NO_MODIFIER
        self.gesture: Gesture | None = None
        self.space_held = False

    def element_at(self, point: QPointF, zoom: float = 1.0) -> Element:
        """The thing under a point of the scene, links included."""
        element = self._state.layout.hit(point)
        link = self._number_at(point)
        if link is not None and element.part in (Part.GAP, Part.NOTHING):
            return Element(Part.LINK, link.target, link.source)
        if element.part in (Part.GAP, Part.NOTHING):
            return self._state.curves.nearest(point, REACH / zoom) or element
        return element

    def press(
        self,
        button: Qt.MouseButton,
        modifiers: Qt.KeyboardModifier,
        place: QPointF,
        point: QPointF,
        element: Element,
    ) -> None:
        """A button went down at ``place`` in the viewport, ``point`` in the scene."""
        self._modifiers = modifiers
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self.space_held):
            self.gesture = Pan(self._state, place, self.panned.emit)
        elif left and modifiers & _BY_HAND and element.link is not None:
            self.gesture = DragWeight(self._state, point, element.link, self._units)
        elif left and element.part is Part.GRIP:
            column = self._state.layout.column(element.id)
            if column is not None:
                self.gesture = ResizeLayer(self._state, point, column, self._layers)
        elif left:
            self.gesture = Press(self._state, point, element, self._begin, self._click)

    def carry(self, point: QPointF) -> None:
        """A new neuron was picked up outside the canvas and is now at ``point`` of the scene."""
        if self.gesture is None:
            self.gesture = DropNeuron(self._state, point, self._layers)
        self.gesture.move(point)

    def move(self, place: QPointF, point: QPointF) -> None:
        """The pointer moved while a gesture goes on."""
        if self.gesture is not None:
            self.gesture.move(place if isinstance(self.gesture, Pan) else point)

    def release(self) -> None:
        """The button went up: the gesture ends."""
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            gesture.finish()

    def cancel(self) -> bool:
        """Give a gesture up; False if there is none."""
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return False
        gesture.cancel()
        return True

    def _begin(self, point: QPointF) -> Gesture | None:
        """The gesture that a press has become once it moved to ``point``."""
        press = self.gesture
        assert isinstance(press, Press)
        element, start = press.element, press.start
        offset = point - start
        if element.part in (Part.CHIP, Part.TITLE):
            column = self._state.layout.column(element.id)
            if column is not None and column.hidden:
                return MoveLayer(self._state, start, column, self._layers)
            return None
        adding = bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)
        upright = abs(offset.y()) >= abs(offset.x())
        if element.part in _DRAWABLE and upright and not adding:
            gap = self._gap_at(start)
            if gap is not None:
                return DrawLayer(self._state, start, gap, self._layers)
        if element.part is Part.PLUS and element.id != FEATURES:
            return DropNeuron(self._state, start, self._layers)
        if element.part in (Part.MINUS, Part.PLUS):
            return None
        return RubberBand(self._state, start, self.selection_wanted.emit, adding)

    def _number_at(self, point: QPointF) -> Link | None:
        """The link whose number is shown under a point: a number is a handle of its link."""
        shown = self._state.labels.shown if self._state.numbers else None
        return None if shown is None else shown.link_at(point)

    def _gap_at(self, point: QPointF) -> Gap | None:
        gaps = self._state.layout.gaps
        inside = [gap for gap in gaps if gap.rect.left() <= point.x() <= gap.rect.right()]
        return inside[0] if inside else None

    def _click(self, element: Element) -> None:
        adding = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        self.clicked.emit(element, bool(self._modifiers & adding))
