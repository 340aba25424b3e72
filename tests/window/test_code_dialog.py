"""The experiment as code, in the window."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.export.code import LANGUAGES, Program
from nnfs_gui.window.share.code_dialog import CodeDialog


@pytest.fixture
def dialog(playground: Playground, qtbot: QtBot) -> CodeDialog:
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(2)
    playground.window.actions_by_name["save_code"].trigger()
    found = playground.window.findChild(CodeDialog)
    assert isinstance(found, CodeDialog)
    return found


def press(qtbot: QtBot, dialog: CodeDialog, name: str) -> None:
    button = dialog.findChild(QToolButton, name) or dialog.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_code_computes_what_the_window_shows(
    dialog: CodeDialog, playground: Playground, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "network.py"
    dialog.save(path)
    runpy.run_path(str(path))
    snapshot = playground.session.snapshot
    assert snapshot is not None
    told = capsys.readouterr().out.splitlines()[-1]
    assert told == f"epoch 2 train loss {snapshot.train_loss!r} test loss {snapshot.test_loss!r}"


def test_each_language_and_start_is_shown_and_copied(dialog: CodeDialog, qtbot: QtBot) -> None:
    seen = set()
    for name in ("code-start-trained", "code-language-torch", "code-language-sklearn"):
        press(qtbot, dialog, name)
        seen.add(dialog.code)
        view = dialog.findChild(QPlainTextEdit, "code-text")
        assert isinstance(view, QPlainTextEdit)
        assert view.toPlainText() == dialog.code != ""
        press(qtbot, dialog, "code-copy")
        assert QGuiApplication.clipboard().text() == dialog.code
    assert len(seen) == 3


def test_code_is_coloured(dialog: CodeDialog) -> None:
    view = dialog.findChild(QPlainTextEdit, "code-text")
    assert isinstance(view, QPlainTextEdit)
    colours = set()
    block = view.document().begin()
    while block.isValid():
        colours |= {span.format.foreground().color().name() for span in block.layout().formats()}
        block = block.next()
    assert len(colours) >= 4


def test_what_a_language_cannot_say_is_told(playground: Playground, qtbot: QtBot) -> None:
    experiment = edits.set_output_activation(playground.document.experiment, "tanh")
    playground.document.edit(experiment, "Output")
    playground.window.actions_by_name["save_code"].trigger()
    dialog = playground.window.findChild(CodeDialog)
    assert isinstance(dialog, CodeDialog)
    press(qtbot, dialog, "code-language-sklearn")
    about = dialog.findChild(QLabel, "code-about")
    assert isinstance(about, QLabel)
    assert "no tanh output" in about.text()
    save = dialog.findChild(QPushButton, "code-save")
    assert isinstance(save, QPushButton)
    assert not save.isEnabled()


def test_a_model_is_saved(dialog: CodeDialog, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    dialog.save_onnx(tmp_path / "network")
    onnx.checker.check_model(onnx.load(tmp_path / "network.onnx"))


def test_a_failure_to_write_is_told(dialog: CodeDialog, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.failed) as failed:
        dialog.save(tmp_path / "nowhere" / "network.py")
    assert "Cannot write network.py" in failed.args[0]


def test_without_training_the_code_trains_no_epochs(playground: Playground) -> None:
    dialog = CodeDialog(playground.document.experiment, None, playground.themes.theme)
    assert dialog.code == LANGUAGES["python"].write(Program(playground.document.experiment, 0))
    dialog.deleteLater()


def test_between_epochs_the_code_says_where_it_ends(
    dialog: CodeDialog, playground: Playground, qtbot: QtBot
) -> None:
    about = dialog.findChild(QLabel, "code-about")
    assert isinstance(about, QLabel)
    assert "the losses that the window shows" in about.text()
    dialog.reject()
    with qtbot.waitSignal(playground.session.snapshot_changed):
        playground.session.step("batch")
    assert playground.session.snapshot is not None
    other = CodeDialog(
        playground.document.experiment, playground.session.snapshot, playground.themes.theme
    )
    about = other.findChild(QLabel, "code-about")
    assert isinstance(about, QLabel)
    assert "at the end of epoch 2" in about.text()
    other.deleteLater()
