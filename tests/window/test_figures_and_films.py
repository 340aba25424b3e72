"""Figures and films from the window."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.export.code import Program
from nnfs_gui.export.figure import Look, figure_svg
from nnfs_gui.window.share.figure_dialog import FigureDialog
from nnfs_gui.window.share.film_dialog import FilmDialog


@pytest.fixture
def trained(playground: Playground, qtbot: QtBot) -> Playground:
    with qtbot.waitSignal(playground.session.epochs_finished):
        playground.session.train_epochs(3)
    return playground


def press(qtbot: QtBot, dialog: QWidget, name: str) -> None:
    kinds = (QPushButton, QToolButton, QCheckBox)
    button = next(filter(None, (dialog.findChild(kind, name) for kind in kinds)))
    if isinstance(button, QCheckBox):
        button.click()
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_figure_is_that_of_the_moment(
    trained: Playground, qtbot: QtBot, tmp_path: Path
) -> None:
    trained.window.actions_by_name["save_figure"].trigger()
    dialog = trained.window.findChild(FigureDialog)
    assert isinstance(dialog, FigureDialog)
    snapshot = trained.session.snapshot
    assert snapshot is not None
    program = Program(trained.document.experiment, 3, snapshot.parameters)
    assert dialog.svg == figure_svg(program, Look())
    for name in ("figure-boundary", "figure-loss", "figure-numbers", "figure-look-dark"):
        press(qtbot, dialog, name)
    look = Look("dark", numbers=True)
    panels = ["network", "boundary", "loss"]
    assert dialog.svg == figure_svg(program, look, panels, snapshot.curve)
    dialog.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == dialog.svg
    dialog.save(tmp_path / "b")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")


def test_a_figure_needs_a_panel(trained: Playground, qtbot: QtBot) -> None:
    trained.window.actions_by_name["save_figure"].trigger()
    dialog = trained.window.findChild(FigureDialog)
    assert isinstance(dialog, FigureDialog)
    press(qtbot, dialog, "figure-network")
    save = dialog.findChild(QPushButton, "figure-save")
    assert isinstance(save, QPushButton)
    assert not save.isEnabled()
    assert dialog.svg == ""


@pytest.fixture
def film(trained: Playground) -> FilmDialog:
    trained.window.actions_by_name["save_film"].trigger()
    dialog = trained.window.findChild(FilmDialog)
    assert isinstance(dialog, FilmDialog)
    return dialog


def test_a_film_is_made_told_and_saved(film: FilmDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert film.plan.epochs == 3
    assert film.plan.frames == 120
    film._seconds.value_edited.emit(0.5, "")
    press(qtbot, film, "film-format-gif")
    save = film.findChild(QPushButton, "film-save")
    about = film.findChild(QLabel, "film-about")
    bar = film.findChild(QProgressBar, "film-progress")
    assert isinstance(save, QPushButton)
    assert isinstance(about, QLabel)
    assert isinstance(bar, QProgressBar)
    assert not save.isEnabled()
    press(qtbot, film, "film-make")
    qtbot.waitUntil(save.isEnabled, timeout=30_000)
    film.save(tmp_path / "film")
    content = (tmp_path / "film.gif").read_bytes()
    assert f"12 frames, {len(content) / 1e6:.2f} MB" in about.text()
    assert Image.open(io.BytesIO(content)).format == "GIF"
    assert bar.value() == bar.maximum() == 12


def test_a_film_is_cancelled(film: FilmDialog, qtbot: QtBot) -> None:
    film._epochs.value_edited.emit(50_000, "")
    press(qtbot, film, "film-make")
    cancel, make = (film.findChild(QPushButton, f"film-{name}") for name in ("cancel", "make"))
    assert isinstance(cancel, QPushButton)
    assert isinstance(make, QPushButton)
    assert cancel.isEnabled()
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert make.isEnabled()
    assert not cancel.isEnabled()


def test_closing_the_dialog_ends_the_work(film: FilmDialog, qtbot: QtBot) -> None:
    film._epochs.value_edited.emit(50_000, "")
    press(qtbot, film, "film-make")
    film.reject()
    assert not film._worker.busy
