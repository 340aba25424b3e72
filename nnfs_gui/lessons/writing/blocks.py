"""Blocks put into the text of a step, in the place of an older one or where they belong."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence

from .outline import Block, Heading, outline

_SET_UP_FIRST = {"setup": (), "controls": ("setup",)}
"""Blocks that come at the start of a step, and behind which ones."""


def with_block(text: str, number: int, block: str, replaces: str = "") -> tuple[str, int]:
    """The text with a block in step ``number``, and the block's line, from 0.

    It takes the place of the step's block named ``replaces``, if there is one.  Set-ups and
    controls go to the start of a step, everything else to its end.
    """
    step = _step(text, number)
    lines, new = text.split("\n"), block.split("\n")
    old = next((found for found in step.blocks if found.name == replaces), None)
    if old is not None:
        lines[old.first : old.last + 1] = new
        return "\n".join(lines), old.first
    if replaces in _SET_UP_FIRST:
        before = [found for found in step.blocks if found.name in _SET_UP_FIRST[replaces]]
        at = before[-1].last + 1 if before else step.first + 1
    else:
        at = step.end
        while at > step.first + 1 and not lines[at - 1].strip():
            at -= 1
    follows = lines[at:]
    while follows and not follows[0].strip():
        follows.pop(0)
    whole = [*lines[:at], "", *new, "", *follows]
    return "\n".join(whole) if follows else "\n".join([*whole[:-1], ""]), at + 1


def with_check(text: str, number: int, check: str) -> tuple[str, int]:
    """The text with one more line to be met in a step; without a `do` it gets one."""
    block = block_named(text, number, "do")
    if block is None:
        new = f'```do\nask   = "Do it in the window."\ncheck = {_list([check])}\n```'
        return with_block(text, number, new)
    checks = dict.fromkeys((*listed(text, block, "check"), check))  # none stands there twice
    return with_key(text, block, "check", [*checks])


def with_key(text: str, block: Block, key: str, values: Sequence[str] | None) -> tuple[str, int]:
    """The text with a list of a block written anew, or without it, and its line, from 0."""
    lines = text.split("\n")
    inside = "\n".join(lines[block.first + 1 : block.last])
    written = "" if values is None else f"{key} = {_list(values)}"
    found = re.search(rf"^{key}\s*=\s*\[[^\]]*\][ \t]*$\n?", inside, re.MULTILINE)
    line = block.first + 1
    if found is None:
        inside = f"{written}\n{inside}" if inside else written
    else:
        line += inside.count("\n", 0, found.start())
        end = "\n" if written and found[0].endswith("\n") else ""
        inside = inside[: found.start()] + written + end + inside[found.end() :]
    lines[block.first + 1 : block.last] = inside.rstrip("\n").split("\n")
    return "\n".join(lines), line


def with_point(text: str, number: int, point: int) -> str:
    """The text with a point, from 1, that the set-up of a step selects, unless it selects one."""
    block = block_named(text, number, "setup")
    if block is None:
        new = f'```setup\nfrom  = "what the learner has"\npoint = {point}\n```'
        return with_block(text, number, new, "setup")[0]
    if "point" in table_of(text, block):
        return text
    lines = text.split("\n")
    inside = range(block.first + 1, block.last)
    at = next((line for line in inside if lines[line].lstrip().startswith("[")), block.last)
    return "\n".join([*lines[:at], f"point = {point}", *lines[at:]])


def with_hidden_math(text: str, number: int) -> str:
    """The text with a step that hides the tab Math, which would tell an answer."""
    block = block_named(text, number, "controls")
    if block is None:
        text, _ = with_block(text, number, '```controls\nhide = ["math"]\n```', "controls")
    elif not hides_math(text, number):
        text, _ = with_key(text, block, "hide", [*listed(text, block, "hide"), "math"])
    setup = block_named(text, number, "setup")
    if table_of(text, setup).get("show") == "math" and setup is not None:
        lines = text.split("\n")
        inside = lines[setup.first : setup.last]
        lines[setup.first : setup.last] = [one for one in inside if not re.match(r"show\s*=", one)]
        text = "\n".join(lines)
    return text


def hides_math(text: str, number: int) -> bool:
    """Whether a step hides the tab Math."""
    block = block_named(text, number, "controls")
    return bool({"math", "views"} & {*listed(text, block, "hide")})


def without_block(text: str, block: Block) -> str:
    """The text without a block, and without the empty line behind it."""
    lines = text.split("\n")
    end = block.last + 1
    if end < len(lines) and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: block.first], *lines[end:]])


def _step(text: str, number: int) -> Heading:
    return outline(text)[number - 1]


def block_named(text: str, number: int, name: str) -> Block | None:
    """The first block of this name in a step."""
    return next((block for block in _step(text, number).blocks if block.name == name), None)


def table_of(text: str, block: Block | None) -> dict[str, object]:
    """What is written in a block; nothing if it cannot be read."""
    if block is None:
        return {}
    try:
        return tomllib.loads("\n".join(text.split("\n")[block.first + 1 : block.last]))
    except tomllib.TOMLDecodeError:
        return {}


def listed(text: str, block: Block | None, key: str) -> list[str]:
    """A list of words in a block."""
    values = table_of(text, block).get(key, [])
    return [str(value) for value in values] if isinstance(values, list) else []


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"
