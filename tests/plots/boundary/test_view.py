"""The boundary plot shows what the snapshot says, the right way up, and tells it on hovering."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.data.sample import SAMPLE
from nnfs_gui.experiment.model import Axis, GeneratedData
from nnfs_gui.plots.boundary.view import BoundaryPlot
from nnfs_gui.plots.shared import export
from nnfs_gui.theme import DARK, FADE, LIGHT, OKABE_ITO

THREE = np.array([[-4.0, -4.0, 0], [0.0, -3.0, 0], [4.0, 4.0, 1], [0.0, 3.0, 1]])


def close(first: QColor, second: str, reach: int = 12) -> bool:
    other = QColor(second)
    pairs = zip(first.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= reach for a, b in pairs)


def toggle(view: BoundaryPlot, name: str) -> None:
    next(action for action in view.view_menu.actions() if action.objectName() == name).trigger()


# --- what is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_high_x2_is_blue_and_drawn_above(show, fresh, colour_at, pixel_of, theme):
    view = show(fresh(THREE), theme)
    blue, orange = theme.blend(theme.mid, theme.pos, FADE), theme.blend(theme.mid, theme.neg, FADE)
    assert close(colour_at(view.plot, -2.0, 5.0), blue)
    assert close(colour_at(view.plot, 2.0, -5.0), orange)
    assert pixel_of(view.plot, 0.0, 5.0).y() < pixel_of(view.plot, 0.0, -5.0).y()


def test_x1_grows_to_the_right(show, fresh, colour_at):
    snapshot = fresh(THREE)
    turned = np.ascontiguousarray(snapshot.boundary.transpose(0, 2, 1))
    view = show(replace(snapshot, boundary=turned))
    assert close(colour_at(view.plot, 5.0, -2.0), DARK.blend(DARK.mid, DARK.pos, FADE))
    assert close(colour_at(view.plot, -5.0, 2.0), DARK.blend(DARK.mid, DARK.neg, FADE))


def test_the_contour_lies_at_the_threshold(show, fresh, colour_at):
    view = show(fresh(THREE))
    ends = view.map.segments.reshape(-1, 2)
    assert np.allclose(ends[:, 1], 0.0, atol=0.02)
    assert (ends[:, 0].min(), ends[:, 0].max()) == (-6.0, 6.0)
    step = view._mouse.units(1.0)
    beside = [colour_at(view.plot, 2.5, pixels * step).lightness() for pixels in (-1, 0, 1)]
    assert max(beside) > 150
    assert colour_at(view.plot, 2.5, 6 * step).lightness() < 100


@pytest.mark.parametrize("at", [0, 2])
def test_points_are_drawn_in_their_class_colour(show, fresh, colour_at, at):
    snapshot = fresh(THREE)
    snapshot = replace(snapshot, data=replace(snapshot.data, test=np.array([], dtype=int)))
    view = show(snapshot)
    view._awaited = None
    view.show_snapshot(snapshot)
    expected = DARK.class_color(int(THREE[at, 2]), 2)
    assert close(colour_at(view.plot, *THREE[at, :2]), expected)


def test_a_test_point_is_hollow_so_that_it_differs_without_colour(show, fresh, colour_at):
    snapshot = fresh(THREE)
    view = show(snapshot)
    test = snapshot.data.test[0]
    x1, x2 = snapshot.data.inputs[test]
    assert close(colour_at(view.plot, x1, x2), DARK.panel)


def test_test_points_can_be_hidden(show, fresh, colour_at):
    snapshot = fresh(THREE)
    view = show(snapshot)
    toggle(view, "view-test-points")
    x1, x2 = snapshot.data.inputs[snapshot.data.test[0]]
    assert not close(colour_at(view.plot, x1, x2), DARK.panel)
    assert view.points.nearest(x1, x2, 0.1) is None


def test_misclassified_points_are_ringed_and_can_be_left_alone(show, fresh):
    snapshot = fresh(THREE)
    wrong = 1 - snapshot.predictions
    view = show(replace(snapshot, predictions=wrong))
    assert len(view.points.wrong) == len(THREE)
    view.show_snapshot(snapshot)
    assert len(view.points.wrong) == 0
    view.show_snapshot(replace(snapshot, predictions=wrong))
    toggle(view, "view-misclassified")
    assert len(view.points.wrong) == 0


def test_a_ring_is_drawn_around_the_point(show, fresh, pixel_of):
    snapshot = fresh(THREE)
    view = show(snapshot)
    at = pixel_of(view.plot, *THREE[2, :2])
    before = view.plot.viewport().grab().toImage()
    view.show_snapshot(replace(snapshot, predictions=1 - snapshot.predictions))
    after = view.plot.viewport().grab().toImage()
    ring = at + QPoint(round(view.points.radius + 2.2), 0)
    assert before.pixelColor(ring) != after.pixelColor(ring)
    assert before.pixelColor(at) == after.pixelColor(at)


def test_the_rings_of_a_crowd_hide_no_class(show, fresh, colour_at, pixel_of):
    crowd = np.array([[0.0, -3.0, 1], [4.0, 4.0, 0], [0.0, -3.0, 1], [-4.0, -4.0, 0]])
    view = show(fresh(crowd))
    aside = view._mouse.units(view.points.radius + 2.2)  # so that one's ring crosses the other
    crowd[2, 0] += aside
    snapshot = fresh(crowd)
    snapshot = replace(snapshot, predictions=np.zeros((4, 1), np.float32),
                       data=replace(snapshot.data, test=np.array([], dtype=int)))  # fmt: skip
    view.show_experiment(snapshot.experiment)
    view._awaited = None
    view.show_snapshot(snapshot)
    assert len(view.points.wrong) == 2
    assert close(colour_at(view.plot, 0.0, -3.0), DARK.class_color(1, 2))


def test_points_grow_with_the_plot(show, fresh):
    view = show(fresh(THREE))
    small = view.points.radius
    assert 3.5 <= small <= 5.5
    view.resize(900, 960)
    view.grab()
    assert view.points.radius > 1.5 * small


def test_points_sized_by_loss_show_the_outlier_largest(show, fresh, pixel_of):
    snapshot = fresh(THREE)
    losses = np.array([0.01, 0.01, 5.0, 0.01], dtype=np.float32)
    view = show(replace(snapshot, point_losses=losses))
    edge = pixel_of(view.plot, *THREE[2, :2]) + QPoint(round(view.points.radius * 1.4), 0)
    before = view.plot.viewport().grab().toImage().pixelColor(edge)
    toggle(view, "view-sized-by-loss")
    after = view.plot.viewport().grab().toImage().pixelColor(edge)
    assert before != after


def test_discretized_shows_two_colours_without_shades(show, fresh, colour_at):
    view = show(fresh(THREE))
    shade = colour_at(view.plot, 3.0, 0.5)
    toggle(view, "view-discrete")
    assert not close(shade, DARK.blend(DARK.mid, DARK.pos, FADE), 4)
    assert close(colour_at(view.plot, 3.0, 0.5), DARK.blend(DARK.mid, DARK.pos, FADE), 4)


def test_three_classes_have_three_regions_with_borders(show, fresh, colour_at):
    points = np.array([[-4.0, -4.0, 0], [0.0, 0.0, 1], [4.0, 4.0, 2], [3.0, -4.0, 0]])
    view = show(fresh(points, classes=3))
    colours = {
        name: colour_at(view.plot, 2.0, x2) for name, x2 in zip("abc", (-4, 0.5, 5), strict=True)
    }
    hues = [colours[name].hue() for name in "abc"]
    expected = [QColor(OKABE_ITO[number]).hue() for number in range(3)]
    assert all(abs(a - b) < 25 for a, b in zip(hues, expected, strict=True))
    heights = view.map.segments[:, [1, 3]]
    np.testing.assert_allclose(np.abs(heights), 2.0, atol=0.02)
    assert (heights > 0).any()
    assert (heights < 0).any()


def test_confidence_is_saturation(show, fresh, colour_at):
    points = np.array([[-4.0, -4.0, 0], [0.0, 0.0, 1], [4.0, 4.0, 2], [3.0, -4.0, 0]])
    view = show(fresh(points, classes=3))
    sure, unsure = colour_at(view.plot, 2.0, 4.5), colour_at(view.plot, 2.0, 2.2)
    assert sure.saturation() > unsure.saturation()


def test_classes_beyond_two_have_shapes_of_their_own(show, fresh):
    points = np.column_stack([np.linspace(-5, 5, 8), np.zeros(8), np.arange(8)])
    view = show(fresh(points, classes=8))
    outlines = {view.points.looks[index].number for index in range(8)}
    assert outlines == set(range(8))


def test_regression_shows_values_as_colours(show, fresh, colour_at):
    points = np.array([[-5.0, 5.0, 1.0], [5.0, 5.0, -1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.5]])
    snapshot = fresh(points, classes=0)
    view = show(snapshot)
    assert view.caption == "target"
    assert view.title == "Prediction"
    assert close(colour_at(view.plot, -2.0, 5.7), DARK.blend(DARK.mid, DARK.pos, FADE), 24)
    assert len(view.points.wrong) == 0


def test_a_theme_change_recolours_everything(show, fresh, colour_at):
    view = show(fresh(THREE))
    view.show_theme(LIGHT)
    assert close(colour_at(view.plot, -2.0, 5.0), LIGHT.blend(LIGHT.mid, LIGHT.pos, FADE))


def test_an_empty_plane_says_how_points_come_there(show, fresh):
    view = show(fresh(np.empty((0, 3))))
    assert view.legend.note == "Paint points, load a table, or choose a set"
    view = show(fresh(THREE))
    assert view.legend.note == ""


def test_at_most_two_thousand_points_are_drawn_and_it_says_so(show, fresh):
    many = np.random.default_rng(0).uniform(-6, 6, (100_000, 3))
    many[:, 2] = many[:, 1] > 0
    view = show(fresh(many))
    assert len(view._drawn) == SAMPLE
    assert view.legend.note == "2\u2009000 of 100\u2009000 points shown"


def test_new_points_are_shown_before_the_network_has_seen_them(show, fresh, document):
    snapshot = fresh(THREE)
    view = show(snapshot)
    document.experiment_changed.connect(lambda _old, new: view.show_experiment(new))
    moved = changed(snapshot.experiment, data=GeneratedData("xor", size=80))
    document.edit(moved, "Other data")
    assert len(view._drawn) == 80
    view.show_snapshot(snapshot)
    assert len(view._drawn) == 80, "a late snapshot of the old points must not bring them back"
    view.show_snapshot(replace(snapshot, experiment=moved, data=materialize(moved),
                               sample=np.arange(80), predictions=np.zeros((80, 1), np.float32),
                               point_losses=np.zeros(80, np.float32)))  # fmt: skip
    view.show_snapshot(snapshot)
    assert len(view._drawn) == 4, "afterwards an old snapshot is history, and shows its points"


def test_a_run_that_became_nan_is_drawn_without_a_warning(show, fresh):
    snapshot = fresh(THREE)
    nothing = np.full_like(snapshot.boundary, np.nan)
    view = show(replace(snapshot, boundary=nothing, predictions=np.full((4, 1), np.nan, np.float32),
                        point_losses=np.full(4, np.nan, np.float32)))  # fmt: skip
    toggle(view, "view-sized-by-loss")
    assert len(view.map.segments) == 0
    assert not view.grab().isNull()


def test_numbers_too_large_to_count_are_drawn_without_a_warning(show, fresh):
    snapshot = fresh(THREE)
    huge = np.full_like(snapshot.boundary, 3e38)
    view = show(replace(snapshot, boundary=huge))
    assert not view.grab().isNull()


def test_no_points_at_all_are_drawn_without_a_warning(show, fresh):
    view = show(fresh(np.empty((0, 3))))
    toggle(view, "view-sized-by-loss")
    toggle(view, "view-confusion")
    assert "0 training and 0 test points" in view.summary()


# --- units, words, axes ------------------------------------------------------------------------


def test_a_hovered_neuron_shows_its_own_map(show, fresh, colour_at):
    snapshot = fresh(THREE)
    maps = list(snapshot.maps)
    side = maps[2].shape[-1]
    own = np.zeros_like(maps[2])
    own[1] = np.linspace(-1, 1, side, dtype=np.float32)[None, :]
    maps[2] = own
    snapshot = replace(snapshot, maps=tuple(maps))
    view = show(snapshot)
    view.show_unit(snapshot, "L2.2")
    assert view.title == "Hidden 2 · neuron 2"
    assert close(colour_at(view.plot, 5.5, -2.0), DARK.blend(DARK.mid, DARK.pos, FADE), 24)
    view.show_unit(snapshot, None)
    assert view.title == "Decision boundary"
    assert close(colour_at(view.plot, 5.5, -2.0), DARK.blend(DARK.mid, DARK.neg, FADE))


def test_a_unit_that_is_gone_leaves_the_boundary(show, fresh):
    snapshot = fresh(THREE)
    view = show(snapshot)
    view.show_unit(snapshot, "L9.9")
    assert view.title == "Decision boundary"


def test_the_caption_names_the_class(show, fresh):
    assert show(fresh(THREE)).caption == "P(blue)"


def test_axes_carry_real_units_and_names(show, fresh, document):
    snapshot = fresh(THREE)
    axis = Axis("bill length (mm)", offset=44.0, scale=2.5)
    data = changed(snapshot.experiment.data, x1=axis)
    view = show(replace(snapshot, experiment=changed(snapshot.experiment, data=data)))
    assert "bill length (mm)" in view.plot.bottom.labelString()
    spacing, ticks = view.plot.bottom.tickValues(-6.0, 6.0, 300)[0]
    texts = view.plot.bottom.tickStrings(ticks, 1.0, spacing)
    assert [float(text) for text in texts] == [30.0, 40.0, 50.0] or "45" in texts
    assert np.allclose([(float(text) - 44.0) / 2.5 for text in texts], ticks)


def test_the_summary_tells_points_classes_accuracy_and_shares(show, fresh):
    text = show(fresh(THREE)).accessibleDescription()
    assert "2 training and 2 test points of 2 classes (orange, blue)" in text
    assert "0 of 4 drawn points are misclassified" in text
    assert "blue 50\u2009%" in text


def test_the_csv_has_a_row_per_drawn_point(show, fresh):
    snapshot = fresh(THREE)
    rows = list(csv.reader(io.StringIO(export.csv_bytes(show(snapshot)).decode())))
    assert rows[0] == ["x₁", "x₂", "target", "part", "output 1", "loss"]
    assert [row[2] for row in rows[1:]] == ["orange", "orange", "blue", "blue"]
    assert {row[3] for row in rows[1:]} == {"train", "test"}
    assert float(rows[1][0]) == -4.0


def test_a_saved_drawing_holds_the_map_and_the_markers(show, fresh):
    svg = export.svg_bytes(show(fresh(THREE))).decode()
    assert "<image" in svg
    assert svg.count("<path") > 4


def test_the_saved_picture_shows_both_classes(show, fresh):
    picture = export.picture(show(fresh(THREE)))
    places = [(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)]
    colours = [picture.pixelColor(*place) for place in places]
    for end in (DARK.neg, DARK.pos):
        region = DARK.blend(DARK.mid, end, FADE)
        assert sum(close(colour, region) for colour in colours) > 0.05 * len(places)


def test_the_plane_stays_square_in_any_card(show, fresh, qtbot):
    view = show(fresh(THREE))
    for width, height in ((300, 600), (700, 330), (1200, 900)):
        view.resize(width, height)
        view.grab()
        box = view.plot.plotItem.vb.sceneBoundingRect()
        assert abs(box.width() - box.height()) <= 2
        assert view.legend.width() == pytest.approx(box.width(), abs=2)


def test_every_button_has_a_name_and_a_tooltip(show, fresh):
    view = show(fresh(THREE))
    names = {"paint-mode", "boundary-view", "plot-more"}
    buttons = [view.findChild(QWidget, name) for name in names]
    assert all(button is not None and button.accessibleName() for button in buttons)
    assert all(button.toolTip() for button in buttons)


@pytest.mark.parametrize(("before", "after"), [(5, 6), (3, 8), (8, 3), (2, 7)])
def test_the_legend_has_room_for_every_class_when_their_number_changes(show, fresh, before, after):
    def of(classes):
        points = np.column_stack([np.linspace(-5, 5, 16), np.zeros(16), np.arange(16) % classes])
        return fresh(points, classes=classes)

    view = show(of(before), size=300)
    second = of(after)
    view.show_experiment(second.experiment)
    view.show_snapshot(second)
    legend = view.legend
    assert legend.names == second.experiment.data.class_names
    assert legend.height() == legend.height_needed(legend.width())
    assert legend.geometry().bottom() <= legend.parentWidget().height()


def test_regression_is_told_in_real_units(show, fresh):
    points = np.array([[-5.0, 5.0, 1.0], [5.0, 5.0, -1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.5]])
    snapshot = fresh(points, classes=0)
    axis = Axis("mass (g)", offset=4200.0, scale=800.0)
    data = changed(snapshot.experiment.data, target=axis)
    snapshot = replace(snapshot, experiment=changed(snapshot.experiment, data=data))
    view = show(snapshot)
    assert view.caption == "mass (g)"
    assert view.legend.ends == ("3400", "4200", "5000")
    header, rows = view.table()
    assert [row[2] for row in rows] == [5000.0, 3400.0, 4200.0, 4600.0]
    outputs = snapshot.predictions[:, 0] * 800.0 + 4200.0
    np.testing.assert_allclose([row[header.index("output 1")] for row in rows], outputs)


def test_a_table_with_an_absurd_scale_is_drawn(show, fresh):
    snapshot = fresh(THREE)
    view = show(snapshot)
    axes = {"x1": Axis("a", scale=1e308), "x2": Axis("b", -1e308, 1e-308)}  # no file may say so
    data = changed(snapshot.experiment.data, **axes)
    experiment = changed(snapshot.experiment, data=data)
    view.show_experiment(experiment)
    view.show_snapshot(replace(snapshot, experiment=experiment))
    assert not view.grab().isNull()
