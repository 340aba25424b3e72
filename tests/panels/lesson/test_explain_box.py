"""Answers in own words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnfs_gui.panels.lesson.explain_box import ExplainBox
from nnfs_gui.theme import DARK


def test_the_editor_leaves_the_rest_of_a_tall_column_empty(qtbot) -> None:
    column = QWidget()
    qtbot.addWidget(column)
    box = ExplainBox("why", ["it adds"], DARK, column)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(box)
    layout.addStretch()
    column.resize(300, 900)
    column.show()
    assert box.height() == box.words.height()
