"""A small picture of a moment: the boundary and some of its points; made on any thread."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnfs_gui.experiment.model import PLANE, Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.theme import FADE, Theme
from nnfs_gui.training.snapshot import Maps, Snapshot

from .map import colour_table, decisive, levels, packed_colours, shades
from .markers import VALUE_STEPS, fill_of

SIDE = 56
_MOST_POINTS = 150
_DOT = 2.5


def thumbnail(snapshot: Snapshot, theme: Theme, scale: float = 2.0) -> QImage:
    """The boundary of a snapshot, `SIDE` pixels wide at a scale."""
    side = round(SIDE * scale)
    smooth = Qt.TransformationMode.SmoothTransformation
    image = map_image(snapshot.boundary, snapshot.experiment, theme).scaled(side, side, mode=smooth)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _draw_points(painter, snapshot, theme, side)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def png(image: QImage) -> bytes:
    """An image as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(content.data())


def map_image(outputs: Maps, experiment: Experiment, theme: Theme) -> QImage:
    """Outputs over the plane in colours, a pixel for each value, the largest x2 at the top."""
    if len(outputs) > 2:
        index, table = shades(outputs).astype(np.intp), colour_table(theme, False, len(outputs))
    else:
        low, high = levels(read_outputs(experiment))
        share = (np.nan_to_num(decisive(outputs)).clip(low, high) - low) / (high - low)
        index, table = (255 * share).astype(np.intp), theme.diverging_lut(FADE)
    pixels = np.ascontiguousarray(packed_colours(table)[index][::-1])
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _draw_points(painter: QPainter, snapshot: Snapshot, theme: Theme, side: int) -> None:
    points, n_classes = snapshot.data, read_outputs(snapshot.experiment).n_classes
    chosen = snapshot.sample[:: max(1, len(snapshot.sample) // _MOST_POINTS)]
    places = (points.inputs[chosen] * (1, -1) + PLANE) * (side / (2 * PLANE))
    targets = points.targets[chosen]
    if not n_classes:
        targets = np.rint((targets.clip(-1, 1) + 1) / 2 * (VALUE_STEPS - 1))
    for (x, y), number in zip(places.tolist(), targets.astype(np.intp).tolist(), strict=True):
        painter.setBrush(QColor(fill_of(number, n_classes, theme)))
        painter.drawEllipse(QRectF(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT))
