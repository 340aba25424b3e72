"""Which of the window's controls an edit has moved, whatever gesture made it.

A lesson locks controls by these names, alone or in groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .model import (
    DataSpec,
    Experiment,
    FormulaData,
    Link,
    NetworkSpec,
    NeuronSpec,
    PointsData,
)
from .outputs import is_drawn, layer_ids

GROUPS: dict[str, tuple[str, ...]] = {
    "data": (
        "dataset", "noise", "share", "points", "data_seed", "balance", "outliers", "paint",
        "import", "formula",
    ),
    "network": (
        "features", "layers", "neurons", "activation", "output", "weights", "freeze", "mute",
        "init", "init_seed",
    ),
    "training": (
        "loss", "optimizer", "rate", "batch", "clip", "clip_threshold", "reg", "reg_rate",
        "schedule", "stop",
    ),
    "transport": ("play", "step", "rewind", "speed"),
    "views": (
        "boundary", "loss_chart", "test_points", "train_loss", "test_loss", "accuracy",
        "gradients", "weights_tab", "activations", "landscape", "math",
    ),
    "window": ("open", "undo"),
}  # fmt: skip
"""Names of controls by the name of their group."""
CONTROLS = frozenset(name for names in GROUPS.values() for name in names)
LABELS: dict[str, str] = {
    "dataset": "Data set", "noise": "Noise", "share": "Training share", "points": "Points",
    "data_seed": "Data seed", "balance": "Class balance", "outliers": "Outliers",
    "paint": "Painting", "import": "Tables", "formula": "Data from a formula",
    "features": "Features", "layers": "Layers", "neurons": "Neurons",
    "activation": "Activation", "output": "Output", "weights": "Weights", "freeze": "Freezing",
    "mute": "Muting", "init": "Initial weights", "init_seed": "Weight seed", "loss": "Loss",
    "optimizer": "Optimizer", "rate": "Learning rate", "batch": "Batch size",
    "clip": "Clipping", "clip_threshold": "Clipping threshold", "reg": "Regularization",
    "reg_rate": "Regularization rate", "schedule": "Schedule", "stop": "Stopping",
    "play": "Play", "step": "Stepping", "rewind": "Rewinding", "speed": "Speed",
    "boundary": "Decision boundary", "loss_chart": "Loss", "test_points": "Test points",
    "train_loss": "Training loss", "test_loss": "Test loss", "accuracy": "Accuracy",
    "gradients": "Gradients",
    "weights_tab": "Weights", "activations": "Activations", "landscape": "Landscape",
    "math": "Math", "open": "Opening", "undo": "Undo",
}  # fmt: skip
"""What people call each of them."""

_DATA = {"size": "points", "noise": "noise", "seed": "data_seed", "classes": "dataset",
         "generator": "dataset", "form": "formula", "formula": "formula"}  # fmt: skip
_SPLIT = {"training_share": "share", "seed": "data_seed", "class_balance": "balance",
          "outliers": "outliers", "order": "data_seed"}  # fmt: skip
_NETWORK = {"features": "features", "initializer": "init", "seed": "init_seed",
            "hand_set": "weights"}  # fmt: skip
_TRAINING = {
    "loss": "loss", "loss_parameters": "loss", "optimizer": "optimizer",
    "optimizer_parameters": "optimizer", "learning_rate": "rate", "batch_size": "batch",
    "clip": "clip", "clip_threshold": "clip_threshold", "regularizer": "reg",
    "regularization_rate": "reg_rate", "schedule": "schedule", "stop": "stop",
    "shuffle": "batch", "shuffle_seed": "init_seed", "keep_weights": "dataset",
}  # fmt: skip


ALWAYS_FREE = frozenset((*GROUPS["views"], *GROUPS["window"], "speed"))
"""What stays free though a lesson allows only some of the others: it changes nothing."""


def expanded(names: Iterable[str]) -> frozenset[str]:
    """The controls meant by names of controls and of groups."""
    return frozenset(name for given in names for name in GROUPS.get(given, (given,)))


def locked_by(lock: Iterable[str], only: Iterable[str] | None) -> frozenset[str]:
    """The controls that are locked: those of ``lock``, and all that ``only`` does not allow."""
    locked = expanded(lock)
    if only is not None:
        free = expanded(only) | ALWAYS_FREE
        locked |= frozenset(name for name in LABELS if name not in free)
    return locked


def moved(old: Experiment, new: Experiment) -> frozenset[str]:
    """The controls that stand otherwise in ``new``; a title and notes belong to none."""
    return frozenset(
        (
            *_in_data(old.data, new.data),
            *_fields(old.split, new.split, _SPLIT),
            *_in_network(old, new),
            *_fields(old.training, new.training, _TRAINING),
        )
    )


def _fields(old: object, new: object, names: dict[str, str]) -> Iterator[str]:
    for field, name in names.items():
        if getattr(old, field, None) != getattr(new, field, None):
            yield name


def _in_data(old: DataSpec, new: DataSpec) -> Iterator[str]:
    if old == new:
        return
    if isinstance(new, PointsData):
        same_table = isinstance(old, PointsData) and old.source == new.source
        yield "paint" if same_table or is_drawn(new) else "import"
    elif type(old) is type(new):
        yield from _fields(old, new, _DATA)
    else:
        yield "formula" if isinstance(new, FormulaData) else "dataset"


def _in_network(old: Experiment, new: Experiment) -> Iterator[str]:
    before, after = old.network, new.network
    yield from _fields(before, after, _NETWORK)
    if [layer.id for layer in before.hidden] != [layer.id for layer in after.hidden]:
        yield "layers"
    layers = {layer.id: layer for layer in before.hidden}
    for layer in after.hidden:
        earlier = layers.get(layer.id)
        if earlier is None:
            continue
        if [n.id for n in earlier.neurons] != [n.id for n in layer.neurons]:
            yield "neurons"
        if (earlier.activation, earlier.parameters) != (layer.activation, layer.parameters):
            yield "activation"
    one, other = before.output, after.output
    if (one.activation, one.parameters) != (other.activation, other.parameters):
        yield "output"
    yield from _in_neurons(before, after)
    if one.frozen != other.frozen or _links_changed(old, new):
        yield "freeze"


def _in_neurons(before: NetworkSpec, after: NetworkSpec) -> Iterator[str]:
    earlier = _neurons(before)
    for name, neuron in _neurons(after).items():
        known = earlier.get(name)
        if known is not None and known.frozen != neuron.frozen:
            yield "freeze"
        if known is not None and known.muted != neuron.muted:
            yield "mute"


def _neurons(network: NetworkSpec) -> dict[str, NeuronSpec]:
    return {neuron.id: neuron for layer in network.hidden for neuron in layer.neurons}


def _links_changed(old: Experiment, new: Experiment) -> bool:
    """Whether links were frozen or thawed; those that went with a neuron were not."""
    before, after = set(old.network.frozen_links), set(new.network.frozen_links)
    living = {unit for units in layer_ids(new) for unit in units} | {"bias"}

    def lives(link: Link) -> bool:
        return link.source in living and link.target in living

    return any(lives(link) for link in before ^ after)
