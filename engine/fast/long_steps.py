"""`TrainerInParts`: steps so long that others want to be heard in between; skip it at first."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from ..parts import is_large
from .large import WorkspaceInParts
from .prepared import PreparedTrainer


class TrainerInParts(PreparedTrainer):
    """Adds to a trainer what lets a step be left between two of its parts; see `Trainer`."""

    @property
    def has_long_steps(self) -> bool:
        """Whether a step takes so long that `step_in_parts` is worth its trouble."""
        return is_large(min(self.batch_size, self._data.n_samples), self.network.sizes)

    def step_in_parts(self) -> Generator[float | None]:
        """`step`, with the same result, giving way between its parts: None, None, …, the loss.

        The last part makes the change.  Closed before it, the iterator leaves everything as it
        was.  Trainer and network may be looked at in the meantime, but not changed.
        """
        self._heed_changes()
        begins = self._order is None
        if begins:
            self._begin_epoch()
        try:
            yield from self._parts_of_pass()
        except GeneratorExit:
            if begins:
                self._unbegin_epoch()
            raise
        yield self.prepared_step()

    def _parts_of_pass(self) -> Iterator[None]:
        """The gradient of the next batch; the step that follows finds it done."""
        self._prepared_work()
        batch = self._batches[self._next]
        workspace = self._workspaces[batch.inputs.shape[1]]
        if isinstance(workspace, WorkspaceInParts):
            parts = workspace.parts(batch)
            while self._quiet.run(next, parts, True) is None:
                yield

    def _unbegin_epoch(self) -> None:
        """Shuffle again, the same way, when the next step comes."""
        if self._shuffled_from is not None:
            self._generator.bit_generator.state = self._shuffled_from
        self._order = self._shuffled_from = None
