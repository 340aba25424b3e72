"""Edits of points keep every class, every name and the order of what they do not touch."""

from __future__ import annotations

import numpy as np
import pytest

from engine import DATASETS
from nnfs_gui.experiment.data.materialize import points_of
from nnfs_gui.experiment.edits import EditError, set_data
from nnfs_gui.experiment.edits import points as edit
from nnfs_gui.experiment.model import (
    MAX_CLASSES,
    PLANE,
    Experiment,
    FormulaData,
    GeneratedData,
    PointArray,
    PointsData,
    default_experiment,
)
from nnfs_gui.experiment.names import class_names

SQUARE = np.array([[-1.0, -1.0, 0], [1.0, -1.0, 1], [1.0, 1.0, 0], [-1.0, 1.0, 1]])


def painted(points: np.ndarray = SQUARE, names: tuple[str, ...] = ("orange", "blue")) -> Experiment:
    data = PointsData(points=PointArray(points), class_names=names)
    return set_data(default_experiment(), data)


def rows(experiment: Experiment) -> np.ndarray:
    assert isinstance(experiment.data, PointsData)
    return experiment.data.points.values


@pytest.mark.parametrize("name", DATASETS.names())
def test_every_generated_set_becomes_the_very_same_points(name):
    before = set_data(default_experiment(), GeneratedData(name, size=90, seed=5, classes=3))
    after = edit.from_plane(before)
    assert isinstance(after.data, PointsData)
    assert np.array_equal(rows(after), points_of(before))
    assert after.data.task == DATASETS[name].task
    assert after.data.source == DATASETS[name].label
    classes = len(after.data.class_names)
    assert classes == (0 if after.data.task == "regression" else max(2, classes))


def test_three_classes_get_three_names():
    before = set_data(default_experiment(), GeneratedData("blobs", size=30, classes=3))
    assert len(class_names(before)) == 3
    assert edit.from_plane(before).data.class_names == class_names(before)


def test_a_formula_becomes_points_and_says_where_they_came_from():
    before = set_data(default_experiment(), FormulaData(formula="x**2 - 3", size=40))
    after = edit.from_plane(before)
    assert np.array_equal(rows(after), points_of(before))
    assert after.data.source == "x**2 - 3"


def test_points_given_one_by_one_stay_as_they_are():
    experiment = painted()
    assert edit.from_plane(experiment) is experiment


def test_new_points_come_last_and_the_old_ones_stay():
    after = edit.add_points(painted(), [[2.0, 3.0], [4.0, 5.0]], 1)
    assert np.array_equal(rows(after)[:4], SQUARE)
    assert rows(after)[4:].tolist() == [[2.0, 3.0, 1.0], [4.0, 5.0, 1.0]]


def test_a_point_beyond_the_plane_lands_on_its_edge():
    after = edit.add_points(painted(), [[7.0, -9.0]], 0)
    assert rows(after)[-1].tolist() == [PLANE, -PLANE, 0.0]


@pytest.mark.parametrize("target", [2, -1, 0.5])
def test_a_class_that_does_not_exist_is_refused(target):
    with pytest.raises(EditError, match="There is no class"):
        edit.add_points(painted(), [[0.0, 0.0]], target)


def test_a_value_beyond_the_scale_is_refused():
    experiment = set_data(default_experiment(), GeneratedData("plane", size=10))
    with pytest.raises(EditError, match="between −1 and 1"):
        edit.add_points(experiment, [[0.0, 0.0]], 1.5)


def test_there_is_a_limit_to_painting():
    many = np.zeros((edit.MAX_PAINTED, 3))
    with pytest.raises(EditError, match="room for 200,000"):
        edit.add_points(painted(many), [[0.0, 0.0]], 0)


def test_erasing_takes_what_is_within_the_radius_and_no_more():
    points = np.array([[0.0, 0.0, 0], [0.5, 0.0, 1], [0.501, 0.0, 0], [PLANE, PLANE, 1]])
    after = edit.erase_within(painted(points), [[0.0, 0.0]], 0.5)
    assert rows(after).tolist() == points[2:].tolist()


def test_a_point_at_the_very_corner_can_be_erased():
    points = np.array([[PLANE, PLANE, 0], [-PLANE, -PLANE, 1]])
    after = edit.erase_within(painted(points), [[PLANE, PLANE], [-PLANE, -PLANE]], 0.1)
    assert len(rows(after)) == 0


def test_erasing_nothing_changes_nothing_not_even_the_kind_of_data():
    experiment = default_experiment()
    assert edit.erase_within(experiment, [[100.0, 100.0]], 0.1) is experiment
    assert edit.delete_points(experiment, []) is experiment


def test_the_last_point_of_a_class_may_go_and_the_class_stays():
    after = edit.delete_points(painted(), [1, 3])
    assert rows(after)[:, 2].tolist() == [0.0, 0.0]
    assert after.data.class_names == ("orange", "blue")
    again = edit.add_points(after, [[0.0, 0.0]], 1)
    assert rows(again)[-1, 2] == 1


def test_clearing_leaves_no_point_and_every_class():
    after = edit.clear_points(
        painted(np.column_stack([SQUARE[:, :2], [0, 1, 2, 2]]), ("a", "b", "c"))
    )
    assert len(rows(after)) == 0
    assert after.data.class_names == ("a", "b", "c")


def test_deleting_a_point_that_is_not_there_is_refused():
    with pytest.raises(EditError, match="There is no point 4; there are 4"):
        edit.delete_points(painted(), [4])


def test_moved_points_keep_their_order_and_class():
    after = edit.move_points(painted(), [2, 0], (0.5, -0.25))
    expected = SQUARE.copy()
    expected[[0, 2], :2] += (0.5, -0.25)
    assert np.array_equal(rows(after), expected)


def test_a_group_stops_at_the_edge_without_losing_its_shape():
    after = edit.move_points(painted(), [0, 1, 2, 3], (100.0, -100.0))
    assert rows(after)[:, :2].max(axis=0).tolist() == [PLANE, -PLANE + 2]
    assert np.allclose(np.ptp(rows(after)[:, :2], axis=0), 2.0)


def test_changing_the_class_of_points_changes_nothing_else():
    after = edit.set_target(painted(), [0, 1], 1)
    assert rows(after)[:, 2].tolist() == [1, 1, 0, 1]
    assert np.array_equal(rows(after)[:, :2], SQUARE[:, :2])


def test_a_third_class_brings_softmax_and_its_loss():
    after = edit.add_class(painted())
    assert len(after.data.class_names) == 3
    assert len(set(after.data.class_names)) == 3
    assert after.network.output.activation == "softmax"
    assert after.training.loss == "cce"
    assert np.array_equal(rows(after), SQUARE)


def test_there_are_at_most_eight_classes_all_with_different_names():
    experiment = painted()
    for _ in range(MAX_CLASSES - 2):
        experiment = edit.add_class(experiment)
    assert len(set(experiment.data.class_names)) == MAX_CLASSES
    with pytest.raises(EditError, match="at most 8"):
        edit.add_class(experiment)


def test_values_have_no_classes_to_add_to():
    with pytest.raises(EditError, match="no classes"):
        edit.add_class(set_data(default_experiment(), GeneratedData("plane", size=10)))


def test_a_renamed_class_keeps_its_number_and_points():
    after = edit.rename_class(painted(), 1, "  sea   green ")
    assert after.data.class_names == ("orange", "sea green")
    assert np.array_equal(rows(after), SQUARE)


@pytest.mark.parametrize(
    ("index", "name", "reason"),
    [(0, "   ", "needs a name"), (0, "blue", "already a class"), (5, "x", "There is no class 5")],
)
def test_a_bad_name_is_refused_with_the_reason(index, name, reason):
    with pytest.raises(EditError, match=reason):
        edit.rename_class(painted(), index, name)


def test_the_nearest_point_is_the_one_on_top():
    points = np.array([[0.0, 0.0, 0], [0.0, 0.0, 1], [3.0, 0.0, 0]])
    assert edit.nearest_index(points, (0.1, 0.0), 0.2) == 1
    assert edit.nearest_index(points, (1.5, 0.0), 0.2) is None
    assert edit.nearest_index(points[:0], (0.0, 0.0), 9.0) is None


def test_a_rectangle_takes_its_edges_whichever_way_it_was_drawn():
    found = edit.indices_within(SQUARE, (1.0, 1.0), (-1.0, 0.0))
    assert found.tolist() == [2, 3]
