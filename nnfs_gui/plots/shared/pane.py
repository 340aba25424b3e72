"""Small parts that the views of the bottom card share: painted panes, switches, quiet scales."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from nnfs_gui.theme import LABEL, SMALL, Theme, font


class Pane(QWidget):
    """A part of a view that paints itself, on a ground of its own.

    Qt then need not paint all that lies below, down to the window, for each new frame.  What is
    painted grows with the words around it: ``wide``, ``high`` and `at` count pixels before that.
    """

    def __init__(self, theme: Theme, name: str, description: str) -> None:
        super().__init__()
        self.theme = theme
        self.factor = 1.0
        self._fill(theme)
        self.setAutoFillBackground(True)
        self.setObjectName(name)
        self.setAccessibleName(description)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(40, 40))

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.theme = theme
        self._fill(theme)
        self.update()

    @property
    def wide(self) -> float:
        """Width in pixels before they are magnified."""
        return self.width() / self.factor

    @property
    def high(self) -> float:
        """Height in pixels before they are magnified."""
        return self.height() / self.factor

    def at(self, event: QMouseEvent | QHelpEvent) -> QPointF:
        """Where the mouse is, in pixels before they are magnified."""
        place = event.position() if isinstance(event, QMouseEvent) else QPointF(event.pos())
        return place / self.factor

    def painter(self) -> QPainter:
        """A painter for a paint event, which magnifies."""
        painter = QPainter(self)
        painter.scale(self.factor, self.factor)
        return painter

    def show_magnified(self, factor: float) -> None:
        """Paint everything larger, for a projector or a large window."""
        self.factor = factor
        self.updateGeometry()
        self.update()

    def _fill(self, theme: Theme) -> None:
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, QColor(theme.panel))
        self.setPalette(ground)


class Switch(QWidget):
    """A row of flat buttons of which one is on.

    Signals: ``chosen(str)``, the key of the button that a person switched on.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, labels: Mapping[str, tuple[str, str]]) -> None:
        """``labels`` gives each key its text and its tooltip."""
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, (text, tip) in labels.items():
            button = QToolButton()
            button.setObjectName(f"{name}-{key}")
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setFont(font(LABEL, 500))
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._buttons[next(iter(labels))].setChecked(True)
        self._group.buttonClicked.connect(self._clicked)
        self.show_theme(theme)

    @property
    def current(self) -> str:
        """The key of the button that is on."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Switch a button on without a signal."""
        self._buttons[key].setChecked(True)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setStyleSheet(
            f"QToolButton {{ border: none; border-radius: 6px; padding: 3px 9px;"
            f" color: {theme.dim}; background: transparent; }}"
            f"QToolButton:hover, QToolButton:focus {{ color: {theme.text}; }}"
            f"QToolButton:focus {{ background: {theme.blend(theme.panel, theme.raised, 0.6)}; }}"
            f"QToolButton:checked {{ color: {theme.text}; background: {theme.raised}; }}"
        )

    def _clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(key for key, known in self._buttons.items() if known is button))


class QuietScale:
    """The top of an axis that grows at once, shrinks with hesitation, and stays on round numbers.

    An axis that followed every mini-batch would be the most lively thing on the screen.
    """

    def __init__(self, patience: int = 60) -> None:
        self.top = 1.0
        self._patience, self._low_for = patience, 0
        self._fresh, self._ran = True, False

    def follow(self, largest: float, running: bool = False) -> float:
        """The top to draw for a frame whose largest value is ``largest``.

        When training pauses the axis fits what is left to look at, whatever went before.
        """
        self._fresh |= self._ran and not running
        self._ran = running
        if not math.isfinite(largest) or largest <= 0.0:
            return self.top
        fitting = round_up(largest)
        if self._fresh or fitting > self.top:
            self.top, self._low_for, self._fresh = fitting, 0, False
        elif fitting < 0.6 * self.top:
            self._low_for += 1
            if self._low_for >= self._patience or largest < 0.02 * self.top:
                self.top, self._low_for = fitting, 0
        else:
            self._low_for = 0
        return self.top


def round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 6, 8 and their powers of ten that is at least ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0):
        if value <= step * power * (1 + 1e-9):
            return float(f"{step * power:.1e}")  # 0.6, not 0.6000000000000001
    return float(f"{10.0 * power:.1e}")


@lru_cache(maxsize=32)
def _tabular(pixels: int, weight: int) -> QFont:
    return font(pixels, weight, tabular=True)


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    colour: str,
    *,
    pixels: int = SMALL,
    weight: int = 400,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    wrap: bool = False,
) -> None:
    """Paint a text in tabular figures into ``box``."""
    painter.setFont(_tabular(pixels, weight))
    painter.setPen(QColor(colour))
    flags = int(align | Qt.AlignmentFlag.AlignVCenter)
    if wrap:
        flags = int(align | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(box, flags, text)
