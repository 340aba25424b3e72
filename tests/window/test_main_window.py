"""The whole window, used as a person uses it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QThread
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import load_experiment
from nnfs_gui.experiment.model import GeneratedData
from nnfs_gui.experiment.presets import load_preset, preset_names
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import Failure, RunState
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.window.files_menu import Answer

LEFT = Qt.MouseButton.LeftButton


def child(playground: Playground, name: str) -> QWidget:
    """The one visible widget of that object name."""
    found = playground.window.findChild(QWidget, name)
    assert found is not None, f"no widget is called {name}"
    return found


def click(qtbot: QtBot, playground: Playground, name: str) -> None:
    qtbot.mouseClick(child(playground, name), LEFT)


def trained_steps(playground: Playground) -> int:
    snapshot = playground.session.snapshot
    return 0 if snapshot is None else snapshot.step


def test_a_learner_picks_data_adds_a_layer_plays_pauses_undoes_saves_and_opens(
    qtbot: QtBot, playground: Playground, tmp_path: Path
) -> None:
    document, session = playground.document, playground.session
    click(qtbot, playground, "dataset-xor")
    data = document.experiment.data
    assert isinstance(data, GeneratedData)
    assert data.generator == "xor"
    playground.window.network.setFocus()
    layers = len(document.experiment.network.hidden)
    document.edit(edits.add_layer(document.experiment, layers), "Add a layer")
    click(qtbot, playground, "play")
    qtbot.waitUntil(lambda: session.state is RunState.RUNNING)
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.test_loss < 0.25, timeout=60_000
    )
    click(qtbot, playground, "play")
    qtbot.waitUntil(lambda: session.state is RunState.PAUSED)
    assert len(document.experiment.network.hidden) == layers + 1
    playground.window.actions_by_name["undo"].trigger()
    assert len(document.experiment.network.hidden) == layers
    files = playground.window.files
    with qtbot.waitSignal(files.saved):
        files.save_to(tmp_path / "mine.json")
    assert not document.modified
    saved = document.experiment
    assert load_experiment(tmp_path / "mine.json") == saved
    click(qtbot, playground, "dataset-circle")
    assert document.modified
    with qtbot.waitSignal(files.opened):
        files.open(tmp_path / "mine.json")
    assert document.experiment == saved


def test_the_figures_of_the_header_follow_the_training(
    qtbot: QtBot, playground: Playground
) -> None:
    playground.session.train_epochs(3)
    qtbot.waitSignal(playground.session.epochs_finished, timeout=30_000).wait()
    snapshot = playground.session.snapshot
    assert snapshot is not None
    assert snapshot.epoch == 3
    assert playground.window.header.findChild(Figure, "epoch").text == "3"
    assert playground.window.header.findChild(Figure, "steps").text == str(snapshot.step)


def test_space_plays_and_pauses_but_types_into_fields(qtbot: QtBot, playground: Playground) -> None:
    playground.window.activateWindow()
    playground.window.network.setFocus()
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: playground.session.state is RunState.RUNNING)
    qtbot.keyClick(playground.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: playground.session.state is RunState.PAUSED)


def test_rewind_returns_to_the_same_initial_weights(qtbot: QtBot, playground: Playground) -> None:
    session = playground.session
    qtbot.waitUntil(lambda: session.snapshot is not None)
    assert session.snapshot is not None
    first = session.snapshot.parameters.copy()
    session.train_epochs(2)
    qtbot.waitUntil(lambda: trained_steps(playground) > 0)
    qtbot.waitUntil(lambda: session.state is RunState.PAUSED)
    click(qtbot, playground, "rewind")
    qtbot.waitUntil(lambda: trained_steps(playground) == 0)
    assert session.snapshot is not None
    assert np.array_equal(session.snapshot.parameters, first)


def test_divergence_is_told_and_a_remedy_trains_again(qtbot: QtBot, playground: Playground) -> None:
    document, session = playground.document, playground.session
    experiment = load_preset("multi-gaussian") if "multi-gaussian" in preset_names() else None
    experiment = experiment or document.experiment
    wild = edits.set_loss(experiment, "mse")
    wild = edits.set_output_activation(wild, "linear")
    for layer in wild.network.hidden:
        wild = edits.set_activation(wild, layer.id, "relu")
    wild = edits.set_training(wild, optimizer="sgd", learning_rate=10.0, clip="none")
    document.open(wild, None)
    session.play()
    qtbot.waitUntil(lambda: session.state is RunState.DIVERGED, timeout=30_000)
    qtbot.waitUntil(playground.window.bar.isVisible)
    buttons = [button.text() for button in playground.window.bar.findChildren(QPushButton)]
    assert any("Learning rate 1" in text for text in buttons), buttons
    remedy = next(
        button
        for button in playground.window.bar.findChildren(QPushButton)
        if "Clip" in button.text()
    )
    qtbot.mouseClick(remedy, LEFT)
    assert document.experiment.training.clip == "norm"
    qtbot.waitUntil(lambda: session.state is RunState.RUNNING, timeout=10_000)
    snapshot = session.snapshot
    assert snapshot is not None
    assert np.isfinite(snapshot.parameters).all()


def test_a_broken_file_is_told_and_changes_nothing(
    qtbot: QtBot, playground: Playground, tmp_path: Path
) -> None:
    before = playground.document.experiment
    path = tmp_path / "broken.json"
    path.write_text('{"format": "nnfs-playground"', encoding="utf-8")
    with qtbot.waitSignal(playground.window.files.failed):
        playground.window.files.open(path)
    assert playground.document.experiment is before
    qtbot.waitUntil(playground.window.bar.isVisible)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_opens_and_trains_without_a_message(
    qtbot: QtBot, playground: Playground, name: str
) -> None:
    playground.document.open(load_preset(name), None)
    playground.session.step("epoch")
    qtbot.waitUntil(lambda: trained_steps(playground) > 0, timeout=30_000)
    assert playground.window.bar.isHidden()


def test_a_learner_finds_the_presets_without_knowing_shortcuts(
    qtbot: QtBot, playground: Playground
) -> None:
    gallery = playground.window.gallery
    click(qtbot, playground, "shelf")
    assert gallery.is_open
    chip = next(chip for chip in gallery.page.chips if chip.key == "preset spiral")
    qtbot.mouseClick(chip, LEFT)
    assert playground.document.experiment == load_preset("spiral")
    assert not gallery.is_open


def test_themes_recolour_the_whole_window(playground: Playground) -> None:
    playground.themes.choose(LIGHT)
    light = playground.window.grab().toImage()
    playground.themes.choose(DARK)
    dark = playground.window.grab().toImage()
    assert mean_brightness(light) > 2 * mean_brightness(dark)


def mean_brightness(image: QImage) -> float:
    grey = image.scaled(64, 40).convertToFormat(QImage.Format.Format_Grayscale8)
    return float(np.frombuffer(grey.constBits(), dtype=np.uint8).mean())


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1600, 1000), (3840, 2160)])
def test_the_network_keeps_most_of_the_room_at_every_size(
    qtbot: QtBot, playground: Playground, size: tuple[int, int]
) -> None:
    window = playground.window
    window.resize(*size)
    qtbot.waitUntil(lambda: window.width() == size[0])
    network = window.network
    assert network.width() >= 400
    assert network.width() * network.height() > 0.2 * size[0] * size[1]
    for part in (window.boundary, window.loss, window.tabs):
        corner = part.mapTo(window, QPoint(part.width(), part.height()))
        assert corner.x() <= size[0]
        assert corner.y() <= size[1]


def test_unsaved_changes_are_asked_about_before_closing(
    qtbot: QtBot, new_playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, document = new_playground.window, new_playground.document
    document.edit(edits.set_seed(document.experiment, 99), "Seed")
    monkeypatch.setattr(window.files, "ask_about_changes", lambda: Answer.CANCEL)
    assert not window.close()
    assert window.isVisible()
    monkeypatch.setattr(window.files, "ask_about_changes", lambda: Answer.DISCARD)
    assert window.close()


def test_the_box_that_asks_about_changes_is_forgotten(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: QMessageBox.StandardButton.Cancel)
    assert playground.window.files.ask_about_changes() is Answer.CANCEL
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert playground.window.findChildren(QMessageBox) == []


def test_ten_steps_of_speed_lead_from_the_slowest_to_full_speed_and_back(
    playground: Playground,
) -> None:
    session, actions = playground.session, playground.window.actions_by_name
    session.set_speed(0.0)
    for _ in range(10):
        actions["faster"].trigger()
    assert session.speed == 1.0
    for _ in range(10):
        actions["slower"].trigger()
    assert session.speed == 0.0


def test_the_remedy_of_a_smaller_learning_rate_writes_it_without_float_noise(
    qtbot: QtBot, playground: Playground
) -> None:
    document = playground.document
    document.edit(edits.set_training(document.experiment, learning_rate=0.7), "Rate")
    playground.session.failed.emit(Failure("Training diverged.", diverged=True))
    click(qtbot, playground, "message-action-0")
    assert document.experiment.training.learning_rate == 0.07


def test_closing_while_training_ends_the_thread(qtbot: QtBot, new_playground: Playground) -> None:
    new_playground.session.play()
    qtbot.waitUntil(lambda: trained_steps(new_playground) > 0)
    threads = new_playground.session.findChildren(QThread)
    assert any(thread.isRunning() for thread in threads)
    new_playground.window.close_quietly()
    assert not any(thread.isRunning() for thread in threads)


def test_every_button_has_a_name_and_a_tooltip(playground: Playground) -> None:
    nameless = [
        button.objectName() or repr(button)
        for button in playground.window.findChildren(QAbstractButton)
        if button.isVisible() and not (button.text() or button.accessibleName())
    ]
    assert not nameless


def test_what_is_said_of_a_diverged_run_goes_with_the_run(
    qtbot: QtBot, playground: Playground
) -> None:
    document, session, window = playground.document, playground.session, playground.window
    wild = edits.set_output_activation(edits.set_loss(document.experiment, "mse"), "linear")
    for layer in wild.network.hidden:
        wild = edits.set_activation(wild, layer.id, "relu")
    document.open(edits.set_training(wild, learning_rate=100.0, clip="none"), None)
    place = window.cards.geometry()
    session.play()
    qtbot.waitUntil(lambda: session.state is RunState.DIVERGED, timeout=30_000)
    qtbot.waitUntil(window.bar.isVisible)
    assert window.cards.geometry() == place
    document.open(load_preset("xor"), None)
    qtbot.waitUntil(window.bar.isHidden)


def test_every_shortcut_can_be_read_on_a_small_screen(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(1024, 640)
    window.actions_by_name["shortcuts"].trigger()
    dialog = window.findChild(QDialog, "help")
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.width() <= 1000
    assert dialog.height() <= 620
    words = {label.text() for label in dialog.findChildren(QLabel)}
    for action in window.actions_by_name.values():
        if not action.shortcut().isEmpty() and action.shortcut().toString() not in words:
            raise AssertionError(f"{action.text()} ({action.shortcut().toString()}) is not listed")
    dialog.close()
