"""A neural network written from scratch in NumPy; everything to be used is imported from here.

To learn how it works, read `neuron`, `layer`, `network` and `training`, in this order.  All else
may be skipped: `ensemble` trains many networks at once, `stack` keeps a network's parameters in one
vector, `parts` cuts large batches, `checks` refuses wrong input, and `arrays` names types;
`functions` holds the formulas that the four files are given, `fast` the same computation prepared
for speed, `datasets` toy problems, and `tools` what surrounds training.

Throughout, x is an input, w or W are weights and b is a bias; z = W x + b is the pre-activation and
a = f(z) the activation; L is the loss, averaged over the samples, δ = ∂L/∂z, and η the learning
rate.  ``upstream`` is ∂L/∂a as it arrives from the side of the outputs.  Arrays have a row per
sample: (n_samples, n_units).
"""

from .datasets import DATASETS, Dataset, DatasetGenerator, dataset
from .ensemble import Ensemble
from .functions.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    ActivationFunction,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Sine,
    Softmax,
    Softplus,
    Step,
    Swish,
    Tanh,
)  # fmt: skip
from .functions.clipping import (
    CLIPPERS,
    ClipNeuron,
    ClipNorm,
    Clipper,
    ClipValue,
    NoClipping,
    ScalingClipper,
    was_clipped,
)  # fmt: skip
from .functions.initializers import INITIALIZERS, Glorot, He, Initializer, Uniform, Zeros
from .functions.losses import (
    LOSSES,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    HalfSquaredError,
    Hinge,
    Huber,
    LogitLoss,
    LossFunction,
    MeanAbsoluteError,
    MeanSquaredError,
    OutputLoss,
)  # fmt: skip
from .functions.optimizers import OPTIMIZERS, SGD, Adam, Momentum, Optimizer, RMSProp
from .functions.registry import Registry, Table
from .functions.regularizers import L1, L2, REGULARIZERS, NoPenalty, Regularizer
from .functions.schedules import SCHEDULES, Constant, Cosine, InverseTime, Schedule, StepDecay
from .layer import Layer
from .network import Network
from .neuron import Neuron
from .tools.gradcheck import GradientCheck, check_gradient, numeric_gradient
from .tools.history import History, TrainerState
from .tools.metrics import accuracy, class_numbers, confusion_matrix, r_squared
from .tools.persistence import NetworkFileError, load_network, save_network
from .tools.stopping import (
    AccuracyAbove,
    LossBelow,
    NoImprovement,
    StopCondition,
    first_met,
    stop_conditions,
)  # fmt: skip
from .training import Trainer

__all__ = [
    "ACTIVATIONS", "CLIPPERS", "DATASETS", "ELU", "GELU", "INITIALIZERS", "L1", "L2", "LOSSES",
    "OPTIMIZERS", "REGULARIZERS", "SCHEDULES", "SGD", "AccuracyAbove", "ActivationFunction", "Adam",
    "BinaryCrossEntropy", "CategoricalCrossEntropy", "ClipNeuron", "ClipNorm", "ClipValue",
    "Clipper", "Constant", "Cosine", "Dataset", "DatasetGenerator", "Ensemble", "Glorot",
    "GradientCheck", "HalfSquaredError", "He", "Hinge", "History", "Huber", "Initializer",
    "InverseTime", "Layer", "LeakyReLU", "Linear", "LogitLoss", "LossBelow", "LossFunction",
    "MeanAbsoluteError", "MeanSquaredError", "Momentum", "Network", "NetworkFileError", "Neuron",
    "NoClipping", "NoImprovement", "NoPenalty", "Optimizer", "OutputLoss", "RMSProp", "ReLU",
    "Registry", "Regularizer", "ScalingClipper", "Schedule", "Sigmoid", "Sine", "Softmax",
    "Softplus", "Step", "StepDecay", "StopCondition", "Swish", "Table", "Tanh", "Trainer",
    "TrainerState", "Uniform", "Zeros", "accuracy", "check_gradient", "class_numbers",
    "confusion_matrix", "dataset", "first_met", "load_network", "numeric_gradient", "r_squared",
    "save_network", "stop_conditions", "was_clipped",
]  # fmt: skip
