"""Controls locked and set free in the text of a step, as they are clicked in the window."""

from __future__ import annotations

from collections.abc import Sequence

from nnfs_gui.experiment.controls import ALWAYS_FREE, GROUPS, expanded, locked_by

from .blocks import block_named, listed, table_of, with_block, with_key, without_block


def locks_of(text: str, number: int) -> frozenset[str]:
    """The controls that a step locks, by ``lock`` or by all that ``only`` leaves out."""
    return locked_by(*_lists(text, number))


def with_lock(text: str, number: int, name: str) -> tuple[str, int]:
    """The text with a control locked in a step, or free again, and the line of it, from 0."""
    block = block_named(text, number, "controls")
    if block is None:
        text, line = with_block(text, number, f'```controls\nlock = ["{name}"]\n```', "controls")
        return text, line + 1
    lock, only = _lists(text, number)
    if name in locked_by(lock, only):
        new = _without(lock, name), only
        if name in locked_by(*new):  # since `only` leaves it out
            new = new[0], [*(only or ()), name]
    elif only is not None and name in expanded(only) and name not in ALWAYS_FREE:
        new = lock, _without(only, name)
    else:
        new = [*lock, name], only
    if not new[0] and new[1] is None and set(table_of(text, block)) == {"lock"}:
        return without_block(text, block), block.first
    changed, line = {"lock": (lock, new[0] or None), "only": (only, new[1])}, block.first
    for key, (before, after) in changed.items():
        found = block_named(text, number, "controls")
        if found is not None and (before or None) != after:
            text, line = with_key(text, found, key, after)
    return text, line


def _lists(text: str, number: int) -> tuple[list[str], list[str] | None]:
    block = block_named(text, number, "controls")
    only = listed(text, block, "only") if "only" in table_of(text, block) else None
    return listed(text, block, "lock"), only


def _without(names: Sequence[str], name: str) -> list[str]:
    """The names without one; of a group that it belongs to, the others."""
    kept: list[str] = []
    for one in names:
        members = GROUPS.get(one, (one,))
        kept += [member for member in members if member != name] if name in members else [one]
    return kept
