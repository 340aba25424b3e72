"""After a divergence a card walks the last steps, and cures are tried from before it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.panels.tape.what_happened import WhatHappened
from nnfs_gui.theme import LIGHT
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.widgets.numbers import format_number
from nnfs_gui.window.explanation import NOTHING_DIVERGED


@pytest.fixture
def dialog(qtbot: QtBot, playground: Playground) -> WhatHappened:
    """The default network trained calmly, then far too fast, and asked about."""
    document, session, window = playground.document, playground.session, playground.window
    linear = edits.set_output_activation(document.experiment, "linear")
    for layer in linear.network.hidden:
        linear = edits.set_activation(linear, layer.id, "relu")
    document.edit(edits.set_training(linear, loss="mse", learning_rate=0.001), "Calm")
    with qtbot.waitSignal(session.epochs_finished, timeout=30_000):
        session.train_epochs(2)
    fast = edits.set_training(document.experiment, learning_rate=800.0)
    document.edit(fast, "Fast")
    with qtbot.waitSignal(session.failed, timeout=30_000):
        session.play()
    buttons = window.bar.findChildren(QPushButton)
    ask = next(button for button in buttons if button.text() == "What happened?")
    QTest.mouseClick(ask, Qt.MouseButton.LeftButton)
    found = window.findChild(WhatHappened)
    assert found is not None
    return found


def press(dialog: WhatHappened, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_tells_norms_and_what_overflowed_first(
    playground: Playground, dialog: WhatHappened
) -> None:
    blow_up = playground.window.explanation._blow_up
    assert blow_up is not None
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    for last in blow_up.steps:
        for norm in last.norms:
            assert format_number(norm) in texts
    told = "\n".join(texts)
    assert blow_up.parameter in told
    assert blow_up.sample in told
    rows = range(len(blow_up.steps))
    growths = [
        max(dialog.growth(row, layer) for layer in range(len(blow_up.layers))) for row in rows
    ]
    assert growths[0] == 0.0
    assert max(growths) > 0.5


def test_a_step_of_it_is_shown_in_the_window(
    qtbot: QtBot, playground: Playground, dialog: WhatHappened
) -> None:
    blow_up = playground.window.explanation._blow_up
    last = blow_up.steps[0].step
    press(dialog, f"happened-step-{last}")
    session = playground.session
    qtbot.waitUntil(lambda: session.snapshot.past == Place(1, last))
    assert playground.window.strip.line.value() == last
    assert dialog.isVisible()


@pytest.mark.parametrize("cure", ["rate", "clip"])
def test_a_cure_is_a_branch_from_before_the_blow_up(
    qtbot: QtBot, playground: Playground, dialog: WhatHappened, cure: str
) -> None:
    session, document = playground.session, playground.document
    before = playground.window.explanation._blow_up.before
    press(dialog, f"cure-{cure}")
    qtbot.waitUntil(
        lambda: len(session.snapshot.tape.branches) == 2 and session.snapshot.step > before.step,
        timeout=10_000,
    )
    assert session.snapshot.tape.branches[1].parent == before
    training = document.present.training
    if cure == "rate":
        assert training.learning_rate == 80.0
    else:
        assert (training.clip, training.clip_threshold) == ("norm", 1.0)
    assert session.state in (RunState.RUNNING, RunState.DIVERGED)
    kinds = [mark.kind for mark in session.snapshot.tape.branches[0].marks]
    assert "diverged" in kinds  # the old future stays
    document.undo_stack.undo()
    assert document.present.training.learning_rate == 800.0
    assert document.present.training.clip == "none"
    session.pause()


# --- again, and in other colours ------------------------------------------------------------------


def cells(dialog: WhatHappened) -> list[str]:
    return [label.styleSheet() for label in dialog.findChildren(QLabel) if label.styleSheet()]


def test_it_is_opened_again_from_the_menu_and_replaces_itself(
    qtbot: QtBot, playground: Playground, dialog: WhatHappened
) -> None:
    window = playground.window
    blow_up = window.explanation._blow_up
    dialog.reject()
    window.bar.dismiss()
    qtbot.waitUntil(lambda: not window.findChildren(WhatHappened))
    window.actions_by_name["what_happened"].trigger()
    window.actions_by_name["what_happened"].trigger()
    qtbot.waitUntil(lambda: len(window.findChildren(WhatHappened)) == 1)
    assert window.explanation._blow_up == blow_up


def test_the_tapes_mark_and_menu_open_it(
    qtbot: QtBot, playground: Playground, dialog: WhatHappened
) -> None:
    window, line = playground.window, playground.window.strip.line
    end = window.explanation._blow_up.end
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(WhatHappened))
    mark = next(placed for placed in line.map.marks if placed.mark.kind == "diverged")
    assert mark.place == end
    at = QPointF(line.x_of(mark.mark.step), line.y_of(mark.row)).toPoint()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: len(window.findChildren(WhatHappened)) == 1)
    qtbot.waitUntil(lambda: playground.session.snapshot.past == end)
    window.findChild(WhatHappened).reject()
    qtbot.waitUntil(lambda: not window.findChildren(WhatHappened))
    menu = window.strip.make_menu()
    entry = next(a for a in menu.actions() if a.text().startswith("What happened after step"))
    entry.trigger()
    qtbot.waitUntil(lambda: len(window.findChildren(WhatHappened)) == 1)


def test_another_experiment_has_nothing_to_explain(
    qtbot: QtBot, playground: Playground, dialog: WhatHappened
) -> None:
    window = playground.window
    playground.document.open(default_experiment(), None)
    qtbot.waitUntil(lambda: not window.findChildren(WhatHappened))
    window.actions_by_name["what_happened"].trigger()
    assert not window.findChildren(WhatHappened)
    assert NOTHING_DIVERGED in [label.text() for label in window.bar.findChildren(QLabel)]


def test_an_open_explanation_follows_the_theme(
    playground: Playground, dialog: WhatHappened
) -> None:
    dark = cells(dialog)
    playground.themes.choose(LIGHT)
    light = cells(dialog)
    assert len(dark) == len(light) > 0
    assert all(one != other for one, other in zip(dark, light, strict=True))
    assert LIGHT.panel.lower() in light[0].lower()
