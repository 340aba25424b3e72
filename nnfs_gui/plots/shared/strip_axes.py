"""Axes for low strips: one that spares labels, and one of names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnfs_gui.theme import SMALL, Theme, font

from .axes import PlainAxis, Ticks

LABEL_HEIGHT = 17
"""Pixels that a tick label of an upright axis needs."""
NAME_GAP, BESIDE = 10, 66
"""Least pixels between two names of a level one; room for a word beside it."""
_APART = 6.0
"""Least pixels between that word and the first name."""


class SparseAxis(PlainAxis):
    """An upright axis that leaves labels out where a strip is too low for all of them."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        levels = super().tickValues(minVal, maxVal, size)
        if not levels:
            return levels
        spacing, values = levels[0]
        every = math.ceil(len(values) * LABEL_HEIGHT / max(size, 1.0))
        if every <= 1 or len(values) < 3:
            return levels
        if self.logMode:
            decades = [value for value in values if abs(value - round(value)) < 1e-9]
            return [
                (spacing, decades if 1 < len(decades) <= len(values) / every else values[::every])
            ]
        if not spacing:
            return [(spacing, [values[0], values[-1]])]
        kept = [value for value in values if round(value / spacing) % every == 0]
        return [(spacing, kept)]


class NameAxis(PlainAxis):
    """An axis whose ticks are names; those that would touch are left out.

    Of several ``groups`` each begins with a name.  With ``everything`` no name is left out, and one
    at an end is moved in; with ``starts`` they begin at their places.  ``word`` stands beside a
    level axis and says what the names are of.
    """

    def __init__(
        self, orientation: str, *, word: str = "", everything: bool = False, starts: bool = False
    ) -> None:
        self._names: dict[float, str] = {}
        self._groups: np.ndarray = np.zeros(0, np.intp)
        self._tones: dict[str, str] = {}
        self._beside, self._everything, self._starts = word, everything, starts
        self._theme: Theme | None = None
        super().__init__(orientation)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        super().show_theme(theme)

    @property
    def names(self) -> dict[float, str]:
        """What is written where."""
        return self._names

    def tone(self, name: str) -> str:
        """The tone of a name: a role of the theme, or ``strong`` for one that is emphasised."""
        return self._tones.get(name, "dim")

    def set_names(
        self,
        names: Sequence[str],
        places: Sequence[float] | np.ndarray | None = None,
        groups: np.ndarray | None = None,
    ) -> None:
        """Write ``names`` at ``places``, or at 0, 1, 2 …"""
        at = np.arange(len(names)) if places is None else places
        wanted = dict(zip(map(float, at), names, strict=True))
        if wanted != self._names:
            self._names = wanted
            self._groups = np.zeros(len(names), np.intp) if groups is None else groups
            self._renew()

    def set_tones(self, tones: Mapping[str, str]) -> None:
        """Write these names in other roles of the theme than ``dim``."""
        if tones != self._tones:
            self._tones = dict(tones)
            self._renew()

    # --- pyqtgraph ---------------------------------------------------------------------------

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        places, (low, high) = np.array(list(self._names)), sorted((minVal, maxVal))
        shown = (places >= low - 1e-9) & (places <= high + 1e-9)
        if len(places) and not self._everything:
            shown &= self._thinned(places, size / max(high - low, 1e-9))
        return [(1.0, places[shown].tolist())]

    def _thinned(self, places: np.ndarray, pitch: float) -> np.ndarray:
        """Of each group the first name and those for which there is room; all emphasised ones."""
        measure = QFontMetricsF(self.style["tickFont"])
        level = self.orientation in ("bottom", "top")
        widest = max(measure.horizontalAdvance(name) for name in self._names.values()) + NAME_GAP
        needed = (widest if level else LABEL_HEIGHT - 4) / max(pitch, 1e-9) - 1e-9
        firsts = np.searchsorted(self._groups, self._groups)
        ends = np.append(places, np.inf)[np.searchsorted(self._groups, self._groups, side="right")]
        kept, last = [], -math.inf
        for index, (at, name) in enumerate(self._names.items()):
            room = at - last >= needed and ends[index] - at >= needed
            kept.append(room or firsts[index] == index or self.tone(name) == "strong")
            last = at if kept[-1] else last
        return np.array(kept)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._names.get(float(value), "") for value in values]

    def boundingRect(self) -> QRectF:
        bounds: QRectF = super().boundingRect()
        if self.orientation in ("bottom", "top"):
            beside = BESIDE * self.magnification
            return bounds.adjusted(-beside, 0, beside, 0)
        half = LABEL_HEIGHT / 2  # of a name at an end
        return bounds.adjusted(0, -half, 0, half)

    def drawPicture(
        self, p: QPainter, axisSpec: object, tickSpecs: list[object], textSpecs: list[Any]
    ) -> None:
        theme, pixels = self._theme, round(SMALL * self.magnification)
        if theme is None:
            return
        p.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for box, flags, name in textSpecs:
            tone = self.tone(name)
            strong = tone == "strong"
            p.setPen(QColor(theme.text if strong else getattr(theme, tone)))
            p.setFont(font(pixels, 600 if strong else 400, tabular=True))
            if self._starts:
                box.moveLeft(box.center().x())
            if self._everything and self.orientation in ("bottom", "top"):
                box.moveLeft(max(0.0, min(box.left(), self.width() - box.width())))
            p.drawText(box, int(flags), name)
        if self._beside and textSpecs:
            first, flags, _ = textSpecs[0]
            box = QRectF(first)
            box.setLeft(-BESIDE * self.magnification)
            box.setRight(min(-8.0, first.left() - _APART))
            p.setPen(QColor(theme.dim))
            p.setFont(font(pixels))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            p.drawText(box, int(right | Qt.TextFlag.TextDontClip), self._beside)
