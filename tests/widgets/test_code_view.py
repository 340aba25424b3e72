"""Source with colours: what is a word of Python, which lines work, and what they give."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QLabel

from nnfs_gui.theme import DARK, LIGHT, contrast, load_fonts
from nnfs_gui.widgets.code_view import CodeView, CodeWindow, coloured


@dataclass(frozen=True)
class Line:
    text: str
    marked: bool = False
    value: str = ""


LINES = (
    Line("def slope(self, z):"),
    Line("    # not at work"),
    *(Line(f"    step_{number} = z" + " * z" * 30) for number in range(20)),
    Line("    return 1.0 - z  # the slope", True, "0.0122"),
)


@pytest.fixture
def view(qtbot):
    load_fonts()
    made = CodeView("code")
    qtbot.addWidget(made)
    made.resize(300, 110)
    made.show()
    made.show_lines(LINES, DARK)
    return made


def colour_at(view: CodeView, line: int, column: int) -> str:
    cursor = QTextCursor(view.document().findBlockByNumber(line))
    cursor.movePosition(QTextCursor.MoveOperation.Right, n=column + 1)
    return cursor.charFormat().foreground().color().name()


def test_the_source_is_shown_as_it_is_and_cannot_be_changed(view) -> None:
    assert view.toPlainText() == "\n".join(line.text for line in LINES)
    assert view.isReadOnly()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_words_of_python_have_the_themes_colours(view, theme) -> None:
    view.show_lines(LINES, theme)
    roles = {"neg": (0, 0), "pos": (0, 4), "dim": (1, 6), "text": (2, 4)}
    for role, place in roles.items():
        assert colour_at(view, *place) == theme.legible(getattr(theme, role), theme.bg).lower()


def test_the_line_at_work_is_marked_in_sight_and_its_value_too(view) -> None:
    block = view.document().findBlockByNumber(len(LINES) - 1)
    ground = block.blockFormat().background().color()
    assert ground != QColor(DARK.bg)
    place = view.cursorRect(QTextCursor(block))
    assert view.viewport().rect().contains(place.center())
    label = view.findChild(QLabel, "code-value")
    assert view.values == ("0.0122",)
    assert label.geometry().right() <= view.viewport().width()
    assert label.geometry().top() == place.top()
    assert "0.0122" in view.accessibleDescription()
    view.verticalScrollBar().setValue(0)
    assert label.geometry().top() == view.cursorRect(QTextCursor(block)).top()
    assert contrast(DARK.legible(DARK.warn, ground.name()), ground.name()) >= 4.5


def test_other_lines_leave_no_values_behind(view) -> None:
    view.show_lines(LINES[:2], DARK)
    assert view.values == ()
    assert view.toPlainText() == "def slope(self, z):\n    # not at work"


def test_words_in_a_text_of_several_lines_are_no_keywords() -> None:
    lines = coloured('x = """\nwith words as if\n"""\nreturn x')
    assert lines[1] == (("ok", "with words as if"),)
    assert lines[3][0] == ("neg", "return")


def test_a_whole_file_opens_at_its_line(qtbot, tmp_path) -> None:
    file = tmp_path / "long.py"
    file.write_text("\n".join(f"line_{number} = {number}" for number in range(1, 301)))
    window = CodeWindow(file, "engine/long.py", 200, 201, DARK)
    qtbot.addWidget(window)
    window.show()
    block = window.view.document().findBlockByNumber(199)
    assert block.text() == "line_200 = 200"
    assert window.view.viewport().rect().contains(window.view.cursorRect(QTextCursor(block)))
    assert window.windowTitle() == "engine/long.py"
