"""The layer of links: opaque curves by sign and size, kept as a picture between changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from nnfs_gui.experiment.model import Link
from nnfs_gui.theme import Theme

from ..readout import Readout
from ..wording import neuron_of
from .curves import Curves

LEVELS = 24
"""Steps of colour and width: finer ones are not told apart."""
MAX_DRAWN = 900
"""Links that are drawn at most; of a denser network the strongest of each gap."""
THIN = 0.4
"""Share of the strength up to which links are one pixel wide."""
EYE = 0.08
"""Seconds between two redrawings of a gap while training: weights move slowly, tiles do not."""
SHARE = 5.0
"""Redrawing a gap may take one part in this many of the time."""
PORTION = 100
"""Links that are redrawn a frame while training, or one gap if it has more."""
VISIBLE = 0.03
"""Levels per link by which a gap must have changed to be redrawn while training."""

Levels = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Strokes:
    """The pens of one theme and scale, by signed level."""

    pens: dict[int, QPen]
    dashed: dict[int, QPen]

    @classmethod
    def make(cls, theme: Theme, widest: float, thin: float = 1.0) -> Strokes:
        pens = {0: _pen(theme.blend(theme.panel, theme.line, 0.6), thin)}
        for level in range(1, LEVELS):
            share = level / (LEVELS - 1)
            # Up to a width of 1 Qt has a stroker of its own that is four times as fast, so weak
            # links differ by colour alone; it is also how thin lines look.
            beyond = max(0.0, (share - THIN) / (1 - THIN))
            width = thin + beyond**1.15 * max(0.0, widest - thin)
            for sign, end in ((1, theme.pos), (-1, theme.neg)):
                # Opaque, blended in advance: translucent pens cost three times as much.
                pens[sign * level] = _pen(theme.blend(theme.panel, end, 0.16 + 0.84 * share), width)
        dashed = {level: _dashed(pen) for level, pen in pens.items()}
        return cls(pens, dashed)


class LinkLayer:
    """Paints all links and keeps the result until it would look different."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._curves: Curves | None = None
        self._tile, self._thickness = 40.0, 1.0
        self._strokes = Strokes.make(theme, 4.0)
        self._values: tuple[Readout, bool] | None = None
        self._known: list[Levels] | None = []
        self._drawn: list[Levels] = []
        self._frozen: frozenset[Link] = frozenset()
        self._pixmap = QPixmap()
        self._transform = QTransform()
        self._stale = True
        self._painted_at: list[float] = []
        self._costs: list[float] = []
        self._in_parts = False

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._restyle()

    def set_curves(self, curves: Curves, tile: float) -> None:
        self._curves, self._tile = curves, tile
        self._restyle()

    def set_thickness(self, factor: float) -> None:
        """Draw all links thicker by a factor, for a projector."""
        self._thickness = factor
        self._restyle()

    def show_values(self, readout: Readout, gradients: bool) -> None:
        """Take weights, or gradients, from the readout; redraws later, if it must."""
        self._values, self._known = (readout, gradients), None
        frozen = _frozen_links(readout)
        if frozen != self._frozen:
            self._frozen, self._stale = frozen, True

    @property
    def _levels(self) -> list[Levels]:
        """The levels by gap; worked out when asked for, which is not at every frame."""
        if self._known is None and self._values is not None:
            values = link_values(*self._values)
            reference = _reference(values, self._values[1])
            self._known = [_levels(part, reference) for part in values]
            _silence(self._known, self._values[0])
        return self._known or []

    def level(self, gap: int, row: int, column: int) -> int:
        """The signed level at which a link is drawn, ± (LEVELS − 1) at most."""
        return int(self._levels[gap][row, column])

    def picture(self, size: QSize, ratio: float, transform: QTransform, calm: bool) -> QPixmap:
        """The layer as seen through ``transform``; redrawn if it must be, or if it is time.

        ``calm`` says that nothing is training, so that the latest values are shown at once.
        """
        wanted = size * ratio
        if self._pixmap.size() != wanted or self._transform != transform:
            self._stale = True
        if self._stale or len(self._levels) != len(self._drawn):
            self._redraw(wanted, ratio, transform)
        elif not calm:
            self._catch_up(transform, ratio)
        elif self.behind or self._in_parts:
            self._redraw(wanted, ratio, transform)
        return self._pixmap

    @property
    def behind(self) -> bool:
        """Whether the picture shows older levels than are known."""
        levels = self._levels
        if len(levels) != len(self._drawn):
            return True
        pairs = zip(levels, self._drawn, strict=True)
        return not all(np.array_equal(new, old) for new, old in pairs)

    def _restyle(self) -> None:
        thick = self._thickness
        widest = min(max(0.11 * self._tile, 1.0), 9.0) * thick
        self._strokes = Strokes.make(self._theme, widest, thick)
        self._stale = True

    def _redraw(self, size: QSize, ratio: float, transform: QTransform) -> None:
        """Draw everything."""
        if self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(QColor(self._theme.panel))
        count = len(self._levels)
        start = perf_counter()
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform)
        self._draw(painter, range(count))
        painter.end()
        self._painted_at = [perf_counter()] * count
        self._costs = [(perf_counter() - start) / max(1, count)] * count
        self._transform = QTransform(transform)
        self._drawn = list(self._levels)
        self._stale = self._in_parts = False

    def _catch_up(self, transform: QTransform, ratio: float) -> None:
        """Redraw the gaps that changed most, as many as a frame can spare."""
        changes = [
            np.abs(new - old).mean(dtype=float) if new.shape == old.shape else np.inf
            for new, old in zip(self._levels, self._drawn, strict=True)
        ]
        left = PORTION
        for gap in np.argsort(changes)[::-1].tolist():
            waited = perf_counter() - self._painted_at[gap]
            if changes[gap] <= VISIBLE or left <= 0:
                break
            if waited >= max(EYE, SHARE * self._costs[gap]):
                self._redraw_gap(gap, transform, ratio)
                left -= self._levels[gap].size

    def _redraw_gap(self, gap: int, transform: QTransform, ratio: float) -> None:
        """Draw one gap, between the middles of the columns on its sides."""
        assert self._curves is not None
        start = perf_counter()
        middles = (transform.map(QPointF(x, 0)).x() * ratio for x in self._curves.middles)
        edges = [0, *map(round, middles), self._pixmap.width()]
        area = QRect(QPoint(edges[gap], 0), QPoint(edges[gap + 1] - 1, self._pixmap.height() - 1))
        painter = QPainter(self._pixmap)
        painter.scale(1 / ratio, 1 / ratio)
        painter.setClipRect(area & self._pixmap.rect())
        painter.fillRect(area, QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform)
        self._draw(painter, [gap])
        painter.end()
        self._drawn[gap] = self._levels[gap]
        self._in_parts = True
        self._painted_at[gap] = perf_counter()
        self._costs[gap] = self._painted_at[gap] - start

    def _draw(self, painter: QPainter, gaps: Iterable[int]) -> None:
        if self._curves is None or len(self._curves.gaps) != len(self._levels):
            return
        strokes = []
        shares = drawn_links(self._curves)
        for index in gaps:
            gap, levels = self._curves.gaps[index], self._levels[index]
            shape = (len(gap.targets), len(gap.sources))
            if levels.shape != shape:
                continue
            size = np.abs(levels).ravel()
            chosen = np.argsort(size, kind="stable")[-shares[index] :]
            strokes += [
                (int(size[at]), int(levels.flat[at]), gap, *divmod(int(at), shape[1]))
                for at in chosen
            ]
        strokes.sort(key=_strength)
        pen_level: tuple[int, bool] | None = None
        for _, level, gap, row, column in strokes:
            frozen = bool(self._frozen) and self._is_frozen(gap.sources[column], gap.targets[row])
            if pen_level != (level, frozen):
                pen_level = (level, frozen)
                painter.setPen((self._strokes.dashed if frozen else self._strokes.pens)[level])
            painter.drawPath(gap.path(row, column))

    def _is_frozen(self, source: str, target: str) -> bool:
        return Link(source, target) in self._frozen


def drawn_links(curves: Curves) -> list[int]:
    """How many links of each gap are drawn: what small gaps leave of their share, large ones get.

    Of a gap with more links than that, the strongest are drawn.
    """
    counts = [len(gap.sources) * len(gap.targets) for gap in curves.gaps]
    left, shares = MAX_DRAWN, [0] * len(counts)
    for waiting, index in enumerate(sorted(range(len(counts)), key=counts.__getitem__)):
        shares[index] = min(counts[index], left // (len(counts) - waiting))
        left -= shares[index]
    return shares


def _strength(stroke: tuple[int, ...] | tuple[object, ...]) -> int:
    size = stroke[0]
    assert isinstance(size, int)
    return size


def link_values(readout: Readout, gradients: bool) -> list[npt.NDArray[np.float64]]:
    """Weights, or applied gradients, of every gap as arrays [target, source]."""
    snapshot = readout.snapshot
    vector = snapshot.applied_gradient if gradients and snapshot is not None else None
    return [readout.weights(layer, vector) for layer in range(1, len(readout.layers))]


def _reference(values: list[npt.NDArray[np.float64]], gradients: bool) -> float:
    """The size that is drawn in full: near the largest, so that one outlier dims nobody."""
    sizes = np.abs(np.concatenate([part.ravel() for part in values]))
    sizes = sizes[np.isfinite(sizes)]
    if not sizes.size:
        return 1.0
    share = 1.0 if sizes.size < 8 else 0.9 if sizes.size < 60 else 0.96
    high = float(np.quantile(sizes, share))
    return max(high, 1e-12) if gradients else max(high, 1.2)


def _levels(values: npt.NDArray[np.float64], reference: float) -> Levels:
    share = np.clip(np.nan_to_num(np.abs(values)) / reference, 0.0, 1.0)
    level = np.rint(share**0.8 * (LEVELS - 1))
    result: Levels = (np.sign(np.nan_to_num(values)) * level).astype(np.int8)
    return result


def _silence(levels: list[Levels], readout: Readout) -> None:
    """Draw the links of muted neurons as dead: nothing goes through them."""
    for place, layer in enumerate(readout.experiment.network.hidden):
        muted = [row for row, neuron in enumerate(layer.neurons) if neuron.muted]
        levels[place][muted, :] = 0
        levels[place + 1][:, muted] = 0


def _frozen_links(readout: Readout) -> frozenset[Link]:
    """Links frozen by themselves; those of a frozen neuron are told by its snowflake."""
    experiment = readout.experiment
    return frozenset(
        link
        for link in experiment.network.frozen_links
        if (neuron := neuron_of(experiment, link.target)) is None or not neuron.frozen
    )


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _dashed(pen: QPen) -> QPen:
    dashed = QPen(pen)
    gap = max(1.6, 4.0 / max(pen.widthF(), 0.8))
    dashed.setDashPattern([gap, 0.8 * gap])
    return dashed
