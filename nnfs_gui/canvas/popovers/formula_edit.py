"""A line for a formula, with a mistake underlined at its place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QWidget

from nnfs_gui.experiment.data.formulas import FormulaError, parse_defined
from nnfs_gui.experiment.features import VARIABLES
from nnfs_gui.theme import Theme
from nnfs_gui.widgets.labels import set_style_property


class FormulaEdit(QLineEdit):
    """Reads formulas of x1 and x2 as they are typed.

    Signals: ``judged(message)`` after each change, empty when the formula is right or missing.
    """

    judged = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Formula of x1 and x2")
        self.setPlaceholderText("x1*x2 - 1")
        self._theme = theme
        self._position: int | None = None
        self.textChanged.connect(self._judge)

    @property
    def error_position(self) -> int | None:
        """Where in the text the mistake is; None if there is none."""
        return self._position

    @property
    def ready(self) -> bool:
        """Whether there is a formula, and it is right."""
        return bool(self.text().strip()) and self._position is None

    def _judge(self, text: str) -> None:
        message, self._position = "", None
        if text.strip():
            try:
                parse_defined(text, VARIABLES)
            except FormulaError as error:
                message, self._position = error.message, error.position
        set_style_property(self, "invalid", bool(message))
        self.update()
        self.judged.emit(message)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._position is None:
            return
        metrics, text = QFontMetricsF(self.font()), self.text()
        cursor = self.cursorRect()
        origin = cursor.center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        x = origin + metrics.horizontalAdvance(text[: self._position])
        wide = metrics.horizontalAdvance(text[self._position : self._position + 1] or "m")
        y = cursor.bottom() - 1.0
        waves = QPolygonF(
            [QPointF(x + 2.0 * step, y + (2.0 if step % 2 else 0.0))
             for step in range(max(4, int(wide / 2) + 2))]
        )  # fmt: skip
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.error), 1.3))
        painter.drawPolyline(waves)
        painter.end()
