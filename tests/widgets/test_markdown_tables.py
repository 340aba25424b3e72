"""Tables are written whatever PySide takes their frame for."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QWidget, QWidgetItem

from nnfs_gui.widgets.markdown import TextLook, write_markdown


class Odd(QTextDocument):
    """Its frame is taken for an object that was at the same address before."""

    def rootFrame(self) -> QWidgetItem:  # type: ignore[override]  # as it really happens
        return QWidgetItem(QWidget())


def test_a_table_whose_frame_is_not_known_is_written(qapp: QApplication) -> None:
    document = Odd()
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    write_markdown(document, table, 300.0, TextLook(13, "#808080", "#808080"))
    assert document.toPlainText().split() == ["a", "b", "1", "2"]
