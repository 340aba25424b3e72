"""Theme, presenter mode, tab and size can be switched whatever the network has been through."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState

SIZES = ((1024, 700), (1366, 768), (1920, 1080))


@pytest.fixture
def playground(new_playground: Playground) -> Playground:
    return new_playground


def train(qtbot: QtBot, playground: Playground) -> None:
    with qtbot.waitSignal(playground.session.epochs_finished, timeout=30_000):
        playground.session.train_epochs(3)
    qtbot.waitUntil(lambda: playground.session.state is RunState.PAUSED)


def fresh(qtbot: QtBot, playground: Playground) -> None:
    assert playground.session.snapshot is None


def trained(qtbot: QtBot, playground: Playground) -> None:
    train(qtbot, playground)


def rewound(qtbot: QtBot, playground: Playground) -> None:
    train(qtbot, playground)
    playground.session.rewind()
    qtbot.waitUntil(
        lambda: playground.session.snapshot is not None and playground.session.snapshot.step == 0
    )


def another_network(qtbot: QtBot, playground: Playground) -> None:
    train(qtbot, playground)
    playground.document.open(load_preset("xor"), None)


def other_classes(qtbot: QtBot, playground: Playground) -> None:
    train(qtbot, playground)
    playground.document.open(load_preset("rings"), None)


def running(qtbot: QtBot, playground: Playground) -> None:
    playground.session.play()
    qtbot.waitUntil(
        lambda: playground.session.snapshot is not None and playground.session.snapshot.step > 0
    )


def landscape_at_work(qtbot: QtBot, playground: Playground) -> None:
    train(qtbot, playground)
    playground.window.tabs.open_tab("Landscape")
    playground.window.tabs.landscape.recompute()
    experiment = playground.document.experiment
    layer = experiment.network.hidden[0].id
    playground.document.edit(edits.add_neuron(experiment, layer), "Add")
    playground.window.tabs.landscape.recompute()


STATES = (fresh, trained, rewound, another_network, other_classes, running, landscape_at_work)


def brightness(widget: QWidget) -> float:
    grey = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return float(np.frombuffer(grey.constBits(), dtype=np.uint8).mean())


@pytest.mark.parametrize("reach", STATES)
def test_everything_can_be_switched_in_every_state(
    qtbot: QtBot, playground: Playground, reach: Callable[[QtBot, Playground], None]
) -> None:
    window = playground.window
    window.resize(*SIZES[0])
    reach(qtbot, playground)
    themes = cycle((LIGHT, DARK))
    turn = STATES.index(reach)  # the modes of a tab take turns over the states
    for index in range(window.tabs.bar.count()):
        window.tabs.bar.setCurrentIndex(index)
        for nth, button in enumerate(window.tabs.current.findChildren(QAbstractButton)):
            if button.isVisible() and button.isCheckable():
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                if (nth + turn) % 2 == 0:
                    playground.themes.choose(next(themes))
                window.tabs.grab()
        window.resize(*SIZES[(index + 1) % len(SIZES)])
        if (index + turn) % 2 == 0:
            window.presenter.toggle()
            playground.themes.choose(next(themes))
            window.grab()
            window.presenter.toggle()
    window.resize(*SIZES[0])
    shown = []
    for theme in (LIGHT, DARK):
        playground.themes.choose(theme)
        shown.append([brightness(part) for part in (*window.views, window.header)])
    assert all(light > 1.5 * dark for light, dark in zip(*shown, strict=True)), shown
    playground.session.pause()
    assert window.bar.isHidden(), "nothing went wrong"
