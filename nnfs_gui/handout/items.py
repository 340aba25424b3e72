"""What stands on a page, one below the other: texts, pictures, boxes to tick, lines to write on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTextDocument

from nnfs_gui.theme import LIGHT, font
from nnfs_gui.widgets.markdown import TextLook, write_markdown

RATIO = 4.0
"""Pixels of a formula or a picture for each of a ninety-sixth of an inch."""
TICK = 13.0
LINE = 30.0
"""Room between lines for writing."""


class Item(Protocol):
    """One thing of a page.

    Attributes
    ----------
    keeps : bool
        Whether it stands on the same page as what follows.
    """

    keeps: bool

    def height(self, width: float) -> float: ...

    def paint(self, painter: QPainter, width: float) -> None: ...


@dataclass
class TextItem:
    """A text; ``indent`` pixels from the left, with a bar beside it if ``bar`` is a colour."""

    markdown: str
    pixels: int = 13
    colour: str = LIGHT.text
    indent: float = 0.0
    bar: str = ""
    above: float = 0.0
    keeps: bool = False

    @cached_property
    def _document(self) -> QTextDocument:
        document = QTextDocument()
        document.setUseDesignMetrics(True)
        document.setDocumentMargin(0)
        return document

    def _laid_out(self, width: float) -> QTextDocument:
        document, room = self._document, width - self.indent
        if document.textWidth() != room:
            look = TextLook(self.pixels, self.colour, LIGHT.accent, RATIO)
            write_markdown(document, self.markdown, room, look)
            document.setTextWidth(room)
        return document

    def height(self, width: float) -> float:
        return float(self._laid_out(width).size().height()) + self.above

    def paint(self, painter: QPainter, width: float) -> None:
        document = self._laid_out(width)
        if self.bar:
            height = document.size().height()
            painter.fillRect(QRectF(self.indent - 10, self.above, 3, height), QColor(self.bar))
        painter.save()
        painter.translate(self.indent, self.above)
        document.drawContents(painter)
        painter.restore()


@dataclass
class TickItem:
    """A square to tick, with a letter and words; ticked in the teacher's copy."""

    letter: str
    words: TextItem
    ticked: bool = False
    keeps: bool = False
    indent: float = 0.0

    @property
    def _left(self) -> float:
        return self.indent + (46.0 if self.letter else 24.0)

    def height(self, width: float) -> float:
        return max(TICK + 4, self.words.height(width - self._left)) + 3

    def paint(self, painter: QPainter, width: float) -> None:
        square = QRectF(self.indent + 1, 2, TICK, TICK)
        painter.setPen(QPen(QColor(LIGHT.dim), 1.0))
        painter.drawRoundedRect(square, 2, 2)
        if self.ticked:
            painter.setPen(QPen(QColor(LIGHT.legible(LIGHT.ok, LIGHT.panel)), 2.2))
            places = ((0.15, 0.5), (0.42, 0.8), (0.95, 0.05))
            painter.drawPolyline(
                [QPointF(square.x() + x * TICK, square.y() + y * TICK) for x, y in places]
            )
        if self.letter:
            painter.setPen(QColor(LIGHT.text))
            painter.setFont(font(13, 600))
            painter.drawText(QRectF(self.indent + 22, 0, 20, 18), 0, self.letter)
        painter.save()
        painter.translate(self._left, 0)
        self.words.paint(painter, width - self._left)
        painter.restore()


@dataclass
class LinesItem:
    """Lines to write on, the first after some words."""

    count: int = 1
    words: str = ""
    after: str = ""
    length: float = 1.0
    filled: str = ""
    keeps: bool = False

    def height(self, _width: float) -> float:
        return LINE * self.count

    def paint(self, painter: QPainter, width: float) -> None:
        painter.setFont(font(13))
        painter.setPen(QColor(LIGHT.text))
        metrics = painter.fontMetrics()
        start = metrics.horizontalAdvance(self.words) + (8.0 if self.words else 0.0)
        painter.drawText(QRectF(0, 0, width, LINE - 4), Qt.AlignmentFlag.AlignBottom, self.words)
        end = start + (width - start) * self.length
        end -= metrics.horizontalAdvance(self.after) + 8 if self.length == 1.0 and self.after else 0
        painter.setPen(QPen(QColor(LIGHT.faint), 0.8))
        for row in range(self.count):
            y = LINE * (row + 1) - 4
            left, right = (start, end) if row == 0 else (0.0, width)
            painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.setPen(QColor(LIGHT.text))
        painter.drawText(
            QRectF(end + 6, 0, width, LINE - 4), Qt.AlignmentFlag.AlignBottom, self.after
        )
        if self.filled:
            painter.setFont(font(13, 600))
            painter.setPen(QColor(LIGHT.legible(LIGHT.ok, LIGHT.panel)))
            painter.drawText(
                QRectF(start + 6, 0, width, LINE - 6), Qt.AlignmentFlag.AlignBottom, self.filled
            )


@dataclass
class PicturesItem:
    """Pictures side by side, each with its caption below."""

    pictures: list[tuple[QImage, str]] = field(default_factory=list)
    keeps: bool = True

    def _sizes(self) -> list[QSizeF]:
        return [image.deviceIndependentSize() for image, _ in self.pictures]

    def height(self, width: float) -> float:
        return max(size.height() for size in self._sizes()) * self._scale(width) + 30

    def _scale(self, width: float) -> float:
        return float(min(1.0, width / (sum(size.width() for size in self._sizes()) + 16)))

    def paint(self, painter: QPainter, width: float) -> None:
        scale, left = self._scale(width), 0.0
        tallest = max(size.height() for size in self._sizes()) * scale
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for (image, caption), size in zip(self.pictures, self._sizes(), strict=True):
            room = size * scale
            painter.drawImage(QRectF(left, 4, room.width(), room.height()), image)
            painter.setFont(font(11))
            painter.setPen(QColor(LIGHT.dim))
            painter.drawText(QRectF(left, tallest + 6, room.width(), 16), 0, caption)
            left += room.width() + 16


@dataclass
class AxesItem:
    """An empty plot to draw a curve into."""

    x: str = "epoch"
    y: str = "loss"
    keeps: bool = False

    def height(self, _width: float) -> float:
        return 150.0

    def paint(self, painter: QPainter, width: float) -> None:
        frame = QRectF(24, 6, min(width - 24, 380), 122)
        painter.setPen(QPen(QColor(LIGHT.dim), 1.0))
        painter.drawPolyline([frame.topLeft(), frame.bottomLeft(), frame.bottomRight()])
        painter.setFont(font(11))
        painter.drawText(
            QRectF(frame.left(), frame.bottom() + 3, frame.width(), 16),
            Qt.AlignmentFlag.AlignRight, self.x,
        )  # fmt: skip
        painter.save()
        painter.translate(6, frame.top())
        painter.rotate(-90)
        painter.drawText(
            QRectF(-frame.height(), 0, frame.height(), 16), Qt.AlignmentFlag.AlignRight, self.y
        )
        painter.restore()


@dataclass
class RuleItem:
    """A hairline with room around it."""

    keeps: bool = True

    def height(self, _width: float) -> float:
        return 14.0

    def paint(self, painter: QPainter, width: float) -> None:
        painter.fillRect(QRectF(0, 7, width, 0.8), QColor(LIGHT.line))
