"""Every edit of an experiment: pure functions ``edits.NAME(experiment, …) -> Experiment``.

Each returns a valid, consistent experiment (an equal one if nothing changes) or raises `EditError`
with a sentence for people.  `compatibility.explain(old, new)` says what an edit had to adapt.
"""

from __future__ import annotations

from .data import (
    change_data,
    set_data,
    set_features,
    set_notes,
    set_split,
    set_title,
    toggle_feature,
)
from .layers import (
    add_layer,
    add_neuron,
    duplicate_neurons,
    move_layer,
    paste_neurons,
    remove_layer,
    remove_neuron,
    remove_neurons,
    resize_layer,
)
from .rules import EditError
from .training import set_loss, set_output_activation, set_stop, set_training
from .units import freeze, mute, set_activation, set_initializer, set_seed, set_weight

__all__ = [
    "EditError",
    "add_layer",
    "add_neuron",
    "change_data",
    "duplicate_neurons",
    "freeze",
    "move_layer",
    "mute",
    "paste_neurons",
    "remove_layer",
    "remove_neuron",
    "remove_neurons",
    "resize_layer",
    "set_activation",
    "set_data",
    "set_features",
    "set_initializer",
    "set_loss",
    "set_notes",
    "set_output_activation",
    "set_seed",
    "set_split",
    "set_stop",
    "set_title",
    "set_training",
    "set_weight",
    "toggle_feature",
]
