"""The column of a lesson gives every part the height that its lines need."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.panels.lesson.pane import LessonPane
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.panels.lesson.step_view import StepView
from nnfs_gui.theme import DARK

LESSON = """+++
format   = "nnfs-lesson 1"
id       = "long"
title    = "Long"
language = "en"
minutes  = 5
needs    = []
aim      = "Wrap."
licence  = "CC BY 4.0"
+++

## Many lines

```predict
ask  = "Momentum at 0.003 against SGD at 0.03: who is first at a test loss of 0.1?"
play = "1 epoch"

[[case]]
label = "momentum 0.003"

[[case]]
label = "SGD 0.03"
```

- [ ] momentum: a ball gathers more and more speed on its way
  > No.
- [x] a tie, or nearly so
  > Yes.
"""


def test_results_that_wrap_take_no_line_from_the_options(qtbot: QtBot) -> None:
    step = read_lesson(LESSON).steps[0]
    view = StepView(step, "", DARK, seed=1)
    pane = LessonPane(DARK)
    qtbot.addWidget(pane)
    pane.resize(300, 400)
    pane.show_step("Long", "Many lines", 1, 1, view)
    pane.show()
    (asked,) = view.tasks
    assert isinstance(asked, Question)
    assert asked.cases is not None
    for case in range(2):
        asked.cases.show_result(case, "100.0 % right, test loss 0.0432, and so on")
    asked.cases.show_playing(None)
    row = asked.field.rows[0]
    qtbot.waitUntil(lambda: row.words.geometry().bottom() < row.height())
    assert row.words.height() > 30  # two lines
    assert asked.height() >= asked.body.totalHeightForWidth(asked.width())
