"""`Driver`: what a person does with the window, for tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from nnfs_gui.app import Playground
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.presets import load_preset
from nnfs_gui.panels.editor import Editor
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.check_field import CheckField
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.segments import Segments

_PATIENCE_MS = 60_000
_LEFT = Qt.MouseButton.LeftButton


class Driver:
    """Opens, draws, sets, plays and looks, through the widgets that a person uses.

    Attributes
    ----------
    application : Playground
        Document, session and window, for what the words here do not say.
    folder : Path
        Where screenshots go.
    """

    def __init__(self, application: Playground, folder: Path) -> None:
        self.application, self.folder = application, folder
        self.window = application.window

    # --- looking ---

    @property
    def experiment(self) -> Experiment:
        """The experiment that the window shows."""
        return self.application.document.experiment

    @property
    def snapshot(self) -> Snapshot:
        """The run at this moment."""
        snapshot = self.application.session.snapshot
        assert snapshot is not None, "the run has not begun"
        return snapshot

    def text_of(self, name: str) -> str:
        """What a control shows; ``name`` is its object name or what people call it."""
        widget = self._found(name)
        if isinstance(widget, Figure):
            return widget.value_text
        if isinstance(widget, QComboBox):
            return widget.currentText()
        if isinstance(widget, QLineEdit | QLabel | QAbstractButton):
            return widget.text()
        raise AssertionError(f"{name!r} is a {type(widget).__name__} and shows no text")

    def screenshot(self, name: str) -> Path:
        """A picture of the window, as ``name.png`` in the test's folder."""
        path = self.folder / f"{name}.png"
        assert self.window.grab().save(str(path)), f"cannot write {path}"
        return path

    # --- doing ---

    def open_preset(self, name: str) -> None:
        """Open a bundled experiment."""
        self.window.files.open_experiment(load_preset(name))
        self._settle()

    def click(self, name: str) -> None:
        """Click a control's middle."""
        QTest.mouseClick(self._found(name), _LEFT)

    def draw_layer(self, after: int, neurons: int) -> None:
        """Draw a hidden layer behind column ``after`` (0 is the features) with one stroke."""
        canvas = self.window.network.canvas
        layout = canvas.state.layout
        gap, step = layout.gaps[after], min(max(0.8 * layout.metrics.pitch, 13.0), 40.0)
        start = QPointF(gap.rect.center().x(), gap.rect.top() + 0.3 * gap.rect.height())
        end = start + QPointF(0.0, (neurons - 0.5) * step)
        view, (first, last) = canvas.viewport(), (self._pixel(start), self._pixel(end))
        QTest.mousePress(view, _LEFT, Qt.KeyboardModifier.NoModifier, first)
        for share in (0.3, 0.6, 1.0):
            QTest.mouseMove(view, first + (last - first) * share)
        QTest.mouseRelease(view, _LEFT, Qt.KeyboardModifier.NoModifier, last)

    def set(self, path: str, value: object) -> None:
        """Give a part of the experiment, such as ``"training.learning_rate"``, another value."""
        field = self._field(path)
        if isinstance(field, DropDown):
            keys = [choice.key for choice in field.choices]
            assert value in keys, f"{path} takes {', '.join(keys)}, got {value!r}"
            field.setCurrentIndex(keys.index(str(value)))
            field.activated.emit(field.currentIndex())
        elif isinstance(field, Segments):
            button = field.button(str(value))
            QTest.mouseClick(button, _LEFT)
        elif isinstance(field, CheckField):
            if field.isChecked() != value:
                field.click()
        else:
            self._type(field, str(value))

    def train(self, epochs: int) -> None:
        """Train so many epochs, and wait for the last one."""
        session, loop = self.application.session, QEventLoop()
        session.epochs_finished.connect(loop.quit)
        QTimer.singleShot(0, lambda: session.train_epochs(epochs))
        self._wait(loop, f"{epochs} epochs")

    def play_until(self, *, test_loss: float, within: int) -> int:
        """Play until the test loss is that small, and pause; the epoch, or a failed test."""
        while self.snapshot.epoch < within:
            self.train(1)
            if self.snapshot.test_loss <= test_loss:
                return self.snapshot.epoch
            state = self.snapshot.state
            assert state is not RunState.DIVERGED, f"diverged: {self.snapshot.message}"
        reached = self.snapshot.test_loss
        raise AssertionError(
            f"the test loss is {reached:.4g} after {within} epochs, not {test_loss}"
        )

    # --- inside ---

    def _found(self, name: str) -> QWidget:
        wanted = name.lower()
        for widget in self.window.findChildren(QWidget):
            caption = widget.caption if isinstance(widget, Figure) else widget.accessibleName()
            if wanted in (widget.objectName().lower(), caption.lower()):
                return widget
        raise AssertionError(f"there is no control {name!r}; `nnfs-gui controls` lists them")

    def _field(self, path: str) -> QWidget:
        for editor in self.window.findChildren(Editor):
            field = editor.field(path)
            if field is not None:
                return field
        raise AssertionError(f"no field of the forms shows {path!r}")

    @staticmethod
    def _type(field: QWidget, text: str) -> None:
        line = field if isinstance(field, QLineEdit) else field.findChild(QLineEdit)
        assert isinstance(line, QLineEdit), f"{field.objectName()} has no place to type in"
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def _pixel(self, place: QPointF) -> QPoint:
        return self.window.network.canvas.mapFromScene(place)

    def _settle(self) -> None:
        """Wait for the run of what was opened."""
        session, loop = self.application.session, QEventLoop()
        session.snapshot_changed.connect(loop.quit)
        snapshot = session.snapshot
        if snapshot is None or snapshot.experiment is not self.experiment:
            self._wait(loop, "the run")

    @staticmethod
    def _wait(loop: QEventLoop, what: str) -> None:
        late: list[str] = []
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: late.append(what))
        timer.timeout.connect(loop.quit)
        timer.start(_PATIENCE_MS)
        loop.exec()
        timer.stop()
        assert not late, f"waited {_PATIENCE_MS // 1000} s for {what}"
