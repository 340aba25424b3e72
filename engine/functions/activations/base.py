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
from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt

from ...arrays import Array, Call
from ..registry import Registered, Registry


class ActivationFunction(Registered, ABC):
    """Base of the activation functions; a new one needs `value` and `slope` and a registration.

    Attributes
    ----------
    derivative_formula : str
        What `slope` computes, as text, as `formula` is what `value` computes.
    slope_needs_z : bool
        False if f′(z) follows from ``a`` alone, which may then be computed in the place of ``z``.
    output_only : bool
        True if a unit's activation depends on its neighbours, which hidden layers do not allow.
    limits : (float, float)
        Lower and upper bound of the values.
    initializer : str
        The initial weights that suit it.
    """

    derivative_formula: ClassVar[str]
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

    def backpropagate(self, upstream: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        """δ = ∂L/∂z, given ``upstream`` = ∂L/∂a; written to ``out`` if given, perhaps ``upstream``.

        δ = upstream · f′(z) for elementwise functions.
        """
        slope = np.empty_like(a)
        self.slope(z, a, slope)
        return np.multiply(upstream, slope, out=out)

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


ACTIVATIONS: Registry[ActivationFunction] = Registry("activation", ActivationFunction)

Activation: TypeAlias = str | ActivationFunction


def layer_activations(
    n_hidden: int,
    hidden: Activation | Sequence[Activation],
    output: Activation,
    parameters: Sequence[Mapping[str, float]] | None,
) -> list[ActivationFunction]:
    """One activation function per layer, outputs last."""
    if isinstance(hidden, str) or not isinstance(hidden, Sequence):
        hidden = [hidden] * n_hidden
    if len(hidden) != n_hidden:
        rule = f"one name, or one per hidden layer ({n_hidden})"
        raise ValueError(f"activation must be {rule}, got {len(hidden)}")
    settings = [] if parameters is None else list(parameters)
    if parameters is not None and len(settings) not in (n_hidden, n_hidden + 1):
        rule = f"one mapping per hidden layer ({n_hidden}), and at most one for the output"
        raise ValueError(f"parameters must hold {rule}, got {len(settings)}")
    settings += [{}] * (n_hidden + 1 - len(settings))
    functions = [
        ACTIVATIONS.create(chosen, **setting)
        for chosen, setting in zip([*hidden, output], settings, strict=True)
    ]
    for function in functions[:-1]:
        if function.output_only:
            raise ValueError(f"{function.name!r} can only be an output activation")
    return functions
