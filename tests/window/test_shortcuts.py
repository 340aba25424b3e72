"""No key has two meanings, and every one is listed."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

from nnfs_gui.app import Playground
from nnfs_gui.canvas.editing.canvas_commands import COMMANDS
from nnfs_gui.window.actions import shortcut_groups


def key(words: str) -> str:
    return QKeySequence(words).toString()


def test_no_key_has_two_meanings(playground: Playground) -> None:
    window = playground.window
    actions = set(window.findChildren(QAction)) | set(window.actions())
    bound = [
        sequence.toString()
        for action in actions
        for sequence in action.shortcuts()
        if not sequence.isEmpty()
    ]
    bound += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    bound += [button.shortcut().toString() for button in window.findChildren(QAbstractButton)]
    bound += [key(words) for command in COMMANDS for words in command.keys]
    twice = [words for words, count in Counter(bound).items() if words and count > 1]
    assert not twice
    assert {"Ctrl+Y", "Ctrl+Z", "Space", "F11", "Del"} <= set(bound)


def test_undo_and_redo_have_their_usual_keys(playground: Playground) -> None:
    actions = playground.window.actions_by_name
    assert [keys.toString() for keys in actions["undo"].shortcuts()] == ["Ctrl+Z"]
    assert {keys.toString() for keys in actions["redo"].shortcuts()} == {"Ctrl+Shift+Z", "Ctrl+Y"}


def test_every_key_of_the_window_is_listed(playground: Playground) -> None:
    listed = {key(words) for rows in shortcut_groups().values() for words, _text in rows}
    for action in playground.window.actions_by_name.values():
        assert action.shortcut().toString() in listed | {""}, action.text()
