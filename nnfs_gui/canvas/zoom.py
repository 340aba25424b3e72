"""Zooming to the pointer, panning, and fitting the whole network."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView

SMALLEST, LARGEST = 0.5, 12.0


class Zoom:
    """The transform of a view; the scene is as large as the viewport, with room around it."""

    def __init__(self) -> None:
        self.factor = 1.0

    def fit(self, view: QGraphicsView) -> None:
        """Show the whole network."""
        self.factor = 1.0
        size = view.viewport().size()
        width, height = size.width(), size.height()
        view.resetTransform()
        # Room on all sides, so that any point can be brought to the middle.
        view.setSceneRect(QRectF(-2 * width, -2 * height, 5 * width, 5 * height))
        view.horizontalScrollBar().setValue(0)
        view.verticalScrollBar().setValue(0)

    def by(self, view: QGraphicsView, factor: float, place: QPointF) -> None:
        """Zoom so that the point of the scene under ``place`` stays there."""
        wanted = min(LARGEST, max(SMALLEST, self.factor * factor))
        if abs(wanted - 1.0) < 0.02:
            wanted = 1.0  # the size at which maps are drawn pixel by pixel
        if wanted == self.factor:
            return
        before = view.mapToScene(place.toPoint())
        view.scale(wanted / self.factor, wanted / self.factor)
        self.factor = wanted
        after = view.mapToScene(place.toPoint())
        self.pan(view, (after - before) * wanted)

    def pan(self, view: QGraphicsView, offset: QPointF) -> None:
        """Move the picture by an offset in pixels."""
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        across.setValue(round(across.value() - offset.x()))
        down.setValue(round(down.value() - offset.y()))
