"""What a step hides is told nowhere: to screen readers, in tips, cards, editors and tables."""

from __future__ import annotations

import pytest
from lesson_hands import OpenStep, messages, question
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.canvas.elements import Element, Part
from nnfs_gui.experiment.model import Link
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.plots.shared.export import csv_bytes
from nnfs_gui.plots.shared.figure import figure_caption
from nnfs_gui.window.lessons.controller import LessonController

TEXT = """+++
format   = "nnfs-lesson 1"
id       = "secrets"
title    = "Secrets"
language = "en"
minutes  = 2
needs    = []
aim      = "Hide things."
licence  = "CC BY 4.0"
+++

## Hidden

```setup
data.size = 60
network.hidden = ["2 tanh"]
train = "2 epochs"
```

```controls
hide = [HIDDEN]
```

Nothing is told.
"""


def hiding(qtbot: QtBot, playground: Playground, *names: str) -> LessonController:
    """Open a step that hides these views."""
    lessons = playground.window.lessons
    text = TEXT.replace("HIDDEN", ", ".join(f'"{name}"' for name in names))
    assert lessons.open(read_lesson(text), None, 1)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    return lessons


def columns(view: QWidget) -> list[str]:
    return csv_bytes(view).decode().splitlines()[0].split(",")


def test_what_is_veiled_is_told_only_after_the_answer(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    lessons, window = open_step(1), playground.window
    views = (window.boundary, window.loss)
    for view in views:
        for said in (view.summary(), view.accessibleDescription()):
            assert not any(word in said for word in ("accuracy", "misclassified", "share", "went"))
    assert columns(window.boundary) == ["x₁", "x₂", "target", "part"]
    assert columns(window.loss) == ["step", "epoch"]
    asked = question(lessons)
    asked.field.rows[0].button.click()
    assert asked.commit()
    qtbot.waitUntil(lambda: asked.feedback.tone != "")
    assert "test accuracy" in window.boundary.summary()
    assert "training loss went from" in window.loss.summary()
    assert columns(window.boundary)[-2:] == ["output 1", "loss"]
    assert columns(window.loss)[2:] == ["train loss", "test loss", "penalty", "test accuracy"]


def test_a_hidden_accuracy_cannot_be_heard_counted_or_computed(
    qtbot: QtBot, playground: Playground
) -> None:
    boundary, loss = playground.window.boundary, playground.window.loss
    boundary.view_menu.findChild(type(boundary.view_menu.actions()[0]), "view-confusion").trigger()
    assert boundary.options.confusion
    hiding(qtbot, playground, "accuracy")
    assert "accuracy" not in boundary.summary()
    assert "misclassified" not in boundary.summary()
    assert "accuracy" not in csv_bytes(loss).decode()
    assert not any(name.startswith("output") for name in columns(boundary))
    assert boundary._confusion.isHidden()


@pytest.mark.parametrize(("name", "words"), [("train_loss", "train"), ("test_loss", "test")])
def test_a_hidden_loss_is_neither_drawn_nor_read_nor_saved(
    qtbot: QtBot, playground: Playground, name: str, words: str
) -> None:
    hiding(qtbot, playground, name)
    loss, window = playground.window.loss, playground.window
    assert words not in loss.summary()
    assert f"{words} loss" not in csv_bytes(loss).decode()
    assert "loss" not in csv_bytes(window.boundary).decode()
    assert not getattr(loss, words).isVisible()
    assert not any(line.startswith(words) for line in loss._cursor_lines(loss._curve, 0))
    assert words not in loss._legend.text()
    landscape = window.tabs.titles.index("Landscape")
    assert window.tabs.bar.isTabVisible(landscape) is (name != "train_loss")


def test_hidden_losses_stand_in_no_figure(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    qtbot.waitUntil(lambda: window.tabs.gradients.snapshot is not None)
    assert "test loss" in figure_caption(window.tabs.gradients)
    lessons = hiding(qtbot, playground, "loss_chart")
    window.tabs.open_tab("Weights")  # made only now
    for view in (window.boundary, window.tabs.gradients, window.tabs.current):
        assert "epoch 2" in figure_caption(view)
        assert "loss" not in figure_caption(view)
    actions = [window.actions_by_name[name] for name in ("save_figure", "save_film")]
    assert not any(action.isEnabled() for action in actions)
    lessons.leave()
    assert all(action.isEnabled() for action in actions)


def test_hidden_test_points_are_not_saved(qtbot: QtBot, playground: Playground) -> None:
    boundary = playground.window.boundary
    hiding(qtbot, playground, "test_points")
    parts = {line.split(",")[3] for line in csv_bytes(boundary).decode().splitlines()[1:]}
    assert parts == {"train"}


def test_a_hidden_figure_is_not_read_out(qtbot: QtBot, playground: Playground) -> None:
    figure = playground.window.header.findChild(QWidget, "accuracy").findChild(
        QLabel, "figure-value"
    )
    lessons = hiding(qtbot, playground, "accuracy")

    def name() -> str:
        return QAccessible.queryAccessibleInterface(figure).text(QAccessible.Text.Name)

    assert "%" in figure.text()
    assert name() == "Not shown in this step"
    lessons.leave()
    assert name() == figure.text()


def test_hidden_gradients_are_on_no_card_editor_link_or_walk(
    qtbot: QtBot, playground: Playground
) -> None:
    canvas, told = playground.window.network.canvas, messages(playground)
    hiding(qtbot, playground, "gradients")
    readout, link = canvas.state.readout, Link("x1", "L1.1")
    neuron, weight = Element(Part.UNIT, "L1.1"), Element(Part.LINK, link.target, link.source)
    assert readout.gradient(link).raw
    for element in (neuron, weight):
        canvas.popups.show_hover(element, None, canvas.rect())
        text = " ".join(line.text for line in canvas.popups.card.lines)
        assert "∂L" not in text
        assert "‖g‖" not in text
    view = QAccessible.queryAccessibleInterface(canvas)
    names = [view.child(at).text(QAccessible.Text.Name) for at in range(view.childCount())]
    assert any(name.startswith("link from") for name in names)
    assert not any("gradient" in name for name in names)
    canvas.popups.edit_weight(link, canvas.rect())
    assert canvas.popups.popover.findChild(QLabel, "weight-gradient").text() == ""
    canvas.popups.close_popover()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_G)
    assert not canvas.state.gradients
    assert not playground.window.findChild(QAbstractButton, "network-gradients").isChecked()
    playground.window.actions_by_name["walk"].trigger()
    assert told == ["Locked in this step: gradients."] * 2
    assert playground.window.walk.walk is None


def test_hidden_mathematics_hide_the_count_of_parameters(
    qtbot: QtBot, playground: Playground
) -> None:
    sizes = playground.window.network._sizes
    lessons = hiding(qtbot, playground, "math")
    assert "parameters" not in sizes.accessibleName()
    assert "9" not in sizes.text()
    lessons.leave()
    assert "parameters" in sizes.accessibleName()


def test_links_show_weights_again_where_gradients_are_hidden(
    qtbot: QtBot, playground: Playground
) -> None:
    canvas = playground.window.network.canvas
    canvas.show_gradients(True)
    lessons = hiding(qtbot, playground, "gradients")
    assert not canvas.state.gradients
    lessons.leave()
    canvas.show_gradients(True)
    assert canvas.state.gradients


def test_a_walk_takes_no_step_that_is_locked(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    open_step(1)  # play waits for the answer
    window, told = playground.window, messages(playground)
    window.tabs.open_tab("Math")
    window.walk.open("batch")
    qtbot.waitUntil(lambda: window.walk.walk is not None)
    for _ in range(12):
        window.tabs.math.walk.go_on()
    assert playground.session.snapshot.step == 0
    assert any("Answer first" in one or "Locked" in one for one in told)
    window.walk.leave()


def test_nobody_is_asked_to_play_where_play_is_locked(
    qtbot: QtBot, playground: Playground, open_step: OpenStep
) -> None:
    loss = playground.window.loss
    assert loss._empty.text() == "Press play to see it fall"
    text = TEXT.replace("hide = [HIDDEN]", 'lock = ["play"]')
    assert playground.window.lessons.open(read_lesson(text), None, 1)
    assert loss._empty.text() == ""
    open_step(3)
    assert loss._empty.text() == "Press play to see it fall"
