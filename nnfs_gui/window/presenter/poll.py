"""A poll of the room: hands counted per option, and the options as bars."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.magnify import magnified

MOST = 999
LEFT, RIGHT, SIGN = 34, 44, 12
"""Pixels beside the words: of the letter, of the hands, and of the tick before the letter."""


class Poll:
    """Hands per option; a value that knows no widget.

    Options may belong to several questions of ``group`` options each; 0 is one question.
    """

    def __init__(self, options: int = 0, group: int = 0) -> None:
        self.counts = [0] * options
        self._group = group or max(1, options)

    @property
    def total(self) -> int:
        return sum(self.counts)

    def add(self, option: int, by: int = 1) -> None:
        """Count a hand, or take one away; never fewer than none."""
        self.counts[option] = min(MOST, max(0, self.counts[option] + by))

    def clear(self) -> None:
        self.counts = [0] * len(self.counts)

    def share(self, option: int) -> float:
        """The option's share of all hands for its question."""
        first = option - option % self._group
        total = sum(self.counts[first : first + self._group])
        return self.counts[option] / total if total else 0.0

    @property
    def most(self) -> list[int]:
        """The options with most hands of each question; none without any."""
        found: list[int] = []
        for first in range(0, len(self.counts), self._group):
            hands = self.counts[first : first + self._group]
            top = max(hands)
            found += [first + at for at, count in enumerate(hands) if top and count == top]
        return found


class PollOption(QWidget):
    """An option with its letter, its hands, and after the reveal the bar of its share.

    Signals: ``pressed(by)`` when a person clicks on it: one hand more, or with Shift or the right
    button one fewer.
    """

    pressed = Signal(int)

    def __init__(self, letter: str, words: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"poll-{letter}")
        self.letter, self.words = letter, words
        self._theme = theme
        self.count, self.share = 0, 0.0
        self.counting, self.revealed, self.right = False, False, False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{letter}: {words}")

    def show_state(self, count: int, share: float, *, counting: bool, revealed: bool) -> None:
        """Show the hands, and the bar once it is revealed."""
        self.count, self.share = count, share
        self.counting, self.revealed = counting, revealed
        self.setAccessibleDescription(f"{count} hands" if counting or revealed else "")
        asks = revealed and not counting
        does = "what there is to say of it" if asks else "a hand more; with Shift one fewer"
        self.setToolTip(f"Click or {self.letter}: {does}")
        self.update()

    def mark(self, right: bool) -> None:
        """Show that it is the right one."""
        self.right = right
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_magnified(self, _factor: float) -> None:
        self.update()

    @property
    def words_font(self) -> QFont:
        return font(magnified(BODY, self))

    @property
    def least_width(self) -> int:
        """Pixels in which no word is cut."""
        metrics = QFontMetrics(self.words_font)
        widest = max(map(metrics.horizontalAdvance, self.words.split()), default=0)
        sign = magnified(SIGN, self)  # of the right one
        return widest + magnified(LEFT, self) + magnified(RIGHT, self) + sign + 2

    def height_for(self, width: int) -> int:
        """How tall the words are in that width."""
        words = width - sum(magnified(side, self) for side in (LEFT, RIGHT, SIGN))
        metrics = QFontMetrics(self.words_font)
        area = QRect(0, 0, max(40, words), 2000)
        tall = metrics.boundingRect(area, Qt.TextFlag.TextWordWrap, self.words).height()
        return max(magnified(34, self), tall + magnified(10, self))

    @property
    def bar_width(self) -> float:
        """Pixels of the bar that is drawn."""
        return self.width() * self.share if self.revealed else 0.0

    def sizeHint(self) -> QSize:
        wide = magnified(220, self)
        return QSize(wide, self.height_for(wide))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        fewer = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self.pressed.emit(-1 if fewer or event.button() == Qt.MouseButton.RightButton else 1)

    def _words_area(self) -> QRectF:
        left, right = magnified(LEFT, self), magnified(RIGHT, self)
        sign = magnified(SIGN, self)  # they stand in the same lines when it comes
        wide = max(40, self.width() - left - right - sign)
        return QRectF(left + (sign if self.right else 0), 0, wide, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        ok = theme.legible(theme.ok, theme.panel)
        painter.setPen(QColor(ok if self.right else theme.line))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(area, 6, 6)
        if self.bar_width >= 1:
            painter.save()
            painter.setClipRect(QRectF(0, 0, self.bar_width, self.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.blend(theme.panel, theme.accent, 0.2)))
            painter.drawRoundedRect(area, 6, 6)
            painter.restore()
        centre = Qt.AlignmentFlag.AlignVCenter
        pixels = magnified(BODY, self)
        painter.setFont(font(pixels, 700))
        painter.setPen(QColor(ok if self.right else theme.accent))
        sign = f"✓ {self.letter}" if self.right else self.letter
        painter.drawText(QRectF(magnified(10, self), 0, 80, self.height()), centre, sign)
        painter.setPen(QColor(theme.text))
        painter.setFont(font(pixels))
        painter.drawText(self._words_area(), centre | Qt.TextFlag.TextWordWrap, self.words)
        if self.counting or (self.revealed and self.share):
            painter.setFont(font(pixels, 600, tabular=True))
            right = centre | Qt.AlignmentFlag.AlignRight
            painter.drawText(area.adjusted(0, 0, -magnified(11, self), 0), right, str(self.count))
