"""The data points on the plane, kept as one picture that is drawn anew only when they change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform

from nnfs_gui.theme import Theme

from .markers import SIZE_LEVELS, VALUE_STEPS, Look, Ring, Stamps
from .plane_item import PlaneItem

Vector = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
NONE: Indices = np.empty(0, dtype=np.intp)
_VECTOR_ENGINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)
_MANY, _SOME = 0.2, 0.08
"""Shares of wrong points from which each of them is marked lightly, or less plainly."""


class PointsItem(PlaneItem):
    """Draws points by class, train or test and size, and rings around the misclassified.

    Positions rarely change while a network learns, so the points are one cached picture of the
    visible region; the rings, which do change, are drawn over it.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.radius = 4.0
        self.looks: list[Look] = []
        self.wrong = NONE
        self.positions: npt.NDArray[np.float64] = np.empty((0, 2))
        self._n_classes = 2
        self._numbers, self._test, self._levels = NONE, np.empty(0, dtype=bool), NONE
        self._stamps: Stamps | None = None
        self._layer: tuple[object, QPixmap] | None = None

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._layer = None
        super().show_theme(theme)

    def set_radius(self, pixels: float) -> None:
        """Radius of an ordinary point."""
        if pixels != self.radius:
            self.radius = pixels
            self.update()

    def show_points(
        self, positions: npt.NDArray[np.float64], targets: Vector, test: Flags, n_classes: int
    ) -> None:
        """Show these points, of shape (n, 2), in place of all others; none is marked."""
        self.positions, self._test, self._n_classes = positions, test, n_classes
        steps = (np.clip(targets, -1, 1) + 1) / 2 * (VALUE_STEPS - 1)
        self._numbers = (targets if n_classes else np.rint(steps)).astype(np.intp)
        self._levels, self.wrong = np.zeros(len(targets), dtype=np.intp), NONE
        self._relook()

    def show_losses(self, losses: Vector | None) -> None:
        """Size the points by their losses; None gives all the same size."""
        levels = np.zeros_like(self._levels) if losses is None else _levels(losses)
        if not np.array_equal(self._levels, levels):
            self._levels = levels
            self._relook()

    def show_wrong(self, wrong: Flags | None) -> None:
        """Ring the points that are flagged."""
        marked = NONE if wrong is None else np.flatnonzero(wrong)
        if not np.array_equal(marked, self.wrong):
            self.wrong = marked
            self.update()

    def nearest(self, x1: float, x2: float, reach: float) -> int | None:
        """Index of the shown point nearest to a place of the plane, within ``reach`` of it."""
        if not len(self.positions):
            return None
        squared = ((self.positions - (x1, x2)) ** 2).sum(axis=1)
        index = len(squared) - 1 - int(squared[::-1].argmin())
        return index if squared[index] <= reach * reach else None

    @property
    def strength(self) -> int:
        """How plainly wrong points are ringed: 2 while they are few, 0 while they are many."""
        share = len(self.wrong) / max(1, len(self.positions))
        return 0 if share > _MANY else 1 if share > _SOME else 2

    # --- drawing -----------------------------------------------------------------------------

    def _relook(self) -> None:
        rows = zip(self._numbers.tolist(), self._test.tolist(), self._levels.tolist(), strict=True)
        known: dict[tuple[int, bool, int], Look] = {}
        self.looks = [known.get(row) or known.setdefault(row, Look(*row)) for row in rows]
        self._layer = None
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        transform = painter.worldTransform()
        region = transform.mapRect(self.getViewBox().viewRect())
        painter.resetTransform()
        shapes = painter.paintEngine().type() in _VECTOR_ENGINES
        stamps = self._fitting_stamps(None if shapes else painter.device().devicePixelRatio())
        wrong, strength = self.wrong.tolist(), self.strength
        marked = _pixels(self.positions[self.wrong], transform)
        rings = [Ring(level, strength) for level in range(SIZE_LEVELS + 1)]
        around = [rings[level] for level in self._levels[self.wrong]]
        if strength == 0:  # below all points, which they would bury
            stamps.draw(painter, around, marked)
        if shapes:
            stamps.draw(painter, self.looks, _pixels(self.positions, transform))
        else:
            painter.drawPixmap(region.topLeft(), self._fitting_layer(stamps, transform, region))
        if strength:  # rings that lie above others must not hide their classes
            stamps.draw(painter, around, marked)
            stamps.draw(painter, [self.looks[index] for index in wrong], marked)

    def _fitting_layer(self, stamps: Stamps, transform: QTransform, region: QRectF) -> QPixmap:
        """All points as one picture, which is drawn anew when they or their places change."""
        key = (stamps.key, region.getRect(), transform)
        if self._layer is None or self._layer[0] != key:
            layer = stamps.canvas(region.width(), region.height())
            painter = QPainter(layer)
            painter.translate(-region.topLeft())
            stamps.draw(painter, self.looks, _pixels(self.positions, transform))
            painter.end()
            self._layer = (key, layer)
        return self._layer[1]

    def _fitting_stamps(self, ratio: float | None) -> Stamps:
        key = (self.theme, self._n_classes, self.radius, ratio)
        if self._stamps is None or self._stamps.key != key:
            self._stamps = Stamps(*key)
        return self._stamps


def _pixels(positions: npt.NDArray[np.float64], transform: QTransform) -> list[list[float]]:
    scale = np.array([transform.m11(), transform.m22()])
    places: list[list[float]] = (positions * scale + (transform.dx(), transform.dy())).tolist()
    return places


def _levels(losses: Vector) -> Indices:
    """Size levels 1 … `SIZE_LEVELS`: a point's area grows with its loss, up to the largest."""
    finite = np.nan_to_num(losses.astype(np.float64), nan=np.inf, posinf=np.inf)
    largest = finite[np.isfinite(finite)].max(initial=1e-12)
    share = np.sqrt(np.clip(finite / largest, 0.0, 1.0))
    return np.asarray(1 + np.rint(share * (SIZE_LEVELS - 1)), dtype=np.intp)
