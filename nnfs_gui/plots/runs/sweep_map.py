"""`SweepMap`: the cells of a sweep as a heat map, or as columns where one setting varies."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from nnfs_gui.studies.results import CellSummary
from nnfs_gui.studies.sweep import Sweep
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_number

LEFT, BELOW, GAP = 76, 20, 2
Measure = Callable[[CellSummary], float]
MEASURES: Mapping[str, tuple[str, str, Measure]] = {
    "solved": ("Solved", "Networks that reached the goal", lambda found: found.share_solved),
    "loss": ("Test loss", "Median test loss at the end", lambda found: -found.test_loss),
    "epochs": ("Epochs", "Median epochs to the goal", lambda found: -found.epochs_to_goal),
}
"""What the colours tell: its label, its tooltip, and a number that is larger where it is better."""


class SweepMap(QWidget):
    """One tile per cell; empty until its networks are trained.

    Signals: ``chosen(int)``, the index of the cell that was clicked, or Return on it.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweep-map")
        self.setAccessibleName("Cells of the sweep")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._sweep: Sweep | None = None
        self._summaries: Mapping[int, CellSummary] = {}
        self._measure = "solved"
        self._current = 0

    # --- from the page -----------------------------------------------------------------------

    def show_results(self, sweep: Sweep, summaries: Mapping[int, CellSummary]) -> None:
        """Show what there is of a sweep."""
        if sweep is not self._sweep:
            self._current = 0
        self._sweep, self._summaries = sweep, dict(summaries)
        self._describe()
        self.update()

    def show_measure(self, key: str) -> None:
        """Colour the tiles by another of `MEASURES`."""
        self._measure = key
        self.update()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def tile(self, index: int) -> QRect:
        """Where a cell is."""
        rows, columns = self._shape()
        row, column = divmod(index, columns)
        width, height = (self.width() - LEFT) / columns, (self.height() - BELOW) / rows
        left, top = LEFT + column * width, (rows - 1 - row) * height
        return QRectF(left, top, width - GAP, height - GAP).toRect()

    def words_of(self, index: int) -> str:
        """What there is to say of one cell."""
        assert self._sweep is not None
        where = ", ".join(
            f"{one.name} {value}"
            for one, value in zip(self._sweep.varied, self._values(index), strict=True)
        )
        found = self._summaries.get(index)
        if found is None:
            return f"{where}: not trained yet"
        words = f"{where}: {found.solved} of {found.seeds} reached the goal"
        words += f", median test loss {_number(found.test_loss)}"
        if math.isfinite(found.epochs_to_goal):
            words += f", median {found.epochs_to_goal:g} epochs to the goal"
        return f"{words}, {found.diverged} diverged" if found.diverged else words

    def colour_of(self, index: int) -> str:
        """The colour of a cell: the better, the stronger."""
        found, theme = self._summaries.get(index), self._theme
        if found is None:
            return theme.panel
        goodness = MEASURES[self._measure][2]
        value = goodness(found)
        if self._measure == "solved":
            return theme.blend(theme.panel, theme.accent, 0.08 + 0.85 * value)
        known = [
            number for one in self._summaries.values() if math.isfinite(number := goodness(one))
        ]
        if not math.isfinite(value) or not known:
            return theme.blend(theme.panel, theme.accent, 0.04)
        least, most = min(known), max(known)
        share = 1.0 if most == least else (value - least) / (most - least)
        return theme.blend(theme.panel, theme.accent, 0.12 + 0.8 * share)

    # --- inside ------------------------------------------------------------------------------

    def _shape(self) -> tuple[int, int]:
        assert self._sweep is not None
        counts = [len(one.values) for one in self._sweep.varied]
        return (counts[0], counts[1]) if len(counts) == 2 else (1, counts[0])

    def _count(self) -> int:
        if self._sweep is None:
            return 0
        rows, columns = self._shape()
        return rows * columns

    def _values(self, index: int) -> tuple[object, ...]:
        assert self._sweep is not None
        row, column = divmod(index, self._shape()[1])
        varied = self._sweep.varied
        if len(varied) == 1:
            return (varied[0].values[column],)
        return varied[0].values[row], varied[1].values[column]

    def _label(self, found: CellSummary) -> str:
        if self._measure == "loss":
            return _number(found.test_loss)
        if self._measure == "epochs":
            return _number(found.epochs_to_goal)
        return f"{found.solved}/{found.seeds}"

    def _describe(self) -> None:
        if self._count():
            self.setAccessibleDescription(self.words_of(self._current))

    def _index_at(self, place: QPoint) -> int:
        return next((i for i in range(self._count()) if self.tile(i).contains(place)), -1)

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(480, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._sweep is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(magnified(SMALL, self), 500, tabular=True))
        for index in range(self._count()):
            self._paint_tile(painter, index)
        self._paint_axes(painter)

    def _paint_tile(self, painter: QPainter, index: int) -> None:
        box, theme, found = self.tile(index), self._theme, self._summaries.get(index)
        colour = self.colour_of(index)
        painter.setPen(QColor(theme.line) if found is None else Qt.PenStyle.NoPen)
        if self.hasFocus() and index == self._current:
            painter.setPen(QColor(theme.text))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if found is None:
            return
        metrics, words = QFontMetrics(painter.font()), self._label(found)
        painter.setPen(QColor(theme.legible(theme.text, colour)))
        if metrics.horizontalAdvance(words) <= box.width() and metrics.height() <= box.height() + 4:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        if found.diverged and box.width() > 60:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(box.adjusted(0, 1, -4, 0), side, f"{found.diverged}∞")

    def _paint_axes(self, painter: QPainter) -> None:
        assert self._sweep is not None
        columns = self._shape()[1]
        painter.setPen(QColor(self._theme.dim))
        across = self._sweep.varied[-1]
        metrics = QFontMetrics(painter.font())
        widest = max(metrics.horizontalAdvance(str(value)) for value in across.values) + 8
        every = max(1, math.ceil(widest / max(1, self.tile(0).width())))
        below = self.height() - BELOW
        for column in range(0, columns, every):
            box = self.tile(column)
            words = QRect(box.center().x() - widest // 2, below, widest, BELOW)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(across.values[column]))
        if len(self._sweep.varied) == 2:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            for row, value in enumerate(self._sweep.varied[0].values):
                box = self.tile(row * columns)
                painter.drawText(QRect(0, box.top(), LEFT - 8, box.height()), side, str(value))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._current = index
            self.chosen.emit(index)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = Qt.Key(event.key()), self._count()
        if not count:
            super().keyPressEvent(event)
            return
        columns = self._shape()[1]
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: columns,
            Qt.Key.Key_Down: -columns,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._current)
        elif key in moves:
            if 0 <= self._current + moves[key] < count:
                self._current += moves[key]
                self._describe()
                self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            if index >= 0:
                words = f"{self.words_of(index)}. Click to open it."
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().event(event))  # type: ignore[arg-type]  # a QEvent


def _number(value: float) -> str:
    return "–" if not math.isfinite(value) else format_number(value)
