import math
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from nnfs_gui.experiment import edits
from nnfs_gui.panels.header.header import Header
from nnfs_gui.panels.header.step_button import StepButton
from nnfs_gui.panels.header.title import Title
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.icons import IconButton
from nnfs_gui.widgets.magnify import magnify
from nnfs_gui.widgets.play_button import PlayButton
from nnfs_gui.widgets.slider import FlatSlider


@pytest.fixture
def header(shown):
    made = shown(Header)
    made.resize(1600, 48)
    return made


def moment(**changes):
    values = {
        "epoch": 1284, "step": 32100, "train_loss": 0.00312, "test_loss": 0.0184,
        "test_accuracy": 0.9921, "state": RunState.RUNNING, "past": None,
        "test_r_squared": math.nan,
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def figure(header, name):
    return header.findChild(Figure, name).text


def click(header, name):
    QTest.mouseClick(header.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def tone(header, name):
    return header.findChild(Figure, name).findChild(QLabel, "figure-value").property("tone")


def test_only_what_diverged_is_red_and_not_what_was_never_tested(header):
    nothing = {"test_loss": math.nan, "test_accuracy": math.nan}
    header.show_snapshot(moment(**nothing))
    assert (tone(header, "test-loss"), tone(header, "accuracy")) == ("", "")
    header.show_snapshot(moment(train_loss=math.nan, **nothing))
    assert tone(header, "test-loss") == "error"
    header.show_snapshot(moment(test_loss=math.inf))
    assert tone(header, "test-loss") == "error"
    assert tone(header, "accuracy") == "accent"


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("play", "play_toggled"),
        ("rewind", "rewound"),
        ("theme", "theme_toggled"),
        ("export", "export_requested"),
        ("menu", "menu_requested"),
        ("presenter", "presenter_toggled"),
        ("step", "step_requested"),
    ],
)
def test_every_button_says_what_was_asked_for(header, qtbot, button, signal):
    with qtbot.waitSignal(getattr(header, signal), timeout=1000):
        click(header, button)


def test_the_figures_of_a_moment_are_shown(header):
    header.show_snapshot(moment())
    assert figure(header, "epoch") == "1\u2009284"
    assert figure(header, "steps") == "32\u2009100"
    assert figure(header, "train-loss") == "0.0031"
    assert figure(header, "test-loss") == "0.0184"
    assert figure(header, "accuracy") == "99.2\u2009%"


def test_a_moment_of_the_past_is_called_so(header):
    header.show_snapshot(moment(past=object()))
    caption = header.findChild(Figure, "steps").findChild(QLabel, "figure-caption")
    assert caption.text() == "PAST STEP"
    assert header.findChild(Figure, "steps").findChild(QLabel, "figure-value").property("tone") == (
        "accent"
    )
    header.show_snapshot(moment())
    assert caption.text() == "STEP"


@pytest.mark.parametrize(
    ("loss", "text"),
    [(0.69313, "0.6931"), (12.3456, "12.346"), (0.00004, "4.0e−5"), (0.000809, "8.1e−4"),
     (float("inf"), "∞"), (float("nan"), "–"), (1234.5, "1\u2009234"), (0.0, "0")],
)  # fmt: skip
def test_losses_of_every_size_stay_short(header, loss, text):
    header.show_snapshot(moment(train_loss=loss))
    assert figure(header, "train-loss") == text


def test_regression_has_no_accuracy(header):
    header.show_snapshot(moment(test_accuracy=float("nan")))
    assert figure(header, "accuracy") == "–"


def test_heights_have_r_squared_in_the_place_of_the_accuracy(header):
    def caption():
        return header.findChild(Figure, "accuracy").findChild(QLabel, "figure-caption").text()

    header.show_snapshot(moment(test_accuracy=math.nan, test_r_squared=0.8934))
    assert (figure(header, "accuracy"), caption()) == ("0.893", "R²")
    header.show_snapshot(moment())
    assert (figure(header, "accuracy"), caption()) == ("99.2\u2009%", "ACCURACY")


@pytest.mark.parametrize("state", RunState)
def test_the_play_button_shows_pause_only_while_running(header, state):
    header.show_state(state)
    assert header.findChild(PlayButton, "play").running is (state is RunState.RUNNING)


def test_the_step_menu_chooses_and_steps(header):
    heard = []
    header.step_requested.connect(heard.append)
    step = header.findChild(StepButton, "step")
    click(header, "step")
    actions = {action.objectName(): action for action in step.menu().actions()}
    actions["step-epoch"].trigger()
    QTest.keyClick(step, Qt.Key.Key_Space)
    actions["step-sample"].trigger()
    assert heard == ["batch", "epoch", "epoch", "sample"]
    assert "sample" in step.toolTip()


def test_the_speed_is_shown_silently_and_moved_loudly(header):
    heard = []
    header.speed_moved.connect(heard.append)
    header.show_speed(0.25)
    slider = header.findChild(FlatSlider, "speed")
    assert slider.value() == 25
    assert heard == []
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert heard == [pytest.approx(0.26)]


def test_presenter_is_shown_silently(header):
    heard = []
    header.presenter_toggled.connect(heard.append)
    header.show_presenter(True)
    assert heard == []
    click(header, "presenter")
    assert heard == [False]


def test_undo_and_redo_work_and_name_the_edit(header, document):
    undo, redo = header.findChild(IconButton, "undo"), header.findChild(IconButton, "redo")
    assert not undo.isEnabled()
    before = document.experiment
    document.edit(edits.change_data(before, noise=0.2), "Noise 20 %")
    assert "Noise 20 %" in undo.toolTip()
    click(header, "undo")
    assert document.experiment == before
    assert redo.isEnabled()
    click(header, "redo")
    assert document.experiment.data.noise == 0.2


def test_the_title_is_edited_by_double_click(header, document):
    title = header.findChild(Title)
    QTest.mouseDClick(title, Qt.MouseButton.LeftButton)
    editor = header.findChild(QLineEdit, "title-editor")
    assert editor.isVisible()
    editor.selectAll()
    QTest.keyClicks(editor, "Two spirals")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert document.experiment.title == "Two spirals"
    assert header.findChild(QWidget, "header-title").full_text == "Two spirals"
    assert not editor.isVisible()
    document.undo_stack.undo()
    assert header.findChild(QWidget, "header-title").full_text == "Circle"


def test_escape_keeps_the_title(header, document):
    QTest.mouseDClick(header.findChild(Title), Qt.MouseButton.LeftButton)
    editor = header.findChild(QLineEdit, "title-editor")
    QTest.keyClicks(editor, "Other")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert document.experiment.title == "Circle"
    assert not editor.isVisible()


def test_the_subtitle_tells_the_file_and_whether_it_is_edited(header, document):
    subtitle = header.findChild(QWidget, "header-subtitle")
    document.open(document.experiment, Path("/tmp/spiral.json"))
    header.show_file()
    assert subtitle.full_text == "spiral.json"
    document.edit(edits.change_data(document.experiment, noise=0.2), "Noise")
    header.show_file()
    assert subtitle.full_text == "spiral.json  ·  edited"


@pytest.mark.parametrize("width", [1024, 1280, 1600, 3840])
def test_nothing_overlaps_at_any_width(header, width):
    header.resize(width, 48)
    QApplication.sendPostedEvents()
    header.layout().activate()
    header.show_snapshot(moment())
    kinds = (Figure, QAbstractButton, FlatSlider, Title)
    parts = [part for part in header.findChildren(QWidget)
             if isinstance(part, kinds) and part.isVisible()]  # fmt: skip
    lefts = [(part.mapTo(header, QPoint()).x(), part.width()) for part in parts]
    places = sorted((left, left + width - 1) for left, width in lefts)
    assert all(right < left for (_, right), (left, _) in pairwise(places))
    assert places[-1][1] < width
    for name in ("train-loss", "test-loss", "accuracy", "epoch"):
        assert header.findChild(Figure, name).isVisible()
    play = header.findChild(PlayButton, "play")
    assert play.width() >= 44
    middle = play.mapTo(header, play.rect().center()).x()
    assert abs(middle - width / 2) <= 2, "play is in the true middle"


@pytest.mark.parametrize("width", [1024, 1366, 1600])
def test_nothing_jumps_while_figures_grow(header, width):
    header.resize(width, 48)
    QApplication.sendPostedEvents()

    def places():
        QApplication.sendPostedEvents()
        header.layout().activate()
        parts = [*header.findChildren(QAbstractButton), *header.findChildren(Figure)]
        return [(part.mapTo(header, QPoint()), part.width()) for part in parts]

    header.show_snapshot(moment(epoch=0, step=0, train_loss=1.0, test_accuracy=0.5))
    before = places()
    for changes in (
        {"epoch": 99_999, "step": 999_999, "test_accuracy": 1.0},
        {"epoch": 12_345_678, "step": 12_345_678_901, "train_loss": 1.234e-19},
        {"train_loss": float("inf"), "test_loss": 123_456.0},
    ):
        header.show_snapshot(moment(**changes))
        assert places() == before
    for figure in header.findChildren(Figure):
        label = figure.findChild(QLabel, "figure-value")
        assert label.fontMetrics().horizontalAdvance(label.text()) <= figure.width(), "cut"


@pytest.mark.parametrize(
    ("speed", "words"), [(0.0, "1/s"), (0.5, "100/s"), (0.8, "1.6k/s"), (1.0, "full")]
)
def test_the_speed_says_how_fast_it_is(header, speed, words):
    header.show_speed(speed)
    captions = {label.text() for label in header.findChildren(QLabel, "figure-caption")}
    assert f"SPEED · {words}" in captions


def test_a_narrow_header_leaves_out_the_least_needed_parts(header):
    header.resize(700, 48)
    for name in ("speed", "steps", "presenter"):
        assert not header.findChild(QWidget, name).isVisible()
    for name in ("play", "undo", "train-loss", "export"):
        assert header.findChild(QWidget, name).isVisible()
    header.resize(1366, 48)
    for name in ("speed", "steps", "presenter"):
        assert header.findChild(QWidget, name).isVisible()


def test_a_change_of_theme_changes_the_theme_buttons_picture(header):
    assert header.findChild(IconButton, "theme").icon_name == "moon"
    header.show_theme(LIGHT)
    assert header.findChild(IconButton, "theme").icon_name == "sun"


def test_a_document_that_ends_before_its_header_ends_in_silence(qtbot, document):
    header = Header(document, DARK)
    qtbot.addWidget(header)
    document.edit(edits.change_data(document.experiment, noise=0.2), "Noise")
    assert header.findChild(IconButton, "undo").isEnabled()
    shiboken6.delete(document)  # an error in a slot fails the test


def test_the_titles_slot_grows_with_its_words(header, document):
    title = "Vanishing gradients: six sigmoid layers"
    document.edit(edits.set_title(document.experiment, title), "Title")
    for factor, width in ((1.0, 1600), (1.5, 3840)):
        header.resize(width, 48)
        magnify(header, factor)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert header.findChild(QLabel, "header-title").text() == title
