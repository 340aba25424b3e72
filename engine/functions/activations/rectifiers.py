"""The ReLU family: units that let positive sums through."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from ...arrays import Array, Call
from ...checks import number_from_zero
from .base import ACTIVATIONS, ActivationFunction
from .classic import stable_sigmoid


@ACTIVATIONS.register
class ReLU(ActivationFunction):
    """The rectified linear unit; its slope at the kink z = 0 counts as 0, as in PyTorch."""

    name, label = "relu", "ReLU"
    formula, derivative_formula = "max(0, z)", "1 if z > 0 else 0"
    limits = (0.0, math.inf)
    initializer = "he"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.maximum(z, 0.0, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.greater(a, 0.0, out=out)

    def bind_value(self, z: Array, out: Array) -> Call:
        # The maximum with an array takes half the time of the maximum with one number.
        return partial(np.maximum, z, np.zeros_like(z), out=out)

    def bind_slope(self, z: Array, a: Array, out: Array) -> Call:
        return partial(np.greater, a, np.zeros((), dtype=a.dtype), out)


@ACTIVATIONS.register
class LeakyReLU(ActivationFunction):
    """A rectified linear unit that lets a share α of negative sums through (Maas et al. 2013).

    Parameters
    ----------
    alpha : float
        The slope for z ≤ 0, in [0, 1].
    """

    name, label = "leaky_relu", "Leaky ReLU"
    formula, derivative_formula = "z if z > 0 else α z", "1 if z > 0 else α"
    parameters = ("alpha",)
    initializer = "he"

    def __init__(self, alpha: float = 0.01) -> None:
        self.alpha = number_from_zero("alpha", alpha, most=1.0)

    def value(self, z: Array, out: Array | None = None) -> Array:
        # For α ≤ 1 the larger of z and αz is the right branch on either side.
        return np.maximum(z, z * self.alpha, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.greater(a, 0.0, out=out)
        np.maximum(out, self.alpha, out=out)


@ACTIVATIONS.register
class ELU(ActivationFunction):
    """The exponential linear unit (Clevert et al. 2015); smooth at 0 for α = 1.

    Parameters
    ----------
    alpha : float
        The limit for z → −∞ is −α.
    """

    name, label = "elu", "ELU"
    formula, derivative_formula = "z if z > 0 else α (eᶻ − 1)", "1 if z > 0 else a + α"
    parameters = ("alpha",)
    initializer = "he"

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = number_from_zero("alpha", alpha)
        self.limits = (-self.alpha, math.inf)

    def value(self, z: Array, out: Array | None = None) -> Array:
        # eᶻ only of z ≤ 0, so that nothing overflows; expm1 keeps the digits of small z.
        negative = self.alpha * np.expm1(np.minimum(z, 0.0))
        out = np.maximum(z, 0.0, out=out)
        return np.add(out, negative, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.add(a, self.alpha, out=out)
        np.copyto(out, 1.0, where=a > 0.0)


@ACTIVATIONS.register
class GELU(ActivationFunction):
    """The Gaussian error linear unit in its tanh form (Hendrycks & Gimpel 2016, section 2)."""

    name, label = "gelu", "GELU"
    formula = "½ z (1 + tanh(u)),  u = √(2/π) (z + 0.044715 z³)"
    derivative_formula = "½ (1 + tanh(u)) + ½ z (1 − tanh²(u)) u′"
    slope_needs_z = True
    limits = (-0.170041, math.inf)
    initializer = "he"

    _SCALE = math.sqrt(2.0 / math.pi)
    _CUBIC = 0.044715

    def value(self, z: Array, out: Array | None = None) -> Array:
        share = self._tanh_u(self._bounded(z))
        share += 1.0
        share *= 0.5
        return np.multiply(z, share, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        z = self._bounded(z)
        tanh_u = self._tanh_u(z)
        u_slope = self._SCALE * (1.0 + 3.0 * self._CUBIC * z * z)
        np.multiply(z * u_slope, 1.0 - tanh_u * tanh_u, out=out)
        np.add(out, tanh_u, out=out)
        np.add(out, 1.0, out=out)
        np.multiply(out, 0.5, out=out)

    def _bounded(self, z: Array) -> Array:
        """z within ±30, beyond which tanh(u) is ±1 to the last digit and z³ might overflow."""
        return np.clip(z, -30.0, 30.0)

    def _tanh_u(self, z: Array) -> Array:
        return np.tanh(self._SCALE * z * (1.0 + self._CUBIC * z * z))


@ACTIVATIONS.register
class Softplus(ActivationFunction):
    """The smooth rectifier ln(1 + eᶻ), computed as max(z, 0) + ln(1 + e^−|z|)."""

    name, label = "softplus", "Softplus"
    formula, derivative_formula = "ln(1 + eᶻ)", "sigmoid(z) = 1 − e⁻ᵃ"
    limits = (0.0, math.inf)
    initializer = "he"

    def value(self, z: Array, out: Array | None = None) -> Array:
        rest = np.log1p(np.exp(-np.abs(z)))
        out = np.maximum(z, 0.0, out=out)
        return np.add(out, rest, out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        np.negative(a, out=out)
        np.expm1(out, out=out)
        np.negative(out, out=out)


@ACTIVATIONS.register
class Swish(ActivationFunction):
    """z · sigmoid(z), also called SiLU (Ramachandran et al. 2017)."""

    name, label = "swish", "Swish"
    formula, derivative_formula = "z s,  s = 1 / (1 + e⁻ᶻ)", "s (1 + z (1 − s))"
    slope_needs_z = True
    limits = (-0.278465, math.inf)
    initializer = "he"

    def value(self, z: Array, out: Array | None = None) -> Array:
        return np.multiply(z, stable_sigmoid(z), out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        s = stable_sigmoid(z)
        np.subtract(1.0, s, out=out)
        np.multiply(out, z, out=out)
        np.add(out, 1.0, out=out)
        np.multiply(out, s, out=out)
