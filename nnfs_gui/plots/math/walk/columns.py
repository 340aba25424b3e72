"""The columns of a walk: the formula, the same with numbers, and the engine's code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.widgets.code_view import CodeView
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.formula import BOOKISH, Formula
from nnfs_gui.widgets.magnify import magnified

from .pages import Page
from .source import CodeLine, Excerpt, excerpt

_FORMULAS = 3
"""Formulas of a page at most: Adam has three."""
_LARGE = 16
"""Pixels of the letters of a formula that stands alone, before they are made bookish."""


def _title(words: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", "dim")
    made.setFont(font(LABEL))
    return made


class FormulaColumn(QWidget):
    """The formulas of a phase, typeset."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._page = theme, Page("", (), (), "", ())
        self.formulas = tuple(Formula(f"walk-formula-{number}") for number in range(_FORMULAS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(_title("Formula"))
        for made in self.formulas:
            column.addWidget(made)
        column.addStretch(1)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_page(self._page)

    def show_page(self, page: Page) -> None:
        self._page = page
        for index, made in enumerate(self.formulas):
            made.setVisible(index < len(page.formulas))
            if index < len(page.formulas):
                size = _LARGE if len(page.formulas) < _FORMULAS else BODY
                pixels = magnified(size, self) * BOOKISH
                made.show_formula(page.formulas[index], pixels, self._theme.text)


class NumbersColumn(QWidget):
    """The formula with the numbers of a point, and what it means."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._shown = theme, (Page("", (), (), "", ()), "")
        self.title = ElidedLabel()
        self.title.setProperty("role", "dim")
        self.title.setFont(font(LABEL))
        self.text = QTextBrowser()
        self.text.setObjectName("walk-numbers")
        self.text.setAccessibleName("The formula with numbers")
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.document().setDocumentMargin(0)
        self.text.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.text, 1)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.text.setStyleSheet(
            f"background: transparent; border: none; padding: 0; color: {theme.text};"
        )
        self.show_page(*self._shown)

    def show_page(self, page: Page, point: str) -> None:
        self._shown, theme = (page, point), self._theme
        self.title.set_text(f"{page.subject} · {point}" if page.subject else "")
        self.text.document().setDefaultFont(font(magnified(BODY, self), tabular=True))
        self.text.document().setDefaultStyleSheet(f"a {{ color: {theme.accent}; }}")
        lines = "".join(f"<p style='margin:0 0 5px 0'>{line}</p>" for line in page.lines)
        small = magnified(LABEL, self)
        says = f"<p style='margin:0; color:{theme.dim}; font-size:{small}px'>{page.sentence}</p>"
        self.text.setHtml(lines + (says if page.sentence else ""))


class CodeColumn(QWidget):
    """The engine's lines that do the work, and a way to the whole file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._page = theme, Page("", (), (), "", ())
        self.main: Excerpt | None = None
        self.view = CodeView("walk-code")
        self.open_button = QPushButton()
        self.open_button.setObjectName("walk-open-code")
        self.open_button.setProperty("role", "link")
        self.open_button.setFont(font(LABEL))
        self.open_button.setToolTip("The whole file, read-only, in a window")
        top = QHBoxLayout()
        top.addWidget(_title("The engine's code"), 1)
        top.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_page(self._page)

    def show_page(self, page: Page) -> None:
        self._page = page
        found = [made for work in page.work if (made := excerpt(work)) is not None]
        self.main = found[0] if found else None
        self.open_button.setVisible(self.main is not None)
        lines: list[CodeLine] = []
        for made in found:
            lines += [CodeLine("")] if lines else []
            if made.file != found[0].file:
                lines.append(CodeLine(f"# {made.name}"))
            lines += made.lines
        if self.main is not None:
            self.open_button.setText(f"{self.main.name} · open")
            self.open_button.setAccessibleName(f"Open {self.main.name}")
        else:
            lines = [CodeLine("# the sources are not installed here")]
        self.view.show_lines(lines, self._theme, magnified(LABEL - 1, self))
