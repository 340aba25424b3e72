"""Rules that an experiment must keep."""

from __future__ import annotations

import pytest

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import default_experiment


def test_a_stop_condition_that_no_loss_can_meet_is_refused() -> None:
    with pytest.raises(EditError, match="must be > 0"):
        edits.set_stop(default_experiment(), loss_below=0.0)
