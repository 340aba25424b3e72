"""`read_step`: a step from its pieces."""

from __future__ import annotations

from ..errors import LessonError, nearest
from ..model import Block, Option, Setup, Step, Text
from ..names import BLOCKS
from .blocks import read_block
from .markdown import checked, split_options, stray_option
from .pieces import Fenced, Paragraphs, RawStep
from .problems import Problems

_ONCE = ("setup", "controls", "predict")
_WITH_OPTIONS = ("predict", "choice")
_UNREAD = "?"
"""Where a set-up begins that cannot be read: nothing can be made from there."""


def read_step(number: int, raw: RawStep, problems: Problems) -> Step:
    """The step with the blocks that can be read; what cannot be is among the problems."""
    blocks: list[Block] = []
    pieces, seen = list(raw.pieces), set[str]()
    while pieces:
        piece = pieces.pop(0)
        if isinstance(piece, Paragraphs):
            with problems.caught():
                blocks += _text(piece)
            continue
        block = None
        with problems.caught():
            block = _read(piece, pieces)
            _refuse_second(piece, seen)
        if block is None:
            block = _left_out(piece, problems)
        blocks += [] if block is None else [block]
    title = raw.title
    with problems.caught():
        if not raw.pieces:
            raise LessonError("the step is empty", raw.line)
        title = checked((raw.title,), raw.line)
    return Step(line=raw.line, number=number, title=title, blocks=tuple(blocks))


def _refuse_second(piece: Fenced, seen: set[str]) -> None:
    if piece.name in _ONCE and piece.name in seen:
        raise LessonError(f"a step has at most one {piece.name}", piece.line)
    seen.add(piece.name)


def _read(piece: Fenced, pieces: list[Fenced | Paragraphs]) -> Block | None:
    """The block, with the options that are taken from the piece behind it."""
    known, options = piece.name in BLOCKS, tuple[Option, ...]()
    if (piece.name in _WITH_OPTIONS or not known) and pieces:
        below = pieces.pop(0)  # gone, if its options cannot be read
        options, rest = _split(below)
        pieces.insert(0, rest)
    return read_block(piece, options) if known else None


def _left_out(piece: Fenced, problems: Problems) -> Setup | None:
    """What stands for a block that cannot be read, so that no other is wrong for its sake."""
    problems.close(piece.line)
    meant = piece.name if piece.name in BLOCKS else nearest(piece.name, BLOCKS)
    return Setup(line=piece.line, origin=_UNREAD) if meant == "setup" else None


def _split(below: Fenced | Paragraphs) -> tuple[tuple[Option, ...], Fenced | Paragraphs]:
    if not isinstance(below, Paragraphs):
        return (), below
    options, rest, line = split_options(below.lines, below.line)
    return options, Paragraphs(line, rest)


def _text(piece: Paragraphs) -> list[Block]:
    stray = stray_option(piece.lines, piece.line)
    if stray is not None:
        raise LessonError("options stand directly below a predict or choice block", stray)
    markdown = checked(piece.lines, piece.line)
    blank = next((n for n, line in enumerate(piece.lines) if line.strip()), 0)
    return [Text(line=piece.line + blank, markdown=markdown)] if markdown.strip() else []
