"""The mouse over the boundary plot: what it tells of points and places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from nnfs_gui.plots.boundary.view import BoundaryPlot

THREE = np.array([[-4.0, -4.0, 0], [0.0, -3.0, 0], [4.0, 4.0, 1], [0.0, 3.0, 1]])


def toggle(view: BoundaryPlot, name: str) -> None:
    next(action for action in view.view_menu.actions() if action.objectName() == name).trigger()


def test_hovering_the_plane_tells_its_value(show, fresh, qtbot, pixel_of):
    view = show(fresh(THREE))
    with qtbot.waitSignal(view.plane_hovered) as hovered:
        qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, -2.0, 0.0))
    assert np.allclose(hovered.args[0], (-2.0, 0.0), atol=0.05)
    assert view._hover.isVisible()
    assert "P(blue) 0.49" in view._hover.text() or "P(blue) 0.50" in view._hover.text()


def test_the_value_under_the_mouse_follows_the_training(show, fresh, qtbot, pixel_of):
    snapshot = fresh(THREE)
    view = show(snapshot)
    qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, -2.0, 5.0))
    before = view._hover.text()
    view.show_snapshot(replace(snapshot, boundary=np.full_like(snapshot.boundary, 0.25)))
    assert "P(blue) 0.250" in view._hover.text()
    assert before != view._hover.text()


def test_hovering_a_point_tells_target_prediction_and_loss(show, fresh, qtbot, pixel_of):
    snapshot = fresh(THREE)
    view = show(snapshot)
    with qtbot.waitSignal(view.point_hovered) as hovered:
        qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, 4.0, 4.0))
    assert hovered.args == [2]
    text = view._hover.text()
    assert "<b>blue</b>" in text
    assert "x₁ 4.00 · x₂ 4.00" in text
    assert "loss" in text
    with qtbot.waitSignal(view.point_hovered) as left:
        qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, -2.0, 2.0))
    assert left.args == [None]


def test_a_point_of_many_classes_tells_which_one_is_predicted_and_how_surely(
    show, fresh, qtbot, pixel_of
):
    points = np.array([[-4.0, -4.0, 0], [0.0, 0.0, 1], [4.0, 4.0, 2], [3.0, -4.0, 0]])
    snapshot = fresh(points, classes=3)
    predictions = snapshot.predictions.copy()
    predictions[2] = (0.25, 0.65, 0.1)
    view = show(replace(snapshot, predictions=predictions))
    qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, 4.0, 4.0))
    assert "<b>class 2</b>" in view._hover.text()
    assert "predicted blue 65.0" in view._hover.text()


def test_a_click_on_a_point_names_it(show, fresh, qtbot, pixel_of):
    view = show(fresh(THREE))
    with qtbot.waitSignal(view.point_clicked) as clicked:
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton,
                         pos=pixel_of(view.plot, 0.0, 3.0))  # fmt: skip
    assert clicked.args == [3]
    with qtbot.assertNotEmitted(view.point_clicked):
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton,
                         pos=pixel_of(view.plot, -3.0, 3.0))  # fmt: skip


def test_the_confusion_matrix_counts_the_test_points(show, fresh):
    snapshot = fresh(THREE)
    predictions = snapshot.predictions.copy()
    test = snapshot.data.test
    predictions[test[0]] = 1 - predictions[test[0]]
    view = show(replace(snapshot, predictions=predictions))
    assert not view._confusion.isVisible()
    toggle(view, "view-confusion")
    assert view._confusion.isVisible()
    counts = view._confusion.confusion.counts
    assert counts.sum() == len(test)
    assert np.trace(counts) == len(test) - 1
    assert "right" in view._confusion.accessibleDescription()


def test_the_confusion_matrix_stays_over_the_plane_when_the_card_changes(show, fresh, qtbot):
    view = show(fresh(THREE))
    toggle(view, "view-confusion")
    for size in ((900, 960), (320, 380)):
        view.resize(*size)
        view.grab()
        plane = view.plot.geometry()
        assert plane.contains(view._confusion.geometry().center())


def test_the_confusion_matrix_gives_way_to_the_mouse(show, fresh, qtbot):
    view = show(fresh(THREE))
    toggle(view, "view-confusion")
    viewport, frame = view.plot.viewport(), view._frame
    for _ in range(2):
        covered = view._confusion.geometry().center()
        qtbot.mouseMove(viewport, viewport.mapFrom(frame, covered))
        assert not view._confusion.geometry().contains(covered)
        assert frame.rect().contains(view._confusion.geometry())


def test_what_lies_under_the_mouse_is_told_above_the_confusion_matrix(show, fresh, qtbot, pixel_of):
    view = show(fresh(THREE))
    toggle(view, "view-confusion")
    qtbot.mouseMove(view.plot.viewport(), pixel_of(view.plot, 0.0, 3.0))
    siblings = view._frame.children()
    assert siblings.index(view._hover) > siblings.index(view._confusion)
