"""`FileChanges`: another editor's changes come into one's own text, or it is asked whose stay."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from nnfs_gui.lessons.writing import merged
from nnfs_gui.lessons.writing.differences import differences
from nnfs_gui.panels.author.differences_dialog import DifferencesDialog
from nnfs_gui.panels.author.pane import AuthorPane
from nnfs_gui.theme import ThemeSource

from ..lessons.lesson_window import LessonWindow
from ..window_base import open_dialog


class FileChanges(QObject):
    """Knows what both the file and one's own text came from.

    Signals: ``settled()`` when the text is in step with the file again.
    """

    settled = Signal()

    def __init__(self, pane: AuthorPane, themes: ThemeSource, window: LessonWindow) -> None:
        super().__init__(window)
        self._pane, self._themes, self._window = pane, themes, window
        self.base = ""
        self._theirs: str | None = None
        pane.mine_kept.connect(self.decide)
        pane.differences_asked.connect(self.show_differences)

    @property
    def is_asking(self) -> bool:
        """Whether it is not decided yet whose text stays."""
        return self._theirs is not None

    def wait(self) -> bool:
        """Whether nothing may be saved yet; says what is to be decided first."""
        if self.is_asking:
            self._pane.show_note("Not saved yet: decide first whose lines stay.")
        return self.is_asking

    def begin(self, base: str) -> None:
        """A text was opened or saved: nothing is asked."""
        self.base, self._theirs = base, None
        self._pane.show_question(False)
        self._pane.show_note("")

    @Slot(str)
    def take(self, theirs: str) -> None:
        """Another editor saved: its changes appear at once, beside one's own."""
        editor = self._pane.editor
        both = merged(self.base, editor.toPlainText(), theirs)
        if both is None:
            self._theirs = theirs
            self._pane.show_question(True)
            return
        self.begin(theirs)
        news = both != editor.toPlainText()
        editor.write(both)
        self.settled.emit()
        if news:
            self._pane.show_note("The file was changed elsewhere, and so is the text now.")

    @Slot(str)
    def lose(self, what: str) -> None:
        """The file cannot be read any more: what is written here is all that there is."""
        self._pane.show_note(f"The file {what}. Your text is kept; Save writes it there again.")
        self.settled.emit()

    @Slot(bool)
    def decide(self, mine: bool) -> None:
        """One's own text stays, or that of the file does; either can be undone."""
        theirs = self._theirs
        if theirs is None:
            return
        self.begin(theirs)
        if not mine:
            self._pane.editor.write(theirs)
        self.settled.emit()

    @Slot()
    def show_differences(self) -> None:
        """Show where the two texts differ, before it is decided."""
        if self._theirs is not None:
            lines = differences(self._pane.editor.toPlainText(), self._theirs)
            dialog = DifferencesDialog(lines, self._themes.theme, self._window)
            dialog.mine_kept.connect(self.decide)
            open_dialog(dialog)
