"""From one layout to the next: columns glide, new neurons grow, removed ones shrink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from .geometry import Column, Layout
from .picture.atlas import Atlas

MOST_UNITS, MOST_LINKS = 90, 900
"""Larger networks jump: a frame of theirs costs too much to draw ten in a row."""


class Glide:
    """One move between two layouts; `at` gives the layouts between."""

    def __init__(self, old: Layout, new: Layout, atlas: Atlas) -> None:
        self._old, self._new = old, new
        gone = set(_units(old)) - set(_units(new))
        self._leaving = [
            (rect, found[0].copy(found[1].toRect()))
            for unit in sorted(gone)
            if (rect := old.unit_rect(unit)) is not None
            and (found := atlas.picture(unit)) is not None
        ]

    @property
    def target(self) -> Layout:
        """Where everything stands in the end."""
        return self._new

    @staticmethod
    def suits(old: Layout, new: Layout) -> bool:
        """Whether there is something to move, and not too much."""
        links = sum(
            len(left.units) * len(right.units)
            for left, right in zip(new.columns, new.columns[1:], strict=False)
        )
        same_size = (old.metrics.width, old.metrics.height) == (
            new.metrics.width, new.metrics.height,
        )  # fmt: skip
        return same_size and len(list(_units(new))) <= MOST_UNITS and links <= MOST_LINKS

    def at(self, share: float) -> Layout:
        """The layout at a share (0 … 1) of the way."""
        columns = tuple(self._column(column, share) for column in self._new.columns)
        rects = {
            unit: rect
            for column in columns
            for unit, rect in zip(column.units, column.rects, strict=True)
        }
        return Layout(self._new.metrics, columns, self._new.gaps, rects)

    def paint_leaving(self, painter: QPainter, share: float) -> None:
        """Draw what is removed, the smaller the nearer the end."""
        for rect, picture in self._leaving:
            painter.drawImage(_between(rect, _point(rect), share), picture)

    def _column(self, column: Column, share: float) -> Column:
        old = self._old.column(column.id)
        rects = tuple(
            _between(self._old.unit_rect(unit) or _point(rect), rect, share)
            for unit, rect in zip(column.units, column.rects, strict=True)
        )
        if old is None:
            return replace(column, rects=rects)
        return replace(
            column,
            x=old.x + (column.x - old.x) * share,
            rects=rects,
            title_rect=_between(old.title_rect, column.title_rect, share),
            chip_rect=_between(old.chip_rect, column.chip_rect, share),
            minus=_between_or_none(old.minus, column.minus, share),
            plus=_between_or_none(old.plus, column.plus, share),
            grip=_between_or_none(old.grip, column.grip, share),
        )


def _units(layout: Layout) -> Iterator[str]:
    return (unit for column in layout.columns for unit in column.units)


def _point(rect: QRectF) -> QRectF:
    """Where a tile grows from: its own middle."""
    return QRectF(rect.center() - QPointF(0.5, 0.5), QSizeF(1, 1))


def _between(old: QRectF, new: QRectF, share: float) -> QRectF:
    corner = old.topLeft() + (new.topLeft() - old.topLeft()) * share
    size = old.size() + (new.size() - old.size()) * share
    return QRectF(corner, size)


def _between_or_none(old: QRectF | None, new: QRectF | None, share: float) -> QRectF | None:
    return new if old is None or new is None else _between(old, new, share)
