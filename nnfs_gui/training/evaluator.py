"""How well a network does on the training and the test points."""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt

from engine import Network
from nnfs_gui.experiment.data.encoding import accuracy, encode
from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import read_outputs

from .history import History, Losses
from .surgery.weights import Array

MOST_POINTS = 5000
"""Points of each part that are judged by; of more, an even choice, the same every time."""
SHARE = 0.04
"""Most of the training time that judging may take between two pictures."""
PICTURE_SHARE = 0.10
"""With a picture, where the newest figures are wanted most."""
YOUNG_SHARE = 0.30
"""And at the start of a run, where the curve falls and has few entries."""
SMALL = 1_000_000
"""Most points times parameters that are judged by counted work, the same on every machine."""
_CALLS = 50_000
"""What NumPy's calls of one pass cost, in multiplications that take as long."""


class Evaluator:
    """Losses and accuracies of a network, with all points that count in one pass.

    With more than `MOST_POINTS` training or test points, the figures are those of a sample.  A
    evaluator belongs to one network, one set of points and one set of features.

    Attributes
    ----------
    small : bool
        Whether there is so little to do that it goes by counted steps (`gap`): the curve of a run
        is then the same however busy the machine is.  More work goes by the clock (`affordable`).
    """

    def __init__(self, network: Network, experiment: Experiment, points: PlaneData) -> None:
        self._network = network
        self._reading = read_outputs(experiment)
        train, test = _chosen(points.train), _chosen(points.test)
        both = np.concatenate([train, test])
        self._n_train = len(train)
        self._inputs = feature_matrix(experiment.network.features, points.inputs[both])
        self._classes = points.targets[both]
        self._targets = encode(self._classes, self._reading)
        self._work = len(both) * network.n_parameters
        self.small = self._work <= SMALL
        self._cost = 0.0
        self._judged_at = -np.inf

    def gap(self, batch_size: int) -> float:
        """Steps between two judgings that keep them within their share of the work."""
        step = _CALLS + 3 * batch_size * self._network.n_parameters  # forward, backward, update
        return (_CALLS + self._work) / (SHARE * step)

    def is_wanted(self, history: History, step: int, batch_size: int) -> bool:
        """Whether the loss curve should get an entry at the end of an epoch."""
        if not history.due(step):
            return False
        if self.small:
            return history.is_young or step - history.last_step >= self.gap(batch_size)
        return self.affordable(YOUNG_SHARE if history.is_young else SHARE)

    def affordable(self, share: float) -> bool:
        """Whether judging now would keep within its share of the time."""
        return self._cost <= share * (time.perf_counter() - self._judged_at)

    def losses(self, penalty: float) -> Losses:
        """The figures of the network as it is now."""
        start = time.perf_counter()
        with np.errstate(all="ignore"):  # a diverged network has figures too: NaN
            found = self._losses(penalty)
        self._judged_at = time.perf_counter()
        self._cost = self._judged_at - start
        return found

    def _losses(self, penalty: float) -> Losses:
        some = len(self._inputs) > 0  # a network says nothing of no points
        z = self._network.logits(self._inputs) if some else self._targets
        outputs = self._network.layers[-1].activate(z)
        train, test = slice(self._n_train), slice(self._n_train, None)
        return Losses(
            train_loss=self._loss(z[train], self._targets[train]),
            test_loss=self._loss(z[test], self._targets[test]),
            penalty=penalty,
            train_accuracy=accuracy(outputs[train], self._classes[train], self._reading),
            test_accuracy=accuracy(outputs[test], self._classes[test], self._reading),
        )

    def _loss(self, z: Array, targets: Array) -> float:
        return self._network.output_loss.value(z, targets) if len(targets) else float("nan")


def _chosen(indices: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    if len(indices) <= MOST_POINTS:
        return indices
    luck = np.random.default_rng(0).permutation(len(indices))[:MOST_POINTS]
    return indices[np.sort(luck)]
