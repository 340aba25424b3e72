"""From an experiment to the engine's network, and between links and the flat parameter vector.

The parameters lie layer by layer as blocks of shape (n_out, n_in + 1): one row per unit, in the
order of `outputs.layer_ids`, its bias last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from engine import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    ActivationFunction,
    LossFunction,
    Network,
    Optimizer,
    StopCondition,
    stop_conditions,
)

from .model import BIAS, Experiment, LayerSpec, Link, OutputSpec, StopSpec, TrainingSpec
from .outputs import layer_ids

_NOT_PLAIN = (
    *("loss", "loss_parameters"),  # of the network
    *("optimizer", "optimizer_parameters", "shuffle_seed"),  # have a state that goes on
    *("stop", "keep_weights"),  # of whoever runs the trainer
)
PLAIN_SETTINGS = tuple(name for name in TrainingSpec.__struct_fields__ if name not in _NOT_PLAIN)
"""The fields of `TrainingSpec` that are attributes of a `Trainer` and may be set at any time."""


def trainer_options(experiment: Experiment) -> dict[str, Any]:
    """Keyword arguments of `engine.Trainer` with which to train the experiment's network."""
    training = experiment.training
    plain = {name: getattr(training, name) for name in PLAIN_SETTINGS}
    return {**plain, "optimizer": make_optimizer(training), "seed": training.shuffle_seed}


def make_optimizer(training: TrainingSpec) -> Optimizer:
    """A new optimizer, with an empty memory."""
    return OPTIMIZERS.create(training.optimizer, **training.optimizer_parameters)


def make_loss(training: TrainingSpec) -> LossFunction:
    """The loss function."""
    return LOSSES.create(training.loss, **training.loss_parameters)


def make_stop_conditions(stop: StopSpec) -> tuple[StopCondition, ...]:
    """Fresh stop conditions, which remember the best loss so far."""
    return stop_conditions(**{name: getattr(stop, name) for name in stop.__struct_fields__})


def build_network(experiment: Experiment, *, with_hand_set: bool = False) -> Network:
    """A new network with the experiment's initial weights, frozen parameters and mutes.

    Weights set by hand belong to a run, so they are only applied when asked for.
    """
    network = _new_network(experiment)
    network.freeze(frozen_mask(experiment))
    for index, units in enumerate(muted_units(experiment)):
        network.set_muted(index, units)
    if with_hand_set:
        positions = BlockPositions(layer_ids(experiment))
        for entry in experiment.network.hand_set:
            position = positions.index(entry.link)
            if position is not None:
                network.parameters[position] = entry.value
    return network


def _new_network(experiment: Experiment) -> Network:
    spec = experiment.network
    sizes = [len(units) for units in layer_ids(experiment)]

    def activation(part: LayerSpec | OutputSpec) -> ActivationFunction:
        return ACTIVATIONS.create(part.activation, **part.parameters)

    return Network(
        sizes,
        activation=[activation(layer) for layer in spec.hidden],
        output_activation=activation(spec.output),
        loss=make_loss(experiment.training),
        seed=spec.seed,
        initializer=spec.initializer,
    )


def muted_units(experiment: Experiment) -> tuple[tuple[int, ...], ...]:
    """For each hidden layer the positions of its muted neurons."""
    return tuple(
        tuple(index for index, neuron in enumerate(layer.neurons) if neuron.muted)
        for layer in experiment.network.hidden
    )


def frozen_mask(experiment: Experiment) -> npt.NDArray[np.bool_] | None:
    """Which parameters do not move, of shape (n_parameters,); None if all do."""
    spec = experiment.network
    layers = layer_ids(experiment)
    positions = BlockPositions(layers)
    mask = np.zeros(positions.size, dtype=bool)
    frozen = [neuron.id for layer in spec.hidden for neuron in layer.neurons if neuron.frozen]
    if spec.output.frozen:
        frozen += layers[-1]
    for unit in frozen:
        mask[positions.row(unit)] = True
    for link in spec.frozen_links:
        position = positions.index(link)
        if position is not None:
            mask[position] = True
    return mask if mask.any() else None


@dataclass(frozen=True)
class BlockPositions:
    """Where each link of a network lies in the flat parameter vector, both ways.

    Parameters
    ----------
    layers : tuple of tuples of str
        Ids of all units, layer by layer, as of `outputs.layer_ids`.
    """

    layers: tuple[tuple[str, ...], ...]

    @cached_property
    def size(self) -> int:
        """Number of parameters."""
        pairs = zip(self.layers, self.layers[1:], strict=False)
        return sum(len(units) * (len(sources) + 1) for sources, units in pairs)

    @cached_property
    def _rows(self) -> dict[str, tuple[slice, dict[str, int]]]:
        """Unit → its row of the flat vector, and the places of its sources in the row."""
        rows: dict[str, tuple[slice, dict[str, int]]] = {}
        start = 0
        for sources, units in zip(self.layers, self.layers[1:], strict=False):
            width = len(sources) + 1
            places = {source: place for place, source in enumerate((*sources, BIAS))}
            for unit in units:
                rows[unit] = (slice(start, start + width), places)
                start += width
        return rows

    def row(self, unit: str) -> slice:
        """The weights and the bias of a unit; KeyError if it has none."""
        return self._rows[unit][0]

    def index(self, link: Link) -> int | None:
        """The place of a link, or None if there is no such link."""
        row, places = self._rows.get(link.target, (slice(0), {}))
        place = places.get(link.source)
        return None if place is None else int(row.start) + place

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The link at each place of the flat vector."""
        return tuple(
            Link(source, unit) for unit, (_, places) in self._rows.items() for source in places
        )


def block_positions(experiment: Experiment) -> BlockPositions:
    """The positions of the experiment's links; make it once for many questions."""
    return BlockPositions(layer_ids(experiment))


def parameter_index(experiment: Experiment, link: Link) -> int | None:
    """The place of one link in the flat parameter vector, or None if there is no such link."""
    return block_positions(experiment).index(link)


def links_of(experiment: Experiment) -> tuple[Link, ...]:
    """The link at each place of the flat parameter vector."""
    return block_positions(experiment).links


def indices_of(experiment: Experiment, links: Iterable[Link]) -> npt.NDArray[np.intp]:
    """The places of those links that exist."""
    positions = block_positions(experiment)
    places = (positions.index(link) for link in links)
    return np.array([place for place in places if place is not None], dtype=np.intp)
