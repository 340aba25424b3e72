"""Data from a formula, typed as a person types it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import FormulaData
from nnfs_gui.panels.data.formula_dialog import FormulaDialog
from nnfs_gui.panels.data.table_preview import PointsPreview
from nnfs_gui.theme import DARK


@pytest.fixture
def document() -> Document:
    return Document()


@pytest.fixture
def dialog(qtbot: QtBot, document: Document) -> FormulaDialog:
    made = FormulaDialog(document, DARK)
    qtbot.addWidget(made)
    made.show()
    return made


def field(dialog: FormulaDialog) -> QLineEdit:
    found = dialog.findChild(QLineEdit, "formula-text")
    assert found is not None
    return found


def type_formula(qtbot: QtBot, dialog: FormulaDialog, text: str) -> None:
    field(dialog).selectAll()
    qtbot.keyClicks(field(dialog), text)


def accept(dialog: FormulaDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "formula-accept")
    assert found is not None
    return found


def test_a_typed_curve_becomes_the_data_in_one_undo_step(
    qtbot: QtBot, dialog: FormulaDialog, document: Document
) -> None:
    before = document.experiment
    type_formula(qtbot, dialog, "x**3/10 - x")
    qtbot.mouseClick(accept(dialog), Qt.MouseButton.LeftButton)
    assert document.experiment.data == FormulaData("above", "x**3/10 - x", 500, 0.0, 42)
    document.undo_stack.undo()
    assert document.experiment == before


def test_a_mistake_is_shown_at_its_place_and_nothing_can_be_used(
    qtbot: QtBot, dialog: FormulaDialog, document: Document
) -> None:
    before = document.experiment
    type_formula(qtbot, dialog, "2*x + sine(x)")
    problem = dialog.findChild(QLabel, "formula-problem")
    assert problem is not None
    assert "2*x + <u><b>s</b></u>ine(x)" in problem.text()
    assert "sin" in problem.text()
    assert not accept(dialog).isEnabled()
    qtbot.keyClick(field(dialog), Qt.Key.Key_Return)
    assert document.experiment is before


def test_regression_takes_both_inputs_and_adapts_the_output(
    qtbot: QtBot, dialog: FormulaDialog, document: Document
) -> None:
    segment = dialog.findChild(QToolButton, "formula-form-regression")
    assert segment is not None
    qtbot.mouseClick(segment, Qt.MouseButton.LeftButton)
    type_formula(qtbot, dialog, "x1*x2")
    qtbot.mouseClick(accept(dialog), Qt.MouseButton.LeftButton)
    data = document.experiment.data
    assert isinstance(data, FormulaData)
    assert data.form == "regression"
    assert document.experiment.training.loss == "mse"


def test_what_was_typed_is_kept_when_switching_kinds(qtbot: QtBot, dialog: FormulaDialog) -> None:
    type_formula(qtbot, dialog, "cos(x)")
    for kind in ("regression", "above"):
        segment = dialog.findChild(QToolButton, f"formula-form-{kind}")
        assert segment is not None
        qtbot.mouseClick(segment, Qt.MouseButton.LeftButton)
    assert field(dialog).text() == "cos(x)"


def preview(dialog: FormulaDialog) -> PointsPreview:
    found = dialog.findChild(PointsPreview, "points-preview")
    assert found is not None
    return found


def test_a_mistake_keeps_the_last_picture_but_pale(qtbot: QtBot, dialog: FormulaDialog) -> None:
    type_formula(qtbot, dialog, "x")
    empty = PointsPreview(DARK)
    qtbot.addWidget(empty)
    empty.resize(preview(dialog).size())
    strong, none = preview(dialog).grab().toImage(), empty.grab().toImage()
    qtbot.keyClicks(field(dialog), " +")
    pale = preview(dialog).grab().toImage()
    assert pale not in (strong, none)
    assert preview(dialog).accessibleDescription() == "Outdated"
    qtbot.keyClicks(field(dialog), " 0")
    assert preview(dialog).grab().toImage() == strong


def test_a_formula_without_any_value_is_refused(qtbot: QtBot, dialog: FormulaDialog) -> None:
    type_formula(qtbot, dialog, "log(-1 - x**2)")
    problem = dialog.findChild(QLabel, "formula-problem")
    assert problem is not None
    assert "no value anywhere in the plane" in problem.text()
    assert not accept(dialog).isEnabled()


def test_another_formula_keeps_noise_size_and_seed(qtbot: QtBot, document: Document) -> None:
    document.edit(edits.set_data(document.experiment, FormulaData("above", "x", 80, 0.2, 5)), "x")
    dialog = FormulaDialog(document, DARK)
    qtbot.addWidget(dialog)
    dialog.show()
    type_formula(qtbot, dialog, "sin(x)")
    qtbot.mouseClick(accept(dialog), Qt.MouseButton.LeftButton)
    assert document.experiment.data == FormulaData("above", "sin(x)", 80, 0.2, 5)
