"""What edits can do to the network: each action one edit of the document, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, Signal

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment, LayerSpec, Link, NeuronSpec
from nnfs_gui.experiment.names import link_name
from nnfs_gui.experiment.outputs import output_ids

from ..elements import OUTPUT
from ..wording import is_frozen, layer_of, neuron_of

_Edit = Callable[[Experiment], Experiment]


class NetworkEdits(QObject):
    """Edits the document for gestures, keys and menus.

    Signals: ``refused(str)`` with a sentence when an edit is not possible.
    """

    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    @property
    def experiment(self) -> Experiment:
        return self._document.experiment

    def do(self, edit: _Edit, text: str, gesture: str | None = None) -> bool:
        """Make an edit as one undo step; False if nothing changed or it was refused."""
        try:
            new = edit(self._document.experiment)
        except edits.EditError as error:
            self.refused.emit(str(error))
            return False
        return self._document.edit(new, text, gesture)

    def replace(self, new: Experiment, text: str, gesture: str) -> bool:
        """Show an experiment in the course of a gesture."""
        return self._document.edit(new, text, gesture)


class LayerEdits:
    """Layers and neurons."""

    def __init__(self, edits: NetworkEdits) -> None:
        self._edits = edits
        self._copied: tuple[NeuronSpec, ...] = ()

    @property
    def copied(self) -> int:
        """How many neurons the clipboard holds."""
        return len(self._copied)

    def insert(self, index: int, units: int | None = None) -> bool:
        return self._edits.do(lambda e: edits.add_layer(e, index, units), "Add layer")

    def resize(self, layer: str, units: int) -> bool:
        return self._edits.do(lambda e: edits.resize_layer(e, layer, units), "Resize layer")

    def move(self, layer: str, index: int) -> bool:
        return self._edits.do(lambda e: edits.move_layer(e, layer, index), "Move layer")

    def remove(self, layer: str) -> bool:
        return self._edits.do(lambda e: edits.remove_layer(e, layer), "Remove layer")

    def add_neuron(self, layer: str, index: int | None = None) -> bool:
        return self._edits.do(lambda e: edits.add_neuron(e, layer, index), "Add neuron")

    def remove_neuron(self, layer: str) -> bool:
        """Remove the last neuron of a layer; a layer of one goes altogether."""
        found = next((item for item in self._layers if item.id == layer), None)
        if found is not None and len(found.neurons) == 1:
            return self.remove(layer)
        return self._edits.do(lambda e: edits.remove_neuron(e, layer), "Remove neuron")

    def remove_neurons(self, ids: Collection[str]) -> bool:
        words = "Remove neurons" if len(ids) > 1 else "Remove neuron"
        return self._edits.do(lambda e: edits.remove_neurons(e, ids), words)

    def duplicate(self, ids: Collection[str]) -> bool:
        words = "Duplicate neurons" if len(ids) > 1 else "Duplicate neuron"
        return self._edits.do(lambda e: edits.duplicate_neurons(e, ids), words)

    def copy(self, ids: Collection[str]) -> None:
        """Keep neurons for `paste`, in the order in which they stand."""
        self._copied = tuple(
            neuron for layer in self._layers for neuron in layer.neurons if neuron.id in ids
        )

    def paste(self, layer: str) -> bool:
        copied = self._copied
        return bool(copied) and self._edits.do(
            lambda e: edits.paste_neurons(e, layer, copied), "Paste neurons"
        )

    @property
    def _layers(self) -> tuple[LayerSpec, ...]:
        return self._edits.experiment.network.hidden


class UnitEdits:
    """Activations, features, freezing, muting, and weights set by hand."""

    def __init__(self, edits: NetworkEdits) -> None:
        self._edits = edits

    def set_activation(
        self, column: str, name: str, parameters: dict[str, float], gesture: str | None = None
    ) -> bool:
        return self._edits.do(
            lambda e: edits.set_activation(e, column, name, **parameters),
            "Change activation",
            gesture,
        )

    def toggle_feature(self, formula: str) -> bool:
        return self._edits.do(lambda e: edits.toggle_feature(e, formula), "Change features")

    def toggle_frozen(self, ids: Collection[str | Link]) -> bool:
        """Freeze all of ``ids``, or thaw them if all are frozen already."""
        if not ids:
            return False
        on = not all(self._frozen(name) for name in ids)
        words = "Freeze" if on else "Unfreeze"
        return self._edits.do(lambda e: edits.freeze(e, ids, on), words)

    def toggle_muted(self, ids: Collection[str]) -> bool:
        """Mute all of ``ids``, or unmute them if all are muted already."""
        neurons = [neuron_of(self._edits.experiment, name) for name in ids]
        if not neurons or None in neurons:
            return False
        on = not all(neuron is not None and neuron.muted for neuron in neurons)
        words = "Mute" if on else "Unmute"
        return self._edits.do(lambda e: edits.mute(e, ids, on), words)

    def set_weight(
        self, start: Experiment, link: Link, value: float, before: float, gesture: str
    ) -> bool:
        """Set a weight in the course of a gesture that found the experiment as ``start``."""
        words = f"Set {link_name(start, link)}"
        if value == before:  # back where it began: the gesture leaves nothing behind
            return self._edits.replace(start, words, gesture)
        return self._edits.do(
            lambda _: edits.set_weight(start, link, value, before), words, gesture
        )

    def _frozen(self, name: str | Link) -> bool:
        experiment = self._edits.experiment
        if isinstance(name, Link):
            return is_frozen(experiment, name)
        neuron = neuron_of(experiment, name)
        if neuron is not None:
            return neuron.frozen
        if name == OUTPUT or name in output_ids(experiment):
            return experiment.network.output.frozen
        layers = {layer.id: layer for layer in experiment.network.hidden}
        return name in layers and all(item.frozen for item in layers[name].neurons)


def hidden_layer_of(experiment: Experiment, name: str) -> str | None:
    """The hidden layer that ``name`` is or belongs to."""
    if any(layer.id == name for layer in experiment.network.hidden):
        return name
    layer = layer_of(experiment, name)
    return None if layer is None else layer.id
