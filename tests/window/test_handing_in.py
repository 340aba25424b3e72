"""Answers handed in as files, and those of a class read, counted and saved as a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from test_question_strip import TEXT

from nnfs_gui.app import Playground
from nnfs_gui.lessons.progress import (
    Attempt,
    ClassAnswers,
    Collected,
    HandIn,
    LessonRecord,
    TaskRecord,
    hand_in,
    load_hand_in,
    save_hand_in,
)
from nnfs_gui.lessons.reading.reader import read_lesson
from nnfs_gui.notifications import Notification
from nnfs_gui.panels.answers.dialog import AnswersDialog

LESSON = read_lesson(TEXT)
WORDS = ("nearly all", "three quarters", "half")


def answers_of(name: str, option: int | None, *, updated: float = 1.0) -> HandIn:
    """What one learner handed in: an option of the first question, or nothing."""
    tasks: tuple[TaskRecord, ...] = ()
    if option is not None:
        attempt = Attempt((WORDS[option],), "right" if option == 2 else "wrong")
        tasks = (TaskRecord(1, 0, "predict", "Which share will be right?", (attempt,)),)
    record = LessonRecord(
        "room", "A room", LESSON.digest, total=2, tasks=tasks, updated=updated, seconds=600
    )
    return hand_in(record, name, "2026-01-01T00:00:00+00:00")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for name, option in (("Ada", 2), ("Ben", 0), ("Cleo", 2), ("Dan", None)):
        paths.append(tmp_path / f"{name}.answers.json")
        save_hand_in(answers_of(name, option), paths[-1])
    return paths


def dialog_of(playground: Playground) -> AnswersDialog:
    dialog = playground.window.findChild(QWidget, "answers")
    assert isinstance(dialog, AnswersDialog)
    return dialog


def drop(target: QWidget, paths: list[Path]) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    target.dropEvent(event)


def test_many_files_become_bars(playground: Playground, files: list[Path]) -> None:
    window = playground.window
    assert window.lessons.open(LESSON, None)
    drop(window, files)
    dialog = dialog_of(playground)
    bars = dialog.page.first
    assert [(bar.label, bar.count, bar.right) for bar in bars.bars] == [
        ("nearly all", 1, False), ("three quarters", 0, False), ("half", 2, True),
    ]  # fmt: skip
    widths = [bars.bar_rect(row).width() for row in range(3)]
    assert widths[0] * 2 == pytest.approx(widths[2])
    assert widths[1] == 0
    assert dialog.page.missing.text() == "Not answered by Dan."
    assert dialog.questions.item(0).text().partition("\n")[0].endswith("2 of 3 right")
    assert [dialog.learners.item(row, 0).text() for row in range(4)] == [
        "Ada",
        "Ben",
        "Cleo",
        "Dan",
    ]
    assert [dialog.learners.item(row, 3).text() for row in range(4)] == ["✓", "✗", "✓", "–"]
    dialog.reject()


def test_a_damaged_file_is_named_and_the_others_are_read(
    playground: Playground, files: list[Path]
) -> None:
    broken, other = (
        files[0].with_name("broken.answers.json"),
        files[0].with_name("odd.answers.json"),
    )
    broken.write_text("{", encoding="utf-8")
    other.write_text(json.dumps({"format": "something"}), encoding="utf-8")
    playground.window.handing_in.open_files([broken, *files, other])
    dialog = dialog_of(playground)
    assert "broken.answers.json" in dialog.notes.text()
    assert "odd.answers.json" in dialog.notes.text()
    assert dialog.learners.rowCount() == 4
    drop(dialog, [broken])
    assert dialog.learners.rowCount() == 4
    dialog.reject()


def test_nothing_but_damaged_files_opens_no_dialog(playground: Playground, tmp_path: Path) -> None:
    broken = tmp_path / "broken.answers.json"
    broken.write_text("no", encoding="utf-8")
    told: list[Notification] = []
    playground.notifications.posted.connect(told.append)
    playground.window.handing_in.open_files([broken])
    assert playground.window.findChild(QWidget, "answers") is None
    assert "broken" in told[0].message


def test_who_is_missing_is_known_from_the_class_list() -> None:
    known = ClassAnswers.of([answers_of("Ada  L.", 1), answers_of("ben", 0)])
    assert known.absent(["ada l.", "Ben", "Cleo", "", "Dan "]) == ("Cleo", "Dan")


def test_the_newest_file_of_a_name_counts(files: list[Path]) -> None:
    newer = answers_of("ada", 0, updated=9.0)
    known = ClassAnswers.of([newer, answers_of("Ada", 2), answers_of("", 1), answers_of("", 2)])
    assert [one.name for one in known.learners] == ["ada", "", ""]
    assert known.replaced == 1
    again = Collected().with_files(files).with_files(files)
    assert len(again.answers) == 4  # the same file twice is one


def test_ones_own_answers_are_handed_in_and_read_back(
    qtbot: QtBot, playground: Playground, tmp_path: Path
) -> None:
    window = playground.window
    path = tmp_path / "eve.answers.json"
    assert not window.handing_in.save_to(path, "Eve", LESSON)  # no lesson is open
    assert window.lessons.open(LESSON, None)
    with qtbot.waitSignal(window.lessons.answered):
        window.lessons.answering.commit(0, [1])
    assert window.handing_in.save_to(path, "Eve", LESSON)
    assert load_hand_in(path).name == "Eve"
    window.handing_in.open_files([path])
    dialog = dialog_of(playground)
    assert [bar.count for bar in dialog.page.first.bars] == [0, 1, 0]
    summary = dialog.page.findChild(QLabel, "answers-summary")
    assert summary.text() == "1 answered · 0 right at once · 0 in the end · 1 attempt"
    table = tmp_path / "class.csv"
    assert dialog.shown is not None
    window.handing_in.save_csv(dialog.shown, table)
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("Eve,room,")
    assert "three quarters" in lines[1]
    dialog.reject()
