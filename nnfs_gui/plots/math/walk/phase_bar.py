"""`PhaseBar`: the kinds of phases in a row; done ones are ticked, the one at work is lit."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from nnfs_gui.theme import LABEL, SMALL, Theme, font
from nnfs_gui.training.walk import Kind
from nnfs_gui.widgets.magnify import magnified

_BAR = 2


class PhaseButton(QAbstractButton):
    """One kind of phase: its name, and under it what it is about."""

    def __init__(self, kind: Kind, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"walk-{kind.value.lower()}")
        self.setText(kind.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._theme, self.caption, self.state = theme, "", "ahead"

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_state(self, state: str, caption: str) -> None:
        """``state`` is ``done``, ``current`` or ``ahead``."""
        self.state, self.caption = state, caption
        words = {"done": "done", "current": "at work", "ahead": "to come"}[state]
        self.setAccessibleName(f"{self.text()}, {words}: {caption}")
        self.setToolTip(f"{self.text()}: {caption}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(magnified(112, self), magnified(34, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(magnified(62, self), magnified(34, self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        colour = {"done": theme.ok, "current": theme.warn, "ahead": theme.line}[self.state]
        words = theme.dim if self.state == "ahead" else theme.legible(colour, theme.panel)
        if self.underMouse():
            words = theme.text
        painter.fillRect(QRectF(0, 1, _BAR, self.height() - 2), QColor(colour))
        name, small = font(magnified(LABEL, self), 600), font(magnified(SMALL, self), tabular=True)
        left, room = magnified(10, self), self.width() - magnified(14, self)
        text = f"✓ {self.text()}" if self.state == "done" else self.text()
        half = self.height() / 2
        for face, ink, top, line in (
            (name, words, 0.0, text),
            (small, theme.text if self.state == "current" else theme.dim, half, self.caption),
        ):
            painter.setFont(face)
            painter.setPen(QColor(ink))
            shown = QFontMetrics(face).elidedText(line, Qt.TextElideMode.ElideRight, room)
            box = QRectF(left, top, room + 4, half)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PhaseBar(QWidget):
    """A button for each kind of phase.

    Signals: ``chosen(Kind)``.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons = {kind: PhaseButton(kind, theme, self) for kind in Kind}
        for button in self.buttons.values():
            button.clicked.connect(self._clicked)
            row.addWidget(button, 1)

    def show_theme(self, theme: Theme) -> None:
        for button in self.buttons.values():
            button.show_theme(theme)

    def show_phase(self, current: Kind, captions: Mapping[Kind, str], *, taken: bool) -> None:
        """Light the kind at work; what stands before it is done, and all of a step once taken."""
        order = list(Kind)
        for at, kind in enumerate(order):
            done = at < order.index(current) or (taken and kind is not current)
            state = "current" if kind is current else "done" if done else "ahead"
            self.buttons[kind].show_state(state, captions[kind])

    def _clicked(self) -> None:
        sender = self.sender()
        self.chosen.emit(next(kind for kind, made in self.buttons.items() if made is sender))
