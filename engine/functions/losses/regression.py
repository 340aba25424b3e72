"""Losses for values: squared, half squared, absolute and Huber's error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...arrays import Array, Vector
from ...checks import positive_number
from .base import LOSSES, Evaluate, LossFunction, network_rows


@LOSSES.register
class MeanSquaredError(LossFunction):
    """The mean of the squared differences (not half of it, and not the sum)."""

    name, label = "mse", "Mean squared error"
    formula, gradient_formula = "(ŷ − y)²", "2 (ŷ − y)"

    def elements(self, outputs: Array, targets: Array) -> Array:
        elements: Array = np.square(outputs - targets)
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = 2.0 * (outputs - targets)
        return slopes

    def value(self, outputs: npt.ArrayLike, targets: npt.ArrayLike) -> float:
        outputs, targets = self._checked(outputs, targets)
        differences = (outputs - targets).ravel(order="K")
        return float(differences.dot(differences)) * (1.0 / outputs.size)

    def values(self, outputs: Array, targets: Array) -> Vector:
        differences = network_rows(outputs - targets)
        squares: Vector = np.vecdot(differences, differences)
        squares *= 1.0 / differences.shape[1]
        return squares

    def bind(self, outputs: Array, gradient: Array) -> Evaluate:
        share = 1.0 / outputs.size
        twice_the_share = np.array(2.0 * share, dtype=outputs.dtype)
        differences = gradient.reshape(-1)  # the same memory, as one row: Σd² is then one dot
        squares = differences.dot
        subtract, multiply = np.subtract, np.multiply  # looking a name up takes time, too

        def evaluate(targets: Array) -> float:
            subtract(outputs, targets, gradient)
            loss = float(squares(differences)) * share
            multiply(gradient, twice_the_share, gradient)
            return loss

        return evaluate


@LOSSES.register
class HalfSquaredError(LossFunction):
    """Half of the mean squared difference, whose derivative is the plain difference.

    The loss of TensorFlow Playground, and of most textbooks' derivations; a learning rate has half
    the effect that it has with the mean squared error.
    """

    name, label = "half_mse", "Half squared error"
    formula, gradient_formula = "½ (ŷ − y)²", "ŷ − y"

    def elements(self, outputs: Array, targets: Array) -> Array:
        elements: Array = 0.5 * np.square(outputs - targets)
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = outputs - targets
        return slopes


@LOSSES.register
class MeanAbsoluteError(LossFunction):
    """The mean of the absolute differences; its subgradient where ŷ = y is 0."""

    name, label = "mae", "Mean absolute error"
    formula, gradient_formula = "|ŷ − y|", "sign(ŷ − y)"

    def elements(self, outputs: Array, targets: Array) -> Array:
        elements: Array = np.abs(outputs - targets)
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = np.sign(outputs - targets)
        return slopes


@LOSSES.register
class Huber(LossFunction):
    """Quadratic near the target, linear far from it (Huber 1964), so outliers pull less.

    Parameters
    ----------
    delta : float
        The difference at which the one becomes the other.
    """

    name, label = "huber", "Huber"
    formula = "½ d² if |d| ≤ δ else δ (|d| − ½ δ),  d = ŷ − y"
    gradient_formula = "d held in [−δ, δ]"
    parameters = ("delta",)

    def __init__(self, delta: float = 1.0) -> None:
        self.delta = positive_number("delta", delta)

    def elements(self, outputs: Array, targets: Array) -> Array:
        size = np.abs(outputs - targets)
        near = np.minimum(size, self.delta)
        elements: Array = near * (size - 0.5 * near)  # both branches in one
        return elements

    def slopes(self, outputs: Array, targets: Array) -> Array:
        slopes: Array = np.clip(outputs - targets, -self.delta, self.delta)
        return slopes
