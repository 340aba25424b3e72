"""What is drawn above the network: the link in question, hints, and the line of a gap."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from nnfs_gui.theme import font

from ..elements import Element, Part
from ..geometry import Gap
from ..state import CanvasState


def draw_link(painter: QPainter, state: CanvasState, element: Element, focused: bool) -> None:
    """A link that stands out: the one under the pointer, or with the focus."""
    path = state.curves.path(element)
    if path is None:
        return
    theme = state.theme
    value = state.readout.weight(element.link) if element.link is not None else 0.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    glow = QColor(theme.accent if focused else theme.text)
    glow.setAlphaF(0.45 if focused else 0.25)
    painter.setPen(QPen(glow, 9.0))
    painter.drawPath(path)
    colour = theme.dim if value == 0 else theme.pos if value > 0 else theme.neg
    painter.setPen(QPen(QColor(theme.blend(colour, theme.text, 0.25)), 3.0))
    painter.drawPath(path)


def draw_gap(painter: QPainter, state: CanvasState, index: int) -> None:
    """The dashed line under a gap's + button, which says where a layer would go."""
    gap = next((gap for gap in state.layout.gaps if gap.index == index), None)
    if gap is None:
        return
    colour = QColor(state.theme.accent)
    colour.setAlphaF(0.55)
    pen = QPen(colour, 1.2)
    pen.setDashPattern([3, 4])
    painter.setPen(pen)
    x = gap.button.center().x()
    painter.drawLine(QPointF(x, gap.button.bottom() + 6), QPointF(x, gap.rect.bottom() - 10))


def draw_empty_hint(painter: QPainter, state: CanvasState) -> None:
    """What a network without hidden layers invites to."""
    lines = (
        "No hidden layers yet",
        "Press here and drag to draw one,",
        "or click the + above",
    )
    _draw_ghost_layer(painter, state, state.layout.gaps[0], lines, 0.5)


def draw_invitation(painter: QPainter, state: CanvasState) -> None:
    """How a layer is drawn, shown in the gap with the fewest links."""
    links = {
        gap.index: len(between.sources) * len(between.targets)
        for gap, between in zip(state.layout.gaps, state.curves.gaps, strict=True)
    }
    gap = min(reversed(state.layout.gaps), key=lambda each: links[each.index])
    lines = ("Draw a layer", "press in a gap", "and drag")
    _draw_ghost_layer(painter, state, gap, lines, 0.66)


def _draw_ghost_layer(
    painter: QPainter, state: CanvasState, gap: Gap, lines: tuple[str, ...], height: float
) -> None:
    """Three dashed tiles at a share of the height, over lines of words, the first one strong."""
    metrics, theme = state.layout.metrics, state.theme
    size = min(1.1 * metrics.tile, 44 * metrics.scale, 0.7 * gap.rect.width())
    pixels = round(13 * metrics.scale)
    middle = metrics.header + (metrics.height - metrics.header) * height
    below = 2.3 * size + 1.55 * pixels * len(lines)
    middle = min(middle, metrics.height - below - 4)
    widest = QFontMetricsF(font(pixels, 600)).horizontalAdvance
    wide = max(map(widest, lines)) + 12
    block = QRectF(gap.x - wide / 2, middle + 2.3 * size, wide, 1.55 * pixels * len(lines))
    shift = _way_clear(block, state)
    if shift is None:
        return  # words over neurons invite to nothing
    middle += shift.y()
    pen = QPen(QColor(theme.blend(theme.panel, theme.faint, 0.8)), 1.5)
    pen.setDashPattern([3.2, 2.6])
    painter.setPen(pen)
    painter.setBrush(QColor(theme.panel))
    for index in range(3):
        y = middle - 1.95 * size + index * 1.3 * size
        rect = QRectF(gap.x - size / 2, y, size, size)
        painter.drawRoundedRect(rect, 0.2 * size, 0.2 * size)
    for number, words in enumerate(lines):
        painter.setFont(font(pixels, 400 if number else 600))
        y = middle + 2.3 * size + number * 1.55 * pixels
        area = QRectF(gap.x + shift.x() - 180, y, 360, 1.5 * pixels)
        bounds = painter.boundingRect(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.panel))
        painter.drawRect(bounds.adjusted(-6, 0, 6, 0))
        painter.setPen(QColor(theme.dim if number else theme.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)


def _way_clear(block: QRectF, state: CanvasState) -> QPointF | None:
    """How words must move to leave what can be pressed alone: sideways if that is enough.

    None if there is no room for them.
    """
    columns, metrics = state.layout.columns, state.layout.metrics
    buttons = [
        rect.adjusted(-3, -3, 3, 3)
        for column in columns
        for rect in (column.minus, column.plus, column.grip)
        if rect is not None
    ]
    taken = [*buttons, *(rect for column in columns for rect in column.rects)]
    inside = QRectF(4, 0, metrics.width - 8, metrics.height)
    up = max((block.bottom() - rect.top() for rect in buttons if rect.intersects(block)), default=0)
    for above in (0.0, up):
        for by in range(0, int(block.width()), 4):
            for aside in (by, -by):
                moved = block.translated(aside, -above)
                if inside.contains(moved) and not any(map(moved.intersects, taken)):
                    return QPointF(aside, -above)
    return None


def highlighted(state: CanvasState) -> list[tuple[Element, bool]]:
    """Links to be drawn above the others, and whether each has the focus."""
    found = [(state.hover, False)] if state.hover.part is Part.LINK else []
    if state.focus.part is Part.LINK:
        found.append((state.focus, True))
    return found


def cursor_of(element: Element, state: CanvasState) -> Qt.CursorShape:
    """What the pointer looks like over an element."""
    if element.part in (Part.CHIP, Part.TITLE):
        column = state.layout.column(element.id)
        titled = element.part is Part.TITLE and column is not None and not column.hidden
        return Qt.CursorShape.ArrowCursor if titled else Qt.CursorShape.PointingHandCursor
    if element.part is Part.GRIP:
        return Qt.CursorShape.SizeVerCursor
    if element.part in (Part.NOTHING, Part.GAP):
        return Qt.CursorShape.ArrowCursor
    return Qt.CursorShape.PointingHandCursor
