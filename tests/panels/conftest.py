"""A document, and panels that show it as the window would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from nnfs_gui.document import Document
from nnfs_gui.stylesheet import stylesheet
from nnfs_gui.theme import DARK


@pytest.fixture
def document(qapp) -> Document:
    return Document()


@pytest.fixture
def shown(qtbot, document) -> Callable[[Any], Any]:
    """Makes a panel of a class, shows it, and wires it to the document."""

    def make(panel_class: Any) -> Any:
        panel = panel_class(document, DARK)
        qtbot.addWidget(panel)
        panel.setStyleSheet(stylesheet(DARK))
        document.experiment_changed.connect(lambda _old, new: panel.show_experiment(new))
        panel.resize(252, 600)
        panel.show()
        return panel

    return make


@pytest.fixture
def write() -> Callable[[QWidget, str, str], None]:
    """Types a text into the field of that name and presses Enter."""

    def type_into(panel: QWidget, name: str, text: str) -> None:
        field = panel.findChild(QLineEdit, name)
        assert isinstance(field, QLineEdit), name
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return type_into
