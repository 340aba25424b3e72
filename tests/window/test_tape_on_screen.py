"""The history on the real window: strip, keys, branches and the header."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.panels.tape.line import MARK, TapeLine
from nnfs_gui.theme import SMALL, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.widgets.magnify import magnified, magnify


class Learner:
    """Trains, seeks, and waits until it is shown."""

    def __init__(self, qtbot: QtBot, playground: Playground) -> None:
        self.qtbot, self.playground = qtbot, playground
        self.session, self.document = playground.session, playground.document
        self.window, self.line = playground.window, playground.window.strip.line
        self.window.activateWindow()

    def train(self, epochs: int) -> Snapshot:
        with self.qtbot.waitSignal(self.session.epochs_finished, timeout=30_000):
            self.session.train_epochs(epochs)
        return self.shows(lambda shown: shown.state is not RunState.RUNNING)

    def shows(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        def met() -> bool:
            snapshot = self.session.snapshot
            return snapshot is not None and condition(snapshot)

        self.qtbot.waitUntil(met, timeout=10_000)
        assert self.session.snapshot is not None
        return self.session.snapshot

    def at(self, step: float, row: int = 0) -> QPoint:
        return QPoint(round(self.line.x_of(step)), round(self.line.y_of(row)))

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.window.network.canvas, key, modifier)

    def caption(self, name: str) -> str:
        figure = self.window.header.findChild(QLabel, name)
        return "" if figure is None else figure.text()


@pytest.fixture
def learner(qtbot: QtBot, playground: Playground) -> Learner:
    return Learner(qtbot, playground)


def test_handle_and_marks_stand_where_the_tape_says(learner: Learner) -> None:
    learner.train(20)
    experiment = learner.document.experiment
    learner.document.edit(edits.set_training(experiment, learning_rate=0.001), "Rate")
    shown = learner.train(10)
    line = learner.line
    (branch,) = shown.tape.branches
    assert line.value() == shown.step == branch.end
    assert line.maximum() == branch.end
    assert line.x_of(shown.step) <= line.width()
    drawn = {placed.mark: line.x_of(placed.mark.step) for placed in line.map.marks}
    assert set(drawn) == set(branch.marks)
    assert any("learning rate" in mark.text for mark in drawn)
    width = line.x_of(branch.end) - line.x_of(0)
    for mark, x in drawn.items():
        assert x == pytest.approx(line.x_of(0) + width * mark.step / branch.end)
        assert mark.text in line.hint_at(learner.at(mark.step).toPointF())


def test_a_drag_shows_the_past_and_the_button_goes_on_from_there(learner: Learner) -> None:
    learner.train(20)
    experiment = learner.document.experiment
    layer = experiment.network.hidden[0].id
    learner.document.edit(edits.set_activation(experiment, layer, "relu"), "ReLU")
    end = learner.train(20).step
    line = learner.line
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=learner.at(end))
    QTest.mouseMove(line, learner.at(end // 3))
    QTest.mouseMove(line, learner.at(end // 4))
    assert line.isSliderDown()
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=learner.at(end // 4))
    asked = line.value()
    assert abs(asked - end // 4) <= end / line.width() + 1
    shown = learner.shows(lambda found: found.step == asked)
    assert shown.past == Place(1, asked)
    assert line.value() == asked
    assert learner.document.experiment == experiment
    button = learner.window.strip.findChild(QPushButton, "tape-continue")
    assert button is not None
    assert button.isVisible()
    assert button.text().endswith(f"{asked:,}".replace(",", "\u2009"))
    captions = [label.text() for label in learner.window.header.findChildren(QLabel)]
    assert "PAST STEP" in captions
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    learner.shows(lambda found: found.past is None and found.step == asked)
    assert learner.document.undo_stack.undoText().startswith("Continue from step")
    captions = [label.text() for label in learner.window.header.findChildren(QLabel)]
    assert "PAST STEP" not in captions


def test_a_branch_is_a_second_line_and_a_click_on_it_goes_there(learner: Learner) -> None:
    end = learner.train(20).step
    fork = end // 2
    learner.session.tape.look_at(fork)
    learner.shows(lambda found: found.step == fork)
    learner.train(4)
    line = learner.line
    main, other = line.map.lines
    assert (main.branch, other.branch, other.start, other.end) == (2, 1, fork, end)
    step = (fork + end) // 2
    assert "branch" in line.hint_at(learner.at(step, 1).toPointF())
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=learner.at(step, 1))
    shown = learner.shows(lambda found: found.past is not None)
    assert shown.past.branch == 1
    assert abs(shown.step - step) <= line.map.last / line.width() + 1


def test_a_click_on_a_mark_goes_to_its_step(learner: Learner) -> None:
    learner.train(20)
    experiment = learner.document.experiment
    learner.document.edit(edits.set_training(experiment, learning_rate=0.001), "Rate")
    shown = learner.train(10)
    mark = next(mark for mark in shown.tape.branches[0].marks if mark.kind == "edit")
    QTest.mouseClick(
        learner.line, Qt.MouseButton.LeftButton, pos=learner.at(mark.step) + QPoint(2, 1)
    )
    learner.shows(lambda found: found.step == mark.step and found.past is not None)


def test_keys_walk_the_history_and_train_at_its_end(learner: Learner) -> None:
    end = learner.train(3).step
    shift = Qt.KeyboardModifier.ShiftModifier
    learner.press(Qt.Key.Key_Comma)
    learner.shows(lambda found: found.step == end - 1)
    learner.press(Qt.Key.Key_Period)
    learner.shows(lambda found: found.step == end and found.past is None)
    learner.press(Qt.Key.Key_Period)
    learner.shows(lambda found: found.step == end + 1)
    learner.press(Qt.Key.Key_Comma, shift)
    learner.shows(lambda found: found.step == end)
    learner.press(Qt.Key.Key_Comma, shift)
    learner.shows(lambda found: found.step == end // 3 * 2)
    learner.press(Qt.Key.Key_Period, shift)
    learner.shows(lambda found: found.step == end)
    learner.press(Qt.Key.Key_Home)
    learner.shows(lambda found: found.step == 0)
    learner.press(Qt.Key.Key_End)
    shown = learner.shows(lambda found: found.step == end + 1)
    assert len(shown.tape.branches) == 1


def test_forth_right_after_back_never_trains(learner: Learner) -> None:
    end = learner.train(3).step
    learner.press(Qt.Key.Key_Comma)
    learner.press(Qt.Key.Key_Period)
    learner.press(Qt.Key.Key_Comma)
    shown = learner.shows(lambda found: found.step == end - 1)
    assert shown.tape.branches[0].end == end


def test_keys_are_letters_while_typing(learner: Learner) -> None:
    learner.train(2)
    field = next(f for f in learner.window.findChildren(QLineEdit) if f.isVisible())
    field.setFocus()
    QTest.keyClicks(field, ",.<>")
    QTest.keyClick(field, Qt.Key.Key_Home)
    learner.qtbot.wait(50)
    assert learner.session.tape.place is None
    assert not learner.session.tape.is_looking


def test_a_bookmark_is_named_by_hand_and_reached_by_the_menu(learner: Learner) -> None:
    learner.train(4)
    learner.session.tape.look_at(5)
    learner.shows(lambda found: found.step == 5)
    learner.press(Qt.Key.Key_B)
    dialog = learner.window.strip.findChild(QInputDialog, "bookmark")
    assert dialog is not None
    dialog.setTextValue("here it turns")
    dialog.accept()
    learner.press(Qt.Key.Key_End)
    shown = learner.shows(lambda found: found.past is None and bool(found.tape.branches[0].marks))
    assert (5, "here it turns") in [(m.step, m.text) for m in shown.tape.branches[0].marks]
    menu = learner.window.strip.make_menu()
    entry = next(action for action in menu.actions() if "here it turns" in action.text())
    entry.trigger()
    learner.shows(lambda found: found.past == Place(1, 5))
    menu.deleteLater()


def test_a_replay_plays_the_recorded_run(learner: Learner) -> None:
    end = learner.train(4).step
    learner.session.set_speed(0.5)
    seen: list[int] = []
    learner.session.snapshot_changed.connect(lambda found: seen.append(found.step))
    learner.press(Qt.Key.Key_R)
    learner.shows(lambda found: found.state is RunState.RUNNING and 0 < found.step < end)
    assert learner.window.header.findChild(QLabel) is not None
    shown = learner.shows(lambda found: found.step == end and found.past is None)
    assert seen == sorted(seen)
    assert len(shown.tape.branches) == 1


def test_a_screen_reader_finds_the_handle_and_moves_it(learner: Learner) -> None:
    end = learner.train(4).step
    line = learner.line
    found = QAccessible.queryAccessibleInterface(line)
    assert isinstance(found, QAccessibleInterface)
    assert found.role() == QAccessible.Role.Slider
    assert found.text(QAccessible.Text.Name) == "History"
    assert found.text(QAccessible.Text.Description) == f"step {end} of {end}, now"
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Left)
    learner.shows(lambda shown: shown.step == end - 1)
    assert found.text(QAccessible.Text.Description) == f"step {end - 1} of {end}, in the past"


@pytest.mark.parametrize(("height", "seen"), [(700, False), (768, True), (1000, True)])
def test_a_low_window_has_no_strip(learner: Learner, height: int, seen: bool) -> None:
    learner.window.resize(1366, height)
    learner.qtbot.waitUntil(lambda: learner.window.strip.isVisible() is seen)
    if seen:
        shown = learner.train(2)
        assert learner.line.value() == shown.step


def test_the_strip_is_drawn_ten_times_a_second_at_most(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.train(2)
    drawn: list[int] = []
    show_map = TapeLine.show_map
    monkeypatch.setattr(
        TapeLine, "show_map", lambda self, tape: (drawn.append(1), show_map(self, tape))[1]
    )
    from nnfs_gui.panels.tape import strip as module

    monkeypatch.setattr(module, "perf_counter", lambda: 0.0)
    strip, snapshot = learner.window.strip, learner.session.snapshot
    from dataclasses import replace

    running = replace(snapshot, state=RunState.RUNNING)
    strip._shown_at = 0.0
    for _ in range(20):
        strip.show_snapshot(running)
    assert not drawn
    learner.qtbot.waitUntil(lambda: len(drawn) == 1)


def test_in_a_low_window_the_loss_plot_is_the_scrubber(learner: Learner) -> None:
    learner.window.resize(1024, 700)
    end = learner.train(20).step
    loss = learner.window.loss
    ground, box = loss.plot.viewport(), loss.plot.plotItem.vb.sceneBoundingRect()
    start, middle = box.center() + QPoint(30, 0), box.center()
    QTest.mousePress(ground, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(ground, (middle + QPoint(10, 0)).toPoint())
    QTest.mouseRelease(ground, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    right = loss.plot.plotItem.vb.viewRange()[0][1]  # in epochs
    shown = learner.shows(lambda found: found.past is not None and found.state is RunState.PAUSED)
    learner.qtbot.waitUntil(lambda: learner.window.loss.scrubber.line.isVisible())
    learner.qtbot.waitUntil(
        lambda: abs(learner.session.snapshot.step - right / 2 * end / 20) < end / 40
    )
    assert 0 < shown.step < end


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_the_words_under_the_marks_have_room_at_every_size(learner: Learner, factor: float) -> None:
    """Words below the line end above the strip's lower edge, also where they are magnified."""
    strip, line = learner.window.strip, learner.line
    learner.window.resize(1600, 1000)
    magnify(strip, factor)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    words = QFontMetrics(font(magnified(SMALL, line))).height()
    assert line.y_of(0) + MARK + 2 + words <= line.height() + 2
