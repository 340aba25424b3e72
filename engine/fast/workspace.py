"""`Workspace`: `Network.loss_and_gradient` with everything prepared for one batch size.

A step of a small network is so short that Python's own work — looking up names, making views,
allocating arrays — would take most of it.  So all of that is done once: buffers are allocated,
views taken, and each NumPy call is bound to its operands.  What is left of a pass is a list of
calls without arguments, each of which reads and writes fixed memory.

Layout.  Activations are *feature-major*, of shape (units, batch), and every layer's are followed by
a row of ones.  A layer's block has its biases as the last column, so ``block.dot(activations)`` is
W a + b in one product, and ``delta.dot(activations.T)`` is the gradient of weights and biases in
one.  All layers' activations lie in one stack, so that the slopes of neighbouring layers with the
same activation function are one call:

    rows of the stack:   | layer 1 | ones | layer 2 | ones | … | output |
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np

from ..arrays import Array, Call, Vector
from ..functions.activations import ActivationFunction, Linear
from ..functions.losses import Evaluate, LossFunction
from ..layer import Layer
from ..stack import blocks_in

LINEAR = Linear()


class Batch(NamedTuple):
    """A mini-batch, feature-major; samples come last, also where several networks have theirs.

    Attributes
    ----------
    inputs : ndarray of shape (n_inputs + 1, batch)
        The last row is ones.
    inputs_t : ndarray of shape (batch, n_inputs + 1)
        The same memory, transposed.
    targets : ndarray of shape (n_outputs, batch)
    """

    inputs: Vector
    inputs_t: Vector
    targets: Vector

    def part(self, samples: slice) -> Batch:
        """Some of the samples; views."""
        inputs = self.inputs[..., samples]
        return Batch(inputs, inputs.mT, self.targets[..., samples])


Product: TypeAlias = Callable[[Vector, Vector], object]
"""A matrix product of something bound with the first operand, written to the second."""

Compute: TypeAlias = Callable[[Batch], float]
"""Returns a batch's loss and leaves the gradient of all parameters in the workspace's vector."""


class ForwardStep(NamedTuple):
    """The operands of one layer's part of the forward pass."""

    block_dot: Product
    before: Vector
    """The activations before the layer, with the row of ones."""
    z: Vector
    activate: Call


class BackwardStep(NamedTuple):
    """The operands of one layer's part of the backward pass."""

    delta_dot: Product
    a_t: Vector
    gradient: Vector
    block_t_dot: Product
    delta: Vector
    surplus: Vector
    """δ below, and one row more.  The whole block lies in one piece of memory, the weights alone do
    not and would be copied; the surplus row, ∂L/∂ones, is looked at by nobody."""
    below: Vector
    slopes: Vector
    """f′(z) of the layer below; ones where it is linear."""


class Workspace:
    """Buffers and prepared calls for batches of one size.

    Parameters
    ----------
    layers : sequence of Layer
    loss : LossFunction
    gradient : ndarray of shape (n_parameters,)
        Where the gradient is left; used as it is, so that workspaces can share it.
    size : int
        The number of samples in a batch.

    Attributes
    ----------
    compute : callable
        ``compute(batch)`` returns the loss; see `Compute`.
    """

    compute: Compute

    def __init__(
        self, layers: Sequence[Layer], loss: LossFunction, gradient: Vector, size: int
    ) -> None:
        self._layers, self._output = layers, layers[-1].activation
        self._loss = loss.after(self._output)
        self._fused = self._loss.fused
        self._rows = _rows_of(layers)
        n_rows = self._rows[-1].stop
        self._activations, self._slopes = (np.ones(self._shape(n_rows, size)) for _ in range(2))
        self._deltas = np.zeros(self._shape(n_rows, size))
        self._z = self._pre_activations(size)
        self._blocks, self._gradients = self._block_views(gradient)
        self.compute = self._prepared()

    # --- what `StackedWorkspace` does otherwise ------------------------------------------------

    def _shape(self, n_rows: int, size: int) -> tuple[int, ...]:
        """The shape of buffers with so many units."""
        return n_rows, size

    def _block_views(self, gradient: Vector) -> tuple[list[Vector], list[Vector]]:
        """Each layer's block, and its place in the gradient."""
        return [layer.block for layer in self._layers], blocks_in(gradient, self._layers)

    def _product(self, matrix: Vector) -> Product:
        """The product with that matrix."""
        return matrix.dot

    def _matrix(self, rows: Array) -> Array:
        """Rows of a buffer as an operand of products."""
        return rows

    # --- binding -------------------------------------------------------------------------------

    def _prepared(self) -> Compute:
        """Bind everything; what is returned is the whole pass."""
        forward, backward = self._forward(), self._backward()
        evaluate, between = self._evaluation(), self._slope_calls() + self._output_delta()
        multiply = np.multiply
        # Only the first product and the last one, and the loss, see the batch itself.
        first, z_first = self._product(self._blocks[0]), self._matrix(self._z[0])
        activate_first = self._activation(0)
        last = self._product(self._matrix(self._deltas[self._rows[0]]))
        gradient_first = self._gradients[0]

        def compute(batch: Batch) -> float:
            inputs, inputs_t, targets = batch
            first(inputs, z_first)
            activate_first()
            for block_dot, before, z, activate in forward:
                block_dot(before, z)  # z = W a + b
                activate()
            loss = evaluate(targets)
            for call in between:
                call()
            for delta_dot, a_t, gradient, block_t_dot, delta, surplus, below, slopes in backward:
                delta_dot(a_t, gradient)  # ∂L/∂(W, b) = δ aᵀ, with the ones in a for the bias
                block_t_dot(delta, surplus)  # ∂L/∂a below = Wᵀ δ
                multiply(below, slopes, below)  # δ below = ∂L/∂a · f′(z)
            last(inputs_t, gradient_first)
            return loss

        return compute

    def _pre_activations(self, size: int) -> list[Array]:
        """Where each layer's z goes: in the place of its activations, unless z is needed later."""
        needed = [layer.activation.slope_needs_z for layer in self._layers]
        stack = np.zeros_like(self._activations) if any(needed) else self._activations
        self._z_stack = stack
        places = [
            (stack if keep else self._activations)[rows]
            for keep, rows in zip(needed, self._rows, strict=True)
        ]
        if self._fused:
            places[-1] = np.zeros(
                self._shape(self._layers[-1].n_out, size)
            )  # the loss wants the logits
        return places

    def _forward(self) -> list[ForwardStep]:
        """From the first layer's activations to the outputs."""
        return [
            ForwardStep(
                self._product(self._blocks[index]),
                self._matrix(self._with_ones(index - 1)),
                self._matrix(self._z[index]),
                self._activation(index),
            )
            for index in range(1, len(self._layers))
        ]

    def _activation(self, index: int) -> Call:
        """What makes a layer's activations of its z."""
        layer, z, a = self._layers[index], self._z[index], self._activations[self._rows[index]]
        if np.shares_memory(z, a):
            a = z
        if layer.activation.output_only:
            z, a = samples_first(z), samples_first(a)
        activate = layer.activation.bind_value(z, a)
        if not layer.muted:
            return activate
        silence = _silencing(layer, a)

        def activate_and_silence() -> None:
            activate()
            silence()

        return activate_and_silence

    def _evaluation(self) -> Evaluate:
        outputs, delta = self._activations[self._rows[-1]], self._deltas[self._rows[-1]]
        return self._loss.bind(self._z[-1], outputs, delta)

    def _slope_calls(self) -> list[Call]:
        """The slopes of each run of neighbouring layers with equal activations, in one call."""
        elementwise = self._layers[: -1 if self._fused or self._output.output_only else None]
        calls: list[Call] = []
        start = 0
        for activation, run in groupby(elementwise, key=_activation_of):
            stop = start + len(list(run))
            stretch = slice(self._rows[start].start, self._rows[stop - 1].stop)
            start = stop
            if activation != LINEAR:
                a, slopes = self._activations[stretch], self._slopes[stretch]
                calls.append(activation.bind_slope(self._z_stack[stretch], a, slopes))
        # A muted unit does not change, whatever its z does.
        muted = [pair for pair in zip(self._layers, self._rows, strict=True) if pair[0].muted]
        return calls + [_silencing(layer, self._slopes[rows]) for layer, rows in muted]

    def _backward(self) -> list[BackwardStep]:
        """From δ of the output to δ of the first layer."""
        steps = []
        for index in range(len(self._layers) - 1, 0, -1):
            rows_below = self._rows[index - 1]
            delta = self._matrix(self._deltas[self._rows[index]])
            steps.append(
                BackwardStep(
                    self._product(delta),
                    self._matrix(self._with_ones(index - 1)).mT,
                    self._gradients[index],
                    self._product(self._blocks[index].mT),
                    delta,
                    self._matrix(_with_row_after(self._deltas, rows_below)),
                    self._deltas[rows_below],
                    self._slopes[rows_below],
                )
            )
        return steps

    def _output_delta(self) -> list[Call]:
        """What makes δ of the output of ∂L/∂a: nothing where the loss is fused."""
        rows = self._rows[-1]
        delta, a = self._deltas[rows], self._activations[rows]
        if self._fused or self._output == LINEAR:
            return []
        if self._output.output_only:
            delta, z, a = samples_first(delta), samples_first(self._z[-1]), samples_first(a)
            return [partial(self._output.backpropagate, delta, z, a, delta)]
        return [partial(np.multiply, delta, self._slopes[rows], delta)]

    def _with_ones(self, index: int) -> Array:
        """A hidden layer's activations with the row of ones that follows them."""
        return _with_row_after(self._activations, self._rows[index])


def samples_first(rows: Array) -> Array:
    """Rows of units as an array with a row per sample; a view."""
    return np.moveaxis(rows, 0, -1)


def _activation_of(layer: Layer) -> ActivationFunction:
    return layer.activation


def _with_row_after(stack: Array, rows: slice) -> Array:
    return stack[rows.start : rows.stop + 1]


def _rows_of(layers: Sequence[Layer]) -> list[slice]:
    """Each layer's rows in the stack; between two layers lies a row of ones."""
    rows, start = [], 0
    for layer in layers:
        rows.append(slice(start, start + layer.n_out))
        start += layer.n_out + 1
    return rows


def _silencing(layer: Layer, values: Array) -> Call:
    """What sets the rows of muted units to 0."""
    return partial(values.__setitem__, list(layer.muted), 0.0)
