"""Solo: one unit's map, large, above the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine import Network
from nnfs_gui.experiment.building import build_network
from nnfs_gui.experiment.features import feature_matrix
from nnfs_gui.experiment.model import PLANE, Experiment
from nnfs_gui.experiment.names import unit_name
from nnfs_gui.experiment.plane import grid_points
from nnfs_gui.theme import BODY, SMALL, Theme, font
from nnfs_gui.training.maps import MapEvaluator
from nnfs_gui.training.snapshot import Maps, Snapshot
from nnfs_gui.widgets.numbers import format_number

from ..picture.atlas import unit_picture
from ..readout import Readout
from ..wording import spoken_unit

SIDE = 110
"""Side of the grid that the large map is computed on."""


class FineMaps:
    """Evaluates a snapshot's network on a finer grid than the tiles need."""

    def __init__(self) -> None:
        self._experiment: Experiment | None = None
        self._network: Network
        self._evaluator: MapEvaluator
        self._features: Maps

    def maps(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot with finer maps."""
        if snapshot.experiment is not self._experiment:
            self._prepare(snapshot.experiment)
        self._network.parameters[:] = snapshot.parameters
        maps = [a.reshape(len(a), SIDE, SIDE) for a in self._evaluator.evaluate()]
        return replace(snapshot, maps=(self._features, *maps))

    def _prepare(self, experiment: Experiment) -> None:
        features = feature_matrix(experiment.network.features, grid_points(SIDE))
        self._experiment, self._network = experiment, build_network(experiment)
        self._evaluator = MapEvaluator(self._network, features)
        self._features = features.T.reshape(-1, SIDE, SIDE).astype(np.float32)


class SoloView(QWidget):
    """Shows one unit's map with axes; clicks go through to the canvas, which closes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas-solo")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._owner = theme, parent
        self._readout: Readout | None = None
        self._fine = FineMaps()
        self.unit: str | None = None
        self.set_text_size(BODY)
        self.hide()

    def set_text_size(self, pixels: int) -> None:
        """Write with words of this size, and leave as much room for them."""
        self._pixels, self._small = pixels, round(pixels * SMALL / BODY)
        self._edge = round(44 * pixels / BODY)
        self.fit()
        self.update()

    def open(self, unit: str | None, readout: Readout) -> None:
        """Show a unit; None closes it."""
        self.unit = unit
        self.setVisible(unit is not None)
        self.show_readout(readout)
        self.fit()

    def show_readout(self, readout: Readout) -> None:
        """Follow the training."""
        self._readout = readout
        if self.unit is not None:
            self.setAccessibleName(spoken_unit(readout, self.unit))
            self.update()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def fit(self) -> None:
        """Take the middle of the canvas."""
        area = self._owner.rect()
        side = round(min(0.92 * area.width(), 0.94 * area.height() - self._small - 1))
        foot = self._small + 1
        self.resize(side, side + foot)
        self.move((area.width() - side) // 2, (area.height() - side - foot) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._readout is None or self.unit is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.setFont(font(self._pixels, 600))
        painter.setPen(QColor(theme.text))
        edge = self._edge
        head = QRectF(18, 8, self.width() - 36, edge - 12)
        title = unit_name(self._readout.experiment, self.unit)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(font(self._small))
        painter.setPen(QColor(theme.dim))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(head, right, "S or Esc closes")
        side = self.width() - edge - 14
        area = QRectF(edge - 4, edge, side, side)
        self._paint_map(painter, area)
        painter.end()

    def _paint_map(self, painter: QPainter, area: QRectF) -> None:
        assert self._readout is not None
        assert self.unit is not None
        snapshot, theme = self._readout.snapshot, self._theme
        if snapshot is not None and self._readout.knows(self.unit):
            fine = self._fine.maps(snapshot)
            size = min(400, round(area.width()))
            painter.drawImage(area, unit_picture(fine, self.unit, theme, size))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(area)
        painter.setFont(font(self._small, tabular=True))
        painter.setPen(QColor(theme.dim))
        for tick in (-PLANE, -PLANE / 2, 0.0, PLANE / 2, PLANE):
            share = (tick + PLANE) / (2 * PLANE)
            text = format_number(tick, 1)
            x = area.left() + share * area.width()
            y = area.bottom() - share * area.height()
            line = self._small + 3.0
            below = QRectF(x - 2 * line, area.bottom() + 2, 4 * line, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            beside = QRectF(0, y - line / 2, area.left() - 5, line)
            painter.drawText(beside, flags, text)
