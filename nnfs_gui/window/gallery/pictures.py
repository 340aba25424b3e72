"""`PictureMaker`: trains small networks in the background, for pictures that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.tools.writing import write_whole
from nnfs_gui.background import Asked, BackgroundWorker
from nnfs_gui.experiment.data.materialize import PlaneData, materialize
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.files import encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.plots.boundary.thumbnail import is_flat
from nnfs_gui.training.snapshot import Maps
from nnfs_gui.training.trained_network import TrainedNetwork

SIDE = 64
"""Values along an edge of a map."""
MOST_STEPS = 4000
_BETWEEN_LOOKS = 50
"""Steps between two looks at whether the picture is still wanted."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """A picture that is wanted.

    ``find`` gives, in the background, what it is of and the epochs to train before it is taken;
    None if there is nothing to be shown.
    """

    key: str
    find: Callable[[], tuple[Experiment, int] | None]


@dataclass(frozen=True, eq=False)
class Made:
    """Outputs over the plane, of shape (n_outputs, 64, 64)."""

    key: str
    experiment: Experiment
    outputs: Maps
    points: PlaneData | None = None
    """The data, where the outputs alone show nothing."""


class PictureMaker(QObject):
    """Makes pictures one after the other, and keeps them in a folder if there is one.

    Signals: ``made(Made)``.
    """

    made = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._known: dict[str, Made] = {}
        self._background = BackgroundWorker(self)
        self._background.failed.connect(self._raise)
        self._done.connect(self._note)

    def use_folder(self, folder: Path) -> None:
        """Keep pictures there."""
        self._folder = folder

    def make(self, wanted: Sequence[Wanted]) -> None:
        """Make these, in order; those that are known are there at once."""
        missing = []
        for one in wanted:
            if one.key in self._known:
                self.made.emit(self._known[one.key])
            else:
                missing.append(one)
        if missing:
            self._background.start(partial(_make_all, missing, self._folder, self._done.emit))

    def stop(self) -> None:
        """What is not made yet is not wanted any more."""
        self._background.cancel()

    def shutdown(self) -> None:
        self._background.shutdown()

    @Slot(object)
    def _note(self, made: Made) -> None:
        self._known[made.key] = made
        self.made.emit(made)

    @Slot(object)
    def _raise(self, error: Exception) -> None:
        raise error


def _make_all(
    wanted: Sequence[Wanted], folder: Path | None, tell: Callable[[object], None], stop: Asked
) -> None:
    """In the background: the pictures, from the folder or made anew."""
    for one in wanted:
        if stop():
            return
        found = one.find()
        if found is None:
            continue
        path = None if folder is None else folder / f"{_digest(*found)}.npy"
        outputs = None if path is None else _read(path)
        if outputs is None:
            outputs = outputs_of(*found, stop)
            if path is not None and not stop():
                _write(path, outputs)
        if not stop():
            points = materialize(found[0]) if is_flat(outputs, found[0]) else None
            tell(Made(one.key, found[0], outputs, points))


def outputs_of(experiment: Experiment, epochs: int, stop: Asked) -> Maps:
    """The outputs over the plane after some training."""
    trained = TrainedNetwork(experiment)
    trainer = trained.trainer
    if trainer is not None:
        steps = min(MOST_STEPS, epochs * trainer.steps_per_epoch)
        for step in range(steps):
            if trainer.diverged or (step % _BETWEEN_LOOKS == 0 and stop()):
                break
            trainer.step()
    features = feature_matrix(experiment.network.features, grid_points(SIDE))
    outputs = trained.network.predict(features).T.reshape(-1, SIDE, SIDE)
    return np.nan_to_num(outputs).astype(np.float32)


def _digest(experiment: Experiment, epochs: int) -> str:
    content = encode_experiment(experiment) + str(epochs).encode()
    return hashlib.sha256(content).hexdigest()[:32]


def _read(path: Path) -> Maps | None:
    try:
        outputs: Maps = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    good = outputs.ndim == 3 and outputs.shape[1:] == (SIDE, SIDE) and outputs.dtype == np.float32
    return outputs if good and np.isfinite(outputs).all() else None


def _write(path: Path, outputs: Maps) -> None:
    content = BytesIO()
    np.save(content, outputs, allow_pickle=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.getvalue())
    except OSError:
        return  # it is made again the next time
