"""What the tests of lessons share: finding questions, clicking, hearing messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.panels.lesson.question import Question
from nnfs_gui.window.lessons.controller import LessonController

LEFT = Qt.MouseButton.LeftButton
OpenStep = Callable[[int], LessonController]


def question(lessons: LessonController, index: int = 0) -> Question:
    found = lessons.view.tasks[index]
    assert isinstance(found, Question)
    return found


def click(qtbot: QtBot, playground: Playground, name: str) -> None:
    button = playground.window.findChild(QWidget, name)
    assert button is not None, name
    qtbot.mouseClick(button, LEFT)


def messages(playground: Playground) -> list[str]:
    told: list[str] = []
    playground.notifications.posted.connect(lambda one: told.append(one.message))
    return told
