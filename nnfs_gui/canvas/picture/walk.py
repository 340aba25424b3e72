"""What a walk through a step shows on the picture: the parts at work, and what goes through them.

Everything else lies under a veil.  Values flow from left to right, and errors, in a colour of their
own, from right to left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnfs_gui.experiment.outputs import layer_ids
from nnfs_gui.theme import font
from nnfs_gui.training.walk import BIAS_SOURCE, Kind, Walk
from nnfs_gui.widgets.numbers import format_number

from ..elements import Element, Part
from ..state import CanvasState
from .tile import draw_tile

VEIL = 0.74
"""How much of what is not at work is covered."""
FLOW = 9.0
"""Dots that pass a place of a link while a phase begins."""
INWARD, OUTWARD = 0.32, 0.6
"""Where on a link its number stands, in shares of the way: near the end that spreads."""
_ROOM = 15.0
"""Pixels between two tiles from which on a number fits between them."""


@dataclass(frozen=True)
class Strand:
    """A link at work: its weight now, its number, and which way something flows (0: nothing)."""

    element: Element
    weight: float
    words: str
    flow: int = 0


@dataclass(frozen=True)
class Note:
    """A number at a neuron."""

    unit: str
    words: str
    error: bool = False


class WalkPicture:
    """Draws a walk over the network, as far as its share of a phase's motion has come."""

    def __init__(self, state: CanvasState) -> None:
        self._state = state
        self.walk: Walk | None = None
        self._layers: tuple[tuple[str, ...], ...] = ()

    def show(self, walk: Walk | None) -> None:
        """Show where a walk is; None shows nothing."""
        self.walk = walk
        self._layers = () if walk is None else layer_ids(walk.prepared.experiment)

    # --- what is at work -----------------------------------------------------------------------

    @property
    def followed(self) -> str:
        """The id of the neuron that is followed."""
        walk = self._known
        return self._layers[walk.layer][walk.position]

    def bright(self) -> tuple[str, ...]:
        """The units at work."""
        walk, kind = self._known, self._known.phase.kind
        if kind is Kind.LOSS:
            return self._layers[-1]
        if kind is Kind.FORWARD:
            return (*self._layers[walk.layer - 1], *self._layers[walk.layer])
        if kind is Kind.BACKWARD:
            return tuple(
                unit for layer in self._layers[walk.layer : walk.layer + 2] for unit in layer
            )
        if kind is Kind.CLIP:
            return tuple(unit for layer in self._layers[1:] for unit in layer)
        return (*self._layers[walk.layer - 1], self.followed)

    def strands(self, share: float = 1.0) -> tuple[Strand, ...]:
        """The links at work, ``share`` (0 … 1) of the way through the phase's motion."""
        kind = self._known.phase.kind
        if kind is Kind.BACKWARD:
            return tuple(self._outgoing())
        if kind in (Kind.FORWARD, Kind.GRADIENT, Kind.CLIP, Kind.UPDATE):
            return tuple(self._incoming(kind, share))
        return ()

    def notes(self) -> tuple[Note, ...]:
        """The numbers at the neurons."""
        return tuple(self._notes())

    def lengths(self) -> dict[str, tuple[float, float]]:
        """Each neuron's part of the gradient, raw and applied, while it is clipped."""
        walk = self._known
        if walk.phase.kind is not Kind.CLIP:
            return {}
        return {
            unit: walk.prepared.norms(walk.prepared.row(layer, position))
            for layer, units in enumerate(self._layers[1:], start=1)
            for position, unit in enumerate(units)
        }

    @property
    def _known(self) -> Walk:
        assert self.walk is not None
        return self.walk

    def _incoming(self, kind: Kind, share: float) -> Iterator[Strand]:
        walk, target = self._known, self.followed
        step, row = walk.prepared, walk.row
        for place, source in enumerate(self._layers[walk.layer - 1]):
            at = row.start + place
            old, new = float(step.before[at]), float(step.after[at])
            weight, flow = old, 0
            if kind is Kind.FORWARD:
                words, flow = f"w {format_number(old, 2)}", 1
            elif kind is Kind.GRADIENT:
                words = f"∂L/∂w {format_number(float(step.data_gradient[at]), 2)}"
            elif kind is Kind.CLIP:
                raw, applied = float(step.raw[at]), float(step.applied[at])
                words = f"{format_number(raw, 2)} → {format_number(applied, 2)}"
            else:
                words = f"{format_number(old)} → {format_number(new)}"
                weight = old + (new - old) * share
            yield Strand(Element(Part.LINK, target, source), weight, words, flow)

    def _outgoing(self) -> Iterator[Strand]:
        walk, source = self._known, self.followed
        if walk.layer == len(walk.prepared.network.layers):
            return
        weights = walk.prepared.network.layers[walk.layer].weights[:, walk.position].tolist()
        for target, weight in zip(self._layers[walk.layer + 1], weights, strict=True):
            words = f"w {format_number(weight, 2)}"
            yield Strand(Element(Part.LINK, target, source), weight, words, -1)

    def _notes(self) -> Iterator[Note]:
        walk, passes = self._known, self._known.prepared.passes
        kind, layer, sample = walk.phase.kind, walk.layer, walk.sample
        if kind is Kind.FORWARD:
            yield from self._forward_notes()
        elif kind is Kind.LOSS:
            pairs = zip(passes.a[-1][sample], passes.targets[sample], strict=True)
            for unit, (output, target) in zip(self._layers[-1], pairs, strict=True):
                yield Note(unit, f"ŷ {format_number(output, 2)}  y {format_number(target, 2)}")
        elif kind is Kind.BACKWARD:
            for at in range(layer, min(layer + 2, len(self._layers))):
                deltas = passes.delta[at - 1][sample].tolist()
                for unit, delta in zip(self._layers[at], deltas, strict=True):
                    yield Note(unit, f"δ = {format_number(delta)}", error=True)
        elif kind is not Kind.CLIP:
            yield self._bias_note(kind)

    def _forward_notes(self) -> Iterator[Note]:
        walk, passes, layer = self._known, self._known.prepared.passes, self._known.layer
        given = passes.sources(layer)[walk.sample].tolist()
        for unit, value in zip(self._layers[layer - 1], given, strict=True):
            yield Note(unit, f"{'x' if layer == 1 else 'a'} = {format_number(value, 2)}")
        pairs = zip(passes.z[layer - 1][walk.sample], passes.a[layer - 1][walk.sample], strict=True)
        for unit, (z, a) in zip(self._layers[layer], pairs, strict=True):
            yield Note(unit, f"z {format_number(z, 2)}  a {format_number(a, 2)}")

    def _bias_note(self, kind: Kind) -> Note:
        walk = self._known
        step, at = walk.prepared, walk.row.stop + BIAS_SOURCE
        if kind is Kind.GRADIENT:
            return Note(self.followed, f"∂L/∂b {format_number(float(step.data_gradient[at]), 2)}")
        pair = (format_number(float(part[at])) for part in (step.before, step.after))
        return Note(self.followed, f"b {' → '.join(pair)}")

    # --- drawing -------------------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF, share: float) -> None:
        """Draw the walk over an area of the scene."""
        state = self._state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_veil(painter, area)
        strands = self.strands(share)
        for strand in strands:
            self._paint_strand(painter, strand, share)
        for unit in self.bright():
            rect = state.layout.unit_rect(unit)
            if rect is not None:
                draw_tile(painter, state, unit, rect)
        self._paint_ring(painter)
        self._paint_lengths(painter)
        self._paint_words(painter, strands)
        painter.restore()

    def _paint_veil(self, painter: QPainter, area: QRectF) -> None:
        veil = QColor(self._state.theme.panel)
        veil.setAlphaF(VEIL)
        top = self._state.layout.columns[0].chip_rect.bottom() + 4
        painter.fillRect(QRectF(area.left(), top, area.width(), area.bottom() - top), veil)

    def _paint_strand(self, painter: QPainter, strand: Strand, share: float) -> None:
        path = self._state.curves.path(strand.element)
        if path is None:
            return
        theme = self._state.theme
        width = self._width(strand.weight)
        colour = theme.blend(theme.panel, theme.pos if strand.weight >= 0 else theme.neg, 0.85)
        pale = theme.blend(theme.panel, colour, 0.45) if strand.flow else colour
        pen = QPen(QColor(pale), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        if strand.flow:
            back = strand.flow < 0
            size = max(4.0 if back else 3.2, 0.9 * width)
            dots = QPen(QColor(theme.warn if back else colour), size)
            dots.setCapStyle(Qt.PenCapStyle.RoundCap)
            dots.setDashPattern([0.01, 2.2])
            dots.setDashOffset(-strand.flow * FLOW * share)
            painter.setPen(dots)
            painter.drawPath(path)

    def _width(self, weight: float) -> float:
        """As wide as the links below: by size, up to a share of a tile."""
        widest = min(max(0.11 * self._state.layout.metrics.tile, 1.6), 9.0)
        return 1.4 + (widest - 1.4) * min(1.0, abs(weight) / self._reference)

    @property
    def _reference(self) -> float:
        before = self._known.prepared.before
        return max(1.2, float(abs(before).max(initial=0.0)) * 0.8)

    def _paint_ring(self, painter: QPainter) -> None:
        rect = self._state.layout.unit_rect(self.followed)
        if rect is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._state.theme.warn), 2.4))
        radius = 0.14 * rect.width() + 3
        painter.drawRoundedRect(rect.adjusted(-4, -4, 4, 4), radius, radius)

    def length_bars(self) -> dict[str, tuple[QRectF, QRectF]]:
        """Bars under the neurons, raw over applied, as long as their parts of the gradient."""
        lengths, made = self.lengths(), {}
        largest = max((raw for raw, _ in lengths.values()), default=0.0) or 1.0
        for unit, pair in lengths.items():
            rect = self._state.layout.unit_rect(unit)
            if rect is not None:
                thick = min(4.0, max(2.0, 0.06 * rect.width()))
                raw, applied = (max(1.0, rect.width() * length / largest) for length in pair)
                left, top = rect.left(), rect.bottom() + 4
                made[unit] = (
                    QRectF(left, top, raw, thick),
                    QRectF(left, top + thick + 1.5, applied, thick),
                )
        return made

    def _paint_lengths(self, painter: QPainter) -> None:
        theme = self._state.theme
        painter.setPen(Qt.PenStyle.NoPen)
        for raw, applied in self.length_bars().values():
            painter.setBrush(QColor(theme.dim))
            painter.drawRect(raw)
            painter.setBrush(QColor(theme.warn))
            painter.drawRect(applied)

    # --- words ---------------------------------------------------------------------------------

    def _paint_words(self, painter: QPainter, strands: Iterable[Strand]) -> None:
        face = font(max(10, round(11.5 * self._state.layout.metrics.scale)), 600, tabular=True)
        painter.setFont(face)
        theme = self._state.theme
        for box, words, error in self.placed_words(strands, face):
            ground = QColor(theme.panel)
            ground.setAlphaF(0.86)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(theme.legible(theme.warn if error else theme.text, theme.panel)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def placed_words(
        self, strands: Iterable[Strand], face: QFont
    ) -> list[tuple[QRectF, str, bool]]:
        """The numbers where they stand; those that would cover others are left out.

        The followed neuron's come first, then links by the size of their weights.
        """
        metrics, placed = QFontMetricsF(face), list[tuple[QRectF, str, bool]]()
        notes = sorted(self._notes(), key=lambda note: note.unit != self.followed)
        for note in notes:
            rect = self._state.layout.unit_rect(note.unit)
            if rect is not None:
                roomy = self._state.layout.metrics.pitch - rect.height() >= _ROOM
                where = QPointF(rect.center().x(), rect.top() - (12 if roomy else 6))
                _place(placed, metrics, where, note.words, note.error)
        toward = OUTWARD if self._known.phase.kind is Kind.BACKWARD else INWARD
        for strand in sorted(strands, key=lambda strand: -abs(strand.weight)):
            point = self._state.curves.point(strand.element, toward)
            if point is not None:
                _place(placed, metrics, point, strand.words, error=False)
        return placed


def _place(
    placed: list[tuple[QRectF, str, bool]],
    metrics: QFontMetricsF,
    where: QPointF,
    words: str,
    error: bool,
) -> None:
    """Put words around a point, unless others stand there."""
    width, height = metrics.horizontalAdvance(words) + 8, metrics.height() + 1
    box = QRectF(where.x() - width / 2, where.y() - height / 2, width, height)
    if not any(box.intersects(other) for other, _, _ in placed):
        placed.append((box, words, error))
