"""Every command of the window: its words, its shortcut, and the menus it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from nnfs_gui.canvas.editing import canvas_actions as canvas


@dataclass(frozen=True)
class Command:
    """The words and the shortcut of one action."""

    name: str
    text: str
    shortcut: str = ""
    checkable: bool = False


COMMANDS = (
    Command("new", "New", "Ctrl+N"),
    Command("open", "Open…", "Ctrl+O"),
    Command("save", "Save", "Ctrl+S"),
    Command("save_as", "Save as…", "Ctrl+Shift+S"),
    Command("import_table", "Import a table…", "Ctrl+I"),
    Command("save_picture", "Save a picture of the window…", "Ctrl+E"),
    Command("copy_picture", "Copy a picture of the window", "Ctrl+Shift+E"),
    Command("quit", "Quit", "Ctrl+Q"),
    Command("play", "Play or pause", "Space"),
    Command("step_batch", "Step one mini-batch", "."),
    Command("step_epoch", "Step one epoch", "Ctrl+."),
    Command("step_sample", "Step one sample", "Alt+."),
    Command("rewind", "Rewind to the same initial weights", "Ctrl+R"),
    Command("new_weights", "New initial weights", "Ctrl+Shift+R"),
    Command("slower", "Slower", "["),
    Command("faster", "Faster", "]"),
    Command("theme_system", "Theme of the system", checkable=True),
    Command("theme_dark", "Dark theme", checkable=True),
    Command("theme_light", "Light theme", checkable=True),
    Command("presenter", "Presenter mode", "F11", checkable=True),
    Command("shortcuts", "Keyboard shortcuts", "F1"),
    Command("about", "About NNFS Playground"),
)

MENUS: Mapping[str, tuple[str, ...]] = {
    "File": (
        "new",
        "open",
        "",
        "save",
        "save_as",
        "",
        "import_table",
        "",
        "save_picture",
        "copy_picture",
        "",
        "quit",
    ),
    "Edit": ("undo", "redo"),
    "Train": (
        "play",
        "step_batch",
        "step_epoch",
        "step_sample",
        "",
        "rewind",
        "new_weights",
        "",
        "slower",
        "faster",
    ),
    "View": ("theme_system", "theme_dark", "theme_light", "", "presenter"),
    "Help": ("shortcuts", "about"),
}
"""Menus by title; an empty name is a separator."""


GESTURES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Plots": (("Double click", "Enlarge; Esc goes back"),),
    "Network": (
        ("Tab, arrows", "Walk the network"),
        *((command.shortcut, command.text) for command in canvas.COMMANDS if command.keys),
        ("Alt+drag", "Change the weight of a link"),
    ),
}
"""Keys and gestures of single views, by the view."""


def shortcut_groups() -> dict[str, list[tuple[str, str]]]:
    """Keys with what they do, by the menu or the view they belong to."""
    known = {command.name: command for command in COMMANDS}
    groups: dict[str, list[tuple[str, str]]] = {}
    for title, names in MENUS.items():
        commands = [known[name] for name in names if name in known]
        rows = [(command.shortcut, command.text) for command in commands if command.shortcut]
        if title == "Edit":
            rows = [("Ctrl+Z", "Undo"), ("Ctrl+Shift+Z", "Redo"), *rows]
        groups[title] = rows
    return groups | {title: list(rows) for title, rows in GESTURES.items()}


def make_actions(
    owner: QWidget, handlers: Mapping[str, Callable[[], object]], undo_stack: QUndoStack
) -> dict[str, QAction]:
    """Create the actions, give them to ``owner`` and connect them to their handlers."""
    undo, redo = undo_stack.createUndoAction(owner), undo_stack.createRedoAction(owner)
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    actions: dict[str, QAction] = {"undo": undo, "redo": redo}
    for name, action in actions.items():
        action.setObjectName(f"action-{name}")
        owner.addAction(action)
    for command in COMMANDS:
        action = QAction(command.text, owner)
        action.setObjectName(f"action-{command.name.replace('_', '-')}")
        action.setCheckable(command.checkable)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(handlers[command.name])
        owner.addAction(action)
        actions[command.name] = action
    return actions


def make_menu(
    parent: QWidget, actions: Mapping[str, QAction], extra: Mapping[str, Sequence[QMenu]]
) -> QMenu:
    """The main menu, a submenu per title of `MENUS`; ``extra`` menus follow the second entry."""
    menu = QMenu(parent)
    menu.setObjectName("main-menu")
    for title, names in MENUS.items():
        submenu = menu.addMenu(title)
        submenu.setObjectName(f"menu-{title.lower()}")
        for name in names:
            if name:
                submenu.addAction(actions[name])
            else:
                submenu.addSeparator()
        for further in extra.get(title, ()):
            submenu.insertMenu(submenu.actions()[2], further)
    return menu
