"""`Checklist`: what is to be done, ticked while one works, and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.theme import BODY, Theme, font
from nnfs_gui.widgets.icons import icon
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.rich_text import RichText

from .feedback import Feedback

_SIDE = 18


@dataclass(frozen=True)
class Line:
    """One line of a checklist: its words, and whether it holds; None if that is not known yet."""

    words: str
    holds: bool | None


class _Tick(QWidget):
    """A circle, filled with a tick when the line holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedSize(_SIDE, _SIDE)
        self._theme, self._holds = theme, False

    def show_magnified(self, _factor: float) -> None:
        side = magnified(_SIDE, self)
        self.setFixedSize(side, side)

    def show_state(self, holds: bool, theme: Theme) -> None:
        if (holds, theme) != (self._holds, self._theme):
            self._holds, self._theme = holds, theme
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(theme.ok if self._holds else theme.faint), 1.4))
        painter.setBrush(QColor(theme.ok) if self._holds else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self._holds:
            icon("check", theme, "panel").paint(painter, circle.adjusted(3, 3, -3, -3))
        painter.end()


class CheckRow(QWidget):
    """A tick and the words of its line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tick = _Tick(theme)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._line: Line | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)

    @property
    def line(self) -> Line | None:
        return self._line

    def show_line(self, line: Line) -> None:
        if line == self._line:
            return
        self._line = line
        self._words.setText(line.words)
        self._tick.show_state(bool(line.holds), self._theme)
        self.setAccessibleName(f"{'Done' if line.holds else 'Not yet'}: {line.words}")

    def keep_to_one_line(self) -> None:
        """Be as wide as the words, where there is room for it."""
        self._words.setWordWrap(False)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._tick.show_state(bool(self._line and self._line.holds), theme)


class Checklist(QFrame):
    """The lines of a `do` step, the first unmet one in words, and the feedback when all hold.

    Signals: ``keep_asked()`` if the run is to be kept, for a step that compares runs.
    """

    keep_asked = Signal()

    def __init__(self, name: str, ask: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self._theme = theme
        self._heading = QLabel("Do")
        self._heading.setFont(font(BODY, 600))
        self._ask = RichText(f"{name}-ask", theme, self)
        self._ask.show_markdown(ask)
        self.setAccessibleName(f"Do: {self._ask.accessibleName()}")
        self._missing = QLabel()
        self._missing.setObjectName(f"{name}-missing")
        self._missing.setProperty("role", "dim")
        self._missing.setWordWrap(True)
        self._missing.setTextFormat(Qt.TextFormat.PlainText)
        self.keep = QPushButton(self)
        self.keep.setObjectName(f"{name}-keep")
        self.keep.setToolTip("Its curve stays in the loss chart; the tab Runs has all runs")
        self.keep.clicked.connect(self.keep_asked)
        self.keep.hide()
        self.feedback = Feedback(name, theme, self)
        self._rows: list[CheckRow] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 9, 10, 10)
        self.body.setSpacing(6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(5)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._ask)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._missing)
        self.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.feedback)
        self._ask.setVisible(bool(ask))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as they are shown."""
        return tuple(row.line for row in self._rows if row.line is not None)

    @property
    def missing(self) -> str:
        return self._missing.text()

    def lend(self) -> list[QWidget]:
        """What goes on ticking wherever it is put: the lines, what is missing, and the button."""
        for row in self._rows:
            row.keep_to_one_line()
        self._missing.setWordWrap(False)
        return [*self._rows, self._missing, self.keep]

    def show_lines(self, lines: Sequence[Line], missing: str) -> None:
        """Show which lines hold, and what is missing in words."""
        while len(self._rows) < len(lines):
            row = CheckRow(self._theme)
            self._rows.append(row)
            self._lines.addWidget(row)
        for row, line in zip(self._rows, lines, strict=False):
            row.show_line(line)
        if missing != self._missing.text():
            self._missing.setText(missing)
        self._missing.setVisible(bool(missing))

    def show_keep(self, text: str, enabled: bool) -> None:
        """What the button says that keeps the run; "" for none."""
        if text != self.keep.text():
            self.keep.setText(text)
        if self.keep.hasFocus() and not (enabled and text):
            self.setFocus()  # or it would go to the button behind it, such as "Back"
        self.keep.setEnabled(enabled)
        self.keep.setVisible(bool(text))

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._ask.show_theme(theme)
        self.feedback.show_theme(theme)
        for row in self._rows:
            row.show_theme(theme)
