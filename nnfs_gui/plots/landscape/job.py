"""What is asked of the background for the landscape view, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace
from numpy.linalg import LinAlgError

from nnfs_gui.background import Asked
from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.training.snapshot import Snapshot, Vector

from .compute import Kind, Landscape, compute_landscape, principal_plane, random_plane


@dataclass(frozen=True, eq=False)
class LandscapeJob:
    """What to compute: ``history`` has shape (n_moments, n_parameters)."""

    snapshot: Snapshot
    kind: Kind
    extent: float
    seed: int
    history: Vector

    def fits(self, snapshot: Snapshot) -> bool:
        """Whether its landscape is one of that network, those points and that loss."""
        own, other = self.snapshot, snapshot
        before, now = own.experiment, other.experiment
        return (
            own.run == other.run
            and own.data is other.data
            and layer_ids(before) == layer_ids(now)
            # The same function of the weights: the same activations and muted neurons.
            and replace(before.network, hand_set=()) == replace(now.network, hand_set=())
            and before.training.loss == now.training.loss
        )

    def __call__(self, cancelled: Asked) -> LandscapeResult:
        """Compute it; runs off the main thread."""
        snapshot = self.snapshot
        try:
            if self.kind == "principal":
                plane = principal_plane(snapshot, self.history, self.extent)
            else:
                plane = random_plane(snapshot, self.seed, self.extent)
            if plane is None:
                text = "The run has no directions of its own yet: train a little first."
                return LandscapeResult(self, None, text)
            data = snapshot.data
            return LandscapeResult(
                self, compute_landscape(snapshot.experiment, data, plane, cancelled)
            )
        except (ValueError, FloatingPointError, LinAlgError) as error:
            return LandscapeResult(self, None, f"The landscape cannot be drawn: {error}.")


@dataclass(frozen=True, eq=False)
class LandscapeResult:
    """What came of a job: a landscape, or why there is none."""

    job: LandscapeJob
    landscape: Landscape | None
    problem: str = ""
