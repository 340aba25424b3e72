"""The coloured map of the plane and its contour: the network's output, or one neuron's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from nnfs_gui.experiment.model import PLANE
from nnfs_gui.experiment.outputs import OutputReading
from nnfs_gui.theme import FADE, Theme

from .contour import ContourItem, Segments, level_segments, region_segments

Map = npt.NDArray[np.float32]
_SHADES = 32
"""Steps of confidence; eight classes of 32 fill a table of 256 colours."""
_REGION_FADE = 0.6


class ColourImage(pg.ImageItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A map of numbers in up to 256 colours, which pyqtgraph would make into Qt's one by one."""

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")
        self._colours: npt.NDArray[np.uint32] = np.zeros(256, np.uint32)
        self._pixels: npt.NDArray[np.uint32] = np.zeros((1, 1), np.uint32)

    def set_table(self, table: npt.NDArray[np.uint8]) -> None:
        """Use these 256 colours, of shape (256, 3), from now on."""
        self._colours = packed_colours(table)
        self.setLookupTable(table, update=False)

    def render(self) -> None:
        values = self.image
        if values is None or not np.isfinite(values).all():
            super().render()
            return
        low, high = self.levels
        index = (np.clip(values, low, high) - np.float32(low)) * np.float32(256.0 / (high - low))
        self._pixels = self._colours.take(index.astype(np.intp), mode="clip")
        height, width = self._pixels.shape
        # The image reads the pixels in place: they must live as long as it does.
        self.qimage = QImage(
            self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32
        )
        self._renderRequired = self._unrenderable = False


class PlaneMap:
    """An image of the plane with a contour; items are made once and fed with `show_…`."""

    def __init__(self, theme: Theme) -> None:
        self.image = ColourImage()
        self.contour = ContourItem(theme)
        self._theme = theme
        self._discrete = False
        self._reading: OutputReading | None = None
        self._outputs: Map = np.zeros((1, 1, 1), dtype=np.float32)
        self._unit: Map | None = None
        self._lut_key: tuple[object, ...] = ()
        self._contour_source: tuple[object, ...] = ()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.contour.show_theme(theme)
        self._redraw()

    def set_discrete(self, on: bool) -> None:
        """Show the decision alone instead of shades."""
        self._discrete = on
        self._redraw()

    def show_outputs(self, outputs: Map, reading: OutputReading, unit: Map | None = None) -> None:
        """Show outputs of shape (n_outputs, B, B), or ``unit``'s map (M, M) if there is one."""
        self._outputs, self._reading, self._unit = outputs, reading, unit
        self._redraw()

    @property
    def segments(self) -> Segments:
        """The contour as drawn."""
        return self.contour.segments

    def values_at(self, x1: float, x2: float) -> npt.NDArray[np.float64]:
        """What is shown at a place of the plane, between pixels linearly; one value per map."""
        maps = self._outputs if self._unit is None else self._unit[None]
        return interpolate(maps, x1, x2)

    # --- inside ------------------------------------------------------------------------------

    def _redraw(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if self._unit is not None:
            bound = float(np.nanmax(np.abs(self._unit), initial=1e-6))
            self._paint(np.ascontiguousarray(self._unit), (-bound, bound), False)
            self.contour.set_segments(level_segments(self._unit, 0.0))
        elif self._outputs.shape[0] > 2:
            self._paint(shades(self._outputs), (0.0, 255.0), self._discrete)
            self.contour.set_segments(region_segments(self._outputs))
        else:
            values = decisive(self._outputs)
            self._paint(values, levels(reading), self._discrete)
            low, high = levels(reading)
            level = 0.5 if self._outputs.shape[0] == 2 else reading.threshold
            is_probability = (low, high) == (0.0, 1.0)
            self.contour.set_segments(level_segments(values, level, probability=is_probability))

    def _paint(
        self, values: npt.NDArray[np.generic], levels: tuple[float, float], hard: bool
    ) -> None:
        n_regions = self._outputs.shape[0] if values.dtype == np.uint8 else 0
        key = (self._theme, hard, n_regions)
        if key != self._lut_key:
            self._lut_key = key
            self.image.set_table(colour_table(self._theme, hard, n_regions))
        resized = self.image.image is None or self.image.image.shape != values.shape
        self.image.setImage(values, autoLevels=False, levels=levels)
        if resized:
            self.image.setRect(QRectF(-PLANE, -PLANE, 2 * PLANE, 2 * PLANE))


def packed_colours(table: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Colours of shape (n, 3) as Qt's pixels."""
    red, green, blue = table.astype(np.uint32).T
    return np.asarray(np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue, dtype=np.uint32)


def decisive(outputs: Map) -> Map:
    """The map of a single output, or the probability of class 1 of two."""
    return np.ascontiguousarray(outputs[-1])


def interpolate(maps: Map, x1: float, x2: float) -> npt.NDArray[np.float64]:
    """Values of maps (n, B, B) at a place of the plane, bilinear between pixel centres."""
    side = maps.shape[-1]
    column, row = np.clip((np.array([x1, x2]) + PLANE) / (2 * PLANE) * side - 0.5, 0.0, side - 1.0)
    values = pg.interpolateArray(maps.transpose(1, 2, 0), np.array([row, column]))
    return np.asarray(values, dtype=np.float64)


def levels(reading: OutputReading) -> tuple[float, float]:
    """Where the colours of a single map begin and end."""
    return (reading.low, reading.high) if reading.n_outputs == 1 else (0.0, 1.0)


def shades(outputs: Map) -> npt.NDArray[np.uint8]:
    """The largest output's class and its confidence, as one index into the colour table."""
    n_classes = len(outputs)
    best = outputs.argmax(axis=0)
    confidence = (np.nan_to_num(outputs.max(axis=0)) - 1 / n_classes) / (1 - 1 / n_classes)
    shade = np.rint(np.clip(confidence, 0.0, 1.0) * (_SHADES - 1))
    return np.ascontiguousarray((best % 8) * _SHADES + shade, dtype=np.uint8)


def colour_table(theme: Theme, hard: bool, n_regions: int) -> npt.NDArray[np.uint8]:
    """256 colours: two sides of a level, or the shades of each class."""
    if n_regions:
        colours = [
            _rgb(_region(theme, index // _SHADES, index % _SHADES, n_regions, hard))
            for index in range(256)
        ]
        return np.array(colours, dtype=np.uint8)
    table = theme.diverging_lut(FADE)
    if hard:
        table[:128], table[128:] = table[0].copy(), table[-1].copy()
    return table


def _region(theme: Theme, number: int, shade: int, n_classes: int, hard: bool) -> str:
    share = 1.0 if hard else 0.15 + 0.85 * shade / (_SHADES - 1)
    return theme.blend(theme.mid, theme.class_color(number, n_classes), _REGION_FADE * share)


def _rgb(colour: str) -> tuple[int, int, int]:
    made = QColor(colour)
    return made.red(), made.green(), made.blue()
