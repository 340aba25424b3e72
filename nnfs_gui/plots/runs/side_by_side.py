"""`SideBySide`: two boundaries, and where they disagree."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.disagreement import Maps, disagreement
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified

from ..boundary.thumbnail import map_image

GAP, TITLE, HIGH = 14, 18, 110
"""Pixels between pictures, of their titles, and of a view where these stand above them."""
TITLES = ("A · as it is", "B · changed", "where they disagree")


class SideBySide(QWidget):
    """Three pictures of the plane in a row, or two above one where that makes them larger."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side-by-side")
        self.setAccessibleName("Two boundaries and where they disagree")
        self._theme = theme
        self._shown: tuple[Maps, Maps, Experiment, Experiment] | None = None
        self.images: list[QImage] = []
        self.share = 0.0

    def show_outputs(self, one: Maps, other: Maps, first: Experiment, second: Experiment) -> None:
        """Show what two networks say of the plane; arrays of shape (n_outputs, side, side)."""
        self._shown = (one, other, first, second)
        self._make_images()

    def clear(self) -> None:
        """Show nothing."""
        self._shown, self.images = None, []
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self._make_images()

    def boxes(self) -> list[QRect]:
        """Where the pictures are: below their titles, or left of them where there is no height."""
        side, title = self._side(), self._title
        if not self._high():
            return [QRect(index * (self.width() // 3), 0, side, side) for index in range(3)]
        columns = self._columns()
        return [
            QRect(
                (index % columns) * (side + GAP),
                title + (index // columns) * (side + title + GAP),
                side,
                side,
            )
            for index in range(3)
        ]

    @property
    def _title(self) -> int:
        """Height of a title."""
        return magnified(TITLE, self)

    def _high(self) -> bool:
        return self.height() >= magnified(HIGH, self)

    def _columns(self) -> int:
        """As many beside each other as make the pictures largest."""
        return max((3, 2), key=self._side_in)

    def _side_in(self, columns: int) -> int:
        """The side of a picture with so many beside each other."""
        rows = math.ceil(3 / columns)
        high = (self.height() - (rows - 1) * GAP) // rows - self._title
        return min(high, (self.width() - (columns - 1) * GAP) // columns)

    def _side(self) -> int:
        if self._high():
            return self._side_in(self._columns())
        return min(self.height(), self.width() // 6)

    def _title_room(self, box: QRect) -> QRectF:
        if self._high():
            return QRectF(box.left(), box.top() - self._title, box.width() + GAP - 2, self._title)
        return QRectF(box.right() + 8, 0, self.width() // 3 - box.width() - 12, box.height())

    def title_of(self, index: int) -> str:
        """The words above a picture, or beside it; fewer where there is no room for all."""
        if index < 2:
            return TITLES[index]
        words, metrics = f"{TITLES[2]}: {self.share:.0%}", QFontMetrics(self._font)
        room = self._title_room(self.boxes()[index]).width()
        if self._high() and metrics.horizontalAdvance(words) > room:
            return f"differ: {self.share:.0%}"
        return words

    @property
    def _font(self) -> QFont:
        return font(magnified(SMALL, self), 500)

    def _make_images(self) -> None:
        self.update()
        if self._shown is None:
            return
        one, other, first, second = self._shown
        self.images = [map_image(one, first, self._theme), map_image(other, second, self._theme)]
        found = disagreement(one, other, first, second)
        if found is None:
            self.setAccessibleDescription("Their outputs mean different things.")
            return
        self.share = float(found.mean())
        self.images.append(self._coloured(found))
        self.setAccessibleDescription(f"They disagree on {self.share:.0%} of the plane.")

    def _coloured(self, found: np.ndarray) -> QImage:
        """From the panel's colour, where they agree, to the error's."""
        ends = np.array([_rgb(self._theme.panel), _rgb(self._theme.error)], dtype=float)
        mixed = ends[0] + (ends[1] - ends[0]) * (0.85 * found[::-1, :, None])
        pixels = np.ascontiguousarray(np.rint(mixed), dtype=np.uint8)
        side = len(pixels)
        return QImage(pixels.data, side, side, 3 * side, QImage.Format.Format_RGB888).copy()

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(360, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 60)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.dim))
        for index, (box, image) in enumerate(zip(self.boxes(), self.images, strict=False)):
            words = self.title_of(index)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self._title_room(box), side | Qt.TextFlag.TextWordWrap, words)
            painter.drawImage(box, image)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def _rgb(colour: str) -> tuple[int, int, int]:
    made = QColor(colour)
    return made.red(), made.green(), made.blue()
