"""`AnswerBars`: how often each answer was given, as bars with their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.lessons.progress import Bar
from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.markdown import plain_words

_PAD, _GAP, _COUNT = 7, 5, 46


class AnswerBars(QWidget):
    """One row an answer: its words over a bar, and the number; right ones carry a tick."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self._total = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(font(BODY))

    def show_bars(self, bars: Sequence[Bar], total: int) -> None:
        """Show these, of so many learners."""
        self.bars, self._total = tuple(bars), max(1, total)
        told = (f"{_words(bar)}: {bar.count} of {total}" for bar in bars)
        self.setAccessibleName("; ".join(told))
        self.setVisible(bool(bars))
        self._fit()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def bar_rect(self, index: int) -> QRectF:
        """Where the bar of an answer is drawn."""
        top, height = self._rows()[index]
        width = (self.width() - _COUNT) * self.bars[index].count / self._total
        return QRectF(0, top, width, height)

    def show_magnified(self, _factor: float) -> None:
        self._fit()

    def _rows(self) -> list[tuple[float, float]]:
        """Top and height of each row."""
        rows, top, metrics = [], 0.0, self.fontMetrics()
        room = max(60, self.width() - _COUNT - 34)
        for bar in self.bars:
            flags = Qt.TextFlag.TextWordWrap
            tall = metrics.boundingRect(0, 0, room, 4000, flags, _words(bar)).height()
            rows.append((top, tall + 2.0 * _PAD))
            top += tall + 2 * _PAD + _GAP
        return rows

    def _fit(self) -> None:
        rows = self._rows()
        self.setFixedHeight(round(rows[-1][0] + rows[-1][1]) + 1 if rows else 0)

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (bar, (top, height)) in enumerate(zip(self.bars, self._rows(), strict=True)):
            colour = {True: theme.ok, False: theme.neg, None: theme.accent}[bar.right]
            whole = QRectF(0.5, top + 0.5, self.width() - _COUNT - 1, height - 1)
            painter.setPen(QColor(theme.line))
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(whole, 5, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.blend(theme.raised, colour, 0.34)))
            painter.drawRoundedRect(self.bar_rect(index), 5, 5)
            painter.setPen(QColor(theme.text))
            words = whole.adjusted(10, 0, -24, 0)
            painter.setFont(self.font())
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, middle | Qt.TextFlag.TextWordWrap, _words(bar))
            if bar.right:
                painter.setPen(QColor(theme.legible(theme.ok, theme.raised)))
                painter.drawText(
                    whole.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, "✓"
                )
            painter.setPen(QColor(theme.text))
            painter.setFont(font(magnified(BODY, self), 600, tabular=True))
            count = QRectF(self.width() - _COUNT, top, _COUNT, height)
            painter.drawText(count, middle | Qt.AlignmentFlag.AlignRight, str(bar.count))


def _words(bar: Bar) -> str:
    return plain_words(bar.label).strip() or "(nothing)"
