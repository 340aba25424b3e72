"""`Header`: what is open, the transport, and the figures that count."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.numbers import format_count, format_number, format_percent
from nnfs_gui.widgets.play_button import PlayButton
from nnfs_gui.widgets.slider import FlatSlider

from .logo import Logo
from .step_button import StepButton
from .title import Title

HEIGHT = 60
_SPEEDS = 101


class Header(QFrame):
    """The bar on top; where there is little room, the least needed parts go first.

    Signals: ``play_toggled()``, ``rewound()``, ``step_requested(unit)``, ``speed_moved(speed)``,
    ``presenter_toggled(on)``, ``theme_toggled()``, ``export_requested()``,
    ``menu_requested(position)`` and ``shelf_requested(position)`` with the global point for the
    menu, ``refused(sentence)``.

    It listens to the document's history itself, for its two buttons.
    """

    play_toggled = Signal()
    rewound = Signal()
    step_requested = Signal(str)
    speed_moved = Signal(float)
    presenter_toggled = Signal(bool)
    theme_toggled = Signal()
    export_requested = Signal()
    menu_requested = Signal(QPoint)
    shelf_requested = Signal(QPoint)
    refused = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header-bar")
        self.setFixedHeight(HEIGHT)
        self._document = document
        self._logo = Logo(theme, self)
        self._title = Title(document, self)
        self._play = PlayButton(theme, self)
        self._step = StepButton(self)
        self._make_buttons()
        self._make_figures()
        self._lay_out()
        self._connect()
        self.show_theme(theme)
        self._show_undo()

    def show_experiment(self, experiment: Experiment) -> None:
        self._title.show_experiment(experiment)

    def show_file(self) -> None:
        """Show the document's file and whether it is edited."""
        self._title.show_file()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a moment."""
        self._epoch.show_value(format_count(snapshot.epoch))
        self._steps.show_value(format_count(snapshot.step))
        self._train_loss.show_value(_loss(snapshot.train_loss), _tone(snapshot.train_loss))
        self._test_loss.show_value(_loss(snapshot.test_loss), _tone(snapshot.test_loss))
        accuracy = snapshot.test_accuracy
        self._accuracy.show_value(format_percent(accuracy, 1), "accent")
        self.show_state(snapshot.state)

    def show_state(self, state: RunState) -> None:
        """Show play or pause."""
        self._play.show_running(state is RunState.RUNNING)

    def show_speed(self, speed: float) -> None:
        """Show a speed of 0 … 1 without telling anyone."""
        self._speed.show_position(round(speed * (_SPEEDS - 1)))

    def show_presenter(self, on: bool) -> None:
        """Show whether presenter mode is on without telling anyone."""
        self._presenter.setChecked(on)

    def show_magnified(self, factor: float) -> None:
        """Take the height that larger figures need."""
        self.setFixedHeight(round(HEIGHT * factor))
        self._fit()

    def show_theme(self, theme: Theme) -> None:
        self._logo.show_theme(theme)
        self._play.show_theme(theme)
        self._theme_button.set_icon_name("moon" if theme.dark else "sun")
        self._theme_button.set_label("Light theme" if theme.dark else "Dark theme")
        retint(self, theme)

    # --- building ---

    def _make_buttons(self) -> None:
        self._menu = self._button("menu", "menu", "Menu")
        self._shelf = self._button("shelf", "open", "Open a preset or a file")
        self._undo = self._button("undo", "undo", "Undo")
        self._redo = self._button("redo", "redo", "Redo")
        self._rewind = self._button("rewind", "rewind", "Rewind to the same initial weights")
        self._presenter = self._button("presenter", "presenter", "Presenter mode (F11)")
        self._presenter.setCheckable(True)
        self._theme_button = self._button("theme", "moon", "Theme")
        self._export = self._button("export", "export", "Save a picture of the window")

    def _button(self, name: str, picture: str, label: str) -> IconButton:
        button = IconButton(picture, label, self)
        button.setObjectName(name)
        return button

    def _make_figures(self) -> None:
        self._epoch = Figure("epoch", "Epoch", "1 284", self)
        self._steps = Figure("steps", "Step", "32 100", self)
        self._train_loss = Figure("train-loss", "Train loss", "0.0000", self)
        self._test_loss = Figure("test-loss", "Test loss", "0.0000", self)
        self._accuracy = Figure("accuracy", "Accuracy", "99.9 %", self)
        self._accuracy.setToolTip("Share of the test points that are classified correctly")
        self._speed = FlatSlider("speed", "Speed", _SPEEDS, self)
        self._speed.setMinimumWidth(72)
        self._speed.setMaximumWidth(120)
        self._speed.setFixedHeight(24)  # as high as a figure, so that the captions line up
        caption = QLabel("SPEED")
        caption.setObjectName("figure-caption")
        caption.setFont(font(SMALL, 500))
        self._speed_block = QWidget(self)
        block = QVBoxLayout(self._speed_block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(0)
        block.addStretch(1)
        block.addWidget(caption)
        block.addWidget(self._speed)
        block.addStretch(1)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(4)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._title.setMinimumWidth(96)
        self._title.setMaximumWidth(320)
        parts: tuple[QWidget | int, ...] = (
            self._logo, 8, self._title, 4, self._menu, self._shelf, self._undo, self._redo, -3,
            self._rewind, 6, self._play, 6, self._step, 12, self._epoch, 14, self._steps, 14,
            self._speed_block, 12, -4,
            self._train_loss, 14, self._test_loss, 14, self._accuracy, -1,
            self._presenter, self._theme_button, self._export,
        )  # fmt: skip
        for part in parts:
            if isinstance(part, QWidget):
                row.addWidget(part)
            elif part > 0:
                row.addSpacing(part)
            else:
                row.addStretch(-part)
        self._dispensable: tuple[tuple[QWidget, ...], ...] = (
            (self._undo, self._redo), (self._speed_block,), (self._steps,),
            (self._logo, self._title),
        )  # fmt: skip

    def _connect(self) -> None:
        self._play.clicked.connect(self.play_toggled)
        self._rewind.clicked.connect(self.rewound)
        self._step.step_requested.connect(self.step_requested)
        self._speed.moved.connect(self._speed_slid)
        self._presenter.clicked.connect(self.presenter_toggled)
        self._theme_button.clicked.connect(self.theme_toggled)
        self._export.clicked.connect(self.export_requested)
        self._menu.clicked.connect(self._ask_for_menu)
        self._shelf.clicked.connect(self._ask_for_shelf)
        self._title.refused.connect(self.refused)
        stack = self._document.undo_stack
        self._undo.clicked.connect(stack.undo)
        self._redo.clicked.connect(stack.redo)
        self._document.history_changed.connect(self._show_undo)

    def _speed_slid(self, position: int, _gesture: str) -> None:
        self.speed_moved.emit(position / (_SPEEDS - 1))

    def _ask_for_menu(self) -> None:
        self.menu_requested.emit(self._menu.mapToGlobal(QPoint(0, self._menu.height() + 4)))

    def _ask_for_shelf(self) -> None:
        self.shelf_requested.emit(self._shelf.mapToGlobal(QPoint(0, self._shelf.height() + 4)))

    def _show_undo(self) -> None:
        stack = self._document.undo_stack
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())
        self._undo.set_label(f"Undo {stack.undoText()}".strip() + " (Ctrl+Z)")
        self._redo.set_label(f"Redo {stack.redoText()}".strip() + " (Ctrl+Shift+Z)")

    def _fit(self) -> None:
        """Leave out as many dispensable parts as it takes to fit into the width."""
        for hidden in range(len(self._dispensable) + 1):
            for index, parts in enumerate(self._dispensable):
                for part in parts:
                    part.setVisible(index >= hidden)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                return

    def _make_room(self) -> None:
        """Leave out more if a figure has grown; what is hidden stays so until the next resize."""
        least = self._dispensable[-1][0]
        if self._row.minimumSize().width() > self.width() and not least.isHidden():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(1200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _loss(value: float) -> str:
    """Four or three decimals where they tell something, so that the figure stands still."""
    if math.isfinite(value) and 0.001 <= value < 100:
        return f"{value:.{4 if value < 10 else 3}f}"
    return format_number(value)


def _tone(value: float) -> str:
    return "" if math.isfinite(value) else "error"
