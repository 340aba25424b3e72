"""A number that a lesson asks for is picked where it is seen, with its slips."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import add_layer, remove_neuron, set_training, set_weight
from nnfs_gui.experiment.model import Link
from nnfs_gui.lessons.answers import parse_expression
from nnfs_gui.lessons.answers.sheet import Sheet, evaluate
from nnfs_gui.lessons.model import Controls, Number, Setup
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.panels.author.number_dialog import NumberDialog
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.window.author.author import Author


@pytest.fixture
def author(playground: Playground, tmp_path: Path) -> Author:
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    author = playground.window.author
    assert author.open_path(path)
    return author


def test_a_number_comes_with_slips_that_can_be_told_apart(
    playground: Playground, author: Author
) -> None:
    pane = author.pane
    assert pane is not None
    pane.number_asked.emit()
    dialog = playground.window.findChild(NumberDialog)
    assert dialog is not None
    texts = [one.expression for one in dialog._answers]
    dialog.list.setCurrentRow(texts.index("z of out0 at point 1"))
    assert dialog.slips.count() >= 4
    dialog.accept()
    number = read_lesson(author.text).steps[0].one_of(Number)
    assert number is not None
    assert number.boxes[0].answer == "z of out0 at point 1"
    assert "forgot_bias" not in number.boxes[0].slips  # the bias is 0: it gives the same number
    assert "swapped_weights" in number.boxes[0].slips


def test_a_count_is_offered_without_a_point(playground: Playground, author: Author) -> None:
    pane = author.pane
    assert pane is not None
    pane.number_asked.emit()
    dialog = playground.window.findChild(NumberDialog)
    assert dialog is not None
    dialog._search.setText("param")
    row = dialog.list.currentRow()
    assert dialog.list.item(row).text() == "number of parameters   =   3"
    assert not dialog.list.item(row).isHidden()
    assert dialog.ask.text() == "What is the number of parameters?"
    assert dialog.slips.count() == 0
    dialog.accept()
    step = read_lesson(author.text).steps[0]
    number, setup = step.one_of(Number), step.one_of(Setup)
    assert number is not None
    assert setup is not None
    assert number.boxes[0].answer == "parameters"
    assert setup.point is None


def is_shown(playground: Playground) -> bool:
    """Whether the run has taken in the newest edit."""
    snapshot = playground.session.snapshot
    return snapshot is not None and snapshot.experiment == playground.document.experiment


def dialog_of(playground: Playground, author: Author) -> NumberDialog:
    assert author.pane is not None
    author.pane.number_asked.emit()
    dialog = playground.window.findChildren(NumberDialog)[-1]
    assert isinstance(dialog, NumberDialog)
    return dialog


def test_numbers_are_called_as_on_the_screen(playground: Playground, author: Author) -> None:
    document = playground.document
    document.edit(add_layer(document.experiment, 0), "a layer")
    dialog = dialog_of(playground, author)
    lines = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert not [line for line in lines if "out0" in line or "L1." in line]
    labels = [line.split("   =   ")[0] for line in lines]
    assert "z of Hidden 1 · neuron 2" in labels
    dialog.list.setCurrentRow(labels.index("gradient of the weight x₁ → Hidden 1 · neuron 3"))
    assert 'answer = "gradient x1 -> L1.3 at point 1"' in dialog.block
    assert "gradient of the weight x₁ → Hidden 1 · neuron 3" in dialog.ask.text()
    dialog.list.setCurrentRow(labels.index("new bias of Output"))
    assert 'answer = "new bias -> out0 at point 1"' in dialog.block
    assert "new bias of Output" in dialog.ask.text()
    dialog.ask.setText("")
    QTest.keyClicks(dialog.ask, "My words?")
    dialog.list.setCurrentRow(0)
    assert dialog.ask.text() == "My words?"
    dialog.reject()


def test_neurons_are_named_by_their_places_however_they_were_drawn(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    document, pane = playground.document, author.pane
    assert pane is not None
    first = add_layer(document.experiment, 0)
    drawn = remove_neuron(add_layer(first, 0), "L2")  # before the other one
    document.edit(set_weight(drawn, Link("x1", "L2.2"), 0.25, 0.0), "layers")
    qtbot.waitUntil(lambda: is_shown(playground))
    pane.set_up_asked.emit()
    made = prepare(read_lesson(author.text), 1).after
    assert {(entry.link, entry.value) for entry in made.network.hand_set} == {
        (Link("x1", "L1.2"), 0.25)
    }
    dialog = dialog_of(playground, author)
    texts = [one.expression for one in dialog._answers]
    assert "z of L1.4 at point 1" not in texts
    dialog.list.setCurrentRow(texts.index("z of L2.4 at point 1"))
    dialog.accept()
    number = read_lesson(author.text).steps[0].one_of(Number)
    assert number is not None
    assert number.boxes[0].answer == "z of L2.4 at point 1"
    assert pane._note.isHidden() or "other settings" not in pane._note.text()


def test_the_point_that_is_asked_about_is_selected(playground: Playground, author: Author) -> None:
    pane, math = author.pane, playground.window.tabs.math
    assert pane is not None
    playground.window.tabs.open_tab("Math")
    math.show_point(6)
    pane.outline.setCurrentRow(1)
    dialog_of(playground, author).accept()
    step = read_lesson(author.text).steps[1]
    assert step.one_of(Setup).point == 7
    assert "math" in step.one_of(Controls).hide
    pane.set_up_asked.emit()
    taken = read_lesson(author.text).steps[1].one_of(Setup)
    assert (taken.show, taken.point) == ("", 7)
    pane.editor.undo()
    assert step.one_of(Number).boxes[0].answer == "loss at point 7"
    before = author.text
    pane.editor.undo()
    assert "point = 7" not in author.text
    pane.editor.redo()
    assert author.text == before


def test_a_number_of_another_set_up_is_told(playground: Playground, author: Author) -> None:
    pane, document = author.pane, playground.document
    assert pane is not None
    author.show_step(1)
    dialog_of(playground, author).accept()
    assert pane._note.text() == "The tab Math is hidden in this step, since it tells the answer."
    document.edit(set_training(document.experiment, learning_rate=0.7), "rate")
    dialog_of(playground, author).accept()
    assert "Take set-up" in pane._note.text()


def test_only_what_is_searched_for_can_be_chosen(playground: Playground, author: Author) -> None:
    assert author.pane is not None
    author.pane.number_asked.emit()
    dialog = playground.window.findChild(NumberDialog)
    assert dialog is not None
    ok = dialog._buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog._search.setText("norm")
    assert "norm at point 1" in dialog.block
    dialog._search.setText("nothing of the kind")
    assert not ok.isEnabled()
    assert dialog._told.text().startswith("Nothing is called so.")
    dialog._search.setText("")
    dialog.list.setCurrentRow(0)
    assert ok.isEnabled()
    dialog.reject()


def test_a_number_is_picked_by_a_click_in_the_math_tab(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    window = playground.window
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(3)
    window.tabs.open_tab("Math")
    math = window.tabs.math
    math.show_point(4)
    wanted = "z of out0 at point 5"
    click_number(qtbot, math, math.picks.index(wanted))
    dialog = window.findChild(NumberDialog)
    assert dialog is not None
    chosen = dialog._answers[dialog.list.currentRow()]
    assert chosen.expression == wanted
    assert chosen.value == pytest.approx(math.trace.z, rel=1e-12)
    names = {name for name, _ in dialog._ticked()}
    assert names
    dialog.accept()
    assert window.focusWidget() is author.pane.editor  # one goes on writing
    number = read_lesson(author.text).steps[0].one_of(Number)
    assert number is not None
    assert number.boxes[0].answer == wanted
    assert set(number.boxes[0].slips) == names


def test_every_number_that_can_be_picked_is_the_engines(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    document, math = playground.document, playground.window.tabs.math
    changed = add_layer(set_training(document.experiment, clip="norm", clip_threshold=0.01), 0)
    document.edit(changed, "settings")
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(2)
    playground.window.overlay.open(math)  # where it has room for the table of weights
    math.show_selection(frozenset([document.experiment.network.hidden[0].neurons[0].id]))
    trace = math.trace
    assert trace is not None
    sheet = Sheet(document.experiment, (trace.point,), playground.session.snapshot.parameters)
    values = {text: evaluate(sheet, parse_expression(text)) for text in math.picks}
    at = f"at point {trace.point + 1}"
    wanted = {f"{kind} of {trace.unit} {at}": getattr(trace, kind) for kind in ("z", "a", "slope")}
    wanted |= {f"delta of {trace.unit} {at}": trace.delta, f"loss {at}": trace.loss}
    wanted[f"norm {at}"] = trace.norms[0]
    for entry in trace.weights:
        link = f"{entry.id} -> {trace.unit} {at}"
        wanted[f"gradient {link}"] = entry.gradient
        wanted |= {f"clipped {link}": entry.applied, f"new {link}": entry.new}
    assert set(values) == set(wanted)
    for text, value in wanted.items():
        assert values[text] == pytest.approx(value, rel=1e-9, abs=1e-15), text


def test_numbers_are_plain_text_while_nobody_writes(playground: Playground, author: Author) -> None:
    tabs = playground.window.tabs
    tabs.open_tab("Math")
    assert tabs.math.picks
    author.try_step()
    assert not tabs.math.picks
    playground.window.lessons.leave()
    assert tabs.math.picks
    author.close()
    assert not tabs.math.picks


def click_number(qtbot: QtBot, math: MathView, nth: int) -> None:
    """Click the link that is a number of the page."""
    browser = math.text
    cursor = QTextCursor(browser.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if cursor.charFormat().anchorHref() == f"#{nth}":
            at = browser.cursorRect(cursor).center() - QPoint(2, 0)
            qtbot.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=at)
            return
    raise AssertionError(f"there is no link {nth}")
