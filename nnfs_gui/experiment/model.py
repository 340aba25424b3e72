"""The frozen `Experiment` and its parts.

Every part is an immutable msgspec struct, so an edit is a new value, undo is the old one, and
equality says whether anything changed.  Identities matter: each hidden layer and each neuron has an
``id`` that survives every edit, and that is how learned weights follow their neurons through
surgery.  An input's id is its feature formula (``"x1"``), an output's is ``"out0"``, ``"out1"``, …
and a bias counts as the link from ``"bias"``.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

FORMAT_VERSION = 1
MAX_HIDDEN_LAYERS = 10
MAX_NEURONS = 32
MAX_CLASSES = 8
MAX_FEATURES = 16
PLANE = 6.0
"""Inputs live in [-PLANE, PLANE] on both axes, as in TensorFlow Playground."""

MAX_TARGET = 10.0
"""Values of regression lie in [-1, 1] or a little beyond; colours tell no more than ±1 apart."""

MAX_REAL = 1e100
"""Offsets and scales of axes beyond this, or scales below its inverse, overflow when drawn."""

BIAS = "bias"
FEATURES, OUTPUT = "features", "output"
"""Name the first and the last column where the id of a hidden layer may stand."""

Task = Literal["classification", "regression"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every part: frozen, and a misspelt field in a file is an error."""


# --- data --------------------------------------------------------------------------------------


class PointArray:
    """Points of the plane as one read-only array of shape (n_points, 3): x1, x2, target.

    The target is the class number for classification and the value, around [-1, 1], for regression.
    Compared by value; the array cannot be written to.
    """

    __slots__ = ("values",)

    values: npt.NDArray[np.float64]

    def __init__(self, values: npt.ArrayLike = ()) -> None:
        array = np.array(values, dtype=np.float64)
        array = np.empty((0, 3)) if array.size == 0 else array
        if array.ndim != 2 or array.shape[1] != 3:
            raise ValueError(f"points must have shape (n_points, 3), got {array.shape}")
        if not np.isfinite(array).all():
            raise ValueError("points must be finite numbers")
        array.flags.writeable = False
        self.values = array

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PointArray):
            return NotImplemented
        return self.values is other.values or np.array_equal(self.values, other.values)

    def __hash__(self) -> int:
        return hash((len(self.values), self.values[:8].tobytes()))

    def __repr__(self) -> str:
        return f"PointArray({len(self)} points)"


class GeneratedData(_Part, frozen=True, tag_field="kind", tag="generated"):
    """Points drawn from one of the engine's dataset generators (`engine.DATASETS`)."""

    generator: str = "circle"
    size: int = 500
    noise: float = 0.0
    """0 … 0.5, as a fraction."""
    seed: int = 42
    classes: int = 2
    """Used by generators that can make more than two classes."""


class FormulaData(_Part, frozen=True, tag_field="kind", tag="formula"):
    """Random points labelled by a formula.

    ``above`` splits the plane into two classes by the curve ``x2 = f(x1)``; ``regression`` takes
    ``f(x1, x2)``, scaled into [-1, 1], as the target.
    """

    form: Literal["above", "regression"] = "above"
    formula: str = "3*sin(x)"
    size: int = 500
    noise: float = 0.0
    seed: int = 42


class Axis(_Part, frozen=True):
    """How a column of a table lies on an axis of the plane: ``plane = (real - offset) / scale``."""

    name: str
    offset: float = 0.0
    scale: float = 1.0


class PointsData(_Part, frozen=True, tag_field="kind", tag="points"):
    """Points given one by one: painted, frozen from a generator, or imported from a table."""

    task: Task = "classification"
    points: PointArray = msgspec.field(default_factory=PointArray)
    class_names: tuple[str, ...] = ("orange", "blue")
    """One name per class, in class order; empty for regression."""
    x1: Axis = Axis("x₁")
    x2: Axis = Axis("x₂")
    target: Axis = Axis("target")
    source: str = ""
    """Where the points came from, for people: a file name or a generator's label."""


DataSpec = GeneratedData | FormulaData | PointsData


class SplitSpec(_Part, frozen=True):
    """How points are divided and disturbed after they are made."""

    training_share: float = 0.5
    seed: int = 0
    class_balance: tuple[float, ...] = ()
    """Share of each class that is kept, 0 … 1; empty keeps everything."""
    outliers: float = 0.0
    """Share of training points whose label is swapped (or target negated), 0 … 0.5."""
    order: Literal["random", "given"] = "random"
    """Whether the training points are drawn, or are the first ones in the order given."""


# --- network -----------------------------------------------------------------------------------


class NeuronSpec(_Part, frozen=True, omit_defaults=True):
    """One hidden neuron."""

    id: str
    frozen: bool = False
    """Its incoming weights and bias do not move."""
    muted: bool = False
    """Its activation counts as zero."""
    copy_of: str | None = None
    """The neuron it was duplicated or pasted from, whose weights it starts with."""


class LayerSpec(_Part, frozen=True):
    """One hidden layer."""

    id: str
    neurons: tuple[NeuronSpec, ...]
    activation: str = "tanh"
    parameters: dict[str, float] = {}
    """Parameters of the activation, such as ``alpha``."""


class OutputSpec(_Part, frozen=True):
    """The output layer; its number of units follows from the data (`outputs.output_ids`)."""

    activation: str = "sigmoid"
    parameters: dict[str, float] = {}
    frozen: bool = False


class Link(_Part, frozen=True):
    """A weight, named by the ids at its ends; ``source`` is ``"bias"`` for a bias."""

    source: str
    target: str


class HandSetWeight(_Part, frozen=True):
    """A weight set by hand: an entry that undo can take back (to ``before``)."""

    link: Link
    value: float
    before: float
    serial: int
    """Counts up, so that setting the same link twice gives two entries."""


class NetworkSpec(_Part, frozen=True):
    """Features, hidden layers and output, and how the weights begin."""

    features: tuple[str, ...] = ("x1", "x2")
    """Formulas of x1 and x2; see `features.BUILT_IN`."""
    hidden: tuple[LayerSpec, ...] = ()
    output: OutputSpec = OutputSpec()
    initializer: str = "auto"
    """``"auto"`` picks He or Glorot by activation; otherwise a name of `engine.INITIALIZERS`."""
    seed: int = 1
    frozen_links: tuple[Link, ...] = ()
    hand_set: tuple[HandSetWeight, ...] = ()
    retired: int = 0
    """Highest number in the ids of removed layers and neurons; a new id takes a higher one."""


# --- training ----------------------------------------------------------------------------------


class StopSpec(_Part, frozen=True):
    """When training stops by itself; None switches a condition off."""

    loss_below: float | None = None
    """Test loss."""
    accuracy_above: float | None = None
    """Test accuracy, 0 … 1."""
    no_improvement: int | None = None
    """Epochs without a better test loss."""


class TrainingSpec(_Part, frozen=True):
    """Everything that may change while training runs without losing a weight.

    A field that `engine.Trainer` knows by the same name reaches it by being named here.
    """

    loss: str = "bce"
    loss_parameters: dict[str, float] = {}
    """Parameters of the loss, such as Huber's ``delta``."""
    optimizer: str = "sgd"
    optimizer_parameters: dict[str, float] = {}
    """Parameters of the optimizer, such as ``momentum``."""
    learning_rate: float = 0.03
    batch_size: int = 10
    clip: Literal["none", "value", "neuron", "norm"] = "none"
    clip_threshold: float = 1.0
    regularizer: Literal["none", "l1", "l2"] = "none"
    regularization_rate: float = 0.001
    schedule: str = "constant"
    """A name of `engine.SCHEDULES`."""
    shuffle: bool = True
    """Whether each epoch takes the samples in a new random order, or in the given one."""
    shuffle_seed: int = 0
    stop: StopSpec = StopSpec()
    keep_weights: bool = False
    """Whether weights stay when another data set or number of classes comes."""


class Experiment(_Part, frozen=True):
    """A whole experiment: the one value that the document holds and a file stores."""

    title: str = "Untitled"
    data: DataSpec = GeneratedData()
    split: SplitSpec = SplitSpec()
    network: NetworkSpec = NetworkSpec()
    training: TrainingSpec = TrainingSpec()
    notes: str = ""


def make_layer(number: int, units: int, activation: str = "tanh") -> LayerSpec:
    """A layer with fresh ids ``L{number}`` and ``L{number}.1``, ``L{number}.2``, …"""
    layer = f"L{number}"
    neurons = tuple(NeuronSpec(f"{layer}.{index + 1}") for index in range(units))
    return LayerSpec(layer, neurons, activation)


def default_experiment() -> Experiment:
    """What the window shows at the first start: a circle and a 4-2 tanh network."""
    network = NetworkSpec(hidden=(make_layer(1, 4), make_layer(2, 2)))
    return Experiment(title="Circle", network=network)
