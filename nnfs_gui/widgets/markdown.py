"""Markdown with formulas between dollar signs, written into a `QTextDocument`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)

from nnfs_gui.theme import font

from .formula import BOOKISH, EM, typeset
from .formula_in_text import inline_formula
from .formula_words import spoken

_FEATURES = QTextDocument.MarkdownFeature
DIALECT = _FEATURES.MarkdownDialectGitHub | _FEATURES.MarkdownNoHTML
_FORMULA = re.compile(
    r"(?<!\\)\$\$(.+?)\$\$"
    r"|(?<![\\\w])\$(?!\s)((?:[^$\n]|\n(?!\n))+?)(?<![\s\\])\$(?!\d)([.,;:!?)%]*)",
    re.DOTALL,
)
_PERCENT = re.compile(r"(?<=\d) %")
_FIRST = 0xE000
"""Signs of Unicode's private area stand for formulas while Markdown is read."""


@dataclass(frozen=True)
class TextLook:
    """How text is written: pixels, colours of words and links, and the screen's pixel ratio.

    ``line`` is the colour of the lines of tables, and behind what is to be typed as it stands.
    """

    pixels: int
    colour: str
    link: str
    ratio: float = 1.0
    line: str = "#D8DFEA"


def plain_words(markdown: str) -> str:
    """The text without marks, for a screen reader; formulas are spoken."""
    document = QTextDocument()
    document.setMarkdown(
        _FORMULA.sub(lambda found: spoken(found[1] or found[2]) + (found[3] or ""), markdown),
        DIALECT,
    )
    return document.toPlainText()


def kept_together(markdown: str) -> str:
    """The text with no line break between a number and its percent sign."""
    return _PERCENT.sub("\u00a0%", markdown)


def write_markdown(document: QTextDocument, markdown: str, width: float, look: TextLook) -> None:
    """Write a text into ``document``, with its formulas at most ``width`` pixels wide."""
    formulas: list[re.Match[str]] = []
    document.setDefaultFont(font(look.pixels))
    document.setDefaultStyleSheet(f"a {{ color: {look.link}; }}")
    text = _FORMULA.sub(_placeholders(formulas), kept_together(markdown))
    document.setMarkdown(text, DIALECT)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    form = QTextCharFormat()
    form.setForeground(QColor(look.colour))
    cursor.mergeCharFormat(form)
    _mark_code(document, QColor(look.line))
    if "|" in text:
        _draw_tables(document, look)
    for index, found in enumerate(formulas):
        _insert(document, index, found, width, look)
    _space_blocks(document, look.pixels / 2)


def _mark_code(document: QTextDocument, ground: QColor) -> None:
    """Let what stands between backticks be told from the words around it."""
    marked = QTextCharFormat()
    marked.setBackground(ground)
    block = document.begin()
    while block.isValid():
        each = block.begin()
        spans = []
        while not each.atEnd():
            spans.append(each.fragment())
            each += 1
        for span in spans:
            if span.charFormat().fontFixedPitch():
                cursor = QTextCursor(document)
                cursor.setPosition(span.position())
                cursor.setPosition(span.position() + span.length(), cursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(marked)
        block = block.next()


def _draw_tables(document: QTextDocument, look: TextLook) -> None:
    """Tables with hairlines, and room around them as around a paragraph."""
    root: object = document.rootFrame()
    # Once in thousands of texts PySide takes it for an object that was at its address before.
    if not isinstance(root, QTextFrame):
        return
    for frame in root.childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format()
            form.setBorder(1)
            form.setBorderCollapse(True)
            form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            form.setBorderBrush(QColor(look.line))
            form.setCellPadding(look.pixels / 4)
            form.setCellSpacing(0)
            form.setTopMargin(look.pixels / 2)
            form.setBottomMargin(look.pixels / 2)
            frame.setFormat(form)


def _space_blocks(document: QTextDocument, gap: float) -> None:
    """Room between paragraphs, and none above the first and below the last line.

    Qt takes it from the font's size in points, and a font in pixels has none.
    """
    block = document.begin()
    while block.isValid() and block.next().isValid():
        cursor, form = QTextCursor(block), QTextBlockFormat()
        in_list = block.textList() is not None and block.next().textList() is not None
        if cursor.currentTable() is None:
            form.setBottomMargin(gap / 3 if in_list else gap)
            cursor.mergeBlockFormat(form)
        block = block.next()
    first, last = QTextBlockFormat(), QTextBlockFormat()
    first.setTopMargin(0)
    last.setBottomMargin(2)
    QTextCursor(document.firstBlock()).mergeBlockFormat(first)
    QTextCursor(document.lastBlock()).mergeBlockFormat(last)


def _insert(
    document: QTextDocument, index: int, found: re.Match[str], width: float, look: TextLook
) -> None:
    cursor = document.find(chr(_FIRST + index))
    if cursor.isNull():
        return
    latex, alone = found[1] or found[2], found[1] is not None
    tail = found[3] or ""
    size, made = float(look.pixels), typeset(latex, inline=not alone)
    if made is not None:
        room = max(40.0, width - 4 - len(tail) * size / 2)
        size = min(size, room * EM / (made.width * BOOKISH))
    face = font(max(7, int(size)))
    html = inline_formula(document, latex, face, look.colour, look.ratio, alone=alone, tail=tail)
    cursor.insertHtml(html)
    if alone:
        form = QTextBlockFormat()
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        form.setTopMargin(look.pixels / 3)
        form.setBottomMargin(look.pixels / 3)
        cursor.mergeBlockFormat(form)


def _placeholders(formulas: list[re.Match[str]]) -> Callable[[re.Match[str]], str]:
    def replaced(found: re.Match[str]) -> str:
        formulas.append(found)
        sign = chr(_FIRST + len(formulas) - 1)
        return f"\n\n{sign}\n\n" if found[1] is not None else sign

    return replaced
