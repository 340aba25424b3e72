"""`NetworkCanvas`: the network as a picture that can be edited with the edits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot

from . import accessible
from .editing import keyboard
from .editing.canvas_commands import Commander
from .editing.menus import Menus
from .editing.network_edits import LayerEdits, NetworkEdits, UnitEdits
from .elements import FEATURES, NOTHING, Element, Part, edited, lock_of
from .gestures.base import Gesture
from .gestures.pointer import Pointer
from .picture import drawing
from .popovers.popups import Popups
from .surface import Surface
from .wording import neuron_of


class NetworkCanvas(Surface):
    """Shows experiment and snapshot, and edits the document by gestures, keys and menus.

    Signals: ``selection_changed(frozenset of ids)``; ``unit_hovered(id or None)``;
    ``solo_changed(id or None)``; ``refused(str)`` when an edit is not possible;
    ``space_tapped()`` when Space was pressed without dragging (only if somebody listens;
    otherwise Space stays a shortcut); and those of `Surface`.
    """

    selection_changed = Signal(object)
    unit_hovered = Signal(object)
    solo_changed = Signal(object)
    refused = Signal(str)
    space_tapped = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(document.experiment, theme, parent)
        self.setObjectName("network-canvas")
        self.setAccessibleName("Network")
        self.setAccessibleDescription(
            "Arrow keys walk layers, neurons and links; Enter edits, plus and minus add and remove"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._edits = NetworkEdits(document, self)
        layers, units = LayerEdits(self._edits), UnitEdits(self._edits)
        self.commander = Commander(self.state, self._edits, layers, units, self)
        self.pointer = Pointer(self.state, layers, units, self)
        self.menus = Menus(self.state, units, self.commander, self)
        self.popups = Popups(self.state, self._edits, units, self, self.viewport())
        self._pointer_at: QPointF | None = None
        self._space_used = self._lit_by_click = False
        self._told_unit: str | None = None
        self._connect()
        document.replaced.connect(self._choose_nothing)
        accessible.offer(self, self.state, units)
        self.show_experiment(document.experiment)
        self.arrange()

    def _connect(self) -> None:
        self._edits.refused.connect(self.refused)
        self.pointer.clicked.connect(self._clicked)
        self.pointer.selection_wanted.connect(self.select)
        self.pointer.panned.connect(self.pan)
        self.commander.view_commanded.connect(self._command_view)
        self.commander.selection_wanted.connect(self.select)
        self.popups.solo_changed.connect(self.solo_changed)
        self.popups.popover_closed.connect(self._popover_closed)

    # --- what is shown ---------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show an experiment, keeping the items of what stays."""
        before = self.state.selected
        if self.state.show_experiment(experiment):
            self.arrange(glide=True)
        self.popups.show_experiment(experiment)
        if self.state.bounds(self.state.focus) is None:
            self.state.focus = NOTHING
        if self.state.selected != before:
            self.selection_changed.emit(self.state.selected)
        self._hover_again()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the training; maps are drawn when the next frame is."""
        self.state.show_snapshot(snapshot)
        self.popups.show_readout()
        if self.popups.card.isVisible():
            self._show_card()
        self.repaint_maps()

    def show_theme(self, theme: Theme) -> None:
        self.state.show_theme(theme)
        self.popups.show_theme(theme)
        self.repaint_maps()

    def show_selection(self, ids: frozenset[str]) -> None:
        """Show which units are selected, without telling anyone."""
        self.state.selected = frozenset(ids)
        self.viewport().update()

    def select(self, ids: frozenset[str]) -> None:
        """Select units and say so."""
        if ids != self.state.selected:
            self.show_selection(frozenset(ids))
            self.selection_changed.emit(self.state.selected)

    def set_presenter(self, factor: float) -> None:
        """Larger words, buttons and links for a projector; 1 is their own size."""
        self.state.set_presenter(factor)
        self.arrange()

    def run_on_selection(self, name: str) -> None:
        """Run a command of `commands.COMMANDS` on what is selected, for buttons and menus."""
        self.commander.run(name, NOTHING)

    def carry_neuron(self, place: QPoint) -> None:
        """A new neuron is carried over the canvas, at a global position."""
        self.popups.card.hide()
        self.pointer.carry(self.mapToScene(self.viewport().mapFromGlobal(place)))
        self.viewport().update()

    def drop_neuron(self) -> None:
        """Let the carried neuron go where it is."""
        self.pointer.release()
        self.viewport().update()

    def give_up_gesture(self) -> bool:
        """End what the pointer has begun without an edit; False if there is nothing to end."""
        ended = self.pointer.cancel()
        self.viewport().update()
        return ended

    # --- inside ----------------------------------------------------------------------------

    def _clicked(self, element: Element, adding: bool) -> None:
        """A press and release on the spot."""
        if self.popups.solo.unit is not None:
            self.popups.toggle_solo(None)
            return
        if element.part is Part.UNIT:
            self._focus(element)
            unit = frozenset({element.id})
            self.select(self.state.selected ^ unit if adding else unit)
        elif element.part is Part.TITLE and element.id in self._hidden:
            self.select(frozenset(self._hidden[element.id]))
        elif element.part is Part.PLUS and element.id == FEATURES:
            self._edit(Element(Part.CHIP, FEATURES))
        elif element.part in (Part.PLUS, Part.MINUS):
            name = "add-neuron" if element.part is Part.PLUS else "remove-neuron"
            self.state.hold(element.id)
            self.commander.run(name, element)
        elif element.part is Part.INSERT:
            self.commander.run("insert-layer", element)
        elif element.part in (Part.GAP, Part.NOTHING):
            self._choose_nothing()
        else:
            self._edit(element)
            self._lit_by_click = element.link is not None

    @property
    def _hidden(self) -> dict[str, tuple[str, ...]]:
        """Hidden columns and their neurons."""
        return {column.id: column.units for column in self.state.layout.columns if column.hidden}

    def _command_view(self, name: str, element: Element) -> None:
        if name == "edit":
            self._edit(element)
        elif name == "solo":
            self.popups.toggle_solo(element.id if element.part is Part.UNIT else None)
            self.popups.card.hide()
        elif name == "numbers":
            self.show_numbers(not self.state.numbers)
        elif name == "gradients":
            self.show_gradients(not self.state.gradients)
        elif name == "fit":
            self.fit()
        else:
            self.zoom_by(1.25 if name == "zoom-in" else 0.8)

    def _edit(self, element: Element) -> None:
        """Open what edits an element: a menu on a chip, an editor on a link, bias or neuron."""
        bounds = self.state.bounds(element)
        element = edited(element, self.state.readout.layers[0])
        if bounds is None:
            return
        if (lock := lock_of(element)) in self.state.locked:
            self.locked_wanted.emit(lock)
        elif element.part is Part.CHIP:
            beside = self.on_viewport(self.state.bounds(element) or bounds)
            if element.id == FEATURES:
                self.popups.pick_features(beside)
            else:
                below = beside.bottomLeft() + QPoint(0, 4)
                self.menus.open_activations(element.id, self.viewport().mapToGlobal(below))
        elif (link := element.link) is not None:
            self._focus(element)
            result = self.on_viewport(self.state.layout.columns[-1].rects[0])
            self.popups.edit_weight(link, self._beside(element), result)

    def _focus(self, element: Element) -> None:
        if element != self.state.focus:
            self.state.focus = element
            accessible.announce_focus(self, element)
            self.viewport().update()

    def _hover(self, element: Element) -> None:
        if element == self.state.hover:
            return
        self.state.hover = element
        if self.state.let_go():
            self.arrange(glide=True)
        self._tell_unit()
        self.setCursor(drawing.cursor_of(element, self.state))
        self.viewport().update()

    def _tell_unit(self) -> None:
        """Say which unit the pointer is at; of a muted one there is nothing to be seen."""
        element = self.state.hover
        neuron = neuron_of(self.state.experiment, element.id)
        shown = element.part in (Part.UNIT, Part.BIAS) and not (neuron and neuron.muted)
        unit = element.id if shown else None
        if unit != self._told_unit:
            self._told_unit = unit
            self.unit_hovered.emit(unit)

    def _hover_again(self) -> None:
        """Look anew at what is under the pointer, after the picture changed."""
        if self._pointer_at is not None and self.pointer.gesture is None:
            point = self.mapToScene(self._pointer_at.toPoint())
            self._hover(self.pointer.element_at(point, self.zoom))
            self._tell_unit()
            self._show_card()

    def _show_card(self) -> None:
        element, at = self.state.hover, self._pointer_at
        share = self.share_of(element, at) if at is not None else None
        self.popups.show_hover(element, share, self._beside(element))

    def _beside(self, element: Element) -> QRect:
        """The part of the viewport that a card about an element should leave free."""
        return self.room_of(element, self._pointer_at if element == self.state.hover else None)

    def _walk(self, event: QKeyEvent) -> bool:
        """Move the focus by an arrow key, if it is one."""
        direction = keyboard.direction_of(event)
        if direction is None:
            return False
        element = keyboard.step(self.state.layout, self.state.focus, direction)
        self._focus(element)
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if element.part is Part.UNIT:
            unit = frozenset({element.id})
            self.select(self.state.selected | unit if adding else unit)
        return True

    def _escape(self) -> bool:
        """Give up a gesture, else solo, else what is chosen or lit; False if there is nothing."""
        if self.give_up_gesture():
            return True
        if self.popups.solo.unit is not None:
            self.popups.toggle_solo(None)
            return True
        chosen = bool(self.state.selected) or self.state.focus != NOTHING
        self._choose_nothing()
        return chosen

    @Slot()
    def _choose_nothing(self) -> None:
        self._focus(NOTHING)
        self.select(frozenset())

    @Slot()
    def _popover_closed(self) -> None:
        """A link that a click lit is as it was; one that the keyboard came to stays in focus."""
        if self._lit_by_click:
            self._lit_by_click = False
            self._focus(NOTHING)

    def _listened_to(self) -> bool:
        return self.receivers("2space_tapped()") > 0

    # --- Qt --------------------------------------------------------------------------------

    def current_gesture(self) -> Gesture | None:
        return self.pointer.gesture

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        element = self.pointer.element_at(point, self.zoom)
        if event.button() == Qt.MouseButton.RightButton:
            return  # the context menu follows
        self.popups.card.hide()
        self.popups.close_popover()
        self.end_invitation()
        self.pointer.press(event.button(), event.modifiers(), event.position(), point, element)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer_at = event.position()
        gesture = self.pointer.gesture
        if gesture is None:
            self._hover_again()
            return
        self.pointer.move(event.position(), self.mapToScene(event.position().toPoint()))
        if gesture.cursor is not None:
            self._hover(NOTHING)
            self.setCursor(gesture.cursor)
        self._space_used = self._space_used or self.pointer.space_held
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release()
        self.state.hover = NOTHING
        self._hover_again()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # the second of two quick clicks is a click as well

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            element = self.state.focus
            at = self.viewport().mapToGlobal(self._beside(element).center())
        else:
            point = self.mapToScene(event.pos())
            element, at = self.pointer.element_at(point, self.zoom), event.globalPos()
        self.popups.card.hide()
        self.menus.open_context(element, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self._escape():
                event.ignore()
                return
        elif event.key() == Qt.Key.Key_Space:
            self.pointer.space_held, self._space_used = True, False
        elif not self._walk(event):
            name = keyboard.command_of(event)
            if name is None:
                event.ignore()
                return
            self.commander.run(name, self.state.focus)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            tapped = self.pointer.space_held and not self._space_used
            self.pointer.space_held = False
            if tapped and self._listened_to():
                self.space_tapped.emit()
            return
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        following = keyboard.next_column(self.state.layout, self.state.focus, 1 if forward else -1)
        if following is None:
            self._focus(NOTHING)
            return super().focusNextPrevChild(forward)
        self._focus(following)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            by = 1 if event.reason() is Qt.FocusReason.TabFocusReason else -1
            self._focus(keyboard.next_column(self.state.layout, NOTHING, by) or NOTHING)

    def event(self, event: QEvent) -> bool:
        # Keys that mean something here are not the window's shortcuts while the canvas has focus.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            space = event.key() == Qt.Key.Key_Space
            if space:
                self.pointer.space_held, self._space_used = True, False
            walks = keyboard.direction_of(event) is not None and self.state.focus != NOTHING
            if walks or (space and self._listened_to()) or keyboard.command_of(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint(), self)  # in the window's colours
            return True
        if event.type() == QEvent.Type.Leave:
            self._pointer_at = None
            self._hover(NOTHING)
            self.popups.card.hide()
        return super().viewportEvent(event)
