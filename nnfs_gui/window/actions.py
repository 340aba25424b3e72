"""The window's `QAction`s: the text, shortcut and menu of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from nnfs_gui.canvas.editing.canvas_commands import COMMANDS

from .presenter.keys import SUMMARY


@dataclass(frozen=True)
class ActionSpec:
    """The words and the shortcut of one action."""

    name: str
    text: str
    shortcut: str = ""
    checkable: bool = False


ACTIONS = (
    ActionSpec("new", "New", "Ctrl+N"),
    ActionSpec("gallery", "Lessons and experiments…", "Ctrl+Shift+O"),
    ActionSpec("open", "Open…", "Ctrl+O"),
    ActionSpec("save", "Save", "Ctrl+S"),
    ActionSpec("save_as", "Save as…", "Ctrl+Shift+S"),
    ActionSpec("save_set_up", "Save set-up…"),
    ActionSpec("open_link", "Open a TensorFlow Playground link…"),
    ActionSpec("save_figure", "Save a figure…", "Ctrl+Shift+F"),
    ActionSpec("save_film", "Make a film…"),
    ActionSpec("save_code", "Export as code…", "Ctrl+Shift+X"),
    ActionSpec("copy_link", "Copy as a TensorFlow Playground link"),
    ActionSpec("import_table", "Import a table…", "Ctrl+I"),
    ActionSpec("save_picture", "Save a picture of the window…", "Ctrl+E"),
    ActionSpec("copy_picture", "Copy a picture of the window", "Ctrl+Shift+E"),
    ActionSpec("quit", "Quit", "Ctrl+Q"),
    ActionSpec("play", "Play or pause", "Space"),
    ActionSpec("step_batch", "Train one mini-batch from here"),
    ActionSpec("step_epoch", "Step one epoch", "Ctrl+."),
    ActionSpec("step_sample", "Step one sample", "Alt+."),
    ActionSpec("walk", "Walk through one step", "W"),
    ActionSpec("rewind", "Rewind to the same initial weights", "Ctrl+R"),
    ActionSpec("new_weights", "New initial weights", "Ctrl+Shift+R"),
    ActionSpec("slower", "Slower", "["),
    ActionSpec("faster", "Faster", "]"),
    ActionSpec("back", "Back one mini-batch", ","),
    ActionSpec("forward", "Forward one mini-batch", "."),
    ActionSpec("back_epoch", "Back one epoch", "Shift+,"),
    ActionSpec("forward_epoch", "Forward one epoch", "Shift+."),
    ActionSpec("first", "To the first step", "Home"),
    ActionSpec("now", "Back to now", "End"),
    ActionSpec("replay", "Replay the recorded run", "R"),
    ActionSpec("bookmark", "Bookmark this step…", "B"),
    ActionSpec("continue", "Continue from this step"),
    ActionSpec("what_happened", "What happened? (the last divergence)"),
    ActionSpec("save_answers", "Save my answers…"),
    ActionSpec("open_answers", "Open answers…"),
    ActionSpec("edit_lesson", "Edit lesson…"),
    ActionSpec("write_lesson", "Write a lesson"),
    ActionSpec("lesson_format", "How a lesson is written"),
    ActionSpec("print_handout", "Print handout…"),
    ActionSpec("print_solutions", "Print teacher’s copy…"),
    ActionSpec("theme_system", "Theme of the system", checkable=True),
    ActionSpec("theme_dark", "Dark theme", checkable=True),
    ActionSpec("theme_light", "Light theme", checkable=True),
    ActionSpec("hide_views", "Hide the views at the bottom", "Ctrl+J", checkable=True),
    ActionSpec("reset_layout", "Reset layout"),
    ActionSpec("presenter", "Presenter mode", "F11", checkable=True),
    ActionSpec("shortcuts", "Keyboard shortcuts", "F1"),
    ActionSpec("about", "About NNFS Playground"),
)
MENUS = {
    "File": (
        "new gallery open open_link | save save_as save_set_up | import_table | "
        "save_picture copy_picture save_figure save_film save_code copy_link | quit"
    ),
    "Edit": "undo redo",
    "Train": "play step_batch step_epoch step_sample walk | rewind new_weights | slower faster",
    "History": (
        "back forward back_epoch forward_epoch | first now | replay bookmark continue | "
        "what_happened"
    ),
    "Lesson": (
        "save_answers open_answers | edit_lesson write_lesson lesson_format | "
        "print_handout print_solutions"
    ),
    "View": "theme_system theme_dark theme_light | hide_views reset_layout | presenter",
    "Help": "shortcuts about",
}
"""Names of actions by the title of their menu; ``|`` is a separator."""
GESTURES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Lesson": (
        ("Ctrl+Right", "Next step"),
        ("Ctrl+Left", "The step before"),
        ("Tab", "To the question, then its options"),
        ("Space", "Choose the option that Tab led to"),
        ("0 … 9", "Type into the first empty box"),
        ("Enter", "Commit to an answer"),
        ("Up, Down", "Scroll the text of the step"),
    ),
    "Plots": (
        ("Double click", "Enlarge; Esc goes back"),
        ("Drag the loss", "Go back and forth in the history"),
    ),
    "Network": (
        ("Tab, arrows", "Walk the network"),
        *((command.shortcut, command.text) for command in COMMANDS if command.keys),
        ("Alt+drag", "Change the weight of a link"),
    ),
}
"""Keys and gestures of single views, by the view."""


def shortcut_groups() -> dict[str, list[tuple[str, str]]]:
    """Keys with what they do, by the menu or the view they belong to."""
    keys = {spec.name: (spec.shortcut, spec.text) for spec in ACTIONS if spec.shortcut}
    keys |= {"undo": ("Ctrl+Z", "Undo"), "redo": ("Ctrl+Shift+Z", "Redo")}
    groups = {
        title: [keys[name] for name in names.split() if name in keys]
        for title, names in MENUS.items()
    }
    groups["Presenter mode"] = list(SUMMARY)
    return groups | {title: list(rows) for title, rows in GESTURES.items()}


def make_actions(
    owner: QWidget, handlers: Mapping[str, Callable[[], object]], undo_stack: QUndoStack
) -> dict[str, QAction]:
    """Create the actions, give them to ``owner`` and connect them to their handlers."""
    undo, redo = undo_stack.createUndoAction(owner), undo_stack.createRedoAction(owner)
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    actions: dict[str, QAction] = {"undo": undo, "redo": redo}
    for spec in ACTIONS:
        action = actions[spec.name] = QAction(spec.text, owner)
        action.setCheckable(spec.checkable)
        action.setShortcut(QKeySequence(spec.shortcut))
        action.triggered.connect(handlers[spec.name])
    for name, action in actions.items():
        action.setObjectName(f"action-{name.replace('_', '-')}")
        owner.addAction(action)
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
        for name in names.split():
            if name == "|":
                submenu.addSeparator()
            else:
                submenu.addAction(actions[name])
        for further in extra.get(title, ()):
            submenu.insertMenu(submenu.actions()[2], further)
    return menu
