"""`PreparedTrainer`: a trainer's memory, and its step with everything bound in advance.

`training` says what a step means; here is how to take many of them without looking anything up
twice.  A prepared step is a closure over buffers, which is made anew when a setting, the data or
the network's version has changed.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from contextvars import Context
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..arrays import Call, Indices, Vector
from ..checks import count_from_one, number_from_zero, positive_number
from ..functions.clipping import CLIPPERS, ScalingClipper, was_clipped
from ..functions.optimizers import OPTIMIZERS, Optimizer
from ..functions.regularizers import REGULARIZERS
from ..functions.schedules import SCHEDULES
from ..network import Network
from ..parts import parts_of
from ..tools.history import TrainerState
from .batches import EpochBatches
from .large import WorkspaceInParts
from .settings import Setting, from_registry
from .workspace import Batch, Compute, Workspace

Apply: TypeAlias = Callable[[float, float], None]
"""Moves the parameters, given the gradient's norm and the learning rate."""

TOO_LARGE = 1e150
"""Beyond it squares overflow; a loss or a step of that size counts as infinite."""


class PreparedTrainer:
    """Settings, buffers, the course of an epoch, and the prepared step; see `Trainer`."""

    learning_rate = Setting(positive_number)
    batch_size = Setting(count_from_one)
    clip = Setting(from_registry(CLIPPERS))
    clip_threshold = Setting(positive_number)
    regularizer = Setting(from_registry(REGULARIZERS))
    regularization_rate = Setting(number_from_zero)
    schedule = Setting(from_registry(SCHEDULES))
    shuffle: bool
    _generator: np.random.Generator

    def __init__(self, network: Network) -> None:
        self.network = network
        self.settings: dict[str, Any] = {}
        self._gradient, self._clipped = (np.zeros(network.n_parameters) for _ in range(2))
        self._applied: Vector | None = None
        self._workspaces: dict[int, Workspace | WorkspaceInParts] = {}
        self._version = network.version
        self.gradient_norm, self.clip_scale, self.diverged = 0.0, 1.0, False
        self.epoch, self.steps, self.epoch_loss = 0, 0, math.nan
        # Overflow is found by looking at the numbers, so NumPy need not warn of it.  np.errstate
        # would cost a tenth of a small step; running in a context where it is set costs nothing.
        self._quiet = Context()
        self._quiet.run(np.seterr, all="ignore")

    # --- what can be changed -------------------------------------------------------------------

    def set_data(self, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Train on other samples from now on, with a new epoch; nothing learned is lost."""
        self._data = EpochBatches(*self.network.check_samples(X, y))
        self._order: Indices | None = None
        self._shuffled_from: Mapping[str, Any] | None = None
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
        raw = self.raw_gradient
        return raw * self.clip_scale if self._applied is None else self._applied.copy()

    @property
    def clipped(self) -> bool:
        """Whether the last step's clipping changed the gradient."""
        changed = was_clipped(self.raw_gradient, self.applied_gradient)
        return not self.diverged and bool(changed.any())

    def state(self) -> TrainerState:
        """A copy of all that changes while training, for `restore`."""
        return TrainerState(
            parameters=self.network.parameters.copy(),
            optimizer=self.optimizer.name,
            moments=self.optimizer.copy_moments(),
            optimizer_count=self.optimizer.count,
            generator=self._generator.bit_generator.state,  # made anew each time
            shuffled_from=None if self._order is None else self._shuffled_from,
            begun=self._order is not None,
            n_samples=self._data.n_samples,
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
        if state.begun and state.n_samples != self._data.n_samples:
            rule = f"{self._data.n_samples} samples"
            raise ValueError(f"state must be of training on {rule}, got {state.n_samples}")
        self._restore_order(state)
        self.network.parameters = state.parameters
        self.optimizer.start(self.network.n_parameters)
        if state.optimizer == self.optimizer.name:
            self.optimizer.restore(state.moments, state.optimizer_count)
        self.epoch, self.steps, self.epoch_loss = state.epoch, state.steps, state.epoch_loss
        self._gradient[:] = state.raw_gradient
        self._applied = None if state.applied is None else state.applied.copy()
        self.gradient_norm, self.clip_scale = state.gradient_norm, state.clip_scale
        self.diverged = state.diverged
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

    def _heed_changes(self) -> None:
        """Look at what may have been changed between two steps."""
        if self._version != self.network.version:
            self.network.loss.check_targets(self.samples[1])  # it may be another one now
            self._workspaces.clear()
            self._version = self.network.version
        if self._cut_size != self.batch_size:
            self._cut(self._cursor, self.position)

    def _begin_epoch(self) -> None:
        self._shuffled_from = self._generator.bit_generator.state if self.shuffle else None
        self._order = self._new_order()
        self._data.fill(self._order)

    def _new_order(self) -> Indices:
        n_samples = self._data.n_samples
        if self._shuffled_from is None:
            return np.arange(n_samples)
        return self._generator.permutation(n_samples)

    def _restore_order(self, state: TrainerState) -> None:
        if state.shuffled_from is not None:
            self._generator.bit_generator.state = state.shuffled_from
        self._shuffled_from = state.shuffled_from
        self._order = self._new_order() if state.begun else None
        self._generator.bit_generator.state = state.generator

    def _end_epoch(self) -> None:
        self.epoch += 1
        self.epoch_loss = self._loss_sum / self._data.n_samples
        self._order, self._loss_sum, self._next = None, 0.0, 0
        if self._position_at_cut:  # this epoch was divided anew on its way
            self._cut(cursor=0, position=0)

    # --- parts of a plain step -----------------------------------------------------------------

    def next_batch(self) -> tuple[Vector, Vector]:
        """The samples of the next step, inputs and targets."""
        self._heed_changes()
        if self._order is None:
            self._begin_epoch()
        batch = self._batches[self._next]
        return batch.inputs[:-1].T, batch.targets.T

    def next_indices(self) -> Indices:
        """Which samples, of all that are trained on, `next_batch` gives; of shape (n_batch,)."""
        size = len(self.next_batch()[0])
        assert self._order is not None  # since the batch is known
        return self._order[self._cursor : self._cursor + size].copy()

    def is_finite(self, loss: float, norm: float, rate: float) -> bool:
        """Whether a step with these numbers may be taken."""
        return loss + norm + rate * norm < TOO_LARGE  # which NaN is not

    def note_step(
        self, loss: float, norm: float, gradient: Vector, clipped: Vector, scale: float
    ) -> None:
        """Keep what there is to tell of a step that was taken, and go on to the next batch."""
        self._gradient[:] = gradient
        self._clipped[:] = clipped
        self._applied = None if self.clip.keeps_direction else self._clipped
        self.gradient_norm, self.clip_scale, self.diverged = norm, scale, False
        self._count(loss, self._batches[self._next].inputs.shape[1])

    def _count(self, loss: float, size: int) -> None:
        self.steps += 1
        self._loss_sum += loss * size
        self._next += 1
        if self._next == len(self._batches):
            self._end_epoch()

    def refuse(self, loss: float, norm: float, gradient: Vector) -> float:
        """Note a step that is not taken, because its numbers are not finite."""
        self._gradient[:] = gradient
        self.diverged, self.gradient_norm, self.clip_scale = True, norm, 1.0
        self._clipped.fill(0.0)
        self._applied = self._clipped  # nothing was applied
        self.prepare_anew()
        return next((number for number in (loss, norm) if not math.isfinite(number)), math.inf)

    # --- the prepared step ---------------------------------------------------------------------

    def prepared_step(self) -> float:
        """One step, prepared if it is the first or something was changed."""
        if self._version != self.network.version:
            self.prepare_anew()
        return self._quiet.run(self._advance)

    def _prepare_and_advance(self) -> float:
        self._heed_changes()
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
            if not loss + norm + rate * norm < TOO_LARGE:  # as `is_finite`
                return self.refuse(loss, norm, gradient)
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
        first, last = (self._batches[index].inputs.shape[1] for index in (0, -1))
        kept, self._workspaces = self._workspaces, {}
        for size in {first, last}:
            self._workspaces[size] = kept.get(size) or self._workspace(size)
        # All but the last are of one size; there may be 100,000, and somebody waits for them.
        compute, compute_last = self._workspaces[first].compute, self._workspaces[last].compute
        work = [(compute, batch, first) for batch in self._batches[:-1]]
        return [*work, (compute_last, self._batches[-1], last)]

    def _workspace(self, size: int) -> Workspace | WorkspaceInParts:
        """What passes batches of that size."""
        make = partial(Workspace, self.network.layers, self.network.loss)
        parts = parts_of(size, self.network.sizes)
        if len(parts) == 1:
            return make(self._gradient, size)
        return WorkspaceInParts(make, self._gradient, parts)

    def _prepared_additions(self) -> list[Call]:
        """What the gradient goes through between its computation and clipping."""
        calls: list[Call] = []
        gradient, network, fixed = self._gradient, self.network, self.network.fixed
        if self.regularizer.name != "none" and self.regularization_rate > 0.0:
            penalty, rates = np.empty_like(gradient), self.regularization_rate * network.is_weight
            calls.append(partial(self.regularizer.gradient, network.parameters, penalty))
            calls.append(partial(np.multiply, penalty, rates, penalty))
            calls.append(partial(np.add, gradient, penalty, gradient))
        if fixed is not None:
            calls.append(partial(gradient.__setitem__, fixed, 0.0))
        return calls

    def _prepared_update(self) -> Apply:
        """Clipping and the optimizer's step."""
        apply = self._prepared_clipping()
        parameters, fixed = self.network.parameters, self.network.fixed
        if fixed is None:
            return apply

        def apply_to_the_rest(norm: float, rate: float) -> None:
            kept = parameters[fixed]
            apply(norm, rate)
            parameters[fixed] = kept

        return apply_to_the_rest

    def _prepared_clipping(self) -> Apply:
        clipper, threshold, step = self.clip, self.clip_threshold, self.optimizer.scaled_step
        parameters, gradient, clipped = self.network.parameters, self._gradient, self._clipped
        self.clip_scale, self.diverged = 1.0, False

        if not isinstance(clipper, ScalingClipper):
            self._applied, rows = clipped, self.network.rows

            def apply(norm: float, rate: float) -> None:
                clipper.clip(gradient, threshold, rows, clipped)
                step(parameters, clipped, 1.0, rate)

            return apply

        self._applied, scale_of = None, clipper.scale

        def apply_scaled(norm: float, rate: float) -> None:
            self.clip_scale = scale = scale_of(norm, threshold)
            step(parameters, gradient, scale, rate)

        return apply_scaled
