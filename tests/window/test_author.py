"""A lesson written in the window: its file, what the window writes into it, a try and its test."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import set_training
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.lessons.model import Controls, Do, Setup
from nnfs_gui.lessons.reading.reader import lesson_paths, read_lesson
from nnfs_gui.lessons.setups import prepare
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.lessons.writing import with_check
from nnfs_gui.panels.author.check_dialog import CheckDialog
from nnfs_gui.window.author.author import Author


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    return path


@pytest.fixture
def author(playground: Playground, path: Path) -> Author:
    author = playground.window.author
    assert author.open_path(path)
    author.proving.jobs = 1
    return author


def test_the_outline_follows_the_text(author: Author) -> None:
    pane = author.pane
    assert pane is not None
    assert [pane.outline.item(row).text() for row in range(3)] == [
        "1  First guess", "2  Do it", "3  Not by luck",
    ]  # fmt: skip
    pane.outline.setCurrentRow(2)
    assert author.step is not None
    assert author.step.number == 3
    assert not author.modified


def test_a_text_without_steps_has_an_empty_outline(author: Author) -> None:
    pane = author.pane
    assert pane is not None
    pane.editor.write("Nothing yet")
    author.read()
    assert pane.outline.count() == 0
    assert pane.outline.isHidden()
    assert author.step is None


def test_an_error_is_told_with_its_line_and_marked(author: Author) -> None:
    pane = author.pane
    assert pane is not None
    line = author.text.split("\n").index("```predict")
    pane.editor.write(author.text.replace("```predict", "```pridect"))
    author.read()
    assert "did you mean 'predict'" in pane._problem.text()
    assert pane.editor.marked == (line,)
    pane.editor.undo()
    author.read()
    assert pane.editor.marked == ()
    assert pane._problem.isHidden()


def test_the_set_up_is_what_the_window_shows(playground: Playground, author: Author) -> None:
    pane, document = author.pane, playground.document
    assert pane is not None
    pane.outline.setCurrentRow(1)
    author.show_step(2)
    wanted = set_training(document.experiment, learning_rate=0.3, clip="norm")
    document.edit(wanted, "settings")
    pane.set_up_asked.emit()
    block = author.text.split("## Do it")[1].split("```")[1]
    assert "training.learning_rate = 0.3" in block
    assert 'training.clip = "norm"' in block
    assert "generator" not in block  # as the step before has it
    made = prepare(read_lesson(author.text), 2).after
    assert (made.data, made.network, made.training) == (
        wanted.data, wanted.network, wanted.training,
    )  # fmt: skip


def test_the_set_up_says_how_long_it_was_trained(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    pane, session = author.pane, playground.session
    assert pane is not None
    for unit, step, said in (
        ("batch", 1, "1 step"), ("batch", 2, "2 steps"), ("epoch", 25, "1 epoch"),
    ):  # fmt: skip
        session.step(unit)
        qtbot.waitUntil(lambda step=step: session.snapshot.step == step)
        pane.set_up_asked.emit()
        setup = read_lesson(author.text).steps[0].one_of(Setup)
        assert setup is not None
        assert f'train = "{said}"' in author.text
        assert pane._note.text().endswith(f"trained for {said} as it is now.")
    pane.outline.setCurrentRow(2)
    assert pane._note.isHidden()
    playground.window.tabs.open_tab("Math")
    playground.window.tabs.math.show_point(7)
    pane.outline.setCurrentRow(0)
    pane.set_up_asked.emit()
    setup = read_lesson(author.text).steps[0].one_of(Setup)
    assert (setup.show, setup.point) == ("math", 8)


def test_a_click_locks_a_control_and_another_sets_it_free(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    window, pane = playground.window, author.pane
    assert pane is not None
    pane.outline.setCurrentRow(1)
    qtbot.mouseClick(pane.findChild(QWidget, "author-lock"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.cards.left.findChild(QWidget, "left-setup"), Qt.MouseButton.LeftButton)
    assert window.cards.left.side == "setup"  # the way to more controls, and none itself
    rate = window.training_panel.findChild(QWidget, "learning-rate")
    qtbot.mouseClick(rate, Qt.MouseButton.LeftButton)
    rewind = window.header.findChild(QWidget, "rewind")
    qtbot.mouseClick(rewind, Qt.MouseButton.LeftButton)

    def locked() -> tuple[str, ...]:
        controls = read_lesson(author.text).steps[1].one_of(Controls)
        return () if controls is None else controls.lock

    assert locked() == ("rate", "rewind")
    covers = window.lessons.guarding.padlocks.covers
    assert rate in [cover.control for cover in covers]
    cover = next(cover for cover in covers if cover.control is rate)
    qtbot.mouseClick(cover, Qt.MouseButton.LeftButton)
    assert locked() == ("rewind",)
    pane.lock_toggled.emit(False)
    assert not window.lessons.guarding.padlocks.covers


def test_a_quantity_is_picked_with_its_value_now(playground: Playground, author: Author) -> None:
    pane = author.pane
    assert pane is not None
    pane.outline.setCurrentRow(1)
    pane.check_asked.emit()
    dialog = playground.window.findChild(CheckDialog)
    assert dialog is not None
    names = [one.name for one in dialog._quantities]
    dialog.list.setCurrentRow(names.index("hidden_neurons"))
    assert dialog.bound.text() == "0"
    dialog._search.setText("test accuracy")
    assert dialog.check.startswith("test_accuracy >= ")
    dialog._search.setText("hidden neurons")
    assert dialog.check == "hidden_neurons >= 0"
    assert dialog.written.text() == "Written as “hidden_neurons >= 0”, which is met now."
    dialog._search.setText("nothing of the kind")
    assert not dialog._buttons.button(dialog._buttons.StandardButton.Ok).isEnabled()
    dialog._search.setText("hidden neurons")
    dialog.bound.setText("oh no <")
    assert not dialog._buttons.button(dialog._buttons.StandardButton.Ok).isEnabled()
    dialog.bound.setText("4")
    assert "which is not met now" in dialog.written.text()
    dialog.accept()
    do = read_lesson(author.text).steps[1].one_of(Do)
    assert do is not None
    assert do.check[-1] == "hidden_neurons >= 4"
    assert len(do.check) == 3


def test_a_new_step_has_a_set_up_and_a_line_stands_there_once(author: Author) -> None:
    pane = author.pane
    assert pane is not None
    pane.inserted.emit("Step")
    lesson = read_lesson(author.text)
    assert lesson.steps[1].one_of(Setup).origin == "previous step"
    header = author.text.split("## ")[0]
    pane.editor.write(header)
    pane.inserted.emit("Step")
    assert read_lesson(author.text).steps[0].one_of(Setup).origin == "empty"
    text = author.text
    for _ in range(2):
        text, _line = with_check(text, 1, "epoch >= 7")
    assert text.count("epoch >= 7") == 1


def test_what_is_inserted_can_be_read(author: Author) -> None:
    pane = author.pane
    assert pane is not None
    before = read_lesson(author.text)
    for word in ("Predict", "Choice", "Number", "Do", "Challenge", "Explain"):
        pane.outline.setCurrentRow(2)
        pane.inserted.emit("Step")
        pane.inserted.emit(word)
        after = read_lesson(author.text)
        assert len(after.steps) == 4
        assert [type(task).__name__ for task in after.steps[3].tasks] == [word]
        assert after.steps[:2] == before.steps[:2]
        pane.editor.undo()
        pane.editor.undo()
        assert not author.modified


def test_a_press_beside_the_text_leaves_the_keys_to_it(
    qtbot: QtBot, playground: Playground, author: Author
) -> None:
    pane = author.pane
    assert pane is not None
    playground.window.network.canvas.setFocus()
    below = pane.editor.geometry().topLeft() - QPoint(0, 3)
    assert pane.childAt(below) is None  # between the tools and the text
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=below)
    assert playground.window.focusWidget() is pane.editor
    qtbot.mouseClick(pane.findChild(QWidget, "author-show"), Qt.MouseButton.LeftButton)
    assert playground.window.focusWidget() is pane.editor


def test_padlocks_stand_on_all_that_only_leaves_out(playground: Playground, author: Author) -> None:
    window, pane = playground.window, author.pane
    assert pane is not None
    assert 'only = ["play", "rewind"]' in author.text
    pane.lock_toggled.emit(True)
    covered = {cover.control.objectName() for cover in window.lessons.guarding.padlocks.covers}
    assert {"learning-rate", "optimizer", "step"} <= covered
    assert not {"play", "rewind"} & covered


def test_an_error_of_saving_is_gone_once_it_is_saved(
    playground: Playground, author: Author, path: Path, tmp_path: Path
) -> None:
    withdrawn, posted = list[str](), list[str]()
    playground.notifications.withdrawn.connect(withdrawn.append)
    playground.notifications.posted.connect(lambda one: posted.append(one.topic))
    assert author.pane is not None
    author.pane.editor.write(author.text + "\nMore.\n")
    assert not author._save(tmp_path / "no such folder" / "x.lesson.md")
    assert author._save(path)
    assert posted[-1] in withdrawn


def test_save_means_the_text_while_one_is_written(
    qtbot: QtBot, playground: Playground, author: Author, path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pane = author.pane
    assert pane is not None
    playground.window.activateWindow()
    pane.editor.setFocus()
    pane.editor.write(author.text + "\nMore.\n")
    qtbot.keyClick(pane.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_text(encoding="utf-8").endswith("More.\n")
    pane.editor.write(author.text + "\nAnd more.\n")
    playground.window.network.canvas.setFocus()
    playground.window.actions_by_name["save"].trigger()
    assert path.read_text(encoding="utf-8").endswith("And more.\n")
    author.close()
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *args: asked.append(args) or ("", "")
    )
    playground.window.actions_by_name["save"].trigger()
    assert len(asked) == 1  # of the run


def test_the_lessons_own_test_names_lines(qtbot: QtBot, author: Author) -> None:
    pane = author.pane
    assert pane is not None
    text = author.text.split("## Not by luck")[0].replace("hidden_layers >= 1", "epoch >= 0")
    pane.editor.write(text.replace(', "test_accuracy >= 95 %"', ""))
    with qtbot.waitSignal(author.proving.finished, timeout=30_000):
        author.prove()
    assert pane.findings.count() >= 1
    line = author.text.split("\n").index("```do")
    assert any(abs(marked - line) <= 2 for marked in pane.editor.marked)
    pane.editor.write(author.text.replace("```controls", "```control").replace("ask  =", "aks  ="))
    with qtbot.waitSignal(author.proving.finished, timeout=30_000):
        author.prove()
    found = [pane.findings.item(row).text() for row in range(pane.findings.count())]
    assert found[0].startswith(f"{pane.editor.line + 1}: ")  # the first fault is in sight
    assert any("did you mean 'controls'" in text for text in found)
    assert any("did you mean 'ask'" in text for text in found)
    assert pane._note.text() == f"{len(found)} things to mend. A click leads to the line."


def test_leaving_asks_about_changes_and_gives_the_own_work_back(
    playground: Playground, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = load_preset("xor")
    playground.document.open(own, None)
    author = playground.window.author
    assert author.open_path(path)
    pane = author.pane
    assert pane is not None
    pane.editor.write(author.text + "\nMore.\n")
    answers = iter((QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Save))
    monkeypatch.setattr(QMessageBox, "question", lambda *_args: next(answers))
    author.leave()
    assert author.is_open
    author.leave()
    assert not author.is_open
    assert path.read_text(encoding="utf-8").endswith("More.\n")
    assert playground.document.experiment == own
    QApplication.sendPostedEvents()
    assert not pane.isVisible()


def test_a_lesson_that_came_along_is_opened_as_a_copy(playground: Playground) -> None:
    author, path = playground.window.author, lesson_paths()[0]
    assert author.open_path(path)
    assert author.file.path is None
    assert author.text == path.read_text(encoding="utf-8")
    author.close()


def test_the_gallery_offers_to_write_a_lesson(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.gallery.open()
    page = window.gallery.page
    assert page is not None
    qtbot.mouseClick(page.findChild(QWidget, "gallery-write-lesson"), Qt.MouseButton.LeftButton)
    assert not window.gallery.is_open
    assert window.author.is_open
    assert window.author.lesson() is not None
    window.author.close()
