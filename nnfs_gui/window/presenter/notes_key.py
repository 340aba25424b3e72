"""`NotesKey`: shows the teacher's notes where the room does not see them, if it can."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from .notes import NotesWindow, other_screen
from .strip import QuestionStrip

IN_SIGHT = "There is no second screen. Press N again to show the notes here, in sight of the room."


class NotesKey(QObject):
    """On another screen if there is one; or else in the strip, once that was asked for."""

    def __init__(
        self, notes: NotesWindow, strip: QuestionStrip, window: QWidget,
        tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._notes, self._strip, self._window, self._tell = notes, strip, window, tell
        self._warned = False

    @Slot()
    def begin(self) -> None:
        """Presenting begins or ends: the room may be another one."""
        self._warned = False

    @Slot()
    def press(self) -> None:
        """Show the notes, or hide them."""
        screen = other_screen(self._window)
        if self._notes.isVisible():
            self._notes.hide()
        elif screen is not None:
            self._notes.show_on(screen)
        elif self._warned or not self._strip.notes.markdown:
            self._strip.toggle_notes()
        else:
            self._warned = True
            self._tell(IN_SIGHT)
