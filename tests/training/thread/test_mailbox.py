"""The mailbox keeps the newest parcel and tells once."""

from __future__ import annotations

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.thread.mailbox import Mailbox, Parcel


def parcels(experiment: Experiment, count: int) -> list[Parcel]:
    run = Run(1, experiment)
    return [Parcel(run.snapshot(), command, False) for command in range(count)]


def test_only_the_first_parcel_in_an_empty_mailbox_is_announced(experiment: Experiment) -> None:
    mailbox = Mailbox()
    announced = [mailbox.put(parcel) for parcel in parcels(experiment, 3)]
    assert announced == [True, False, False]


def test_the_newest_parcel_is_taken_and_then_nothing(experiment: Experiment) -> None:
    mailbox = Mailbox()
    older, newer = parcels(experiment, 2)
    mailbox.put(older)
    mailbox.put(newer)
    assert mailbox.take() is newer
    assert mailbox.take() is None
    assert mailbox.put(older)
