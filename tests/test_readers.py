"""Every file that a user names is read by the one reader, which no pipe or device can stop."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

import nnfs_gui
from nnfs_gui.cli.parsing import Refused
from nnfs_gui.cli.shots import script_commands
from nnfs_gui.experiment.model import default_experiment
from nnfs_gui.lessons.errors import LessonError
from nnfs_gui.lessons.progress.hand_in import HandInError, load_hand_in
from nnfs_gui.lessons.reading import load_lesson
from nnfs_gui.studies.errors import StudyError
from nnfs_gui.studies.results import ResultTable
from nnfs_gui.studies.sweep import Sweep, Varied
from nnfs_gui.window.author.text_file import TextFile, TextFileError
from nnfs_gui.window.file_mark import FileMark

HOUSE = Path(nnfs_gui.__file__).parent
OWN = {
    "experiment/files/reading.py",
    "lessons/progress/store.py",
    "window/author/drafts.py",
    "window/author/format_help.py",
    "window/recovery/kept_work.py",
    "window/recovery/slot.py",
    "window/file_mark.py",
    "widgets/code_view.py",
    "cli/lesson/check.py",
}
"""Modules that open files by themselves: those of the application's own folders, and the reader."""


def opened(path: Path) -> None:
    owner = QObject()
    TextFile(owner).open(path)


def scripted(path: Path) -> None:
    list(script_commands(path))


def resumed(path: Path) -> None:
    sweep = Sweep(default_experiment(), (Varied("training.learning_rate", (0.1,)),))
    ResultTable(sweep, ()).resume(path)


READERS: list[tuple[Callable[[Path], object], type[Exception]]] = [
    (load_lesson, LessonError),
    (load_hand_in, HandInError),
    (opened, TextFileError),
    (scripted, Refused),
    (resumed, StudyError),
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("special", ["pipe", "/dev/zero"])
@pytest.mark.parametrize(("read", "error"), READERS, ids=lambda part: getattr(part, "__name__", ""))
def test_pipes_and_devices_are_refused_at_once(
    qapp: QApplication,
    tmp_path: Path,
    special: str,
    read: Callable[[Path], object],
    error: type[Exception],
) -> None:
    path = tmp_path / special
    if special == "pipe":
        os.mkfifo(path)
    with pytest.raises(error, match="not a regular file"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_file_that_became_a_pipe_has_no_content(tmp_path: Path) -> None:
    path = tmp_path / "experiment.json"
    path.write_bytes(b"{}")
    mark = FileMark.of(path)
    path.unlink()
    os.mkfifo(path)
    assert mark.is_overwritten()
    assert not FileMark.of(path).digest


def test_nobody_else_opens_files() -> None:
    found = set()
    for module in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and _reads(node):
                found.add(module.relative_to(HOUSE).as_posix())
    assert found == OWN


def _reads(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "open"
    if not isinstance(call.func, ast.Attribute):
        return False
    modes = [one.value for one in call.args if isinstance(one, ast.Constant)]
    opened = call.func.attr == "open" and any(mode in ("r", "rb") for mode in modes)
    return opened or call.func.attr in ("read_text", "read_bytes")
