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

from ...arrays import Array, Call
from ..registry import Registry


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
