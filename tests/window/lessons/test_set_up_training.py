"""A step that is trained before it is shown begins where it says, whatever hands do meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment import edits
from nnfs_gui.window.lessons.guarding import NOT_YET

HEADER = """+++
format   = "nnfs-lesson 1"
id       = "trained"
title    = "Trained before"
language = "en"
minutes  = 5
needs    = []
aim      = "Begin in the middle."
licence  = "CC BY 4.0"
+++

## Look

```setup
data.generator = "circle"
data.size = 400
network.hidden = ["8 tanh", "8 tanh"]
train = "{train}"
```
"""


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("train", ["300 epochs", "40 steps"])
def test_neither_a_pause_nor_a_look_back_ends_the_training_before_a_step(
    qtbot: QtBot, new_playground: Playground, tmp_path: Path, train: str, shown: bool
) -> None:
    path = tmp_path / "trained.lesson.md"
    path.write_text(HEADER.format(train=train), encoding="utf-8")
    playground = new_playground  # one that has shown nothing yet
    window, session = playground.window, playground.session
    lessons = window.lessons
    if shown:
        qtbot.waitUntil(lambda: session.snapshot is not None)
    assert lessons.open_path(path)
    assert lessons.stage.is_preparing
    session.pause()
    window.actions_by_name["play"].trigger()
    session.tape.look_at(1)
    before = playground.document.experiment
    said: list[str] = []
    playground.document.refused.connect(said.append)
    playground.document.edit(edits.set_training(before, learning_rate=1.0), "Rate")
    assert playground.document.experiment == before
    assert said == [NOT_YET]
    qtbot.waitUntil(lambda: not lessons.stage.is_preparing, timeout=20_000)
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    moment = lessons.stage.moment
    assert moment is not None
    assert moment.past is None
    count, unit = train.split()
    assert {"epochs": moment.epoch, "steps": moment.step}[unit] == int(count)
    playground.document.edit(edits.set_training(before, learning_rate=1.0), "Rate")
    assert playground.document.experiment != before
