"""Importing what cannot be imported: one sentence, no freeze, and nothing left."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from nnfs_gui.document import Document
from nnfs_gui.experiment.files.reading import ReadingStopped
from nnfs_gui.experiment.model import PointsData
from nnfs_gui.panels.data.import_dialog import ImportDialog
from nnfs_gui.theme import DARK
from nnfs_gui.widgets.drop_down import DropDown

GOOD = "a\tb\tc\n1\t2\tx\n3\t4\ty\n5\t6\tx\n"


@pytest.fixture
def document(qapp: QApplication) -> Document:
    return Document()


@pytest.fixture
def dialog(qtbot: QtBot, document: Document) -> Iterator[ImportDialog]:
    made = ImportDialog(document, DARK)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(0)


def accept(dialog: ImportDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "import-accept")
    assert found is not None
    return found


def report(dialog: ImportDialog) -> str:
    label = dialog.findChild(QLabel, "import-report")
    assert label is not None
    return label.text()


def role(dialog: ImportDialog) -> str:
    """In which colour the report is written."""
    label = dialog.findChild(QLabel, "import-report")
    assert label is not None
    return label.property("role") or ""


def rows(dialog: ImportDialog) -> int:
    view = dialog.findChild(QTableView, "import-table")
    assert view is not None
    return view.model().rowCount()


def drop(dialog: ImportDialog, mime: QMimeData) -> None:
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        # Qt 6.12 prefers a QPointF, which earlier versions do not take.
        warnings.simplefilter("ignore", DeprecationWarning)
        entering = QDragEnterEvent(QPoint(20, 20), *how)
    QApplication.sendEvent(dialog, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(QPointF(20, 20), *how))


def test_a_dropped_file_and_dropped_text_are_read(
    qtbot: QtBot, dialog: ImportDialog, document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "plants.tsv"
    path.write_text(GOOD)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop(dialog, mime)
    qtbot.waitUntil(accept(dialog).isEnabled)
    assert "3 of 3 rows" in report(dialog)
    assert role(dialog) == ""
    mime = QMimeData()
    mime.setText("a;b;c\n1;2;x\n3;4;y\n")
    drop(dialog, mime)
    qtbot.waitUntil(lambda: "2 of 2 rows" in report(dialog))
    QTest.mouseClick(accept(dialog), Qt.MouseButton.LeftButton)
    assert isinstance(document.experiment.data, PointsData)
    assert document.experiment.data.source == "Dropped table"


def test_a_bad_file_leaves_nothing_of_the_table_before_to_be_imported(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.load_text(GOOD)
    qtbot.waitUntil(accept(dialog).isEnabled)
    path = tmp_path / "junk.csv"
    path.write_bytes(bytes(range(256)) * 10)
    dialog.load_path(path)
    qtbot.waitUntil(lambda: "not a text file" in report(dialog))
    assert role(dialog) == "error"
    box = dialog.findChild(DropDown, "import-x1")
    assert box is not None
    box.chosen.emit("b")
    assert not accept(dialog).isEnabled()
    assert rows(dialog) == 0


def test_a_wrong_delimiter_can_be_taken_back(qtbot: QtBot, dialog: ImportDialog) -> None:
    dialog.load_text(GOOD)
    qtbot.waitUntil(accept(dialog).isEnabled)
    delimiter = dialog.findChild(DropDown, "import-delimiter")
    assert delimiter is not None
    delimiter.show_choice(";")
    delimiter.chosen.emit(";")
    qtbot.waitUntil(lambda: "one column" in report(dialog))
    assert not accept(dialog).isEnabled()
    delimiter.show_choice("\t")
    delimiter.chosen.emit("\t")
    qtbot.waitUntil(accept(dialog).isEnabled)
    assert rows(dialog) == 3


def test_data_that_an_experiment_may_not_hold_is_refused_in_the_dialog(
    qtbot: QtBot, dialog: ImportDialog, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = document.experiment
    dialog.load_text(GOOD)
    qtbot.waitUntil(accept(dialog).isEnabled)
    monkeypatch.setattr("nnfs_gui.experiment.validation.MAX_POINTS", 2)
    QTest.mouseClick(accept(dialog), Qt.MouseButton.LeftButton)
    assert "got 3" in report(dialog)
    assert dialog.isVisible()
    assert document.experiment is before


def test_closing_the_dialog_stops_a_long_reading(
    qtbot: QtBot, dialog: ImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def endless(_text: str, _how: object, *, stop: object) -> None:
        assert callable(stop)
        while not stop():
            if not asked:
                asked.append(True)
        raise ReadingStopped("stopped")

    monkeypatch.setattr("nnfs_gui.panels.data.import_dialog.read_table", endless)
    dialog.load_text(GOOD)
    qtbot.waitUntil(lambda: bool(asked))
    dialog.reject()  # would never return if the reading went on
    assert not dialog.isVisible()


def test_the_preview_says_what_each_column_was_taken_for(
    qtbot: QtBot, dialog: ImportDialog
) -> None:
    dialog.load_text("a,b,c,d\n1,2,x,\n3,4,y,\n")
    qtbot.waitUntil(accept(dialog).isEnabled)
    view = dialog.findChild(QTableView, "import-table")
    assert view is not None
    heads = [view.model().headerData(i, Qt.Orientation.Horizontal) for i in range(4)]
    assert heads == ["a\nnumbers", "b\nnumbers", "c\ntext", "d\nempty"]


def test_an_unforeseen_error_is_told_and_the_dialog_waits_no_longer(
    qtbot: QtBot, dialog: ImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("gone wrong")

    monkeypatch.setattr("nnfs_gui.panels.data.import_dialog.read_table", fail)
    dialog.load_text(GOOD)
    qtbot.waitUntil(lambda: "RuntimeError: gone wrong" in report(dialog))
    assert not accept(dialog).isEnabled()
