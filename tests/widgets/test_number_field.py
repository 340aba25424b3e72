import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnfs_gui.widgets.number_edit import NumberEdit, Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.series import ONE_THREE_TEN, ONE_TWO_FIVE, by

RATE = Range(0.0, 1000.0, above=True)


@pytest.fixture
def field(qtbot):
    made = NumberField("rate", "Learning rate", RATE, presets=(0.01, 0.03, 0.1))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def heard(field):
    values = []
    field.value_edited.connect(lambda value, gesture: values.append((value, gesture)))
    return values


def write(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def turn_wheel(widget, notches):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("value", [0.012, 0.005, 1e-5, 123.456, 0.1])
def test_a_number_is_shown_exactly_and_shown_without_an_edit(field, heard, value):
    field.show_value(value)
    assert float(field.text()) == value
    assert heard == []


@pytest.mark.parametrize(
    ("text", "value"), [("0.005", 0.005), ("0,02", 0.02), ("1/8", 0.125), ("5e-4", 0.0005)]
)
def test_what_people_type_is_taken_as_it_is(field, heard, text, value):
    field.show_value(0.012)
    write(field, text)
    assert [edit[0] for edit in heard] == [value]
    assert field.value == value


def test_leaving_the_field_takes_the_number_too(field, heard, qtbot):
    other = NumberEdit("other", "Other", RATE)
    qtbot.addWidget(other)
    field.show_value(0.03)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.07")
    field.clearFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [edit[0] for edit in heard] == [0.07]


@pytest.mark.parametrize("text", ["abc", "0", "-1", "5000", ""])
def test_a_number_that_is_not_allowed_is_marked_and_not_taken(field, heard, text):
    field.show_value(0.03)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == []
    assert field.property("invalid") is True
    assert field.accessibleDescription()


def test_a_refused_number_goes_when_the_field_is_left(field, heard):
    field.show_value(0.03)
    write(field, "abc")
    QApplication.sendEvent(field, focus_out())
    assert field.text() == "0.03"
    assert field.property("invalid") is False


def focus_out():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)


def test_escape_gives_up_what_was_typed(field, heard):
    field.show_value(0.03)
    field.setFocus()
    QTest.keyClicks(field, "9")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.03"
    assert heard == []


def test_the_same_number_written_differently_is_no_edit(field, heard):
    field.show_value(0.5)
    write(field, "1/2")
    assert heard == []
    assert field.text() == "0.5"


def test_arrow_keys_walk_along_the_series(field, heard):
    field.show_value(0.012)
    field.setFocus()
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert [edit[0] for edit in heard] == [0.03, 0.1, 0.03]


def test_the_wheel_works_only_with_the_focus(field, heard, qtbot):
    field.show_value(0.01)
    field.clearFocus()
    turn_wheel(field, 1)
    assert heard == []
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turn_wheel(field, 1)
    turn_wheel(field, -1)
    assert [edit[0] for edit in heard] == [0.03, 0.01]
    assert heard[0][1] == heard[1][1], "one stay of the wheel is one gesture"


def test_the_presets_are_a_menu_under_the_chevron(field, heard, qtbot):
    field.show_value(0.012)
    field.resize(110, 30)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(100, 15))
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["0.01", "0.03", "0.1"]
    menu.actions()[2].trigger()
    menu.close()
    assert [edit[0] for edit in heard] == [0.1]
    assert field.text() == "0.1"


def test_f4_opens_the_presets_for_the_keyboard(field):
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F4)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_an_optional_number_can_be_cleared(qtbot):
    field = NumberField("goal", "Goal", Range(0.0, 1.0), optional=True)
    qtbot.addWidget(field)
    field.show()
    values = []
    field.value_edited.connect(lambda value, gesture: values.append(value))
    field.show_value(0.5)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert values == [None]
    assert field.text() == ""


def test_whole_numbers_refuse_fractions(qtbot):
    field = NumberEdit("size", "Batch size", Range(1, 100, integer=True))
    qtbot.addWidget(field)
    field.show()
    field.show_value(32)
    write(field, "1/3")
    assert field.property("invalid") is True
    write(field, "64")
    assert field.value == 64
    assert isinstance(field.value, int)


def test_one_three_ten_steps_are_exact():
    walked, value = [], 1e-5
    for _ in range(10):
        walked.append(value)
        value = ONE_THREE_TEN(value, 1)
    assert walked == [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3]
    for expected in reversed(walked):
        value = ONE_THREE_TEN(value, -1)
        assert value == expected


@pytest.mark.parametrize(
    ("value", "up", "down"), [(1.0, 2.0, 0.5), (0.7, 1.0, 0.5), (9.99, 10.0, 5.0), (5.0, 10.0, 2.0)]
)
def test_one_two_five_steps_go_to_the_neighbours(value, up, down):
    assert ONE_TWO_FIVE(value, 1) == up
    assert ONE_TWO_FIVE(value, -1) == down


def test_a_series_stays_at_zero_and_leaves_it_upwards():
    assert ONE_TWO_FIVE(0.0, -1) == 0.0
    assert ONE_TWO_FIVE(0.0, 1) == 1e-6
    assert by(1)(41, 1) == 42


def test_a_number_without_room_shows_its_first_digits_and_is_kept_whole(field, heard):
    field.resize(90, 32)
    write(field, "1/22")
    assert field.text() == "0.0454545"[: len(field.text()) - 1] + "5"  # rounded, not cut
    room = field.width() - field.textMargins().right() - 8
    assert len(field.text()) > 5
    assert field.fontMetrics().horizontalAdvance(field.text()) <= room
    assert field.toolTip() == "Learning rate: 0.045454545454545456"
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)  # what is shown is not taken for what was typed
    assert [value for value, _ in heard] == [1 / 22]
    field.resize(300, 32)
    assert float(field.text()) == 1 / 22
    assert field.toolTip() == "Learning rate"
