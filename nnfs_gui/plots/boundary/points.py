"""The data points on the plane, kept as one picture that is drawn anew only when they change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.theme import Theme

from .markers import SIZE_LEVELS, VALUE_STEPS, Look, Sprites, draw_marker, draw_wrong

Vector = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
_VECTOR_ENGINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)


class PointsItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws points by class, train or test and size, and rings around the misclassified.

    Positions rarely change while a network learns, so the points are one cached picture of the
    visible region; the rings, which do change, are drawn over it.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._radius = 4.0
        self._n_classes = 2
        self._positions: npt.NDArray[np.float64] = np.empty((0, 2))
        self._looks: list[Look] = []
        self._numbers: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._test: Flags = np.empty(0, dtype=bool)
        self._levels: npt.NDArray[np.intp] | None = None
        self._wrong: npt.NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._sprites: Sprites | None = None
        self._layer: tuple[tuple[object, ...], QPixmap] | None = None

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self._changed()

    def set_radius(self, pixels: float) -> None:
        """Radius of an ordinary point."""
        if pixels != self._radius:
            self._radius = pixels
            self._changed()

    @property
    def radius(self) -> float:
        return self._radius

    def show_points(
        self, positions: npt.NDArray[np.float64], targets: Vector, test: Flags, n_classes: int
    ) -> None:
        """Show these points, of shape (n, 2), in place of all others; none is marked."""
        self._positions, self._test, self._n_classes = positions, test, n_classes
        if n_classes:
            self._numbers = targets.astype(np.intp)
        else:
            share = (np.clip(targets, -1, 1) + 1) / 2
            self._numbers = np.rint(share * (VALUE_STEPS - 1)).astype(np.intp)
        self._levels = None
        self._wrong = np.empty(0, dtype=np.intp)
        self._relook()

    def show_losses(self, losses: Vector | None) -> None:
        """Size the points by their losses; None gives all the same size."""
        levels = None if losses is None else _levels(losses)
        if levels is None or self._levels is None:
            same = levels is self._levels
        else:
            same = np.array_equal(self._levels, levels)
        if not same:
            self._levels = levels
            self._relook()

    def show_wrong(self, wrong: Flags | None) -> None:
        """Ring the points that are flagged."""
        marked = np.flatnonzero(wrong) if wrong is not None else np.empty(0, dtype=np.intp)
        if not np.array_equal(marked, self._wrong):
            self._wrong = marked
            self.update()

    @property
    def wrong_count(self) -> int:
        """How many points are ringed."""
        return len(self._wrong)

    def nearest(self, x1: float, x2: float, reach: float) -> int | None:
        """Index of the shown point nearest to a place of the plane, within ``reach`` of it."""
        if not len(self._positions):
            return None
        squared = ((self._positions - (x1, x2)) ** 2).sum(axis=1)
        index = len(squared) - 1 - int(squared[::-1].argmin())
        return index if squared[index] <= reach * reach else None

    # --- drawing -----------------------------------------------------------------------------

    def _relook(self) -> None:
        levels = self._levels if self._levels is not None else np.zeros(len(self._numbers), int)
        rows = zip(self._numbers.tolist(), self._test.tolist(), levels.tolist(), strict=True)
        self._looks = [Look(number, test, level) for number, test, level in rows]
        self._changed()

    def _changed(self) -> None:
        self._layer = None
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-PLANE, -PLANE, 2 * PLANE, 2 * PLANE)

    def paint(self, painter: QPainter, *_args: object) -> None:
        transform = painter.worldTransform()
        region = transform.mapRect(self.getViewBox().viewRect())
        at = _pixels(self._positions, transform)
        painter.save()
        painter.resetTransform()
        if painter.paintEngine().type() in _VECTOR_ENGINES:
            self._paint_shapes(painter, at)
        else:
            self._paint_pictures(painter, at, region)
        painter.restore()

    def _paint_pictures(self, painter: QPainter, at: Vector, region: QRectF) -> None:
        sprites = self._fitting_sprites(painter.device().devicePixelRatio())
        key = (*sprites.key(), region.getRect())
        if self._layer is None or self._layer[0] != key:
            self._layer = (key, self._drawn_layer(sprites, at, region))
        painter.drawPixmap(region.topLeft(), self._layer[1])
        for index, (x, y) in zip(self._wrong.tolist(), at[self._wrong].tolist(), strict=True):
            ring, half = sprites.picture(self._looks[index].level)
            painter.drawPixmap(QPointF(x - half, y - half), ring)
        # In a crowd of misclassified points the rings of some would hide the classes of others.
        for index, (x, y) in zip(self._wrong.tolist(), at[self._wrong].tolist(), strict=True):
            marker, half = sprites.picture(self._looks[index])
            painter.drawPixmap(QPointF(x - half, y - half), marker)

    def _drawn_layer(self, sprites: Sprites, at: Vector, region: QRectF) -> QPixmap:
        ratio = float(sprites.key()[-1])  # type: ignore[arg-type]  # the last part is the ratio
        size = (region.size() * ratio).toSize()
        layer = QPixmap(max(1, size.width()), max(1, size.height()))
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter = QPainter(layer)
        painter.translate(-region.topLeft())
        for look, (x, y) in zip(self._looks, at.tolist(), strict=True):
            picture, half = sprites.picture(look)
            painter.drawPixmap(QPointF(x - half, y - half), picture)
        painter.end()
        return layer

    def _paint_shapes(self, painter: QPainter, at: Vector) -> None:
        for look, (x, y) in zip(self._looks, at.tolist(), strict=True):
            painter.setTransform(QTransform.fromTranslate(x, y))
            draw_marker(painter, look, self._n_classes, self._radius, self._theme)
        for index, (x, y) in zip(self._wrong.tolist(), at[self._wrong].tolist(), strict=True):
            painter.setTransform(QTransform.fromTranslate(x, y))
            draw_wrong(painter, self._looks[index].level, self._radius, self._theme)
        for index, (x, y) in zip(self._wrong.tolist(), at[self._wrong].tolist(), strict=True):
            painter.setTransform(QTransform.fromTranslate(x, y))
            draw_marker(painter, self._looks[index], self._n_classes, self._radius, self._theme)

    def _fitting_sprites(self, ratio: float) -> Sprites:
        fitting = Sprites(self._theme, self._n_classes, self._radius, ratio)
        if self._sprites is None or self._sprites.key() != fitting.key():
            self._sprites = fitting
        return self._sprites


def _pixels(positions: npt.NDArray[np.float64], transform: QTransform) -> npt.NDArray[np.float64]:
    scale = np.array([transform.m11(), transform.m22()])
    shift = np.array([transform.dx(), transform.dy()])
    return np.asarray(positions * scale + shift, dtype=np.float64)


def _levels(losses: Vector) -> npt.NDArray[np.intp]:
    """Size levels 1 … `SIZE_LEVELS`: a point's area grows with its loss, up to the largest."""
    finite = np.nan_to_num(losses.astype(np.float64), nan=np.inf, posinf=np.inf)
    known = finite[np.isfinite(finite)]
    largest = float(known.max()) if len(known) else 1.0
    share = np.sqrt(np.clip(finite / max(largest, 1e-12), 0.0, 1.0))
    return np.asarray(1 + np.rint(share * (SIZE_LEVELS - 1)), dtype=np.intp)
