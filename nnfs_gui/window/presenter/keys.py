"""The keys of presenter mode, those of a remote among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS: Mapping[str, tuple[str, str]] = {
    "hero-1": ("1", "The network large; again: alone"),
    "hero-2": ("2", "The boundary large; again: alone"),
    "hero-3": ("3", "The loss large; again: alone"),
    "hero-4": ("4", "The open tab large; again: alone"),
    "next": ("PgDown", "Next step of the lesson, or next hero"),
    "previous": ("PgUp", "Step or hero before"),
    "blank": ("B", "Black screen; any key returns"),
    "blank-too": (".", "The same, for remotes that send it"),
    "spotlight": ("L", "Large ring around the mouse"),
}
"""Key and meaning by what it does; pages and B are what a presenter's remote sends."""
STRIP_KEYS = {
    "poll": ("P", "Count hands, or stop"),
    "again": ("Backspace", "Ask again; or count from none again"),
    "reveal": ("R", "Show the bars and the answer"),
    "estimate": ("E", "Type the numbers that are called out"),
    "text": ("T", "The step's text, where it is folded"),
    "notes": ("N", "Teacher's notes; on one screen alone press it twice"),
    "before": ("K", "Go on with the class before"),
    "first": ("Home", "From the first step"),
}
"""Keys of the strip; A, B, C … add a hand, with Shift they take one away."""


SUMMARY = (
    ("1 … 4", "Network, boundary, loss or tab large"),
    ("PgDown", "Reveal; next question, step or hero"),
    ("PgUp, Home", "Question, step or hero before; first step"),
    ("F5, Esc", "Begin presenting, and leave"),
    ("B or .", "Black screen; while counting only ."),
    ("L", "Ring around the mouse"),
    ("A, B, C …", "A hand more (Shift: fewer); later why"),
    ("P, R, Backspace", "Count hands, reveal, ask again"),
    ("E", "Type estimates that are called out"),
    ("T, N", "Text of the step, teacher's notes"),
    ("K", "Go on with the class before"),
)
"""The keys as the list of shortcuts has them."""


class _Yielding(QObject):
    """Keeps a widget that has keys of its own from claiming those of the presenter."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.taken: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            sequence = QKeySequence(event.keyCombination())
            if sequence.toString() in self.taken:
                event.ignore()
                return True
        return super().eventFilter(watched, event)


class PresenterKeys:
    """Shortcuts that work while presenting, in place of actions that use the same keys.

    ``rival`` is the widget that has most of the keys as its own, the network's canvas.
    """

    def __init__(
        self,
        window: QWidget,
        rival: QWidget,
        handlers: Mapping[str, Callable[[], None]],
        keys: Mapping[str, tuple[str, str]] = KEYS,
    ) -> None:
        self._window, self._rival = window, rival
        self._yielding = _Yielding(window)
        self._handlers = {name: (QKeySequence(keys[name][0]), handlers[name]) for name in handlers}
        self._shortcuts: list[QShortcut] = []
        self._displaced: list[tuple[QAction, list[QKeySequence]]] = []

    def switch(self, on: bool) -> None:
        """Take the keys, or give them back to the actions that had them."""
        if on:
            self._displace()
            self._yielding.taken = {key.toString() for key, _ in self._handlers.values()}
            self._rival.installEventFilter(self._yielding)
            for name, (key, handler) in self._handlers.items():
                shortcut = QShortcut(key, self._window)
                shortcut.setObjectName(f"presenter-{name}")
                shortcut.activated.connect(handler)
                self._shortcuts.append(shortcut)
            return
        self._rival.removeEventFilter(self._yielding)
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        for action, own in self._displaced:
            action.setShortcuts(own)
        self._shortcuts, self._displaced = [], []

    def hold(self, name: str, held: bool) -> None:
        """Let one of the keys do nothing for a while, so that others can have it."""
        for shortcut in self._shortcuts:
            if shortcut.objectName() == f"presenter-{name}":
                shortcut.setEnabled(not held)

    def _displace(self) -> None:
        """Let no action have one of the keys as well: Qt would carry out neither."""
        taken = {key.toString() for key, _ in self._handlers.values()}
        for action in self._window.actions():
            own = action.shortcuts()
            kept = [key for key in own if key.toString() not in taken]
            if len(kept) < len(own):
                self._displaced.append((action, own))
                action.setShortcuts(kept)
