"""The textbook's activation functions: linear, sigmoid and tanh."""

from __future__ import annotations

from functools import partial

import numpy as np

from ...arrays import Array, Call
from .base import ACTIVATIONS, ActivationFunction


def stable_sigmoid(z: Array, out: Array | None = None) -> Array:
    """½(1 + tanh(z/2)), which equals 1/(1 + e⁻ᶻ) but has no eᶻ that could overflow."""
    out = np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    return np.add(out, 0.5, out=out)


@ACTIVATIONS.register
class Linear(ActivationFunction):
    """f(z) = z: the unit passes its weighted sum on."""

    name, label = "linear", "Linear"
    formula, derivative_formula = "z", "1"

    def value(self, z: Array, out: Array | None = None) -> Array:
        if out is None:
            return np.array(z)
        if out is not z:
            np.copyto(out, z)
        return out

    def slope(self, z: Array, a: Array, out: Array) -> None:
        out.fill(1.0)


@ACTIVATIONS.register
class Sigmoid(ActivationFunction):
    """The logistic function 1/(1 + e⁻ᶻ), computed as ½(1 + tanh(z/2))."""

    name, label = "sigmoid", "Sigmoid"
    formula, derivative_formula = "1 / (1 + e⁻ᶻ)", "a (1 − a)"
    limits = (0.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return stable_sigmoid(z, out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.subtract(1.0, a, out=out)
        np.multiply(out, a, out=out)


@ACTIVATIONS.register
class Tanh(ActivationFunction):
    """The hyperbolic tangent."""

    name, label = "tanh", "Tanh"
    formula, derivative_formula = "tanh(z)", "1 − a²"
    limits = (-1.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.tanh(z, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.multiply(a, a, out=out)
        np.subtract(1.0, out, out=out)

    def bind_value(self, z: Array, out: Array) -> Call:
        return partial(np.tanh, z, out)

    def bind_slope(self, z: Array, a: Array, out: Array) -> Call:
        # A Python float as operand is converted at each call, for 0.2 µs; a 0-d array is not.
        one, subtract, multiply = np.ones((), dtype=a.dtype), np.subtract, np.multiply

        def slope() -> None:
            multiply(a, a, out)
            subtract(one, out, out)

        return slope
