"""`RichText`: Markdown with formulas between dollar signs, as tall as it needs to be."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QSizePolicy, QTextBrowser, QWidget

from nnfs_gui.theme import BODY, Theme, font

from .formula import BOOKISH, inline_formula, typeset
from .formula_words import spoken
from .magnify import magnified

FEATURES = QTextDocument.MarkdownFeature
_DIALECT = FEATURES.MarkdownDialectGitHub | FEATURES.MarkdownNoHTML
_FORMULA = re.compile(
    r"(?<!\\)\$\$(.+?)\$\$"
    r"|(?<![\\\w])\$(?!\s)((?:[^$\n]|\n(?!\n))+?)(?<![\s\\])\$(?!\d)",
    re.DOTALL,
)
_FIRST = 0xE000
"""Signs of Unicode's private area stand for formulas while Markdown is read."""
_EM = 64.0


class RichText(QTextBrowser):
    """A text for reading: no HTML, no pictures from elsewhere; links ask before they open."""

    def __init__(
        self, name: str, theme: Theme, parent: QWidget | None = None, *, pixels: int = BODY,
        role: str = "text",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self._theme, self._pixels, self._role = theme, pixels, role
        self._markdown, self._drawn_for = "", (0, 0, "")
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.anchorClicked.connect(self._ask_about)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(16)

    @property
    def markdown(self) -> str:
        return self._markdown

    def show_markdown(self, markdown: str) -> None:
        """Show a text; its formulas are drawn when its width is known."""
        if markdown != self._markdown:
            self._markdown = markdown
            self._drawn_for = (0, 0, "")
            words = _FORMULA.sub(lambda found: spoken(found[1] or found[2]), markdown)
            plain = QTextDocument()
            plain.setMarkdown(words, _DIALECT)
            self.setAccessibleName(plain.toPlainText())
        self._draw()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def show_magnified(self, _factor: float) -> None:
        """Write as large as the words around."""
        self._draw()

    # --- drawing -----------------------------------------------------------------------------

    def _draw(self) -> None:
        """Lay the text out for the width there is, unless that is done."""
        pixels = magnified(self._pixels, self)
        colour = getattr(self._theme, self._role)
        wanted = (self.viewport().width(), pixels, colour)
        if wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        document, formulas = self.document(), list[re.Match[str]]()
        document.setDefaultFont(font(pixels))
        document.setDefaultStyleSheet(f"a {{ color: {self._theme.accent}; }}")
        document.setMarkdown(_FORMULA.sub(_placeholders(formulas), self._markdown), _DIALECT)
        self._colour_words(colour)
        for index, found in enumerate(formulas):
            self._insert(index, found, pixels, colour)
        self._space_blocks()
        self._take_height()

    def _colour_words(self, colour: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        form = QTextCharFormat()
        form.setForeground(QColor(colour))
        cursor.mergeCharFormat(form)

    def _insert(self, index: int, found: re.Match[str], pixels: int, colour: str) -> None:
        document = self.document()
        cursor = document.find(chr(_FIRST + index))
        if cursor.isNull():
            return
        latex, alone = found[1] or found[2], found[1] is not None
        size, made = float(pixels), typeset(latex)
        room = max(40, self.viewport().width() - 4)
        if made is not None:
            size = min(size, pixels * room / (made.width * pixels * BOOKISH / _EM))
        face = font(max(7, int(size)))
        cursor.insertHtml(inline_formula(document, latex, face, colour, self.devicePixelRatioF()))
        image = QTextCursor(cursor)
        image.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor)
        middle = QTextCharFormat()
        middle.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        image.mergeCharFormat(middle)
        if alone:
            form = QTextBlockFormat()
            form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            form.setTopMargin(pixels / 3)
            form.setBottomMargin(pixels / 3)
            cursor.mergeBlockFormat(form)

    def _space_blocks(self) -> None:
        """Room between paragraphs, and none above the first and below the last line.

        Qt takes it from the font's size in points, and a font in pixels has none.
        """
        document, gap = self.document(), magnified(self._pixels, self) / 2
        block = document.begin()
        while block.isValid() and block.next().isValid():
            cursor, form = QTextCursor(block), QTextBlockFormat()
            in_list = block.textList() is not None and block.next().textList() is not None
            if cursor.currentTable() is None:
                form.setBottomMargin(gap / 3 if in_list else gap)
                cursor.mergeBlockFormat(form)
            block = block.next()
        for block, top in ((document.firstBlock(), True), (document.lastBlock(), False)):
            cursor, form = QTextCursor(block), QTextBlockFormat()
            if top:
                form.setTopMargin(0)
            else:
                form.setBottomMargin(2)
            cursor.mergeBlockFormat(form)

    def _take_height(self) -> None:
        document = self.document()
        document.setTextWidth(self.viewport().width())
        height = int(document.size().height()) + 2 if self._markdown else 0
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    # --- links -------------------------------------------------------------------------------

    def _ask_about(self, url: QUrl) -> None:
        """Open a link only after its whole address was seen."""
        if url.scheme() not in ("http", "https"):
            return
        box = QMessageBox(self.window())
        box.setObjectName("open-link")
        box.setWindowTitle("Open a link")
        box.setText("Open this address in your browser?")
        box.setInformativeText(url.toString())
        box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._asked = url
        box.accepted.connect(self._open_asked)
        box.open()

    def _open_asked(self) -> None:
        QDesktopServices.openUrl(self._asked)

    # --- Qt ----------------------------------------------------------------------------------

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing comes from files or the net; formulas are the document's own already."""
        return None

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the column scrolls, and not the text


def _placeholders(formulas: list[re.Match[str]]) -> Callable[[re.Match[str]], str]:
    def replaced(found: re.Match[str]) -> str:
        formulas.append(found)
        sign = chr(_FIRST + len(formulas) - 1)
        return f"\n\n{sign}\n\n" if found[1] is not None else sign

    return replaced
