"""`WalkPanel`: a walk through one step, on the Math tab."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nnfs_gui.experiment.names import class_name
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.training.walk import Kind, Walk
from nnfs_gui.widgets.code_view import CodeWindow
from nnfs_gui.widgets.drop_down import Choice, DropDown
from nnfs_gui.widgets.icons import IconButton

from ..text import Typesetter
from .bars import SampleBars
from .captions import captions
from .clip_picture import ClipPicture
from .columns import CodeColumn, FormulaColumn, NumbersColumn
from .pages import Page, Writer, plain_weight_names
from .phase_bar import PhaseBar
from .sentences import turned

SLOWLY_MS = 2600
"""How long each phase stands while the walk goes by itself."""
NARROW = 1000
"""Pixels of width below which buttons have no words."""


class WalkPanel(QWidget):
    """Phases and buttons over formula, numbers, picture and code.

    Signals: ``moved(Walk)`` when a person goes on, back or follows something else;
    ``next_wanted()`` for another step after this one was taken; ``left()``.
    """

    moved = Signal(object)
    next_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk-panel")
        self._theme = theme
        self._walk: Walk | None = None
        self._opened = False
        self.page: Page | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(SLOWLY_MS)
        self._timer.timeout.connect(self._go_slowly)
        self.phases = PhaseBar(theme)
        self.back_button, self.next_button = QPushButton(), QPushButton()
        self.slow_button = QPushButton()
        self.leave_button = IconButton("close", "Leave the walk (Esc)", self, size=14)
        self.formulas, self.numbers = FormulaColumn(theme), NumbersColumn(theme)
        self.bars, self.clip = SampleBars(theme), ClipPicture(theme)
        self.weights = DropDown("walk-weight", "Weight")
        self.picture_title = QLabel()
        self.code = CodeColumn(theme)
        self._build()
        self._connect()
        self.show_theme(theme)

    @property
    def walk(self) -> Walk | None:
        """What is shown."""
        return self._walk

    def show_walk(self, walk: Walk | None) -> None:
        """Show where a walk is; None stops it."""
        before, self._walk = self._walk, walk
        if walk is None:
            self._stop()
            return
        if before is None or before.index != walk.index or before.layer != walk.layer:
            self._opened = False
        self._write(walk)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.leave_button.show_theme(theme)
        for part in (self.phases, self.bars, self.clip, self.formulas, self.numbers, self.code):
            part.show_theme(theme)
        if self._walk is not None:
            self._write(self._walk)

    # --- what a person does --------------------------------------------------------------------

    @Slot()
    def go_on(self) -> None:
        """To the next phase; after the last one to the next step."""
        walk = self._walk
        if walk is None:
            return
        if walk.is_last:
            self._stop()
            self.next_wanted.emit()
        else:
            self.moved.emit(walk.at(walk.index + 1))

    @Slot()
    def go_back(self) -> None:
        """To the phase before."""
        if self._walk is not None and self._walk.index > 0:
            self._stop()
            self.moved.emit(self._walk.at(self._walk.index - 1))

    @Slot()
    def leave(self) -> None:
        """End the walk."""
        self._stop()
        self.left.emit()

    def open_code(self) -> CodeWindow | None:
        """The whole file of the code that is shown, in a window."""
        found = self.code.main
        if found is None:
            return None
        window = CodeWindow(
            found.file, found.name, found.first, found.last, self._theme, self.window()
        )
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()
        return window

    # --- writing -------------------------------------------------------------------------------

    def _write(self, walk: Walk) -> None:
        page = self.page = Writer(Typesetter(self._theme), opened=self._opened).page(walk)
        kind = walk.phase.kind
        self.phases.show_phase(kind, captions(walk), taken=walk.taken)
        self.formulas.show_page(page)
        self.numbers.show_page(page, _point_words(walk))
        self.code.show_page(page)
        self._write_picture(walk, kind)
        self.back_button.setEnabled(walk.index > 0)
        self._name_next(walk)

    def _name_next(self, walk: Walk) -> None:
        narrow = self.width() < NARROW
        if walk.is_last:
            words, tip = "Next step", "Walk through the step after this one (.)"
        elif walk.index == len(walk.phases) - 2 and not walk.taken:
            words, tip = "Take step", "The last phase: the weights move, and the step is taken (.)"
        else:
            words, tip = "Next", "The next phase (.)"
        self.next_button.setText("▸" if narrow else f"▸ {words}  .")
        self.next_button.setAccessibleName(words)
        self.next_button.setToolTip(tip)
        self.slow_button.setText("▸▸" if narrow else "Play slowly")
        self.slow_button.setEnabled(not walk.is_last)

    def _write_picture(self, walk: Walk, kind: Kind) -> None:
        bars = kind is Kind.GRADIENT
        self.picture.setVisible(bars or kind is Kind.CLIP)
        self.bars.setVisible(bars)
        self.weights.setVisible(bars)
        self.clip.setVisible(kind is Kind.CLIP)
        self.picture_title.setText("Its points" if bars else "Lengths of the gradient")
        names = plain_weight_names(walk)
        if bars:
            shares = walk.prepared.shares(walk.layer, walk.position, walk.followed_source)
            points = [f"point {point + 1}" for point in walk.prepared.points.tolist()]
            what = names[walk.followed_source]
            self.bars.show_shares(shares.tolist(), points, walk.sample, what)
            with QSignalBlocker(self.weights):
                self.weights.set_choices([Choice(str(at), name) for at, name in names.items()])
                self.weights.show_choice(str(walk.followed_source))
        else:
            self.clip.show_lengths(*walk.prepared.norms(), turned(walk))

    # --- inside --------------------------------------------------------------------------------

    @Slot(object)
    def _kind_chosen(self, kind: Kind) -> None:
        if self._walk is not None:
            self._stop()
            found = [at for at, phase in enumerate(self._walk.phases) if phase.kind is kind]
            self.moved.emit(self._walk.at(found[0]))

    @Slot(int)
    def _sample_chosen(self, sample: int) -> None:
        if self._walk is not None:
            self.moved.emit(self._walk.following_sample(sample))

    @Slot(str)
    def _weight_chosen(self, source: str) -> None:
        if self._walk is not None:
            self.moved.emit(self._walk.following_weight(int(source)))

    @Slot(QUrl)
    def _link_opened(self, _link: QUrl) -> None:
        self._opened = True
        if self._walk is not None:
            self._write(self._walk)

    @Slot(bool)
    def _play(self, on: bool) -> None:
        if on:
            self.go_on()
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _go_slowly(self) -> None:
        if self._walk is None or self._walk.is_last:
            self._stop()
        else:
            self.go_on()

    def _stop(self) -> None:
        self._timer.stop()
        self.slow_button.setChecked(False)

    def _connect(self) -> None:
        self.phases.chosen.connect(self._kind_chosen)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.slow_button.toggled.connect(self._play)
        self.leave_button.clicked.connect(self.leave)
        self.bars.chosen.connect(self._sample_chosen)
        self.weights.chosen.connect(self._weight_chosen)
        self.numbers.text.anchorClicked.connect(self._link_opened)
        self.code.open_button.clicked.connect(self.open_code)

    def _build(self) -> None:
        for button, name, words in (
            (self.back_button, "walk-back", "Back"),
            (self.next_button, "walk-next", "Next"),
            (self.slow_button, "walk-slowly", "Play slowly"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(words)
            button.setFont(font(LABEL, 600))
        self.back_button.setText("◂  ,")
        self.back_button.setToolTip("The phase before (,)")
        self.next_button.setProperty("role", "primary")
        self.slow_button.setCheckable(True)
        self.slow_button.setToolTip("Go through all phases by itself")
        self.leave_button.setObjectName("walk-leave")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.phases, 1)
        for part in (self.back_button, self.next_button, self.slow_button, self.leave_button):
            top.addWidget(part)
        self.picture = QWidget()
        side = QVBoxLayout(self.picture)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        heading = QHBoxLayout()
        self.picture_title.setProperty("role", "dim")
        self.picture_title.setFont(font(LABEL))
        heading.addWidget(self.picture_title)
        heading.addWidget(self.weights, 1)
        side.addLayout(heading)
        side.addWidget(self.bars, 1)
        side.addWidget(self.clip, 1)
        columns = QHBoxLayout()
        columns.setSpacing(20)
        columns.addWidget(self.formulas, 5)
        columns.addWidget(self.numbers, 7)
        columns.addWidget(self.picture, 4)
        columns.addWidget(self.code, 9)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(columns, 1)

    # --- Qt ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._walk is not None:
            self._name_next(self._walk)  # words, if there is room for them

    def show_magnified(self, _factor: float) -> None:
        if self._walk is not None:
            self._write(self._walk)


def _point_words(walk: Walk) -> str:
    """What the followed point is: ``point 12, blue, 3 of 10``."""
    data, point = walk.prepared.data, walk.point
    target = float(data.targets[point])
    what = f"target {target:.3g}"
    if data.task == "classification":
        what = class_name(walk.prepared.experiment, int(target))
    count = len(walk.prepared.points)
    which = f", {walk.sample + 1} of {count} in the mini-batch" if count > 1 else ""
    return f"point {point + 1} ({what}){which}"
