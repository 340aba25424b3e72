"""What floats over the boundary plot: the hover card and the confusion matrix; its toggles."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnfs_gui.theme import LABEL, SMALL, Theme, font
from nnfs_gui.widgets.numbers import format_count, format_percent

from .captions import Confusion
from .markers import Look, draw_marker


@dataclass(frozen=True)
class ViewOptions:
    """What the boundary plot shows."""

    discrete: bool = False
    test_points: bool = True
    misclassified: bool = True
    sized_by_loss: bool = False
    confusion: bool = False


VIEW_TEXTS = {
    "discrete": "Decision only, no shades",
    "test_points": "Test points (hollow)",
    "misclassified": "Ring misclassified points",
    "sized_by_loss": "Size points by their loss",
    "confusion": "Confusion matrix",
}


class HoverCard(QLabel):
    """A few lines beside the mouse; never in its way, never outside its parent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hover-card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFont(font(LABEL, tabular=True))
        self.show_theme(theme)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setStyleSheet(
            f"QLabel#hover-card {{ background: {theme.raised}; color: {theme.text};"
            f" border: 1px solid {theme.line}; border-radius: 7px; padding: 5px 8px; }}"
        )

    def show_magnified(self, _factor: float) -> None:
        self.adjustSize()

    def show_lines(self, lines: list[str], at: QPoint) -> None:
        """Show ``lines`` near a place of the parent."""
        text = "<br>".join(lines)
        if text != self.text():
            self.setText(text)
            self.adjustSize()
        room = self.parentWidget()
        if room is None:
            return
        x, y = at.x() + 16, at.y() + 14
        if x + self.width() > room.width():
            x = at.x() - self.width() - 12
        if y + self.height() > room.height():
            y = at.y() - self.height() - 10
        self.move(max(0, x), max(0, y))
        self.show()
        self.raise_()


class ConfusionPanel(QWidget):
    """The confusion matrix: a row per true class, a column per predicted one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("confusion-panel")
        self.setAccessibleName("Confusion matrix")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = theme
        self._confusion: Confusion | None = None
        self._cell = 40
        self.hide()

    @property
    def confusion(self) -> Confusion | None:
        return self._confusion

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def show_confusion(self, confusion: Confusion, room: int) -> None:
        """Show these counts, over a plane of ``room`` pixels."""
        self._confusion = confusion
        n = len(confusion.counts)
        side = self._cell = max(18, min(40 if n <= 2 else 32, room // (2 * n)))
        self.resize(max(158, 30 + n * side) + 16, 48 + n * side + 26)
        self.setAccessibleDescription(_spoken(confusion))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        confusion = self._confusion
        if confusion is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.line))
        background = QColor(self._theme.panel)
        background.setAlpha(238)
        painter.setBrush(background)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(font(SMALL, 600, tabular=True))
        painter.setPen(QColor(self._theme.text))
        title = f"{format_percent(confusion.accuracy, 1)} of {confusion.of} right"
        painter.drawText(QRectF(10, 6, self.width() - 20, 16), Qt.AlignmentFlag.AlignLeft, title)
        self._paint_matrix(painter, confusion)
        painter.setPen(QColor(self._theme.dim))
        below = QRectF(10, self.height() - 22, self.width() - 20, 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "row: true, column: predicted")
        painter.end()

    def _paint_matrix(self, painter: QPainter, confusion: Confusion) -> None:
        n, side = len(confusion.counts), self._cell
        left, top = 30.0, 44.0
        painter.setFont(font(SMALL, tabular=True))
        totals = confusion.counts.sum(axis=1)
        for row in range(n):
            self._paint_class(painter, row, n, QPointF(18, top + (row + 0.5) * side))
            self._paint_class(painter, row, n, QPointF(left + (row + 0.5) * side, 34))
            for column in range(n):
                count = int(confusion.counts[row, column])
                cell = QRectF(left + column * side, top + row * side, side - 2, side - 2)
                share = count / totals[row] if totals[row] else 0.0
                strong = self._theme.ok if row == column else self._theme.error
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(
                    QColor(self._theme.blend(self._theme.raised, strong, 0.45 * share))
                )
                painter.drawRoundedRect(cell, 4, 4)
                painter.setPen(QColor(self._theme.text if count else self._theme.dim))
                text = format_count(count) if count else "·"
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_class(self, painter: QPainter, number: int, n_classes: int, at: QPointF) -> None:
        painter.save()
        painter.translate(at)
        draw_marker(painter, Look(number, False), n_classes, 5.0, self._theme)
        painter.restore()


def _spoken(confusion: Confusion) -> str:
    parts = []
    for row, name in enumerate(confusion.names):
        total = int(confusion.counts[row].sum())
        parts.append(f"{name}: {int(confusion.counts[row, row])} of {total} right")
    return f"Of the {confusion.of} points drawn, " + "; ".join(parts) + "."
