"""`DataDialogs`: how points of one's own come in: painted, from a table, or from a formula."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from nnfs_gui.document import Document
from nnfs_gui.panels.data.formula_dialog import FormulaDialog
from nnfs_gui.panels.data.import_dialog import ImportDialog
from nnfs_gui.theme import ThemeSource

from .views_window import ViewsWindow
from .window_base import open_dialog


class DataDialogs(QObject):
    """Opens what the data panel asks for, and tables that are dropped."""

    def __init__(self, document: Document, themes: ThemeSource, window: ViewsWindow) -> None:
        super().__init__(window)
        self._document, self._themes, self._window = document, themes, window
        panel = window.data_panel
        panel.paint_requested.connect(self._start_painting)
        panel.import_requested.connect(self.import_table)
        panel.formula_requested.connect(self.make_from_formula)
        window.table_dropped.connect(self.import_table)

    def import_table(self, path: Path | None = None) -> None:
        """Open the import dialog, with a file if one is given."""
        dialog = ImportDialog(self._document, self._themes.theme, self._window)
        if isinstance(path, Path):
            dialog.load_path(path)
        open_dialog(dialog)

    def make_from_formula(self) -> None:
        """Open the formula dialog."""
        open_dialog(FormulaDialog(self._document, self._themes.theme, self._window))

    @Slot()
    def _start_painting(self) -> None:
        self._window.boundary.set_painting(True)
