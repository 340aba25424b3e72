"""Activation functions, one small class each: `base` says what one needs, the rest are families."""

from .base import ACTIVATIONS, Activation, ActivationFunction, layer_activations

# Menus follow the order of registration.
# isort: off
from .classic import Linear, Sigmoid, Tanh
from .rectifiers import ELU, GELU, LeakyReLU, ReLU, Softplus, Swish
from .special import Sine, Step
from .softmax import Softmax

# isort: on

__all__ = [
    "ACTIVATIONS", "ELU", "GELU", "Activation", "ActivationFunction", "LeakyReLU", "Linear", "ReLU",
    "Sigmoid", "Sine", "Softmax", "Softplus", "Step", "Swish", "Tanh", "layer_activations",
]  # fmt: skip
