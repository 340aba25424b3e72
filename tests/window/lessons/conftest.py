"""A lesson with every kind of question, and the hands that go through it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from renewed import RenewedWindow

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import load_lesson
from nnfs_gui.window.lessons.controller import LessonController

sys.path.insert(0, str(Path(__file__).parent))

LESSON = """+++
format   = "nnfs-lesson 1"
id       = "trial"
title    = "A trial"
language = "en"
minutes  = 5
needs    = []
aim      = "Go through every kind of step."
licence  = "CC BY 4.0"
+++

Hello with $x_1$.

## Predict

```setup
data.generator = "xor"
data.size = 60
network.hidden = []
training.learning_rate = 0.1
```

```controls
only = ["play", "rewind", "rate"]
limit = { rate = [0.01, 1] }
```

```predict
ask  = "How many?"
play = "3 epochs"
```

- [ ] all
  > One line is not enough.
- [x] half
  > Right, half.

```reveal
Half it is.
```

## Work it out

```setup
data.points = [[3, 1, 1]]
network.hidden = []
weights = { "x1 -> out0" = 1.0, "x2 -> out0" = -2.0, "bias -> out0" = 0.5 }
```

```number
ask    = "What is z?"
answer = "z of out0 at point 1"
slips  = ["forgot_bias", "swapped_weights"]
new_numbers = true
```

```hint
Add them up.
```

```hint
Do not forget the bias.
```

## Do it

```setup
data.generator = "circle"
data.size = 60
network.hidden = ["2 tanh"]
```

```controls
lock = ["data", "loss"]
hide = ["accuracy"]
limit = { neurons = 4 }
```

```do
check = ["hidden_neurons >= 3", "epoch >= 2"]
```

```explain
ask   = "Why?"
ideas = ["because", "therefore"]
```

## Compare

```setup
data.generator = "circle"
data.size = 60
network.hidden = ["2 tanh"]
```

```predict
kind = "number"
ask  = "How many hidden neurons has it now?"
answer = "hidden_neurons"
tolerance = 0.5
play = "2 epochs"

[[case]]
label = "2 neurons"

[[case]]
label = "3 neurons"
network.hidden = ["3 tanh"]
```

## Not by luck

```setup
data.generator = "gaussians"
data.size = 60
network.hidden = []
training.learning_rate = 0.3
```

```challenge
ask    = "Any line will do."
goal   = ["train_accuracy >= 60 %"]
within = ["hidden_neurons <= 2"]
epochs = 5
seeds  = 4
pass   = 3

[solution]
training.learning_rate = 0.3
```
"""


@pytest.fixture
def new_window(renewed_window: RenewedWindow) -> None:
    """For tests of what only a window that was never used before shows."""
    renewed_window.end()


@pytest.fixture
def lesson_file(tmp_path: Path) -> Path:
    path = tmp_path / "trial.lesson.md"
    path.write_text(LESSON, "utf-8")
    return path


@pytest.fixture
def open_step(
    qtbot: QtBot, playground: Playground, lesson_file: Path
) -> Callable[[int], LessonController]:
    """Open the lesson at a step, and wait until it stands in the window."""

    def open_at(number: int) -> LessonController:
        lessons = playground.window.lessons
        lessons.challenges.jobs = 0
        assert lessons.open(load_lesson(lesson_file), lesson_file, number)
        qtbot.waitUntil(lambda: lessons.stage.moment is not None)
        return lessons

    return open_at
