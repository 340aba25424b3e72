"""Formulas in a `QTextDocument`, on the baseline of the words around them.

Qt places a picture with its bottom on the baseline, or with its middle in the middle of the line,
wherever the baseline may be.  So an object of our own draws formulas, and asks the line for its
baseline.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from html import escape

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QImage,
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
    QTransform,
)

from nnfs_gui.theme import font

from .formula import BOOKISH, FormulaImage, empty_image, formula_image
from .formula_words import spoken

_DRAWN_BY_US = "formulas"


def inline_formula(
    document: QTextDocument,
    latex: str,
    face: QFont,
    colour: str,
    ratio: float = 1.0,
    *,
    alone: bool = False,
    tail: str = "",
) -> str:
    """A formula for HTML text of ``document`` in the font ``face``, on the text's baseline.

    It is taller if it stands ``alone`` in its line.  ``tail`` is what stands close behind it: Qt
    would break the line before a full stop.  Set the HTML into the same document; `spoken` gives
    the words for those who cannot see it.
    """
    made = formula_image(latex, face.pixelSize() * BOOKISH, colour, ratio, inline=not alone)
    if tail:
        made = _with_tail(made, tail, face, colour)
    image = QImage(made.image)
    image.setOffset(QPointF(0.0, -made.ascent * ratio).toPoint())
    name = f"formula:{abs(hash((latex, face.pixelSize(), colour, ratio, alone, tail)))}"
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    _draw_formulas_of(document)
    below = max(0, math.ceil(made.descent))
    above = max(math.ceil(made.ascent), below + 1)
    return (
        f"<img src='{name}' alt='{escape(spoken(latex) + tail)}' width='{math.ceil(made.width)}' "
        f"height='{above + below}' style='vertical-align: middle; "
        f"font-size: {_size_that_lifts(above - below)}px'>"
    )


def _with_tail(made: FormulaImage, tail: str, face: QFont, colour: str) -> FormulaImage:
    """The formula and the words behind it as one picture."""
    metrics = QFontMetricsF(face)
    ink, ratio = metrics.tightBoundingRect(tail), made.image.devicePixelRatio()
    ascent, descent = max(made.ascent, -ink.top()), max(made.descent, ink.bottom())
    width = made.width + metrics.horizontalAdvance(tail)
    ascent += (-ascent * ratio % 1) / ratio  # or the letters would be blurred
    image = empty_image(width, ascent + descent, ratio)
    painter = QPainter(image)
    painter.drawImage(QPointF(0.0, ascent - made.ascent), made.image)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QPointF(made.width, ascent), tail)
    painter.end()
    return FormulaImage(image, width, ascent, descent)


@lru_cache(maxsize=256)
def _size_that_lifts(lift: int) -> int:
    """The size of a font that gives a picture ``lift`` more room above the baseline than below.

    Qt makes this difference half the x-height of the picture's own font.
    """
    sizes = range(1, 8 * lift + 8)
    return min(sizes, key=lambda size: abs(QFontMetrics(font(size)).xHeight() - 2 * lift))


def _draw_formulas_of(document: QTextDocument) -> None:
    """Let the pictures of ``document`` be drawn by us from now on."""
    layout = document.documentLayout()
    if not layout.property(_DRAWN_BY_US):
        layout.setProperty(_DRAWN_BY_US, True)
        layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, _drawer())


class FormulaDrawer(QPyTextObject):
    """Draws pictures whose offset says how far they reach above the baseline."""

    # --- Qt ----------------------------------------------------------------------------------

    def intrinsicSize(
        self, _document: QTextDocument, _position: int, format_: QTextFormat
    ) -> QSizeF:
        picture = format_.toImageFormat()
        return QSizeF(picture.width(), picture.height())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        format_: QTextFormat,
    ) -> None:
        name = QUrl(format_.toImageFormat().name())
        image = document.resource(QTextDocument.ResourceType.ImageResource, name)
        if not isinstance(image, QImage):
            return
        block = document.findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        baseline = QRectF(rect).center().y() + (line.ascent() - line.descent()) / 2
        to_screen = painter.deviceTransform()
        top = _on_whole_pixels(baseline, to_screen) + image.offset().y() / image.devicePixelRatio()
        painter.drawImage(QPointF(rect.x(), top), image)


@cache
def _drawer() -> FormulaDrawer:
    """One for all texts, which holds nothing of any."""
    return FormulaDrawer()


def _on_whole_pixels(baseline: float, to_screen: QTransform) -> float:
    """The baseline where Qt draws the letters upon it: between two rows of pixels."""
    scale = to_screen.m22()
    if to_screen.isRotating() or scale <= 0:
        return baseline
    return (round(baseline * scale + to_screen.dy()) - to_screen.dy()) / scale
