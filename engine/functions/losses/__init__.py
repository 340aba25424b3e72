"""Losses, one small class each: `base` says what one needs, the rest are families."""

from .base import LOSSES, Evaluate, LogitLoss, LossFunction, OutputLoss

# Menus follow the order of registration.
# isort: off
from .regression import HalfSquaredError, Huber, MeanAbsoluteError, MeanSquaredError
from .classification import BinaryCrossEntropy, CategoricalCrossEntropy, Hinge

# isort: on

__all__ = [
    "LOSSES", "BinaryCrossEntropy", "CategoricalCrossEntropy", "Evaluate", "HalfSquaredError",
    "Hinge", "Huber", "LogitLoss", "LossFunction", "MeanAbsoluteError", "MeanSquaredError",
    "OutputLoss",
]  # fmt: skip
