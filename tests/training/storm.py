"""Random edits of a document, of every kind that a person can make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from training_tools import HIDDEN

from engine import DATASETS, LOSSES, OPTIMIZERS, SCHEDULES
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.features import BUILT_IN
from nnfs_gui.experiment.model import BIAS, Experiment, LayerSpec, Link, PointArray, PointsData
from nnfs_gui.experiment.outputs import layer_ids

BURST = 6
_T = TypeVar("_T")


class Storm:
    """Random edits of a document, always the same ones for a seed."""

    def __init__(self, document: Document, seed: int) -> None:
        self._document = document
        self._rng = np.random.default_rng(seed)
        self._edits: tuple[Callable[[Experiment], Experiment], ...] = (
            self._structure,
            self._structure,
            self._copies,
            self._flags,
            self._hands,
            self._function,
            self._points,
            self._training,
        )

    def blow(self) -> None:
        """One edit, undo or redo; an edit that is refused is none."""
        luck = self._rng.random()
        if luck < 0.2:
            self._document.undo_stack.undo()
        elif luck < 0.3:
            self._document.undo_stack.redo()
        else:
            try:
                new = self._one_of(self._edits)(self._document.experiment)
            except edits.EditError:
                return
            self._document.edit(new, "Storm")

    def burst(self) -> int:
        """How many edits come before the next look."""
        return int(self._rng.integers(1, BURST + 1))

    def _one_of(self, choices: Sequence[_T]) -> _T:
        return choices[int(self._rng.integers(len(choices)))]

    def _layer(self, experiment: Experiment) -> LayerSpec:
        if not experiment.network.hidden:
            raise edits.EditError("There is no hidden layer.")
        return self._one_of(experiment.network.hidden)

    def _neuron(self, experiment: Experiment) -> str:
        return self._one_of(self._layer(experiment).neurons).id

    def _link(self, experiment: Experiment) -> Link:
        layers = layer_ids(experiment)
        layer = int(self._rng.integers(1, len(layers)))
        return Link(self._one_of((*layers[layer - 1], BIAS)), self._one_of(layers[layer]))

    # --- edits -------------------------------------------------------------------------------

    def _structure(self, experiment: Experiment) -> Experiment:
        depth = len(experiment.network.hidden)
        match int(self._rng.integers(6)):
            case 0:
                place, units = int(self._rng.integers(depth + 1)), int(self._rng.integers(1, 7))
                return edits.add_layer(experiment, place, units, self._one_of(HIDDEN))
            case 1:
                return edits.remove_layer(experiment, self._layer(experiment).id)
            case 2:
                place = int(self._rng.integers(max(1, depth)))
                return edits.move_layer(experiment, self._layer(experiment).id, place)
            case 3:
                units = int(self._rng.integers(1, 9))
                return edits.resize_layer(experiment, self._layer(experiment).id, units)
            case 4:
                return edits.remove_neurons(experiment, [self._neuron(experiment)])
            case _:
                return edits.toggle_feature(experiment, self._one_of(BUILT_IN)[0])

    def _copies(self, experiment: Experiment) -> Experiment:
        if self._rng.random() < 0.5:
            return edits.duplicate_neurons(experiment, [self._neuron(experiment)])
        copied = self._layer(experiment).neurons[:2]
        return edits.paste_neurons(experiment, self._layer(experiment).id, copied)

    def _flags(self, experiment: Experiment) -> Experiment:
        on = bool(self._rng.random() < 0.6)
        match int(self._rng.integers(3)):
            case 0:
                return edits.freeze(experiment, [self._neuron(experiment)], on)
            case 1:
                return edits.freeze(experiment, [self._link(experiment)], on)
            case _:
                return edits.mute(experiment, [self._neuron(experiment)], on)

    def _hands(self, experiment: Experiment) -> Experiment:
        value, before = self._rng.normal(size=2).tolist()
        return edits.set_weight(experiment, self._link(experiment), value, before)

    def _function(self, experiment: Experiment) -> Experiment:
        match int(self._rng.integers(6)):
            case 0 | 1:
                return edits.set_loss(experiment, self._one_of(LOSSES.names()))
            case 2:
                return edits.set_seed(experiment, int(self._rng.integers(100)))
            case _:
                layer = self._layer(experiment)
                return edits.set_activation(experiment, layer.id, self._one_of(HIDDEN))

    def _points(self, experiment: Experiment) -> Experiment:
        match int(self._rng.integers(5)):
            case 0 | 1:
                name = self._one_of(DATASETS.names())
                classes = int(self._rng.integers(2, 5))
                return edits.change_data(experiment, generator=name, classes=classes)
            case 2:
                noise = float(self._rng.uniform(0.0, 0.5))
                return edits.change_data(experiment, noise=noise)
            case 3:
                share = float(self._rng.uniform(0.1, 0.9))
                return edits.set_split(experiment, training_share=share)
            case _:
                return edits.set_data(experiment, PointsData(points=PointArray()))

    def _training(self, experiment: Experiment) -> Experiment:
        match int(self._rng.integers(5)):
            case 0:
                return edits.set_training(experiment, optimizer=self._one_of(OPTIMIZERS.names()))
            case 1:
                rate = float(10.0 ** self._rng.uniform(-4.0, 0.0))
                return edits.set_training(experiment, learning_rate=rate)
            case 2:
                return edits.set_training(experiment, batch_size=int(self._rng.integers(1, 31)))
            case 3:
                clip = self._one_of(("none", "value", "neuron", "norm"))
                return edits.set_training(experiment, clip=clip)
            case _:
                return edits.set_training(experiment, schedule=self._one_of(SCHEDULES.names()))
