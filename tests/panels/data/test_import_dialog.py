"""Importing a table as a person does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import PointsData
from nnfs_gui.panels.data.import_dialog import ImportDialog
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.drop_down import DropDown

PLANTS = "height;width;kind\n1,5;2;oak\n2,5;3;elm\n4;1;oak\nNA;1;elm\n"


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ImportDialog]:
    document = Document()
    made = ImportDialog(document, DARK)
    made.document = document  # type: ignore[attr-defined]  # keeps it alive for the test
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)


def button(dialog: ImportDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def report(dialog: ImportDialog) -> str:
    label = dialog.findChild(QLabel, "import-report")
    assert label is not None
    return label.text()


def wait_until_read(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: button(dialog, "import-accept").isEnabled(), timeout=20_000)


def test_nothing_can_be_imported_before_there_is_a_table(dialog: ImportDialog) -> None:
    assert not button(dialog, "import-accept").isEnabled()


def test_a_pasted_table_is_previewed_told_and_imported_as_one_undo_step(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    document: Document = dialog.document  # type: ignore[attr-defined]
    before = document.experiment
    QGuiApplication.clipboard().setText(PLANTS)
    qtbot.mouseClick(button(dialog, "import-paste"), Qt.MouseButton.LeftButton)
    wait_until_read(qtbot, dialog)
    view = dialog.findChild(QTableView, "import-table")
    assert view is not None
    assert view.model().rowCount() == 4
    assert "3 of 4 rows" in report(dialog)
    assert "1 × no value in “height”" in report(dialog)
    qtbot.mouseClick(button(dialog, "import-accept"), Qt.MouseButton.LeftButton)
    data = document.experiment.data
    assert isinstance(data, PointsData)
    assert data.class_names == ("elm", "oak")
    assert data.x1.name == "height"
    assert len(data.points) == 3
    document.undo_stack.undo()
    assert document.experiment == before


def test_the_shipped_tables_open(qtbot: QtBot, dialog: ImportDialog) -> None:
    document: Document = dialog.document  # type: ignore[attr-defined]
    qtbot.mouseClick(button(dialog, "import-example-penguins"), Qt.MouseButton.LeftButton)
    wait_until_read(qtbot, dialog)
    assert "342 of 344 rows" in report(dialog)
    assert "Classes: 151 Adelie, 68 Chinstrap, 123 Gentoo." in report(dialog)
    qtbot.mouseClick(button(dialog, "import-accept"), Qt.MouseButton.LeftButton)
    data = document.experiment.data
    assert isinstance(data, PointsData)
    assert data.class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert document.experiment.network.output.activation == "softmax"
    assert document.experiment.training.loss == "cce"


def test_choosing_other_columns_changes_the_points(qtbot: QtBot, dialog: ImportDialog) -> None:
    document: Document = dialog.document  # type: ignore[attr-defined]
    qtbot.mouseClick(button(dialog, "import-example-iris"), Qt.MouseButton.LeftButton)
    wait_until_read(qtbot, dialog)
    box = dialog.findChild(DropDown, "import-target")
    assert box is not None
    box.show_choice("sepal length (cm)")
    box.chosen.emit("sepal length (cm)")
    qtbot.mouseClick(button(dialog, "import-accept"), Qt.MouseButton.LeftButton)
    data = document.experiment.data
    assert isinstance(data, PointsData)
    assert data.task == "regression"
    assert data.target.name == "sepal length (cm)"


def test_the_header_can_be_taken_as_a_row(qtbot: QtBot, dialog: ImportDialog) -> None:
    dialog.load_text("1,2,0\n3,4,1\n5,6,0\n")
    wait_until_read(qtbot, dialog)
    assert "3 of 3 rows" in report(dialog)
    box = dialog.findChild(QCheckBox, "import-header")
    assert box is not None
    box.click()
    qtbot.waitUntil(lambda: "2 of 2 rows" in report(dialog))


def test_junk_gets_one_sentence_and_changes_nothing(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    document: Document = dialog.document  # type: ignore[attr-defined]
    before = document.experiment
    path = tmp_path / "junk.bin"
    path.write_bytes(bytes(range(256)) * 10)
    dialog.load_path(path)
    qtbot.waitUntil(lambda: "not a text file" in report(dialog))
    assert not button(dialog, "import-accept").isEnabled()
    assert document.experiment is before


def test_only_the_newest_source_is_shown(qtbot: QtBot, dialog: ImportDialog) -> None:
    big = "a,b,c\n" + "".join(f"{i},{i},{i % 2}\n" for i in range(50_000))
    dialog.load_text(big)
    dialog.load_text(PLANTS)
    wait_until_read(qtbot, dialog)
    assert "of 4 rows" in report(dialog)


def test_return_presses_the_button_that_has_the_keys_and_then_imports(
    qtbot: QtBot, dialog: ImportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "plants.csv"
    path.write_text(PLANTS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    opens = button(dialog, "import-open")
    opens.setFocus()
    qtbot.keyClick(opens, Qt.Key.Key_Return)
    wait_until_read(qtbot, dialog)
    assert dialog.focusWidget() is button(dialog, "import-accept")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    document: Document = dialog.document  # type: ignore[attr-defined]
    assert isinstance(document.experiment.data, PointsData)
    assert dialog.isHidden()
