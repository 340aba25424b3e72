"""`LessonEditor`: the text of a lesson, with its steps coloured and its errors marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from nnfs_gui.theme import LABEL, Theme

from .highlighter import LessonHighlighter


class LessonEditor(QPlainTextEdit):
    """A plain text; what others write into it can be undone like what is typed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("author-text")
        self.setAccessibleName("Text of the lesson")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(LABEL)
        self.setFont(fixed)
        self.setTabChangesFocus(False)
        self._theme, self._marked = theme, tuple[int, ...]()
        self.highlighter = LessonHighlighter(self.document(), theme)

    @property
    def line(self) -> int:
        """The cursor's line, from 0."""
        return self.textCursor().blockNumber()

    def write(self, text: str, line: int | None = None) -> None:
        """Make this the text, as one step of undo; the cursor goes to ``line``, or stays."""
        old, new = self.toPlainText(), text
        if new == old:
            return
        first = 0
        while first < min(len(old), len(new)) and old[first] == new[first]:
            first += 1
        last = 0
        most = min(len(old), len(new)) - first
        while last < most and old[-1 - last] == new[-1 - last]:
            last += 1
        here, top = self.line, self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(old[:first]))
        cursor.beginEditBlock()  # or Qt makes one step of two changes, one behind the other
        cursor.setPosition(_units(old[: len(old) - last]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[first : len(new) - last])
        cursor.endEditBlock()
        if line is None and self.line != here and new.count("\n") == old.count("\n"):
            self._show(self._start_of(here))  # all around the cursor was written anew
            self.verticalScrollBar().setValue(top)
        if line is not None:
            self._show(cursor.position())
            self._show(self._start_of(line))

    def go_to(self, line: int) -> None:
        """Put the cursor at the start of a line from 0, in the middle of what is seen."""
        self._show(self._start_of(line))
        self.centerCursor()

    def _start_of(self, line: int) -> int:
        return self.document().findBlockByNumber(min(line, self.blockCount() - 1)).position()

    def mark_lines(self, lines: Sequence[int]) -> None:
        """Mark these lines, from 0, as wrong."""
        self._marked = tuple(lines)
        selections = []
        form = QTextCharFormat()
        tint = self._theme.blend(self._theme.raised, self._theme.error, 0.3)
        form.setBackground(QColor(tint))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        for line in lines:
            block = self.document().findBlockByNumber(line)
            if block.isValid():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = QTextCursor(block)
                selection.format = form
                selections.append(selection)
        self.setExtraSelections(selections)

    @property
    def marked(self) -> tuple[int, ...]:
        """The lines that are marked as wrong."""
        return self._marked

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.highlighter.show_theme(theme)
        self.mark_lines(self._marked)

    def _show(self, place: int) -> None:
        """Put the cursor somewhere; the text moves only if that is out of sight."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        seen = self.viewport().rect().contains(self.cursorRect(cursor))
        top = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        if seen:
            self.verticalScrollBar().setValue(top)
        else:
            self.centerCursor()


def _units(text: str) -> int:
    """The length that Qt counts: two for each sign beyond the first plane."""
    return len(text) + sum(ord(sign) > 0xFFFF for sign in text)
