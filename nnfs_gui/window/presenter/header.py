"""`PresenterHeader`: what a teacher reaches for while presenting, large and in one line."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnfs_gui.document import Document
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.panels.editor import Editor
from nnfs_gui.panels.training import choices
from nnfs_gui.theme import BODY, FIGURE, LABEL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.widgets.drop_down import DropDown
from nnfs_gui.widgets.elided import ElidedLabel
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.number_edit import Range
from nnfs_gui.widgets.number_field import NumberField
from nnfs_gui.widgets.numbers import format_count, format_number, format_percent
from nnfs_gui.widgets.play_button import PlayButton
from nnfs_gui.widgets.segments import Segments
from nnfs_gui.widgets.series import ONE_THREE_TEN, ONE_TWO_FIVE

from .stage import HEROES

_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
_THRESHOLDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_HERO_WORDS = ("Network", "Boundary", "Loss", "Views")
_MARGIN = 16
NOTHING = "–"
LEAST_TITLE = 90
"""Pixels, of usual words, below which a title would be a few letters."""


class PresenterHeader(QFrame):
    """Title, heroes, transport, and the figures and settings a class talks about.

    Where there is little room the accuracy, the title and the words of the heroes go first.

    Signals: ``play_toggled()``, ``rewound()``, ``step_requested()``, ``hero_chosen(name)``
    also when it is the hero already, ``left()``; ``refused(sentence)`` as in `Editor`.
    """

    play_toggled = Signal()
    rewound = Signal()
    step_requested = Signal()
    hero_chosen = Signal(str)
    left = Signal()
    refused = Signal(str)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Presenter")
        self._editor = Editor(document, self)
        self._editor.refused.connect(self.refused)
        self._make_parts(theme)
        self._make_fields()
        self._lay_out()
        self._connect()
        self.show_theme(theme)
        self.show_experiment(document.experiment)
        self.hide()

    # --- what is shown -----------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        self._editor.show_experiment(experiment)
        clipped = experiment.training.clip != "none"
        self._threshold.setVisible(clipped)
        self._fit()
        if not self._in_lesson:
            self._title.set_text(experiment.title)

    def show_lesson(self, title: str, number: str, experiment: Experiment) -> None:
        """Name the lesson and its step in place of the experiment; "" names that again."""
        self._in_lesson = bool(title)
        self._title.set_text(title or experiment.title)
        self._number.setText(number)
        self._number.setAccessibleName(f"Step {number.replace('/', ' of ')}")
        self._fit()

    def hide_accuracy(self, hidden: bool) -> None:
        """Leave the accuracy out where a question is about it."""
        self._hides_accuracy = hidden
        self._fit()

    @property
    def _shows_accuracy(self) -> bool:
        return not self._hides_accuracy and self._accuracy.text() != NOTHING

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._epoch.setText(format_count(snapshot.epoch))
        accuracy, had = snapshot.test_accuracy, self._shows_accuracy
        heights = math.isnan(accuracy) and math.isfinite(explained := snapshot.test_r_squared)
        text = NOTHING if math.isnan(accuracy) else format_percent(accuracy, int(accuracy < 1))
        self._accuracy.setText(format_number(explained, 3) if heights else text)
        self._captions["accuracy"].setText("R²" if heights else "accuracy")
        if self._shows_accuracy != had:
            self._fit()
        self.show_state(snapshot.state)

    def show_state(self, state: RunState) -> None:
        """Show play or pause."""
        self._play.show_running(state is RunState.RUNNING)

    def show_hero(self, name: str, _alone: bool = False) -> None:
        """Show which card is the hero."""
        self._heroes.show_choice(name)

    def show_theme(self, theme: Theme) -> None:
        self._play.show_theme(theme)
        retint(self, theme)

    def show_magnified(self, factor: float) -> None:
        """Give larger words their room."""
        for field, pixels in ((self._rate, 90), (self._clip, 104), (self._threshold, 66)):
            field.setFixedWidth(round(pixels * factor))
        metrics = self._epoch.fontMetrics()
        for figure, widest in ((self._epoch, "8 888"), (self._accuracy, format_percent(0.888, 1))):
            figure.setMinimumWidth(metrics.horizontalAdvance(widest))
        self._fit()

    @property
    def height_above(self) -> int:
        """Pixels of all but what is `below`."""
        margins = self._rows.contentsMargins()
        around = margins.top() + margins.bottom() + self._rows.spacing()
        return self._line.sizeHint().height() + around

    @property
    def below(self) -> QVBoxLayout:
        """Room under the line, for the question of a lesson."""
        return self._rows

    # --- building ----------------------------------------------------------------------------

    def _make_parts(self, theme: Theme) -> None:
        self._in_lesson = self._hides_accuracy = False
        self._title = ElidedLabel(parent=self)
        self._title.setObjectName("presenter-title")
        self._title.setProperty("role", "dim")
        self._title.setFont(font(BODY + 1, 500))
        self._number = QLabel(self)
        self._number.setObjectName("presenter-number")
        self._number.setFont(font(BODY + 1, 600, tabular=True))
        words = [(name, f"{at} {word}") for at, (name, word) in
                 enumerate(zip(HEROES, _HERO_WORDS, strict=True), start=1)]  # fmt: skip
        self._heroes = Segments("hero", "Show large", words, self)
        self._rewind = self._button("presenter-rewind", "rewind", "Rewind to the same weights")
        self._play = PlayButton(theme, self)
        self._play.setObjectName("presenter-play")
        self._step = self._button("presenter-step", "step", "Step one epoch (Ctrl+.)")
        self._leave = self._button("presenter-leave", "close", "Leave presenter mode (Esc)")
        self._epoch = self._figure("presenter-epoch", "Epoch")
        self._accuracy = self._figure("presenter-accuracy", "Test accuracy")

    def _button(self, name: str, picture: str, label: str) -> IconButton:
        button = IconButton(picture, label, self, size=22)
        button.setObjectName(name)
        return button

    def _figure(self, name: str, label: str) -> QLabel:
        figure = QLabel("0", self)
        figure.setObjectName(name)
        figure.setAccessibleName(label)
        figure.setFont(font(FIGURE, 600, tabular=True))
        return figure

    def _make_fields(self) -> None:
        self._rate = NumberField(
            "presenter-rate", "Learning rate", Range(0.0, 1000.0, above=True), self,
            presets=_RATES, step=ONE_THREE_TEN,
        )  # fmt: skip
        self._clip = DropDown("presenter-clip", "Clip gradients", self, choices.clippers())
        self._threshold = NumberField(
            "presenter-threshold", "Clipping threshold", Range(0.0, 1e6, above=True), self,
            presets=_THRESHOLDS, step=ONE_TWO_FIVE,
        )  # fmt: skip
        for field, path in (
            (self._rate, "learning_rate"), (self._clip, "clip"),
            (self._threshold, "clip_threshold"),
        ):  # fmt: skip
            field.setFont(font(BODY + 1, 600, tabular=True))
            self._editor.bind(field, f"training.{path}", edits.set_training)

    def _lay_out(self) -> None:
        row = self._line = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._number)
        row.addWidget(self._title, 1)
        row.addWidget(self._heroes, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(6)
        for button in (self._rewind, self._play, self._step):
            row.addWidget(button)
        row.addSpacing(6)
        self._captions = {}
        for name, parts in (
            ("epoch", (self._epoch,)), ("accuracy", (self._accuracy,)), ("rate", (self._rate,)),
            ("clip", (self._clip, self._threshold)),
        ):  # fmt: skip
            caption = QLabel(name)
            caption.setObjectName("figure-caption")
            caption.setFont(font(LABEL, 500))
            self._captions[name] = caption
            row.addWidget(caption)
            for part in parts:
                row.addWidget(part)
            row.addSpacing(4)
        row.addWidget(self._leave)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(_MARGIN, 6, 8, 6)
        self._rows.setSpacing(4)
        self._rows.addLayout(row)

    def _connect(self) -> None:
        self._play.clicked.connect(self.play_toggled)
        self._rewind.clicked.connect(self.rewound)
        self._step.clicked.connect(self.step_requested)
        self._leave.clicked.connect(self.left)
        self._heroes.pressed.connect(self.hero_chosen)

    # --- room --------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Leave out what is needed least until the rest fits."""
        accuracy = (self._accuracy, self._captions["accuracy"])
        captions = tuple(self._captions[name] for name in ("rate", "clip"))
        for part in (self._title, *accuracy, *captions):
            part.setVisible(part not in accuracy or self._shows_accuracy)
        self._number.setVisible(bool(self._number.text()))
        self._show_hero_words(True)
        self._title.hide()
        if self._spare() < 0:
            self._show_hero_words(False)
        for parts in (accuracy, captions):
            if self._spare() < 0:
                for part in parts:
                    part.hide()
        self._title.setVisible(self._spare() >= magnified(LEAST_TITLE, self))

    def _show_hero_words(self, shown: bool) -> None:
        for at, (name, word) in enumerate(zip(HEROES, _HERO_WORDS, strict=True), start=1):
            button = self._heroes.findChild(QWidget, f"hero-{name}")
            assert button is not None
            button.setProperty("text", f"{at} {word}" if shown else str(at))
            button.setMinimumWidth(magnified(24, self))
        self._heroes.updateGeometry()  # it would hear of the words only later

    def _spare(self) -> int:
        """Pixels that are left over in the line for the title."""
        self._line.invalidate()
        title = 0 if self._title.isHidden() else self._title.sizeHint().width()
        margins = self._rows.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        return room - self._line.sizeHint().width() + title

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
