"""Presenter mode: larger words, no forms, and everything back in its place afterwards."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.edits import set_training
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.window.layout import GAP
from nnfs_gui.window.presenter.stage import places


def figure_pixels(playground: Playground) -> int:
    label = playground.window.header.findChild(QLabel, "figure-value")
    assert label is not None
    return label.font().pixelSize()


def present_in(playground: Playground, width: int, height: int) -> None:
    """Present in a window of this size; off screen full screen is always the same."""
    window = playground.window
    window.presenter.switch(True)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(width, height)
    QApplication.sendPostedEvents()


def click(qtbot: QtBot, playground: Playground, name: str) -> None:
    button = playground.window.findChild(QWidget, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def overlapping(header: QWidget) -> bool:
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [part for part in header.findChildren(QWidget, options=directly) if part.isVisible()]
    places = sorted((part.geometry().left(), part.geometry().right()) for part in parts)
    return any(right >= left for (_, right), (left, _) in pairwise(places))


def test_a_projector_gets_larger_words_and_no_forms(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    before, axis = figure_pixels(playground), window.loss.plot.left.style["tickFont"].pixelSize()
    wide = window.boundary.width()
    click(qtbot, playground, "presenter")
    qtbot.waitUntil(window.isFullScreen)
    assert not window.header.isVisible()
    assert figure_pixels(playground) >= 1.3 * before
    assert window.loss.plot.left.style["tickFont"].pixelSize() >= 1.3 * axis
    assert not window.data_panel.isVisible()
    qtbot.waitUntil(lambda: window.boundary.width() > wide)
    assert window.actions_by_name["presenter"].isChecked()


@pytest.mark.parametrize("leave", ["Esc", "F11", "presenter-leave"])
def test_leaving_puts_everything_back(qtbot: QtBot, playground: Playground, leave: str) -> None:
    window = playground.window
    fonts = [widget.font() for widget in window.header.findChildren(QWidget)]
    height = window.header.height()
    playground.window.actions_by_name["presenter"].trigger()
    qtbot.waitUntil(window.isFullScreen)
    if leave == "presenter-leave":
        click(qtbot, playground, leave)
    else:
        window.activateWindow()
        target = QApplication.focusWidget() or window
        qtbot.keyClick(target, Qt.Key.Key_Escape if leave == "Esc" else Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert not window.presenter.on
    assert [widget.font() for widget in window.header.findChildren(QWidget)] == fonts
    assert window.header.height() == height
    assert window.data_panel.isVisible()
    assert not window.actions_by_name["presenter"].isChecked()


def test_a_maximised_window_is_maximised_again(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.showMaximized()
    window.presenter.switch(True)
    assert window.isFullScreen()
    window.presenter.switch(False)
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_the_next_start_does_not_begin_in_full_screen(
    qtbot: QtBot, new_playground: Playground
) -> None:
    window = new_playground.window
    window.presenter.switch(True)
    window.close()
    window.restore_and_show()
    assert not window.isFullScreen()
    assert window.data_panel.isVisible()


def test_everything_a_class_talks_about_is_in_reach(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    playground.document.edit(set_training(playground.document.experiment, clip="norm"), "clip")
    header = window.presenter_header
    heroes = header.findChild(QWidget, "segments")
    names = ["rewind", "play", "step", "epoch", "rate", "clip", "threshold", "leave"]
    parts = [f"presenter-{name}" for name in names] + ["hero-network", "hero-views"]
    for size in SIZES:
        present_in(playground, *size)
        qtbot.waitUntil(lambda: not overlapping(header))
        qtbot.waitUntil(lambda: heroes.width() >= heroes.sizeHint().width())
        title = header.findChild(QWidget, "presenter-title")
        assert title.isVisible() == (size[0] > 1024)
        assert header.findChild(QWidget, "presenter-accuracy").isVisible() == (size[0] > 1024)
        for name in parts:
            part = header.findChild(QWidget, name)
            assert part is not None
            assert part.isVisible()
            at = part.mapTo(header, part.rect().topLeft())
            assert at.x() >= 0
            assert at.x() + part.width() <= header.width(), (name, size)
        epoch = header.findChild(QLabel, "presenter-epoch")
        assert epoch is not None
        assert epoch.font().pixelSize() >= 1.34 * 20 * max(1.0, size[0] / 1920)


@pytest.mark.parametrize(
    ("size", "factor"), [((1024, 700), 1.0), ((1600, 1000), 1.0), ((3840, 2160), 1.6)]
)
def test_words_grow_in_a_window_that_has_room_for_them(
    qtbot: QtBot, playground: Playground, size: tuple[int, int], factor: float
) -> None:
    window = playground.window
    window.resize(1600, 1000)
    figure, form = figure_pixels(playground), window.cards.left.width()
    window.resize(*size)
    assert figure_pixels(playground) == round(figure * factor)
    assert window.tabs.gradients.bars.names.magnification == factor
    assert (window.cards.left.width() > 1.5 * form) == (factor > 1.0)
    window.resize(1600, 1000)
    assert figure_pixels(playground) == figure
    assert window.tabs.gradients.bars.names.magnification == 1.0


SIZES = ((1024, 700), (1366, 768), (1920, 1080), (3840, 2160))
SEEN = {
    ("network", False): "network boundary loss",
    ("network", True): "network",
    ("boundary", False): "network boundary",
    ("boundary", True): "boundary",
    ("loss", False): "boundary loss",
    ("loss", True): "loss",
    ("tabs", False): "boundary tabs",
    ("tabs", True): "tabs",
}


def test_a_key_gives_one_card_the_room(qtbot: QtBot, playground: Playground) -> None:
    window, keys = playground.window, ["network", "boundary", "loss", "tabs"]
    cards = {name: getattr(window, name) for name in keys}
    for size, (hero, alone) in product(SIZES, SEEN):
        present_in(playground, *size)
        if not alone:
            window.presenter.stage.show_hero("boundary" if hero != "boundary" else "loss")
        qtbot.keyClick(window, Qt.Key(ord("1") + keys.index(hero)))
        QApplication.sendPostedEvents()
        wanted = set(SEEN[hero, alone].split())
        if hero == "network" and size[1] < 1080:
            wanted.discard("loss")  # the plane has the whole height
        if hero == "tabs" and size[0] < 1200:
            wanted.discard("boundary")  # the views' headers have the whole width
        assert {name for name, card in cards.items() if card.isVisible()} == wanted
        assert not window.strip.isVisible()
        areas = {name: cards[name].width() * cards[name].height() for name in wanted}
        assert max(areas, key=areas.__getitem__) == hero
        room = window.width() - 2 * GAP
        assert cards[hero].width() >= (0.99 if alone else 0.6) * room, (hero, size)
        assert cards[hero].height() >= 0.72 * window.height()


@pytest.mark.parametrize("height", range(600, 2200, 100))
def test_companions_get_the_room_that_large_words_need_or_none(height: int) -> None:
    sizes = places("network", False, 3812, height, 3.2)
    assert sizes.loss == 0 or sizes.loss >= 400
    assert sizes.right >= 780
    assert places("views", False, 2000, height, 3.2).right == 0


def test_the_title_of_a_companion_makes_it_the_hero(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    present_in(playground, 1366, 768)
    title = window.boundary.findChild(QLabel, "card-title")
    assert title is not None
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
    assert window.presenter.stage.hero == "boundary"
    click(qtbot, playground, "hero-loss")
    assert window.presenter.stage.hero == "loss"
    click(qtbot, playground, "hero-loss")
    assert window.presenter.stage.alone


def test_a_remote_turns_the_heroes_and_blanks_the_screen(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    present_in(playground, 1366, 768)
    stage, blank = window.presenter.stage, window.presenter.blank
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert stage.hero == "boundary"
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_PageUp)
    assert stage.hero == "views"
    qtbot.keyClick(window, Qt.Key.Key_B)
    assert blank.geometry() == window.rect()
    assert blank.isVisible()
    assert blank.grab().toImage().pixelColor(200, 200).name() == "#000000"
    qtbot.keyClick(blank, Qt.Key.Key_Space)
    assert not blank.isVisible()
    assert playground.session.state is not RunState.RUNNING
    assert stage.hero == "views"


def test_the_keys_are_the_actions_again_afterwards(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    bookmark = window.actions_by_name["bookmark"]
    window.presenter.switch(True)
    assert bookmark.shortcut().isEmpty()
    window.presenter.switch(False)
    assert bookmark.shortcut() == QKeySequence("B")
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert window.tabs.isVisible()


def test_leaving_restores_every_place_exactly(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.resize(1024, 768)
    window.tabs.set_closed(True)
    window.cards.across.moveSplitter(300, 1)

    def picture() -> dict[str, object]:
        QApplication.sendPostedEvents()
        names = ("header", "data_panel", "training_panel", "network", "boundary", "loss", "tabs")
        parts = [getattr(window, name) for name in names] + [window.strip]
        children = window.header.findChildren(QWidget)
        return {
            "parts": [(part.geometry(), part.isVisible()) for part in parts],
            "header": [(child.geometry(), child.isVisible()) for child in children],
            "radius": window.boundary.points.radius,
            "state": window.cards.state(),
        }

    before = picture()
    window.presenter.switch(True)
    for key in (Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_4):
        qtbot.keyClick(window, key)
    window.cards.down.moveSplitter(400, 1)
    window.presenter.switch(False)
    window.resize(1024, 768)
    assert picture() == before


def test_the_tab_and_the_focus_are_as_before(qtbot: QtBot, playground: Playground) -> None:
    window = playground.window
    window.tabs.open_tab("Weights")
    field = window.training_panel.findChild(QWidget, "learning-rate")
    assert field is not None
    field.setFocus()
    assert window.focusWidget() is field
    window.presenter.switch(True)
    window.tabs.open_tab("Math")
    for key in (Qt.Key.Key_2, Qt.Key.Key_4):
        qtbot.keyClick(window, key)
    window.presenter.switch(False)
    assert window.tabs.current.title == "Weights"
    assert window.focusWidget() is field


def test_points_and_links_are_seen_from_the_back_row(playground: Playground) -> None:
    window = playground.window
    strokes = window.network.canvas.state.links._strokes
    thin = [pen.widthF() for pen in strokes.pens.values()]
    present_in(playground, 1024, 700)
    assert 2 * window.boundary.points.radius >= 8
    thick = [pen.widthF() for pen in window.network.canvas.state.links._strokes.pens.values()]
    tile = window.network.canvas.state.layout.metrics.tile
    assert min(thick) >= 1.34 * min(thin)
    assert max(thick) >= 1.34 * min(9.0, 0.11 * tile)
    window.presenter.stage.show_hero("boundary")
    assert 2 * window.boundary.points.radius >= 8


def test_the_ring_follows_the_mouse_and_repaints_little(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    present_in(playground, 1366, 768)
    ring = window.presenter.spotlight
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert ring.isVisible()
    assert ring.width() >= 150
    ring.follow(QPoint(400, 400))
    assert ring.geometry().center() == QPoint(400, 400)
    assert not ring.mask().contains(ring.rect().center())  # what it points at stays in sight
    assert window.childAt(400, 400) is not ring
    ring._timer.stop()  # the test moves it
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    painted: list[QRect] = []
    watcher = PaintWatcher(painted)
    for part in (window, window.network.canvas.viewport(), window.boundary.plot.viewport()):
        part.installEventFilter(watcher)
    ring.follow(QPoint(440, 430))
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    assert painted
    assert max(area.width() * area.height() for area in painted) < 0.1 * 1366 * 768
    ring._timer.start()
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert not ring.isVisible()


class PaintWatcher(QObject):
    def __init__(self, painted: list[QRect]) -> None:
        super().__init__()
        self._painted = painted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._painted.append(event.region().boundingRect())
        return False


def test_a_low_loss_plot_says_nothing_rather_than_over_its_legend(
    qtbot: QtBot, playground: Playground
) -> None:
    window = playground.window
    window.resize(1024, 700)
    loss = window.loss
    for shape in (None, "loss", "network"):
        if shape is not None:
            present_in(playground, 1024, 700)
            window.presenter.stage.show_hero(shape)
        QApplication.sendPostedEvents()
        assert not loss._empty.geometry().intersects(loss._legend.geometry())
    window.presenter.stage.show_hero("loss")
    QApplication.sendPostedEvents()
    assert not loss._empty.geometry().isEmpty()


def test_the_speed_is_back_in_a_small_window(playground: Playground) -> None:
    window = playground.window
    window.resize(1366, 700)
    before = window.header._speed_block.isVisible()
    window.presenter.switch(True)
    window.presenter.switch(False)
    window.resize(1366, 700)
    assert before
    assert window.header._speed_block.isVisible()


def test_rate_and_clipping_are_set_while_presenting(qtbot: QtBot, playground: Playground) -> None:
    window, document = playground.window, playground.document
    present_in(playground, 1366, 768)
    rate = window.presenter_header.findChild(NumberField, "presenter-rate")
    assert rate is not None
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "2")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert document.experiment.training.learning_rate == 2.0
    assert window.presenter.stage.hero == "network"  # a figure that is typed is no key
    threshold = window.presenter_header.findChild(NumberField, "presenter-threshold")
    assert threshold is not None
    assert not threshold.isVisible()
    document.edit(set_training(document.experiment, clip="norm"), "clip")
    assert threshold.isVisible()
