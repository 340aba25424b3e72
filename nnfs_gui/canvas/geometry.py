"""Where everything on the canvas stands: a pure function of the experiment and the size."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from nnfs_gui.experiment.features import feature_label
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.outputs import output_ids

from .elements import FEATURES, NOTHING, OUTPUT, Element, Part

TILE_SHARE = 0.76
"""A tile's share of the pitch between two units of a column."""
LONG = 8
"""Units from which on a column may stand in two lanes, where that makes larger tiles."""
LANE = 1.16
"""Distance between the middles of two lanes, in tiles."""
WORTH_IT = 1.25
"""How much larger tiles must become for two lanes."""


@dataclass(frozen=True)
class Metrics:
    """Lengths that follow from the size of the view and hold for every column."""

    width: float
    height: float
    scale: float  # of text, buttons and hairlines
    tile: float
    pitch: float
    staggered: bool  # whether long columns stand in two lanes
    spacing: float  # between the centres of neighbouring columns
    margin: float  # between an edge and the centre of the nearest column
    header: float
    footer: float

    @property
    def compact(self) -> bool:
        """Whether columns are too narrow for words."""
        return self.spacing < 66 * self.scale

    @property
    def bias_radius(self) -> float:
        return min(max(1.4, 0.088 * self.tile), 9.0)

    @property
    def button(self) -> float:
        """Diameter of the round buttons."""
        return min(23 * self.scale, 0.38 * self.spacing)


@dataclass(frozen=True)
class Column:
    """One layer on the picture; buttons and grip are None where there are none."""

    id: str
    title: str
    x: float
    units: tuple[str, ...]
    rects: tuple[QRectF, ...]
    title_rect: QRectF
    chip_rect: QRectF
    minus: QRectF | None = None
    plus: QRectF | None = None
    grip: QRectF | None = None

    @property
    def hidden(self) -> bool:
        return self.id not in (FEATURES, OUTPUT)

    @property
    def left(self) -> float:
        return min(rect.left() for rect in self.rects)

    @property
    def right(self) -> float:
        return max(rect.right() for rect in self.rects)


@dataclass(frozen=True)
class Gap:
    """The room between two columns, where a layer can be drawn."""

    index: int
    x: float
    rect: QRectF
    button: QRectF


@dataclass(frozen=True)
class Layout:
    """The whole picture's geometry."""

    metrics: Metrics
    columns: tuple[Column, ...]
    gaps: tuple[Gap, ...]
    _rects: dict[str, QRectF] = field(default_factory=dict, repr=False)

    def unit_rect(self, unit: str) -> QRectF | None:
        return self._rects.get(unit)

    def column(self, column_id: str) -> Column | None:
        return next((column for column in self.columns if column.id == column_id), None)

    def column_of(self, unit: str) -> Column | None:
        return next((column for column in self.columns if unit in column.units), None)

    def bias_center(self, unit: str) -> QPointF | None:
        """Where a unit's bias dot sits; features have none."""
        rect = self._rects.get(unit)
        if rect is None or unit in self.columns[0].units:
            return None
        return rect.bottomLeft()

    def units_in(self, area: QRectF) -> tuple[str, ...]:
        """Hidden neurons whose tiles touch ``area``."""
        return tuple(
            unit
            for column in self.columns
            if column.hidden
            for unit, rect in zip(column.units, column.rects, strict=True)
            if rect.intersects(area)
        )

    def hit(self, point: QPointF) -> Element:
        """The thing at a point, links aside (`curves.Curves` finds those)."""
        for column in self.columns:
            found = self._hit_column(column, point)
            if found is not None:
                return found
        for gap in self.gaps:
            if _grown(gap.button, 3).contains(point):
                return Element(Part.INSERT, gap=gap.index)
        for gap in self.gaps:
            if gap.rect.contains(point):
                return Element(Part.GAP, gap=gap.index)
        return NOTHING

    def _hit_column(self, column: Column, point: QPointF) -> Element | None:
        reach = max(self.metrics.bias_radius + 2, 5.0)
        if self.metrics.tile < 24:  # at small sizes the dot must not swallow its tile
            reach = self.metrics.bias_radius + 1
        if column.id != FEATURES:
            for unit, rect in zip(column.units, column.rects, strict=True):
                offset = point - rect.bottomLeft()
                if offset.x() ** 2 + offset.y() ** 2 <= reach**2:
                    return Element(Part.BIAS, unit)
        for unit, rect in zip(column.units, column.rects, strict=True):
            if rect.contains(point):
                return Element(Part.UNIT, unit)
        controls = (
            (Part.MINUS, column.minus, 2.0),
            (Part.PLUS, column.plus, 2.0),
            (Part.CHIP, column.chip_rect, 0.0),
            (Part.TITLE, column.title_rect, 0.0),
            (Part.GRIP, column.grip, 4.0),
        )
        for part, rect_or_none, growth in controls:
            if rect_or_none is not None and _grown(rect_or_none, growth).contains(point):
                return Element(part, column.id)
        return None


def lay_out(
    experiment: Experiment, width: float, height: float, text_scale: float = 1.0,
    held: tuple[str, float] | None = None,
) -> Layout:  # fmt: skip
    """Place the network of ``experiment`` in a view of ``width`` × ``height`` pixels.

    ``held`` is a column, and where its lower end stays while buttons under it are pressed.
    """
    names = _columns_of(experiment)
    metrics = _measure([len(units) for _, _, units in names], width, height, text_scale)
    columns = tuple(
        _column(
            metrics, name, title, units, metrics.margin + index * metrics.spacing,
            held[1] if held is not None and held[0] == name else None,
        )
        for index, (name, title, units) in enumerate(names)
    )  # fmt: skip
    gaps = tuple(
        _gap(metrics, index, left, right) for index, (left, right) in enumerate(pairwise(columns))
    )
    rects = {
        unit: rect
        for column in columns
        for unit, rect in zip(column.units, column.rects, strict=True)
    }
    return Layout(metrics, columns, gaps, rects)


def feature_caption(experiment: Experiment) -> str:
    """What stands on the chip of the features: ``x₁, x₂``."""
    return ", ".join(feature_label(formula) for formula in experiment.network.features)


def _columns_of(experiment: Experiment) -> list[tuple[str, str, tuple[str, ...]]]:
    network = experiment.network
    hidden = [
        (layer.id, f"Hidden {number}", tuple(neuron.id for neuron in layer.neurons))
        for number, layer in enumerate(network.hidden, start=1)
    ]
    return [
        (FEATURES, "Features", network.features),
        *hidden,
        (OUTPUT, "Output", output_ids(experiment)),
    ]


def _measure(counts: list[int], width: float, height: float, text_scale: float) -> Metrics:
    scale = text_scale * min(max(min(width / 800, height / 560), 0.84), 1.5)
    margin = _margin(width, scale, len(counts))
    spacing = max(8.0, (width - 2 * margin) / (len(counts) - 1))
    header, footer = 72 * scale, 52 * scale
    room = max(40.0, height - header - footer)
    largest = min(0.092 * min(width, 1.25 * height), 0.38 * spacing)
    share = TILE_SHARE if room / max(counts) > 16 else 0.86
    tile = min(largest, share * room / max(counts))
    rows = max(_rows(place, count, len(counts)) for place, count in enumerate(counts))
    wide = min(largest, TILE_SHARE * room / rows, 0.58 * spacing / (1 + LANE))
    staggered = wide > WORTH_IT * tile
    tile, rows = (wide, rows) if staggered else (tile, max(counts))
    # Units spread into the room there is, but a column stays a column.
    pitch = min(room / rows, 1.5 * tile)
    return Metrics(width, height, scale, tile, pitch, staggered, spacing, margin, header, footer)


def _rows(place: int, count: int, columns: int) -> float:
    """How many rows a column takes if long ones stand in two lanes; features never do."""
    return (count + 1) / 2 if count > LONG and 0 < place < columns else count


def _margin(width: float, scale: float, columns: int) -> float:
    """Between an edge and the nearest column's centre: half a column, or a little more."""
    return max(34.0, min(0.098 * width, 96 * scale, 0.58 * width / columns))


def _column(
    metrics: Metrics, name: str, title: str, units: tuple[str, ...], x: float, end: float | None
) -> Column:
    size = _tile_of(metrics, name, len(units), x)
    pitch = max(metrics.pitch, size / 0.9) if len(units) == 1 else metrics.pitch
    lanes = metrics.staggered and name != FEATURES and len(units) > LONG
    step, steps = pitch / 2 if lanes else pitch, len(units) - 1
    room = metrics.height - metrics.header - metrics.footer
    top = metrics.header + (room - step * steps - size) / 2
    if end is not None:  # the column grows upwards, and moves together where it must
        closest, above = 0.53 if lanes else 1.06, end - metrics.header
        step = min(step, (above - size) / max(1, steps))
        if step < closest * size:
            step = above / (steps + 1 / closest)
            size = step / closest
        top = end - step * steps - size
    # Whole pixels: a map drawn one to one is crisp, and quick.
    size, aside = max(3.0, float(round(size))), LANE * size / 2 if lanes else 0.0
    lefts = [float(round(x - size / 2 + side * aside)) for side in (-1, 1)]
    rects = tuple(
        QRectF(lefts[index % 2], float(round(top + index * step)), size, size)
        for index in range(len(units))
    )
    wide = min(90 * metrics.scale, metrics.spacing - metrics.button - 6 * metrics.scale)
    if metrics.compact:
        wide = 0.54 * metrics.spacing
    wide = min(wide, 2 * metrics.margin - 6)
    chip = _centered(x, 46 * metrics.scale, wide, 24 * metrics.scale)
    heading = _centered(x, 20 * metrics.scale, metrics.spacing * 0.94, 20 * metrics.scale)
    controls = _controls(metrics, name, x, rects[-1].bottom())
    return Column(name, title, x, units, rects, heading, chip, *controls)


def _tile_of(metrics: Metrics, name: str, count: int, x: float) -> float:
    """A single output is drawn larger: it is what the network says."""
    if name != OUTPUT or count > 1:
        return metrics.tile
    room = min(0.5 * metrics.spacing, 2 * (metrics.width - x) - 14)
    wanted = max(1.64 * metrics.tile, 34 * metrics.scale)
    return max(metrics.tile, min(wanted, room))


def _controls(
    metrics: Metrics, name: str, x: float, bottom: float
) -> tuple[QRectF | None, QRectF | None, QRectF | None]:
    if name == OUTPUT:
        return None, None, None
    dot, y = metrics.button, bottom + 29 * metrics.scale
    if name == FEATURES:
        return None, _centered(x, y, dot, dot), None
    apart = (0.56 if metrics.compact else 0.7) * dot
    grip = _centered(x, bottom + 9 * metrics.scale, min(24 * metrics.scale, metrics.tile), 4.0)
    return _centered(x - apart, y, dot, dot), _centered(x + apart, y, dot, dot), grip


def _gap(metrics: Metrics, index: int, left: Column, right: Column) -> Gap:
    x = (left.right + right.left) / 2
    top = metrics.header - 12 * metrics.scale
    rect = QRectF(left.right + 2, top, right.left - left.right - 4, metrics.height - top - 4)
    middle = (left.x + right.x) / 2
    button = _centered(middle, 46 * metrics.scale, metrics.button, metrics.button)
    return Gap(index, x, rect, button)


def _centered(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x - width / 2, y - height / 2, width, height)


def _grown(rect: QRectF, by: float) -> QRectF:
    return rect.adjusted(-by, -by, by, by)
