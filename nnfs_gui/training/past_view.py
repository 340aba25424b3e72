"""`PastView`: shows steps of the tape as the run shows its own."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from nnfs_gui.experiment.outputs import read_outputs

from .evaluator import Evaluator
from .history import GradientHistory
from .pictures import PictureMaker
from .snapshot import Snapshot
from .snapshots import RunFacts, take_snapshot
from .tape.picture import Place
from .tape.replay import Replay
from .tape.tape import Tape
from .trained_network import TrainedNetwork


class PastView:
    """Goes to a step, and takes its snapshot.

    Attributes
    ----------
    gradients : GradientHistory
        The norms before the step that was gone to last.
    """

    def __init__(self, tape: Tape, detail: tuple[int, int]) -> None:
        self._tape = tape
        self._replay = Replay(tape)
        self._equipped_for: tuple[object, ...] = ()
        self.set_detail(detail)

    def set_detail(self, detail: tuple[int, int]) -> None:
        """Choose the side lengths of maps and boundary."""
        self._detail = detail
        self._equipped_for = ()

    @property
    def gradients(self) -> GradientHistory:
        return self._replay.gradients

    def nearest(self, place: Place) -> Place:
        """The last step up to ``place`` that can be shown at once."""
        return self._replay.nearest(place)

    def take_over(self, place: Place) -> TrainedNetwork:
        """The network at a step, for the run to go on with."""
        self._replay.go(place)
        self._equipped_for = ()
        return self._replay.detach()

    def snapshot(self, facts: RunFacts, place: Place) -> Snapshot:
        """A step of the past, with the whole course of its branch."""
        trained = self._replay.go(place)
        self._equip(trained)
        title, notes = facts.experiment.title, facts.experiment.notes
        facts = replace(
            facts,
            experiment=structs.replace(trained.experiment, title=title, notes=notes),
            curve=self._tape.branch(place.branch).history.curve(),
            gradient_norms=self.gradients.norms(),
            past=place,
        )
        losses = self._evaluator.losses(trained.penalty())
        return take_snapshot(trained, self._pictures, losses, facts)

    def _equip(self, trained: TrainedNetwork) -> None:
        network, points, experiment = trained.network, trained.points, trained.experiment
        inputs = (experiment.network.features, read_outputs(experiment))
        if (network, points) == self._equipped_for[:2] and inputs == self._equipped_for[2:]:
            return
        self._evaluator = Evaluator(network, experiment, points)
        self._pictures = PictureMaker(network, experiment, points, *self._detail)
        self._equipped_for = (network, points, *inputs)
