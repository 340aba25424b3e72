"""Data from a formula: two classes split by a curve, or a surface to be learned."""

from __future__ import annotations

from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.formulas import FormulaError, parse
from nnfs_gui.experiment.data.materialize import materialize
from nnfs_gui.experiment.model import FormulaData, PointArray, PointsData, SplitSpec
from nnfs_gui.experiment.outputs import task_of
from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.segments import Segments

from .table_preview import PointsPreview

FORMS = (("above", "Two classes split by a curve"), ("regression", "Values to be learned"))
VARIABLES = {"above": ("x",), "regression": ("x1", "x2")}
EXAMPLES = {
    "above": ("3*sin(x)", "x**3/20 - x", "abs(x) - 2", "x"),
    "regression": ("sin(x1)*cos(x2)", "x1*x2", "(x1**2 + x2**2)/36 - 1", "x1 - x2"),
}
PROMPT = {"above": "x₂ is above  f(x) =", "regression": "target  f(x1, x2) ="}
"""What stands before the field, per form."""


class FormulaDialog(QDialog):
    """Makes the document's data from a formula; a mistake is shown at its place."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formula-dialog")
        self.setWindowTitle("Data from a formula")
        self._document, self._theme = document, theme
        self._typed = {form: examples[0] for form, examples in EXAMPLES.items()}
        self._data: FormulaData | None = None
        self._build(theme)
        start = document.experiment.data
        form = "regression" if task_of(document.experiment) == "regression" else "above"
        if isinstance(start, FormulaData):
            form = start.form
            self._typed[form] = start.formula
        self._show_form(form)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._preview.show_theme(theme)
        self._show_formula()

    def _build(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        self._form = Segments("formula-form", "Kind of data", FORMS)
        self._form.chosen.connect(self._show_form)
        layout.addWidget(self._form)
        self._prompt = QLabel()
        self._prompt.setObjectName("field-label")
        self._field = QLineEdit()
        self._field.setObjectName("formula-text")
        self._field.setAccessibleName("Formula")
        self._field.setFont(font(15))
        self._field.setMinimumWidth(320)
        self._field.textChanged.connect(self._typed_text)
        self._prompt.setBuddy(self._field)
        layout.addWidget(self._prompt)
        layout.addWidget(self._field)
        self._problem = QLabel()
        self._problem.setObjectName("formula-problem")
        self._problem.setProperty("role", "error")
        self._problem.setTextFormat(Qt.TextFormat.RichText)
        self._problem.setWordWrap(True)
        self._problem.setMinimumHeight(34)
        layout.addWidget(self._problem)
        self._examples, self._buttons = QHBoxLayout(), list[QPushButton]()
        layout.addLayout(self._examples)
        self._preview = PointsPreview(theme)
        layout.addWidget(self._preview, 1)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("formula-cancel")
        cancel.setIcon(QIcon())  # some desktops put a red cross there
        self._accept = buttons.addButton("Use this data", QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setObjectName("formula-accept")
        self._accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(440, 580)

    def _show_form(self, form: str) -> None:
        """Show the field, the examples and the preview of one kind of data."""
        self._form.show_choice(form)
        self._prompt.setText(PROMPT[form])
        for button in self._buttons:
            self._examples.removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        for number, example in enumerate(EXAMPLES[form]):
            button = QPushButton(example)
            button.setObjectName(f"formula-example-{number}")
            button.setAutoDefault(False)
            button.setProperty("role", "link")
            button.clicked.connect(self._example_clicked)
            self._examples.addWidget(button)
            self._buttons.append(button)
        self._field.setText(self._typed[form])
        self._show_formula()
        self._field.setFocus()

    def _example_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._field.setText(button.text())

    def _typed_text(self, text: str) -> None:
        self._typed[self._form.current_key] = text
        self._show_formula()

    def _show_formula(self) -> None:
        """Preview what is typed, or mark where it goes wrong."""
        form, text = self._form.current_key, self._field.text()
        try:
            parse(text, VARIABLES[form])
        except FormulaError as error:
            self._show_mistake(error)
            return
        former = self._document.experiment.data
        size, seed = getattr(former, "size", 500), getattr(former, "seed", 42)
        noise = former.noise if isinstance(former, FormulaData) else 0.0
        kind: Literal["above", "regression"] = "regression" if form == "regression" else "above"
        data = FormulaData(kind, text, size, noise, seed)
        points = self._points(data)
        if not len(points.points):
            self._show_mistake(FormulaError("it has no value anywhere in the plane", 0))
            return
        self._data = data
        self._problem.setText("")
        self._mark(None)
        self._accept.setEnabled(True)
        self._preview.show_points(points)

    def _points(self, data: FormulaData) -> PointsData:
        """The points the formula gives, for the preview."""
        experiment = edits.set_data(self._document.experiment, data)
        plane = materialize(edits.set_split(experiment, **_PLAIN_SPLIT))
        values = PointArray([(*at, y) for at, y in zip(plane.inputs, plane.targets, strict=True)])
        return PointsData(plane.task, values, ("below", "above") if plane.n_classes else ())

    def _show_mistake(self, error: FormulaError) -> None:
        self._data = None
        self._problem.setText(
            f"{_marked(self._field.text(), error.position)}<br>{escape(str(error))}"
        )
        self._mark(error.position)
        self._accept.setEnabled(False)
        self._preview.show_outdated()

    def _mark(self, position: int | None) -> None:
        """Give the field its error style, and tell screen readers where the mistake is."""
        self._field.setProperty("invalid", position is not None)
        self._field.style().polish(self._field)
        self._field.setAccessibleDescription(
            "" if position is None else f"Mistake at character {position + 1}"
        )

    def accept(self) -> None:
        """Take the formula's points as the document's data; one undo step."""
        if self._data is None:
            return
        new = edits.set_data(self._document.experiment, self._data)
        self._document.edit(new, f"Data from {self._data.formula}")
        super().accept()


def _marked(text: str, position: int) -> str:
    """The formula as HTML with the mistake's place underlined; a mark behind it for its end."""
    at = text[position : position + 1] or "␣"
    return f"{escape(text[:position])}<u><b>{escape(at)}</b></u>{escape(text[position + 1 :])}"


_PLAIN_SPLIT = {"training_share": SplitSpec().training_share, "class_balance": (), "outliers": 0.0}
