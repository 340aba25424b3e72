"""What an import will look like: the table's first rows, and its points in the plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.data.tables import Column, Table
from nnfs_gui.experiment.model import PLANE, PointsData
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count, format_number

SHOWN_ROWS = 200
SHOWN_POINTS = 1_500
OUTDATED = 0.3
"""Opacity of points that are kept on show while something is wrong."""
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TableModel(QAbstractTableModel):
    """The first rows of a table, right-aligned where they are numbers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table: Table | None = None

    def show_table(self, table: Table | None) -> None:
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        if self._table is None or parent.isValid():
            return 0
        return min(SHOWN_ROWS, len(self._table.columns[0].texts))

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if self._table is None or parent.isValid() else len(self._table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None or not index.isValid():
            return None
        column = self._table.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.texts[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.numeric:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self._table is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        column = self._table.columns[section]
        return f"{column.name}\n{_kind(column)}"


class PointsPreview(QWidget):
    """The points of an import, in class colours, with the real ranges at the axes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("points-preview")
        self.setAccessibleName("Preview of the points")
        self.setMinimumSize(220, 240)
        self._theme = theme
        self._data: PointsData | None = None
        self._outdated = False

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_points(self, data: PointsData | None) -> None:
        """Draw ``data``, or an empty plane."""
        self._data, self._outdated = data, False
        self.setAccessibleDescription(_summary(data))
        self.update()

    def show_outdated(self) -> None:
        """Keep what is drawn, but pale: it is not what would be taken now."""
        self._outdated = True
        self.setAccessibleDescription("Outdated")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width() - 2, self.height() - magnified(40, self))
        plane = QRectF((self.width() - side) / 2, 1, side, side)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(plane, 7, 7)
        if self._data is not None:
            painter.setOpacity(OUTDATED if self._outdated else 1.0)
            self._draw_points(painter, plane, self._data)
            self._draw_ranges(painter, plane, self._data)
        painter.end()

    def _draw_points(self, painter: QPainter, plane: QRectF, data: PointsData) -> None:
        points = data.points.values
        step = max(1, len(points) // SHOWN_POINTS)
        classes = len(data.class_names)
        # Values near zero have almost the colour of the ground, and need a rim that can be seen.
        rim = self._theme.dim if data.task == "regression" else self._theme.panel
        painter.setPen(QPen(QColor(rim), 0.8))
        for x1, x2, target in points[::step]:
            colour = (
                self._theme.signed(float(target))
                if data.task == "regression"
                else self._theme.class_color(int(target), classes)
            )
            painter.setBrush(QColor(colour))
            at = QPointF(
                plane.left() + (x1 + PLANE) / (2 * PLANE) * plane.width(),
                plane.bottom() - (x2 + PLANE) / (2 * PLANE) * plane.height(),
            )
            painter.drawEllipse(at, 3.2, 3.2)

    def _draw_ranges(self, painter: QPainter, plane: QRectF, data: PointsData) -> None:
        painter.setPen(QColor(self._theme.dim))
        painter.setFont(font(magnified(LABEL, self), tabular=True))
        line = magnified(17, self)
        low, high = (data.x1.offset + sign * PLANE * data.x1.scale for sign in (-1, 1))
        text = f"{data.x1.name}: {format_number(low)} … {format_number(high)}"
        under = QRectF(0, plane.bottom() + 4, self.width(), line - 1)
        painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, text)
        low, high = (data.x2.offset + sign * PLANE * data.x2.scale for sign in (-1, 1))
        text = f"↑ {data.x2.name}: {format_number(low)} … {format_number(high)}"
        painter.drawText(under.translated(0, line), Qt.AlignmentFlag.AlignHCenter, text)


def _kind(column: Column) -> str:
    """What a column was taken for."""
    if column.missing.all():
        return "empty"
    return "numbers" if column.numeric else "text"


def _summary(data: PointsData | None) -> str:
    if data is None:
        return "No points yet"
    kind = "regression" if data.task == "regression" else class_counts(data)
    return f"{len(data.points)} points, {kind}"


def class_counts(data: PointsData) -> str:
    """How many points each class has."""
    counts = np.bincount(data.points.values[:, 2].astype(int), minlength=len(data.class_names))
    pairs = zip(counts.tolist(), data.class_names, strict=True)
    return ", ".join(f"{format_count(count)} {_named(name)}" for count, name in pairs)


def _named(name: str) -> str:
    """A class after its count: a name that is a number would read as part of it."""
    return f"of class {name}" if name[:1].isdigit() or name[:1] in "-−+." else name
