"""`TapeLine`: the tape as a slider over steps, with marks and branches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.widgets.focus import give_back_focus
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count

from .geometry import Line, PlacedMark, TapeMap

EDGE = 9
"""Pixels left and right of the axis, for the handle."""
ROW = 7
"""Pixels between two lines."""
HANDLE, MARK, SIDE_MARK = 7.0, 4.5, 3.0
"""Radii in pixels."""
REACH = 6
"""How far from a mark a click still means it."""
ROLES = {"edit": "text", "clipping": "neg", "accuracy": "pos", "best": "ok", "dead": "dim",
         "diverged": "error", "bookmark": "warn"}  # fmt: skip
_MOST = 2**31 - 1


class TapeLine(QSlider):
    """Steps from left to right: what is shown is where the handle stands.

    Signals: ``sought(Place, near)`` when a person wants a step shown, ``near`` while dragging;
    ``divergence_pressed(Place)``, after that, where the mark of one was pressed.
    """

    sought = Signal(object, bool)
    divergence_pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("tape-line")
        self.setAccessibleName("History")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.setRange(0, 0)
        self.map: TapeMap | None = None
        self._theme = theme
        self._labelled = False
        self._hovered: PlacedMark | None = None
        self.valueChanged.connect(self._moved)

    # --- what is shown -----------------------------------------------------------------------

    def show_map(self, tape: TapeMap) -> None:
        """Show lines, marks and the handle without telling anyone; a held handle stays."""
        if tape == self.map:
            return
        self.map = tape
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setRange(0, min(_MOST, tape.end))
                self.setPageStep(max(1, tape.end // 20))
                self.setValue(min(_MOST, tape.shown.step))
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_labelled(self, labelled: bool) -> None:
        """Write under the marks what they mean, where there is height for it."""
        self._labelled = labelled
        self.update()

    # --- places ------------------------------------------------------------------------------

    def x_of(self, step: float) -> float:
        """Where a step lies, in pixels."""
        last = 1 if self.map is None else self.map.last
        return EDGE + (self.width() - 2 * EDGE) * step / last

    def y_of(self, row: int) -> float:
        """Where a row lies, in pixels."""
        return self.height() * (0.42 if self._labelled else 0.62) - row * magnified(ROW, self)

    def step_at(self, x: float) -> int:
        """The step under a pixel, on the line that is shown."""
        if self.map is None:
            return 0
        share = (x - EDGE) / max(1, self.width() - 2 * EDGE)
        return round(min(self.map.end, max(0.0, share * self.map.last)))

    def mark_at(self, at: QPointF) -> PlacedMark | None:
        """The mark that a pixel means."""
        marks = () if self.map is None else self.map.marks
        near = [(self._distance(placed, at), placed) for placed in marks]
        return min((pair for pair in near if pair[0] <= REACH), key=_first, default=(0.0, None))[1]

    def line_at(self, at: QPointF) -> Line | None:
        """The thin line that a pixel means."""
        for line in () if self.map is None else self.map.lines[1:]:
            beside = abs(at.y() - self.y_of(line.row)) <= magnified(ROW, self) / 2
            if beside and self.x_of(line.start) <= at.x() <= self.x_of(line.end) + REACH:
                return line
        return None

    def _distance(self, placed: PlacedMark, at: QPointF) -> float:
        across = abs(at.y() - self.y_of(placed.row))
        reach = magnified(ROW, self) / 2 if placed.row else float(REACH)
        return abs(at.x() - self.x_of(placed.mark.step)) + (0.0 if across <= reach else 2 * REACH)

    # --- seeking -----------------------------------------------------------------------------

    def _moved(self, step: int) -> None:
        if self.map is not None:
            self.sought.emit(Place(self.map.shown.branch, step), self.isSliderDown())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.map is None:
            event.ignore()
            return
        mark, line = self.mark_at(event.position()), self.line_at(event.position())
        on_handle = abs(event.position().x() - self.x_of(self.value())) <= HANDLE
        if mark is not None and not (on_handle and mark.row == 0):
            self.sought.emit(mark.place, False)
            if mark.mark.kind == "diverged":
                self.divergence_pressed.emit(mark.place)
        elif line is not None:
            step = min(line.end, max(line.start, self._free_step(event.position().x())))
            self.sought.emit(Place(line.branch, step), False)
        else:
            self.setSliderDown(True)
            if not on_handle:
                self.setValue(self.step_at(event.position().x()))

    def _free_step(self, x: float) -> int:
        assert self.map is not None
        return round((x - EDGE) / max(1, self.width() - 2 * EDGE) * self.map.last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self.step_at(event.position().x()))
            return
        hovered = self.mark_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown() and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self._moved(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if not give_back_focus(self):
                super().keyPressEvent(event)
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.hint_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def hint_at(self, at: QPointF) -> str:
        """What there is to say about a pixel."""
        if self.map is None:
            return ""
        mark = self.mark_at(at)
        if mark is not None:
            near = [other.mark.text for other in self.map.marks if _same_spot(other, mark)]
            return f"{'; '.join(near)}\nstep {format_count(mark.mark.step)}"
        line = self.line_at(at)
        if line is not None:
            return f"Another branch, to step {format_count(line.end)}: click to go there"
        step = self.step_at(at.x())
        text = f"step {format_count(step)}"
        if step < self.map.coarse_until:
            return f"{text}\nSteps before {format_count(self.map.coarse_until)} take longer to show"
        return text

    # --- drawing -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(240, magnified(34, self))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_lines(painter)
        if self.map is not None:
            for placed in self.map.marks:
                self._draw_mark(painter, placed)
            if self._labelled:
                self._draw_labels(painter)
        self._draw_handle(painter)
        painter.end()

    def _draw_lines(self, painter: QPainter) -> None:
        theme, y = self._theme, self.y_of(0)
        left, here = self.x_of(0), self.x_of(self.value())
        self._stroke(painter, theme.line, 3.0, left, self.width() - EDGE, y)
        if self.map is None:
            return
        for line in self.map.lines[1:]:
            self._draw_side_line(painter, line)
        future = theme.blend(theme.line, theme.accent, 0.45)
        self._stroke(painter, future, 3.0, here, self.x_of(self.map.end), y)
        coarse = min(here, self.x_of(self.map.coarse_until))
        self._stroke(painter, theme.accent, 3.0, coarse, here, y)
        if coarse > left:
            self._stroke(painter, theme.accent, 3.0, left, coarse, y, Qt.PenStyle.DotLine)

    def _stroke(
        self, painter: QPainter, colour: str, width: float, x1: float, x2: float, y: float,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:  # fmt: skip
        if x2 > x1:
            cap = (
                Qt.PenCapStyle.RoundCap
                if style == Qt.PenStyle.SolidLine
                else Qt.PenCapStyle.FlatCap
            )
            painter.setPen(QPen(QColor(colour), width, style, cap))
            painter.drawLine(QPointF(x1, y), QPointF(x2, y))

    def _draw_side_line(self, painter: QPainter, line: Line) -> None:
        x, end, y = self.x_of(line.start), self.x_of(line.end), self.y_of(line.row)
        path = QPainterPath(QPointF(x, y if line.left_row is None else self.y_of(line.left_row)))
        if line.left_row is not None:
            bend = min(end, x + 10)
            path.cubicTo(x + 5, path.currentPosition().y(), x + 3, y, bend, y)
        path.lineTo(max(end, x + 2), y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.dim), 1.5))
        painter.drawPath(path)

    def _draw_mark(self, painter: QPainter, placed: PlacedMark) -> None:
        theme = self._theme
        radius = SIDE_MARK if placed.row else MARK
        radius += 1.5 if placed == self._hovered else 0.0
        at = QPointF(self.x_of(placed.mark.step), self.y_of(placed.row))
        painter.setPen(QPen(QColor(theme.panel), 1.5))
        painter.setBrush(QColor(getattr(theme, ROLES[placed.mark.kind])))
        if placed.mark.kind == "bookmark":
            side = radius * 1.25
            corners = ((0, -side), (side, 0), (0, side), (-side, 0))
            painter.drawPolygon([at + QPointF(dx, dy) for dx, dy in corners])
        else:
            painter.drawEllipse(at, radius, radius)

    def _draw_labels(self, painter: QPainter) -> None:
        """Words under marks, the first first; none that would touch another one."""
        words = font(magnified(SMALL, self))
        metrics = QFontMetrics(words)
        painter.setFont(words)
        painter.setPen(QColor(self._theme.dim))
        free = 0.0
        assert self.map is not None
        for placed in self.map.marks:
            width = metrics.horizontalAdvance(placed.mark.text) + 2
            x = min(self.width() - width, max(0.0, self.x_of(placed.mark.step) - width / 2))
            if placed.row or x < free or width > 200:
                continue
            top = self.y_of(0) + MARK + 2
            area = QRectF(x, top, width, metrics.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, placed.mark.text)
            free = x + width + 10

    def _draw_handle(self, painter: QPainter) -> None:
        theme, at = self._theme, QPointF(self.x_of(self.value()), self.y_of(0))
        painter.setPen(QPen(QColor(theme.panel if theme.dark else theme.accent), 2.0))
        painter.setBrush(QColor(theme.text if theme.dark else theme.panel))
        painter.drawEllipse(at, HANDLE, HANDLE)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawEllipse(at, HANDLE + 1.5, HANDLE + 1.5)


def _first(pair: tuple[float, PlacedMark]) -> float:
    return pair[0]


def _same_spot(one: PlacedMark, other: PlacedMark) -> bool:
    return one.row == other.row and one.mark.step == other.mark.step
