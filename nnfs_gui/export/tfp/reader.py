"""From a link to the experiment it stands for, and what of the link cannot be kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.model import (
    Experiment,
    NetworkSpec,
    OutputSpec,
    PointArray,
    PointsData,
    SplitSpec,
    TrainingSpec,
    make_layer,
)
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.experiment.validation import InvalidExperiment, check

from . import keys
from .datasets import points
from .keys import Settings
from .random import SeededRandom
from .weights import hand_set

SEED = "0.12345"
"""Taken where a link has none, so that opening it again gives the same."""
LABELS = {
    "circle": "Circle",
    "xor": "Exclusive or",
    "gauss": "Gaussians",
    "spiral": "Spiral",
    "reg-plane": "Plane",
    "reg-gauss": "Multi-Gaussian",
}
_MOST_NOISE, _NOISE_IN_PLACE = 80.0, 50.0


@dataclass(frozen=True, eq=False)
class Opened:
    """An experiment from a link, and sentences about what of the link it does not keep."""

    experiment: Experiment
    remarks: tuple[str, ...]


def open_link(text: str) -> Opened:
    """The experiment that a link stands for: same points, same initial weights, same steps.

    Raises
    ------
    FileError
        Naming the key and what is wrong with it.
    """
    try:
        settings = keys.read_settings(text)
        experiment = _experiment(settings)
        check(experiment)
    except InvalidExperiment as error:
        raise FileError(f"Cannot open the link: {error.path} {error.message}.") from error
    except FileError as error:
        raise FileError(f"Cannot open the link: {error}") from error.__cause__
    return Opened(experiment, tuple(_remarks(settings, experiment)))


def dataset_of(settings: Settings) -> str:
    """The data set of the link's problem, in its spelling."""
    regression = settings.choices["problem"] == "regression"
    return settings.choices["regDataset" if regression else "dataset"]


def noise_of(settings: Settings) -> float:
    """The noise in percent, as its slider limits it."""
    noise = settings.numbers["noise"]
    return _NOISE_IN_PLACE if noise > _MOST_NOISE else max(0.0, noise)


def source_text(dataset: str, noise: float, seed: str) -> str:
    """What the points say about where they come from; `writer` reads it again."""
    return f"TensorFlow Playground: {dataset}, noise {noise!r}, seed {seed}"


def _experiment(settings: Settings) -> Experiment:
    dataset, noise, seed = dataset_of(settings), noise_of(settings), settings.seed or SEED
    rng = SeededRandom(seed)
    drawn = points(dataset, noise / 100, rng)
    regression = settings.choices["problem"] == "regression"
    if not settings.features:
        raise FileError("it has no input feature, and a network needs at least one.")
    return Experiment(
        title=f"{LABELS[dataset]}, from TensorFlow Playground",
        data=PointsData(
            task="regression" if regression else "classification",
            points=PointArray(_with_targets(drawn, regression)),
            class_names=() if regression else ("orange", "blue"),
            source=source_text(dataset, noise, seed),
        ),
        split=_split(settings, len(drawn)),
        network=_network(settings, regression, rng),
        training=_training(settings),
    )


def _with_targets(drawn: npt.NDArray[np.float64], regression: bool) -> npt.NDArray[np.float64]:
    """Labels −1 and 1 as class numbers; values as they are."""
    if regression:
        return drawn
    return np.column_stack([drawn[:, :2], (drawn[:, 2] + 1) / 2])


def _split(settings: Settings, n_points: int) -> SplitSpec:
    share = settings.numbers["percTrainData"]
    n_train = math.floor(n_points * share / 100)
    if not 1 <= n_train <= n_points:
        raise FileError(f"percTrainData must leave points to train on, got {share:g}.")
    return SplitSpec(training_share=n_train / n_points, order="given")


def _network(settings: Settings, regression: bool, rng: SeededRandom) -> NetworkSpec:
    features = tuple(keys.FEATURES[name] for name in settings.features)
    activation = keys.ACTIVATIONS[settings.choices["activation"]]
    hidden = tuple(
        make_layer(number, units, activation) for number, units in enumerate(settings.shape, 1)
    )
    if len(hidden) > 100 or any(units > 100 for units in settings.shape):
        # Refused by the check of experiments; drawing millions of weights first would take long.
        return NetworkSpec(features, hidden)
    network = NetworkSpec(features, hidden, OutputSpec("linear" if regression else "tanh"))
    if settings.switches["initZero"]:
        return NetworkSpec(features, hidden, network.output, initializer="zeros")
    weights = hand_set(layer_ids(Experiment(network=network)), rng)
    return NetworkSpec(features, hidden, network.output, "uniform", hand_set=weights)


def _training(settings: Settings) -> TrainingSpec:
    return TrainingSpec(
        loss="half_mse",
        optimizer="sgd",
        learning_rate=settings.numbers["learningRate"],
        batch_size=int(settings.numbers["batchSize"]),
        regularizer=keys.REGULARIZERS[settings.choices["regularization"]],  # type: ignore[arg-type]  # its values are
        regularization_rate=settings.numbers["regularizationRate"],
        shuffle=False,
    )


# --- what is not kept --------------------------------------------------------------------------


def _remarks(settings: Settings, experiment: Experiment) -> Iterator[str]:
    """One sentence for each thing that the link says and the experiment does not do."""
    if settings.seed is None:
        yield f"Without a seed, the link's points differ each time; these are those of {SEED}."
    yield from _about_batches(settings, experiment)
    if experiment.training.regularizer == "l1" and experiment.training.regularization_rate > 0:
        yield (
            "TensorFlow Playground keeps a weight that L1 carries across 0 at 0 for good; here it "
            "may live again."
        )
    yield from _about_words(settings)
    yield from _about_the_picture(settings)


def _about_batches(settings: Settings, experiment: Experiment) -> Iterator[str]:
    size, count = experiment.training.batch_size, len(materialize(experiment).train)
    if size > count:
        yield (
            f"A batch of {size} is larger than the {count} training points, so TensorFlow "
            "Playground never takes a step; here the points are one batch."
        )
    elif count % size:
        yield (
            f"TensorFlow Playground adds the last {count % size} of {count} training points to the "
            "next epoch's first batch; here they are a smaller batch of their own."
        )


def _about_words(settings: Settings) -> Iterator[str]:
    for name, word in settings.replaced.items():
        default = keys.CHOICES[name][1]
        yield f"{name} “{word[:40]}” is unknown there, too, and counts as {default}."
    if settings.numbers["noise"] > _MOST_NOISE:
        noise = settings.numbers["noise"]
        yield f"A noise of {noise:g} is too much for TensorFlow Playground, which takes 50."
    for name in keys.WITHOUT_EFFECT:
        if settings.switches[name]:
            yield f"{name} has no effect in TensorFlow Playground, and has none here."
    if settings.unknown:
        names = ", ".join(name[:40] for name in settings.unknown[:5])
        yield f"Keys that mean nothing are left out: {names}."


def _about_the_picture(settings: Settings) -> Iterator[str]:
    shown = [name for name in ("showTestData", "discretize") if settings.switches[name]]
    if shown:
        yield f"How the boundary is drawn is chosen at the boundary itself ({', '.join(shown)})."
    if settings.hidden:
        names = ", ".join(name[:40] for name in settings.hidden[:20])
        yield f"The link hides controls, which are all shown here: {names}."
    if settings.tutorial is not None:
        yield f"The text “{settings.tutorial[:40]}” belongs to TensorFlow Playground's site."
    if settings.switches["collectStats"]:
        yield "collectStats is without effect: nothing is collected here."
