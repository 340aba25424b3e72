"""Softmax: the only activation whose units depend on each other."""

from __future__ import annotations

import numpy as np

from ...arrays import Array
from .base import ACTIVATIONS, ActivationFunction


@ACTIVATIONS.register
class Softmax(ActivationFunction):
    """eᶻ divided by its sum over the units of a layer (the last axis): shares that sum to 1.

    The row's maximum is subtracted first.  That changes nothing (it cancels) but keeps every
    exponent ≤ 0, so nothing overflows.

    A unit's activation depends on all pre-activations, so the derivative is a matrix,
    ∂aᵢ/∂zⱼ = aᵢ ([i = j] − aⱼ); `backpropagate` uses all of it, `slope` gives its diagonal.
    """

    name, label = "softmax", "Softmax"
    formula, derivative_formula = "eᶻⁱ / Σⱼ eᶻʲ", "aᵢ ([i = j] − aⱼ)"
    output_only = True
    limits = (0.0, 1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        with np.errstate(over="ignore"):  # −∞ is a fine difference here: its share is 0
            shifted: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        np.exp(shifted, out=shifted)
        shifted /= shifted.sum(axis=-1, keepdims=True)
        return shifted

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.subtract(1.0, a, out=out)
        np.multiply(out, a, out=out)

    def backpropagate(self, upstream: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        """δᵢ = aᵢ (upstreamᵢ − Σⱼ upstreamⱼ aⱼ), the Jacobian times upstream."""
        mean = np.sum(upstream * a, axis=-1, keepdims=True)
        out = np.subtract(upstream, mean, out=out)
        return np.multiply(out, a, out=out)
