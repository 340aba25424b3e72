"""Penalties on large weights.

Trained is ``loss + rate · penalty``; the rate is the trainer's.  Penalty and gradient belong to the
weights alone: a bias only shifts a neuron's threshold and needs no restraint.  Neither is divided
by the batch size, so the same rate means the same thing for every batch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from ..arrays import Vector
from .registry import Registered, Registry


class Regularizer(Registered, ABC):
    """A penalty on weights of any shape, and its gradient."""

    gradient_formula: ClassVar[str]

    @abstractmethod
    def penalty(self, weights: Vector) -> float:
        """The penalty, without the rate."""

    @abstractmethod
    def gradient(self, weights: Vector, out: Vector) -> None:
        """Write the penalty's gradient, without the rate, into `out` (same shape as weights)."""


REGULARIZERS: Registry[Regularizer] = Registry("regularizer", Regularizer)


@REGULARIZERS.register
class NoPenalty(Regularizer):
    """Leaves the weights alone."""

    name, label = "none", "None"
    formula, gradient_formula = "0", "0"

    def penalty(self, weights: Vector) -> float:
        return 0.0

    def gradient(self, weights: Vector, out: Vector) -> None:
        out[...] = 0.0


@REGULARIZERS.register
class L1(Regularizer):
    """Pulls every weight towards 0 with the same force, so that many end there.

    The subgradient at 0 is 0: a weight that is 0 is not pushed away, and lives again as soon as
    the loss wants it.
    """

    name, label = "l1", "L1 (lasso)"
    formula, gradient_formula = "Σ|w|", "sign(w)"

    def penalty(self, weights: Vector) -> float:
        return float(np.abs(weights).sum())

    def gradient(self, weights: Vector, out: Vector) -> None:
        np.sign(weights, out=out)


@REGULARIZERS.register
class L2(Regularizer):
    """Pulls every weight towards 0 in proportion to its size (weight decay)."""

    name, label = "l2", "L2 (ridge)"
    formula, gradient_formula = "½ Σw²", "w"

    def penalty(self, weights: Vector) -> float:
        return 0.5 * float(np.square(weights).sum())

    def gradient(self, weights: Vector, out: Vector) -> None:
        out[...] = weights
