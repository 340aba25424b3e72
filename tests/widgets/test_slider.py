import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnfs_gui.widgets.number_edit import NumberEdit, Range
from nnfs_gui.widgets.slider import FlatSlider, LabeledSlider

STOPS = tuple(range(0, 101, 5))


@pytest.fixture
def row(qtbot):
    made = LabeledSlider("noise", "Noise", STOPS, Range(0, 100))
    qtbot.addWidget(made)
    made.resize(220, 40)
    made.show()
    return made


@pytest.fixture
def heard(row):
    values = []
    row.value_edited.connect(lambda value, gesture: values.append((value, gesture)))
    return values


def slider_of(row):
    return row.findChild(FlatSlider, "noise")


def number_of(row):
    return row.findChild(NumberEdit, "noise-value")


def test_showing_a_value_tells_nobody(row, heard):
    row.show_value(35)
    assert slider_of(row).value() == 7
    assert number_of(row).text() == "35"
    assert heard == []


def test_a_press_jumps_to_where_it_is(row, heard):
    slider = slider_of(row)
    QTest.mouseClick(
        slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2)
    )
    assert row.value == 50
    assert [edit[0] for edit in heard] == [50]


def test_one_drag_is_one_gesture_and_the_next_is_another(row, heard):
    slider, y = slider_of(row), slider_of(row).height() // 2
    for start in (10, 100):
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(start, y))
        for x in range(start, start + 60, 15):
            QTest.mouseMove(slider, QPoint(x, y))
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(start + 60, y))
    assert len(heard) > 2
    assert len({gesture for _, gesture in heard}) == 2


def test_arrow_keys_move_by_one_stop(row, heard):
    row.show_value(50)
    slider_of(row).setFocus()
    QTest.keyClick(slider_of(row), Qt.Key.Key_Right)
    QTest.keyClick(slider_of(row), Qt.Key.Key_Left)
    assert [edit[0] for edit in heard] == [55, 50]
    assert heard[0][1] != heard[1][1]


def test_the_number_can_be_typed_between_two_stops(row, heard):
    number = number_of(row)
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "42")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert [edit[0] for edit in heard] == [42]
    assert row.value == 42
    assert slider_of(row).value() == 8, "the handle stands at the nearest stop, 40"


@pytest.mark.parametrize(("value", "position"), [(0, 0), (2, 0), (3, 1), (100, 20), (500, 20)])
def test_the_handle_stands_at_the_nearest_stop(row, value, position):
    row.show_value(value)
    assert slider_of(row).value() == position
    assert row.value == value
