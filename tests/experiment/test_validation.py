"""Rules that an experiment must keep."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits import EditError
from nnfs_gui.experiment.model import Axis, PointsData, default_experiment
from nnfs_gui.experiment.validation import InvalidExperiment, check


def test_a_stop_condition_that_no_loss_can_meet_is_refused() -> None:
    with pytest.raises(EditError, match="must be > 0"):
        edits.set_stop(default_experiment(), loss_below=0.0)


@pytest.mark.parametrize("axis", ["x1", "x2", "target"])
@pytest.mark.parametrize(
    ("field", "value"),
    [("scale", 1e308), ("scale", -1e308), ("scale", 1e-308), ("offset", 1e308), ("offset", -1e101)],
)
def test_axes_that_overflow_when_drawn_are_refused(axis: str, field: str, value: float) -> None:
    data = PointsData(**{axis: Axis("a", **{field: value})})
    with pytest.raises(InvalidExperiment, match=rf"data\.{axis}\.{field} must be [≥≤]"):
        check(replace(default_experiment(), data=data))


def test_a_feature_without_a_value_anywhere_is_refused_but_an_old_one_may_stay() -> None:
    with pytest.raises(EditError, match="no value anywhere"):
        edits.toggle_feature(default_experiment(), "1/0*x1")
    network = replace(default_experiment().network, features=("x1", "1/0*x1"))
    old = replace(default_experiment(), network=network)
    assert edits.toggle_feature(old, "x2").network.features == ("x1", "1/0*x1", "x2")
