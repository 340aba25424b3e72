"""A neural network written from scratch in NumPy."""

from . import multiclass as multiclass  # registers its datasets
from .datasets import DATASETS, Dataset, DatasetGenerator
from .initializers import INITIALIZERS, Initializer
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
    "DATASETS",
    "INITIALIZERS",
    "REGULARIZERS",
    "SCHEDULES",
    "AccuracyAbove",
    "Dataset",
    "DatasetGenerator",
    "Initializer",
    "LossBelow",
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
