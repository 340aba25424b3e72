"""Theme, mode, tab and size are switched in every state of a run; nothing raises or stays behind.

An exception in a slot, an override or a paint event fails the test by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits.layers import resize_layer
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState

SIZES = ((1024, 700), (1366, 768), (1600, 1000))


def fresh(qtbot: QtBot, playground: Playground) -> None:
    """As at the first start."""


def trained(qtbot: QtBot, playground: Playground) -> None:
    with qtbot.waitSignal(playground.session.epochs_finished, timeout=30_000):
        playground.session.train_epochs(12)


def rewound(qtbot: QtBot, playground: Playground) -> None:
    trained(qtbot, playground)
    playground.session.rewind()
    qtbot.waitUntil(lambda: playground.session.snapshot.step == 0)


def another_network(qtbot: QtBot, playground: Playground) -> None:
    trained(qtbot, playground)
    playground.open(load_preset("pinwheel"), None)


def running(qtbot: QtBot, playground: Playground) -> None:
    playground.session.play()
    qtbot.waitUntil(lambda: playground.session.state is RunState.RUNNING)


def computing(qtbot: QtBot, playground: Playground) -> None:
    """The landscape of a network that is another one when it arrives."""
    trained(qtbot, playground)
    playground.window.tabs.open_tab("Landscape")
    playground.window.tabs.landscape.recompute()
    resize(playground, 8)
    playground.window.tabs.landscape.recompute()


STATES = (fresh, trained, rewound, another_network, running, computing)


def resize(playground: Playground, units: int) -> None:
    layer = playground.document.experiment.network.hidden[0].id
    new = resize_layer(playground.document.experiment, layer, units)
    playground.document.edit(new, "Resize")


def modes(playground: Playground) -> Iterator[tuple[str, QToolButton | None]]:
    """Every tab with each of its modes, and the tabs without any."""
    for view in playground.window.tabs.views:
        buttons = [
            button
            for button in view.findChildren(QToolButton)
            if button.isCheckable() and "-mode-" in button.objectName()
        ]
        yield from ((view.title, button) for button in buttons or [None])


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_everything_can_be_switched_in_every_state(
    qtbot: QtBot, playground: Playground, state: Callable[[QtBot, Playground], None]
) -> None:
    state(qtbot, playground)
    window, sizes, units = playground.window, cycle(SIZES), cycle((3, 6, 5))
    themes = cycle((LIGHT, DARK))
    seen = ""
    for tab, button in list(modes(playground)):
        window.tabs.open_tab(tab)
        if button is not None:
            button.click()
        window.show_theme(next(themes))
        window.resize(*next(sizes))
        window.grab()
        if state is computing:
            window.tabs.landscape.recompute()
            resize(playground, next(units))
        window.show_theme(next(themes))
        if tab != seen:  # once a tab, since a full screen takes long to fill
            window.actions_by_name["presenter"].trigger()
            window.grab()
            window.actions_by_name["presenter"].trigger()
        seen = tab
    if state is running:
        playground.session.pause()
        qtbot.waitUntil(lambda: playground.session.state is RunState.PAUSED)
    experiment = playground.document.experiment
    qtbot.waitUntil(lambda: getattr(playground.session.snapshot, "experiment", None) is experiment)
    window.tabs.open_tab("Landscape")
    qtbot.waitUntil(lambda: not window.tabs.landscape.worker.busy, timeout=30_000)
    shown = window.tabs.landscape.landscape
    assert shown is not None
    assert shown.plane.origin.size == playground.session.snapshot.parameters.size
    assert window.boundary.theme is DARK
