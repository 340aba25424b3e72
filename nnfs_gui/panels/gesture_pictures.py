"""Small pictures of what the mouse can do with the network, for the help."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.theme import LABEL, Theme, font

_SIDE, _WORDS = 12.0, 142
_FIELD = QSize(96, 56)
Place = tuple[float, float]


@dataclass(frozen=True)
class GesturePicture:
    """A gesture in words and strokes, in a field of 96 × 56 pixels."""

    words: str
    tiles: tuple[Place, ...] = ()
    ghosts: tuple[Place, ...] = ()
    links: tuple[tuple[Place, Place], ...] = ()
    drag: tuple[Place, Place] = ((0, 0), (0, 0))
    frame: bool = False


_BOTH = ((14, 28), (82, 28))
GESTURES = (
    GesturePicture(
        "Press in a gap and drag: a new layer", _BOTH, ((48, 10), (48, 28), (48, 46)),
        drag=((62, 8), (62, 50)),
    ),
    GesturePicture(
        "Drag Neuron, or a column's +, into a layer or a gap",
        ((72, 12), (72, 46)), ((72, 29),), drag=((16, 29), (60, 29)),
    ),
    GesturePicture(
        "Drag the grip under a column: longer or shorter",
        ((48, 8), (48, 24)), ((48, 44),), drag=((64, 30), (64, 52)),
    ),
    GesturePicture(
        "Click a link or a dot to edit it; Alt-drag to change it", _BOTH,
        links=(((20, 28), (76, 28)),), drag=((48, 44), (48, 12)),
    ),
    GesturePicture(
        "Drag a column's name sideways: the layer moves",
        ((18, 20), (18, 38)), ((66, 20), (66, 38)), drag=((28, 8), (76, 8)),
    ),
    GesturePicture(
        "Drag over neurons to select them; Shift adds",
        ((36, 18), (36, 38), (60, 28)), drag=((22, 6), (76, 50)), frame=True,
    ),
)  # fmt: skip


class GestureTable(QWidget):
    """All gestures side by side, each a picture over its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawings: list[_Drawing] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for gesture in GESTURES:
            words = QLabel(gesture.words)
            words.setFont(font(LABEL))
            words.setWordWrap(True)
            words.setFixedWidth(_WORDS)
            words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
            cell = QVBoxLayout()
            cell.setSpacing(4)
            drawing = _Drawing(gesture, theme)
            self._drawings.append(drawing)
            cell.addWidget(drawing, 0, Qt.AlignmentFlag.AlignHCenter)
            cell.addWidget(words, 1)
            row.addLayout(cell)

    def show_theme(self, theme: Theme) -> None:
        for drawing in self._drawings:
            drawing.show_theme(theme)


class _Drawing(QWidget):
    """Draws one gesture; its words stand beside it, so it says nothing itself."""

    def __init__(self, gesture: GesturePicture, theme: Theme) -> None:
        super().__init__()
        self._gesture, self._theme = gesture, theme
        self.setFixedSize(_FIELD)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        gesture, theme = self._gesture, self._theme
        accent = QColor(theme.accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _FIELD.width(), self.height() / _FIELD.height())
        painter.setPen(QPen(QColor(theme.pos), 2.5))
        for start, end in gesture.links:
            painter.drawLine(QPointF(*start), QPointF(*end))
        painter.setPen(QPen(QColor(theme.dim), 1.2))
        painter.setBrush(QColor(theme.raised))
        for x, y in gesture.tiles:
            painter.drawRoundedRect(_tile(x, y), 2.5, 2.5)
        dashed = QPen(accent, 1.3)
        dashed.setDashPattern([2.4, 1.8])
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x, y in gesture.ghosts:
            painter.drawRoundedRect(_tile(x, y), 2.5, 2.5)
        pressed, released = (QPointF(*place) for place in gesture.drag)
        if gesture.frame:
            painter.drawRect(QRectF(pressed, released))
        painter.setPen(QPen(accent, 1.6))
        if not gesture.frame:
            painter.drawLine(pressed, released)
        painter.setBrush(accent)
        painter.drawEllipse(pressed, 2.0, 2.0)
        painter.drawEllipse(released, 3.2, 3.2)
        painter.end()


def _tile(x: float, y: float) -> QRectF:
    return QRectF(x - _SIDE / 2, y - _SIDE / 2, _SIDE, _SIDE)
