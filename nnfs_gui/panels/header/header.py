"""`Header`: what is open, the transport, and the figures that count."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import SMALL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.thread.pace import steps_per_second
from nnfs_gui.widgets.figure import Figure
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.numbers import MINUS, format_count, format_number, format_percent
from nnfs_gui.widgets.play_button import PlayButton
from nnfs_gui.widgets.slider import FlatSlider

from .logo import Logo
from .step_button import StepButton
from .title import Title

HEIGHT = 48
TITLE = 300
"""Most pixels of the title's slot."""
_SPEEDS = 101
_EDGE = 12
"""Pixels between the window's edge and the first and the last part."""


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

    def show_lesson(self, place: str, title: str = "") -> None:
        """Say that a lesson is open, and where it stands; "" if none is."""
        self._title.show_lesson(place, title)

    def show_play_label(self, label: str) -> None:
        """Say what play does first, such as to commit to an answer; "" if it just plays."""
        self._play.set_prefix(label)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a moment, and whether it is one of the past."""
        past = snapshot.past is not None
        self._epoch.show_value(_count(snapshot.epoch), "accent" if past else "")
        self._steps.show_value(_count(snapshot.step), "accent" if past else "")
        self._steps.show_caption("Past step" if past else "Step")
        self._train_loss.show_value(_loss(snapshot.train_loss), _tone(snapshot.train_loss))
        test, accuracy = snapshot.test_loss, snapshot.test_accuracy
        untested = math.isnan(test) and math.isfinite(snapshot.train_loss)  # no points for testing
        self._test_loss.show_value(_loss(test), "" if untested else _tone(test))
        tone = "accent" if math.isfinite(accuracy) else ""
        self._accuracy.show_value(format_percent(accuracy, int(accuracy < 1)), tone)
        self._accuracy.show_caption("Accuracy")
        if math.isnan(accuracy) and math.isfinite(explained := snapshot.test_r_squared):
            self._accuracy.show_value(format_number(explained, 3), "accent")
            self._accuracy.show_caption("R²")
        self.show_state(snapshot.state)

    def show_state(self, state: RunState) -> None:
        """Show play or pause."""
        self._play.show_running(state is RunState.RUNNING)

    def show_speed(self, speed: float) -> None:
        """Show a speed of 0 … 1 without telling anyone."""
        self._speed.show_position(round(speed * (_SPEEDS - 1)))
        self._show_rate(speed)

    def show_presenter(self, on: bool) -> None:
        """Show whether presenter mode is on without telling anyone."""
        self._presenter.setChecked(on)

    def show_magnified(self, factor: float) -> None:
        """Take the height that larger figures need."""
        self.setFixedHeight(round(HEIGHT * factor))
        self._title.setMaximumWidth(round(TITLE * factor))
        self._balance()
        self._reserve_speed()
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
        self._shelf = self._button("shelf", "open", "Lessons, experiments and files")
        self._undo = self._button("undo", "undo", "Undo")
        self._redo = self._button("redo", "redo", "Redo")
        self._rewind = self._button("rewind", "rewind", "Rewind to the same initial weights")
        self._presenter = self._button("presenter", "presenter", "Presenter mode (F11)")
        self._presenter.setCheckable(True)
        self._theme_button = self._button("theme", "moon", "Theme")
        self._export = self._button("export", "export", "Share: pictures and links")

    def _button(self, name: str, picture: str, label: str) -> IconButton:
        button = IconButton(picture, label, self, size=18)
        button.setObjectName(name)
        return button

    def _make_figures(self) -> None:
        self._epoch = Figure("epoch", "Epoch", "88 888", self)
        self._steps = Figure("steps", "Step", "888 888", self)
        self._train_loss = Figure("train-loss", "Train loss", "0.0000", self)
        self._test_loss = Figure("test-loss", "Test loss", "0.0000", self)
        self._accuracy = Figure("accuracy", "Accuracy", "99.9 %", self)
        self._accuracy.setToolTip(
            "Share of the test points that are classified correctly; of heights R², "
            "the share of their variance that is explained"
        )
        self._speed = FlatSlider("speed", "Speed", _SPEEDS, self)
        self._speed.setFixedHeight(25)  # as high as a figure, so that the captions line up
        self._speed_caption = QLabel()
        self._speed_caption.setObjectName("figure-caption")
        self._speed_caption.setFont(font(SMALL, 500))
        self._speed_block = QWidget(self)
        block = QVBoxLayout(self._speed_block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(0)
        block.addStretch(1)
        block.addWidget(self._speed_caption)
        block.addWidget(self._speed)
        block.addStretch(1)
        self._show_rate(1.0)
        self._reserve_speed()

    def _balance(self) -> None:
        """Make the buttons beside play equally wide, so that it is in their middle."""
        sides = max(self._rewind.sizeHint().width(), self._step.sizeHint().width())
        self._rewind.setFixedWidth(sides)
        self._step.setFixedWidth(sides)

    def _reserve_speed(self) -> None:
        """Give the speed the room that its longest words take in the font it has."""
        metrics = self._speed_caption.fontMetrics()
        self._speed_block.setFixedWidth(metrics.horizontalAdvance("SPEED · 8.8k/s") + 2)

    def _lay_out(self) -> None:
        """Three groups; the outer two are equally wide, so that play is in the true middle."""
        self._title.setMinimumWidth(96)
        self._title.setMaximumWidth(TITLE)
        self._balance()
        files = self._group(2, self._menu, self._shelf, self._undo, self._redo)
        looks = self._group(2, self._presenter, self._theme_button, self._export)
        self._left = self._group(8, self._logo, self._title, files, None)
        centre = self._group(6, None, self._rewind, self._play, self._step, None)
        self._right = self._group(
            7, self._epoch, self._steps, self._speed_block, None,
            self._train_loss, self._test_loss, self._accuracy, looks,
        )  # fmt: skip
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 0, _EDGE, 0)
        row.setSpacing(0)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._right.setContentsMargins(4, 0, 0, 0)
        for group, stretch in ((self._left, 1), (centre, 0), (self._right, 1)):
            row.addWidget(group, stretch)
        self._centre = centre
        self._dispensable = (
            (self._left, (self._undo, self._redo)), (self._right, (self._speed_block,)),
            (self._right, (self._steps,)), (self._left, (self._logo,)),
            (self._left, (self._title,)), (self._right, (self._presenter, self._theme_button)),
        )  # fmt: skip

    def _group(self, spacing: int, *parts: QWidget | None) -> QWidget:
        """Parts side by side; None takes the room that is left."""
        group = QWidget(self)
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        for part in parts:
            if part is None:
                row.addStretch(1)
            else:
                row.addWidget(part)
        return group

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
        self._show_rate(position / (_SPEEDS - 1))
        self.speed_moved.emit(position / (_SPEEDS - 1))

    def _show_rate(self, speed: float) -> None:
        """Say beside the slider how many steps a second it means."""
        rate = steps_per_second(speed)
        words = "full" if rate is None else f"{_rate(rate)}/s"
        self._speed_caption.setText(f"SPEED · {words}")
        self._speed.setToolTip("Speed: full" if rate is None else f"Speed: {words} steps")

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
        for _, parts in self._dispensable:
            for part in parts:
                part.show()
        half = (self.width() - 2 * _EDGE - self._centre.sizeHint().width()) // 2
        for group, parts in self._dispensable:
            if _least_width(group) > half:
                for part in parts:
                    part.hide()

    def sizeHint(self) -> QSize:
        return QSize(1200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _least_width(group: QWidget) -> int:
    layout = group.layout()
    assert layout is not None
    layout.invalidate()
    return layout.minimumSize().width()


def _count(number: int) -> str:
    """A whole number that fits its slot: 12 300 000 gives ``12.30 M``."""
    return format_count(number) if number < 1_000_000 else f"{number / 1e6:,.2f}\u2009M"


def _rate(steps: float) -> str:
    """Two digits of a rate: 3.2, 100, 3.2k."""
    thousands, steps = steps >= 1000, steps / 1000 if steps >= 1000 else steps
    return f"{steps:.{0 if steps >= 10 else 1}f}".removesuffix(".0") + ("k" if thousands else "")


def _loss(value: float) -> str:
    """Four or three decimals where they tell something, so that the figure stands still."""
    if math.isfinite(value) and 0.001 <= value < 100:
        return f"{value:.{4 if value < 10 else 3}f}"
    if 0 < value < 0.001:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{MINUS}{abs(int(exponent))}"
    return format_number(value)


def _tone(value: float) -> str:
    return "" if math.isfinite(value) else "error"
