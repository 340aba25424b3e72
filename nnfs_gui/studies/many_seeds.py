"""`ManySeeds`: experiments under several seeds, trained in step and judged on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine import Ensemble, Trainer, TrainerState
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.evaluator import Evaluator
from nnfs_gui.training.history import Losses
from nnfs_gui.training.trained_network import TrainedNetwork

from .errors import StudyError
from .goal import Goal
from .seeds import WEIGHTS, check_varied, with_seed

FINELY = 50
"""Epochs that are judged one by one; from then on a fiftieth of the epochs lies between."""


@dataclass(eq=False)
class SeedCourse:
    """What became of one network.

    Attributes
    ----------
    seed : int
    epochs : list of int
        When it was judged; 0 is before training.
    losses : list of Losses
        As many.
    reached : int or None
        The first judged epoch at which the goal held.
    diverged : bool
        Whether its numbers became infinite; it rests since then.
    """

    seed: int
    epochs: list[int] = field(default_factory=list)
    losses: list[Losses] = field(default_factory=list)
    reached: int | None = None
    diverged: bool = False


class ManySeeds:
    """Experiments under several seeds; each network is trained to the bit as it would be alone.

    Stop conditions are not heeded, so that all are judged at the same epochs.

    Parameters
    ----------
    experiments : Experiment, or sequence of Experiment
        Each is trained under each seed; those of the first come first.
    seeds : sequence of int
    varied : sequence of str
        What the seeds are of, see `seeds.VARIED`.
    goal : Goal, optional

    Raises
    ------
    StudyError
        If there is nothing to train on.
    """

    def __init__(
        self,
        experiments: Experiment | Sequence[Experiment],
        seeds: Sequence[int],
        varied: Sequence[str] = (WEIGHTS,),
        goal: Goal | None = None,
    ) -> None:
        varied = check_varied(varied)
        several = [experiments] if isinstance(experiments, Experiment) else list(experiments)
        self.experiments = [with_seed(one, seed, varied) for one in several for seed in seeds]
        self.trained = [TrainedNetwork(one) for one in self.experiments]
        self.courses = [SeedCourse(seed) for _ in several for seed in seeds]
        self.epoch = 0
        self._goal = goal
        self._groups = _grouped(self.trained, len(seeds))
        self._evaluators = [
            Evaluator(trained.network, one, trained.points)
            for trained, one in zip(self.trained, self.experiments, strict=True)
        ]
        self.judge()

    def train_epoch(self) -> None:
        """Train all to the end of the next epoch, and judge them if that is due."""
        for indices, ensemble in self._groups:
            ensemble.run(1)
            for place, index in enumerate(indices):
                self.courses[index].diverged = bool(ensemble.diverged[place])
        self.epoch += 1
        if self.epoch <= FINELY or self.epoch % (self.epoch // FINELY) == 0:
            self.judge()

    def judge(self) -> None:
        """Note how well each does now, unless that is known or it has diverged."""
        for indices, ensemble in self._groups:
            for place, index in enumerate(indices):
                course = self.courses[index]
                if course.epochs[-1:] == [self.epoch] or (course.diverged and course.epochs):
                    continue
                self.trained[index].network.parameters = ensemble.parameters[place]
                losses = self._evaluators[index].losses(0.0)
                course.epochs.append(self.epoch)
                course.losses.append(losses)
                holds = self._goal is not None and self._goal.holds(losses)
                if course.reached is None and holds:
                    course.reached = self.epoch

    def state(self, index: int) -> TrainerState:
        """Everything that the trainer of one network would hold, had it been trained alone."""
        for indices, ensemble in self._groups:
            if index in indices:
                return ensemble.state(indices.index(index))
        raise IndexError(f"there are {len(self.courses)} networks, got number {index}")


def _grouped(trained: Sequence[TrainedNetwork], seeds: int) -> list[tuple[list[int], Ensemble]]:
    """Networks of one experiment and with as many samples: these can be trained in step."""
    groups: dict[tuple[int, int], list[int]] = {}
    for index, one in enumerate(trained):
        if one.trainer is None:
            raise StudyError("there are no training points, so there is nothing to learn from")
        groups.setdefault((index // seeds, len(one.points.train)), []).append(index)
    return [(indices, Ensemble(list(_trainers(trained, indices)))) for indices in groups.values()]


def _trainers(trained: Sequence[TrainedNetwork], indices: Sequence[int]) -> Iterator[Trainer]:
    for index in indices:
        trainer = trained[index].trainer
        assert trainer is not None
        yield trainer
