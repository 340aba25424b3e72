"""The layout: nothing overlaps, whatever the network and the size."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF

from nnfs_gui.canvas.elements import FEATURES, NOTHING, OUTPUT, Element, Part
from nnfs_gui.canvas.geometry import Layout, lay_out
from nnfs_gui.canvas.picture.curves import Curves

SIZES = [(280, 240), (420, 400), (760, 600), (1000, 600), (2400, 1500)]
NETWORKS = [(), (1,), (4, 2), (8, 8, 6), (16,) * 8, (32,) * 10]


def rectangles(layout: Layout) -> list[QRectF]:
    """Everything that must not cover anything else."""
    found: list[QRectF] = []
    for column in layout.columns:
        found += column.rects
        found += [rect for rect in (column.minus, column.plus, column.chip_rect) if rect]
    return found + [gap.button for gap in layout.gaps]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sizes", NETWORKS)
def test_nothing_overlaps_and_everything_is_inside(make_network, sizes, size):
    layout = lay_out(make_network(*sizes), *size)
    inside = QRectF(0, 0, *size)
    for rect in rectangles(layout):
        assert inside.contains(rect)
    for first, second in combinations(rectangles(layout), 2):
        assert not first.intersects(second)


def test_columns_stand_in_order_at_equal_distances(make_network):
    layout = lay_out(make_network(3, 5, 2), 900, 600)
    names = [column.id for column in layout.columns]
    assert names == [FEATURES, "L1", "L2", "L3", OUTPUT]
    distances = {round(b.x - a.x, 6) for a, b in pairwise(layout.columns)}
    assert len(distances) == 1


def test_tiles_shrink_when_there_are_many(make_network):
    few = lay_out(make_network(4, 2), 900, 600).metrics
    many = lay_out(make_network(*(32,) * 10), 900, 600).metrics
    assert many.tile < 0.4 * few.tile
    assert many.tile >= 8


def test_a_single_output_is_drawn_larger(make_network):
    layout = lay_out(make_network(8, 8), 900, 600)
    output, neuron = layout.unit_rect("out0"), layout.unit_rect("L1.1")
    assert output is not None
    assert neuron is not None
    assert output.width() > 1.3 * neuron.width()


@pytest.mark.parametrize("size", SIZES)
def test_every_element_is_found_where_it_stands(make_network, size):
    layout = lay_out(make_network(4, 3), *size)
    column = layout.columns[1]
    assert column.minus is not None
    assert column.plus is not None
    assert column.grip is not None
    for rect, part in ((column.chip_rect, Part.CHIP), (column.minus, Part.MINUS),
                       (column.plus, Part.PLUS), (column.grip, Part.GRIP)):  # fmt: skip
        assert layout.hit(rect.center()) == Element(part, "L1")
    assert layout.hit(column.rects[2].center()) == Element(Part.UNIT, "L1.3")
    assert layout.hit(column.rects[2].bottomLeft()) == Element(Part.BIAS, "L1.3")
    gap = layout.gaps[1]
    assert layout.hit(gap.button.center()) == Element(Part.INSERT, gap=1)
    assert layout.hit(QPointF(gap.x, gap.rect.center().y())) == Element(Part.GAP, gap=1)
    assert layout.hit(QPointF(2, size[1] - 2)) == NOTHING


def test_features_have_no_bias_and_outputs_no_buttons(make_network):
    layout = lay_out(make_network(2), 900, 600)
    assert layout.bias_center("x1") is None
    assert layout.bias_center("out0") is not None
    assert layout.columns[-1].minus is None
    assert layout.columns[-1].grip is None


def test_a_long_column_stands_in_two_lanes_where_that_makes_larger_tiles(make_network):
    layout = lay_out(make_network(16, 10, 5), 726, 492)
    assert layout.metrics.tile > 30
    for name, count in (("L1", 16), ("L2", 10)):
        rects = layout.column(name).rects
        assert len({rect.left() for rect in rects}) == 2
        assert len(rects) == count
        for first, rect in enumerate(rects):
            assert not any(rect.intersects(other) for other in rects[first + 1 :])
        tops = [rect.top() for rect in rects]
        assert tops == sorted(tops)
    assert len({rect.left() for rect in layout.column("L3").rects}) == 1
    assert layout.columns[1].right < layout.columns[2].left


def test_links_reach_the_tiles_of_both_lanes(make_network):
    layout = lay_out(make_network(16, 10), 726, 492)
    curves = Curves(layout)
    for source in ("L1.1", "L1.2"):
        for target in ("L2.1", "L2.2"):
            path = curves.path(Element(Part.LINK, target, source))
            start, end = path.pointAtPercent(0.0), path.pointAtPercent(1.0)
            assert start.x() == layout.unit_rect(source).right()
            assert end.x() == layout.unit_rect(target).left()
            assert start.y() == layout.unit_rect(source).center().y()
