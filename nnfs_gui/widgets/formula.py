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
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
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
_WIDE_ACCENT = re.compile(r"\\(?:wide)?(?:hat|tilde)(?![a-z])")
"""ziamath keeps room for the widest form of these, whichever it draws."""
_VIEW = re.compile(r'width="[-.\d]+"( height="[-.\d]+" viewBox=")([-.\d]+)( [-.\d]+ )[-.\d]+')
_PARTIAL = re.compile(r"\\partial(?![A-Za-z])|∂")
"""ziamath takes it for an operator, and sets it apart from what is differentiated."""


@dataclass(frozen=True)
class Typeset:
    """A formula set at `EM`: its picture, and its room above and below the baseline."""

    svg: str
    width: float
    ascent: float
    descent: float


@dataclass(frozen=True)
class FormulaImage:
    """A formula as pixels; ``width``, ``ascent`` and ``descent`` count device-independent ones.

    The baseline lies between two rows of pixels of the screen.
    """

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
        signed = _PARTIAL.sub(r"{\\partial}", _SIGN.sub(r"\1\2{-}", latex))
        made = _setter()(signed, size=EM, color=_COLOUR, inline=inline, margin=_MARGIN)
        svg = made.svg()
    except Exception:  # noqa: BLE001 -- ziamath and latex2mathml raise all kinds for bad LaTeX
        return None
    if "\\" in "".join(made.mathml.itertext()):  # an unknown command is set as its own name
        return None
    box = made.node.bbox
    width = box.xmax - box.xmin + 2 * _MARGIN
    whole = Typeset(svg, width, box.ymax + _MARGIN, _MARGIN - box.ymin)
    return _trimmed(whole) if _WIDE_ACCENT.search(latex) else whole


def _trimmed(made: Typeset) -> Typeset:
    """Without the empty room at both sides."""
    image = empty_image(made.width, made.ascent + made.descent, 1.0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(made.svg.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    columns = [x for x in range(image.width()) if _has_ink(image, x)]
    left = max(0.0, columns[0] - _MARGIN)
    width = min(made.width, columns[-1] + 1 + _MARGIN) - left
    view = rf'width="{width:.3f}"\g<1>{{start:.3f}}\g<3>{width:.3f}'
    svg = _VIEW.sub(
        lambda found: found.expand(view.format(start=float(found[2]) + left)), made.svg, 1
    )
    return Typeset(svg, width, made.ascent, made.descent)


def _has_ink(image: QImage, x: int) -> bool:
    return any(image.pixelColor(x, y).alpha() for y in range(image.height()))


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
    size = QSizeF(made.width, made.ascent + made.descent) * scale
    ascent = math.ceil(made.ascent * scale * ratio) / ratio
    top = ascent - made.ascent * scale
    image = empty_image(size.width(), top + size.height(), ratio)
    renderer = QSvgRenderer(QByteArray(made.svg.replace(_COLOUR, colour).encode()))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(QPointF(0.0, top), size))
    painter.end()
    return FormulaImage(image, size.width(), ascent, made.descent * scale)


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
    ascent = math.ceil(metrics.ascent() * ratio) / ratio
    image = empty_image(width, ascent + metrics.descent(), ratio)
    painter = QPainter(image)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawText(QPointF(0.0, ascent), text)
    painter.end()
    return FormulaImage(image, width, ascent, metrics.descent())


def empty_image(width: float, height: float, ratio: float) -> QImage:
    """A transparent image with room for so many device-independent pixels."""
    size = QSize(math.ceil(width * ratio), math.ceil(height * ratio))
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
