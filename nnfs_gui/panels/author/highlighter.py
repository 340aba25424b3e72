"""`LessonHighlighter`: headings, blocks, settings, options and formulas of a lesson's text."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from nnfs_gui.lessons.names import BLOCKS
from nnfs_gui.theme import Theme

_TEXT, _HEADER = 0, 1
_MARKDOWN = frozenset({"hint", "reveal", "teacher"})
_KEY = re.compile(r"^\s*([\w.\"-]+)\s*(?==)|^\s*\[\[?[\w.]+\]\]?")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_FORMULA = re.compile(r"\$[^$]+\$")
_OPTION = re.compile(r"^\s*- \[([ xX])\]")
_QUOTE = re.compile(r"^\s*>.*")


class LessonHighlighter(QSyntaxHighlighter):
    """Colours a text line by line; the state says in which block the line before ended."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._names = list(BLOCKS)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        on = theme.raised
        self._heading = _form(theme.text, bold=True)
        self._fence = _form(theme.legible(theme.accent, on), bold=True)
        self._key = _form(theme.legible(theme.accent, on))
        self._string = _form(theme.legible(theme.neg, on))
        self._right = _form(theme.legible(theme.ok, on), bold=True)
        self._dim = _form(theme.dim)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        before = max(0, self.previousBlockState())
        self.setCurrentBlockState(self._paint(text, before))

    def _paint(self, text: str, before: int) -> int:
        """Colour a line, and say what it leaves open."""
        if text.rstrip() == "+++":
            self.setFormat(0, len(text), self._fence)
            return _TEXT if before == _HEADER else _HEADER
        if text.startswith("```"):
            self.setFormat(0, len(text), self._fence)
            name = text[3:].strip()
            known = before < 2 and name in self._names
            return 2 + self._names.index(name) if known else _TEXT
        inside = self._names[before - 2] if before >= 2 else ""
        if before == _HEADER or (inside and inside not in _MARKDOWN):
            self._settings(text)
        else:
            self._prose(text)
        return before

    def _settings(self, text: str) -> None:
        found = _KEY.match(text)
        if found:
            self.setFormat(0, found.end(), self._key)
        for string in _STRING.finditer(text):
            self.setFormat(string.start(), string.end() - string.start(), self._string)

    def _prose(self, text: str) -> None:
        if text.startswith("## "):
            self.setFormat(0, len(text), self._heading)
            return
        option = _OPTION.match(text)
        if option:
            form = self._right if option[1] != " " else self._key
            self.setFormat(0, option.end(), form)
        elif _QUOTE.match(text):
            self.setFormat(0, len(text), self._dim)
        for formula in _FORMULA.finditer(text):
            self.setFormat(formula.start(), formula.end() - formula.start(), self._string)


def _form(colour: str, *, bold: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    if bold:
        form.setFontWeight(QFont.Weight.Bold)
    return form
