"""`read_lesson`: the text of a lesson in, a `Lesson` or a `LessonError` out."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec.structs import asdict

from nnfs_gui.assets import lesson_paths
from nnfs_gui.experiment.files.reading import FileError, read_file

from ..errors import LessonError, NoTextError
from ..model import Header, Lesson
from .header import read_header
from .markdown import checked
from .meaning import check_meaning
from .pieces import split_lesson
from .problems import Problems
from .steps import read_step

__all__ = ["LARGEST", "lesson_paths", "load_lesson", "load_text", "read_all", "read_lesson"]

LARGEST = 1_000_000
"""Bytes of a lesson's file."""
MOST_PROBLEMS = 50
"""Told at once at most."""
_UNREAD = Header(
    line=1, id="unread", title="", language="", minutes=1, needs=(), aim="", licence=""
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def load_lesson(path: Path) -> Lesson:
    """The lesson in a file; LessonError names the file and the line."""
    text = load_text(path)
    try:
        return read_lesson(text)
    except LessonError as error:
        raise LessonError(error.message, error.line, path.name) from None


def load_text(path: Path) -> str:
    """The text in a lesson's file; NoTextError if it cannot be read, or is no text."""
    try:
        content = read_file(path, LARGEST, "lessons")
    except FileError as error:
        raise NoTextError(f"cannot be read: {error}", file=path.name) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NoTextError("this is not UTF-8 text: save it as UTF-8", line, path.name) from None


def read_lesson(text: str) -> Lesson:
    """The lesson that is written in ``text``.

    Raises
    ------
    LessonError
        With the line and one sentence; nothing else, whatever the text.
    """
    return _read(text, Problems())


def read_all(text: str) -> tuple[Lesson | None, tuple[LessonError, ...]]:
    """All that is wrong with a text, by line, and the lesson as far as it can be read."""
    lesson, problems = None, Problems(MOST_PROBLEMS)
    try:
        lesson = _read(text, problems)
    except LessonError as error:
        problems.found.append(error)
    found = {(error.line, error.message): error for error in problems.found}
    return lesson, tuple(found[place] for place in sorted(found))


def _read(text: str, problems: Problems) -> Lesson:
    if len(text) > LARGEST:
        raise LessonError("it is larger than 1 MB, the most that a lesson may be")
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    _refuse_control_characters(text)
    raw = split_lesson(text, problems)
    header, introduction = _UNREAD, ""
    with problems.caught():
        header = read_header(raw.header)
    with problems.caught():
        introduction = checked(raw.introduction.lines, raw.introduction.line)
    steps = tuple(
        read_step(number, step, problems) for number, step in enumerate(raw.steps, start=1)
    )
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lesson = Lesson(**asdict(header), introduction=introduction, steps=steps, digest=digest)
    check_meaning(lesson, problems)
    return lesson


def _refuse_control_characters(text: str) -> None:
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise LessonError(f"there is a control character (U+{ord(found[0]):04X})", line)
