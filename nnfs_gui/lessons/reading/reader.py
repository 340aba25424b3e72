"""`read_lesson`: the text of a lesson in, a `Lesson` or a `LessonError` out."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec.structs import asdict

from nnfs_gui.assets import lesson_paths
from nnfs_gui.experiment.files.reading import FileError, read_file

from ..errors import LessonError
from ..model import FORMAT, Block, Header, Lesson, Option, Step, Text
from .blocks import read_block
from .markdown import checked, split_options, stray_option
from .meaning import check_meaning
from .pieces import Fenced, Paragraphs, RawStep, split_lesson
from .tables import Table

__all__ = ["LARGEST", "lesson_paths", "load_lesson", "read_lesson"]

LARGEST = 1_000_000
"""Bytes of a lesson's file."""
LAST = 999
"""The last place in a curriculum."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HEADER_KEYS = ("format", *(name for name in Header.__struct_fields__ if name != "line"))
_REQUIRED = ("format", "id", "title", "language", "minutes", "needs", "aim", "licence")
_ONCE = ("setup", "controls", "predict")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def load_lesson(path: Path) -> Lesson:
    """The lesson in a file; LessonError names the file and the line."""
    try:
        content = read_file(path, LARGEST, "lessons")
    except FileError as error:
        raise LessonError(f"cannot be read: {error}", file=path.name) from error
    try:
        return read_lesson(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise LessonError("this is not UTF-8 text", line, path.name) from None
    except LessonError as error:
        raise LessonError(error.message, error.line, path.name) from None


def read_lesson(text: str) -> Lesson:
    """The lesson that is written in ``text``.

    Raises
    ------
    LessonError
        With the line and one sentence; nothing else, whatever the text.
    """
    if len(text) > LARGEST:
        raise LessonError("it is larger than 1 MB, the most that a lesson may be")
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    _refuse_control_characters(text)
    raw = split_lesson(text)
    header = _header(raw.header)
    introduction = checked(raw.introduction.lines, raw.introduction.line)
    steps = tuple(_step(number, step) for number, step in enumerate(raw.steps, start=1))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lesson = Lesson(**asdict(header), introduction=introduction, steps=steps, digest=digest)
    check_meaning(lesson)
    return lesson


def _refuse_control_characters(text: str) -> None:
    found = _CONTROL.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        raise LessonError(f"there is a control character (U+{ord(found[0]):04X})", line)


def _header(block: Fenced) -> Header:
    table = Table(block)
    table.check_keys(_HEADER_KEYS)
    for name in _REQUIRED:
        if name not in table.values:
            raise LessonError(f"the header lacks '{name}'", block.line)
    if table.values["format"] != FORMAT:
        message = f'format must be "{FORMAT}"; another one needs another version of the playground'
        raise table.error(message, "format")
    names = [table.values["id"], *_listed(table.values["needs"])]
    for key, name in zip(["id", *["needs"] * len(names)], names, strict=False):
        if not isinstance(name, str) or not _ID.fullmatch(name):
            raise table.error("an id has a–z, 0–9 and hyphens, at most 64 of them", key)
    minutes = table.values["minutes"]
    if not isinstance(minutes, int) or not 1 <= minutes <= 600:
        raise table.error("minutes is a whole number from 1 to 600", "minutes")
    seed = table.values.get("seed", 0)
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise table.error("seed is a whole number from 0 on", "seed")
    number = table.values.get("number", 0)
    if type(number) is not int or not 0 <= number <= LAST:
        raise table.error(f"number is a whole number from 0 to {LAST}", "number")
    return table.converted(
        Header, {key: table.values[key] for key in table.values if key != "format"}
    )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _step(number: int, raw: RawStep) -> Step:
    blocks: list[Block] = []
    pieces = list(raw.pieces)
    seen: set[str] = set()
    while pieces:
        piece = pieces.pop(0)
        if isinstance(piece, Paragraphs):
            blocks += _text(piece)
            continue
        if piece.name in _ONCE and piece.name in seen:
            raise LessonError(f"a step has at most one {piece.name}", piece.line)
        seen.add(piece.name)
        options: tuple[Option, ...] = ()
        if piece.name in ("predict", "choice") and pieces and isinstance(pieces[0], Paragraphs):
            options, rest, line = split_options(pieces[0].lines, pieces[0].line)
            pieces[0] = Paragraphs(line, rest)
        blocks.append(read_block(piece, options))
    if not blocks:
        raise LessonError("the step is empty", raw.line)
    title = checked((raw.title,), raw.line)
    return Step(line=raw.line, number=number, title=title, blocks=tuple(blocks))


def _text(piece: Paragraphs) -> list[Block]:
    stray = stray_option(piece.lines, piece.line)
    if stray is not None:
        raise LessonError("options stand directly below a predict or choice block", stray)
    markdown = checked(piece.lines, piece.line)
    blank = next((n for n, line in enumerate(piece.lines) if line.strip()), 0)
    return [Text(line=piece.line + blank, markdown=markdown)] if markdown.strip() else []
