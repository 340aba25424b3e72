"""A lesson before a class: the strip, a poll by keys, the reveal, and the teacher's notes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.cover import Cover
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


def test_the_first_b_while_counting_says_what_blanks_then(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    strip = window.lesson_presenting.strip
    press(qtbot, room, key.Key_P, key.Key_A)
    assert window.bar.current is None
    press(qtbot, room, key.Key_B)
    assert "full stop blanks" in window.bar.current.message
    assert window.bar.current.passes
    window.bar.dismiss()
    press(qtbot, room, key.Key_B)
    assert window.bar.current is None  # it was said
    assert strip.poll.counts == [1, 2, 0]
    blank = window.presenter.blank
    press(qtbot, room, key.Key_Period)
    assert blank.isVisible()
    qtbot.keyClick(blank, key.Key_B)  # a remote sends it again to come back
    assert not blank.isVisible()
    assert strip.poll.counts == [1, 2, 0]
    press(qtbot, room, key.Key_P, key.Key_B)
    assert blank.isVisible()


def test_after_the_reveal_an_option_tells_why(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    strip = window.lesson_presenting.strip
    press(qtbot, room, key.Key_A, key.Key_C)
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_R)
    told = strip.said.markdown
    qtbot.mouseClick(strip.options[0], Qt.MouseButton.LeftButton)
    assert strip.said.markdown == "**A** nearly all\n\nNo: one line."
    assert strip.poll.counts == [1, 0, 1]  # no hand more
    press(qtbot, room, key.Key_C)
    assert "Right, wherever it falls." in strip.said.markdown
    press(qtbot, room, key.Key_C)  # once more: back to the answer
    assert strip.said.markdown == told
    press(qtbot, room, key.Key_P, key.Key_A, key.Key_B)  # hands after all
    assert strip.poll.counts == [2, 1, 1]
    assert strip.said.markdown == told


def test_estimates_that_are_not_asked_for_are_not_taken_silently(
    qtbot: QtBot, room: Playground
) -> None:
    press(qtbot, room, Qt.Key.Key_E)
    assert "asks for one number" in room.window.bar.current.message


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
    # Without hands Play goes on with the right answer.
    assert window.lessons.view.tasks[0].field.answer() == [2]
    window.presenter.leave()
    assert window.lessons.view.tasks[0].field.answer() is None


def test_ask_again_plays_again_and_keeps_the_hands(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    strip = window.lesson_presenting.strip
    press(qtbot, room, key.Key_A, key.Key_C)
    for _ in range(2):
        with qtbot.waitSignal(window.lessons.answered):
            press(qtbot, room, key.Key_R)
        assert room.session.snapshot.epoch == 2
        click_button(qtbot, room, "poll-again")
        assert not strip.revealed
        assert strip.poll.counts == [1, 0, 1]
        assert strip.said.markdown == ""
        assert window.lessons.answering.due == 0
        qtbot.waitUntil(lambda: room.session.snapshot.epoch == 0)
    press(qtbot, room, key.Key_Backspace)
    assert strip.poll.total == 0


def click_button(qtbot: QtBot, playground: Playground, name: str) -> None:
    button = playground.window.findChild(QWidget, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_remote_turns_the_steps_and_never_ends_the_lesson(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_PageDown)
    press(qtbot, room, key.Key_PageDown)
    assert window.lessons.number == 2
    strip = window.lesson_presenting.strip
    assert strip.options == []
    press(qtbot, room, key.Key_PageDown)
    assert "four corners" in strip.said.markdown
    for _ in range(2):
        press(qtbot, room, key.Key_PageDown)
    assert window.lessons.number == 2
    press(qtbot, room, key.Key_PageUp)
    assert window.lessons.number == 1
    # The step begins anew: what the run answered is asked again, and not told beside epoch 0.
    assert not strip.revealed
    assert strip.said.markdown == ""
    with qtbot.waitSignal(window.lessons.answered):
        press(qtbot, room, key.Key_PageDown)
    assert room.session.snapshot.epoch == 2
    assert strip.revealed


def test_the_remotes_start_and_its_point_never_leave(qtbot: QtBot, room: Playground) -> None:
    window, key = room.window, Qt.Key
    press(qtbot, room, key.Key_F5)
    assert window.presenter.on
    press(qtbot, room, key.Key_Period)
    assert window.presenter.blank.isVisible()
    qtbot.keyClick(window.presenter.blank, key.Key_Period)
    assert not window.presenter.blank.isVisible()
    window.presenter.leave()
    press(qtbot, room, key.Key_F5)
    assert window.presenter.on


def test_the_notes_are_for_the_teacher(qtbot: QtBot, room: Playground) -> None:
    strip = room.window.lesson_presenting.strip
    press(qtbot, room, Qt.Key.Key_N)
    assert not strip.notes.isVisible()  # there is no second screen: the room would see them
    assert "in sight of the room" in room.window.bar.current.message
    press(qtbot, room, Qt.Key.Key_N)
    assert strip.notes.isVisible()
    assert "ten seconds" in strip.notes.markdown
    click_button(qtbot, room, "strip-next")
    QApplication.sendPostedEvents()
    assert not strip.notes.isVisible()
    click_button(qtbot, room, "strip-back")
    press(qtbot, room, Qt.Key.Key_N)  # it was said
    assert strip.notes.isVisible()


def test_words_stand_in_the_same_lines_when_they_are_marked_right(room: Playground) -> None:
    for option in room.window.lesson_presenting.strip.options:
        option.resize(option.least_width + 8, option.height_for(option.least_width + 8))
        before = option._words_area()
        option.mark(True)
        after = option._words_area()
        assert before.size() == after.size()
        flags, metrics = Qt.TextFlag.TextWordWrap, QFontMetrics(option.words_font)
        tall = metrics.boundingRect(after.toRect(), flags, option.words).height()
        assert tall <= option.height()
        assert after.right() <= option.width() - 30  # the hands have room


def test_with_another_screen_the_notes_are_not_on_the_projector(
    qtbot: QtBot, room: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, key = room.window, Qt.Key
    presenting, screen = window.lesson_presenting, window.screen()
    monkeypatch.setattr("nnfs_gui.window.presenter.notes_key.other_screen", lambda _window: screen)
    press(qtbot, room, key.Key_N)
    notes = presenting.notes
    assert notes.isVisible()
    assert notes.isWindow()
    assert not notes.isActiveWindow()
    assert not presenting.strip.notes.isVisible()
    for words in ("ten seconds", "**Right:** half", "20 of 20", "Next: Second"):
        assert words in notes.words.markdown
    click_button(qtbot, room, "strip-next")
    assert "2/2 Second" in notes.words.markdown
    assert "No notes" in notes.words.markdown
    window.presenter.leave()
    assert not notes.isVisible()


def test_no_more_hands_are_taken_away_than_there_are() -> None:
    poll = Poll(2)
    poll.add(0, -1)
    assert poll.counts == [0, 0]
    assert poll.share(0) == 0.0
    assert poll.most == []
    poll.add(1)
    assert (poll.share(1), poll.most) == (1.0, [1])


def test_what_is_locked_has_a_padlock_in_the_presenters_header_too(room: Playground) -> None:
    window = room.window
    locked = TEXT.replace("Look at", "```controls\nlock = ['rate', 'clip', 'data']\n```\n\nLook at")
    assert window.lessons.open(read_lesson(locked), None)
    header = window.presenter_header
    covers = {cover.control.objectName() for cover in header.findChildren(Cover)}
    assert covers == {"presenter-rate", "presenter-clip"}
    window.presenter.leave()
    window.lessons.leave()
    assert not header.findChildren(Cover)


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


WORKED = (
    TEXT[: TEXT.index("## First")]
    + """## Worked

```setup
data.task   = "regression"
data.points = [[3, 1, 1]]
network.hidden = []
network.output = "linear"
training.loss  = "mse"
weights = { "x1 -> out0" = 0.5, "x2 -> out0" = -1.0, "bias -> out0" = 0.0 }
```

```number
ask = "Fill in the last one."

[[box]]
label  = "z"
answer = "z of out0 at point 1"
given  = true

[[box]]
label  = "loss"
answer = "loss at point 1"
```
"""
)


def test_a_class_sees_the_numbers_that_are_given_and_those_asked_for_once_revealed(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    assert window.lessons.open(read_lesson(WORKED), None)
    window.presenter.switch(True)
    said = window.lesson_presenting.strip.said
    qtbot.waitUntil(said.isVisible)
    assert said.markdown == "z **0.5**  ·  loss **?**"
    press(qtbot, playground, Qt.Key.Key_PageDown)
    assert "z **0.5**  ·  loss **0.25**" in said.markdown
