"""Python source as text with colours, the lines at work marked, and their values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QResizeEvent,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QDialog, QLabel, QTextEdit, QVBoxLayout, QWidget

from nnfs_gui.theme import LABEL, Theme

from .magnify import magnified

_ROLES = (
    ("Token.Keyword", "neg"),
    ("Token.Operator.Word", "neg"),
    ("Token.Name.Function", "pos"),
    ("Token.Name.Class", "pos"),
    ("Token.Name.Builtin.Pseudo", "dim"),
    ("Token.Comment", "dim"),
    ("Token.Literal.String", "ok"),
    ("Token.Name.Decorator", "warn"),
)
"""The colour of a theme for kinds of tokens; the others are text."""


Pieces: TypeAlias = tuple[tuple[str, str], ...]
"""A line of source, each piece with its role in a theme."""


class Line(Protocol):
    """A line of source; ``value`` stands beside it if it is ``marked``."""

    @property
    def text(self) -> str: ...
    @property
    def marked(self) -> bool: ...
    @property
    def value(self) -> str: ...


class CodeView(QTextEdit):
    """A few lines of source, read-only, scrolled to the marked ones."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setAccessibleName("The engine's code")
        self.document().setDocumentMargin(6)
        self._shown: tuple[object, ...] = ()
        self._values: list[tuple[int, QLabel]] = []
        self.verticalScrollBar().valueChanged.connect(self._place_values)

    def show_lines(self, lines: Sequence[Line], theme: Theme, pixels: int = LABEL) -> None:
        """Show these lines; colours follow the theme."""
        if (tuple(lines), theme, pixels) == self._shown:
            return
        self._shown = (tuple(lines), theme, pixels)
        self.setStyleSheet(
            f"QTextEdit {{ background: {theme.bg}; border: 1px solid {theme.line};"
            f" border-radius: 7px; padding: 0; color: {theme.text}; }}"
        )
        self.document().setDefaultFont(code_font(pixels))
        self.document().clear()
        cursor = QTextCursor(self.document())
        pieces = coloured("\n".join(line.text for line in lines))
        for number, (line, found) in enumerate(zip(lines, pieces, strict=True)):
            if number:
                cursor.insertBlock()
            _write_line(cursor, found, theme, marked=line.marked)
        self._show_marked(lines)
        self._write_values(lines, theme, pixels)

    @property
    def values(self) -> tuple[str, ...]:
        """The values beside the marked lines."""
        return tuple(label.text() for _, label in self._values)

    def _write_values(self, lines: Sequence[Line], theme: Theme, pixels: int) -> None:
        """Values stand at the right edge, where no long line can push them out of sight."""
        for _, label in self._values:
            label.deleteLater()
        self._values = []
        ground = _ground(theme)
        for number, line in enumerate(lines):
            if line.value:
                label = QLabel(line.value, self.viewport())
                label.setObjectName("code-value")
                label.setFont(code_font(pixels, bold=True))
                colour = theme.legible(theme.warn, ground)
                label.setStyleSheet(f"background: {ground}; color: {colour}; padding: 0 8px;")
                label.adjustSize()
                label.show()
                self._values.append((number, label))
        self.setAccessibleDescription(", ".join(f"gives {value}" for value in self.values))
        self._place_values()

    @Slot()
    def _place_values(self) -> None:
        for number, label in self._values:
            block = self.document().findBlockByNumber(number)
            line = self.cursorRect(QTextCursor(block))
            label.resize(label.sizeHint().width(), line.height())
            label.move(self.viewport().width() - label.width(), line.top())

    def _show_marked(self, lines: Sequence[Line]) -> None:
        """Scroll to the first marked line, with what stands before it if there is room."""
        marked = next((at for at, line in enumerate(lines) if line.marked), 0)
        for at in (len(lines) - 1, max(0, marked - 2), marked):
            block = self.document().findBlockByNumber(at)
            cursor = QTextCursor(block)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self.horizontalScrollBar().setValue(0)

    # --- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_values()


class CodeWindow(QDialog):
    """A whole file, read-only, at the lines at work."""

    def __init__(
        self, file: Path, name: str, first: int, last: int, theme: Theme,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("code-window")
        self.setWindowTitle(name)
        self.resize(760, 640)
        self.view = CodeView("code-file", self)
        self.view.setAccessibleName(f"The file {name}")
        text = file.read_text(encoding="utf-8").splitlines()
        lines = [_FileLine(line, first <= at <= last) for at, line in enumerate(text, start=1)]
        self._shown = lines, theme
        self.show_magnified(1.0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.view)
        self._first = first

    def show_magnified(self, _factor: float) -> None:
        self.view.show_lines(*self._shown, magnified(LABEL, self))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        block = self.view.document().findBlockByNumber(self._first - 1)
        self.view.setTextCursor(QTextCursor(block))
        middle = self.view.viewport().height() // 2
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + self.view.cursorRect().top() - middle)


class _FileLine:
    value = ""

    def __init__(self, text: str, marked: bool) -> None:
        self.text, self.marked = text, marked


def code_font(pixels: int, *, bold: bool = False) -> QFont:
    """The system's font of equal widths."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def _write_line(cursor: QTextCursor, pieces: Pieces, theme: Theme, *, marked: bool) -> None:
    ground = QTextBlockFormat()
    on = _ground(theme) if marked else theme.bg
    if marked:
        ground.setBackground(QColor(on))
    cursor.setBlockFormat(ground)
    for role, text in pieces:
        cursor.insertText(text, _format(theme.legible(getattr(theme, role), on)))


def _ground(theme: Theme) -> str:
    """What marked lines stand on."""
    return theme.blend(theme.bg, theme.warn, 0.18)


def _format(colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    return made


@lru_cache(maxsize=128)
def coloured(text: str) -> tuple[Pieces, ...]:
    """Each line of some Python in pieces, with the role of their colours in a theme."""
    from pygments.lexers import PythonLexer  # here, since it is needed by the first code only

    lines: list[list[tuple[str, str]]] = [[]]
    for token, words in PythonLexer(ensurenl=False, stripnl=False).get_tokens(text):
        name = str(token)
        role = next((role for prefix, role in _ROLES if name.startswith(prefix)), "text")
        first, *others = words.split("\n")
        lines[-1].append((role, first))
        lines += [[(role, piece)] for piece in others]
    return tuple(tuple(piece for piece in pieces if piece[1]) for pieces in lines)
