"""`SeedGrid`: the boundary of every seed as a small picture with its loss."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.studies.seed_process import SeedProgress
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

from ..boundary.thumbnail import map_image

GAP, ROUND = 8, 6
LOWEST, BROADEST = 34, 1.5
"""The least height of a picture, and how much wider than high one may be."""
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class SeedGrid(QWidget):
    """Small boundaries; green are those that reached the goal.

    Signals: ``chosen(int)``, the index of the network that was clicked, or Return on it.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seed-grid")
        self.setAccessibleName("Networks with other seeds")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._seeds: tuple[int, ...] = ()
        self._progress: SeedProgress | None = None
        self._experiment: Experiment | None = None
        self._images: list[QImage] = []
        self._current, self._hovered = 0, -1
        self.opened = -1

    # --- from the page -----------------------------------------------------------------------

    def show_progress(
        self, seeds: Sequence[int], progress: SeedProgress, experiment: Experiment
    ) -> None:
        """Show all networks as they are now."""
        if len(seeds) != len(self._seeds):
            self._current, self.opened = 0, -1
        self._seeds, self._progress, self._experiment = tuple(seeds), progress, experiment
        self._make_images()
        self._describe()

    def show_opened(self, index: int) -> None:
        """Mark the network that the run goes on with; -1 for none."""
        self.opened = index
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self._make_images()

    def cells(self) -> list[QRect]:
        """Where the pictures are, in order."""
        count = len(self._seeds)
        if not count:
            return []
        columns, width, height = self._arrangement(count)
        return [
            QRect(
                (index % columns) * (width + GAP),
                (index // columns) * (height + GAP),
                width,
                height,
            )
            for index in range(count)
        ]

    def words_of(self, index: int) -> str:
        """What there is to say of one network."""
        assert self._progress is not None
        progress = self._progress
        words = f"seed {self._seeds[index]}"
        if progress.diverged[index]:
            return f"{words}: diverged"
        words += f": test loss {format_number(float(progress.test_losses[index][-1]))}"
        share = float(progress.accuracies[index])
        if not math.isnan(share):
            words += f", accuracy {share:.1%}"
        reached = progress.reached[index]
        return words if reached is None else f"{words}, goal reached in epoch {reached}"

    # --- inside ------------------------------------------------------------------------------

    def _arrangement(self, count: int) -> tuple[int, int, int]:
        """Columns, and the size of a picture, such that pictures are as large as they can be."""
        best = (count, 0, 0)
        for columns in range(1, count + 1):
            rows = math.ceil(count / columns)
            width = (self.width() - (columns - 1) * GAP) // columns
            height = (self.height() - (rows - 1) * GAP) // rows
            width, height = min(width, round(height * BROADEST)), min(height, width)
            if width * height > best[1] * best[2]:
                best = (columns, width, height)
        return best

    def _make_images(self) -> None:
        if self._progress is not None and self._experiment is not None:
            outputs, experiment = self._progress.outputs, self._experiment
            self._images = [map_image(one, experiment, self._theme) for one in outputs]
        self.update()

    def _describe(self) -> None:
        progress = self._progress
        if progress is not None:
            said = f"{progress.solved} of {len(self._seeds)} reached the goal"
            here = self.words_of(self._current)
            self.setAccessibleDescription(f"{said} by epoch {progress.epoch}; {here}")

    def _index_at(self, place: QPoint) -> int:
        return next((i for i, cell in enumerate(self.cells()) if cell.contains(place)), -1)

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(420, 2 * LOWEST + GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, LOWEST)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, cell in enumerate(self.cells()):
            self._paint_picture(painter, index, cell)
            self._paint_frame(painter, index, cell)
            if cell.height() >= LOWEST:
                self._paint_loss(painter, index, cell)

    def _paint_picture(self, painter: QPainter, index: int, cell: QRect) -> None:
        image = self._images[index]
        path = QPainterPath()
        path.addRoundedRect(QRectF(cell), ROUND, ROUND)
        painter.save()
        painter.setClipPath(path)
        high = image.width() * cell.height() / cell.width()
        seen = QRectF(0, (image.height() - high) / 2, image.width(), high)
        painter.drawImage(QRectF(cell), image, seen)
        painter.restore()

    def _paint_frame(self, painter: QPainter, index: int, cell: QRect) -> None:
        assert self._progress is not None
        theme, width = self._theme, 2.0
        colour = theme.line
        if self._progress.reached[index] is not None:
            colour = theme.ok
        if self._progress.diverged[index]:
            colour = theme.error
        if index == self.opened:
            colour, width = theme.accent, 3.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(cell).adjusted(inset, inset, -inset, -inset), ROUND, ROUND)
        if index == self._hovered or (self.hasFocus() and index == self._current):
            painter.setPen(QPen(QColor(theme.text), 1.0, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(cell).adjusted(4, 4, -4, -4), ROUND - 2, ROUND - 2)

    def _paint_loss(self, painter: QPainter, index: int, cell: QRect) -> None:
        assert self._progress is not None
        loss = float(self._progress.test_losses[index][-1])
        words = "∞" if self._progress.diverged[index] else format_number(loss, 2)
        painter.setFont(font(magnified(SMALL, self), 600, tabular=True))
        metrics = QFontMetrics(painter.font())
        box = QRectF(0, 0, metrics.horizontalAdvance(words) + 10, metrics.height() + 2)
        if box.width() > cell.width():
            return
        box.moveBottomRight(QRectF(cell).bottomRight() - QPoint(4, 4))
        ground = QColor(self._theme.panel)
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if index != self._hovered:
            self._hovered = index
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = index
            self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self._seeds) - 1
        if last < 0:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._current)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            columns = self._arrangement(last + 1)[0]
            self._go_to(self._current + (columns if key == Qt.Key.Key_Down else -columns))
        elif key in _MOVES:
            self._go_to(min(last, max(0, self._current + _MOVES[key])))
        else:
            super().keyPressEvent(event)

    def _go_to(self, index: int) -> None:
        if 0 <= index < len(self._seeds):
            self._current = index
            self._describe()
            self.update()

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            if index >= 0:
                words = f"{self.words_of(index).capitalize()}. Click to go on with it."
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().event(event))  # type: ignore[arg-type]  # a QEvent
