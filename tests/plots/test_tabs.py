"""The bottom card: one view at a time works, the others wait and catch up."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication

from nnfs_gui.plots.shared.enlarge import EnlargeOverlay
from nnfs_gui.plots.shared.strip import StripView
from nnfs_gui.plots.tabs import BottomTabs
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.run import Run
from nnfs_gui.training.step_walk import prepare_step
from nnfs_gui.training.walk import Walk
from nnfs_gui.widgets.card import MARGIN
from nnfs_gui.widgets.magnify import magnify

TITLES = ["Gradients", "Weights", "Activations", "Landscape", "Math", "Runs"]
OF_THE_RUN = TITLES[:-1]


@pytest.fixture
def tabs(qtbot, document):
    made = BottomTabs(document, DARK)
    qtbot.addWidget(made)
    made.resize(1540, 150)
    made.show()
    yield made
    made.shutdown()


def click(qtbot, tabs, title):
    index = TITLES.index(title)
    qtbot.mouseClick(tabs.bar, Qt.MouseButton.LeftButton, pos=tabs.bar.tabRect(index).center())


def test_the_tabs_stand_in_order_and_gradients_come_first(tabs):
    assert [tabs.bar.tabText(index) for index in range(tabs.bar.count())] == TITLES
    assert [view.title for view in tabs.views] == TITLES
    assert tabs.current is tabs.gradients


def test_a_view_is_made_when_it_is_first_seen_as_if_it_had_been_there(qtbot, tabs, train):
    assert tabs.findChildren(StripView) == [tabs.current]
    snapshot = train()[-1]
    tabs.show_snapshot(snapshot)
    tabs.show_theme(LIGHT)
    magnify(tabs, 1.5)
    with qtbot.waitSignal(tabs.made) as made:
        click(qtbot, tabs, "Activations")
    assert made.args == [tabs.activations]
    assert tabs.activations.isVisible()
    assert not tabs.gradients.isVisible()
    assert tabs.activations.theme is LIGHT
    assert tabs.activations.snapshot is snapshot
    words = tabs.activations.verdict.font().pixelSize()
    magnify(tabs, 1.0)
    assert tabs.activations.verdict.font().pixelSize() < words
    assert len(tabs.findChildren(StripView)) == 2


def test_a_click_on_a_tab_brings_its_view(qtbot, tabs):
    for title, view in zip(TITLES, tabs.views, strict=True):
        with qtbot.waitSignal(tabs.tab_changed) if view is not tabs.current else nullcontext():
            click(qtbot, tabs, title)
        assert view.isVisible()
        assert tabs.current is view
        assert sum(other.isVisible() for other in tabs.views) == 1


def test_a_view_that_becomes_low_leaves_the_tabs_alone(qtbot, tabs, train):
    click(qtbot, tabs, "Activations")
    tabs.show_snapshot(train()[-1])
    tabs.resize(680, 420)
    assert not tabs.activations.switch.isVisible()
    tabs.resize(680, 180)  # no wider or narrower: nothing but the height tells that it is low
    qtbot.waitUntil(tabs.activations.switch.isVisible)
    switch = tabs.activations.switch
    at = switch.mapTo(tabs, QPoint(0, 0))
    bar, fold = tabs.bar.geometry(), tabs.fold.geometry()
    assert at.x() > fold.right() or at.y() >= bar.bottom()


def test_only_the_visible_view_draws_and_the_others_catch_up(qtbot, tabs, train, monkeypatch):
    drawn = []
    for view in tabs.views:
        monkeypatch.setattr(view, "draw", _recorder(drawn, view.title, view.draw))
    snapshots = train()
    for snapshot in snapshots:
        tabs.show_snapshot(snapshot)
    assert drawn == ["Gradients"] * len(snapshots)
    click(qtbot, tabs, "Weights")
    assert drawn[-1] == "Weights"
    assert len(drawn) == len(snapshots) + 1
    assert tabs.weights.snapshot is snapshots[-1]


def _recorder(drawn, title, draw):
    def record(snapshot):
        drawn.append(title)
        draw(snapshot)

    return record


def test_the_history_is_kept_while_another_tab_is_shown(qtbot, tabs, train):
    snapshots = train()
    for snapshot in snapshots:
        tabs.show_snapshot(snapshot)
    click(qtbot, tabs, "Weights")
    assert len(tabs.weights.history.histories[0]) == len(snapshots)


def test_the_selection_reaches_every_view(qtbot, tabs, train):
    tabs.show_snapshot(train()[-1])
    tabs.show_selection(frozenset({"L2.2"}))
    click(qtbot, tabs, "Weights")
    assert tabs.weights.unit == "L2.2"
    click(qtbot, tabs, "Math")
    assert tabs.math.trace.unit == "L2.2"


def test_a_chosen_point_reaches_the_mathematics(qtbot, tabs, train):
    tabs.show_snapshot(train()[-1])
    tabs.show_point(9)
    click(qtbot, tabs, "Math")
    assert tabs.math.trace.point == 9
    with qtbot.waitSignal(tabs.point_chosen) as chosen:
        qtbot.keyClick(tabs.math.points, Qt.Key.Key_Up)
    assert chosen.args == [10]


def test_a_click_on_a_bar_is_told_to_the_window(qtbot, tabs, train, box_of):
    tabs.show_snapshot(train()[-1])
    bars = tabs.gradients.bars
    spot = box_of(bars.raw, 1).center().toPoint()
    with qtbot.waitSignal(tabs.unit_clicked) as clicked:
        qtbot.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert clicked.args == ["L1.2"]


def test_arrow_keys_move_along_the_tabs(qtbot, tabs):
    tabs.bar.setFocus()
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Right)
    assert tabs.current is tabs.weights
    tabs.open_tab("Math")
    assert tabs.current is tabs.math
    with pytest.raises(ValueError, match="Worlds"):
        tabs.open_tab("Worlds")


@pytest.mark.parametrize("title", OF_THE_RUN)
def test_every_view_has_a_summary_a_table_and_an_accessible_name(qtbot, tabs, train, title):
    tabs.show_snapshot(train()[-1])
    click(qtbot, tabs, title)
    view = tabs.current
    if title == "Landscape":
        qtbot.waitUntil(lambda: view.landscape is not None)
    assert view.accessibleName() == title
    assert len(view.summary()) > 30
    header, rows = view.table()
    assert len(rows) > 2
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("title", OF_THE_RUN)
def test_a_double_click_enlarges_and_escape_returns(qtbot, tabs, train, title):
    overlay = EnlargeOverlay(tabs.window(), DARK)
    tabs.enlarge_requested.connect(overlay.open)
    tabs.show_snapshot(train()[-1])
    click(qtbot, tabs, title)
    view = tabs.current
    target = {
        "Gradients": lambda: tabs.gradients.bars,
        "Weights": lambda: tabs.weights.hinton,
        "Activations": lambda: tabs.activations.histograms.plots[0],
        "Landscape": lambda: tabs.landscape.plot,
        "Math": lambda: tabs.math.text,
    }[title]().viewport()
    qtbot.mouseDClick(target, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert overlay.view is view
    tabs.show_snapshot(train()[-1])
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    assert overlay.view is None
    assert tabs.current is view
    assert view.isVisible()


def test_the_theme_reaches_every_view(tabs, train):
    tabs.show_snapshot(train()[-1])
    tabs.show_theme(LIGHT)
    assert all(view.theme is LIGHT for view in tabs.views)
    image = tabs.bar.grab().toImage()
    line = tabs.bar.tabRect(0)
    spot = image.pixelColor(line.center().x(), line.bottom() - 2)
    assert spot.name() == LIGHT.accent.lower()


def test_the_accent_line_is_under_the_current_tab_only(qtbot, tabs):
    click(qtbot, tabs, "Weights")
    image = tabs.bar.grab().toImage()
    colours = [
        image.pixelColor(tabs.bar.tabRect(index).center().x(), tabs.bar.tabRect(0).bottom() - 2)
        for index in range(2)
    ]
    assert colours[1].name() == DARK.accent.lower()
    assert colours[0].name() != DARK.accent.lower()


def test_keyboard_focus_can_be_seen(qtbot, tabs):
    plain = tabs.bar.grab().toImage()
    tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)
    tabs.bar.focusInEvent(QFocusEvent(QFocusEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert tabs.bar.grab().toImage() != plain


def test_an_edit_of_the_network_is_followed(qtbot, tabs, train):
    for title in TITLES:
        click(qtbot, tabs, title)
        tabs.show_snapshot(train()[-1])
        tabs.show_snapshot(replace(train(hidden=(5,))[-1], run=2))
        tabs.show_snapshot(replace(train(hidden=(), classes=4)[-1], run=3))
        assert not tabs.grab().isNull()


def test_the_card_fits_the_strip_and_a_small_window(tabs):
    assert tabs.minimumSizeHint().height() <= 132
    assert tabs.minimumSizeHint().width() <= 700


def test_the_mathematics_tells_which_point_it_shows_while_it_can_be_seen(
    qtbot, tabs, make_snapshot
):
    told = []
    tabs.point_chosen.connect(told.append)
    tabs.show_snapshot(make_snapshot())
    tabs.show_point(3)
    assert told == []
    tabs.open_tab("Math")
    tabs.show_point(5)
    qtbot.keyClick(tabs.math.points, Qt.Key.Key_Up)
    tabs.open_tab("Weights")
    assert told == [3, 5, 6, None]


@pytest.mark.parametrize(
    ("size", "factor"), [((1024, 700), 1.0), ((1600, 1000), 1.25), ((3840, 2160), 1.6)]
)
def test_an_enlarged_view_uses_the_room_for_larger_words(tabs, make_snapshot, size, factor):
    tabs.resize(*size)
    overlay = EnlargeOverlay(tabs.window(), DARK)
    tabs.show_snapshot(make_snapshot())
    small = tabs.gradients.legend.font().pixelSize()
    overlay.open(tabs.gradients)
    assert tabs.gradients.bars.names.magnification == factor
    assert tabs.gradients.legend.font().pixelSize() == round(factor * small)
    overlay.close_view()
    assert tabs.gradients.bars.names.magnification == 1.0
    assert tabs.gradients.legend.font().pixelSize() == small


@pytest.mark.parametrize("title", ["Gradients", "Weights", "Activations"])
def test_all_parts_of_an_enlarged_view_are_drawn_while_training_rests(qtbot, tabs, train, title):
    tabs.resize(1600, 1000)
    overlay = EnlargeOverlay(tabs.window(), DARK)
    tabs.open_tab(title)
    tabs.current.resize(1500, 150)
    tabs.show_snapshot(train()[-1])
    view, drawn = tabs.current, []
    view.setFixedHeight(150)
    QApplication.sendPostedEvents()
    draw = view.draw
    view.draw = lambda snapshot: (drawn.append(view.tall), draw(snapshot))
    view.setMinimumHeight(0)
    view.setMaximumHeight(2000)
    overlay.open(view)
    qtbot.waitUntil(lambda: bool(drawn) and drawn[-1])
    overlay.close_view()


def test_a_part_that_was_arranged_while_hidden_is_drawn_when_it_is_shown(tabs, train):
    tabs.show_snapshot(train()[-1])
    tabs.gradients.show_part("neurons")
    tabs.open_tab("Math")
    tabs.gradients.show_part("layers")
    tabs.open_tab("Gradients")
    assert len(tabs.gradients.layer_plot.layers) == 3


def test_the_legend_of_the_gradients_yields_to_the_tabs_where_both_do_not_fit(tabs):
    for width, shown in ((1200, True), (700, False), (1200, True)):
        tabs.resize(width, 150)
        assert tabs.gradients.legend.isVisible() == shown


@pytest.mark.parametrize("title", ["Gradients", "Math"])
def test_a_view_writes_its_choices_below_the_tabs_where_it_is_too_narrow(qtbot, tabs, title):
    click(qtbot, tabs, title)

    def covers() -> bool:
        switch, bar = tabs.current.more_button, tabs.bar
        return bool(switch.mapTo(tabs, QPoint(0, 0)).y() < bar.geometry().bottom())

    assert covers()
    tabs.resize(682, 180)
    qtbot.waitUntil(lambda: not covers())
    tabs.resize(1540, 180)
    qtbot.waitUntil(covers)


def test_a_header_that_widens_after_a_walk_goes_below_the_tabs(qtbot, tabs, document):
    click(qtbot, tabs, "Math")
    math, step = tabs.math, prepare_step(Run(1, document.experiment).shown)
    assert step is not None
    own = math.header.sizeHint().width()
    math.show_walk(Walk.begin(step))
    walking = math.header.sizeHint().width()
    assert walking < own
    tabs.resize((own + walking) // 2 + tabs.fold.geometry().right() + MARGIN, 150)

    def covers() -> bool:
        top = math.more_button.mapTo(tabs, QPoint(0, 0)).y()
        return bool(top < tabs.bar.geometry().bottom())

    qtbot.waitUntil(covers)
    math.show_walk(None)
    qtbot.waitUntil(lambda: not covers())
