"""`Trainer`: the training loop, one mini-batch at a time; and `Network.fit`, which runs it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .checks import count_from_one, generator, pair
from .fast.long_steps import TrainerInParts
from .functions.clipping import Clipper
from .functions.optimizers import Optimizer
from .functions.regularizers import Regularizer
from .functions.schedules import Schedule
from .network import Network
from .tools.history import History
from .tools.metrics import accuracy, halfway
from .tools.stopping import StopCondition, checked_conditions, first_met


class Trainer(TrainerInParts):
    """Trains a network on samples, one mini-batch per `step`.

    Each step takes the mean gradient over a batch, adds the gradient of the penalty on large
    weights, clips the sum, and hands it to the optimizer: read `plain_step`.  Each epoch takes all
    samples in a new order; the last batch may be smaller, and counts by its size.  All settings may
    be changed while training: a new batch size divides what is left of the epoch.
    ``network.parameters`` may be written to between steps.  What surrounds a step (the batches of
    an epoch, the counters, the settings' checks) is inherited from `fast`.

    Parameters
    ----------
    network : Network
    X, y : arrays of shape (n_samples, n_inputs) and (n_samples, n_outputs)
        Both are copied.  Also y of shape (n_samples,): one output's values, or class numbers.
    batch_size : int
    learning_rate, clip_threshold, regularization_rate : float
    optimizer : str or Optimizer
    clip : None, "value", "neuron", "norm" or Clipper
    regularizer : None, "l1", "l2" or Regularizer
        The penalty; on weights only, never on biases.
    schedule : str or Schedule
        What the learning rate is multiplied by, over the epochs.
    shuffle : bool
        Whether each epoch takes the samples in a new random order, or in the given one.
    seed : int or numpy.random.Generator
        For the order of the samples alone.
    validation : (X, y), optional
        Samples to watch but not to train on, see `validation_loss`.

    Attributes
    ----------
    epoch, steps : int
        Finished epochs, and steps in all.
    epoch_loss : float
        Mean loss in the last finished epoch, each sample's as its batch saw it; NaN before.
    gradient_norm, clip_scale : float
        Norm of `raw_gradient`, and the factor by which clipping shortened it as a whole, else 1.
    diverged : bool
        Whether the last step's loss or gradient was not finite.  Such a step changes nothing: the
        parameters are still the last finite ones.
    """

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
        validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    ) -> None:
        super().__init__(network)
        self.batch_size, self.learning_rate = batch_size, learning_rate
        self.clip, self.clip_threshold = clip, clip_threshold
        self.regularizer, self.regularization_rate = regularizer, regularization_rate
        self.schedule, self.shuffle = schedule, shuffle
        self.validation = None
        if validation is not None:
            self.validation = network.check_samples(*pair("validation", validation), "validation ")
        self._generator = generator(seed)
        self.set_optimizer(optimizer)
        self.set_data(X, y)

    @np.errstate(all="ignore")
    def plain_step(self) -> float:
        """One step of training, written out: what `step` does."""
        network, fixed = self.network, self.network.fixed  # fixed: frozen or muted, or None
        loss, gradient = network.loss_and_gradient(*self.next_batch())
        penalty_gradient = np.empty_like(gradient)
        self.regularizer.gradient(network.parameters, penalty_gradient)
        gradient += penalty_gradient * (self.regularization_rate * network.is_weight)
        if fixed is not None:
            gradient[fixed] = 0.0
        norm, rate = math.sqrt(gradient.dot(gradient)), self.current_learning_rate
        if not self.is_finite(loss, norm, rate):  # diverged
            return self.refuse(loss, norm, gradient)
        # The clipped gradient is scale · clipped: clipping by norm only finds the scale.
        clipped, scale = self.clip.factored(gradient, norm, self.clip_threshold, network.rows)
        before = network.parameters.copy()
        self.optimizer.scaled_step(network.parameters, clipped, scale, rate)
        if fixed is not None:  # momentum would move them on
            network.parameters[fixed] = before[fixed]
        self.note_step(loss, norm, gradient, clipped, scale)
        return loss

    def step(self) -> float:
        """Train on one mini-batch, and return its mean loss (without the penalty).

        It does what `plain_step` does, to the bit, but faster: everything is prepared once for
        many steps.  If the loss or its gradient is not finite, nothing is changed, and NaN or
        infinity is returned.
        """
        return self.prepared_step()

    def run(
        self,
        epochs: int,
        callback: Callable[[Trainer], object] | None = None,
        stop: Sequence[StopCondition] = (),
    ) -> History:
        """Step to the end of some epochs, unless something ends it sooner; see `Network.fit`."""
        epochs, stop = count_from_one("epochs", epochs), checked_conditions(stop)
        history = History()
        steps_before, last = self.steps, self.epoch + epochs
        while self.epoch < last and not history.reason:
            epoch = self.epoch
            while self.epoch == epoch:
                self.step()
                if self.diverged:
                    break
            history.reason = self._between_epochs(history, callback, stop)
        history.diverged, history.steps = self.diverged, self.steps - steps_before
        return history

    def _between_epochs(
        self,
        history: History,
        callback: Callable[[Trainer], object] | None,
        stop: Sequence[StopCondition],
    ) -> str:
        """Record, ask the caller, and say why to end, if at all."""
        if self.diverged:
            return "the loss or its gradient is not finite any more"
        watched = self.epoch_loss
        history.loss.append(watched)
        if self.validation is not None:
            watched = self.validation_loss()
            history.validation_loss.append(watched)
        if callback is not None and callback(self) is True:
            return "the callback asked for it"
        if not stop:
            return ""
        X, y = self.validation or self.samples
        share = accuracy(self.network.predict(X), y, threshold=halfway(self.samples[1]))
        return first_met(stop, self.epoch, watched, share) or ""

    def validation_loss(self) -> float:
        """The loss on the validation samples now; NaN without such samples."""
        return math.nan if self.validation is None else self.network.evaluate(*self.validation)

    @property
    def penalty(self) -> float:
        """The penalty on the weights as they are now, times its rate."""
        weights = self.network.parameters[self.network.is_weight]
        return self.regularization_rate * self.regularizer.penalty(weights)


def fit(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    epochs: int = 100,
    callback: Callable[[Trainer], object] | None = None,
    stop: Sequence[StopCondition] = (),
    **settings: Any,  # noqa: ANN401 -- `Trainer` names and checks them, in one place
) -> History:
    """Train for some epochs; ``settings`` are those of `Trainer`, such as ``learning_rate``.

    Parameters
    ----------
    X : array of shape (n_samples, n_inputs)
    y : array of shape (n_samples, n_outputs)
        Or (n_samples,): values of one output, or class numbers of several.
    epochs : int
    callback : callable, optional
        Called with the trainer after each epoch; training ends if it returns True.
    stop : sequence of StopCondition
        Looked at after each epoch, with the validation loss if there is one.

    Returns
    -------
    History
        If training diverged, it says so and the network holds its last finite parameters.
    """
    trainer = Trainer(network, X, y, **settings)
    return trainer.run(epochs, callback, stop)


Network.fit = fit  # `network` says why it is added here
