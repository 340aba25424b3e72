"""A walk through one step on the real window: it changes nothing until its last phase."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits.points import clear_points
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.stopper import NO_POINTS
from nnfs_gui.training.walk import Kind, Walk
from nnfs_gui.widgets.code_view import CodeWindow
from nnfs_gui.window.step_walk import EDITED, MOVED, PLAYED, TRAINED


class Walker:
    """Opens walks, goes on in them, and waits until all is shown."""

    def __init__(self, qtbot: QtBot, playground: Playground) -> None:
        self.qtbot, self.session, self.document = qtbot, playground.session, playground.document
        self.window = playground.window
        self.window.activateWindow()
        self.canvas, self.math = self.window.network.canvas, self.window.tabs.math
        self.told: list[str] = []
        playground.notifications.posted.connect(lambda note: self.told.append(note.message))
        self.until(lambda: self.session.snapshot is not None)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def train(self, steps: int = 5) -> None:
        for _ in range(steps):
            self.session.step("batch")
        self.until(lambda: self.session.snapshot.step == steps)

    def open(self) -> Walk:
        self.window.tabs.open_tab("Math")
        QTest.mouseClick(self.math.findChild(QToolButton, "math-walk"), Qt.MouseButton.LeftButton)
        self.until(lambda: self.walk is not None)
        return self.here

    @property
    def walk(self) -> Walk | None:
        return self.window.walk.walk

    @property
    def here(self) -> Walk:
        assert self.walk is not None
        return self.walk

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.canvas, key)

    def to(self, kind: Kind) -> Walk:
        while self.here.phase.kind is not kind:
            self.press(Qt.Key.Key_Period)
        return self.here


@pytest.fixture
def walker(qtbot: QtBot, playground: Playground) -> Walker:
    return Walker(qtbot, playground)


def test_the_keys_go_through_all_phases_and_the_last_takes_exactly_one_step(walker) -> None:
    walker.train()
    walk = walker.open()
    before = walker.session.snapshot.parameters.copy()
    seen = [walk.phase]
    while not walker.here.is_last:
        assert walker.session.snapshot.step == 5
        np.testing.assert_array_equal(walker.session.snapshot.parameters, before)
        walker.press(Qt.Key.Key_Period)
        seen.append(walker.here.phase)
    assert tuple(seen) == walk.phases
    walker.until(lambda: walker.session.snapshot.step == 6)
    pressed = Run(1, walker.document.experiment)
    for _ in range(6):
        pressed.step("batch")
    assert walker.session.snapshot.parameters.tolist() == pressed.snapshot().parameters.tolist()
    assert walker.session.snapshot.parameters.tolist() == walker.here.prepared.after.tolist()
    assert walker.told == []


def test_going_back_does_not_take_the_step_again(walker) -> None:
    walker.open()
    walker.to(Kind.UPDATE)
    walker.until(lambda: walker.session.snapshot.step == 1)
    walker.press(Qt.Key.Key_Comma)
    assert walker.here.phase.kind is Kind.CLIP
    walker.press(Qt.Key.Key_Period)
    assert walker.here.phase.kind is Kind.UPDATE
    first = walker.here.prepared
    walker.press(Qt.Key.Key_Period)  # past the end: the step after it
    walker.until(lambda: walker.here.prepared is not first)
    assert walker.session.snapshot.step == 1
    assert (walker.here.prepared.step, walker.here.index) == (1, 0)


def test_leaving_changes_nothing_and_gives_the_keys_back(walker) -> None:
    walker.train(3)
    state = walker.session.snapshot.parameters.tolist()
    walker.open()
    walker.to(Kind.CLIP)
    walker.press(Qt.Key.Key_Escape)
    assert walker.walk is None
    assert walker.canvas.walk.walk is None
    assert not walker.window.boundary.batch.isVisible()
    assert walker.session.snapshot.step == 3
    walker.press(Qt.Key.Key_Comma)  # steps the tape again
    walker.until(lambda: walker.session.snapshot.step == 2)
    walker.press(Qt.Key.Key_Period)
    walker.until(lambda: walker.session.snapshot.step == 3)
    assert walker.session.snapshot.parameters.tolist() == state


def test_a_single_point_may_be_walked_through(qtbot: QtBot, new_playground: Playground) -> None:
    walker = Walker(qtbot, new_playground)  # the choice outlives a walk
    walker.train(2)
    walker.open()
    QTest.mouseClick(walker.math.findChild(QToolButton, "walk-single"), Qt.MouseButton.LeftButton)
    walker.until(lambda: walker.here.prepared.single)
    assert len(walker.here.prepared.points) == 1
    walker.to(Kind.UPDATE)
    walker.until(lambda: walker.session.snapshot.step == 3)
    assert walker.session.snapshot.parameters.tolist() == walker.here.prepared.after.tolist()


def test_playing_ends_the_walk_and_says_so(walker) -> None:
    walker.open()
    walker.session.play()
    assert walker.walk is None
    assert walker.told == [PLAYED]
    walker.session.pause()


def test_an_edit_begins_the_walk_anew_with_the_edited_network(walker) -> None:
    walker.train(2)
    first = walker.open().prepared
    walker.to(Kind.LOSS)
    experiment = walker.document.experiment
    walker.document.edit(edits.set_training(experiment, learning_rate=0.1), "Rate")
    walker.until(lambda: walker.here.prepared is not first)
    assert walker.told == [EDITED]
    assert walker.here.index == 0
    assert walker.here.prepared.learning_rate == 0.1
    walker.to(Kind.UPDATE)
    walker.until(lambda: walker.session.snapshot.step == 3)
    assert walker.session.snapshot.parameters.tolist() == walker.here.prepared.after.tolist()


def test_an_edit_of_the_network_leaves_no_walk_on_the_old_picture(walker) -> None:
    first = walker.open().prepared
    layer = walker.document.experiment.network.hidden[0].id
    walker.document.edit(edits.remove_layer(walker.document.experiment, layer), "Remove")
    walker.window.grab()
    walker.until(lambda: walker.walk is not None and walker.here.prepared is not first)
    assert len(walker.here.prepared.network.layers) == 2
    walker.window.grab()


def test_a_new_title_is_no_matter(walker) -> None:
    first = walker.open()
    walker.document.edit(replace(walker.document.experiment, title="Other"), "Title")
    walker.until(lambda: walker.session.snapshot.experiment.title == "Other")
    assert walker.here.prepared is first.prepared
    assert walker.told == []


def test_moving_the_tape_walks_through_the_step_of_then(walker) -> None:
    walker.train(4)
    first = walker.open().prepared
    walker.session.tape.look_at(1)
    walker.until(lambda: walker.here.prepared is not first)
    assert walker.told == [MOVED]
    assert walker.here.prepared.step == 1
    walker.to(Kind.UPDATE)
    walker.until(lambda: walker.session.snapshot.past is None)
    walker.until(lambda: walker.session.snapshot.step == 2)
    assert walker.session.snapshot.parameters.tolist() == walker.here.prepared.after.tolist()


def test_a_step_from_elsewhere_begins_the_walk_anew(walker) -> None:
    first = walker.open().prepared
    walker.session.step("batch")
    walker.until(lambda: walker.here.prepared is not first)
    assert walker.told == [TRAINED]
    assert walker.here.prepared.step == 1


def test_choosing_a_neuron_or_a_point_elsewhere_is_followed(walker) -> None:
    walk = walker.open()
    unit = walker.document.experiment.network.hidden[0].neurons[2].id
    walker.window.network.select_unit(unit)
    assert (walker.here.layer, walker.here.position) == (1, 2)
    point = int(walk.prepared.points[3])
    walker.window.boundary.point_clicked.emit(point)
    assert walker.here.sample == 3
    assert walker.window.boundary.chosen.place == tuple(walk.prepared.data.inputs[point].tolist())
    other = next(at for at in range(500) if at not in walk.prepared.points)
    walker.window.boundary.point_clicked.emit(other)
    assert walker.here.sample == 3
    assert walker.told == [f"Point {other + 1} is not in the mini-batch of this step."]


def test_the_points_of_the_mini_batch_light_up(walker) -> None:
    walk = walker.open()
    np.testing.assert_array_equal(
        walker.window.boundary.batch.places, walk.prepared.data.inputs[walk.prepared.points]
    )
    assert walker.window.boundary.batch.isVisible()


def test_a_click_on_a_bar_chooses_its_point(walker) -> None:
    walker.open()
    walk = walker.to(Kind.GRADIENT)
    bars = walker.math.walk.bars
    shares = walk.prepared.shares(walk.layer, walk.position, walk.followed_source)
    np.testing.assert_array_equal(bars.pushes, -shares)
    boxes = bars.boxes()
    gradient = walk.prepared.data_gradient[walk.weight]
    heights = [box.height() * np.sign(push) for box, push in zip(boxes, bars.pushes, strict=False)]
    largest = max(abs(value) for value in (*bars.pushes, sum(bars.pushes)))
    scale = max(box.height() for box in boxes) / largest
    wanted = [push * scale for push in bars.pushes]
    np.testing.assert_allclose(heights, wanted, atol=1.0)
    assert -sum(bars.pushes) == pytest.approx(gradient)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=boxes[6].center().toPoint())
    assert walker.here.sample == 6
    QTest.keyClick(bars, Qt.Key.Key_Left)
    assert walker.here.sample == 5


def test_the_walk_has_room_and_gives_it_back(walker) -> None:
    walker.window.resize(1366, 768)
    walker.window.tabs.open_tab("Math")
    height = walker.window.tabs.height()
    walker.open()
    assert walker.window.tabs.height() > height
    QTest.mouseClick(walker.math.walk.leave_button, Qt.MouseButton.LeftButton)
    assert walker.window.tabs.height() == height


def test_the_code_opens_in_a_window_at_its_line(walker) -> None:
    walker.open()
    QTest.mouseClick(
        walker.math.walk.findChild(QPushButton, "walk-open-code"), Qt.MouseButton.LeftButton
    )
    found = walker.window.findChildren(CodeWindow)
    assert [window.windowTitle() for window in found] == ["engine/layer.py"]
    text = found[0].view.toPlainText()
    assert "def pre_activations" in text
    assert found[0].view.isReadOnly()
    line = found[0].view.textCursor().block().text()
    assert "self.block.dot" in line
    found[0].close()


def test_play_slowly_goes_on_by_itself_and_stops_at_the_end(walker) -> None:
    walker.open()
    panel = walker.math.walk
    panel._timer.setInterval(1)
    QTest.mouseClick(panel.slow_button, Qt.MouseButton.LeftButton)
    walker.until(lambda: walker.here.is_last and not panel.slow_button.isChecked())
    walker.until(lambda: walker.session.snapshot.step == 1)


def test_opening_a_walk_pauses_training(walker) -> None:
    walker.session.play()
    walker.window.walk.open("batch")
    walker.until(lambda: walker.walk is not None)
    assert walker.session.state is RunState.PAUSED
    assert walker.here.prepared.step == walker.session.snapshot.step


def test_without_points_there_is_no_walk_and_the_keys_stay_the_tapes(walker) -> None:
    walker.train(3)
    walker.open()
    walker.document.edit(clear_points(walker.document.experiment), "Clear")
    walker.until(lambda: walker.walk is None)
    walker.until(lambda: NO_POINTS in walker.told)
    assert walker.canvas.walk.walk is None
    walker.window.walk.open("batch")
    walker.until(lambda: walker.told.count(NO_POINTS) == 2 or not walker.window.walk._is_open)
    walker.until(lambda: not walker.window.walk._is_open)
    walker.press(Qt.Key.Key_Comma)
    walker.until(lambda: walker.session.snapshot.past is not None)


def test_another_experiment_ends_the_walk(walker) -> None:
    walker.open()
    walker.document.open(replace(walker.document.experiment, title="Another"), None)
    assert walker.walk is None
    assert walker.canvas.walk.walk is None


def test_presenting_ends_the_walk(walker) -> None:
    walker.train()
    walker.open()
    walker.window.presenter.toggle()
    assert walker.walk is None
    walker.window.presenter.toggle()
    assert walker.session.snapshot.step == 5
