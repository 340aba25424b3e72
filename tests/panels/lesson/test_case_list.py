"""Settings to compare."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.panels.lesson.cases import MORE, REST, CaseList


def rest(cases: CaseList) -> QLabel:
    return cases.findChild(QLabel, "sizes-rest")


def test_it_says_that_the_others_are_to_be_played_until_they_are(qtbot) -> None:
    cases = CaseList("sizes", ["2 neurons", "3 neurons"])
    qtbot.addWidget(cases)

    cases.show_playing(0)
    assert not rest(cases).isVisible()
    cases.show_result(0, "open")
    cases.show_playing(None)
    assert rest(cases).isVisible()
    assert REST in rest(cases).text()
    cases.show_playing(1)
    cases.show_result(1, "closed")
    cases.show_playing(None)
    assert not rest(cases).isVisible()


def test_it_does_not_promise_an_answer_that_was_given(qtbot) -> None:
    cases = CaseList("sizes", ["2 neurons", "3 neurons", "4 neurons"], optional=(1,))
    qtbot.addWidget(cases)
    cases.show_result(0, "open")
    cases.show_playing(None)
    assert rest(cases).text() == REST
    assert cases.next_button is cases.buttons[2]
    cases.show_result(2, "closed")
    cases.show_playing(None)
    assert rest(cases).isVisible()
    assert rest(cases).text() == MORE
    assert cases.next_button is cases.buttons[1]


def test_the_focus_comes_back_to_the_case_that_was_played(qtbot) -> None:
    window = QWidget()
    cases = CaseList("sizes", ["2 neurons", "3 neurons"])
    layout = QVBoxLayout(window)
    layout.addWidget(cases)
    layout.addWidget(QPushButton("Back"))
    qtbot.addWidget(window)
    window.show()
    cases.show()
    played = cases.buttons[1]
    played.setFocus()
    cases.show_playing(1)
    assert window.focusWidget() is cases
    cases.show_result(1, "closed")
    cases.show_playing(None)
    assert window.focusWidget() is played
