"""`PixelItem`: base of pyqtgraph items with sizes in pixels, which grow with the words."""

from __future__ import annotations

import pyqtgraph as pg


class PixelItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An item of which some widths are in pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.factor = 1.0

    def magnify(self, factor: float) -> None:
        """Draw what is in pixels ``factor`` times as large as usual."""
        self.factor = factor
        self.update()
