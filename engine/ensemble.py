"""`Ensemble`: several networks trained in step, in the same NumPy calls.

A small network keeps the processor waiting for Python.  Networks of one shape that differ only in
their initial weights, their data or the order of it can share the waiting: their parameters are the
rows of one matrix, and each call works on all of them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from math import inf, isfinite, nan
from typing import Any

import numpy as np

from .arrays import Mask, Vector
from .checks import count_from_one
from .fast.prepared import TOO_LARGE
from .fast.stacked import Computes, StackedBatches, agreeing_computes
from .functions.clipping import NeuronRows, ScalingClipper
from .tools.history import TrainerState
from .training import Trainer


class Ensemble:
    """Trains several networks at once, each as `Trainer` would alone: to the bit, but sooner.

    Parameters
    ----------
    trainers : sequence of Trainer
        Of networks of one shape, with the same settings and as many samples, at the start of the
        same epoch.  They stand still while the ensemble trains, until `settle`.

    Attributes
    ----------
    epoch, steps : int
        As the trainers'.
    losses, epoch_losses, gradient_norms : ndarray of shape (n_networks,)
        Of the last step, the last finished epoch, and the last step.
    diverged : ndarray of bool of shape (n_networks,)
        Networks whose loss or gradient became infinite; they rest at their last finite parameters.

    Examples
    --------
    >>> X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0]
    >>> networks = [Network([2, 4, 1], seed=seed) for seed in range(5)]
    >>> ensemble = Ensemble([Trainer(network, X, y, learning_rate=1.0) for network in networks])
    >>> ensemble.run(300)
    >>> (ensemble.epoch_losses < 0.1).tolist()
    [True, True, True, True, True]
    """

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        self.trainers = _alike(trainers)
        self._first, count = self.trainers[0], len(self.trainers)
        states = [trainer.state() for trainer in self.trainers]
        self._parameters = np.array([state.parameters for state in states])
        self._gradients, self._clipped = (np.zeros_like(self._parameters) for _ in range(2))
        self._rows = _all_rows(self._first.network.rows, *self._parameters.shape)
        self._fixed, self._keeps_direction = (
            self._first.network.fixed,
            self._first.clip.keeps_direction,
        )
        self._generators = [_generator_at(state) for state in states]
        self._optimizer = copy.copy(self._first.optimizer)
        self._optimizer.start(self._parameters.shape)
        moments = {n: np.array([state.moments[n] for state in states]) for n in states[0].moments}
        self._optimizer.restore(moments, states[0].optimizer_count)
        samples = [trainer.samples for trainer in self.trainers]
        self._data = StackedBatches(samples, self._first.batch_size)
        self._computes: dict[int, Computes] = {}
        self._shuffled_from: list[Mapping[str, Any]] | None = None
        self._at_rest: dict[int, TrainerState] = {}
        self.position, self.epoch, self.steps = 0, self._first.epoch, self._first.steps
        self._begun_at = self.steps
        self.losses, self.gradient_norms = np.full(count, nan), np.zeros(count)
        self.epoch_losses = np.array([state.epoch_loss for state in states])
        self._loss_sums, self._scales = np.zeros(count), np.ones(count)
        self.diverged: Mask = np.zeros(count, dtype=bool)

    def __len__(self) -> int:
        return len(self.trainers)

    # --- training ------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def step(self) -> Vector:
        """Train each network on its next mini-batch; returns their losses, see `Trainer.step`."""
        if self._shuffled_from is None:
            self._begin_epoch()
        size, losses = self._data.sizes[self.position], self._losses_and_gradients()
        self._add_penalty()
        norms = np.sqrt(np.vecdot(self._gradients, self._gradients))
        rate = self._learning_rate()
        finite = losses + norms + rate * norms < TOO_LARGE
        for index in np.flatnonzero(~finite & ~self.diverged):
            self._lay_to_rest(int(index), losses[index], norms[index])
        self.losses = np.where(self.diverged, self.losses, losses)
        self.gradient_norms = np.where(self.diverged, self.gradient_norms, norms)
        kept = self._parameters[self.diverged]
        self._update(norms, rate)
        self._parameters[self.diverged] = kept
        self._count(size)
        return self.losses

    def run(self, epochs: int) -> None:
        """Step to the end of some epochs, or until every network has diverged."""
        last = self.epoch + count_from_one("epochs", epochs)
        while self.epoch < last and not self.diverged.all():
            self.step()

    # --- parts of a step -----------------------------------------------------------------------

    def _begin_epoch(self) -> None:
        self._shuffled_from = [generator.bit_generator.state for generator in self._generators]
        n_samples = sum(self._data.sizes)
        orders = [
            generator.permutation(n_samples) if self._first.shuffle else np.arange(n_samples)
            for generator in self._generators
        ]
        self._data.fill(orders)

    def _losses_and_gradients(self) -> Vector:
        batch, size = self._data.batches[self.position], self._data.sizes[self.position]
        if size not in self._computes:
            parts = self._first.network, self._parameters, self._gradients
            self._computes[size] = agreeing_computes(*parts, size)
        return self._computes[size](batch)

    def _add_penalty(self) -> None:
        regularizer, rate = self._first.regularizer, self._first.regularization_rate
        if regularizer.name != "none" and rate > 0.0:
            penalty = np.empty_like(self._gradients)
            regularizer.gradient(self._parameters, penalty)
            penalty *= rate * self._first.network.is_weight
            self._gradients += penalty
        if self._fixed is not None:
            self._gradients[:, self._fixed] = 0.0

    def _learning_rate(self) -> float:
        progress = self.epoch + self.position / len(self._data.batches)
        return self._first.learning_rate * self._first.schedule.factor(progress)

    def _update(self, norms: Vector, rate: float) -> None:
        """Clip, and let the optimizer take its step."""
        clipper, threshold = self._first.clip, self._first.clip_threshold
        kept = None if self._fixed is None else self._parameters[:, self._fixed]
        if isinstance(clipper, ScalingClipper):
            self._scales[:] = [clipper.scale(norm, threshold) for norm in norms.tolist()]
            self._optimizer.scaled_steps(self._parameters, self._gradients, self._scales, rate)
        else:
            clipped = self._clipped.reshape(-1)
            clipper.clip(self._gradients.reshape(-1), threshold, self._rows, clipped)
            self._optimizer.step(self._parameters, self._clipped, rate)
        if kept is not None:
            self._parameters[:, self._fixed] = kept

    def _count(self, size: int) -> None:
        self.steps += 1
        self._loss_sums += self.losses * size
        self.position += 1
        if self.position == len(self._data.batches):
            mean_losses = self._loss_sums / sum(self._data.sizes)
            self.epoch_losses = np.where(self.diverged, self.epoch_losses, mean_losses)
            self._loss_sums[:] = 0.0
            self.epoch, self.position, self._shuffled_from = self.epoch + 1, 0, None

    def _lay_to_rest(self, index: int, loss: float, norm: float) -> None:
        """Keep the state of a network whose step is not taken: its numbers are not finite."""
        self.diverged[index] = True
        self.gradient_norms[index], self._scales[index] = norm, 1.0
        self._clipped[index] = 0.0
        self._at_rest[index] = self._state(index)
        self.losses[index] = next((number for number in (loss, norm) if not isfinite(number)), inf)

    # --- the single networks -------------------------------------------------------------------

    def state(self, index: int) -> TrainerState:
        """What `Trainer.state` would be, had that network been trained alone."""
        if self.steps == self._begun_at:
            return self.trainers[index].state()
        return self._at_rest.get(index) or self._state(index)

    @property
    def parameters(self) -> Vector:
        """The parameters of each network, of shape (n_networks, n_parameters); a copy."""
        return self._parameters.copy()

    def settle(self) -> None:
        """Bring the trainers, and so their networks, to where the ensemble is."""
        for index, trainer in enumerate(self.trainers):
            trainer.restore(self.state(index))

    def _state(self, index: int) -> TrainerState:
        diverged, shuffled_from = bool(self.diverged[index]), self._shuffled_from
        scaled = self._first.clip.keeps_direction and not diverged
        moments = {name: rows[index].copy() for name, rows in self._optimizer.moments.items()}
        return TrainerState(
            parameters=self._parameters[index].copy(),
            optimizer=self._optimizer.name,
            moments=moments,
            optimizer_count=self._optimizer.count,
            generator=self._generators[index].bit_generator.state,
            shuffled_from=shuffled_from[index] if shuffled_from and self._first.shuffle else None,
            begun=shuffled_from is not None,
            n_samples=sum(self._data.sizes),
            cursor=sum(self._data.sizes[: self.position]),
            position=self.position,
            epoch=self.epoch,
            steps=self.steps,
            epoch_loss=float(self.epoch_losses[index]),
            loss_sum=float(self._loss_sums[index]),
            raw_gradient=self._gradients[index].copy(),
            applied=None if scaled else self._clipped[index].copy(),
            gradient_norm=float(self.gradient_norms[index]),
            clip_scale=float(self._scales[index]),
            diverged=diverged,
        )


def _alike(trainers: Sequence[Trainer]) -> tuple[Trainer, ...]:
    """The trainers, if they may be trained in step."""
    if not trainers:
        raise ValueError("trainers must hold at least one trainer, got none")
    first, *others = (_what_must_agree(trainer) for trainer in trainers)
    for index, other in enumerate(others, start=1):
        for name, value in first.items():
            if other[name] != value:
                rule = f"trainers must have the same {name}"
                raise ValueError(f"{rule}, got {value} and, in trainer {index}, {other[name]}")
    if trainers[0].position:
        raise ValueError(f"trainers must be at an epoch's start, got batch {trainers[0].position}")
    return tuple(trainers)


def _what_must_agree(trainer: Trainer) -> dict[str, object]:
    network = trainer.network
    return {
        "shape": network.sizes,
        "activations": [layer.activation for layer in network.layers],
        "loss": repr(network.loss),
        "muted units": network.muted,
        "frozen parameters": None if network.fixed is None else network.fixed.tolist(),
        "settings": {name: repr(value) for name, value in trainer.settings.items()},
        "optimizer": repr(trainer.optimizer),
        "order": "shuffled" if trainer.shuffle else "given",
        "number of samples": len(trainer.samples[0]),
        "place in the epoch": trainer.position,
        "epoch": (trainer.epoch, trainer.steps, trainer.optimizer.count),
    }


def _generator_at(state: TrainerState) -> np.random.Generator:
    """A generator of its own that goes on where the state's would."""
    generator = np.random.Generator(getattr(np.random, state.generator["bit_generator"])())
    generator.bit_generator.state = state.generator
    return generator


def _all_rows(rows: NeuronRows, n_networks: int, n_parameters: int) -> NeuronRows:
    """The neurons' places in the flat vectors of several networks, one after the other."""
    starts = np.arange(n_networks)[:, None] * n_parameters + rows.starts
    return NeuronRows(starts.ravel(), np.tile(rows.lengths, n_networks))
