"""Keys: each does one thing."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction, QKeySequence, QShortcut

from nnfs_gui.app import Playground
from nnfs_gui.canvas.editing.canvas_commands import COMMANDS


def test_no_key_is_bound_twice(playground: Playground) -> None:
    """Qt carries out neither of two actions that share a key."""
    window = playground.window
    keys = [key for action in window.findChildren(QAction) for key in action.shortcuts()]
    keys += [shortcut.key() for shortcut in window.findChildren(QShortcut)]
    keys += [QKeySequence(key) for command in COMMANDS for key in command.keys]
    assert len(keys) > 30
    counted = Counter(key.toString() for key in keys)
    assert not {key: number for key, number in counted.items() if number > 1}
