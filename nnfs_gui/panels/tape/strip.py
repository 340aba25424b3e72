"""`TapeStrip`: the slim strip at the foot of the window, with the tape and what it can do."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QLabel, QMenu, QPushButton, QWidget

from nnfs_gui.theme import BODY, LABEL, Theme, font
from nnfs_gui.training.snapshot import RunState, Snapshot
from nnfs_gui.training.tape.picture import Place
from nnfs_gui.widgets.icons import IconButton, retint
from nnfs_gui.widgets.magnify import magnified
from nnfs_gui.widgets.numbers import format_count

from .geometry import TapeMap, lay_out
from .line import TapeLine

SLIM, TALL = 36, 48
"""Heights in pixels, without and with words under the marks."""
INTERVAL_MS = 100
"""Least time between two drawings while training."""
MIN_WINDOW, TALL_WINDOW = 720, 880
"""Heights of the window below which there is no strip, and from which it has words."""


class TapeStrip(QFrame):
    """Shows where in the run's history one is, and goes elsewhere.

    Signals: ``sought(Place, near)``; ``continued()``, ``returned()`` to the run itself and
    ``replayed()``; ``bookmarked(Place, name)``, without a name to take a bookmark away;
    ``asked_what_happened(Place)`` at a divergence.
    """

    sought = Signal(object, bool)
    continued = Signal()
    returned = Signal()
    replayed = Signal()
    bookmarked = Signal(object, str)
    asked_what_happened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("History")
        self._snapshot: Snapshot | None = None
        self._naming: Place | None = None
        self._shown_at = 0.0
        self._left_out = False
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(INTERVAL_MS)
        self._due.timeout.connect(self._draw)
        self.line = TapeLine(theme, self)
        self.line.sought.connect(self.sought)
        self.line.divergence_pressed.connect(self.asked_what_happened)
        self._build()
        self.show_theme(theme)
        self.hide()  # until the window's height is known

    # --- from the window ---------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where the snapshot lies; while training, ten times a second at most."""
        self._snapshot = snapshot
        left = INTERVAL_MS - 1000 * (perf_counter() - self._shown_at)
        if snapshot.state is not RunState.RUNNING or left <= 0:
            self._draw()
        elif not self._due.isActive():
            self._due.start(int(left) + 1)

    def show_theme(self, theme: Theme) -> None:
        self.line.show_theme(theme)
        retint(self, theme)

    def fit(self, height: int) -> None:
        """Take the room that a window of this height has for the strip, or none."""
        tall = height >= TALL_WINDOW
        self.setFixedHeight(magnified(TALL if tall else SLIM, self))
        self.setVisible(height >= MIN_WINDOW and not self._left_out)
        self.line.set_labelled(tall)

    def leave_out(self, out: bool) -> None:
        """Take no room at all, whatever the window's height, or as much as usual again."""
        self._left_out = out
        self.fit(self.window().height())

    def show_magnified(self, _factor: float) -> None:
        """Take the room that larger words need."""
        self.fit(self.window().height())
        self._reserve()
        self.line.updateGeometry()

    @Slot()
    def ask_for_bookmark(self) -> None:
        """Ask for the name of a bookmark at the step that is shown now."""
        tape = self._map()
        if tape is None:
            return
        place = tape.shown
        dialog = QInputDialog(self)
        dialog.setObjectName("bookmark")
        dialog.setWindowTitle("Bookmark")
        dialog.setLabelText(f"Name of step {format_count(place.step)} (empty takes it away)")
        dialog.setTextValue(_name_at(tape, place))
        self._naming = place
        dialog.textValueSelected.connect(self._named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _named(self, name: str) -> None:
        if self._naming is not None:
            self.bookmarked.emit(self._naming, name.strip())

    # --- building ----------------------------------------------------------------------------

    def _build(self) -> None:
        title = QLabel("History")
        title.setObjectName("card-title")
        title.setFont(font(BODY, 600))
        self._now = QLabel()
        self._now.setObjectName("tape-now")
        self._now.setFont(font(LABEL, 500, tabular=True))
        self._continue = QPushButton()
        self._continue.setObjectName("tape-continue")
        self._continue.setProperty("role", "link")
        self._continue.setFont(font(LABEL, 500, tabular=True))
        self._continue.setToolTip("Train on from this step (Space); what came after it is kept")
        self._continue.clicked.connect(self.continued)
        self._slot = QWidget()
        slot = QHBoxLayout(self._slot)
        slot.setContentsMargins(0, 0, 0, 0)
        slot.addStretch(1)
        slot.addWidget(self._now)
        slot.addWidget(self._continue)
        self._back = self._button("tape-return", "ph.arrow-line-right", "Back to now (End)")
        self._back.clicked.connect(self.returned)
        replay = self._button("tape-replay", "ph.repeat", "Replay the recorded run (R)")
        replay.clicked.connect(self.replayed)
        bookmark = self._button("tape-bookmark", "ph.bookmark-simple", "Bookmark this step (B)")
        bookmark.clicked.connect(self.ask_for_bookmark)
        more = self._button("tape-more", "ph.dots-three", "Marks and branches")
        more.clicked.connect(self._more)
        self._more_button = more
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(4)
        row.addWidget(title)
        row.addSpacing(8)
        row.addWidget(self.line, 1)
        row.addSpacing(4)
        for part in (self._slot, self._back, replay, bookmark, more):
            row.addWidget(part)
        self._continue.hide()
        self._back.setEnabled(False)
        self._reserve()

    def _button(self, name: str, picture: str, label: str) -> IconButton:
        button = IconButton(picture, label, self, size=16)
        button.setObjectName(name)
        return button

    def _reserve(self) -> None:
        """Keep the room of the longest words, so that the line stands still."""
        metrics = QFontMetrics(self._continue.font())
        self._slot.setFixedWidth(metrics.horizontalAdvance(_words(888_888, past=True)) + 16)

    # --- showing -----------------------------------------------------------------------------

    def _map(self) -> TapeMap | None:
        snapshot = self._snapshot
        if snapshot is None or snapshot.tape is None:
            return None
        return lay_out(snapshot.tape, snapshot.past)

    @Slot()
    def _draw(self) -> None:
        self._due.stop()
        snapshot = self._snapshot
        tape = self._map() if self.isVisible() else None
        if snapshot is None or tape is None:
            return
        self._shown_at = perf_counter()
        self.line.show_map(tape)
        past = snapshot.past is not None
        words = _words(tape.shown.step, past)
        (self._continue if past else self._now).setText(words)
        self._continue.setVisible(past)
        self._now.setVisible(not past)
        self._back.setEnabled(past)
        if snapshot.state is not RunState.RUNNING:
            self.line.setAccessibleDescription(_spoken(tape, past))

    # --- the menu ----------------------------------------------------------------------------

    def _more(self) -> None:
        self._open_menu(self._more_button.mapToGlobal(QPoint(0, 0)))

    def _open_menu(self, at: QPoint) -> None:
        menu = self.make_menu()
        menu.popup(QPoint(at.x(), at.y() - menu.sizeHint().height()))

    def make_menu(self) -> QMenu:
        """Every mark and every branch to go to, for those who use no mouse."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._chosen)
        tape, snapshot = self._map(), self._snapshot
        if tape is None or snapshot is None or snapshot.tape is None:
            return menu
        for placed in tape.marks:
            if placed.row == 0:
                step = format_count(placed.mark.step)
                self._add(menu, f"Step {step}: {placed.mark.text}", placed.place)
                if placed.mark.kind == "diverged":
                    self._add(menu, f"What happened after step {step}?", placed.place, ask=True)
        menu.addSeparator()
        for branch in snapshot.tape.branches:
            if len(snapshot.tape.branches) > 1:
                words = f"Branch {branch.number}, to step {format_count(branch.end)}"
                self._add(menu, words, Place(branch.number, branch.end))
        return menu

    def _add(self, menu: QMenu, text: str, place: Place, *, ask: bool = False) -> None:
        menu.addAction(text.replace("&", "&&")).setData((place.branch, place.step, ask))

    def _chosen(self, action: QAction) -> None:
        branch, step, ask = action.data()
        self.sought.emit(Place(branch, step), False)
        if ask:
            self.asked_what_happened.emit(Place(branch, step))

    # --- Qt ----------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()


def _words(step: int, past: bool) -> str:
    return (
        f"Continue from step {format_count(step)}" if past else f"step {format_count(step)} · now"
    )


def _spoken(tape: TapeMap, past: bool) -> str:
    """Where the handle stands, for screen readers."""
    where = "in the past" if past else "now"
    coarse = f"; steps before {tape.coarse_until} take longer to show" if tape.coarse_until else ""
    return f"step {tape.shown.step} of {tape.end}, {where}{coarse}"


def _name_at(tape: TapeMap, place: Place) -> str:
    names = (p.mark.text for p in tape.marks if p.place == place and p.mark.kind == "bookmark")
    return next(names, "")
