"""Where the weights begin.

A layer whose weights are all alike stays that way: its neurons get the same gradient for ever.
Random weights break the tie, and their spread decides whether signals keep their size on the way
through the layers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from ..arrays import Vector
from ..checks import positive_number
from .registry import Registered, Registry


class Initializer(Registered, ABC):
    """Fills a layer's weights; biases begin at zero and are no concern of an initializer."""

    @abstractmethod
    def fill(self, weights: Vector, rng: np.random.Generator) -> None:
        """Overwrite the weights, of shape (n_out, n_in), in place."""


INITIALIZERS: Registry[Initializer] = Registry("initializer", Initializer)


@INITIALIZERS.register
class Glorot(Initializer):
    """Uniform with variance 2 / (n_in + n_out): for tanh, sigmoid and their like.

    The middle way between keeping the variance of the activations going forward (1 / n_in) and
    that of the gradients going backward (1 / n_out): Glorot and Bengio, "Understanding the
    difficulty of training deep feedforward neural networks", AISTATS 2010, equation 16.
    """

    name, label = "glorot", "Glorot (Xavier)"
    formula = "w ~ U(−r, r), r = √(6 / (n_in + n_out))"

    def fill(self, weights: Vector, rng: np.random.Generator) -> None:
        n_out, n_in = weights.shape
        reach = np.sqrt(6.0 / (n_in + n_out))
        weights[...] = rng.uniform(-reach, reach, weights.shape)


@INITIALIZERS.register
class He(Initializer):
    """Normal with variance 2 / n_in: for the rectifiers, which silence half of their inputs.

    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.
    """

    name, label = "he", "He (Kaiming)"
    formula = "w ~ N(0, σ²), σ = √(2 / n_in)"

    def fill(self, weights: Vector, rng: np.random.Generator) -> None:
        deviation = np.sqrt(2.0 / weights.shape[1])
        weights[...] = deviation * rng.standard_normal(weights.shape)


@INITIALIZERS.register
class Uniform(Initializer):
    """Uniform in [-limit, limit], whatever the size of the layer, as in TensorFlow Playground."""

    name, label = "uniform", "Uniform"
    formula = "w ~ U(−limit, limit)"
    parameters = ("limit",)

    def __init__(self, limit: float = 0.5) -> None:
        self.limit = positive_number("limit", limit)

    def fill(self, weights: Vector, rng: np.random.Generator) -> None:
        weights[...] = rng.uniform(-self.limit, self.limit, weights.shape)


@INITIALIZERS.register
class Zeros(Initializer):
    """All weights 0: shows why the tie must be broken, for hidden neurons never become unlike."""

    name, label = "zeros", "Zeros"
    formula = "w = 0"

    def fill(self, weights: Vector, rng: np.random.Generator) -> None:
        weights[...] = 0.0
