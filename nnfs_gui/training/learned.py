"""`Learned`: what a network learned elsewhere, for a run to go on with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine import TrainerState

from .history import Losses
from .tape.tape import Tape
from .trained_network import TrainedNetwork


@dataclass(frozen=True, eq=False)
class Learned:
    """Where training stands, and the losses on the way there.

    Attributes
    ----------
    state : TrainerState
    losses : tuple of (int, float, Losses)
        Step, epoch and figures, by step.
    """

    state: TrainerState
    losses: tuple[tuple[int, float, Losses], ...]

    def give(self, trained: TrainedNetwork, tape: Tape) -> None:
        """Bring a network of the same initial weights, untrained and at the tape's end, there."""
        moment = trained.moment()
        trained.return_to(replace(moment, state=self.state, parameters=self.state.parameters))
        for step, epoch, losses in self.losses:
            tape.live.history.record(step, epoch, losses)
        tape.advance(trained, tape.step_seconds)
