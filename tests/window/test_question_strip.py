"""A lesson before a class: the strip, a poll by keys, the reveal, and the teacher's notes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.window.presenter.poll import Poll

TEXT = """+++
format   = "nnfs-lesson 1"
id       = "room"
title    = "A room"
language = "en"
minutes  = 5
needs    = []
aim      = "Ask a room."
licence  = "CC BY 4.0"
+++

## First

```setup
data.generator = "xor"
```

Look at the clouds.

```predict
ask  = "Which share will be right?"
play = "2 epochs"
```

- [ ] nearly all
  > No: one line.
- [ ] three quarters
  > No: clouds.
- [x] half
  > Right, wherever it falls.

```reveal
In 20 of 20 draws.
```

```teacher
Wait ten seconds.
```

## Second

```explain
ask   = "Why?"
ideas = ["one line", "four corners"]
```
"""


@pytest.fixture
def room(playground: Playground) -> Playground:
    window = playground.window
    assert window.lessons.open(read_lesson(TEXT), None)
    window.presenter.switch(True)
    return playground


def press(qtbot: QtBot, playground: Playground, *keys: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(playground.window.network.canvas, key, modifier)


def test_the_strip_asks_what_the_step_asks(room: Playground) -> None:
    strip = room.window.lesson_presenting.strip
    assert strip.isVisible()
    assert [(option.letter, option.words) for option in strip.options] == [
        ("A", "nearly all"), ("B", "three quarters"), ("C", "half"),
    ]  # fmt: skip
    assert "Which share" in strip._ask.markdown
    assert not strip.notes.isVisible()
    room.window.presenter.leave()
    assert not strip.isVisible()


def test_hands_are_counted_and_bars_come_with_the_reveal(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    strip = window.lesson_presenting.strip
    press(qtbot, room, key.Key_A, key.Key_B, key.Key_B, key.Key_C, key.Key_C, key.Key_C)
    assert not window.presenter.blank.isVisible()
    press(qtbot, room, key.Key_C, shift=True)
    press(qtbot, room, key.Key_B, key.Key_A)
    assert [option.count for option in strip.options] == [2, 3, 2]
    assert [option.bar_width for option in strip.options] == [0, 0, 0]
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_R)
    widths = [option.bar_width / option.width() for option in strip.options]
    assert widths == pytest.approx([2 / 7, 3 / 7, 2 / 7])
    assert [option.right for option in strip.options] == [False, False, True]
    assert "wherever it falls" in strip.said.markdown
    qtbot.waitUntil(lambda: "20 of 20" in strip.said.markdown)
    # The room's answer was committed, and what it promised was played.
    assert window.lessons.records[0].tasks[0].answer == [1]
    assert room.session.snapshot.epoch == 2


def test_backspace_clears_and_b_blanks_while_nobody_counts(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    strip = window.lesson_presenting.strip
    press(qtbot, room, key.Key_B)
    assert window.presenter.blank.isVisible()
    qtbot.keyClick(window.presenter.blank, key.Key_Space)
    press(qtbot, room, key.Key_P, key.Key_B, key.Key_A)
    assert strip.poll.counts == [1, 1, 0]
    press(qtbot, room, key.Key_Backspace)
    assert strip.poll.counts == [0, 0, 0]
    press(qtbot, room, key.Key_P, key.Key_B)
    assert window.presenter.blank.isVisible()


def test_play_goes_on_with_what_the_room_said(qtbot: QtBot, room: Playground) -> None:
    window = room.window
    press(qtbot, room, Qt.Key.Key_A, Qt.Key.Key_A)
    play = window.presenter_header.findChild(QWidget, "presenter-play")
    with qtbot.waitSignal(window.lessons.answered):
        qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    assert window.lessons.records[0].tasks[0].answer == [0]
    assert window.lesson_presenting.strip.revealed
    qtbot.waitUntil(lambda: room.session.state is not RunState.RUNNING)


def test_nothing_is_chosen_for_the_learner_afterwards(room: Playground) -> None:
    window = room.window
    question = window.lessons.view.tasks[0]
    assert question.field.answer() == [2]  # without hands Play goes on with the right answer
    window.presenter.leave()
    assert question.field.answer() is None


def test_a_remote_turns_the_steps_and_never_ends_the_lesson(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    press(qtbot, room, key.Key_PageDown)
    assert window.lessons.number == 2
    strip = window.lesson_presenting.strip
    assert strip.options == []
    press(qtbot, room, key.Key_PageDown)
    assert window.lessons.number == 2
    press(qtbot, room, key.Key_R)
    assert "four corners" in strip.said.markdown
    press(qtbot, room, key.Key_PageUp)
    assert window.lessons.number == 1
    assert strip.poll.total == 0


def test_the_notes_are_for_the_teacher(qtbot: QtBot, room: Playground) -> None:
    strip = room.window.lesson_presenting.strip
    press(qtbot, room, Qt.Key.Key_N)
    assert strip.notes.isVisible()
    assert "ten seconds" in strip.notes.markdown
    press(qtbot, room, Qt.Key.Key_PageDown)
    QApplication.sendPostedEvents()
    assert not strip.notes.isVisible()


def test_no_more_hands_are_taken_away_than_there_are() -> None:
    poll = Poll(2)
    poll.add(0, -1)
    assert poll.counts == [0, 0]
    assert poll.share(0) == 0.0
    assert poll.most == []
    poll.add(1)
    assert (poll.share(1), poll.most) == (1.0, [1])


def test_long_words_leave_the_pictures_their_room(playground: Playground) -> None:
    window = playground.window
    words = "Look at the clouds.\n\n" + "A long paragraph for readers at home. " * 60
    assert window.lessons.open(read_lesson(TEXT.replace("Look at the clouds.", words)), None)
    window.presenter.switch(True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1024, 700)
    QApplication.sendPostedEvents()
    assert not window.lesson_presenting.strip._words.isVisible()
    assert window.network.height() > 250
