"""`FigureDialog`: network, boundary and loss as a figure, seen before it is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.export.code import Program
from nnfs_gui.export.errors import ExportError
from nnfs_gui.export.figure import PANELS, Look, figure_svg
from nnfs_gui.export.figure.look import Theme
from nnfs_gui.figures.vector import pdf_of, pixels_of
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.check_field import CheckField
from nnfs_gui.widgets.segments import Segments

from .saving import SavingDialog

LOOKS = (("light", "Light"), ("dark", "Dark"), ("bw", "Black and white"))
_PREVIEW = QSize(820, 420)
_THEMES: dict[str, Theme] = {"light": "light", "dark": "dark", "bw": "bw"}


class FigureDialog(SavingDialog):
    """Draws the moment that the window shows as SVG or PDF."""

    def __init__(
        self, experiment: Experiment, snapshot: Snapshot, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("figure-dialog")
        self.setWindowTitle("A figure")
        self._experiment, self._snapshot = experiment, snapshot
        self._svg = ""
        self._panels = {
            name: CheckField(f"figure-{name}", name.capitalize(), f"Draw the {name}", self)
            for name in PANELS
        }
        self._panels["network"].setChecked(True)
        tooltip = "Write each weight beside its link, where there are few enough"
        self._numbers = CheckField("figure-numbers", "Numbers", tooltip, self)
        self._looks = Segments("figure-look", "Look", LOOKS, self)
        self._looks.show_choice("light")
        self._preview = QLabel(self)
        self._preview.setObjectName("figure-preview")
        self._preview.setAccessibleName("The figure")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setMinimumSize(_PREVIEW)
        self._build()
        self._looks.chosen.connect(self._choose_look)
        for field in (*self._panels.values(), self._numbers):
            field.value_edited.connect(self._draw)
        self._draw()

    def _build(self) -> None:
        choices, buttons = QHBoxLayout(), QHBoxLayout()
        for field in (*self._panels.values(), self._numbers):
            choices.addWidget(field)
        choices.addStretch(1)
        choices.addWidget(self._looks)
        self._save = self.make_button("figure-save", "Save…", self._ask_and_save)
        self._save.setDefault(True)
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        buttons.addWidget(self.make_button("figure-close", "Close", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(choices)
        layout.addWidget(self._preview, 1)
        layout.addLayout(buttons)

    def show_magnified(self, _factor: float) -> None:
        if self._svg:
            self._show_preview()

    @property
    def svg(self) -> str:
        """The figure that is shown; "" if there is none."""
        return self._svg

    def _choose_look(self, key: str) -> None:
        self._looks.show_choice(key)
        self._draw()

    def _draw(self) -> None:
        chosen = [name for name, field in self._panels.items() if field.isChecked()]
        look = Look(_THEMES[self._looks.current_key], self._numbers.isChecked())
        snapshot = self._snapshot
        try:
            program = Program(self._experiment, snapshot.epoch, snapshot.parameters)
            self._svg = figure_svg(program, look, chosen, snapshot.curve)
        except ExportError as error:
            self._svg = ""
            self._preview.setText(str(error))
        else:
            self._show_preview()
        self._save.setEnabled(bool(self._svg))

    def _show_preview(self) -> None:
        ratio = self.devicePixelRatioF()
        image = pixels_of(self._svg, 1.5 * ratio)
        picture = QPixmap.fromImage(image).scaled(
            self._preview.minimumSize() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture.setDevicePixelRatio(ratio)
        self._preview.setPixmap(picture)

    def _ask_and_save(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, "Save the figure", "figure.pdf", "PDF (*.pdf);;SVG (*.svg)"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the figure, as SVG if the name says so, else as PDF."""
        path = path if path.suffix else path.with_suffix(".pdf")
        is_svg = path.suffix.lower() == ".svg"
        self.write(path, self._svg.encode() if is_svg else pdf_of(self._svg))
