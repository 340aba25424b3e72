"""A neural network written from scratch in NumPy."""

from . import multiclass as multiclass  # registers its datasets
from .activations import ACTIVATIONS, ActivationFunction
from .datasets import DATASETS, Dataset, DatasetGenerator
from .initializers import INITIALIZERS, Initializer
from .losses import LOSSES, LogitLoss, LossFunction
from .metrics import accuracy, class_numbers, confusion_matrix, r_squared
from .registry import Registry
from .regularizers import REGULARIZERS, Regularizer
from .schedules import SCHEDULES, Schedule
from .stopping import (
    AccuracyAbove,
    LossBelow,
    NoImprovement,
    StopCondition,
    first_met,
    stop_conditions,
)

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "REGULARIZERS",
    "SCHEDULES",
    "AccuracyAbove",
    "ActivationFunction",
    "Dataset",
    "DatasetGenerator",
    "Initializer",
    "LogitLoss",
    "LossBelow",
    "LossFunction",
    "NoImprovement",
    "Registry",
    "Regularizer",
    "Schedule",
    "StopCondition",
    "accuracy",
    "class_numbers",
    "confusion_matrix",
    "first_met",
    "r_squared",
    "stop_conditions",
]
