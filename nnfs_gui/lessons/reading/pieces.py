"""The outer shape of a lesson's file: header, steps, fenced blocks and the text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import LessonError, unknown
from ..names import BLOCKS
from .problems import Problems

MOST_STEPS = 60
MOST_BLOCKS = 12
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_HEADER = "+++"
_PLAIN = ("", "text")


@dataclass(frozen=True)
class Fenced:
    """A fenced block that sets something, without its fences."""

    name: str
    line: int  # of the opening fence
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Paragraphs:
    """Lines of Markdown."""

    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class RawStep:
    """A heading and what follows it."""

    title: str
    line: int
    pieces: tuple[Fenced | Paragraphs, ...]


@dataclass(frozen=True)
class RawLesson:
    """A file in pieces."""

    header: Fenced
    introduction: Paragraphs
    steps: tuple[RawStep, ...]


def split_lesson(text: str, problems: Problems) -> RawLesson:
    """The pieces of a file; nothing inside of them is understood yet.

    A block whose name is not known is a piece, too; that it cannot be read is among the problems.
    """
    lines = text.split("\n")
    header, body = _header(lines)
    builder = _Builder(body + 1)
    for number, line, fenced in _fences(lines, body, problems):
        if fenced is not None:
            with problems.caught():
                builder.add(fenced)
        elif line.startswith("## ") and line[3:].strip():
            builder.begin(line[3:].strip(), number)
        elif re.match(r"#{1,2}(\s|$)", line):
            message = "a step begins with '## Title'; headings inside it with ###"
            problems.add(LessonError(message, number))
        else:
            builder.write(number, line)
    return builder.finish(header)


def _header(lines: list[str]) -> tuple[Fenced, int]:
    """The header, and the index of the first line behind it."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != _HEADER:
        raise LessonError("a lesson begins with a header between two lines of +++", first + 1)
    for index in range(first + 1, len(lines)):
        if lines[index].rstrip() == _HEADER:
            content = tuple(lines[first + 1 : index])
            return Fenced("header", first + 1, content), index + 1
    raise LessonError("the header is not closed by a second line of +++", first + 1)


def _fences(
    lines: list[str], start: int, problems: Problems
) -> Iterator[tuple[int, str, Fenced | None]]:
    """Line by line from ``start``, with each block that sets something as one piece.

    Fences without a name, or named text, are Markdown's own and stay lines.
    """
    index = start
    while index < len(lines):
        opened = _FENCE.match(lines[index])
        if opened is None:
            yield index + 1, lines[index], None
            index += 1
            continue
        name, end = opened[2].strip(), _closing(lines, index, opened[1])
        if end is None:
            message = f"the block is not closed by a line of {opened[1]}"
            problems.add(LessonError(message, index + 1))
            yield index + 1, "", Fenced("", index + 1, ())
            rest = range(index + 1, len(lines))
            index = next((line for line in rest if lines[line].startswith("## ")), len(lines))
            continue
        if name not in (*_PLAIN, *BLOCKS):
            problems.add(LessonError(unknown("block", name, BLOCKS), index + 1))
        if name not in _PLAIN:
            yield index + 1, "", Fenced(name, index + 1, tuple(lines[index + 1 : end]))
        else:
            # Indented code looks the same and cannot be mistaken for headings or options.
            for inside in range(index + 1, end):
                yield inside + 1, f"    {lines[inside]}", None
        index = end + 1


def _closing(lines: list[str], opening: int, fence: str) -> int | None:
    for index in range(opening + 1, len(lines)):
        line = lines[index].rstrip()
        if len(line) >= len(fence) and line == fence[0] * len(line):
            return index
    return None


@dataclass
class _Builder:
    """Collects pieces, step by step."""

    line: int
    steps: list[RawStep] = field(default_factory=list)
    introduction: Paragraphs | None = None
    title: str = ""
    pieces: list[Fenced | Paragraphs] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    text_line: int = 0

    def write(self, number: int, line: str) -> None:
        if not self.text:
            self.text_line = number
        self.text.append(line)

    def add(self, fenced: Fenced) -> None:
        if self.introduction is None:
            raise LessonError("blocks belong to a step, which begins with '## Title'", fenced.line)
        self._end_text()
        count = sum(isinstance(piece, Fenced) for piece in self.pieces)
        if count <= MOST_BLOCKS:
            self.pieces.append(fenced)
        if count == MOST_BLOCKS:
            raise LessonError(f"a step may have {MOST_BLOCKS} blocks", fenced.line)

    def begin(self, title: str, number: int) -> None:
        self._end_step()
        if len(self.steps) == MOST_STEPS:
            raise LessonError(f"a lesson may have {MOST_STEPS} steps", number)
        self.title, self.line = title, number

    def finish(self, header: Fenced) -> RawLesson:
        self._end_step()
        if not self.steps:
            raise LessonError("a lesson needs at least one step, which begins with '## Title'", 1)
        assert self.introduction is not None
        return RawLesson(header, self.introduction, tuple(self.steps))

    def _end_text(self) -> None:
        if any(line.strip() for line in self.text):
            self.pieces.append(Paragraphs(self.text_line, tuple(self.text)))
        self.text = []

    def _end_step(self) -> None:
        if self.introduction is None:
            self.introduction = Paragraphs(self.text_line or self.line, tuple(self.text))
            self.text = []
            return
        self._end_text()
        self.steps.append(RawStep(self.title, self.line, tuple(self.pieces)))
        self.pieces = []
