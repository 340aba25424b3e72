"""`Trainer`: the one training loop of the project, one mini-batch at a time."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from contextvars import Context
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .arrays import Call, Indices, Vector
from .checks import count_from_one, generator, number_from_zero, positive_number
from .fast.batches import EpochBatches
from .fast.settings import Setting, from_registry
from .fast.workspace import Batch, Compute, Workspace
from .functions.clipping import CLIPPERS, Clipper, ScalingClipper
from .functions.optimizers import OPTIMIZERS, Optimizer
from .functions.regularizers import REGULARIZERS, Regularizer
from .functions.schedules import SCHEDULES, Schedule
from .network import Network, Samples
from .tools.history import TrainerState

Apply: TypeAlias = Callable[[float, float], None]
"""Moves the parameters, given the gradient's norm and the learning rate."""

TOO_LARGE = 1e150
"""Beyond it squares overflow; a loss or a step of that size counts as infinite."""


class Trainer:
    """Trains a network on samples, one mini-batch per `step`.

    Each step takes the mean gradient over a batch, adds the penalty's gradient, clips the sum, and
    hands it to the optimizer.  Each epoch takes all samples in a new order; the last batch may be
    smaller, and counts by its size.  All settings may be changed while training: a new batch size
    divides what is left of the epoch.  ``network.parameters`` may be written to between steps.

    Parameters
    ----------
    network : Network
    X, y : arrays of shape (n_samples, n_inputs) and (n_samples, n_outputs)
        Both are copied.  Also y of shape (n_samples,): one output's values, or class numbers.
    batch_size, learning_rate, clip_threshold, regularization_rate : numbers
    optimizer : str or Optimizer
    clip : None, "value", "neuron", "norm" or Clipper
    regularizer : None, "l1", "l2" or Regularizer
        Of the weights, never of the biases.
    schedule : str or Schedule
        Factor of the learning rate over the epochs.
    shuffle : bool
        Whether each epoch takes the samples in a new random order, or in the given one.
    seed : int or numpy.random.Generator
        For the order alone.
    validation : (X, y), optional
        Samples to watch but not to train on, see `validation_loss`.

    Attributes
    ----------
    epoch, steps : int
        Finished epochs, and steps in all.
    epoch_loss : float
        Mean loss of the samples in the last finished epoch, as their batches saw it; NaN before.
    gradient_norm, clip_scale : float
        Norm of `raw_gradient`, and what clipping multiplied it by: 1 if nothing, or not as a whole.
    diverged : bool
        Whether the last step's loss or gradient was not finite.  Such a step changes nothing: the
        parameters are still the last finite ones.
    """

    learning_rate = Setting(positive_number)
    batch_size = Setting(count_from_one)
    clip = Setting(from_registry(CLIPPERS))
    clip_threshold = Setting(positive_number)
    regularizer = Setting(from_registry(REGULARIZERS))
    regularization_rate = Setting(number_from_zero)
    schedule = Setting(from_registry(SCHEDULES))

    def __init__(
        self,
        network: Network,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 10,
        learning_rate: float = 0.03,
        optimizer: str | Optimizer = "sgd",
        clip: str | Clipper | None = None,
        clip_threshold: float = 1.0,
        regularizer: str | Regularizer | None = None,
        regularization_rate: float = 0.0,
        schedule: str | Schedule = "constant",
        shuffle: bool = True,
        seed: int | np.random.Generator | None = 0,
        validation: Samples | None = None,
    ) -> None:
        self.network = network
        self.settings: dict[str, Any] = {}
        self.batch_size, self.learning_rate = batch_size, learning_rate
        self.clip, self.clip_threshold = clip, clip_threshold
        self.regularizer, self.regularization_rate = regularizer, regularization_rate
        self.schedule, self.shuffle = schedule, shuffle
        self.validation = (
            None if validation is None else network.check_samples(*validation, of="validation ")
        )
        self._gradient, self._clipped = (np.zeros(network.n_parameters) for _ in range(2))
        self._applied: Vector | None = None
        self._workspaces: dict[int, Workspace] = {}
        self._generator, self._version = generator(seed), network.version
        self.gradient_norm, self.clip_scale, self.diverged = 0.0, 1.0, False
        self.epoch, self.steps, self.epoch_loss = 0, 0, math.nan
        # Overflow is found by looking at the numbers, so NumPy need not warn of it.  np.errstate
        # would cost a tenth of a small step; running in a context where it is set costs nothing.
        self._quiet = Context()
        self._quiet.run(np.seterr, all="ignore")
        self.set_optimizer(optimizer)
        self.set_data(X, y)

    # --- what can be changed -------------------------------------------------------------------

    def set_data(self, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Train on other samples from now on, with a new epoch; nothing learned is lost."""
        self._data = EpochBatches(*self.network.check_samples(X, y))
        self._order: Indices | None = None
        self._loss_sum = 0.0
        self._cut(cursor=0, position=0)

    def set_optimizer(self, optimizer: str | Optimizer) -> None:
        """Use another optimizer from now on; its memory begins empty."""
        self.optimizer = copy.copy(OPTIMIZERS.create(optimizer))  # its memory is ours alone
        self.optimizer.start(self.network.n_parameters)
        self.prepare_anew()

    def prepare_anew(self) -> None:
        """Let the next step heed what was changed."""
        self._advance: Callable[[], float] = self._prepare_and_advance

    # --- training ------------------------------------------------------------------------------

    def step(self) -> float:
        """Train on one mini-batch, and return its mean loss (without the penalty).

        If loss or gradient is not finite, nothing is changed, and NaN or infinity is returned.
        """
        if self._version != self.network.version:
            self.prepare_anew()
        return self._quiet.run(self._advance)

    def validation_loss(self) -> float:
        """The loss on the validation samples now; NaN without such samples."""
        return math.nan if self.validation is None else self.network.evaluate(*self.validation)

    # --- where training stands -----------------------------------------------------------------

    @property
    def samples(self) -> tuple[Vector, Vector]:
        """The inputs and targets that are trained on; copies."""
        return self._data.samples()

    @property
    def steps_per_epoch(self) -> int:
        """Batches in a whole epoch."""
        return -(-self._data.n_samples // self.batch_size)

    @property
    def position(self) -> int:
        """Batches done in the current epoch."""
        return self._position_at_cut + self._next

    @property
    def penalty(self) -> float:
        """The penalty on the weights as they are now, times its rate."""
        weights = self.network.parameters[self.network.is_weight]
        return self.regularization_rate * self.regularizer.penalty(weights)

    @property
    def current_learning_rate(self) -> float:
        """The learning rate with the schedule's factor at this moment."""
        progress = self.epoch + self.position / self.steps_per_epoch
        return self.learning_rate * self.schedule.factor(progress)

    @property
    def raw_gradient(self) -> Vector:
        """The last step's gradient, with the penalty's, before clipping; a copy."""
        return self._gradient.copy()

    @property
    def applied_gradient(self) -> Vector:
        """The last step's gradient after clipping: what the optimizer was given; a copy."""
        return self._gradient * self.clip_scale if self._applied is None else self._applied.copy()

    @property
    def clipped(self) -> bool:
        """Whether the last step's clipping changed the gradient."""
        if self._applied is None:
            return self.clip_scale < 1.0
        return not self.diverged and not np.array_equal(self._applied, self._gradient)

    def state(self) -> TrainerState:
        """A copy of all that changes while training, for `restore`."""
        return TrainerState(
            parameters=self.network.parameters.copy(),
            optimizer=self.optimizer.name,
            moments=self.optimizer.copy_moments(),
            optimizer_count=self.optimizer.count,
            generator=copy.deepcopy(dict(self._generator.bit_generator.state)),
            order=None if self._order is None else self._order.copy(),
            cursor=self._cursor,
            position=self.position,
            epoch=self.epoch,
            steps=self.steps,
            epoch_loss=self.epoch_loss,
            loss_sum=self._loss_sum,
            raw_gradient=self.raw_gradient,
            applied=None if self._applied is None else self._applied.copy(),
            gradient_norm=self.gradient_norm,
            clip_scale=self.clip_scale,
            diverged=self.diverged,
        )

    def restore(self, state: TrainerState) -> None:
        """Go back (or forth) to a state of a network of the same shape and as many samples.

        The settings stay as they are now.  If the optimizer is another one than the state's, its
        memory begins empty.

        Raises
        ------
        ValueError
            If the state does not fit; nothing is changed then.
        """
        if state.parameters.shape != self.network.parameters.shape:
            rule = f"{self.network.n_parameters} parameters"
            raise ValueError(f"state must be of a network with {rule}, got {state.parameters.size}")
        if state.order is not None and len(state.order) != self._data.n_samples:
            rule = f"{self._data.n_samples} samples"
            raise ValueError(f"state must be of training on {rule}, got {len(state.order)}")
        self._generator.bit_generator.state = state.generator
        self.network.parameters = state.parameters
        self.optimizer.start(self.network.n_parameters)
        if state.optimizer == self.optimizer.name:
            self.optimizer.restore(state.moments, state.optimizer_count)
        self.epoch, self.steps, self.epoch_loss = state.epoch, state.steps, state.epoch_loss
        self._gradient[:] = state.raw_gradient
        self._applied = None if state.applied is None else state.applied.copy()
        self.gradient_norm, self.clip_scale = state.gradient_norm, state.clip_scale
        self.diverged = state.diverged
        self._order = None if state.order is None else state.order.copy()
        self._loss_sum = state.loss_sum
        self._cut(state.cursor, state.position)

    # --- the course of an epoch ----------------------------------------------------------------

    def _cut(self, cursor: int, position: int) -> None:
        """Divide what is left of the epoch into batches."""
        self._cut_size, self._position_at_cut, self._next = self.batch_size, position, 0
        self._batches = self._data.cut(cursor, self.batch_size)
        if self._order is not None:
            self._data.fill(self._order)
        self.prepare_anew()

    @property
    def _cursor(self) -> int:
        """Samples done in the current epoch."""
        return min(self._data.offset + self._next * self._cut_size, self._data.n_samples)

    def _begin_epoch(self) -> None:
        shuffle = self._generator.permutation if self.shuffle else np.arange
        self._order = shuffle(self._data.n_samples)
        self._data.fill(self._order)

    def _end_epoch(self) -> None:
        self.epoch += 1
        self.epoch_loss = self._loss_sum / self._data.n_samples
        self._order, self._loss_sum, self._next = None, 0.0, 0
        if self._position_at_cut:  # this epoch was divided anew on its way
            self._cut(cursor=0, position=0)

    # --- the prepared step ---------------------------------------------------------------------

    def _prepare_and_advance(self) -> float:
        if self._version != self.network.version:
            self.network.loss.check_targets(self.samples[1])  # it may be another one now
            self._workspaces.clear()
            self._version = self.network.version
        if self._cut_size != self.batch_size:
            self._cut(self._cursor, self.position)
        self._advance = self._prepared()
        return self._advance()

    def _prepared(self) -> Callable[[], float]:
        """One whole step, with everything that stays the same from step to step bound."""
        work = self._prepared_work()
        additions, apply = self._prepared_additions(), self._prepared_update()
        squared_norm, gradient = self._gradient.dot, self._gradient
        constant, learning_rate = self.schedule.name == "constant", self.learning_rate

        def advance() -> float:
            if self._order is None:
                self._begin_epoch()
            compute, batch, size = work[self._next]
            loss = compute(batch)
            for call in additions:
                call()
            norm = math.sqrt(squared_norm(gradient))
            rate = learning_rate if constant else self.current_learning_rate
            if not loss + norm + rate * norm < TOO_LARGE:  # which is also so for NaN
                return self._refuse(loss, norm)
            apply(norm, rate)
            self.gradient_norm = norm
            self.steps += 1
            self._loss_sum += loss * size
            self._next += 1
            if self._next == len(work):
                self._end_epoch()
            return loss

        return advance

    def _prepared_work(self) -> list[tuple[Compute, Batch, int]]:
        """Each batch of the epoch, with the pass that is prepared for its size."""
        sizes = [batch.inputs.shape[1] for batch in self._batches]
        kept, self._workspaces = self._workspaces, {}
        for size in dict.fromkeys(sizes):
            self._workspaces[size] = kept.get(size) or Workspace(
                self.network.layers, self.network.loss, self._gradient, size
            )
        return [
            (self._workspaces[size].compute, batch, size)
            for size, batch in zip(sizes, self._batches, strict=True)
        ]

    def _prepared_additions(self) -> list[Call]:
        """What the gradient goes through between its computation and clipping."""
        calls: list[Call] = []
        gradient, network = self._gradient, self.network
        if self.regularizer.name != "none" and self.regularization_rate > 0.0:
            penalty, rates = np.empty_like(gradient), self.regularization_rate * network.is_weight
            calls.append(partial(self.regularizer.gradient, network.parameters, penalty))
            calls.append(partial(np.multiply, penalty, rates, penalty))
            calls.append(partial(np.add, gradient, penalty, gradient))
        resting = network.resting()
        if resting is not None:
            calls.append(partial(gradient.__setitem__, resting, 0.0))
        return calls

    def _prepared_update(self) -> Apply:
        """Clipping and the optimizer's step."""
        apply = self._prepared_clipping()
        parameters, resting = self.network.parameters, self.network.resting()
        if resting is None:
            return apply

        def apply_to_the_rest(norm: float, rate: float) -> None:
            # An optimizer's memory would move parameters on that have no gradient any more.
            kept = parameters[resting]
            apply(norm, rate)
            parameters[resting] = kept

        return apply_to_the_rest

    def _prepared_clipping(self) -> Apply:
        clipper, threshold, step = self.clip, self.clip_threshold, self.optimizer.step
        parameters, gradient, clipped = self.network.parameters, self._gradient, self._clipped
        self.clip_scale, self.diverged = 1.0, False

        if not isinstance(clipper, ScalingClipper):
            self._applied, rows = clipped, self.network.rows

            def apply(norm: float, rate: float) -> None:
                clipper.clip(gradient, threshold, rows, clipped)
                step(parameters, clipped, rate)

            return apply

        self._applied, scale_of, proportional = None, clipper.scale, self.optimizer.proportional

        def apply_scaled(norm: float, rate: float) -> None:
            self.clip_scale = scale = scale_of(norm, threshold)
            if proportional:
                # A gradient s times as long is a learning rate s times as large: no extra pass.
                step(parameters, gradient, rate * scale)
            elif scale < 1.0:
                np.multiply(gradient, scale, clipped)
                step(parameters, clipped, rate)
            else:
                step(parameters, gradient, rate)

        return apply_scaled

    def _refuse(self, loss: float, norm: float) -> float:
        """A step that is not taken, because its numbers are not finite."""
        self.diverged, self.gradient_norm, self.clip_scale = True, norm, 1.0
        self._clipped.fill(0.0)
        self._applied = self._clipped  # nothing was applied
        self.prepare_anew()
        return next((number for number in (loss, norm) if not math.isfinite(number)), math.inf)
