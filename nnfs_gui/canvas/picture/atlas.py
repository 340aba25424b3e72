"""Every neuron's map in one image, coloured by one table look-up per snapshot."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from engine import ACTIVATIONS
from nnfs_gui.experiment.outputs import layer_ids, read_outputs
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Maps, Snapshot

MAX_CELL = 96
"""Pixels of a map's side beyond which Qt enlarges the picture."""
MAX_STRIP = 24_000
"""Height of the atlas in pixels that Qt still draws from exactly."""
CORNER = 0.15
"""Radius of a tile's corners as a share of its side."""
_FAR = np.float32(1e5)
"""A level that is far beyond the colours 0 … 255."""

Pixels = npt.NDArray[np.uint32]


class Atlas:
    """A vertical strip of square cells, one per unit, with rounded corners cut out."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._places: dict[str, QRectF] = {}
        self._cell = 1
        self._pixels: Pixels = np.zeros((1, 1), np.uint32)
        self._image = QImage()
        self._output: tuple[str, QImage] = ("", QImage())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def refresh(self, snapshot: Snapshot, cell: int) -> None:
        """Draw the maps of a snapshot into cells of about ``cell`` pixels."""
        units = [unit for layer in layer_ids(snapshot.experiment) for unit in layer]
        stack = np.concatenate(snapshot.maps).astype(np.float32, copy=False)
        cell = max(4, min(cell, MAX_CELL, MAX_STRIP // max(1, len(units))))
        levels, tables = _levels(stack, snapshot)
        self._pixels = colour(resample(levels, cell), tables, _tables(self._theme, snapshot))
        cut_corners(self._pixels)
        if cell != self._cell or units != list(self._places):
            self._cell = cell
            self._places = {
                unit: QRectF(0, index * cell, cell, cell) for index, unit in enumerate(units)
            }
        # The image reads the pixels in place: `_pixels` must live as long as `_image`.
        self._image = QImage(
            self._pixels.data,
            cell,
            cell * len(units),
            4 * cell,
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        self._output = ("", QImage())

    def refresh_output(self, snapshot: Snapshot, unit: str, size: int) -> None:
        """Draw a single output, whose tile is large, from the boundary's finer grid."""
        reading = read_outputs(snapshot.experiment)
        if reading.n_outputs != 1 or not len(snapshot.boundary):
            return
        gain = 255.0 / (reading.high - reading.low)
        values = np.nan_to_num(snapshot.boundary, nan=reading.threshold, posinf=1e6, neginf=-1e6)
        with np.errstate(over="ignore"):
            levels = (values - np.float32(reading.low)) * np.float32(gain)
        pixels = colour(resample(levels, size), np.zeros(1, np.intp), _diverging(self._theme))
        cut_corners(pixels)
        self._output = (unit, _copied(pixels[0]))

    def picture(self, unit: str) -> tuple[QImage, QRectF] | None:
        """The image that holds a unit's map, and where in it; None while it has none."""
        if unit == self._output[0]:
            return self._output[1], QRectF(self._output[1].rect())
        place = self._places.get(unit)
        return None if place is None else (self._image, place)


def unit_picture(snapshot: Snapshot, unit: str, theme: Theme, size: int) -> QImage:
    """One unit's map alone and large, with square corners; null if the snapshot has none."""
    units = [name for layer in layer_ids(snapshot.experiment) for name in layer]
    if unit not in units:
        return QImage()
    index = units.index(unit)
    levels, tables = _levels(np.concatenate(snapshot.maps), snapshot)
    chosen = slice(index, index + 1)
    pixels = colour(resample(levels[chosen], size), tables[chosen], _tables(theme, snapshot))
    return _copied(pixels[0])


def values_picture(values: npt.NDArray[np.float64], theme: Theme, size: int) -> QImage:
    """A map of values (side, side), row 0 at the bottom, scaled by its own largest value."""
    reach = max(float(np.abs(values).max(initial=0.0)), 1e-9)
    levels = (values[None].astype(np.float32) * np.float32(127.5 / reach)) + np.float32(127.5)
    pixels = colour(resample(levels, size), np.zeros(1, np.intp), _diverging(theme))
    cut_corners(pixels)
    return _copied(pixels[0])


def resample(levels: Maps, cell: int) -> Maps:
    """Maps (n, M, M) as pictures (n, cell, cell): smooth, and with row 0 at the bottom."""
    count, side, _ = levels.shape
    levels = np.clip(levels, -_FAR, _FAR)  # an infinity times a weight of 0 would be NaN
    across = _interpolation(side, cell)
    wide = (levels.reshape(count * side, side) @ across.T).reshape(count, side, cell)
    picture: Maps = np.matmul(across[::-1], wide)
    return picture


def colour(levels: Maps, tables: npt.NDArray[np.intp], lut: Pixels) -> Pixels:
    """Levels 0 … 255 of pictures (n, …) as pixels; ``tables`` says which 256 colours each uses."""
    np.clip(levels, 0.0, 255.0, out=levels)
    index = levels.astype(np.intp)
    if tables.any():
        index += 256 * tables[:, None, None]
    pixels: Pixels = lut.take(index)
    return pixels


def cut_corners(pixels: Pixels) -> None:
    """Make the corners of square pictures (n, cell, cell) transparent, in place."""
    where, alpha = _corners(pixels.shape[-1])
    flat = pixels.reshape(len(pixels), -1)
    rim = flat[:, where]
    shaded = alpha << np.uint32(24)
    for shift in (np.uint32(0), np.uint32(8), np.uint32(16)):
        channel = (rim >> shift) & np.uint32(255)
        shaded = shaded | ((channel * alpha // np.uint32(255)) << shift)
    flat[:, where] = shaded


def _levels(stack: Maps, snapshot: Snapshot) -> tuple[Maps, npt.NDArray[np.intp]]:
    """Maps as positions in their colour table, and which table each unit uses."""
    if not np.isfinite(stack).all():
        stack = np.nan_to_num(stack, nan=0.0, posinf=1e6, neginf=-1e6)
    centre, reach = _ranges(stack, snapshot)
    gain = (127.5 / reach).astype(np.float32)
    offset = (127.5 - centre * gain).astype(np.float32)
    tables = np.zeros(len(stack), np.intp)
    reading = read_outputs(snapshot.experiment)
    if reading.n_outputs > 1:
        tables[-reading.n_outputs :] = np.arange(1, reading.n_outputs + 1)
    with np.errstate(over="ignore"):  # of a network that is about to diverge
        return stack * gain[:, None, None] + offset[:, None, None], tables


def _ranges(stack: Maps, snapshot: Snapshot) -> tuple[npt.NDArray[np.float64], ...]:
    """Middle and half range of each unit's colours.

    A bounded activation is drawn on its own scale, so that a weak neuron looks weak; an unbounded
    one reaches full colour at its largest value, or at 1 if it never gets there.
    """
    experiment = snapshot.experiment
    peaks = np.abs(stack).reshape(len(stack), -1).max(axis=1).astype(np.float64)
    centre, reach = np.zeros(len(stack)), np.maximum(peaks, 1.0)
    features = len(experiment.network.features)
    reach[:features] = np.maximum(peaks[:features], 1e-9)
    start = features
    for layer in experiment.network.hidden:
        bound = _bound(layer.activation, tuple(sorted(layer.parameters.items())))
        if bound is not None:
            reach[start : start + len(layer.neurons)] = bound
        start += len(layer.neurons)
    reading = read_outputs(experiment)
    if reading.n_outputs == 1:
        centre[start:] = (reading.low + reading.high) / 2
        reach[start:] = (reading.high - reading.low) / 2
    else:
        reach[start:] = 1.0
    return centre, reach


@lru_cache(maxsize=64)
def _bound(name: str, parameters: tuple[tuple[str, float], ...]) -> float | None:
    """The largest value an activation can have, or None if there is none."""
    low, high = ACTIVATIONS.create(name, **dict(parameters)).limits
    bound = max(abs(low), abs(high))
    return float(bound) if np.isfinite(bound) else None


def _tables(theme: Theme, snapshot: Snapshot) -> Pixels:
    reading = read_outputs(snapshot.experiment)
    return _class_tables(theme, reading.n_outputs if reading.n_outputs > 1 else 0)


@lru_cache(maxsize=16)
def _class_tables(theme: Theme, classes: int) -> Pixels:
    """The diverging table, then one per class from the middle colour to the class's own."""
    tables = [_diverging(theme)]
    for index in range(classes):
        end = theme.class_color(index, classes)
        colours = [theme.blend(theme.mid, end, max(0.0, step / 127.5 - 1)) for step in range(256)]
        rgb = np.array([int(name[1:], 16) for name in colours], np.uint32)
        tables.append(rgb | np.uint32(0xFF000000))
    return np.concatenate(tables)


@lru_cache(maxsize=4)
def _diverging(theme: Theme) -> Pixels:
    rgb = theme.diverging_lut().astype(np.uint32)
    packed: Pixels = (
        np.uint32(0xFF000000) | (rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2]
    ).astype(np.uint32)
    return packed


@lru_cache(maxsize=32)
def _interpolation(side: int, cell: int) -> Maps:
    """The matrix (cell, side) of linear interpolation between pixel centres."""
    at = np.clip((np.arange(cell) + 0.5) * side / cell - 0.5, 0, side - 1)
    low = np.minimum(at.astype(np.intp), max(0, side - 2))
    share = at - low
    matrix = np.zeros((cell, side), np.float32)
    rows = np.arange(cell)
    matrix[rows, low] = 1 - share
    matrix[rows, np.minimum(low + 1, side - 1)] += share
    return matrix


@lru_cache(maxsize=32)
def _corners(cell: int) -> tuple[npt.NDArray[np.intp], Pixels]:
    """Flat positions of a cell's pixels that its rounded corners touch, and their alpha."""
    radius = max(1.0, CORNER * cell)
    at = np.arange(cell) + 0.5
    beyond = np.maximum(0.0, np.maximum(radius - at, at - (cell - radius)))
    distance = np.hypot(beyond[:, None], beyond[None, :])
    alpha = (np.clip(radius - distance + 0.5, 0.0, 1.0) * 255).astype(np.uint32).ravel()
    # Along the straight edges the distance is below the radius, so only corners are touched.
    where = np.flatnonzero((alpha < 255) & (np.minimum(beyond[:, None], beyond) > 0).ravel())
    return where, alpha[where]


def _copied(pixels: Pixels) -> QImage:
    side = pixels.shape[0]
    image = QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()
