"""Each kind of task before a class: hands for order and arrows, estimates, ticks, cases, seeds."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment.edits import set_training
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.checklist import CheckRow
from nnfs_gui.plots.shared.sketch import WIDTH
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.seed_strip import SeedStrip
from nnfs_gui.window.presenter.strip import QuestionStrip

HEAD = """+++
format   = "nnfs-lesson 1"
id       = "kinds"
title    = "Kinds"
language = "en"
minutes  = 5
needs    = []
aim      = "Ask a room."
licence  = "CC BY 4.0"
+++

## One

```setup
data.generator = "xor"
network.hidden = ["2 tanh"]
```

"""
ORDER = (
    HEAD
    + """```predict
kind  = "order"
ask   = "Which needs fewest?"
play  = "1 epochs"
items = ["C first", "A second", "B third"]
right = "So it is."

[[case]]
label = "slow"
training.learning_rate = 0.01

[[case]]
label = "fast"
training.learning_rate = 0.1

[[case]]
label = "more"
optional = true
training.learning_rate = 0.2
```
"""
)
ARROWS = (
    HEAD
    + """```predict
kind   = "arrows"
ask    = "Where do they go?"
play   = "1 epochs"
arrows = { "training loss" = "up", "gap" = "down" }
right  = "So it is."
```
"""
)
NUMBER = (
    HEAD
    + """```predict
kind   = "number"
ask    = "How many epochs?"
play   = "3 epochs"
answer = 3
unit   = "epochs"
right  = "So it is."
```
"""
)
DO = (
    HEAD
    + """```do
ask   = "Go faster."
check = ["rate >= 0.5", "epoch >= 2"]
```

```reveal
It was fast.
```
"""
)
CHALLENGE = (
    HEAD
    + """```challenge
ask    = "Try."
goal   = ["epoch >= 1"]
within = ["hidden_layers <= 1"]
epochs = 1
seeds  = 3
pass   = 2
vary   = ["weights"]
```
"""
)
CLICK = (
    HEAD
    + """```predict
kind   = "click"
ask    = "Which one?"
play   = "1 epochs"
answer = "out0"
right  = "So it is."
```
"""
)
DRAW = (
    HEAD
    + """```predict
kind = "drag on the loss curve"
ask  = "How will it fall?"
play = "1 epochs"
```
"""
)
BORDER = (
    HEAD
    + """```predict
kind = "draw the boundary"
ask  = "Where will it be?"
play = "1 epochs"
```
"""
)


def present(playground: Playground, text: str) -> QuestionStrip:
    window = playground.window
    assert window.lessons.open(read_lesson(text), None)
    window.presenter.switch(True)
    QApplication.sendPostedEvents()
    return window.lesson_presenting.strip


def press(qtbot: QtBot, playground: Playground, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(playground.window.network.canvas, key)


def answer(playground: Playground) -> object:
    return playground.window.lessons.records[0].tasks[0].answer


def test_an_order_is_asked_for_by_its_first_and_its_cases_are_played_one_by_one(
    qtbot: QtBot, playground: Playground
) -> None:
    strip, key = present(playground, ORDER), Qt.Key
    assert [option.words for option in strip.options] == ["A second", "B third", "C first"]
    press(qtbot, playground, key.Key_P, key.Key_B, key.Key_B, key.Key_C, key.Key_PageDown)
    assert answer(playground) == [2, 0, 1]  # by hands: B, C, A
    assert strip.revealed
    assert strip.said.markdown == ""
    fast = playground.window.presenter_header.findChild(QPushButton, "step-1-2-case-2")
    assert fast is not None
    qtbot.waitUntil(fast.isEnabled)
    assert fast.isVisible()
    with qtbot.waitSignal(playground.window.lessons.answered):
        press(qtbot, playground, key.Key_PageDown)  # the next case that is needed
    assert playground.session.snapshot.experiment.training.learning_rate == 0.1
    assert [option.right for option in strip.options] == [False, False, True]
    assert "C first, A second, B third" in strip.said.markdown


def test_arrows_are_hands_for_each_of_them(qtbot: QtBot, playground: Playground) -> None:
    strip, key = present(playground, ARROWS), Qt.Key
    assert [option.words for option in strip.options][:3] == [
        "training loss ↑", "training loss =", "training loss ↓",
    ]  # fmt: skip
    rows = {option.y() for option in strip.options}
    assert len(rows) == 2  # a row for each
    press(qtbot, playground, key.Key_C, key.Key_C, key.Key_A, key.Key_D)
    with qtbot.waitSignal(playground.window.lessons.answered):
        press(qtbot, playground, key.Key_R)
    assert answer(playground) == {"training loss": "down", "gap": "up"}
    shares = [option.share for option in strip.options]
    assert shares == pytest.approx([1 / 3, 0, 2 / 3, 1, 0, 0])
    assert [option.right for option in strip.options] == [True, *[False] * 4, True]


def test_estimates_are_typed_and_their_median_is_what_the_room_says(
    qtbot: QtBot, playground: Playground
) -> None:
    strip, window = present(playground, NUMBER), playground.window
    estimates = strip.estimates
    assert estimates is not None
    press(qtbot, playground, Qt.Key.Key_E)
    qtbot.keyClicks(estimates.field, "2 9 x 4,5")
    assert window.presenter.stage.hero == "network"  # figures that are typed are no keys
    qtbot.keyClick(estimates.field, Qt.Key.Key_Return)
    assert estimates.values == (2, 9, 4.5)
    assert estimates.middle == 4.5
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_PageDown)
    assert answer(playground) == ["4.5"]
    assert estimates.measured == 3
    assert (estimates.share(0), estimates.share(9)) == (0, 1)
    assert "**3**" in strip.said.markdown
    assert "you said" not in strip.said.markdown


def test_lines_tick_themselves_while_presenting(qtbot: QtBot, playground: Playground) -> None:
    strip, window = present(playground, DO), playground.window
    rows = strip.findChildren(CheckRow)

    def ticks() -> list[bool]:
        return [bool(row.line and row.line.holds) for row in rows]

    assert [row.isVisible() for row in rows] == [True, True]
    assert ticks() == [False, False]
    document = playground.document
    document.edit(set_training(document.experiment, learning_rate=0.6), "rate")
    qtbot.waitUntil(lambda: ticks() == [True, False])
    assert strip.said.markdown == ""
    with qtbot.waitSignal(window.lessons.answered):
        playground.session.train_epochs(2)
    assert ticks() == [True, True]
    qtbot.waitUntil(lambda: "It was fast" in strip.said.markdown)
    shown = window.lessons.view
    window.presenter.leave()
    assert window.lessons.view is not shown
    assert len(window.lessons.view.tasks[0].lines) == 2
    assert window.lessons.view.tasks[0].findChildren(CheckRow)


def test_a_challenge_is_tried_before_the_class(qtbot: QtBot, playground: Playground) -> None:
    strip, window = present(playground, CHALLENGE), playground.window
    window.lessons.challenges.jobs = 0
    tried = strip.findChild(QPushButton, "step-1-2-try")
    assert tried.isVisible()
    with qtbot.waitSignal(window.lessons.answered, timeout=20_000):
        qtbot.mouseClick(tried, Qt.MouseButton.LeftButton)
    seeds = strip.findChild(SeedStrip)
    assert seeds.isVisible()
    assert len({seeds.place(at).y() for at in range(3)}) == 1
    qtbot.waitUntil(lambda: strip.height() >= seeds.mapTo(strip, seeds.rect().bottomLeft()).y())


def test_what_is_clicked_or_drawn_is_seen(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.presenter.stage.show_hero("boundary")
    strip = present(playground, CLICK)
    assert window.presenter.stage.hero == "network"
    assert "Click in the network" in strip._ask.markdown
    window.lessons.drawing._field.take(["L1.1"], "one")
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_R)
    assert answer(playground) == ["L1.1"]
    window.presenter.leave()
    present(playground, DRAW)
    assert window.presenter.stage.hero == "loss"
    assert window.loss.isVisible()
    window.lessons.drawing.curve.drawn.emit([(0.0, 0.5), (1.0, 0.1)])
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_R)
    assert answer(playground) == [(0.0, 0.5), (1.0, 0.1)]
    qtbot.waitUntil(lambda: playground.session.state is not RunState.RUNNING)


def test_what_the_room_chose_is_said(qtbot: QtBot, playground: Playground) -> None:
    strip, window = present(playground, CLICK), playground.window
    window.lessons.drawing._picked(Element(Part.UNIT, "L1.1"))
    assert strip.said.markdown == "The room: **neuron 1 of hidden layer 1**"
    assert strip.said.isVisible()
    window.lessons.drawing._picked(Element(Part.UNIT, "L1.2"))
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_R)
    assert answer(playground) == ["L1.2"]
    said = strip.said.markdown.split("\n\n")
    assert said == ["The room: **neuron 2 of hidden layer 1**", "Output", "So it is."]
    with qtbot.waitSignal(window.lessons.step_changed):
        press(qtbot, playground, Qt.Key.Key_Backspace)
    assert strip.said.markdown == ""
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_R)  # nobody chose: the right one is no room's
    assert "The room" not in strip.said.markdown


def test_a_boundary_is_drawn_before_the_class_and_stays(
    qtbot: QtBot, playground: Playground
) -> None:
    strip, window = present(playground, BORDER), playground.window
    assert window.presenter.stage.hero == "boundary"
    assert "Draw into the plane" in strip._ask.markdown
    plot, border = window.boundary.plot, window.lessons.drawing.border
    view, around = plot.viewport(), plot.plotItem.vb
    corners = [(-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0)]
    at = [plot.mapFromScene(around.mapViewToScene(QPointF(x, y))) for x, y in corners]
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at[0])
    for place in at[1:]:
        qtbot.mouseMove(view, place)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at[-1])
    drawn = border.places
    assert np.allclose(drawn, corners, atol=0.1)
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, playground, Qt.Key.Key_PageDown)
    assert answer(playground) == list(drawn)
    assert border.places == drawn
    assert border._item.isVisible()
    assert border._item.opts["pen"].widthF() > WIDTH  # seen from the back row
    assert playground.session.snapshot.epoch == 1
    window.presenter.leave()
    assert border.places == ()


def test_buttons_have_their_widths_whatever_they_say(qtbot: QtBot, playground: Playground) -> None:
    strip, key = present(playground, ARROWS), Qt.Key
    foot = strip._foot
    for keys in ([key.Key_P], [key.Key_P], [key.Key_R]):
        press(qtbot, playground, *keys)
        assert foot.width() >= foot.minimumSizeHint().width()
        for button in foot.findChildren(QPushButton):
            if button.isVisible():
                qtbot.waitUntil(lambda b=button: b.width() >= b.sizeHint().width())


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)])
def test_nothing_in_the_strip_is_cut(playground: Playground, size: tuple[int, int]) -> None:
    window = playground.window
    for text in (ORDER, ARROWS, NUMBER, DO, CHALLENGE):
        strip = present(playground, text)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*size)
        QApplication.sendPostedEvents()
        for button in strip.findChildren(QPushButton):
            if button.isVisible():
                assert button.height() >= button.sizeHint().height(), (text, button.text())
                assert button.width() >= button.minimumSizeHint().width(), (text, button.text())
        parts = [part for part in strip.findChildren(QWidget) if part.isVisible()]
        for part in parts:
            owner = part.parentWidget()
            assert owner.rect().contains(part.geometry()), (text, part.objectName())
        for option in strip.options:
            assert option.width() >= option.least_width
        assert strip.height() < 0.33 * size[1]
        window.presenter.leave()


FREE = (
    HEAD
    + """```controls
only = ["play", "step", "rewind", "speed", "loss"]
```

```do
ask  = "Choose another loss."
check = ["changed within loss", "epoch >= 2"]
```
"""
)


def test_the_controls_that_are_free_are_in_the_strip(qtbot: QtBot, playground: Playground) -> None:
    strip = present(playground, FREE)
    loss = strip.findChild(DropDown, "needed-loss")
    assert loss is not None
    assert loss.isVisible()
    before = playground.document.experiment.training.loss
    other = next(at for at in range(loss.count()) if loss.choices[at].key != before)
    loss.setCurrentIndex(other)
    loss.activated.emit(other)
    assert playground.document.experiment.training.loss == loss.choices[other].key
    playground.window.presenter.leave()
    qtbot.waitUntil(lambda: strip.findChild(DropDown, "needed-loss") is None)
    column = playground.window.lessons.view
    assert column is not None
    assert column.findChild(DropDown, "needed-loss") is not None
