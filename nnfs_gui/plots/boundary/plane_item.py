"""What is drawn over the plane."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.theme import Theme


class PlaneItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """As large as the plane, and in the colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-PLANE, -PLANE, 2 * PLANE, 2 * PLANE)
