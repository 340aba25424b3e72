"""A lesson is printed from the window: what is open, as it stands, by a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from nnfs_gui.lessons.template import new_lesson
from nnfs_gui.notifications import Kind, Notification, NotificationHub
from nnfs_gui.window.author.author import Author
from nnfs_gui.window.handouts import TOPIC, Handouts
from nnfs_gui.window.lessons.controller import LessonController
from nnfs_gui.window.lessons.lesson_window import LessonWindow

TEXT = new_lesson("mine", "Mine").split("## First guess")[0] + "## One\n\nLook."


class _Window(QObject):
    closed = Signal()


class _Desk:
    """What `Handouts` is told by the rest of the window."""

    def __init__(self, folder: Path) -> None:
        self.window, self.hub = _Window(), NotificationHub()
        self.posted: list[Notification] = []
        self.withdrawn: list[str] = []
        self.hub.posted.connect(self.posted.append)
        self.hub.withdrawn.connect(self.withdrawn.append)
        self.lesson = folder / "mine.lesson.md"
        self.lesson.write_text(TEXT, encoding="utf-8")
        self.lessons = SimpleNamespace(path=self.lesson)
        self.author = SimpleNamespace(is_open=False, text="", file=SimpleNamespace(path=None))
        self.handouts = Handouts(
            cast("LessonController", self.lessons), cast("Author", self.author), self.hub,
            cast("LessonWindow", self.window),
        )  # fmt: skip


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> _Desk:
    return _Desk(tmp_path)


def asked_for(monkeypatch: pytest.MonkeyPatch, answer: Path) -> list[str]:
    begun: list[str] = []

    def ask(_window: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        begun.append(start)
        return str(answer), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return begun


def test_the_lesson_that_is_open_is_printed_beside_it(
    qtbot: QtBot, desk: _Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = asked_for(monkeypatch, tmp_path / "sheet")
    desk.handouts.handlers()["print_handout"]()
    assert begun == [str(tmp_path / "mine-handout.pdf")]
    assert desk.posted[-1].message == "Printing sheet.pdf…"
    qtbot.waitUntil(lambda: len(desk.posted) == 2, timeout=60_000)
    assert desk.posted[-1].message == "Printed as sheet.pdf, 1 page."
    assert desk.withdrawn == [TOPIC]
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_being_written_is_printed_as_it_stands_and_faults_are_told(
    qtbot: QtBot, desk: _Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    begun = asked_for(monkeypatch, sheet)
    desk.author.is_open, desk.author.text = True, TEXT.replace("title ", "titel ")
    desk.author.file.path = desk.lesson
    desk.handouts.handlers()["print_solutions"]()
    assert begun == [str(tmp_path / "mine-teacher.pdf")]
    qtbot.waitUntil(lambda: len(desk.posted) == 2, timeout=60_000)
    told = desk.posted[-1]
    assert told.kind is Kind.ERROR
    assert "mine.lesson.md:" in told.message
    assert "titel" in told.message
    assert not sheet.exists()


def test_printing_can_be_cancelled_and_leaves_an_older_sheet(
    qtbot: QtBot, desk: _Desk, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(b"older")
    desk.handouts.print_to(sheet, desk.lesson, solutions=False)
    desk.posted[-1].actions[0].run()
    assert desk.withdrawn == [TOPIC]
    assert [one.kind for one in desk.posted] == [Kind.INFO]
    assert sheet.read_bytes() == b"older"
    assert list(tmp_path.glob("*.pdf*")) == [sheet]
    desk.handouts.print_to(sheet, desk.lesson, solutions=False)
    desk.window.closed.emit()  # nothing is left behind
    assert desk.withdrawn == [TOPIC, TOPIC]


def test_a_bundle_starts_itself_to_print(
    desk: _Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(desk.handouts._process, "start", lambda *what: started.append(what))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    desk.handouts.print_to(tmp_path / "sheet.pdf", desk.lesson, solutions=True)
    words = ["lesson", "handout", str(desk.lesson), "-o", str(tmp_path / "sheet.pdf")]
    assert started == [(sys.executable, [*words, "--solutions"])]
