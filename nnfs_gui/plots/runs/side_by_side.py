"""`SideBySide`: two boundaries, and where they disagree."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
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
    """Three pictures of the plane in a row."""

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
        top, step = (TITLE, self._side() + GAP) if self._high() else (0, self.width() // 3)
        return [QRect(index * step, top, self._side(), self._side()) for index in range(3)]

    def _high(self) -> bool:
        return self.height() >= HIGH

    def _side(self) -> int:
        if self._high():
            return min(self.height() - TITLE, (self.width() - 2 * GAP) // 3)
        return min(self.height(), self.width() // 6)

    def _title_room(self, box: QRect) -> QRectF:
        if self._high():
            return QRectF(box.left(), 0, box.width() + GAP - 2, TITLE)
        return QRectF(box.right() + 8, 0, self.width() // 3 - box.width() - 12, box.height())

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
        painter.setFont(font(magnified(SMALL, self), 500))
        painter.setPen(QColor(self._theme.dim))
        for box, title, image in zip(self.boxes(), TITLES, self.images, strict=False):
            words = f"{title}: {self.share:.0%}" if title == TITLES[2] else title
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self._title_room(box), side | Qt.TextFlag.TextWordWrap, words)
            painter.drawImage(box, image)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def _rgb(colour: str) -> tuple[int, int, int]:
    made = QColor(colour)
    return made.red(), made.green(), made.blue()
