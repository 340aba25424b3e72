"""Importing a table: open, drop or paste it, see what it becomes, and choose the columns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.assets import table_paths
from nnfs_gui.background import BackgroundWorker
from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.data.table_points import Imported, choose, guess_columns, guess_task
from nnfs_gui.experiment.data.tables import (
    DELIMITERS,
    Table,
    TableError,
    TableFormat,
    load_table,
    read_table,
)
from nnfs_gui.experiment.model import Task
from nnfs_gui.theme import Theme, font
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.labels import set_style_property
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count
from nnfs_gui.widgets.segments import Segments

from .table_loading import reading_job, why_unread
from .table_preview import PointsPreview, TableModel, class_counts

ROLES = (("x1", "Horizontal axis x₁"), ("x2", "Vertical axis x₂"), ("target", "Label or target"))
ROW = 24
"""Pixels of a row, for words of the usual size."""
HINT = "Open, drop or paste a table: CSV, TSV or semicolons, with at least three columns."


class ImportDialog(QDialog):
    """Makes the document's data from a table; nothing changes before Import is pressed."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-dialog")
        self.setWindowTitle("Import a table")
        self.setAcceptDrops(True)
        self.resize(900, 640)
        self._document = document
        self._path: Path | None = None
        self._text = ""
        self._table: Table | None = None
        self._imported: Imported | None = None
        self._reader = BackgroundWorker(self)
        self._reader.finished.connect(self._show_table)
        self._reader.failed.connect(self._show_problem)
        self._reader.busy_changed.connect(self._show_busy)
        self._build(theme)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self.paste)
        self._show_nothing(HINT)

    def show_theme(self, theme: Theme) -> None:
        self._preview.show_theme(theme)

    def show_magnified(self, _factor: float) -> None:
        self._view.verticalHeader().setDefaultSectionSize(magnified(ROW, self))
        self._view.resizeColumnsToContents()

    # --- sources ---

    def load_path(self, path: Path) -> None:
        """Read the table in ``path``."""
        self._path, self._text = path, ""
        self._source.setText(path.name)
        self._read(None)

    def load_text(self, text: str, source: str = "Pasted table") -> None:
        """Read a table from text."""
        self._path, self._text = None, text
        self._source.setText(source)
        self._read(None)

    def paste(self) -> None:
        """Read the clipboard's text as a table."""
        self.load_text(QGuiApplication.clipboard().text())

    def ask_for_file(self) -> None:
        """Ask for a file and read it."""
        name, _filter = QFileDialog.getOpenFileName(
            self, "Open a table", "", "Tables (*.csv *.tsv *.txt *.tab *.dat);;All files (*)"
        )
        if name:
            self.load_path(Path(name))

    # --- building ---

    def _build(self, theme: Theme) -> None:
        self._source = QLabel()
        self._source.setFont(font(weight=600))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(self._source_row())
        layout.addLayout(self._format_row())
        middle = QHBoxLayout()
        middle.setSpacing(16)
        self._model = TableModel(self)
        self._view = QTableView()
        self._view.setObjectName("import-table")
        self._view.setAccessibleName("First rows of the table")
        self._view.setModel(self._model)
        self._view.verticalHeader().setDefaultSectionSize(ROW)
        self._preview = PointsPreview(theme)
        middle.addWidget(self._view, 3)
        middle.addWidget(self._preview, 2)
        layout.addLayout(middle, 1)
        layout.addLayout(self._column_row())
        self._report = QLabel()
        self._report.setObjectName("import-report")
        self._report.setWordWrap(True)
        self._report.setMinimumHeight(34)
        self._report.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self._report)
        layout.addWidget(self._buttons())

    def _source_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._sources: list[QPushButton] = []
        row.addWidget(self._source, 1)
        for path in table_paths():
            row.addWidget(
                self._button(
                    f"import-example-{path.stem}",
                    f"Example: {path.stem}",
                    partial(self.load_path, path),
                )
            )
        row.addWidget(self._button("import-paste", "Paste", self.paste))
        row.addWidget(self._button("import-open", "Open a file…", self.ask_for_file))
        return row

    def _format_row(self) -> QHBoxLayout:
        self._delimiter = DropDown("import-delimiter", "Columns are separated by")
        self._delimiter.set_choices([Choice(sign, name) for sign, name in DELIMITERS.items()])
        self._delimiter.chosen.connect(self._format_chosen)
        self._decimal = DropDown("import-decimal", "Decimal sign")
        self._decimal.set_choices([Choice(".", "point 1.5"), Choice(",", "comma 1,5")])
        self._decimal.chosen.connect(self._format_chosen)
        self._header = QCheckBox("First row names the columns")
        self._header.setObjectName("import-header")
        self._header.toggled.connect(self._format_chosen)
        row = QHBoxLayout()
        for text, widget in (("Separated by", self._delimiter), ("Decimals", self._decimal)):
            label = QLabel(text)
            label.setObjectName("field-label")
            widget.setMinimumWidth(130)
            row.addWidget(label)
            row.addWidget(widget)
        row.addWidget(self._header)
        row.addStretch(1)
        return row

    def _column_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        self._columns: dict[str, DropDown] = {}
        for index, (role, label) in enumerate(ROLES):
            title = QLabel(label)
            title.setObjectName("field-label")
            box = DropDown(f"import-{role}", label)
            box.chosen.connect(self._columns_chosen)
            grid.addWidget(title, 0, index)
            grid.addWidget(box, 1, index)
            grid.setColumnStretch(index, 1)
            self._columns[role] = box
        kinds = (("classification", "Classes"), ("regression", "Regression"))
        self._task = Segments("import-task", "Learn as", kinds)
        self._task.chosen.connect(self._columns_chosen)
        title = QLabel("Learn as")
        title.setObjectName("field-label")
        grid.addWidget(title, 0, len(ROLES))
        grid.addWidget(self._task, 1, len(ROLES))
        self._columns["target"].chosen.connect(self._target_chosen)
        return grid

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("import-cancel")
        cancel.setIcon(QIcon())  # some desktops put a red cross there
        self._accept = buttons.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setObjectName("import-accept")
        self._accept.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _button(self, name: str, text: str, pressed: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(pressed)
        self._sources.append(button)
        return button

    # --- showing ---

    def _show_table(self, table: Table) -> None:
        """Show a new table, with the columns a person would most likely take."""
        self._table = table
        self._model.show_table(table)
        self._view.resizeColumnsToContents()
        self._delimiter.show_choice(table.format.delimiter)
        self._decimal.show_choice(table.format.decimal)
        self._header.blockSignals(True)
        self._header.setChecked(table.format.header)
        self._header.blockSignals(False)
        choices = [Choice(column.name, column.name) for column in table.columns]
        for box in self._columns.values():
            box.set_choices(choices)
            box.setEnabled(True)
        try:
            names = guess_columns(table)
        except TableError as error:
            self._show_nothing(_sentence(str(error)), keep_table=True)
            return
        for (role, _label), name in zip(ROLES, names, strict=True):
            self._columns[role].show_choice(name)
        self._task.show_choice(guess_task(table.column(names[2])))
        self._columns_chosen()
        if self._imported is not None and any(button.hasFocus() for button in self._sources):
            self._accept.setFocus(Qt.FocusReason.OtherFocusReason)  # Return goes on, as by default

    def _columns_chosen(self, _key: str = "") -> None:
        """Make the points anew, and tell what is dropped."""
        if self._table is None:
            return
        x1, x2, target = (self._columns[role].current_key for role, _label in ROLES)
        task: Task = "regression" if self._task.current_key == "regression" else "classification"
        try:
            imported = choose(self._table, x1, x2, target, task, self._source.text())
        except TableError as error:
            self._show_nothing(_sentence(str(error)), keep_table=True)
            return
        self._imported = imported
        self._preview.show_points(imported.data)
        self._report.setText(_report(imported, self._table))
        set_style_property(self._report, "role", "")
        self._accept.setEnabled(True)

    def _target_chosen(self, name: str) -> None:
        """Another label column: guess anew whether it is a class or a value."""
        if self._table is not None:
            self._task.show_choice(guess_task(self._table.column(name)))
            self._columns_chosen()

    def _format_chosen(self, _value: object = None) -> None:
        """Read the same source again under the chosen format."""
        if self._path is None and not self._text:
            return
        how = replace(
            TableFormat(self._delimiter.current_key, self._decimal.current_key, False),
            header=self._header.isChecked(),
        )
        self._read(how)

    def _read(self, how: TableFormat | None) -> None:
        """Read the source, under a format if one is chosen."""
        path, text = self._path, self._text
        if path is not None:
            self._reader.start(reading_job(lambda asked: load_table(path, how, asked)))
        else:
            self._reader.start(reading_job(lambda asked: read_table(text, how, stop=asked)))

    def _show_problem(self, error: Exception) -> None:
        """The source could not be read: nothing of an earlier one may be left to be imported."""
        self._table = None
        self._show_nothing(_sentence(why_unread(error)))

    def _show_nothing(self, message: str, keep_table: bool = False) -> None:
        """Nothing can be imported as things stand, for the reason given."""
        self._imported = None
        self._report.setText(message)
        set_style_property(self._report, "role", "" if message is HINT else "error")
        self._preview.show_points(None)
        self._accept.setEnabled(False)
        if not keep_table:
            self._model.show_table(None)
            for box in self._columns.values():
                box.setEnabled(False)

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._accept.setEnabled(False)
            self._report.setText("Reading the table …")
            set_style_property(self._report, "role", "")

    # --- Qt ---

    def accept(self) -> None:
        """Take the points as the document's data; one undo step."""
        if self._imported is None:
            return
        try:
            new = edits.set_data(self._document.experiment, self._imported.data)
        except edits.EditError as error:
            self._show_nothing(_sentence(str(error)), keep_table=True)
            return
        self._document.edit(new, f"Import {self._source.text()}")
        super().accept()

    def done(self, result: int) -> None:
        self._reader.shutdown()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.load_path(Path(urls[0].toLocalFile()))
        else:
            self.load_text(event.mimeData().text(), "Dropped table")
        event.acceptProposedAction()


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."


def _report(imported: Imported, table: Table) -> str:
    """How many rows become points, and why the others do not."""
    rows = f"{format_count(imported.kept)} of {format_count(table.n_rows)} rows become points"
    text = f"{rows} (text read as {table.encoding.upper()})."
    if imported.data.task == "classification":
        text += f" Classes: {class_counts(imported.data)}."
    if imported.dropped:
        reasons = "; ".join(
            f"{format_count(item.count)} × {item.reason}" for item in imported.dropped
        )
        text += f" Left out: {reasons}."
    return text
