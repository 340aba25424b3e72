"""The canvas's commands on an element of the network, for its keys, context menus and buttons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from nnfs_gui.experiment.model import Link

from ..elements import FEATURES, NOTHING, OUTPUT, Element, Part
from ..state import CanvasState
from .network_edits import LayerEdits, NetworkEdits, UnitEdits, hidden_layer_of


@dataclass(frozen=True)
class Command:
    """One action: its words, its keys (the first is shown), and where a menu shows it."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()

    @property
    def shortcut(self) -> str:
        """The first key as people know it."""
        if not self.keys:
            return ""
        native = QKeySequence.SequenceFormat.NativeText
        return QKeySequence(self.keys[0]).toString(native)


def _command(name: str, text: str, *keys: str, places: str = "") -> Command:
    return Command(name, text, keys, frozenset(places.split()))


COMMANDS = (
    _command("edit", "Edit…", "Return", "Enter", places="unit link chip"),
    _command("add-neuron", "Add neuron", "+", "=", places="unit chip"),
    _command("remove-neuron", "Remove last neuron", "-", places="unit chip"),
    _command("insert-layer", "Insert layer", "I", "Ins", places="unit chip gap nothing"),
    _command("remove-layer", "Remove layer", "Shift+Del", places="unit chip"),
    _command("layer-left", "Move layer left", "Ctrl+Shift+Left", places="chip"),
    _command("layer-right", "Move layer right", "Ctrl+Shift+Right", places="chip"),
    _command("delete", "Delete", "Del", "Backspace", places="unit"),
    _command("copy", "Copy", "Ctrl+C", places="unit"),
    _command("paste", "Paste", "Ctrl+V", places="unit chip gap nothing"),
    _command("duplicate", "Duplicate", "Ctrl+D", places="unit"),
    _command("select-all", "Select all neurons", "Ctrl+A", places="nothing gap"),
    _command("freeze", "Freeze", "F", places="unit link chip"),
    _command("mute", "Mute: count as 0", "M", places="unit"),
    _command("solo", "Show its map large", "S", places="unit"),
    _command("numbers", "Show all numbers", "N", places="nothing gap"),
    _command("gradients", "Gradients on the links", "G", places="nothing gap link"),
    _command("fit", "Zoom to fit", "Ctrl+0", places="nothing gap"),
    _command("zoom-in", "Zoom in", "Ctrl++", "Ctrl+=", places="nothing gap"),
    _command("zoom-out", "Zoom out", "Ctrl+-", places="nothing gap"),
)
BY_NAME = {command.name: command for command in COMMANDS}
_LOCK_OF = {
    "add-neuron": "neurons", "remove-neuron": "neurons", "delete": "neurons", "paste": "neurons",
    "duplicate": "neurons", "insert-layer": "layers", "remove-layer": "layers",
    "layer-left": "layers", "layer-right": "layers", "freeze": "freeze", "mute": "mute",
}  # fmt: skip
"""The control that a command uses, by the names of `experiment.controls`."""
_VIEW = frozenset({"edit", "solo", "numbers", "gradients", "fit", "zoom-in", "zoom-out"})


class Commander(QObject):
    """Runs commands on the element in question, or on the selection it belongs to.

    Signals: ``view_commanded(name, element)`` for what the view does itself;
    ``selection_wanted(ids)`` after a command that chooses other neurons.
    """

    view_commanded = Signal(str, object)
    selection_wanted = Signal(object)

    def __init__(
        self,
        state: CanvasState,
        edits: NetworkEdits,
        layers: LayerEdits,
        units: UnitEdits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state, self._edits = state, edits
        self._layers, self._units = layers, units

    def run(self, name: str, element: Element = NOTHING) -> None:
        """Do what a command says."""
        if name in _VIEW:
            self.view_commanded.emit(name, element)
            return
        before = self._all_neurons()
        getattr(self, "_" + name.replace("-", "_"))(element)
        added = self._all_neurons() - before
        if added and name in ("paste", "duplicate"):
            self.selection_wanted.emit(added)

    def can(self, name: str, element: Element) -> bool:
        """Whether a command has anything to do here, and may."""
        if _LOCK_OF.get(name) in self._state.locked:
            return False
        column = self._column(element)
        hidden = column is not None and column not in (FEATURES, OUTPUT)
        checks = {
            "add-neuron": hidden,
            "remove-neuron": hidden,
            "remove-layer": hidden,
            "layer-left": hidden,
            "layer-right": hidden,
            "delete": bool(self._neurons(element)),
            "copy": bool(self._neurons(element)),
            "duplicate": bool(self._neurons(element)),
            "mute": bool(self._neurons(element)),
            "paste": self._layers.copied > 0 and self._paste_place(element) is not None,
            "freeze": bool(self._freezable(element)),
            "solo": element.part is Part.UNIT,
            "edit": element.part in (Part.LINK, Part.BIAS, Part.CHIP, Part.TITLE)
            or (element.part is Part.UNIT and element.id not in self._state.readout.layers[0]),
        }
        return checks.get(name, True)

    def text(self, name: str, element: Element) -> str:
        """The command's words, as they fit the element: Freeze or Unfreeze."""
        words = BY_NAME[name].text
        network = self._state.experiment.network
        neurons = {n.id: n for layer in network.hidden for n in layer.neurons}
        chosen = [neurons[unit] for unit in self._neurons(element) if unit in neurons]
        if name == "edit":
            return _edit_words(element)
        if name == "mute" and chosen and all(neuron.muted for neuron in chosen):
            return "Unmute: count again"
        if name == "freeze" and chosen and all(neuron.frozen for neuron in chosen):
            return "Unfreeze"
        if len(chosen) > 1 and name in ("delete", "copy", "duplicate", "freeze", "mute"):
            verb, colon, effect = words.partition(":")
            return f"{verb} {len(chosen)} neurons{colon}{effect}"
        return words

    # Each `_name` below is the command of that name.

    def _add_neuron(self, element: Element) -> None:
        column = self._column(element)
        if column is None:  # nothing in question: where the selection is, else in the last layer
            hidden = self._state.experiment.network.hidden
            column = self._paste_place(element) or (hidden[-1].id if hidden else None)
        if column is None:
            self._layers.insert(0, 1)
        elif column == OUTPUT:
            self._edits.refused.emit("The data decides how many output neurons there are.")
        elif column != FEATURES:
            self._layers.add_neuron(column)

    def _remove_neuron(self, element: Element) -> None:
        column = self._column(element)
        if column is not None and column not in (FEATURES, OUTPUT):
            self._layers.remove_neuron(column)

    def _insert_layer(self, element: Element) -> None:
        hidden = [layer.id for layer in self._state.experiment.network.hidden]
        column = self._column(element)
        if element.gap >= 0:
            index = element.gap
        elif column in hidden:
            index = hidden.index(column) + 1
        else:
            index = 0 if column == FEATURES else len(hidden)
        self._layers.insert(index)

    def _remove_layer(self, element: Element) -> None:
        column = self._column(element)
        if column is not None and column not in (FEATURES, OUTPUT):
            self._layers.remove(column)

    def _layer_left(self, element: Element) -> None:
        self._shift_layer(element, -1)

    def _layer_right(self, element: Element) -> None:
        self._shift_layer(element, 1)

    def _shift_layer(self, element: Element, by: int) -> None:
        hidden = [layer.id for layer in self._state.experiment.network.hidden]
        column = self._column(element)
        if column in hidden and 0 <= hidden.index(column) + by < len(hidden):
            self._layers.move(column, hidden.index(column) + by)

    def _delete(self, element: Element) -> None:
        if element.part in (Part.CHIP, Part.TITLE) and not self._state.selected:
            self._remove_layer(element)
        elif neurons := self._neurons(element):
            self._layers.remove_neurons(neurons)

    def _copy(self, element: Element) -> None:
        self._layers.copy(self._neurons(element))

    def _paste(self, element: Element) -> None:
        place = self._paste_place(element)
        if place is not None:
            self._layers.paste(place)

    def _duplicate(self, element: Element) -> None:
        if neurons := self._neurons(element):
            self._layers.duplicate(neurons)

    def _select_all(self, _element: Element) -> None:
        self.selection_wanted.emit(self._all_neurons())

    def _freeze(self, element: Element) -> None:
        self._units.toggle_frozen(self._freezable(element))

    def _mute(self, element: Element) -> None:
        self._units.toggle_muted(self._neurons(element))

    def _neurons(self, element: Element) -> tuple[str, ...]:
        """The hidden neurons meant: the element's, with its selection, or the selection."""
        known = self._all_neurons()
        selected = tuple(sorted(self._state.selected & known))
        if element.part is Part.UNIT and element.id not in selected:
            return (element.id,) if element.id in known else ()
        if element.part in (Part.UNIT, Part.NOTHING, Part.GAP):
            return selected
        return ()

    def _freezable(self, element: Element) -> tuple[str | Link, ...]:
        if element.link is not None:
            return (element.link,)
        if element.part in (Part.CHIP, Part.TITLE):
            return () if element.id == FEATURES else (element.id,)
        if element.part is Part.UNIT and element.id in self._state.readout.layers[-1]:
            return (OUTPUT,)
        return self._neurons(element)

    def _paste_place(self, element: Element) -> str | None:
        """The hidden layer that pasted neurons go to."""
        experiment = self._state.experiment
        column = self._column(element)
        if column is not None and column not in (FEATURES, OUTPUT):
            return column
        for unit in sorted(self._state.selected):
            layer = hidden_layer_of(experiment, unit)
            if layer is not None:
                return layer
        return None

    def _column(self, element: Element) -> str | None:
        if element.part in (Part.UNIT, Part.BIAS, Part.LINK):
            column = self._state.layout.column_of(element.id)
            return None if column is None else column.id
        return element.id or None

    def _all_neurons(self) -> frozenset[str]:
        network = self._edits.experiment.network
        return frozenset(neuron.id for layer in network.hidden for neuron in layer.neurons)


def _edit_words(element: Element) -> str:
    """What editing an element means."""
    if element.part in (Part.CHIP, Part.TITLE):
        return "Choose features…" if element.id == FEATURES else "Choose activation…"
    return "Edit weight…" if element.part is Part.LINK else "Edit bias…"
