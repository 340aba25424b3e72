"""A lesson that is being written, tried as a learner, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import add_layer, set_training
from nnfs_gui.lessons.reading.reader import lesson_paths
from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.plots.math.view import MathView
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.window.author.author import Author
from nnfs_gui.window.author.measuring import trained_for
from nnfs_gui.window.author.trying import BACK


@pytest.fixture
def author(playground: Playground, tmp_path: Path) -> Author:
    path = tmp_path / "mine.lesson.md"
    path.write_text(new_lesson("mine", "Mine"), encoding="utf-8")
    author = playground.window.author
    assert author.open_path(path)
    return author


def test_a_try_comes_back_to_the_text(playground: Playground, author: Author) -> None:
    pane, lessons = author.pane, playground.window.lessons
    assert pane is not None
    pane.outline.setCurrentRow(1)
    author.try_step()
    assert lessons.number == 2
    assert not pane.isVisible()
    lessons.leave()
    assert pane.isVisible()
    assert lessons.progress.record("mine") is None


def test_the_title_says_which_lesson_is_written(playground: Playground, author: Author) -> None:
    header, pane = playground.window.header, author.pane
    assert pane is not None
    title = header.findChild(ElidedLabel, "header-title")
    place = header.findChild(ElidedLabel, "header-subtitle")
    pane.editor.write(author.text.replace('"Mine"', '"Rings"'))
    author.read()
    assert (title.full_text, place.full_text) == ("Rings (lesson)", "being written")
    author.try_step()
    assert place.full_text == "step 1 of 3"
    playground.window.lessons.leave()
    assert place.full_text == "being written"
    author.close()
    assert "(lesson)" not in title.full_text
    assert place.full_text != "being written"


def test_a_set_up_that_is_taken_is_the_same_for_every_learner(
    playground: Playground, author: Author
) -> None:
    pane, document, lessons = author.pane, playground.document, playground.window.lessons
    assert pane is not None
    parts = author.text.split("## ")
    own = 'Do what you like.\n\n```explain\nask = "What?"\n```\n\n'
    pane.editor.write("## ".join([*parts[:2], f"On with it\n\n{own}", f"The end\n\n{own}"]))
    author.read()
    author.show_step(1)
    wanted = set_training(document.experiment, learning_rate=0.7)
    document.edit(wanted, "rate")
    pane.outline.setCurrentRow(2)
    pane.set_up_asked.emit()
    assert 'from = "step 1"' in author.text
    author.read()
    pane.outline.setCurrentRow(1)
    author.try_step()
    document.edit(add_layer(document.experiment, 0), "what this learner made")
    lessons.next()
    assert document.experiment.network.hidden == ()
    assert document.experiment.training == wanted.training


@pytest.mark.parametrize("span", ["3 steps", "2 epochs"])
def test_a_step_is_shown_as_trained_as_it_begins(
    qtbot: QtBot, playground: Playground, author: Author, span: str
) -> None:
    pane, session = author.pane, playground.session
    assert pane is not None
    more = f'training.learning_rate = 0.1\ntrain = "{span}"\nshow = "math"\npoint = 4'
    pane.editor.write(author.text.replace("training.learning_rate = 0.1", more, 1))
    author.read()
    pane.step_asked.emit(1)
    qtbot.waitUntil(lambda: session.snapshot is not None and trained_for(session.snapshot) == span)
    math = playground.window.tabs.current
    assert isinstance(math, MathView)
    qtbot.waitUntil(lambda: math.point == 3)
    shown = session.snapshot.parameters
    author.try_step()
    lessons = playground.window.lessons
    qtbot.waitUntil(lambda: lessons.stage.moment is not None)
    assert (lessons.stage.moment.parameters == shown).all()  # as learners will have it


def test_the_way_out_of_a_try_says_where_it_leads(playground: Playground, author: Author) -> None:
    lessons = playground.window.lessons
    button = lessons.pane.findChild(QWidget, "lesson-leave")
    author.try_step()
    assert button.toolTip() == button.accessibleName() == BACK
    lessons.leave()
    lessons.open_path(lesson_paths()[0])
    assert "your own work comes back" in button.toolTip()


def test_the_column_is_as_wide_after_a_try_as_before(
    playground: Playground, author: Author
) -> None:
    window = playground.window
    window.resize(1366, 768)
    cards, lessons = window.cards, window.lessons
    before = cards.sides.sizes()[0]
    cards.sides.moveSplitter(580, 1)
    wide = cards.sides.sizes()[0]
    assert wide > before + 100
    author.try_step()
    assert cards.sides.sizes()[0] == before  # what a learner will see
    lessons.leave()
    assert cards.sides.sizes()[0] == wide
    window.resize(1024, 700)
    assert cards.sides.sizes()[0] < 400  # the network keeps its room
    window.resize(1366, 768)
    assert cards.sides.sizes()[0] == wide
    state = cards.state()
    window.actions_by_name["reset_layout"].trigger()
    assert cards.sides.sizes()[0] == before
    cards.restore(state)
    cards.fit()
    assert cards.sides.sizes()[0] == wide
