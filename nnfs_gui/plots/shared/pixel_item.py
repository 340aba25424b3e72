"""`PixelItem`: base of pyqtgraph items with sizes in pixels, which grow with the words."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF


class PixelItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item of which some widths are in pixels; it is as large as what is seen of the plot.

    So all of it is painted anew, with the widths that stand out of what it shows.
    """

    def __init__(self) -> None:
        super().__init__()
        self.factor = 1.0

    def magnify(self, factor: float) -> None:
        """Draw what is in pixels ``factor`` times as large as usual."""
        self.factor = factor
        self.update()

    # --- Qt ----------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def viewTransformChanged(self) -> None:
        super().viewTransformChanged()  # or it remembers what was seen first
        self.prepareGeometryChange()
