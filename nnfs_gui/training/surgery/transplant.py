"""Surgery on a living network: the structure changes, what was learned stays.

Weights follow the ids of the units at their ends.  A link whose two ends survive keeps its weight
to the bit, and its optimizer's moments; everything else is decided here, so that the network's
function changes as little as the edit allows:

- a new neuron gets fresh incoming and zero outgoing weights;
- a duplicate shares its twin's outgoing weights with it;
- a new layer lets through what it receives (`layer_start`);
- a layer that meets new sources is fitted to what it computed before, and those that changed
  places to what was computed there;
- layers in another order are then fitted, all together, to the outputs (`rearranged`);
- a new feature has zero weights;
- a network that undo brings back finds the weights it was left with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from engine import ACTIVATIONS
from nnfs_gui.experiment.building import frozen_mask
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.data.sample import drawn_points
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import PLANE, Experiment, NeuronSpec
from nnfs_gui.experiment.outputs import layer_ids

from .layer_insertion import MISS, LayerStart, fit_rows, layer_start
from .notices import notice
from .output_conversion import fresh_row, with_output_rows_of
from .rearranged import fitted_to_outputs, is_rearranged
from .weights import (
    Array,
    Places,
    Weights,
    activate,
    empty_weights,
    outputs_from,
    pre_activations,
)

_SIDE = 25


@dataclass(frozen=True, eq=False)
class Transplant:
    """The weights of the changed network.

    Attributes
    ----------
    weights : Weights
    notice : str
        For people: how near to the old function a new or moved layer came; "" if not in question.
    merged : frozenset of str
        Duplicates that undo took away and whose outgoing weights went back to their twins; to be
        handed in again, so that redo shares them again.
    """

    weights: Weights
    notice: str = ""
    merged: frozenset[str] = frozenset()


def transplant(
    old: Experiment,
    weights: Weights,
    new: Experiment,
    remembered: Weights | None = None,
    merged: frozenset[str] = frozenset(),
) -> Transplant:
    """Carry the weights of one experiment's network over to another's.

    Parameters
    ----------
    old, new : Experiment
    weights : Weights
        Of the old experiment's network; not changed.
    remembered : Weights, optional
        What the new network had when it was left, if undo or redo brings it back.
    merged : frozenset of str
        As of the last `Transplant`.
    """
    weights = with_output_rows_of(old, weights, new)
    reordered = is_rearranged(old, new)
    if reordered and remembered is not None and remembered.ids == layer_ids(new):
        return Transplant(remembered.copy(), merged=merged)  # its weights belong together
    transfer = _Transfer(old, weights, new, remembered, merged)
    result, merged = transfer.carry_out()
    if not transfer.refitted:
        return Transplant(result, merged=merged)
    points, inserted = transfer.points, transfer.inserted
    if reordered:
        starts = [result, *_ways_round(old, weights, new)]
        result = fitted_to_outputs(old, weights, new, starts, points)
    spec = new.network.hidden[inserted[0] - 1] if inserted else None
    return Transplant(result, notice(old, weights, new, result, points, spec), merged)


def _ways_round(old: Experiment, weights: Weights, new: Experiment) -> Iterator[Weights]:
    """The same layers with one taken out and put in again, where it lets the values through."""
    order = [layer.id for layer in old.network.hidden]
    if frozen_mask(new) is not None:
        return  # such a layer begins with other weights
    for moved in order:
        rest = tuple(layer for layer in new.network.hidden if layer.id != moved)
        if [layer.id for layer in rest] == [id_ for id_ in order if id_ != moved]:
            between = replace(new, network=replace(new.network, hidden=rest))
            weights_between, _ = _Transfer(old, weights, between).carry_out()
            yield _Transfer(between, weights_between, new, miss=np.inf).carry_out()[0]


def plane_points(side: int = _SIDE) -> Array:
    """A grid over the plane as points of shape (side², 2)."""
    axis = np.linspace(-PLANE, PLANE, side)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def _points_that_matter(experiment: Experiment) -> Array:
    """The plane and the points that are drawn, of shape (n_points, 2)."""
    inputs = materialize(experiment).inputs
    return np.concatenate([plane_points(), inputs[drawn_points(len(inputs))]])


class _Transfer:
    def __init__(
        self,
        old: Experiment,
        weights: Weights,
        new: Experiment,
        remembered: Weights | None = None,
        merged: frozenset[str] = frozenset(),
        miss: float = MISS,
    ) -> None:
        self._old, self._new = old, new
        self._source = Places(weights)
        self._remembered = Places(remembered) if remembered is not None else None
        self._result = empty_weights(layer_ids(new), len(weights.vectors))
        self._blocks = self._result.blocks()
        self._neurons = _neurons(new)
        self._merged_before = merged
        self._miss = miss  # how far a new layer may move the outputs
        self.points = _points_that_matter(old)
        self._starts: dict[int, LayerStart] = {}
        self.inserted: list[int] = []
        self.refitted = False

    def carry_out(self) -> tuple[Weights, frozenset[str]]:
        """The weights of the new network, and which duplicates were merged."""
        for layer in range(1, len(self._result.ids)):
            self._carry_over(layer)
            self._fill_new_rows(layer)
        merged = self._merged_before - set(self._neurons) | self._merge_twins_taken_back()
        return self._result, merged

    # --- rows of units that were there before ------------------------------------------------

    def _carry_over(self, layer: int) -> None:
        ids, block = self._result.ids, self._blocks[layer - 1]
        old = self._source
        stayed = [unit for unit in ids[layer] if unit in old.layer]
        if not stayed:
            return
        origin = old.layer[stayed[0]]
        rows = [ids[layer].index(unit) for unit in stayed]
        rows_old = [old.row[unit] for unit in stayed]
        common = [unit for unit in ids[layer - 1] if unit in old.weights.ids[origin - 1]]
        if not common:
            self._take_up(layer, rows, stayed)
            return
        columns = [ids[layer - 1].index(unit) for unit in common]
        columns_old = [old.weights.ids[origin - 1].index(unit) for unit in common]
        old_block = old.blocks[origin - 1]
        block[:, np.array(rows)[:, None], [*columns, -1]] = old_block[
            :, np.array(rows_old)[:, None], [*columns_old, -1]
        ]
        self._outgoing_of_new(layer, rows, frozenset(common))

    def _outgoing_of_new(self, layer: int, rows: list[int], common: frozenset[str]) -> None:
        """Outgoing weights of units that came: shared with a twin, remembered, or zero."""
        sources, block = self._result.ids[layer - 1], self._blocks[layer - 1]
        twins: dict[str, list[str]] = {}
        for unit in sources:
            if unit in common:
                continue
            twin = self._twin(unit)
            if twin is not None and twin in common:
                twins.setdefault(twin, []).append(unit)
            else:
                self._recall_column(layer, rows, unit)
        for twin, copies in twins.items():
            column = sources.index(twin)
            places = [column, *(sources.index(unit) for unit in copies)]
            block[:, np.array(rows)[:, None], places] = block[:, rows, column][:, :, None]
            block[0][np.array(rows)[:, None], places] /= len(places)

    def _recall_column(self, layer: int, rows: list[int], unit: str) -> None:
        if self._remembered is None:
            return
        ids, block = self._result.ids, self._blocks[layer - 1]
        column = ids[layer - 1].index(unit)
        for row in rows:
            block[:, row, column] = self._remembered.weight(unit, ids[layer][row])

    def _take_up(self, layer: int, rows: list[int], stayed: list[str]) -> None:
        """Rows whose sources have all changed: remembered, or as near as can be to before."""
        recalled = [self._recall_row(layer, row) for row in rows]
        if all(recalled):
            return
        ids, block = self._result.ids, self._blocks[layer - 1]
        self.refitted = True
        start = self._starts.get(layer - 1)
        used = len(ids[layer - 1]) if start is None else len(start.rows)
        if start is not None and start.onward is not None:
            found = start.onward
        else:
            below = self._activations(layer - 1)[:used]
            found = fit_rows(below, self._wanted(layer, stayed))
        block[0][np.array(rows)[:, None], [*range(used), -1]] = found

    def _wanted(self, layer: int, stayed: list[str]) -> Array:
        """Pre-activations for a layer whose sources have all changed: its own of before.

        Of layers that changed places each does what was done there, as far as it has neurons: its
        own pre-activations cannot be had from other sources, while those of the place can.
        """
        old = self._source
        every = pre_activations(self._old, old.weights, self.points)
        origin = old.layer[stayed[0]]
        wanted: Array = every[origin - 1][[old.row[unit] for unit in stayed]]
        if origin != layer and is_rearranged(self._old, self._new):
            there = every[layer - 1][: len(stayed)]
            wanted = np.vstack([there, wanted[len(there) :]])
        return wanted

    # --- rows of units that are new ----------------------------------------------------------

    def _fill_new_rows(self, layer: int) -> None:
        ids, block = self._result.ids, self._blocks[layer - 1]
        new = [unit for unit in ids[layer] if unit not in self._source.layer]
        fresh = []
        for unit in new:
            row = ids[layer].index(unit)
            recalled = unit not in self._merged_before and self._recall_row(layer, row)
            if not recalled and not self._copy_row(layer, row):
                block[0, row] = fresh_row(self._new, layer, unit)
                fresh.append(unit)
        if len(fresh) == len(ids[layer]):
            self._let_through(layer)

    def _recall_row(self, layer: int, row: int) -> bool:
        """Take a whole row as remembered; False if that knows nothing of it."""
        ids, memory = self._result.ids, self._remembered
        unit = ids[layer][row]
        if memory is None or unit not in memory.layer:
            return False
        known = memory.weights.ids[memory.layer[unit] - 1]
        if not set(known) & set(ids[layer - 1]):
            return False
        block = self._blocks[layer - 1]
        for column, source in enumerate(ids[layer - 1]):
            block[:, row, column] = memory.weight(source, unit)
        block[:, row, -1] = memory.blocks[memory.layer[unit] - 1][:, memory.row[unit], -1]
        return True

    def _copy_row(self, layer: int, row: int) -> bool:
        """Start a duplicated or pasted neuron with the weights of its original."""
        ids, block, old = self._result.ids, self._blocks[layer - 1], self._source
        spec = self._neurons.get(ids[layer][row])
        original = spec.copy_of if spec is not None else None
        if original is None or original not in old.layer:
            return False
        if original in ids[layer]:
            block[:, row] = block[:, ids[layer].index(original)]
            return True
        known = old.weights.ids[old.layer[original] - 1]
        weights = old.blocks[old.layer[original] - 1][:, old.row[original]]
        by_id = bool(set(known) & set(ids[layer - 1]))
        for column, source in enumerate(ids[layer - 1]):
            place = (known.index(source) if source in known else None) if by_id else column
            if place is not None and place < len(known):
                block[:, row, column] = weights[:, place]
        block[:, row, -1] = weights[:, -1]
        return True

    def _let_through(self, layer: int) -> None:
        """Give a new layer between two others weights that let the values through."""
        ids, old = self._result.ids, self._source
        if layer == len(ids) - 1 or ids[layer + 1][0] not in old.layer:
            return
        origin = old.layer[ids[layer + 1][0]]
        known = old.weights.ids[origin - 1]
        stayed = [unit for unit in ids[layer + 1] if unit in old.layer]
        if not set(known) & set(ids[layer - 1]) or set(known) & set(ids[layer]):
            return
        onward = np.zeros((len(stayed), len(ids[layer - 1]) + 1))
        block = old.blocks[origin - 1][0][[old.row[unit] for unit in stayed]]
        for column, source in enumerate(ids[layer - 1]):
            if source in known:
                onward[:, column] = block[:, known.index(source)]
        onward[:, -1] = block[:, -1]
        spec = self._new.network.hidden[layer - 1]
        below, lowest = self._activations(layer - 1), self._lowest(layer - 1)
        rest = self._blocks[layer - 1][0]
        start = layer_start(
            spec.activation,
            spec.parameters,
            rest,
            below,
            lowest,
            onward,
            lambda z: outputs_from(self._old, old.weights, origin, z),
            self._miss,
        )
        self.inserted.append(layer)
        self._starts[layer] = start
        self._blocks[layer - 1][0, : len(start.rows)] = start.rows

    def _lowest(self, layer: int) -> float:
        """What an activation of a layer is never less than; −inf if only the points tell."""
        if layer == 0:
            return -np.inf
        spec = self._new.network.hidden[layer - 1]
        return float(ACTIVATIONS.create(spec.activation, **spec.parameters).limits[0])

    def _activations(self, layer: int) -> Array:
        """Activations of the new network's finished layers 0 …, (n_units, n_points)."""
        values = feature_matrix(self._new.network.features, self.points).T
        for index in range(1, layer + 1):
            block = self._blocks[index - 1][0]
            values = activate(self._new, index, block[:, :-1] @ values + block[:, -1:])
        return values

    # --- twins -------------------------------------------------------------------------------

    def _twin(self, unit: str) -> str | None:
        """The neuron of the same layer whose place a duplicate shares, if there is one."""
        memory = self._remembered
        if memory is not None and unit in memory.layer and unit not in self._merged_before:
            return None  # it comes back as the neuron it was
        spec = self._neurons.get(unit)
        original = self._neurons.get(spec.copy_of or "") if spec is not None else None
        if spec is None or original is None or original.muted != spec.muted:
            return None
        return original.id

    def _merge_twins_taken_back(self) -> frozenset[str]:
        """When undo takes a duplicate away, its twin takes over what it contributed."""
        if self._remembered is None:
            return frozenset()
        gone = _neurons(self._old)
        alive = set(self._neurons)
        merged = set()
        for unit, spec in gone.items():
            twin = _living_original(spec, gone, alive)
            if unit in alive or unit in self._remembered.layer or twin is None:
                continue
            if self._are_twins(unit, twin):
                self._merge(unit, twin)
                merged.add(unit)
        return frozenset(merged)

    def _are_twins(self, unit: str, twin: str) -> bool:
        old = self._source
        if old.layer[unit] != old.layer.get(twin):
            return False
        block = old.blocks[old.layer[unit] - 1][0]
        return bool(np.allclose(block[old.row[unit]], block[old.row[twin]], rtol=1e-9, atol=1e-12))

    def _merge(self, unit: str, twin: str) -> None:
        old, ids = self._source, self._result.ids
        above = old.layer[unit] + 1
        layer = next(index for index, units in enumerate(ids) if twin in units)
        column, block = ids[layer].index(twin), self._blocks[layer]
        for row, target in enumerate(ids[layer + 1]):
            if old.layer.get(target) == above:
                block[0, row, column] += old.blocks[above - 1][0, old.row[target], old.row[unit]]


def _neurons(experiment: Experiment) -> dict[str, NeuronSpec]:
    return {neuron.id: neuron for layer in experiment.network.hidden for neuron in layer.neurons}


def _living_original(
    spec: NeuronSpec, neurons: dict[str, NeuronSpec], alive: set[str]
) -> str | None:
    """The nearest neuron up the line of copies that is still there."""
    seen: set[str] = set()
    original = spec.copy_of
    while original is not None and original not in alive and original not in seen:
        seen.add(original)
        parent = neurons.get(original)
        original = parent.copy_of if parent is not None else None
    return original if original in alive else None
