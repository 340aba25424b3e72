import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from nnfs_gui.panels.training.choices import clippers
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.segments import Segments

CHOICES = (
    Choice("sgd", "SGD"),
    Choice("adam", "Adam", "Adapts to each weight"),
    Choice("none", "Nothing", "Needs a reason", enabled=False),
    Choice("rmsprop", "RMSProp", short="RMS"),
)


@pytest.fixture
def drop_down(qtbot):
    made = DropDown("optimizer", "Optimizer")
    qtbot.addWidget(made)
    made.set_choices(CHOICES)
    made.show_choice("sgd")
    made.resize(100, 30)
    made.show()
    return made


@pytest.fixture
def heard(drop_down):
    keys = []
    drop_down.chosen.connect(keys.append)
    return keys


def test_showing_a_choice_tells_nobody(drop_down, heard):
    drop_down.show_choice("adam")
    assert drop_down.currentText() == "Adam"
    assert "Adapts to each weight" in drop_down.toolTip()
    assert heard == []


def test_keys_choose_and_step_over_what_is_off(drop_down, heard):
    drop_down.setFocus()
    for _ in range(2):
        QTest.keyClick(drop_down, Qt.Key.Key_Down)
    assert heard == ["adam", "rmsprop"]


def test_a_click_in_the_list_chooses(drop_down, heard):
    drop_down.showPopup()
    view = drop_down.view()
    place = view.visualRect(drop_down.model().index(1, 0)).center()
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    drop_down.hidePopup()
    assert heard == ["adam"]


def test_what_is_off_says_why(drop_down):
    item = drop_down.model().item(2)
    assert not item.isEnabled()
    assert item.toolTip() == "Needs a reason"


def test_choosing_the_same_again_is_no_edit(drop_down, heard):
    drop_down.activated.emit(0)
    assert heard == []


def test_new_choices_keep_the_shown_one(drop_down, heard):
    drop_down.show_choice("adam")
    drop_down.set_choices(CHOICES[1:])
    assert drop_down.current_key == "adam"
    assert drop_down.currentText() == "Adam"
    assert heard == []


def test_an_unknown_choice_shows_its_name(drop_down):
    drop_down.show_choice("lion")
    assert drop_down.currentIndex() == -1
    assert "lion" in drop_down.toolTip()


@pytest.fixture
def segments(qtbot):
    made = Segments("classes", "Classes", (("2", "two"), ("3", "three"), ("4", "four")))
    qtbot.addWidget(made)
    made.show_choice("2")
    made.show()
    return made


def test_a_click_on_a_segment_chooses_it(segments):
    keys = []
    segments.chosen.connect(keys.append)
    QTest.mouseClick(segments.findChild(QToolButton, "classes-3"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(segments.findChild(QToolButton, "classes-3"), Qt.MouseButton.LeftButton)
    assert keys == ["3"]
    assert segments.current_key == "3"


def test_showing_a_segment_tells_nobody(segments):
    keys = []
    segments.chosen.connect(keys.append)
    segments.show_choice("4")
    assert keys == []
    assert segments.findChild(QToolButton, "classes-4").isChecked()


def test_arrow_keys_walk_along_the_segments(segments):
    keys = []
    segments.chosen.connect(keys.append)
    button = segments.findChild(QToolButton, "classes-2")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Right)
    QTest.keyClick(segments.findChild(QToolButton, "classes-3"), Qt.Key.Key_Right)
    QTest.keyClick(segments.findChild(QToolButton, "classes-4"), Qt.Key.Key_Right)
    assert keys == ["3", "4"]


def test_a_short_name_of_a_clipper_says_the_words_of_its_list():
    for choice in clippers():
        assert choice.short.lower() in choice.label.lower()
