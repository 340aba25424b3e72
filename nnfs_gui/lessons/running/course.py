"""`Course`: one run without a window, of which checks can be asked at each epoch."""

from __future__ import annotations

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.evaluator import Evaluator
from nnfs_gui.training.history import GradientHistory, History, Losses
from nnfs_gui.training.recorder import Recorder
from nnfs_gui.training.trained_network import TrainedNetwork

from ..model import Span
from ..setups import Prepared
from ..situation import Deeds, Situation


class Course:
    """Trains an experiment and remembers its curve and its last gradients.

    Parameters
    ----------
    experiment : Experiment
    start : Experiment, optional
        What the step began with, if it is not this one.
    """

    def __init__(self, experiment: Experiment, start: Experiment | None = None) -> None:
        self.trained = TrainedNetwork(experiment)
        self._start = experiment if start is None else start
        self._history, self._gradients = History(), GradientHistory()
        self._evaluator = self._new_evaluator()
        self._losses = self._evaluate()

    @staticmethod
    def of_step(prepared: Prepared, case: Experiment | None = None) -> Course:
        """A run that stands where a step begins, after the training of its set-up.

        A case of it begins with fresh weights, unless there was such training.
        """
        if prepared.train is None:
            return Course(case or prepared.after, prepared.after)
        course = Course(prepared.experiment, prepared.after)
        course.train(prepared.train)
        course.change(case or prepared.after)
        return course

    @property
    def diverged(self) -> bool:
        """Whether numbers became infinite; it trains no further then."""
        return self.trained.diverged

    @property
    def losses(self) -> Losses:
        """The figures at the end of the last epoch."""
        return self._losses

    def change(self, experiment: Experiment) -> None:
        """Go on with other settings."""
        if experiment != self.trained.experiment:
            self.trained.apply(experiment)
            self._evaluator = self._new_evaluator()
            self._evaluate()

    def train(self, span: Span) -> None:
        """Train for so many epochs or steps."""
        if span.unit == "epochs":
            for _ in range(span.count):
                self.train_epoch()
        else:
            self._take(span.count)
            self._evaluate()

    def train_epoch(self) -> None:
        """Train to the end of the epoch, or until it diverges."""
        trainer = self.trained.trainer
        if trainer is not None and not trainer.diverged:
            self._take(trainer.steps_per_epoch)
            self._evaluate()

    def situation(self, deeds: Deeds | None = None) -> Situation:
        """The moment, and the course so far."""
        trained, losses = self.trained, self._losses
        return Situation(
            experiment=trained.experiment,
            start=self._start,
            points=trained.points,
            parameters=trained.network.parameters.copy(),
            epoch=trained.epoch,
            step=trained.steps,
            train_loss=losses.train_loss,
            test_loss=losses.test_loss,
            train_accuracy=losses.train_accuracy,
            test_accuracy=losses.test_accuracy,
            curve=self._history.curve(),
            gradients=self._gradients.norms(),
            diverged=self.diverged,
            deeds=deeds or Deeds(),
        )

    def _take(self, count: int) -> None:
        """Take steps; those of an epoch end with it."""
        trainer = self.trained.trainer
        left = count
        while trainer is not None and left > 0 and not trainer.diverged:
            recorder, before = Recorder(trainer), trainer.steps
            recorder.take(left)
            recorder.write(self._gradients)
            left -= max(1, trainer.steps - before)

    def _evaluate(self) -> Losses:
        trained = self.trained
        self._losses = self._evaluator.losses(trained.penalty())
        self._history.record(trained.steps, trained.progress, self._losses)
        return self._losses

    def _new_evaluator(self) -> Evaluator:
        trained = self.trained
        return Evaluator(trained.network, trained.experiment, trained.points)
