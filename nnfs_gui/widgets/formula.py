"""Formulas set as in a book: LaTeX to an image or a widget, in any size and colour.

``ziamath`` sets a formula in some ten milliseconds, so each is set once, at one size, and scaled;
images are kept by what they show.  It is imported with the first formula.  What is no LaTeX is
written as it stands.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt, QUrl
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QTextDocument
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.theme import BODY, font

from .formula_words import spoken

if TYPE_CHECKING:
    from ziamath.zmath import Latex

EM = 64.0
"""Pixels at which formulas are set before they are scaled."""
BOOKISH = 1.18
"""The size of a formula in text of size 1: its letters are smaller than those of Inter."""
_MARGIN = 2.0
_COLOUR = "#010203"
"""Stands for the formula's own colour until it is known."""
_SIGN = re.compile(r"(^|[=(\[,;<>]|\\(?:cdot|times|approx|leftarrow|leq?|geq?)(?![A-Za-z]))(\s*)-")
"""A minus with nothing before it to subtract from: ziamath knows signs only at the very start."""


@dataclass(frozen=True)
class Typeset:
    """A formula set at `EM`: its picture, and its room above and below the baseline."""

    svg: str
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True)
class FormulaImage:
    """A formula as pixels; ``width``, ``ascent`` and ``descent`` count device-independent ones."""

    image: QImage
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        return self.ascent + self.descent


@lru_cache(maxsize=1024)
def typeset(latex: str, inline: bool = False) -> Typeset | None:
    """``latex`` as SVG, lower if it is ``inline``; None if it cannot be set."""
    try:
        signed = _SIGN.sub(r"\1\2{-}", latex)
        made = _setter()(signed, size=EM, color=_COLOUR, inline=inline, margin=_MARGIN)
        svg = made.svg()
    except Exception:  # noqa: BLE001 -- ziamath and latex2mathml raise all kinds for bad LaTeX
        return None
    if "\\" in "".join(made.mathml.itertext()):  # an unknown command is set as its own name
        return None
    box = made.node.bbox
    return Typeset(svg, box.xmax - box.xmin + 2 * _MARGIN, box.ymax + _MARGIN, _MARGIN - box.ymin)


@cache
def _setter() -> type[Latex]:
    """What sets formulas, imported when the first one is asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its way to its own font files
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # QtSvg draws slivers of the glyphs otherwise
    return Latex


@lru_cache(maxsize=1024)
def formula_image(
    latex: str, pixels: float, colour: str, ratio: float = 1.0, inline: bool = False
) -> FormulaImage:
    """``latex`` at a font size of ``pixels``, drawn for a screen with that device pixel ratio."""
    made = typeset(latex, inline)
    if made is None:
        return _plain_image(latex, pixels, colour, ratio)
    scale = pixels / EM
    image = _empty_image(made.width * scale, (made.ascent + made.descent) * scale, ratio)
    renderer = QSvgRenderer(QByteArray(made.svg.replace(_COLOUR, colour).encode()))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = QSizeF(made.width, made.ascent + made.descent) * scale
    renderer.render(painter, QRectF(0.0, 0.0, size.width(), size.height()))
    painter.end()
    return FormulaImage(image, made.width * scale, made.ascent * scale, made.descent * scale)


def inline_formula(
    document: QTextDocument, latex: str, face: QFont, colour: str, ratio: float = 1.0
) -> str:
    """A formula for HTML text of ``document`` in the font ``face``, on the text's baseline.

    Set the HTML into the same document; `spoken` gives the words for those who cannot see it.
    """
    made = formula_image(latex, face.pixelSize() * BOOKISH, colour, ratio, inline=True)
    # Qt puts an image's bottom on the baseline, or its middle half an x-height above it.
    lift = QFontMetricsF(face).xHeight() / 2
    ascent = max(made.ascent, made.descent + lift)
    image = _empty_image(made.width, 2 * ascent - lift, ratio)
    size = image.deviceIndependentSize()
    painter = QPainter(image)
    painter.drawImage(QPointF(0.0, (size.height() + lift) / 2 - made.ascent), made.image)
    painter.end()
    name = f"formula:{abs(hash((latex, face.pixelSize(), colour, ratio)))}"
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    return (
        f"<img src='{name}' alt='{escape(spoken(latex))}' width='{size.width():.2f}' "
        f"height='{size.height():.2f}' style='vertical-align: middle'>"
    )


class Formula(QWidget):
    """One formula; too little room makes it smaller."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._latex, self._pixels, self._colour = "", float(BODY), "#000000"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def latex(self) -> str:
        return self._latex

    def show_formula(self, latex: str, pixels: float, colour: str, words: str = "") -> None:
        """Show ``latex`` at a font size; ``words`` is what a screen reader says instead."""
        if (latex, pixels, colour) != (self._latex, self._pixels, self._colour):
            self._latex, self._pixels, self._colour = latex, pixels, colour
            self.updateGeometry()
            self.update()
        self.setAccessibleName(words or spoken(latex))

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        if not self._latex:
            return QSize(0, 0)
        made = formula_image(self._latex, self._pixels, self._colour, self.devicePixelRatioF())
        return QSizeF(made.width + 1, made.height + 1).toSize()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() * 0.6

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._latex:
            return
        ratio = self.devicePixelRatioF()
        made = formula_image(self._latex, self._pixels, self._colour, ratio)
        scale = min(1.0, self.width() / made.width, self.height() / made.height)
        if scale < 1.0:
            made = formula_image(self._latex, self._pixels * scale, self._colour, ratio)
        painter = QPainter(self)
        painter.drawImage(QPointF(0.0, 0.0), made.image)
        painter.end()


def _plain_image(text: str, pixels: float, colour: str, ratio: float) -> FormulaImage:
    """What cannot be set, in the font of the text around it."""
    face = font(max(1, round(pixels / BOOKISH)))
    metrics = QFontMetricsF(face)
    width = max(1.0, metrics.horizontalAdvance(text))
    image = _empty_image(width, metrics.height(), ratio)
    painter = QPainter(image)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QRectF(0.0, 0.0, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, text)
    painter.end()
    return FormulaImage(image, width, metrics.ascent(), metrics.descent())


def _empty_image(width: float, height: float, ratio: float) -> QImage:
    size = QSize(math.ceil(width * ratio), math.ceil(height * ratio))
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
