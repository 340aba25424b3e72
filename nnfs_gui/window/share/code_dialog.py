"""`CodeDialog`: the experiment as code, shown before it is copied or saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.export.code import LANGUAGES, Program
from nnfs_gui.export.errors import ExportError
from nnfs_gui.export.onnx_model import onnx_model
from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.segments import Segments

from .highlighter import PythonHighlighter
from .saving import SavingDialog

STARTS = (("initial", "Initial weights"), ("trained", "Trained weights"))


class CodeDialog(SavingDialog):
    """Shows the code of one moment of an experiment."""

    def __init__(
        self,
        experiment: Experiment,
        snapshot: Snapshot | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("code-dialog")
        self.setWindowTitle("The experiment as code")
        fits = snapshot is not None and snapshot.experiment is experiment
        self._experiment, self._snapshot = experiment, snapshot if fits else None
        self._code = ""
        languages = [(key, language.label) for key, language in LANGUAGES.items()]
        self._language = Segments("code-language", "Language", languages, self)
        self._start = Segments("code-start", "Begins with", STARTS, self)
        self._about = QLabel(self)
        self._about.setObjectName("code-about")
        self._about.setWordWrap(True)
        self._view = self._make_view()
        self._highlighter = PythonHighlighter(self._view.document(), theme)
        self._build()
        self._language.chosen.connect(self._choose_language)
        self._start.chosen.connect(self._choose_start)
        self._language.show_choice("python")
        self._start.show_choice("initial")
        self._show_code()
        self.resize(860, 620)

    def show_theme(self, theme: Theme) -> None:
        self._highlighter.show_theme(theme)

    def _make_view(self) -> QPlainTextEdit:
        view = QPlainTextEdit(self)
        view.setObjectName("code-text")
        view.setAccessibleName("Code")
        view.setReadOnly(True)
        view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(12)
        view.setFont(mono)
        return view

    def _build(self) -> None:
        choices = QHBoxLayout()
        choices.addWidget(self._language)
        choices.addStretch(1)
        choices.addWidget(self._start)
        buttons = QHBoxLayout()
        onnx = self.make_button("code-onnx", "Save as ONNX…", self._ask_and_save_onnx)
        onnx.setToolTip("The network as it is now, as a model that other programs load")
        buttons.addWidget(onnx)
        buttons.addStretch(1)
        self._copy = self.make_button("code-copy", "Copy", self.copy)
        self._save = self.make_button("code-save", "Save…", self._ask_and_save)
        close = self.make_button("code-close", "Close", self.reject)
        self._save.setDefault(True)
        for button in (self._copy, self._save, close):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addLayout(choices)
        layout.addWidget(self._about)
        layout.addWidget(self._view, 1)
        layout.addLayout(buttons)

    # --- what is shown ---

    @property
    def code(self) -> str:
        """The code that is shown; "" if there is none."""
        return self._code

    def _choose_language(self, key: str) -> None:
        self._language.show_choice(key)
        if key == "sklearn":
            self._start.show_choice("trained")
        self._start.setEnabled(key != "sklearn")
        self._show_code()

    def _choose_start(self, key: str) -> None:
        self._start.show_choice(key)
        self._show_code()

    def _program(self, *, trained: bool) -> Program:
        """The experiment as the window shows it."""
        snapshot = self._snapshot
        epochs = 0 if snapshot is None else snapshot.epoch
        parameters = snapshot.parameters if trained and snapshot is not None else None
        return Program(self._experiment, epochs, parameters)

    def _show_code(self) -> None:
        language = LANGUAGES[self._language.current_key]
        try:
            code = language.write(self._program(trained=self._start.current_key == "trained"))
            about = self._words()
        except ExportError as error:
            code, about = "", str(error)
        self._code = code
        self._about.setText(about)
        self._highlighter.read(code)
        self._view.setPlainText(code)
        for button in (self._copy, self._save):
            button.setEnabled(bool(code))

    def _words(self) -> str:
        epochs = 0 if self._snapshot is None else self._snapshot.epoch
        spent = f"{epochs:,} epoch" if epochs == 1 else f"{epochs:,} epochs"
        key, begins = self._language.current_key, self._start.current_key
        if key == "sklearn":
            return "The trained network, with the same predictions. Needs scikit-learn."
        same = "to the bit" if key == "python" else "to the last few digits"
        if begins == "trained":
            return f"The network as it is now; running it prints the losses of now, {same}."
        if self._is_between_epochs:
            words = f"the losses at the end of epoch {epochs:,}, from which the window has gone on"
        else:
            words = "the losses that the window shows"
        return f"Trains for {spent} with the settings of now; it prints {words}, {same}."

    @property
    def _is_between_epochs(self) -> bool:
        """Whether some steps of an epoch that has not ended are done."""
        if self._snapshot is None:
            return False
        size = self._experiment.training.batch_size
        steps = -(-len(self._snapshot.data.train) // size)
        return self._snapshot.step != self._snapshot.epoch * steps

    # --- what is done ---

    def copy(self) -> None:
        """Put the code into the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
        self.told.emit("Copied the code.")

    def _ask_and_save(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, "Save the code", f"{self._language.current_key}_network.py", "Python (*.py)"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the code to a file; a failure is told and changes nothing."""
        self.write(path if path.suffix else path.with_suffix(".py"), self._code.encode())

    def _ask_and_save_onnx(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, "Save the model", "network.onnx", "ONNX (*.onnx)"
        )
        if name:
            self.save_onnx(Path(name))

    def save_onnx(self, path: Path) -> None:
        """Write the network as it is now to an ONNX file."""
        try:
            content = onnx_model(self._program(trained=True))
        except ExportError as error:
            self._about.setText(str(error))
            self.failed.emit(str(error))
            return
        self.write(path if path.suffix else path.with_suffix(".onnx"), content)
