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


def with_lock(text: str, number: int, name: str) -> tuple[str, int]:
    """The text with a control locked in a step, or free again if it was locked."""
    block = _block(text, number, "controls")
    locked = _listed(text, block, "lock")
    names = [one for one in locked if one != name] if name in locked else [*locked, name]
    if block is None:
        return with_block(text, number, f"```controls\nlock = {_list(names)}\n```", "controls")
    if not names and len(_table(text, block)) == 1:
        return _without(text, block), block.first
    return _with_key(text, block, "lock", names)


def locks_of(text: str, number: int) -> tuple[str, ...]:
    """The controls that a step locks."""
    return tuple(_listed(text, _block(text, number, "controls"), "lock"))


def with_check(text: str, number: int, check: str) -> tuple[str, int]:
    """The text with one more line to be met in a step; without a `do` it gets one."""
    block = _block(text, number, "do")
    if block is None:
        new = f'```do\nask   = "Do it in the window."\ncheck = {_list([check])}\n```'
        return with_block(text, number, new)
    return _with_key(text, block, "check", [*_listed(text, block, "check"), check])


def _with_key(text: str, block: Block, key: str, values: Sequence[str]) -> tuple[str, int]:
    """The text with a list of a block written anew; what else is in the block stays."""
    lines = text.split("\n")
    inside = "\n".join(lines[block.first + 1 : block.last])
    written = f"{key} = {_list(values)}" if values else ""
    found = re.search(rf"^{key}\s*=\s*\[[^\]]*\][ \t]*$\n?", inside, re.MULTILINE)
    if found is None:
        inside = f"{written}\n{inside}" if inside else written
    else:
        end = "\n" if written and found[0].endswith("\n") else ""
        inside = inside[: found.start()] + written + end + inside[found.end() :]
    lines[block.first + 1 : block.last] = inside.rstrip("\n").split("\n")
    return "\n".join(lines), block.first


def _without(text: str, block: Block) -> str:
    lines = text.split("\n")
    end = block.last + 1
    if end < len(lines) and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: block.first], *lines[end:]])


def _step(text: str, number: int) -> Heading:
    return outline(text)[number - 1]


def _block(text: str, number: int, name: str) -> Block | None:
    return next((block for block in _step(text, number).blocks if block.name == name), None)


def _table(text: str, block: Block | None) -> dict[str, object]:
    if block is None:
        return {}
    try:
        return tomllib.loads("\n".join(text.split("\n")[block.first + 1 : block.last]))
    except tomllib.TOMLDecodeError:
        return {}


def _listed(text: str, block: Block | None, key: str) -> list[str]:
    values = _table(text, block).get(key, [])
    return [str(value) for value in values] if isinstance(values, list) else []


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"
