"""One experiment under other seeds."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from nnfs_gui.experiment.model import Experiment, FormulaData, GeneratedData

from .errors import StudyError

WEIGHTS, ORDER, SPLIT, DATA = VARIED = ("weights", "order", "split", "data")
"""What seeds are of: initial weights, order of the samples, which of them train, the points."""


def check_varied(varied: Sequence[str]) -> tuple[str, ...]:
    """The names, if each is one of `VARIED` and there is at least one."""
    for name in varied:
        if name not in VARIED:
            raise StudyError(f"seeds may vary {', '.join(VARIED)}, got {name!r}")
    if not varied:
        raise StudyError(f"seeds must vary at least one of {', '.join(VARIED)}")
    return tuple(varied)


def with_seed(experiment: Experiment, seed: int, varied: Sequence[str] = (WEIGHTS,)) -> Experiment:
    """The experiment with that seed for what is ``varied``; all else stays."""
    network, split, data = experiment.network, experiment.split, experiment.data
    training = experiment.training
    if WEIGHTS in varied:
        network = replace(network, seed=seed)
    if ORDER in varied:
        training = replace(training, shuffle_seed=seed)
    if SPLIT in varied:
        split = replace(split, seed=seed)
    if DATA in varied and isinstance(data, (GeneratedData, FormulaData)):
        data = replace(data, seed=seed)
    return replace(experiment, network=network, split=split, data=data, training=training)
