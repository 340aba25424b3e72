"""`HandIn`: a learner's answers to a lesson as one small file that people can read."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from engine.tools.writing import write_whole
from nnfs_gui.experiment.files.reading import FileError, read_file
from nnfs_gui.experiment.files.wording import in_words, reason, where_malformed

from .records import LessonRecord

FORMAT = "nnfs-answers 1"
SUFFIX = ".answers.json"
LARGEST = 2_000_000


class HandInError(ValueError):
    """A file of answers that cannot be read or written, in one sentence."""


class HandIn(msgspec.Struct, frozen=True):
    """What is in the file.

    Attributes
    ----------
    format : str
    name : str
        Who answered, as they call themselves; may be empty.
    written : str
        When, in ISO 8601.
    record : LessonRecord
        With the lesson's id, title and digest.
    """

    format: str
    name: str
    written: str
    record: LessonRecord


def hand_in(record: LessonRecord, name: str, written: str) -> HandIn:
    """The answers as they are handed in, without what was never committed to."""
    tasks = tuple(replace(task, draft=()) for task in record.tasks)
    return HandIn(FORMAT, name.strip()[:200], written, replace(record, tasks=tasks))


def save_hand_in(answers: HandIn, path: Path) -> None:
    """Write the file whole, or raise a HandInError."""
    content = msgspec.json.format(msgspec.json.encode(answers), indent=2) + b"\n"
    try:
        write_whole(path, content)
    except OSError as error:
        raise HandInError(f"Cannot save {path.name}: {reason(error)}") from error


def load_hand_in(path: Path) -> HandIn:
    """The answers in a file.

    Raises
    ------
    HandInError
        Naming the file, and what is wrong with it.
    """
    try:
        return _decoded(read_file(path, LARGEST, "files of answers"))
    except (FileError, HandInError) as error:
        raise HandInError(f"Cannot open {path.name}: {error}") from None


def _decoded(content: bytes) -> HandIn:
    try:
        answers = msgspec.json.decode(content, type=HandIn)
    except msgspec.ValidationError as error:
        raise HandInError(f"it is no file of answers: {in_words(str(error))}.") from None
    except (RecursionError, UnicodeDecodeError):
        raise HandInError("it is no file of answers.") from None
    except msgspec.DecodeError as error:
        raise HandInError(where_malformed(content, str(error))) from None
    if answers.format != FORMAT:
        raise HandInError("it is no file of answers, or one of another version.")
    return answers
