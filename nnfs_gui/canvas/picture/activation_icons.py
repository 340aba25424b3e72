"""Small curves of the activation functions, for chips and menus."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from engine import ACTIVATIONS
from nnfs_gui.theme import Theme

_REACH = 3.2
"""The curve is drawn for z in [−_REACH, _REACH]."""


def curve_path(name: str, parameters: dict[str, float], box: QRectF) -> QPainterPath:
    """The curve of an activation function inside a box, y upwards."""
    path = QPainterPath()
    shares = _shares(name, tuple(sorted(parameters.items())))
    step = box.width() / (len(shares) - 1)
    points = [
        QPointF(box.left() + index * step, box.bottom() - share * box.height())
        for index, share in enumerate(shares)
    ]
    path.addPolygon(QPolygonF(points))
    return path


def activation_icon(name: str, parameters: dict[str, float], theme: Theme) -> QIcon:
    """An icon with the function's curve."""
    ratio, side = 2, 18
    pixmap = QPixmap(ratio * side, ratio * side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.drawLine(QPointF(0, side / 2), QPointF(side, side / 2))
    painter.setPen(QPen(QColor(theme.accent), 1.7))
    painter.drawPath(curve_path(name, parameters, QRectF(1, 2.5, side - 2, side - 5)))
    painter.end()
    return QIcon(pixmap)


@lru_cache(maxsize=64)
def _shares(name: str, parameters: tuple[tuple[str, float], ...]) -> tuple[float, ...]:
    """Heights 0 … 1 of the curve at 33 equal steps."""
    z = np.linspace(-_REACH, _REACH, 33)
    if ACTIVATIONS[name].output_only:  # several neurons at once: shown as the case of two
        values = 1 / (1 + np.exp(-z))
    else:
        values = ACTIVATIONS.create(name, **dict(parameters)).value(z.copy())
    low, high = float(values.min()), float(values.max())
    return tuple(((values - low) / max(high - low, 1e-9)).tolist())
