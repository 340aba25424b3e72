"""A neural network written from scratch in NumPy."""

from . import multiclass as multiclass  # registers its datasets
from .activations import ACTIVATIONS, ActivationFunction
from .clipping import CLIPPERS, Clipper
from .datasets import DATASETS, Dataset, DatasetGenerator
from .evaluation import MapEvaluator
from .gradcheck import GradientCheck, check_gradient, numeric_gradient
from .history import History, TrainerState
from .initializers import INITIALIZERS, Initializer
from .layer import Layer
from .losses import LOSSES, LossFunction
from .metrics import accuracy, class_numbers, confusion_matrix, r_squared
from .network import Network
from .neuron import Neuron
from .optimizers import OPTIMIZERS, Optimizer
from .persistence import NetworkFileError, load_network, save_network
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
from .training import Trainer

__all__ = [
    "ACTIVATIONS",
    "CLIPPERS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "REGULARIZERS",
    "SCHEDULES",
    "AccuracyAbove",
    "ActivationFunction",
    "Clipper",
    "Dataset",
    "DatasetGenerator",
    "GradientCheck",
    "History",
    "Initializer",
    "Layer",
    "LossBelow",
    "LossFunction",
    "MapEvaluator",
    "Network",
    "NetworkFileError",
    "Neuron",
    "NoImprovement",
    "Optimizer",
    "Registry",
    "Regularizer",
    "Schedule",
    "StopCondition",
    "Trainer",
    "TrainerState",
    "accuracy",
    "check_gradient",
    "class_numbers",
    "confusion_matrix",
    "first_met",
    "load_network",
    "numeric_gradient",
    "r_squared",
    "save_network",
    "stop_conditions",
]
