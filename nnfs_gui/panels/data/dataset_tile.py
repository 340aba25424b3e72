"""A tile of the dataset gallery: a small picture of real points, with a name under it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import DATASETS
from nnfs_gui.experiment.model import PLANE
from nnfs_gui.theme import INPUT_RADIUS, SMALL, Theme, font
from nnfs_gui.widgets.focus import DrawnButton
from nnfs_gui.widgets.icons import icon
from nnfs_gui.widgets.magnify import magnified

TILE, COMPACT_TILE = 52, 34
"""Largest side of the picture in pixels, with a name under it and without."""
_LABEL_HEIGHT = 15
_POINTS, _NOISE, _SEED, CLASSES = 80, 0.04, 42, 3
_MARGIN = 5
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
SHORT_LABELS = {"xor": "XOR", "gaussians": "Gauss", "multi_gaussian": "Bumps"}
"""Where a label is too long for a tile; the tooltip has it in full."""


def draw_points(name: str, theme: Theme, side: int, ratio: float) -> QPixmap:
    """Points of the dataset ``name`` on a transparent picture of ``side`` logical pixels."""
    generator = DATASETS[name]
    classes = CLASSES if generator.max_classes > 2 else 2
    # The generator itself, not `materialize`: its short memory belongs to the experiment.
    made = generator.generate(_POINTS, _NOISE, np.random.default_rng(_SEED), n_classes=classes)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    margin = _MARGIN * side / TILE
    scale, radius = (side - 2 * margin) / (2 * PLANE), max(1.0, 1.5 * side / TILE)
    for (x1, x2), target in zip(made.inputs, made.targets, strict=True):
        regression = generator.task == "regression"
        colour = theme.signed(target) if regression else theme.class_color(int(target), classes)
        painter.setBrush(QColor(colour))
        centre = QPointF(margin + (x1 + PLANE) * scale, margin + (PLANE - x2) * scale)
        painter.drawEllipse(centre, radius, radius)
    painter.end()
    return picture


class Tile(DrawnButton):
    """A picture over a short name, with an accent border when it is the chosen one.

    Signals: ``arrow_pressed(key)`` for the gallery to move the focus.
    """

    arrow_pressed = Signal(int)

    def __init__(self, name: str, label: str, tooltip: str, theme: Theme,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(name, theme, parent)
        self.setText(label)
        self.setAccessibleName(label)
        self.setToolTip(tooltip)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._compact = False

    def draw_picture(self, painter: QPainter, rect: QRect) -> None:
        """Draw what the tile shows into a square."""
        raise NotImplementedError  # abstract; Qt classes cannot take ABC as their metaclass

    def set_compact(self, compact: bool) -> None:
        """Show a small picture without its name, which the tooltip tells."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    @property
    def _side(self) -> int:
        return magnified(COMPACT_TILE if self._compact else TILE, self)

    @property
    def _label_height(self) -> int:
        return 0 if self._compact else magnified(_LABEL_HEIGHT, self)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side + self._label_height)

    def show_magnified(self, _factor: float) -> None:
        """Take the room that a larger picture and a larger label need."""
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        side = 26 if self._compact else 40
        return QSize(side, side + self._label_height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            self.arrow_pressed.emit(event.key())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, label = self.theme, self._label_height
        side = min(self.width(), self.height() - label, self._side)
        if side <= 0:  # before the layout has given it room
            return
        square = QRect((self.width() - side) // 2, 0, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, marked = self.isChecked(), self.ringed or self.underMouse()
        edge = theme.accent if chosen else theme.faint if marked else theme.line
        width = 2.0 if chosen else 1.0
        inset = width / 2
        painter.setBrush(QColor(theme.blend(theme.panel, theme.raised, 0.75)))
        painter.setPen(QPen(QColor(edge), width))
        frame = QRectF(square).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, INPUT_RADIUS, INPUT_RADIUS)
        self.draw_picture(painter, square)
        self.draw_ring(painter, QRectF(square).adjusted(2, 2, -2, -2), INPUT_RADIUS - 2)
        painter.setPen(QColor(theme.text if chosen else theme.dim))
        if not self._compact:
            self._draw_label(painter, QRect(0, side + 1, self.width(), label), chosen)
        painter.end()

    def _draw_label(self, painter: QPainter, room: QRect, chosen: bool) -> None:
        """The label, a size smaller where the tile is narrow, and elided if that is not enough."""
        for size in (SMALL, SMALL - 1):
            painter.setFont(font(magnified(size, self), 500 if chosen else 400))
            if painter.fontMetrics().horizontalAdvance(self.text()) <= room.width():
                break
        elided = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, elided)


class DatasetTile(Tile):
    """One of the engine's generators, drawn from points that it made."""

    def __init__(self, dataset: str, theme: Theme, parent: QWidget | None = None) -> None:
        generator = DATASETS[dataset]
        tooltip = f"{generator.label}\n{generator.description}"
        label = SHORT_LABELS.get(dataset, generator.label)
        name = f"dataset-{dataset.replace('_', '-')}"
        super().__init__(name, label, tooltip, theme, parent)
        self.setAccessibleName(generator.label)
        self.dataset = dataset
        self._picture: QPixmap | None = None

    def show_theme(self, theme: Theme) -> None:
        self._picture = None
        super().show_theme(theme)

    def draw_picture(self, painter: QPainter, rect: QRect) -> None:
        ratio = self.devicePixelRatioF()
        wanted = round(rect.width() * ratio)
        if self._picture is None or self._picture.width() != wanted:
            self._picture = draw_points(self.dataset, self.theme, rect.width(), ratio)
        painter.drawPixmap(rect.topLeft(), self._picture)


class PaintTile(Tile):
    """Draw one's own points."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("dataset-paint", "Draw…", "Draw your own points", theme, parent)

    def draw_picture(self, painter: QPainter, rect: QRect) -> None:
        size = min(22, round(0.6 * rect.width()))
        corner = rect.center().x() - size // 2 + 1, rect.center().y() - size // 2 + 1
        role = "accent" if self.isChecked() else "dim"
        icon("paint", self.theme, role).paint(painter, QRect(*corner, size, size))
