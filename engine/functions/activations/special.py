"""Activation functions for special purposes: sine and step."""

from __future__ import annotations

import numpy as np

from ...arrays import Array
from .base import ACTIVATIONS, ActivationFunction


@ACTIVATIONS.register
class Sine(ActivationFunction):
    """A periodic unit (Sitzmann et al. 2020)."""

    name, label = "sine", "Sine"
    formula, derivative_formula = "sin(z)", "cos(z)"
    slope_needs_z = True
    limits = (-1.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.sin(z, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.cos(z, out=out)


@ACTIVATIONS.register
class Step(ActivationFunction):
    """The threshold unit of Rosenblatt's perceptron (1958).

    Its derivative is 0 wherever it has one, so nothing behind it learns by gradient descent.
    """

    name, label = "step", "Step"
    formula, derivative_formula = "1 if z ≥ 0 else 0", "0"
    limits = (0.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.heaviside(z, 1.0, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        out.fill(0.0)
