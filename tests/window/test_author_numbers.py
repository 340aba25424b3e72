"""A number that a lesson asks for is picked where it is seen, with its slips."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import add_layer, set_training
from nnfs_gui.lessons.answers import parse_expression
from nnfs_gui.lessons.answers.sheet import Sheet, evaluate
from nnfs_gui.lessons.model import Number
from nnfs_gui.lessons.reading.reader import read_lesson
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
