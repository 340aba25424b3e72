"""`DifferencesDialog`: one's own text of a lesson beside what its file has now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.lessons.writing.differences import Line, Side
from nnfs_gui.theme import LABEL, Theme, font

_SIGNS: dict[Side, str] = {"mine": "− ", "theirs": "+ ", "both": "  ", "left out": "… "}


class DifferencesDialog(QDialog):
    """Signals: ``mine_kept(bool)``, whether one's own text stays."""

    mine_kept = Signal(bool)

    def __init__(self, lines: Sequence[Line], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("author-differences")
        self.setWindowTitle("What differs")
        legend = QLabel("−  only in your text          +  only in the file", self)
        legend.setProperty("role", "dim")
        legend.setFont(font(LABEL))
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("differences-text")
        self.text.setAccessibleName(
            "Differences: minus is only in your text, plus only in the file"
        )
        self.text.setReadOnly(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(LABEL)
        self.text.setFont(fixed)
        _write(self.text, lines, theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        for name, words in (("mine", "Keep mine"), ("theirs", "Take theirs")):
            button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
            button.setObjectName(f"differences-{name}")
            button.clicked.connect(partial(self._decide, name == "mine"))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (legend, self.text, buttons):
            layout.addWidget(part)
        self.resize(640, 460)

    def _decide(self, mine: bool) -> None:
        self.mine_kept.emit(mine)
        self.accept()


def _write(text: QPlainTextEdit, lines: Sequence[Line], theme: Theme) -> None:
    """The lines, with a tint behind what only one side has."""
    tints = {"mine": theme.error, "theirs": theme.ok}
    cursor = QTextCursor(text.document())
    for number, line in enumerate(lines):
        form = QTextCharFormat()
        if line.side in tints:
            form.setBackground(QColor(theme.blend(theme.raised, tints[line.side], 0.25)))
        elif line.side == "left out":
            form.setForeground(QColor(theme.dim))
        newline = "\n" if number else ""
        cursor.insertText(f"{newline}{_SIGNS[line.side]}{line.text}", form)
    text.moveCursor(QTextCursor.MoveOperation.Start)
