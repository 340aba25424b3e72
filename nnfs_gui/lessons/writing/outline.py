"""`outline`: the steps of a text, also of one that cannot be read as a lesson yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE = re.compile(r"""^title\s*=\s*["'](.{1,200}?)["']\s*$""", re.MULTILINE)
_ID = re.compile(r"""^id\s*=\s*["']([a-z0-9][a-z0-9-]{0,63})["']\s*$""", re.MULTILINE)
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(\S*)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its name, and its first and last line in the text, from 0."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Heading:
    """A step: its number from 1, its title, its first line and the one behind it, from 0."""

    number: int
    title: str
    first: int
    end: int
    blocks: tuple[Block, ...] = ()


def outline(text: str) -> tuple[Heading, ...]:
    """The steps of a text."""
    lines = text.split("\n")
    starts: list[tuple[str, int]] = []
    blocks: list[Block] = []
    fence, name, opened = "", "", 0
    for index, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            if found and line.rstrip() == fence[0] * len(line.rstrip()) and len(line) >= len(fence):
                blocks.append(Block(name, opened, index))
                fence = ""
        elif found:
            fence, name, opened = found[1], found[2], index
        elif line.startswith("## ") and line[3:].strip():
            starts.append((line[3:].strip(), index))
    ends = [*(first for _, first in starts[1:]), *([len(lines)] if starts else [])]
    return tuple(
        Heading(
            number, title, first, end, tuple(block for block in blocks if first < block.first < end)
        )
        for number, ((title, first), end) in enumerate(zip(starts, ends, strict=True), start=1)
    )


def title_of(text: str) -> str:
    """The title in the header of a text, also of one that cannot be read; "" for none."""
    found = _TITLE.search(text)
    return found[1].strip() if found else ""


def id_of(text: str) -> str:
    """The id in the header of a text; "" for none that could be one."""
    found = _ID.search(text)
    return found[1] if found else ""


def heading_at(text: str, line: int) -> Heading | None:
    """The step in which a line from 0 stands; None before the first one."""
    return next((step for step in outline(text) if step.first <= line < step.end), None)
