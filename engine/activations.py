"""Activation functions a = f(z) and their derivatives.

The convention of the whole engine: ``z`` is the pre-activation (the weighted sum with its bias),
``a = f(z)`` the activation, and a *slope* is f′(z).  Arrays of samples have shape
(n_samples, n_units); elementwise functions take any shape and any floating-point type.

Every value and slope is finite and free of warnings for any finite ``z``: where a textbook formula
would overflow, an equal one is used and its docstring says which.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import partial
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from .checks import Array, Call, number_from_zero
from .registry import Registry


class ActivationFunction(ABC):
    """Base of the activation functions; a new one needs `value` and `slope` and a registration.

    Attributes
    ----------
    name, label : str
        For code and files, and for people.
    formula, derivative_formula : str
        What `value` and `slope` compute, as text.
    parameters : tuple of str
        Names of the constructor's arguments, which are also attributes.
    slope_needs_z : bool
        False if f′(z) follows from ``a`` alone, which may then be computed in the place of ``z``.
    output_only : bool
        True if a unit's activation depends on its neighbours, which hidden layers do not allow.
    limits : (float, float)
        Lower and upper bound of the values.
    initializer : str
        The initial weights that suit it.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    formula: ClassVar[str]
    derivative_formula: ClassVar[str]
    parameters: ClassVar[tuple[str, ...]] = ()
    slope_needs_z: ClassVar[bool] = False
    output_only: ClassVar[bool] = False
    limits: tuple[float, float] = (-math.inf, math.inf)
    initializer: ClassVar[str] = "glorot"

    @abstractmethod
    def value(self, z: Array, out: Array | None = None) -> Array:
        """f(z), written to ``out`` if given, which may be ``z`` itself."""

    @abstractmethod
    def slope(self, z: Array, a: Array, out: Array) -> None:
        """Write f′(z) to ``out``, which is neither ``z`` nor ``a``.

        ``a`` is f(z).  ``z`` is only meaningful if `slope_needs_z`.
        """

    def derivative(self, z: npt.ArrayLike) -> Array:
        """f′(z) as a new array.  At a kink the value of one side (see the class)."""
        z = np.asarray(z, dtype=float)
        out = np.empty_like(z)
        self.slope(z, self.value(z), out)
        return out

    def backpropagate(self, upstream: Array, z: Array, a: Array, out: Array) -> None:
        """Write δ = ∂L/∂z to ``out``, given ``upstream`` = ∂L/∂a (which may be ``out``).

        δ = upstream · f′(z) for elementwise functions.
        """
        slope = np.empty_like(a)
        self.slope(z, a, slope)
        np.multiply(upstream, slope, out=out)

    def bind_value(self, z: Array, out: Array) -> Call:
        """A call that does ``value(z, out)``, with operands prepared where that helps."""
        return partial(self.value, z, out)

    def bind_slope(self, z: Array, a: Array, out: Array) -> Call:
        """A call that does ``slope(z, a, out)``, with operands prepared where that helps."""
        return partial(self.slope, z, a, out)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.parameters)
        return f"{type(self).__name__}({arguments})"


ACTIVATIONS: Registry[ActivationFunction] = Registry("activation", ActivationFunction)


def _stable_sigmoid(z: Array, out: Array | None = None) -> Array:
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
        return _stable_sigmoid(z, out)

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


@ACTIVATIONS.register
class Relu(ActivationFunction):
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
class LeakyRelu(ActivationFunction):
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
class Elu(ActivationFunction):
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
class Gelu(ActivationFunction):
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
        return np.multiply(z, _stable_sigmoid(z), out=out)

    def slope(self, z: Array, a: Array, out: Array) -> None:
        s = _stable_sigmoid(z)
        np.subtract(1.0, s, out=out)
        np.multiply(out, z, out=out)
        np.add(out, 1.0, out=out)
        np.multiply(out, s, out=out)


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

    def backpropagate(self, upstream: Array, z: Array, a: Array, out: Array) -> None:
        """δᵢ = aᵢ (upstreamᵢ − Σⱼ upstreamⱼ aⱼ), the Jacobian times upstream."""
        mean = np.sum(upstream * a, axis=-1, keepdims=True)
        np.subtract(upstream, mean, out=out)
        np.multiply(out, a, out=out)
