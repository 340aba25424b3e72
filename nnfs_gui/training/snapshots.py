"""Makes snapshots: of a run as it is, or of a step of its past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnfs_gui.experiment.model import Experiment

from .history import Losses
from .pictures import PictureMaker
from .snapshot import Curve, GradientNorms, RunState, Snapshot, Vector
from .tape.picture import Place, TapePicture
from .trained_network import TrainedNetwork


@dataclass(frozen=True, eq=False)
class RunFacts:
    """What a snapshot says of the run; the fields are described in `Snapshot`."""

    number: int
    serial: int
    experiment: Experiment
    state: RunState
    message: str
    curve: Curve
    gradient_norms: GradientNorms
    tape: TapePicture
    past: Place | None = None


def take_snapshot(
    trained: TrainedNetwork, maker: PictureMaker, losses: Losses, facts: RunFacts
) -> Snapshot:
    """The network at this moment, and the run around it."""
    raw, applied = _gradients(trained)
    pictures = maker.take()
    moments, moment_steps = _memory(trained)
    return Snapshot(
        run=facts.number,
        serial=facts.serial,
        experiment=facts.experiment,
        data=trained.points,
        state=facts.state,
        epoch=trained.epoch,
        step=trained.steps,
        learning_rate=trained.learning_rate,
        train_loss=losses.train_loss,
        test_loss=losses.test_loss,
        penalty=losses.penalty,
        train_accuracy=losses.train_accuracy,
        test_accuracy=losses.test_accuracy,
        sizes=trained.network.sizes,
        parameters=_kept(trained.network.parameters.copy()),
        raw_gradient=_kept(raw),
        applied_gradient=_kept(applied),
        curve=facts.curve,
        gradient_norms=facts.gradient_norms,
        maps=pictures.maps,
        boundary=pictures.boundary,
        sample=maker.sample,
        predictions=pictures.predictions,
        point_losses=pictures.point_losses,
        activations=pictures.activations,
        message=facts.message,
        moments=moments,
        moment_steps=moment_steps,
        tape=facts.tape,
        past=facts.past,
    )


def _memory(trained: TrainedNetwork) -> tuple[dict[str, Vector], int]:
    """What the optimizer remembers, and for how many steps it has."""
    trainer = trained.trainer
    if trainer is None:
        return {}, 0
    moments = trainer.optimizer.copy_moments()
    return {name: _kept(moment) for name, moment in moments.items()}, trainer.optimizer.count


def _gradients(trained: TrainedNetwork) -> tuple[Vector, Vector]:
    if trained.trainer is None:
        nothing = np.zeros(trained.network.n_parameters)
        return nothing, nothing.copy()
    return trained.trainer.raw_gradient, trained.trainer.applied_gradient


def _kept(vector: Vector) -> Vector:
    vector.flags.writeable = False
    return vector
