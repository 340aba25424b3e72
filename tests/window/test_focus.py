"""Where the keyboard goes: Space is play everywhere but in a text, and Tab walks as eyes do."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.assets import lesson_paths
from nnfs_gui.canvas.editing.canvas_commands import COMMANDS
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.drop_down import DropDown

LEFT = Qt.MouseButton.LeftButton


def find(playground: Playground, kind: type[QWidget], name: str) -> QWidget:
    found = playground.window.findChild(kind, name)
    assert isinstance(found, QWidget), name
    return found


def choose_in_a_list(playground: Playground) -> None:
    box = find(playground, DropDown, "optimizer")
    assert isinstance(box, DropDown)
    QTest.mouseClick(box, LEFT)
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)


def give_up_a_list(playground: Playground) -> None:
    box = find(playground, DropDown, "loss")
    assert isinstance(box, DropDown)
    QTest.mouseClick(box, LEFT)
    QTest.keyClick(box.view(), Qt.Key.Key_Escape)


def type_a_number(playground: Playground) -> None:
    field = find(playground, QLineEdit, "learning-rate")
    QTest.mouseClick(field, LEFT, pos=QPoint(12, 12))
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "0.02")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert playground.document.experiment.training.learning_rate == 0.02


def give_up_a_number(playground: Playground) -> None:
    field = find(playground, QLineEdit, "learning-rate")
    QTest.mouseClick(field, LEFT, pos=QPoint(12, 12))
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert playground.document.experiment.training.learning_rate == 0.03


def leave_a_number_by_a_click(playground: Playground) -> None:
    QTest.mouseClick(find(playground, QLineEdit, "learning-rate"), LEFT, pos=QPoint(12, 12))
    QTest.mouseClick(find(playground, QAbstractButton, "network-numbers"), LEFT)


def choose_a_dataset(playground: Playground) -> None:
    QTest.mouseClick(find(playground, QAbstractButton, "dataset-moons"), LEFT)


def add_a_neuron(playground: Playground) -> None:
    QTest.mouseClick(find(playground, QAbstractButton, "network-neuron"), LEFT)


def move_a_slider(playground: Playground) -> None:
    QTest.mouseClick(find(playground, QWidget, "training-share"), LEFT, pos=QPoint(20, 8))


@pytest.mark.parametrize("act", [
    choose_in_a_list, give_up_a_list, type_a_number, give_up_a_number, leave_a_number_by_a_click,
    choose_a_dataset, add_a_neuron, move_a_slider,
])  # fmt: skip
def test_space_is_play_after_every_choice(qtbot: QtBot, playground: Playground, act) -> None:
    window = playground.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    act(playground)
    experiment = playground.document.experiment
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not isinstance(focused, QLineEdit)
    QTest.keyClick(focused, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: playground.session.state is RunState.RUNNING)
    assert playground.document.experiment == experiment
    assert QApplication.activePopupWidget() is None


def test_space_is_a_blank_in_a_text(qtbot: QtBot, playground: Playground) -> None:
    playground.window.activateWindow()
    field = find(playground, QLineEdit, "learning-rate")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert field.text().endswith(" ")
    assert playground.session.state is not RunState.RUNNING


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(
    qtbot: QtBot, playground: Playground, enter
) -> None:
    window = playground.window
    window.activateWindow()
    assert window.lessons.open_path(lesson_paths()[0], 1)
    button = find(playground, QPushButton, "lesson-next")
    button.setFocus()
    QTest.keyClick(button, enter)
    assert window.lessons.number == 2
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert window.lessons.number == 2


def tab_stops(window: QWidget) -> list[QWidget]:
    """All widgets in sight that Tab comes to, in its order."""
    stops, at = [], window.nextInFocusChain()
    while at is not window:
        takes_tab = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus) and at.focusProxy() is None
        if takes_tab and at.isVisible() and at.isEnabled():
            stops.append(at)
        at = at.nextInFocusChain()
    return stops


def test_tab_walks_from_the_header_over_the_forms_to_the_network(
    new_playground: Playground,
) -> None:
    order = [stop.objectName() for stop in tab_stops(new_playground.window)]
    wanted = [
        "menu", "play", "step", "export", "dataset-circle", "noise", "training-more-button",
        "loss", "optimizer", "learning-rate", "clip", "network-numbers", "network-canvas",
    ]  # fmt: skip
    assert [name for name in order if name in wanted] == wanted


@pytest.mark.parametrize(
    "opened", [(), ("data-extras-button", "training-more-button", "paint-mode")]
)
def test_every_tab_stop_shows_that_it_has_the_focus(
    qtbot: QtBot, playground: Playground, opened: tuple[str, ...]
) -> None:
    window = playground.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name in opened:
        button = find(playground, QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        button.click()
    silent = []
    for stop in tab_stops(window):
        window.setFocus()
        if stop.hasFocus():  # the network, which the window gives its focus to
            stop.clearFocus()
        without = stop.grab().toImage()
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if stop.grab().toImage() == without:
            silent.append(stop.objectName())
    assert silent == []


def test_no_key_means_two_things(playground: Playground) -> None:
    """Two actions with one key are ambiguous to Qt, which then does neither."""
    window = playground.window
    keys = [key.toString() for action in window.findChildren(QAction)
            if action in window.actions() for key in action.shortcuts()]  # fmt: skip
    keys += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    assert "Ctrl+Y" in keys
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    own = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in own.items() if count > 1] == []


@pytest.mark.parametrize("forward", [True, False])
def test_tab_comes_to_every_stop_that_can_be_seen(
    qtbot: QtBot, playground: Playground, forward: bool
) -> None:
    window = playground.window
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    wanted = {
        find(playground, QWidget, name)
        for name in ("menu", "play", "data-extras-button", "noise", "loss", "regularizer",
                     "network-canvas", "paint-mode", "tape-line", "bottom-tabs", "fold-tabs")
    }  # fmt: skip
    window.network.canvas.setFocus()
    key = Qt.Key.Key_Tab if forward else Qt.Key.Key_Backtab
    reached = set()
    for _ in range(150):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        QTest.keyClick(focused, key)
    assert sorted(each.objectName() for each in wanted - reached) == []
    assert window.focusProxy() is window.network.canvas
