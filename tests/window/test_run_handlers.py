"""A network that was trained beside the window becomes the window's run."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.studies.many_seeds import ManySeeds
from nnfs_gui.studies.seed_process import SeedOpened
from nnfs_gui.training.learned import Learned


def opened_of(many: ManySeeds, index: int) -> SeedOpened:
    course, trainer = many.courses[index], many.trained[index].trainer
    pairs = zip(course.epochs, course.losses, strict=True)
    losses = tuple((epoch * trainer.steps_per_epoch, float(epoch), found) for epoch, found in pairs)
    return SeedOpened(index, many.experiments[index], Learned(many.state(index), losses))


def test_going_on_with_a_seed_is_one_step_of_undo_and_shows_its_weights(qtbot, playground) -> None:
    document, session = playground.document, playground.session
    document.open(load_preset("xor"), None)
    before = document.experiment
    many = ManySeeds(before, [5, 6])
    for _ in range(4):
        many.train_epoch()
    playground.window.tabs.runs.opened.emit(opened_of(many, 1))
    state = many.state(1)
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.step == state.steps,
        timeout=20_000,
    )
    np.testing.assert_array_equal(session.snapshot.parameters, state.parameters)
    losses = [found.test_loss for found in many.courses[1].losses]
    np.testing.assert_array_equal(session.snapshot.curve.test_loss, losses)
    assert document.experiment.network.seed == 6
    assert document.undo_stack.undoText() == "go on with initial weights: seed 6"
    document.undo_stack.undo()
    assert document.experiment == before


def test_a_row_is_looked_at_and_gone_on_from(qtbot, playground) -> None:
    session, window = playground.session, playground.window
    tape = session.tape
    session.train_epochs(2)
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.epoch == 2, timeout=20_000
    )
    first = session.snapshot.parameters
    session.rewind()
    session.train_epochs(1)
    qtbot.waitUntil(
        lambda: session.snapshot.epoch == 1 and len(tape.picture.branches) == 2, timeout=20_000
    )
    table = window.tabs.runs.runs
    number = tape.picture.branches[0].number
    end = tape.picture.branches[0].end
    table.looked_at.emit(number, end)
    qtbot.waitUntil(lambda: tape.place is not None, timeout=20_000)
    np.testing.assert_array_equal(session.snapshot.parameters, first)
    table.looked_at.emit(tape.picture.live.branch, tape.picture.live.step)
    qtbot.waitUntil(lambda: tape.place is None, timeout=20_000)
    table.continued.emit(number, end)
    qtbot.waitUntil(
        lambda: tape.place is None and tape.picture.live.branch == number, timeout=20_000
    )
    np.testing.assert_array_equal(session.snapshot.parameters, first)
    table.pinned.emit(number, True)
    table.renamed.emit(number, "first")
    qtbot.waitUntil(lambda: tape.picture.branch(number).title == "first", timeout=20_000)
    assert tape.picture.branch(number).pinned
    others = [branch.number for branch in tape.picture.branches if branch.number != number]
    table.removed.emit(others[0])
    qtbot.waitUntil(lambda: len(tape.picture.branches) == 1, timeout=20_000)


def test_a_right_click_on_a_setting_tries_it_both_ways(qtbot, playground) -> None:
    window = playground.window
    window.tabs.set_closed(True)
    for name, path in (("learning-rate", "training.learning_rate"), ("loss", "training.loss")):
        panel = window.training_panel
        field = panel.findChild(QWidget, name)
        menu = panel._editor.menu_of(field, path)
        action = next(one for one in menu.actions() if one.objectName() == "try-both-ways")
        action.trigger()
        assert window.tabs.current is window.tabs.runs
        assert window.tabs.runs.page is window.tabs.runs.compare
        assert window.tabs.runs.compare.setting.current_key == path
        menu.deleteLater()
    assert not window.tabs.closed
