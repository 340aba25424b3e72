"""Small pictures of a boundary and some of its points; made on any thread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnfs_gui.experiment.data.materialize import PlaneData
from nnfs_gui.experiment.model import PLANE, Experiment
from nnfs_gui.experiment.outputs import read_outputs
from nnfs_gui.theme import FADE, Theme
from nnfs_gui.training.snapshot import Maps, Snapshot

from .map import colour_table, decisive, levels, packed_colours, shades
from .markers import VALUE_STEPS, fill_of

SIDE = 56
_MOST_POINTS = 150
_DOT = 2.5
_PICTURE_SIDE, _PICTURE_DOT = 256, 5.0
_FLAT = 0.1
"""Part of the colours: a map that reaches over less of them shows nothing."""
_MOST = 0.9
"""Part of the plane whose heights keep within the colours; summits may go beyond."""


def thumbnail(snapshot: Snapshot, theme: Theme, scale: float = 2.0) -> QImage:
    """The boundary of a snapshot, `SIDE` pixels wide at a scale."""
    side = round(SIDE * scale)
    smooth = Qt.TransformationMode.SmoothTransformation
    image = map_image(snapshot.boundary, snapshot.experiment, theme).scaled(side, side, mode=smooth)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    points, experiment = snapshot.data, snapshot.experiment
    _draw_points(painter, points, snapshot.sample, experiment, theme, side, _DOT)
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
    return _coloured(outputs, levels(read_outputs(experiment)), theme)


def is_flat(outputs: Maps, experiment: Experiment) -> bool:
    """Whether a single map has nearly one colour, as of a network that has learned nothing."""
    if len(outputs) > 2:
        return False
    low, high = levels(read_outputs(experiment))
    shown = decisive(outputs).clip(low, high)
    return bool(np.ptp(shown) < _FLAT * (high - low))


def telling_image(
    outputs: Maps, experiment: Experiment, theme: Theme, points: PlaneData | None
) -> QImage:
    """A map on which something can be seen, unlike one that is to be compared with others.

    Low hills get all the colours, and points lie over a flat map: it shows what is to be learned.
    """
    low, high = levels(read_outputs(experiment))
    if not read_outputs(experiment).n_classes and not is_flat(outputs, experiment):
        middle, half = (low + high) / 2, (high - low) / 2
        reach = min(half, float(np.quantile(np.abs(decisive(outputs) - middle), _MOST)))
        low, high = middle - reach, middle + reach
    image = _coloured(outputs, (low, high), theme)
    if points is None:
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    image = image.scaled(_PICTURE_SIDE, _PICTURE_SIDE, mode=smooth)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    everyone = np.arange(len(points.targets))
    _draw_points(painter, points, everyone, experiment, theme, _PICTURE_SIDE, _PICTURE_DOT)
    painter.end()
    return image


def _coloured(outputs: Maps, ends: tuple[float, float], theme: Theme) -> QImage:
    if len(outputs) > 2:
        index, table = shades(outputs).astype(np.intp), colour_table(theme, False, len(outputs))
    else:
        low, high = ends
        share = (np.nan_to_num(decisive(outputs)).clip(low, high) - low) / (high - low)
        index, table = (255 * share).astype(np.intp), theme.diverging_lut(FADE)
    pixels = np.ascontiguousarray(packed_colours(table)[index][::-1])
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _draw_points(
    painter: QPainter,
    points: PlaneData,
    sample: npt.NDArray[np.intp],
    experiment: Experiment,
    theme: Theme,
    side: int,
    dot: float,
) -> None:
    n_classes = read_outputs(experiment).n_classes
    chosen = sample[:: max(1, len(sample) // _MOST_POINTS)]
    places = (points.inputs[chosen] * (1, -1) + PLANE) * (side / (2 * PLANE))
    targets = points.targets[chosen]
    if not n_classes:
        targets = np.rint((targets.clip(-1, 1) + 1) / 2 * (VALUE_STEPS - 1))
    for (x, y), number in zip(places.tolist(), targets.astype(np.intp).tolist(), strict=True):
        painter.setBrush(QColor(fill_of(number, n_classes, theme)))
        painter.drawEllipse(QRectF(x - dot, y - dot, 2 * dot, 2 * dot))
