"""A square plot with its colour bar or class legend below, as large as the room allows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnfs_gui.experiment.model import Axis
from nnfs_gui.experiment.outputs import OutputReading
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_exact

from ..shared.base import Plot
from .markers import Look, draw_marker

AXIS_WIDTH, AXIS_HEIGHT = 22, 22
LABEL = 15
"""More room for axes whose name does not fit between the ticks."""
TOP, RIGHT = 6, 5
"""Room for half a tick label beyond the plane's corner."""
_BAR, _ROW = 7, 20
_MARKER, _LEAST_COLUMNS = 17, 2
_WRAPPED = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)


class SquareFrame(QWidget):
    """Keeps the plane of ``plot`` square and ``legend`` as wide as the plane.

    Signals: ``arranged()`` when the plane may have another size.
    """

    arranged = Signal()

    def __init__(self, plot: Plot, legend: Legend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot, self._legend = plot, legend
        plot.setParent(self)
        legend.setParent(self)
        legend.changed.connect(self.arrange)
        self._top, self._right = TOP, RIGHT
        plot.plotItem.setContentsMargins(0, TOP, RIGHT, 0)
        self._axis_width, self._axis_height = AXIS_WIDTH, AXIS_HEIGHT
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(340, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 130)

    def label_axes(self, bottom: str, left: str) -> None:
        """Name the axes: between the ticks if the names are short, beside them otherwise."""
        if (bottom, left) == self._names:
            return
        self._names = (bottom, left)
        short = max(len(bottom), len(left)) <= 2
        self._plot.bottom.set_word(bottom if short else "")
        self._plot.left.set_word(left if short else "")
        self._plot.set_labels(bottom="" if short else bottom, left="" if short else left)
        self._measure()

    def show_magnified(self, _factor: float) -> None:
        """Give larger numbers at the axes the room they need."""
        self._measure()

    def _measure(self) -> None:
        short = max(map(len, self._names)) <= 2
        more = 0 if short else LABEL
        self._axis_width = magnified(AXIS_WIDTH + more, self)
        self._axis_height = magnified(AXIS_HEIGHT + more, self)
        self._top, self._right = magnified(TOP, self), magnified(RIGHT, self)
        self._plot.plotItem.setContentsMargins(0, self._top, self._right, 0)
        self._plot.left.setWidth(self._axis_width)
        self._plot.bottom.setHeight(self._axis_height)
        self.arrange()

    def plane_side(self) -> int:
        """Pixels along one side of the plane."""
        return max(1, int(self._plot.width()) - self._axis_width - self._right)

    def plane_left(self) -> int:
        """Where the plane begins, from the frame's left edge."""
        return int(self._plot.x()) + self._axis_width

    def arrange(self) -> None:
        """Place plot and legend for the size as it is."""
        legend_height = self._legend.height_needed(self.width() - self._axis_width)
        beside, below = self._axis_width + self._right, self._axis_height + self._top
        side = max(40, min(self.width() - beside, self.height() - below - legend_height))
        for _ in range(2):  # the less room the plane has, the more lines a note takes below it
            legend_height = self._legend.height_needed(self.width() - self._axis_width, side)
            side = max(40, min(self.width() - beside, self.height() - below - legend_height))
        left = max(0, (self.width() - side - beside) // 2)
        top = max(0, (self.height() - side - below - legend_height) // 4)
        self._plot.setGeometry(QRect(left, top, side + beside, side + below))
        start = left + self._axis_width
        width = side
        if self._legend.has_classes:
            # Names stand below the plane if they fit there in as few rows, else use all the width.
            fits = self._legend.height_needed(self.width() - start) <= legend_height
            start = start if fits else self._axis_width
            width = self.width() - start
        self._legend.setGeometry(QRect(start, top + side + below, width, legend_height))
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


class Legend(QWidget):
    """The colour scale of one output, or the marker and name of every class, and a note.

    Signals: ``changed()`` when it may need another height.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boundary-legend")
        self._theme = theme
        self.names: tuple[str, ...] = ()
        self.ends: tuple[str, ...] = ("0", "0.5", "1")
        self.note = ""
        self._quiet = False

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def show_reading(self, reading: OutputReading, names: tuple[str, ...], target: Axis) -> None:
        """Explain the colours of outputs that are read so; values in units of ``target``."""
        low, high = (0.0, 1.0) if reading.n_outputs == 2 else (reading.low, reading.high)
        if reading.task == "regression":
            low, high = (end * target.scale + target.offset for end in (low, high))
        ends = [_rounded(value) for value in (low, (low + high) / 2, high)]
        if len(names) == 2 and names != ("orange", "blue"):
            ends[0], ends[2] = f"{ends[0]} {names[0]}", f"{names[1]} {ends[2]}"
        self._show(names if reading.n_classes > 2 else (), tuple(ends), self.note)

    def show_range(self, bound: float) -> None:
        """Explain the colours of a neuron's map, from −bound to bound."""
        self._show((), (_rounded(-bound, 2), "0", _rounded(bound, 2)), self.note)

    def show_note(self, note: str) -> None:
        """Show a line of text below, such as how many points are drawn."""
        self._show(self.names, self.ends, note)

    def _show(self, names: tuple[str, ...], ends: tuple[str, ...], note: str) -> None:
        if (names, ends, note) == (self.names, self.ends, self.note):
            return
        self.names, self.ends, self.note = names, ends, note
        spoken = f"Colours from {ends[0]} (orange) to {ends[2]} (blue)"
        self.setAccessibleName("Classes: " + ", ".join(names) if names else spoken)
        self.changed.emit()
        self.update()

    @property
    def has_classes(self) -> bool:
        """Whether it lists classes, rather than showing a scale."""
        return bool(self.names) and not self._quiet

    def set_quiet(self, quiet: bool) -> None:
        """Leave out what the bar of painting tools says as well, and give the plane the room."""
        if quiet != self._quiet:
            self._quiet = quiet
            self.changed.emit()
            self.update()

    def height_needed(self, width: int, note_width: int = 0) -> int:
        """Pixels that the legend takes when it is so wide, and its note so."""
        if self._quiet:
            return self._note_height(note_width)
        rows = -(-len(self.names) // self._columns(width)[0]) if self.names else 0
        row = magnified(_ROW, self)
        height = row * rows + 6 if rows else _BAR + 4 + row
        return height + self._note_height(0 if rows else note_width)

    def _note_height(self, width: int) -> int:
        if not self.note:
            return 0
        metrics = QFontMetrics(self._font())
        wrapped = metrics.boundingRect(QRect(0, 0, width or 2000, 2000), _WRAPPED, self.note)
        return max(magnified(_ROW, self) - 4, wrapped.height() + 4)

    def _columns(self, width: int) -> tuple[int, float]:
        """How many names stand in a row, and how much room each has."""
        metrics = QFontMetrics(self._font())
        natural = _MARKER + 14.0 + max(map(metrics.horizontalAdvance, self.names))
        natural = min(natural, width / min(_LEAST_COLUMNS, len(self.names)))
        columns = max(1, min(len(self.names), int(width // natural)))
        return columns, min(natural, width / columns)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        if self._quiet:
            pass
        elif self.names:
            self._paint_classes(painter)
        else:
            self._paint_bar(painter)
        if self.note:
            painter.setPen(QColor(self._theme.dim))
            high = self._note_height(0 if self.names and not self._quiet else self.width())
            line = QRect(0, self.height() - high + 2, self.width(), high - 2)
            painter.drawText(line, _WRAPPED, self.note)
        painter.end()

    def _font(self) -> QFont:
        return font(magnified(SMALL, self), tabular=True)

    def _paint_bar(self, painter: QPainter) -> None:
        bar = QRectF(0, 3, self.width(), _BAR)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for at, colour in ((0, self._theme.neg), (0.5, self._theme.mid), (1, self._theme.pos)):
            gradient.setColorAt(at, QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.setPen(QColor(self._theme.dim))
        row = QRectF(0, _BAR + 7, self.width(), magnified(15, self))
        sides = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        for text, side in zip(self.ends, sides, strict=True):
            painter.drawText(row, side, text)

    def _paint_classes(self, painter: QPainter) -> None:
        columns, width = self._columns(self.width())
        height = magnified(_ROW, self)
        for index, name in enumerate(self.names):
            row, column = divmod(index, columns)
            cell = QRectF(column * width, row * height + 3, width, height)
            painter.save()
            painter.translate(QPointF(cell.left() + 7, cell.center().y()))
            draw_marker(painter, Look(index, False), len(self.names), 5.0, self._theme)
            painter.restore()
            painter.setPen(QColor(self._theme.dim))
            room = cell.adjusted(_MARKER, 0, -4, 0)
            text = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _rounded(value: float, digits: int = 4) -> str:
    return format_exact(float(f"{value:.{digits}g}"))
