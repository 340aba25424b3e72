"""`TrainedNetwork`: network, points and trainer of an experiment, and how they follow its edits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine import Network, Optimizer, Trainer
from nnfs_gui.experiment.building import (
    PLAIN_SETTINGS,
    block_positions,
    build_network,
    frozen_mask,
    make_optimizer,
    muted_units,
    trainer_options,
)
from nnfs_gui.experiment.data.encoding import encode
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment, HandSetWeight, LayerSpec, NetworkSpec, OutputSpec
from nnfs_gui.experiment.outputs import is_other_data_set, layer_ids, read_outputs

from .moment import Moment
from .surgery.transplant import transplant
from .surgery.weights import Array, WeightMemory, Weights

_SAMPLES, _BATCHES = 20_000, 64
"""Most samples, and mini-batches, from which the mean square of a gradient is estimated."""
_WARM = 100.0
"""How much larger than estimated it is taken to be, so that new weights begin with small steps.

The others have their balance with the learning rate, which every new weight disturbs; a mean
square is forgotten over a thousand steps, and by then the balance is a new one."""


FRESH = "Another data set: the network begins with fresh weights."


@dataclass(frozen=True)
class _Counters:
    """How far training had come when the last training point went."""

    epoch: int = 0
    steps: int = 0


@dataclass(frozen=True)
class Applied:
    """What a change of the experiment did.

    Attributes
    ----------
    notice : str
        Worth telling; "" if not.
    begun_anew : bool
        The weights are fresh ones, and the counters stand at 0.
    network, points : bool
        Whether the network is another object, or the points, their targets or features differ.
    """

    notice: str = ""
    begun_anew: bool = False
    network: bool = False
    points: bool = False


class TrainedNetwork:
    """Holds what is trained, and carries what was learned over every edit.

    Attributes
    ----------
    trainer : Trainer or None
        None as long as there are no training points.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.points: PlaneData = materialize(experiment)
        # Weights that were set by hand before the run began are part of how it begins.
        self._given = experiment.network.hand_set
        self._memory = WeightMemory()
        self._merged: frozenset[str] = frozenset()
        self.network: Network
        self.trainer: Trainer | None
        self.rewind()

    def rewind(self) -> None:
        """Initial weights, bit for bit, and the shuffle from its start."""
        self.network = build_network(self.experiment)
        self._memory.clear()
        self._merged = frozenset()
        self._in_force: frozenset[int] = frozenset()
        alive = self.experiment.network.hand_set
        self._set_by_hand([entry for entry in self._given if entry in alive])
        self._parked = _Counters()
        self.trainer = self._new_trainer()

    def apply(self, new: Experiment) -> Applied:
        """Follow an edit of the experiment."""
        old, self.experiment = self.experiment, new
        points, self.points = self.points, materialize(new)
        other_data = is_other_data_set(old, new) and not new.training.keep_weights
        if other_data or _begins_anew(old.network, new.network):
            self._given = () if not other_data else self._given
            trained = self.steps > 0
            self.rewind()
            notice = FRESH if other_data and trained else ""
            return Applied(notice, begun_anew=True, network=True, points=True)
        other_points = self.points is not points and _other_points(old, new)
        other_points |= _other_inputs(old, new)
        notice, other_network = "", _other_network(old, new)
        if other_network:
            notice = self._operate(old, new, other_points)
        else:
            self._follow_flags(old.network, new.network)
            if other_points:
                self._follow_points()
        self._follow_settings(old, new)
        self._follow_hands(old.network.hand_set, new.network.hand_set)
        return Applied(notice, network=other_network, points=other_points)

    # --- there and back ----------------------------------------------------------------------

    def moment(self) -> Moment:
        """Where it stands; a copy."""
        state = None if self.trainer is None else self.trainer.state()
        parameters = self.network.parameters.copy() if state is None else state.parameters
        parked, given = self._parked, self._given
        return Moment(state, parameters, parked.epoch, parked.steps, given, self._in_force)

    def return_to(self, moment: Moment) -> None:
        """Stand where a network of an equal experiment stood."""
        self._given, self._in_force = moment.given, moment.in_force
        self._parked = _Counters(moment.epoch, moment.steps)
        if self.trainer is not None and moment.state is not None:
            self.trainer.restore(moment.state)
        else:
            self.network.parameters[:] = moment.parameters

    def hand_over(self, successor: TrainedNetwork) -> None:
        """Let another one go on in its place, with all weights that undo may want back."""
        self._memory.remember(self.experiment.network, self._weights(self.experiment))
        successor.inherit(self._memory, self._merged)

    def inherit(self, memory: WeightMemory, merged: frozenset[str]) -> None:
        """Go on with what a predecessor remembers."""
        self._memory, self._merged = memory, merged

    # --- where it stands ---------------------------------------------------------------------

    @property
    def steps(self) -> int:
        """Steps done in all."""
        return self.trainer.steps if self.trainer is not None else self._parked.steps

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self.trainer.epoch if self.trainer is not None else self._parked.epoch

    @property
    def diverged(self) -> bool:
        """Whether the last step was not taken, and left its endless gradient."""
        return self.trainer is not None and self.trainer.diverged

    @property
    def progress(self) -> float:
        """Epochs, the current one as a fraction."""
        if self.trainer is None:
            return float(self._parked.epoch)
        return self.trainer.epoch + min(1.0, self.trainer.position / self.trainer.steps_per_epoch)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, as its schedule has it."""
        if self.trainer is None:
            return self.experiment.training.learning_rate
        return self.trainer.current_learning_rate

    def penalty(self) -> float:
        """What regularization adds to the loss now."""
        with np.errstate(all="ignore"):
            return self.trainer.penalty if self.trainer is not None else 0.0

    # --- structure ---------------------------------------------------------------------------

    def _operate(self, old: Experiment, new: Experiment, other_points: bool) -> str:
        weights = self._weights(old)
        self._memory.remember(old.network, weights)
        remembered = _with_rows(self._memory.recall(new.network), len(weights.vectors))
        result = transplant(old, weights, new, remembered, self._merged)
        self._merged = result.merged
        self.network = build_network(new)
        self.network.parameters[:] = result.weights.parameters
        self._move_trainer(result.weights, same_points=not other_points)
        return result.notice

    def _weights(self, experiment: Experiment) -> Weights:
        rows = [self.network.parameters]
        if self.trainer is not None:
            rows += self.trainer.state().moments.values()
        return Weights(layer_ids(experiment), np.stack(rows))

    def _move_trainer(self, weights: Weights, same_points: bool) -> None:
        """A trainer for the new network that goes on where the old one stands."""
        former = self.trainer
        self._replace_trainer(None if former is None else former.optimizer)
        if former is None or self.trainer is None:
            return
        state, size = former.state(), self.network.n_parameters
        fresh = self.trainer.state()
        state = replace(
            state,
            parameters=weights.parameters,
            moments=self._started(dict(zip(state.moments, weights.vectors[1:], strict=True))),
            raw_gradient=np.zeros(size),
            applied=None,
            gradient_norm=0.0,
            clip_scale=1.0,
            diverged=False,
        )
        if not same_points:
            state = replace(
                state, begun=False, n_samples=fresh.n_samples, cursor=0, position=0, loss_sum=0.0
            )
        self.trainer.restore(state)

    def _started(self, moments: dict[str, Array]) -> dict[str, Array]:
        """The moments, with mean squares of new weights' gradients where there are none yet.

        A mean square that begins at 0 in the middle of training, where no correction for that is
        made any more, lets the first steps of a new weight be three times the learning rate.
        """
        squares = moments.get("mean_square")
        if squares is None or squares.all() or not squares.any():
            return moments
        started = np.where(squares == 0.0, _WARM * self._mean_square_gradient(), squares)
        return {**moments, "mean_square": started}

    def _mean_square_gradient(self) -> Array:
        """The mean square of the gradients of a few mini-batches, of shape (n_parameters,)."""
        points = self.points.train
        size = min(self.experiment.training.batch_size, len(points), _SAMPLES // 4)
        count = min(_BATCHES, _SAMPLES // size)
        generator = np.random.default_rng(0)
        mean = np.zeros(self.network.n_parameters)
        for _ in range(count):
            batch = self.samples(generator.choice(points, size, replace=False))
            mean += np.square(self.network.loss_and_gradient(*batch)[1]) / count
        return mean if np.isfinite(mean).all() else np.zeros_like(mean)

    # --- points and settings -----------------------------------------------------------------

    def _follow_points(self) -> None:
        inputs, targets = self.samples(self.points.train)
        if self.trainer is None or not len(inputs):
            self._replace_trainer()
        else:
            self.trainer.set_data(inputs, targets)

    def _follow_flags(self, old: NetworkSpec, new: NetworkSpec) -> None:
        if old == new:
            return
        self.network.freeze(frozen_mask(self.experiment))
        for index, units in enumerate(muted_units(self.experiment)):
            self.network.set_muted(index, units)

    def _follow_settings(self, old: Experiment, new: Experiment) -> None:
        before, after, trainer = old.training, new.training, self.trainer
        if trainer is None:
            return
        for name in PLAIN_SETTINGS:
            if getattr(before, name) != getattr(after, name):
                setattr(trainer, name, getattr(after, name))
        if before.optimizer != after.optimizer:
            trainer.set_optimizer(make_optimizer(after))
        elif before.optimizer_parameters != after.optimizer_parameters:
            former = trainer.optimizer
            trainer.set_optimizer(make_optimizer(after))
            trainer.optimizer.restore(former.moments, former.count)
        if before.shuffle_seed != after.shuffle_seed:
            generator = np.random.default_rng(after.shuffle_seed).bit_generator.state
            trainer.restore(replace(trainer.state(), generator=dict(generator)))

    # --- weights set by hand -----------------------------------------------------------------

    def _follow_hands(self, old: tuple[HandSetWeight, ...], new: tuple[HandSetWeight, ...]) -> None:
        if old == new:
            return
        kept, known = set(new), set(old)
        gone = [entry for entry in old if entry not in kept]
        for entry in sorted(gone, key=_serial, reverse=True):
            if entry.serial in self._in_force:
                self._write(entry, entry.before)
                self._in_force -= {entry.serial}
        self._set_by_hand([entry for entry in new if entry not in known])

    def _set_by_hand(self, entries: list[HandSetWeight]) -> None:
        for entry in sorted(entries, key=_serial):
            self._write(entry, entry.value)
            self._in_force |= {entry.serial}

    def _write(self, entry: HandSetWeight, value: float) -> None:
        place = block_positions(self.experiment).index(entry.link)
        if place is not None:  # else an end of the link has been removed since
            self.network.parameters[place] = value

    # --- trainers ----------------------------------------------------------------------------

    def samples(self, chosen: npt.NDArray[np.intp]) -> tuple[Array, Array]:
        """Inputs and targets of some of the points, as the network takes them."""
        formulas = self.experiment.network.features
        inputs = feature_matrix(formulas, self.points.inputs[chosen])
        return inputs, encode(self.points.targets[chosen], read_outputs(self.experiment))

    def _replace_trainer(self, optimizer: Optimizer | None = None) -> None:
        """A new trainer, or none without points; the counters go on either way."""
        if self.trainer is not None:
            self._parked = _Counters(self.trainer.epoch, self.trainer.steps)
        self.trainer = self._new_trainer(optimizer)
        if self.trainer is not None:
            counters = replace(
                self.trainer.state(), epoch=self._parked.epoch, steps=self._parked.steps
            )
            self.trainer.restore(counters)

    def _new_trainer(self, optimizer: Optimizer | None = None) -> Trainer | None:
        inputs, targets = self.samples(self.points.train)
        if not len(inputs):
            return None
        options = trainer_options(self.experiment)
        if optimizer is not None:
            options["optimizer"] = optimizer
        return Trainer(self.network, inputs, targets, **options)


def _begins_anew(old: NetworkSpec, new: NetworkSpec) -> bool:
    return (old.seed, old.initializer) != (new.seed, new.initializer)


def _other_network(old: Experiment, new: Experiment) -> bool:
    """Whether the engine needs another `Network`: other units, functions or loss."""

    def functions(experiment: Experiment) -> list[object]:
        spec = experiment.network
        parts: list[LayerSpec | OutputSpec] = [*spec.hidden, spec.output]
        used = [(part.activation, part.parameters) for part in parts]
        training = experiment.training
        return [*used, training.loss, training.loss_parameters]

    return layer_ids(old) != layer_ids(new) or functions(old) != functions(new)


def _other_points(old: Experiment, new: Experiment) -> bool:
    """Whether the points differ; equal ones may be other objects, if they were made anew."""
    return (old.data, old.split) != (new.data, new.split)


def _other_inputs(old: Experiment, new: Experiment) -> bool:
    """Whether the same points are told to the network differently."""
    features = old.network.features != new.network.features
    return features or read_outputs(old) != read_outputs(new)


def _with_rows(weights: Weights | None, count: int) -> Weights | None:
    """Remembered weights with as many moments as are needed now: another optimizer has others."""
    if weights is None or len(weights.vectors) == count:
        return weights
    vectors = np.zeros((count, weights.vectors.shape[1]))
    vectors[0] = weights.parameters
    return Weights(weights.ids, vectors)


def _serial(entry: HandSetWeight) -> int:
    return entry.serial
