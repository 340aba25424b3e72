"""Views take turns while frames come quickly, and nobody is left behind when they stop coming."""

from __future__ import annotations

import dataclasses

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.training.run import Run
from nnfs_gui.training.snapshot import RunState, Snapshot


def moments(playground: Playground, state: RunState, count: int) -> list[Snapshot]:
    """Snapshots of a run of its own, so that the session has no part in this."""
    run = Run(1, playground.document.experiment)
    made = []
    for _ in range(count):
        run.step("batch")
        made.append(dataclasses.replace(run.snapshot(), state=state))
    return made


def header_step(playground: Playground) -> str:
    return str(playground.window.header._steps.text)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames that follow each other at once, however slow the machine is."""
    monkeypatch.setattr("nnfs_gui.window.views_window.perf_counter", lambda: 7.0)


@pytest.mark.usefixtures("quickly")
def test_maps_show_every_moment_and_readers_take_turns(playground: Playground) -> None:
    window = playground.window
    shown = moments(playground, RunState.RUNNING, 3)
    for snapshot in shown:
        window.show_snapshot(snapshot)
    assert window.boundary.snapshot is shown[-1]
    assert window.network.canvas.state.readout.snapshot is shown[-1]
    assert window.loss.snapshot is not shown[-1]


@pytest.mark.usefixtures("quickly")
def test_when_frames_stop_coming_every_view_catches_up(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    qtbot.waitUntil(lambda: playground.session.snapshot is not None)  # else it comes in between
    shown = moments(playground, RunState.RUNNING, 3)
    for snapshot in shown:
        window.show_snapshot(snapshot)
    assert header_step(playground) != "3"
    qtbot.waitUntil(lambda: header_step(playground) == "3")
    assert window.loss.snapshot is window.tabs.gradients.snapshot is shown[-1]


def test_the_moment_of_a_pause_is_shown_everywhere_at_once(playground: Playground) -> None:
    window = playground.window
    running, paused = (
        moments(playground, state, 2)[-1] for state in (RunState.RUNNING, RunState.PAUSED)
    )
    window.show_snapshot(running)
    window.show_snapshot(running)
    window.show_snapshot(paused)
    for view in (window.boundary, window.loss, window.tabs.gradients):
        assert view.snapshot is paused
    assert header_step(playground) == "2"
