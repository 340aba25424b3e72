"""Optimizers: from a gradient to a step, in the form PyTorch gives them.

An optimizer works on the one flat vector that holds all parameters, so each rule is a few lines.
θ are the parameters, g the (clipped) gradient, η the learning rate.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from ..arrays import Vector
from ..checks import number, number_from_zero, positive_number
from .registry import Registered, Registry


class Optimizer(Registered, ABC):
    """Base of the optimizers; a new one needs `step`, the names of its moments, and a registration.

    Attributes
    ----------
    moment_names : tuple of str
        The vectors it remembers from step to step; they begin at 0.
    moments : dict of str to ndarray of shape (n_parameters,)
    count : int
        Steps since `start`.
    """

    moment_names: ClassVar[tuple[str, ...]] = ()

    def start(self, shape: int | tuple[int, int]) -> None:
        """Forget everything, and get ready for vectors of that length, or for rows of them."""
        self.count = 0
        self.moments = {name: np.zeros(shape) for name in self.moment_names}
        self._scratch, self._scaled = (np.empty(shape) for _ in range(2))
        # A number as operand costs less when it already is an array (of no dimensions).
        self._rate = np.empty(())

    @abstractmethod
    def step(self, parameters: Vector, gradient: Vector, learning_rate: float) -> None:
        """Change ``parameters`` in place; ``gradient`` stays as it is."""

    def scaled_step(
        self, parameters: Vector, gradient: Vector, scale: float, learning_rate: float
    ) -> None:
        """A `step` with ``scale * gradient``."""
        if scale != 1.0:
            gradient = np.multiply(gradient, scale, out=self._scaled)
        self.step(parameters, gradient, learning_rate)

    def scaled_steps(
        self, parameters: Vector, gradients: Vector, scales: Vector, learning_rate: float
    ) -> None:
        """A `scaled_step` for each of several networks, whose vectors are rows; one scale each."""
        self.step(parameters, np.multiply(gradients, scales[:, None], self._scaled), learning_rate)

    def copy_moments(self) -> dict[str, Vector]:
        """Copies of the moments, by name."""
        return {name: moment.copy() for name, moment in self.moments.items()}

    def restore(self, moments: Mapping[str, Vector], count: int) -> None:
        """Continue from copied moments and a count."""
        for name, moment in self.moments.items():
            np.copyto(moment, moments[name])
        self.count = count


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer", Optimizer)


@OPTIMIZERS.register
class SGD(Optimizer):
    """Plain (stochastic) gradient descent: one step straight downhill."""

    name, label, formula = "sgd", "SGD", "θ ← θ − η g"

    def step(self, parameters: Vector, gradient: Vector, learning_rate: float) -> None:
        self.scaled_step(parameters, gradient, 1.0, learning_rate)

    def scaled_step(
        self, parameters: Vector, gradient: Vector, scale: float, learning_rate: float
    ) -> None:
        # A gradient s times as long is a learning rate s times as large: no extra pass.
        self._rate[()] = learning_rate * scale
        np.multiply(gradient, self._rate, self._scratch)
        np.subtract(parameters, self._scratch, parameters)

    def scaled_steps(
        self, parameters: Vector, gradients: Vector, scales: Vector, learning_rate: float
    ) -> None:
        np.multiply(gradients, (learning_rate * scales)[:, None], self._scratch)
        np.subtract(parameters, self._scratch, parameters)


@OPTIMIZERS.register
class Momentum(Optimizer):
    """Gradient descent with a velocity that remembers earlier gradients (Polyak 1964).

    Parameters
    ----------
    momentum : float
        The share μ of the velocity that is kept, in [0, 1].
    """

    name, label, formula = "momentum", "Momentum", "v ← μ v + g;  θ ← θ − η v"
    parameters = ("momentum",)
    moment_names = ("velocity",)

    def __init__(self, momentum: float = 0.9) -> None:
        self.momentum = number_from_zero("momentum", momentum, most=1.0)

    def step(self, parameters: Vector, gradient: Vector, learning_rate: float) -> None:
        velocity, scratch = self.moments["velocity"], self._scratch
        velocity *= self.momentum
        velocity += gradient
        np.multiply(velocity, learning_rate, out=scratch)
        np.subtract(parameters, scratch, out=parameters)


@OPTIMIZERS.register
class RMSProp(Optimizer):
    """Divides each component by the size it had lately (Hinton, lecture 6e, 2012).

    Parameters
    ----------
    decay : float
        The share ρ of the mean square that is kept, in [0, 1].
    epsilon : float
        ε, which bounds the division.
    """

    name, label = "rmsprop", "RMSProp"
    formula = "v ← ρ v + (1 − ρ) g²;  θ ← θ − η g / (√v + ε)"
    parameters = ("decay", "epsilon")
    moment_names = ("mean_square",)

    def __init__(self, decay: float = 0.9, epsilon: float = 1e-8) -> None:
        self.decay = number_from_zero("decay", decay, most=1.0)
        self.epsilon = positive_number("epsilon", epsilon)

    def step(self, parameters: Vector, gradient: Vector, learning_rate: float) -> None:
        mean_square, scratch = self.moments["mean_square"], self._scratch
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1.0 - self.decay
        mean_square *= self.decay
        mean_square += scratch
        np.sqrt(mean_square, out=scratch)
        scratch += self.epsilon
        np.divide(gradient, scratch, out=scratch)
        scratch *= learning_rate
        np.subtract(parameters, scratch, out=parameters)


@OPTIMIZERS.register
class Adam(Optimizer):
    """Momentum and RMSProp together, both freed of their start at 0 (Kingma & Ba 2015, alg. 1).

    After t steps the means hold only a share 1 − βᵗ of what they should, so they are *divided* by
    it.

    Parameters
    ----------
    beta1, beta2 : float
        The shares of the means of g and g² that are kept, in [0, 1).
    epsilon : float
        ε, which bounds the division.
    """

    name, label = "adam", "Adam"
    formula = (
        "m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  "
        "θ ← θ − η m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)"
    )
    parameters = ("beta1", "beta2", "epsilon")
    moment_names = ("mean", "mean_square")

    def __init__(self, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8) -> None:
        self.beta1 = self._below_one("beta1", beta1)
        self.beta2 = self._below_one("beta2", beta2)
        self.epsilon = positive_number("epsilon", epsilon)

    def step(self, parameters: Vector, gradient: Vector, learning_rate: float) -> None:
        mean, mean_square, scratch = *self.moments.values(), self._scratch
        self.count += 1
        np.multiply(gradient, 1.0 - self.beta1, out=scratch)
        mean *= self.beta1
        mean += scratch
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1.0 - self.beta2
        mean_square *= self.beta2
        mean_square += scratch

        np.divide(mean_square, 1.0 - self.beta2**self.count, out=scratch)
        np.sqrt(scratch, out=scratch)
        scratch += self.epsilon
        np.divide(mean, scratch, out=scratch)
        scratch *= learning_rate / (1.0 - self.beta1**self.count)
        np.subtract(parameters, scratch, out=parameters)

    @staticmethod
    def _below_one(name: str, value: float) -> float:
        share = number(name, value)
        if not 0.0 <= share < 1.0:
            raise ValueError(f"{name} must be in [0, 1), got {value!r}")
        return share
