"""`SeedStrip`: small pictures of several runs as they finish, each to be opened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnfs_gui.theme import Theme

from .icons import icon
from .magnify import magnified

SIDE, GAP = 42, 6
PER_ROW = 5
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -PER_ROW,
         Qt.Key.Key_Down: PER_ROW}  # fmt: skip


@dataclass(frozen=True, eq=False)
class SeedPicture:
    """How a run ended: its picture, whether it reached the goal, and its figures in words."""

    image: QImage
    passed: bool
    words: str


class SeedStrip(QWidget):
    """A place for each run: empty, then its picture with a green or an amber frame.

    Signals: ``opened(int)``, the index of a finished run that was clicked.
    """

    opened = Signal(int)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._theme = theme
        self._runs: list[SeedPicture | None] = []
        self._at, self._per_row = 0, PER_ROW
        self.shown: int | None = None
        """The run that the window shows."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def runs(self) -> tuple[SeedPicture | None, ...]:
        return tuple(self._runs)

    def keep_to_one_row(self) -> None:
        """Show all runs side by side."""
        self._per_row = 0
        self.updateGeometry()

    def clear(self, count: int) -> None:
        """Show so many empty places."""
        self._runs = [None] * count
        self._at, self.shown = 0, None
        self._describe()
        self.updateGeometry()
        self.update()

    def show_run(self, index: int, run: SeedPicture) -> None:
        """A run has ended."""
        self._runs[index] = run
        self._describe()
        self.update()

    def mark_shown(self, index: int | None) -> None:
        """Mark the run that the window shows, or none."""
        if index != self.shown:
            self.shown = index
            self._describe()
            self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_magnified(self, _factor: float) -> None:
        self.updateGeometry()

    def place(self, index: int) -> QRect:
        """Where a run stands."""
        side = self._side()
        row, column = divmod(index, self.per_row)
        return QRect(column * (side + GAP), row * (side + GAP), side, side)

    @property
    def per_row(self) -> int:
        return self._per_row or max(1, len(self._runs))

    def _side(self) -> int:
        room = (self.width() - (self.per_row - 1) * GAP) // self.per_row
        return max(20, min(magnified(SIDE, self), room))

    def _describe(self) -> None:
        done = [run for run in self._runs if run is not None]
        passed = sum(run.passed for run in done)
        name = f"{passed} of {len(done)} finished runs reached the goal, {len(self._runs)} in all"
        self.setAccessibleName(name)
        shown = "" if self.shown is None else f"Run {self.shown + 1} is shown in the window"
        self.setAccessibleDescription(shown)

    # --- Qt ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        rows = -(-len(self._runs) // self.per_row)
        side = magnified(SIDE, self)
        return QSize(self.per_row * (side + GAP) - GAP, max(0, rows * (side + GAP) - GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.per_row * 26, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, run in enumerate(self._runs):
            place = self.place(index)
            frame = QRectF(place).adjusted(1, 1, -1, -1)
            painter.setBrush(QColor(theme.raised))
            painter.setPen(QPen(QColor(theme.line), 1))
            if run is not None:
                painter.drawImage(place.adjusted(2, 2, -2, -2), run.image)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.ok if run.passed else theme.warn), 2))
            painter.drawRoundedRect(frame, 5, 5)
            if run is not None and run.passed:
                corner = QRect(place.right() - 14, place.bottom() - 14, 12, 12)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.ok))
                painter.drawEllipse(corner)
                icon("check", theme, "panel").paint(painter, corner.adjusted(2, 2, -2, -2))
            if index == self.shown:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.text), 3))
                painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            if self.hasFocus() and index == self._at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.accent), 1.5))
                painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 3, 3)
        painter.end()

    def _index_at(self, event: QMouseEvent | QHelpEvent) -> int | None:
        point = event.position().toPoint() if isinstance(event, QMouseEvent) else event.pos()
        found = (i for i in range(len(self._runs)) if self.place(i).contains(point))
        return next(found, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event)
        if index is not None and self._runs[index] is not None:
            self._at = index
            self.opened.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event)
        ready = index is not None and self._runs[index] is not None
        shape = Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if ready else shape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._at + step < len(self._runs):
            self._at += step
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._runs and self._runs[self._at] is not None:
                self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._index_at(event)
            run = None if index is None else self._runs[index]
            words = "" if run is None else f"{run.words}\nClick to open it in the window"
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
