"""Layers in another order: the network is fitted to the outputs it had.

No choice of weights in closed form does it: a layer that comes first receives what it has never
seen, and may be narrower than what stood there.  So the rearranged network learns, from several
starts, what the former one said everywhere in the plane, and goes on from the best.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine import Network, Trainer
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment

from .weights import Array, Weights

STEPS = 5000
"""Most steps of the fit; with small networks they take a fifth of a second."""
WORK = 300_000_000
"""Most multiplications that they may come to, forward, for networks that are large."""
TRIAL = 0.3
"""Share of the steps after which the best start is chosen."""
RATES = ((0.5, 0.03), (0.8, 0.01), (1.0, 0.003))
"""The learning rate up to a share of the steps.  With small rates alone the fit would end at
weights that only small steps leave where they are, and the learner's own steps throw them off."""
BATCH = 32


def is_rearranged(old: Experiment, new: Experiment) -> bool:
    """Whether the same hidden layers stand in another order."""
    before = [layer.id for layer in old.network.hidden]
    after = [layer.id for layer in new.network.hidden]
    return before != after and sorted(before) == sorted(after)


def fitted_to_outputs(
    old: Experiment, weights: Weights, new: Experiment, starts: Sequence[Weights], points: Array
) -> Weights:
    """The start that comes nearest to the old network's outputs at ``points``, after its fit.

    Frozen parameters stay as they are in each start.  The moments are the start's own.
    """
    features = feature_matrix(new.network.features, points)
    former = _network(old, weights)
    wanted = former.predict(feature_matrix(old.network.features, points))
    if not np.isfinite(wanted).all():
        return starts[0]
    fits = [_Fit(new, start, features, wanted) for start in starts]
    steps = min(STEPS, WORK // (BATCH * former.n_parameters))
    for fit in fits:
        fit.learn(int(TRIAL * steps), steps)
    best = min(fits, key=_distance)
    best.learn(steps, steps)
    return best.result()


class _Fit:
    """One start on its way to the outputs that are wanted."""

    def __init__(self, new: Experiment, start: Weights, features: Array, wanted: Array) -> None:
        self._start, self._features, self._wanted = start, features, wanted
        self._network = _network(new, start)
        if not self._network.output_loss.fused:  # cross-entropy against probabilities will do
            self._network.loss = "mse"
        self._trainer = Trainer(
            self._network, features, wanted, batch_size=BATCH, optimizer="adam", seed=0
        )
        self._nearest = self._moved()
        self._best = self._network.parameters.copy()

    @property
    def distance(self) -> float:
        """How far the outputs are from those wanted, on average, where they came nearest."""
        return self._nearest

    def learn(self, until: int, of: int) -> None:
        """Go on to that step, one of so many in all."""
        trainer = self._trainer
        while trainer.steps < until and not trainer.diverged:
            share = trainer.steps / of
            trainer.learning_rate = next(rate for end, rate in RATES if share < end)
            for _ in range(min(max(1, of // 20), until - trainer.steps)):
                trainer.step()
            moved = self._moved()
            if moved < self._nearest:
                self._nearest, self._best = moved, self._network.parameters.copy()

    def result(self) -> Weights:
        """The weights that came nearest."""
        vectors = self._start.vectors.copy()
        vectors[0] = self._best
        return Weights(self._start.ids, vectors)

    def _moved(self) -> float:
        moved = float(np.abs(self._network.predict(self._features) - self._wanted).mean())
        return moved if np.isfinite(moved) else np.inf


def _distance(fit: _Fit) -> float:
    return fit.distance


def _network(experiment: Experiment, weights: Weights) -> Network:
    network = build_network(experiment)
    network.parameters[:] = weights.parameters
    return network
