"""`LayerStack`: layers whose parameters are one flat vector, and which of these learn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import Mask, Vector
from .checks import vector
from .functions.activations import ActivationFunction
from .functions.clipping import NeuronRows
from .layer import Layer


class LayerStack:
    """What a network is made of, without anything that it computes.

    Attributes
    ----------
    sizes : tuple of int
        Number of inputs, and of the neurons of each layer.
    layers : tuple of Layer
    version : int
        Counts changes that prepared steps must heed: of the loss, of what is frozen or muted.
    """

    def __init__(self, sizes: tuple[int, ...], functions: Sequence[ActivationFunction]) -> None:
        self.sizes = sizes
        shapes = [(n_out, n_in + 1) for n_in, n_out in pairwise(sizes)]
        self._parameters: Vector = np.zeros(sum(rows * columns for rows, columns in shapes))
        self.layers = tuple(Layer(np.empty(s), f) for s, f in zip(shapes, functions, strict=True))
        self._share_memory()
        self._frozen: Mask | None = None
        self.version = 0

    def _share_memory(self) -> None:
        """Make the layers' blocks views of the one flat vector."""
        for layer, block in zip(self.layers, blocks_in(self._parameters, self.layers), strict=True):
            layer.use_block(block)

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Of a view NumPy copies or pickles an array by itself, which updates would not reach.
        self.__dict__.update(state)
        self._share_memory()

    @property
    def parameters(self) -> Vector:
        """All weights and biases, layer by layer, neuron by neuron (each neuron's bias last).

        This is the memory that the layers look at: writing to it changes the network.  Assigning
        to the property copies into it.
        """
        return self._parameters

    @parameters.setter
    def parameters(self, values: npt.ArrayLike) -> None:
        np.copyto(self._parameters, vector("parameters", values, self.n_parameters))

    @property
    def n_parameters(self) -> int:
        """Number of weights and biases."""
        return self._parameters.size

    @property
    def rows(self) -> NeuronRows:
        """Where each neuron's weights and bias lie in `parameters`."""
        lengths = np.concatenate([np.full(layer.n_out, layer.n_in + 1) for layer in self.layers])
        return NeuronRows(np.cumsum(lengths) - lengths, lengths)

    @property
    def is_weight(self) -> Mask:
        """Which parameters are weights, and not biases; of shape (n_parameters,)."""
        mask = np.ones(self.n_parameters, dtype=bool)
        rows = self.rows
        mask[rows.starts + rows.lengths - 1] = False
        return mask

    # --- what does not learn -------------------------------------------------------------------

    @property
    def frozen(self) -> Mask | None:
        """Which parameters do not move, of shape (n_parameters,), or None if all do; a copy."""
        return None if self._frozen is None else self._frozen.copy()

    def freeze(self, mask: npt.ArrayLike | None) -> None:
        """Hold the parameters where the mask is true; None lets all move again.

        Frozen parameters keep their value under every optimizer, and their gradient counts neither
        for clipping nor as the trainer's raw gradient.
        """
        checked = None if mask is None else _checked_mask(mask, self.n_parameters)
        self._frozen = checked if checked is not None and checked.any() else None
        self.version += 1

    @property
    def muted(self) -> tuple[tuple[int, ...], ...]:
        """The muted units of each hidden layer."""
        return tuple(layer.muted for layer in self.layers[:-1])

    def set_muted(self, layer_index: int, units: Iterable[int]) -> None:
        """Make these units of a hidden layer (0 is the first), and no others, output exactly 0.

        A muted unit takes no part: neither its own parameters nor the weights that lead away from
        it get a gradient, and they rest while training goes on.
        """
        n_hidden = len(self.layers) - 1
        if not 0 <= layer_index < n_hidden:
            rule = f"a hidden layer, 0 … {n_hidden - 1}" if n_hidden else "a hidden layer"
            raise ValueError(f"layer_index must be that of {rule}, got {layer_index}")
        layer = self.layers[layer_index]
        chosen = tuple(sorted({int(unit) for unit in units}))
        for unit in chosen:
            if not 0 <= unit < layer.n_out:
                raise ValueError(f"units must be in 0 … {layer.n_out - 1}, got {unit}")
        layer.muted = chosen
        self.version += 1

    @property
    def fixed(self) -> Mask | None:
        """Which parameters an update leaves alone: frozen ones, and those of muted units."""
        if not any(self.muted):
            return self.frozen
        muted = _of_muted_units(self.layers)
        return muted if self._frozen is None else muted | self._frozen


def blocks_in(flat: Vector, layers: Sequence[Layer]) -> list[Vector]:
    """A flat vector's parts, in the shapes of the layers' blocks; views."""
    ends = np.cumsum([layer.block.size for layer in layers])[:-1]
    parts = np.split(flat, ends)
    return [part.reshape(layer.block.shape) for part, layer in zip(parts, layers, strict=True)]


def _checked_mask(mask: npt.ArrayLike, n_parameters: int) -> Mask:
    """One truth value per parameter, as a copy."""
    array = np.array(mask)
    if array.dtype != bool:
        raise TypeError(f"mask must hold true or false, got dtype {array.dtype}")
    if array.shape != (n_parameters,):
        rule = f"shape ({n_parameters},)"
        raise ValueError(f"mask must have {rule}, one per parameter, got {array.shape}")
    return array


def _of_muted_units(layers: Sequence[Layer]) -> Mask:
    """Which parameters are those of muted units, or lead away from one."""
    masks: list[Mask] = []
    muted_before: tuple[int, ...] = ()
    for layer in layers:
        mask = np.zeros(layer.block.shape, dtype=bool)
        mask[list(layer.muted), :] = True
        mask[:, list(muted_before)] = True
        masks.append(mask.ravel())
        muted_before = layer.muted
    return np.concatenate(masks)
