"""The loss plot: both curves, both scales, a cursor, and no work without need."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from msgspec.structs import replace as changed
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from nnfs_gui.experiment.model import Axis, OutputSpec, PointsData
from nnfs_gui.plots.loss.curves import LossOptions
from nnfs_gui.plots.loss.view import LossPlot
from nnfs_gui.plots.shared import export
from nnfs_gui.plots.shared.axes import PlainAxis
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import Curve
from nnfs_gui.training.tape.picture import Place, TapePicture
from nnfs_gui.widgets.magnify import magnify


@pytest.fixture
def view(qtbot, document):
    plot = LossPlot(document, DARK)
    qtbot.addWidget(plot)
    plot.resize(380, 240)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def toggle(view: LossPlot, name: str) -> None:
    next(action for action in view.view_menu.actions() if action.objectName() == name).trigger()


def colours_near(view: LossPlot, at: QPoint, reach: int = 2) -> set[str]:
    image = view.plot.viewport().grab().toImage()
    around = range(-reach, reach + 1)
    return {image.pixelColor(at + QPoint(dx, dy)).name() for dx in around for dy in around}


def hue_seen(names: set[str], colour: str) -> bool:
    wanted = QColor(colour)
    return any(
        abs(QColor(name).hue() - wanted.hue()) < 12 and QColor(name).saturation() > 90
        for name in names
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_both_curves_are_drawn_in_their_colours_and_a_high_loss_is_above(
    view, make_snapshot, pixel_of, theme
):
    view.show_theme(theme)
    snapshot = make_snapshot()
    view.show_snapshot(snapshot)
    curve = snapshot.curve
    train = pixel_of(view.plot, curve.epoch[150], np.log10(curve.train_loss[150]))
    test = pixel_of(view.plot, curve.epoch[150], np.log10(curve.test_loss[150]))
    assert hue_seen(colours_near(view, train), theme.pos)
    assert hue_seen(colours_near(view, test), theme.neg)
    assert test.y() < train.y()


def test_the_log_scale_labels_decades(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    low, high = view.plot.plotItem.vb.viewRange()[1]
    spacing, ticks = view.plot.left.tickValues(low, high, 160)[0]
    assert view.plot.left.tickStrings(ticks, 1.0, spacing) == ["0.01", "0.1", "1"]
    assert view.caption == "log scale"


def test_the_linear_scale_starts_at_zero(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    toggle(view, "loss-logarithmic")
    assert view.plot.plotItem.vb.viewRange()[1][0] == 0.0
    assert view.caption == "linear scale"
    assert view.train.y.max() == pytest.approx(0.703)


def test_the_penalty_is_a_curve_of_its_own_on_request(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    assert not view.penalty.isVisible()
    assert "penalty" not in view._legend.text()
    toggle(view, "loss-penalty")
    assert view.penalty.isVisible()
    assert np.allclose(view.penalty.y, np.log10(0.0004))
    assert view.plot.plotItem.vb.viewRange()[1][0] < np.log10(0.0004)
    assert "penalty" in view._legend.text()


def test_smoothing_calms_the_curve(view, make_snapshot):
    snapshot = make_snapshot()
    noise = np.random.default_rng(0).normal(0, 0.3, len(snapshot.curve.epoch))
    noisy = replace(snapshot.curve, train_loss=np.exp(noise))
    view.show_snapshot(replace(snapshot, curve=noisy))
    before = view.train.y.std()
    toggle(view, "loss-smooth")
    assert view.train.y.std() < before / 2


def test_the_axis_can_count_steps(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    assert "epoch" in view.plot.bottom.labelString()
    toggle(view, "loss-by-steps")
    assert "step" in view.plot.bottom.labelString()
    assert view.train.x[-1] == 1284 * 25


def test_the_axis_names_the_loss(view, make_snapshot, document):
    experiment = document.experiment
    view.resize(380, 400)
    view.show_experiment(changed(experiment, training=changed(experiment.training, loss="mse")))
    assert "squared" in view.plot.left.labelString().lower()


def test_an_unchanged_curve_is_not_drawn_again(view, make_snapshot, monkeypatch):
    drawn = []
    snapshot = make_snapshot()
    monkeypatch.setattr(view, "_draw_curve", drawn.append)
    for _ in range(3):
        view.show_snapshot(snapshot)
    assert drawn == [snapshot.curve]


def test_a_long_curve_is_thinned_to_the_width(view, make_snapshot):
    along = np.arange(2048.0)
    snapshot = make_snapshot()
    curve = replace(snapshot.curve, epoch=along, step=along, train_loss=1 / (1 + along),
                    test_loss=1 / (1 + along), penalty=along * 0, accuracy=along * 0)  # fmt: skip
    view.show_snapshot(replace(snapshot, curve=curve))
    assert len(view.train.x) <= view.plot.width()
    assert view.train.x[-1] == 2047


def test_before_the_first_step_it_says_what_will_come(view, make_snapshot):
    snapshot = make_snapshot()
    nothing = np.empty(0)
    empty = Curve(nothing, nothing, nothing, nothing, nothing, nothing)
    view.show_snapshot(replace(snapshot, curve=empty))
    assert view._empty.isVisible()
    assert view.accessibleDescription() == "No training yet."
    view.show_snapshot(snapshot)
    assert not view._empty.isVisible()


def test_a_diverged_run_is_drawn_without_a_warning(view, make_snapshot):
    snapshot = make_snapshot()
    losses = snapshot.curve.train_loss.copy()
    losses[-5:] = [1e30, np.inf, np.nan, np.nan, np.inf]
    view.show_snapshot(replace(snapshot, curve=replace(snapshot.curve, train_loss=losses)))
    toggle(view, "loss-logarithmic")
    toggle(view, "loss-smooth")
    assert not view.grab().isNull()


def test_the_cursor_tells_the_values_where_it_stands(view, make_snapshot, qtbot, pixel_of):
    snapshot = make_snapshot()
    view.show_snapshot(snapshot)
    curve = snapshot.curve
    place = pixel_of(view.plot, float(curve.epoch[50]), -1.0)
    qtbot.mouseMove(view.plot.viewport(), place)
    assert view._cursor.isVisible()
    assert view._cursor.value() == pytest.approx(curve.epoch[50], abs=10)
    assert "train 0.1" in view._hover.text()
    assert "test 0.1" in view._hover.text()
    QApplication.sendEvent(view.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not view._cursor.isVisible()
    assert not view._hover.isVisible()


def test_the_cursor_goes_when_the_plot_is_enlarged_under_it(view, make_snapshot, qtbot, pixel_of):
    snapshot = make_snapshot()
    view.show_snapshot(snapshot)
    place = pixel_of(view.plot, float(snapshot.curve.epoch[40]), -1.0)
    qtbot.mouseMove(view.plot.viewport(), place)
    assert view._hover.isVisible()
    view.resize(2 * view.size())
    assert not view._cursor.isVisible()
    assert not view._hover.isVisible()


def test_a_tip_has_the_room_that_larger_words_need(view, make_snapshot, qtbot, pixel_of):
    snapshot = make_snapshot()
    view.show_snapshot(snapshot)
    qtbot.mouseMove(
        view.plot.viewport(), pixel_of(view.plot, float(snapshot.curve.epoch[30]), -1.0)
    )
    magnify(view, 1.5)
    assert view._hover.size() == view._hover.sizeHint()


def test_the_summary_tells_start_end_and_the_best(view, make_snapshot):
    view.show_snapshot(make_snapshot())
    text = view.accessibleDescription()
    assert "1\u2009284 epochs" in text
    assert "from 0.703 to 0.00414" in text
    assert "at best 0.0211" in text


def test_the_csv_holds_the_whole_curve(view, make_snapshot):
    snapshot = make_snapshot()
    view.show_snapshot(snapshot)
    rows = list(csv.reader(io.StringIO(export.csv_bytes(view).decode())))
    assert rows[0] == ["step", "epoch", "train loss", "test loss", "penalty", "test accuracy"]
    assert len(rows) == 1 + len(snapshot.curve.epoch)
    assert float(rows[-1][2]) == snapshot.curve.train_loss[-1]


def test_a_saved_drawing_keeps_the_curves_as_lines(view, make_snapshot, tmp_path):
    view.show_snapshot(make_snapshot())
    assert export.save(view, tmp_path / "loss.svg")
    text = (tmp_path / "loss.svg").read_text()
    assert text.count("<polyline") + text.count("<path") > 10
    assert DARK.pos.lower() in text.lower()


def test_its_buttons_have_names_and_tooltips(view):
    button = view.findChild(QWidget, "loss-view")
    assert button.toolTip()
    assert button.accessibleName()


def test_a_low_log_axis_leaves_out_numbers_that_would_touch() -> None:
    axis = PlainAxis("left")
    axis.setLogMode(True)
    for size in (30.0, 60.0, 200.0):
        [(_, ticks)] = axis.tickValues(-1.3, 0.1, size)
        places = [tick * size / 1.4 for tick in sorted(ticks)]
        assert len(ticks) * 12 <= size
        assert len(places) >= 1


def test_an_axis_of_steps_has_no_ticks_between_them() -> None:
    axis = PlainAxis("bottom", whole=True)
    [(spacing, ticks)] = axis.tickValues(5886.0, 5887.0, 300.0)
    assert ticks == [5886.0, 5887.0]
    assert [text.replace("\u2009", "") for text in axis.tickStrings(ticks, 1.0, spacing)] == [
        "5886",
        "5887",
    ]
    [(spacing, ticks)] = axis.tickValues(0.0, 400.0, 300.0)
    assert spacing > 1.0


@pytest.mark.parametrize("logarithmic", [True, False])
@pytest.mark.parametrize("by_steps", [True, False])
def test_the_drawn_curves_hold_the_runs_losses(view, make_snapshot, logarithmic, by_steps):
    snapshot = make_snapshot()
    view._options_changed(LossOptions(logarithmic, penalty=True, by_steps=by_steps))
    view.show_snapshot(snapshot)
    curve, scale = snapshot.curve, np.log10 if logarithmic else np.asarray
    along = curve.step if by_steps else curve.epoch
    for line, values in (
        (view.train, curve.train_loss), (view.test, curve.test_loss), (view.penalty, curve.penalty)
    ):  # fmt: skip
        np.testing.assert_allclose(line.x, along)
        np.testing.assert_allclose(line.y, scale(values))


def regression(document, loss="mse", **target):
    data = PointsData(task="regression", class_names=(), target=Axis("mass (g)", **target))
    training = changed(document.experiment.training, loss=loss)
    network = changed(document.experiment.network, output=OutputSpec("linear"))
    return changed(document.experiment, data=data, training=training, network=network)


@pytest.mark.parametrize(
    ("loss", "real"),
    [("mse", "0.0400 = ±160 mass (g)"), ("mae", "0.0400 = ±32 mass (g)"), ("huber", "0.0400")],
)
def test_a_scaled_loss_says_so_and_what_it_means_in_real_units(view, document, loss, real):
    view.show_experiment(regression(document, loss, offset=4200.0, scale=800.0))
    view.resize(380, 700)
    assert "scaled" in view.plot.left.labelString()
    view.resize(380, 160)
    assert "loss, scaled" in view.plot.left.labelString()
    assert view._units.written(0.04) == real


def test_a_loss_without_units_is_just_a_number(view, document):
    view.show_experiment(regression(document))
    assert "scaled" not in view.plot.left.labelString()
    assert view._units.written(0.04) == "0.0400"


# --- another data set -----------------------------------------------------------------------------


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_what_is_of_another_data_set_is_marked_up_to_the_change(view, make_snapshot, theme):
    view.show_theme(theme)
    snapshot = make_snapshot()
    marks = view.other_data
    view.show_snapshot(snapshot)
    assert not marks.veil.isVisible()
    curve = snapshot.curve
    step = int(curve.step[len(curve.step) // 2])
    place = Place(1, snapshot.step)
    view.show_snapshot(replace(snapshot, tape=TapePicture((), place, step)))
    assert marks.line.value() == float(np.interp(step, curve.step, curve.epoch))
    assert marks.veil.getRegion() == (0.0, marks.line.value())
    assert marks.veil.isVisible()
    assert marks.line.label.toPlainText() == "other data"
    assert marks.line.label.color.name() == QColor(theme.dim).name()
    toggle(view, "loss-by-steps")
    assert marks.line.value() == step
    view.show_snapshot(snapshot)
    assert not marks.line.isVisible()
