"""The landscape view computes in the background, shows the way taken, and ends in order."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from shiboken6 import isValid

from nnfs_gui.plots.landscape.panes import depth_lut, limits, log_heights, refined
from nnfs_gui.plots.landscape.view import LandscapeView
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState


@pytest.fixture
def view(qtbot, document):
    made = LandscapeView(document, DARK, framed=False)
    qtbot.addWidget(made)
    made.resize(1300, 500)
    made.show()
    yield made
    made.shutdown()


def shown(qtbot, view, snapshots):
    """Show snapshots and wait for the landscape."""
    for snapshot in snapshots:
        view.show_snapshot(snapshot)
    qtbot.waitUntil(lambda: view.landscape is not None and not view.worker.busy)


def test_a_landscape_is_computed_when_the_view_is_seen(qtbot, view, train):
    snapshots = train()
    with qtbot.waitSignal(view.worker.finished):
        view.show_snapshot(snapshots[-1])
        assert view.landscape is None  # it is not computed in this thread
    middle = len(view.landscape.x) // 2
    here = view.landscape.loss[middle, middle]
    assert here == pytest.approx(snapshots[-1].train_loss, rel=1e-3)
    assert "Data loss over two random directions" in view.summary()


def test_a_hidden_view_computes_nothing(qtbot, view, train):
    view.hide()
    view.show_snapshot(train()[-1])
    assert not view.worker.busy
    with qtbot.waitSignal(view.worker.finished):
        view.show()


def test_the_marker_moves_with_the_training(qtbot, view, train):
    snapshots = [replace(snapshot, state=RunState.RUNNING) for snapshot in train()]
    shown(qtbot, view, snapshots[:1])
    assert view.plot.marker == pytest.approx((0, 0), abs=1e-9)
    first = view.landscape
    for snapshot in snapshots[1:]:
        view.show_snapshot(snapshot)
    assert view.landscape is first
    plane = first.plane
    expected = plane.project(snapshots[-1].parameters[None])[0]
    assert view.plot.marker == pytest.approx(tuple(expected))
    assert np.abs(expected).max() > 0
    history = np.array([snapshot.parameters for snapshot in snapshots])
    np.testing.assert_allclose(view.plot.path[: len(history)], plane.project(history))
    assert "recompute" in view.note.text()


def test_pausing_computes_anew_around_the_weights_of_now(qtbot, view, train):
    snapshots = train()
    shown(qtbot, view, [replace(snapshots[0], state=RunState.RUNNING)])
    with qtbot.waitSignal(view.worker.finished):
        view.show_snapshot(snapshots[-1])
    np.testing.assert_array_equal(view.landscape.plane.origin, snapshots[-1].parameters)
    assert view.plot.marker == pytest.approx((0, 0), abs=1e-9)


def test_recompute_draws_other_random_directions(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    before = view.landscape
    with qtbot.waitSignal(view.worker.finished):
        qtbot.mouseClick(view.recompute_button, Qt.MouseButton.LeftButton)
    assert not np.allclose(before.plane.first, view.landscape.plane.first)


def test_the_runs_own_directions_can_be_chosen(qtbot, view, train):
    shown(qtbot, view, train(steps=150, learning_rate=0.1))
    with qtbot.waitSignal(view.worker.finished):
        qtbot.mouseClick(view.kinds._buttons["principal"], Qt.MouseButton.LeftButton)
    assert view.landscape.plane.kind == "principal"
    assert "of the run's movement" in view.note.text()
    xs, ys = view.plot.viewRange()
    assert xs[0] <= view.plot.path[:, 0].min()
    assert xs[1] >= view.plot.path[:, 0].max()
    assert ys[0] <= view.plot.path[:, 1].min()


def test_without_a_run_there_are_no_directions_of_its_own_and_the_view_says_so(qtbot, view, train):
    shown(qtbot, view, train()[:1])
    with qtbot.waitSignal(view.worker.finished):
        qtbot.mouseClick(view.kinds._buttons["principal"], Qt.MouseButton.LeftButton)
    assert view.note.text() == "The run has no directions of its own yet: train a little first."


def test_another_extent_shows_more_of_the_plane(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    assert view.landscape.x[-1] == pytest.approx(1.0)
    with qtbot.waitSignal(view.worker.finished):
        view.extent._activated(3)
    assert view.landscape.x[-1] == pytest.approx(2.0)
    assert view.plot.viewRange()[0] == pytest.approx([-2, 2])


def test_another_network_gets_another_landscape(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    shown(qtbot, view, [replace(train(hidden=(3,))[-1], run=2)])
    assert view.landscape.plane.origin.size == 13


def test_low_loss_is_bright_in_the_dark_and_up_is_up(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    heights = log_heights(view.landscape.loss)
    image = view.plot._image.image
    assert image.shape[0] == 4 * (heights.shape[0] - 1) + 1
    np.testing.assert_allclose(image[::4, ::4], heights, atol=1e-5)
    bright, deep = (depth_lut(DARK)[at].sum() for at in (0, 255))
    assert bright > deep
    assert depth_lut(LIGHT)[0].sum() < depth_lut(LIGHT)[255].sum()
    assert view.plot._image.mapToParent(0, 0).y() < view.plot._image.mapToParent(0, 5).y()


def test_the_contours_lie_where_the_loss_is(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    landscape = view.landscape
    heights = log_heights(landscape.loss)
    low, high = limits(heights)
    x, y = view.plot._contours[3].getData()
    level = low + (high - low) * 4 / 8
    assert len(x) > 10
    rows = np.interp(y, landscape.y, np.arange(len(heights)))
    columns = np.interp(x, landscape.x, np.arange(len(heights)))
    fine = refined(heights, 4)
    nearest = fine[np.rint(4 * rows).astype(int), np.rint(4 * columns).astype(int)]
    assert np.abs(nearest - level).max() < 0.1 * (high - low)


def test_the_table_holds_the_whole_grid(qtbot, view, train):
    shown(qtbot, view, train()[-1:])
    header, rows = view.table()
    assert header[-1] == "data loss"
    assert len(rows) == view.landscape.loss.size


def test_a_view_that_is_destroyed_while_computing_takes_its_thread_along(
    qapp, document, make_snapshot
):
    made = LandscapeView(document, DARK)
    made.show()
    made.show_snapshot(make_snapshot(hidden=(32,) * 6))
    assert made.worker.busy
    pool = made.worker._pool
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(made)
    assert pool.activeThreadCount() == 0


def test_a_late_landscape_of_another_network_is_not_drawn(qtbot, view, train, make_snapshot):
    small, wide = train()[-1], make_snapshot(hidden=(7, 5))
    shown(qtbot, view, [small])
    before = view.landscape
    view.recompute()  # the answer comes when the network is another one already
    view.worker._pool.waitForDone()
    view.parameter_history.record(wide)
    view.snapshot = wide
    qtbot.waitUntil(lambda: not view.worker.busy and view.landscape is not before)
    view.recompute()
    view.show_snapshot(wide)
    view.show_theme(LIGHT)
    qtbot.waitUntil(lambda: not view.worker.busy)
    assert view.landscape.plane.origin.size == wide.parameters.size


def test_another_network_while_computing_is_computed_at_once(qtbot, view, train, make_snapshot):
    small, wide = train()[-1], make_snapshot(hidden=(7, 5))
    shown(qtbot, view, [small])
    view.recompute()
    for snapshot in (wide, small, wide):
        view.show_snapshot(snapshot)
        view.recompute()
    qtbot.waitUntil(lambda: not view.worker.busy)
    np.testing.assert_array_equal(view.landscape.plane.origin, wide.parameters)
    np.testing.assert_allclose(view.plot.path[-1], (0.0, 0.0), atol=1e-9)


def test_other_weights_at_the_same_step_are_looked_at_anew(qtbot, view, train):
    snapshot = train()[-1]
    shown(qtbot, view, [snapshot])
    moved = replace(snapshot, serial=99, parameters=snapshot.parameters + 0.5)
    shown(qtbot, view, [moved])
    np.testing.assert_array_equal(view.landscape.plane.origin, moved.parameters)


def test_another_activation_makes_the_landscape_anew(qtbot, view, train):
    snapshot = train()[-1]
    shown(qtbot, view, [snapshot])
    first = view.landscape
    network = snapshot.experiment.network
    hidden = tuple(changed(layer, activation="relu") for layer in network.hidden)
    experiment = changed(snapshot.experiment, network=changed(network, hidden=hidden))
    shown(qtbot, view, [replace(snapshot, serial=99, experiment=experiment)])
    assert not np.array_equal(view.landscape.loss, first.loss)


def test_a_slow_landscape_says_that_it_is_under_way(qtbot, view, train, monkeypatch):
    shown(qtbot, view, train()[-1:])
    begun, release = view.worker.start, Event()
    monkeypatch.setattr(
        view.worker, "start", lambda job: begun(lambda asked: release.wait(10) and job(asked))
    )
    view.recompute()
    qtbot.waitUntil(lambda: view.recompute_button.text() == "Computing…")
    release.set()
    qtbot.waitUntil(lambda: view.recompute_button.text() == "Recompute")


def test_what_nobody_foresaw_is_said_in_the_view(qtbot, view, train, monkeypatch):
    monkeypatch.setattr("nnfs_gui.plots.landscape.job.random_plane", lambda *_: 1 / 0)
    view.show_snapshot(train()[-1])
    qtbot.waitUntil(lambda: "ZeroDivisionError" in view.note.text())
    assert view.recompute_button.text() == "Recompute"


def test_the_colour_scale_names_the_losses_of_its_colours(qtbot, view, train, colour_at):
    shown(qtbot, view, train()[-1:])
    bar, (low, high) = view.colours, limits(log_heights(view.landscape.loss))
    assert bar.limits == pytest.approx((low, high))
    for (place, name), at in zip(bar.numbers.names.items(), np.linspace(low, high, 3), strict=True):
        assert place == pytest.approx(at)
        assert float(name) == pytest.approx(10**at, rel=0.05)
    for theme in (LIGHT, DARK):
        view.show_theme(theme)
        for share in (0.1, 0.5, 0.9):
            seen = colour_at(bar, 0.5, low + share * (high - low)).getRgb()[:3]
            np.testing.assert_allclose(seen, depth_lut(theme)[round(255 * share)], atol=6)
