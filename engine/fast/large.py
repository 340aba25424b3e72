"""`LargeWorkspace`: the pass of a batch so large that others should not wait for all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from ..arrays import Call, Vector
from ..functions.losses import LossFunction
from ..layer import Layer
from .workspace import LINEAR, Batch, Compute, Workspace

LARGE = 1_000_000
"""Activations in a batch, all layers together, from which a pass takes some 10 ms."""


def is_large(layers: Sequence[Layer], size: int) -> bool:
    """Whether the pass of a batch of that size should be done in parts."""
    return size * sum(layer.n_out for layer in layers) >= LARGE


class LargeWorkspace(Workspace):
    """Makes the same calls as a `Workspace`, and can give way between any two of them.

    The gradient appears whole, at the end: until then that of the step before can be read.
    """

    def __init__(
        self, layers: Sequence[Layer], loss: LossFunction, gradient: Vector, size: int
    ) -> None:
        self._result = gradient
        self._found: float | None = None
        self._unfinished = np.zeros_like(gradient)
        super().__init__(layers, loss, self._unfinished, size)

    def parts(self, batch: Batch) -> Iterator[None]:
        """The pass part by part; once through, the next ``compute`` returns its loss at once."""
        self._found = None
        for call in self._forward_calls(batch):
            call()
            yield
        loss = self._evaluate(batch.targets)
        for call in self._backward_calls(batch):
            yield
            call()
        self._result[:] = self._unfinished
        self._found = loss

    def _prepared(self) -> Compute:
        self._evaluate, self._between = self._evaluation(), self._output_delta()
        self._slopes_of = [self._slope_call(index) for index in range(len(self._layers))]
        self._activate = [self._activation(index) for index in range(len(self._layers))]
        self._steps_forward, self._steps_backward = self._forward(), self._backward()

        def compute(batch: Batch) -> float:
            if self._found is None:
                for _ in self.parts(batch):
                    pass
            loss, self._found = self._found, None
            assert loss is not None
            return loss

        return compute

    def _forward_calls(self, batch: Batch) -> Iterator[Call]:
        yield partial(self._layers[0].block.dot, batch.inputs, self._z[0])
        yield self._activate[0]
        for step in self._steps_forward:
            yield partial(step.block_dot, step.before, step.z)
            yield step.activate

    def _backward_calls(self, batch: Batch) -> Iterator[Call]:
        last = len(self._layers) - 1
        if not self._fused and not self._output.output_only:
            yield from self._slopes_of[last]
        yield from self._between
        for below, step in zip(range(last - 1, -1, -1), self._steps_backward, strict=True):
            yield partial(step.delta_dot, step.a_t, step.gradient)
            yield partial(step.block_t_dot, step.delta, step.surplus)
            yield from self._slopes_of[below]
            yield partial(np.multiply, step.below, step.slopes, step.below)
        yield partial(self._deltas[self._rows[0]].dot, batch.inputs_t, self._gradients[0])

    def _slope_call(self, index: int) -> list[Call]:
        """A layer's slopes by themselves."""
        layer, rows, calls = self._layers[index], self._rows[index], list[Call]()
        if layer.activation.output_only or (index == len(self._layers) - 1 and self._fused):
            return calls
        if layer.activation != LINEAR:
            operands = self._z_stack[rows], self._activations[rows], self._slopes[rows]
            calls.append(layer.activation.bind_slope(*operands))
        if layer.muted:
            calls.append(partial(self._slopes[rows].__setitem__, list(layer.muted), 0.0))
        return calls
