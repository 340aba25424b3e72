"""`PythonHighlighter`: colours of Python code, from Pygments' tokens and the theme."""

from __future__ import annotations

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from nnfs_gui.theme import Theme


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document that is set at once and not edited."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._lexer = PythonLexer(stripnl=False)
        self._spans: list[list[tuple[int, int, Token]]] = []
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        on = theme.raised
        self._formats = {
            Comment: _format(theme.legible(theme.dim, on), italic=True),
            Keyword: _format(theme.legible(theme.accent, on), bold=True),
            Name.Function: _format(theme.legible(theme.accent, on)),
            Name.Class: _format(theme.legible(theme.accent, on)),
            Number: _format(theme.legible(theme.neg, on)),
            String: _format(theme.legible(theme.ok, on)),
            Operator: _format(theme.legible(theme.dim, on)),
        }
        self.rehighlight()

    def read(self, code: str) -> None:
        """Find the tokens of the code that the document is about to show."""
        self._spans = [[]]
        column = 0
        for kind, text in self._lexer.get_tokens(code):
            kind = self._known(kind)
            for number, part in enumerate(text.split("\n")):
                if number:
                    self._spans.append([])
                    column = 0
                if part and kind is not None:
                    self._spans[-1].append((column, len(part), kind))
                column += len(part)

    def _known(self, kind: Token) -> Token | None:
        """The kind, or the nearest wider one, that has a colour."""
        while kind is not None and kind not in self._formats:
            kind = kind.parent
        return kind

    def highlightBlock(self, text: str) -> None:
        line = self.currentBlock().blockNumber()
        if line < len(self._spans):
            for start, length, kind in self._spans[line]:
                self.setFormat(start, length, self._formats[kind])


def _format(colour: str, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    shown = QTextCharFormat()
    shown.setForeground(QColor(colour))
    shown.setFontItalic(italic)
    if bold:
        shown.setFontWeight(600)
    return shown
