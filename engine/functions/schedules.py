"""How the learning rate changes as training goes on.

A schedule is a factor between 0 and 1 on the learning rate that was set, so that the rate can be
changed while training runs and keeps its course.  The epoch may be a fraction: 1.5 is the middle
of the second epoch.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import cos, floor, pi

from ..checks import number_from_zero, positive_number
from .registry import Registered, Registry


class Schedule(Registered, ABC):
    """A factor on the learning rate."""

    @abstractmethod
    def factor(self, epoch: float) -> float:
        """The factor after `epoch` epochs, 1 at the start and never below 0."""


SCHEDULES: Registry[Schedule] = Registry("schedule", Schedule)


@SCHEDULES.register
class Constant(Schedule):
    """The rate stays as it is."""

    name, label = "constant", "Constant"
    formula = "1"

    def factor(self, epoch: float) -> float:
        return 1.0


@SCHEDULES.register
class StepDecay(Schedule):
    """The rate drops at once, every so many epochs."""

    name, label = "step", "Steps"
    formula = "drop^⌊epoch / every⌋"
    parameters = ("every", "drop")

    def __init__(self, every: float = 100.0, drop: float = 0.5) -> None:
        self.every = positive_number("every", every)
        self.drop = number_from_zero("drop", drop, most=1.0)

    def factor(self, epoch: float) -> float:
        return float(self.drop ** floor(epoch / self.every))


@SCHEDULES.register
class Cosine(Schedule):
    """Half a cosine wave down to `lowest`, where the rate then stays.

    Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017,
    equation 5, without the restarts.
    """

    name, label = "cosine", "Cosine"
    formula = "lowest + (1 − lowest) · ½(1 + cos(π · epoch / epochs))"
    parameters = ("epochs", "lowest")

    def __init__(self, epochs: float = 500.0, lowest: float = 0.01) -> None:
        self.epochs = positive_number("epochs", epochs)
        self.lowest = number_from_zero("lowest", lowest, most=1.0)

    def factor(self, epoch: float) -> float:
        progress = min(epoch / self.epochs, 1.0)
        return self.lowest + (1.0 - self.lowest) * 0.5 * (1.0 + cos(pi * progress))


@SCHEDULES.register
class InverseTime(Schedule):
    """The rate falls as 1/t: half of it is left after 1 / `decay` epochs.

    Steps that shrink so still add up to any distance, which is what Robbins and Monro ("A
    stochastic approximation method", 1951) ask of a schedule that is to arrive.
    """

    name, label = "inverse_time", "Inverse time"
    formula = "1 / (1 + decay · epoch)"
    parameters = ("decay",)

    def __init__(self, decay: float = 0.01) -> None:
        self.decay = positive_number("decay", decay)

    def factor(self, epoch: float) -> float:
        return 1.0 / (1.0 + self.decay * epoch)
