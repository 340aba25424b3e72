"""`Dots`: how far a lesson is, a mark for each of its steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnfs_gui.theme import Theme

DONE, SKIPPED, OPEN = "done", "skipped", "open"
_HEIGHT, _GAP = 14, 4
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Dots(QWidget):
    """A bar for each step: green when done, hollow when skipped, accent for the one that is shown.

    Signals: ``chosen(int)``, the number of the step that was pressed, from 1.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson-dots")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self._titles: tuple[str, ...] = ()
        self._states: tuple[str, ...] = ()
        self._current = 1

    @property
    def states(self) -> tuple[str, ...]:
        """``"done"``, ``"skipped"`` or ``"open"`` of each step."""
        return self._states

    def show_steps(self, titles: Sequence[str], states: Sequence[str], current: int) -> None:
        """Show how far the steps are, and which one is shown."""
        self._titles, self._states, self._current = tuple(titles), tuple(states), current
        done = sum(state == DONE for state in states)
        self.setAccessibleName(
            f"Step {current} of {len(titles)}, {done} done. Left and right change the step."
        )
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def _step_at(self, x: float) -> int:
        return min(len(self._states), 1 + int(x * len(self._states) / max(1, self.width())))

    # --- Qt ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = max(1, len(self._states))
        wide = (self.width() - (count - 1) * _GAP) / count
        for index, state in enumerate(self._states):
            bar = QRectF(index * (wide + _GAP), 4.5, wide, 5)
            current = index + 1 == self._current
            fill = theme.accent if current else {DONE: theme.ok}.get(state, theme.line)
            hollow = state == SKIPPED and not current
            painter.setPen(QPen(QColor(theme.dim), 1) if hollow else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(fill))
            painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5) if hollow else bar, 2.5, 2.5)
            if current and state == DONE:
                painter.setBrush(QColor(theme.ok))
                painter.drawRoundedRect(QRectF(bar.left(), bar.bottom() + 1.5, wide, 2), 1, 1)
            if current and self.hasFocus():
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(bar.adjusted(-1, -2, 1, 2), 3.5, 3.5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._states:
            self.chosen.emit(self._step_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif 1 <= self._current + step <= len(self._states):
            self.chosen.emit(self._current + step)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._titles:
            step = self._step_at(event.pos().x())
            state = {DONE: " (done)", SKIPPED: " (skipped)"}.get(self._states[step - 1], "")
            QToolTip.showText(event.globalPos(), f"{step}. {self._titles[step - 1]}{state}", self)
            return True
        return super().event(event)
