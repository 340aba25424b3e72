"""`RichText`: Markdown with formulas between dollar signs, as tall as it needs to be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QResizeEvent,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMessageBox, QSizePolicy, QTextBrowser, QWidget

from nnfs_gui.theme import BODY, Theme

from .magnify import magnified
from .markdown import TextLook, plain_words, write_markdown

_HEIGHTS_KEPT = 200
"""A layout that looks for the best width asks for the same ones again and again."""


class RichText(QTextBrowser):
    """A text for reading: no HTML, no pictures from elsewhere; links ask before they open."""

    def __init__(
        self, name: str, theme: Theme, parent: QWidget | None = None, *, pixels: int = BODY,
        role: str = "text",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self._theme, self._pixels, self._role = theme, pixels, role
        self._markdown, self._drawn_for, self._height = "", (0, 0, ""), 0
        self._heights: dict[tuple[int, TextLook], int] = {}
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
            self._heights.clear()
            self.setAccessibleName(plain_words(markdown))
        self._draw()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def show_magnified(self, _factor: float) -> None:
        """Write as large as the words around."""
        self._draw()

    def set_pixels(self, pixels: int) -> None:
        """Write larger or smaller."""
        self._pixels = pixels
        self._draw()

    def height_for(self, width: int) -> int:
        """How tall the text is in another width; its formulas may be larger there."""
        if not self._markdown:
            return 0
        look = self._look(self._pixels_now())
        if (width, look) not in self._heights:
            if len(self._heights) >= _HEIGHTS_KEPT:
                self._heights.clear()
            self._heights[width, look] = self._measure(width, look)
        return self._heights[width, look]

    def _measure(self, width: int, look: TextLook) -> int:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setIndentWidth(self.document().indentWidth())
        document.setDefaultTextOption(self.document().defaultTextOption())
        write_markdown(document, self._markdown, width, look)
        document.setTextWidth(width)
        return int(document.size().height()) + 2

    # --- drawing -----------------------------------------------------------------------------

    def _draw(self) -> None:
        """Lay the text out for the width there is, unless that is done."""
        pixels = self._pixels_now()
        colour = getattr(self._theme, self._role)
        wanted = (self.viewport().width(), pixels, colour)
        if wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        width = self.viewport().width()
        write_markdown(self.document(), self._markdown, width, self._look(pixels))
        self._take_height()

    def _pixels_now(self) -> int:
        return magnified(self._pixels, self)

    def _look(self, pixels: int) -> TextLook:
        colour = getattr(self._theme, self._role)
        ratio, theme = self.devicePixelRatioF(), self._theme
        return TextLook(pixels, colour, theme.accent, ratio, theme.line)

    def _take_height(self) -> None:
        document = self.document()
        document.setTextWidth(self.viewport().width())
        height = int(document.size().height()) + 2 if self._markdown else 0
        self._height = height
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
        # A new style sheet takes the least height away, and not the greatest.
        return QSize(200, min(self.maximumHeight(), self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the column scrolls, and not the text
