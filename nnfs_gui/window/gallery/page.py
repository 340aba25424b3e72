"""`GalleryPage`: covers the window and offers lessons, experiments and recent files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnfs_gui.experiment.model import Experiment
from nnfs_gui.theme import LABEL, Theme, font
from nnfs_gui.widgets.flow import Flow
from nnfs_gui.widgets.magnify import factor_of, magnified, magnify_whole

from .banner import Banner
from .broken_chip import BrokenChip
from .cards import CARD, Chip, LessonCard
from .catalogue import IN_ORDER, LessonEntry

GAP, EDGE = 14, 40
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
WIDEST = 2000
"""Pixels of the page, which stands in the middle of a wider window; more for larger words."""


class GalleryPage(QWidget):
    """Lessons with pictures and progress, what to go on with, experiments and files.

    Signals: ``lesson_chosen(LessonEntry)``, ``preset_chosen(str)``, ``file_chosen(Path)``,
    ``open_asked()`` for a file dialog, ``closed()`` when a person just wants to play;
    ``menu_asked(LessonEntry, QPoint)`` for what else can be done with a lesson, and
    ``removal_asked(LessonEntry)`` by key; ``file_menu_asked(Path, QPoint)`` and
    ``file_removal_asked(Path)`` of a file that is no lesson.
    """

    menu_asked = Signal(object, QPoint)
    removal_asked = Signal(object)
    file_menu_asked = Signal(object, QPoint)
    file_removal_asked = Signal(object)

    lesson_chosen = Signal(object)
    preset_chosen = Signal(str)
    file_chosen = Signal(object)
    open_asked = Signal()
    closed = Signal()

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("gallery-page")
        self.setAccessibleName("Lessons and experiments")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window, self._theme = window, theme
        self._first_time = False
        self._cards: list[LessonCard] = []
        self._chips: list[Chip] = []
        self.buttons = QHBoxLayout()
        self._make_head()
        self._make_banner()
        self._make_sections()
        self._lay_out()
        window.installEventFilter(self)
        self.hide()

    @property
    def cards(self) -> tuple[LessonCard, ...]:
        return tuple(self._cards)

    @property
    def chips(self) -> tuple[Chip, ...]:
        return tuple(self._chips)

    def show_lessons(
        self, lessons: Sequence[LessonEntry], broken: Sequence[tuple[Path, str]] = (), *,
        first_time: bool,
    ) -> None:  # fmt: skip
        """Show the lessons; at the first time the tour is offered above all.

        Files of one's own that are no lessons, or not yet, stand there with the reason.
        """
        self._first_time = first_time
        bundled = [self._card(entry, self._lessons) for entry in lessons if not entry.is_own]
        own = [self._card(entry, self._own) for entry in lessons if entry.is_own]
        self._cards = [*bundled, *own]
        self._lessons.show_items(bundled)
        self._own.show_items([*own, *(self._broken_chip(*one) for one in broken)])
        for flow in (self._lessons, self._own):
            magnify_whole(flow, factor_of(self))
        for one in (self._own_head, self._own):
            one.setVisible(bool(self._own.items))
        # Neither the tour nor one's own.
        counted = [entry for entry in lessons if entry.number and not entry.is_own]
        done = sum(entry.is_done for entry in counted)
        minutes = sum(entry.lesson.minutes for entry in counted) / max(1, len(counted))
        minutes = round(minutes / 5) * 5
        self._about.setText(
            f"{done} of {len(counted)} done · about {minutes} minutes each · "
            f"1–{IN_ORDER} in order, then as you like"
        )
        self._show_banner(lessons)

    def _card(self, entry: LessonEntry, flow: Flow) -> LessonCard:
        card = LessonCard(entry, self._theme, flow)
        card.clicked.connect(self._card_clicked)
        card.row_asked.connect(self._go_to_row)
        card.menu_asked.connect(self._menu_asked)
        card.removal_asked.connect(self._removal_asked)
        return card

    def _broken_chip(self, path: Path, reason: str) -> BrokenChip:
        chip = BrokenChip(path, reason, self._theme, self._own)
        chip.clicked.connect(self._file_clicked)
        chip.row_asked.connect(self._go_to_row)
        chip.menu_asked.connect(self.file_menu_asked)
        chip.removal_asked.connect(self.file_removal_asked)
        return chip

    def show_experiments(
        self, presets: Sequence[tuple[str, Experiment]], files: Sequence[Path]
    ) -> None:
        """Show the presets with their notes, and recent files."""
        chips = []
        for slug, experiment in presets:
            chip = Chip(f"preset-{slug}", f"preset {slug}", experiment.title, experiment.notes,
                        self._theme, self._experiments)  # fmt: skip
            chip.setProperty("slug", slug)
            chip.clicked.connect(self._preset_clicked)
            chips.append(chip)
        self._experiments.show_items(chips)
        recent = []
        for index, path in enumerate(files):
            chip = Chip(f"recent-{index}", f"file {path}", path.name, str(path.parent),
                        self._theme, self._recent)  # fmt: skip
            chip.setProperty("path", str(path))
            chip.clicked.connect(self._file_clicked)
            recent.append(chip)
        self._recent.show_items(recent)
        self._recent_head.setVisible(bool(recent))
        self._recent.setVisible(bool(recent))
        self._chips = [*chips, *recent]
        for chip in self._chips:
            chip.row_asked.connect(self._go_to_row)
        for flow in (self._experiments, self._recent):
            magnify_whole(flow, factor_of(self))

    def show_picture(self, key: str, image: QImage) -> None:
        """A picture has been made."""
        for one in (*self._cards, *self._chips):
            if one.key == key:
                one.show_picture(image)
        self._banner.show_picture(key, image)

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        broken = [one for one in self._own.items if isinstance(one, Chip)]
        for one in (*self._cards, *self._chips, *broken):
            one.show_theme(theme)
        self._banner.show_theme(theme)
        self.update()

    def show_magnified(self, _factor: float) -> None:
        self._fit_edges()

    def open(self) -> None:
        """Cover the window."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._scroll.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_action(self, action: QAction) -> None:
        """Put a button into the head that leaves the page and does what ``action`` does."""
        name = action.objectName().replace("action-", "gallery-")
        button = self._button(name, action.text(), action.text())
        button.clicked.connect(self.closed)
        button.clicked.connect(action.trigger)
        self.buttons.addWidget(button)

    # --- building ----------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._head = QFrame(self)
        self._head.setObjectName("header-bar")
        name = QLabel("NNFS Playground")
        name.setFont(font(15, 600))
        about = QLabel("learn how neural networks work by building one")
        about.setProperty("role", "dim")
        about.setFont(font(LABEL))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(about)
        self._open = self._button("gallery-open", "Open file…", "Open an experiment or a lesson")
        self._play = self._button("gallery-play", "Just play", "Close this and play (Esc)")
        self._play.setProperty("role", "primary")
        row = self._top = QHBoxLayout(self._head)
        row.addLayout(words)
        row.addStretch(1)
        row.addWidget(self._open)
        row.addLayout(self.buttons)
        row.addWidget(self._play)
        self._open.clicked.connect(self.open_asked)
        self._play.clicked.connect(self.closed)

    def _make_banner(self) -> None:
        go = self._button("gallery-continue", "Continue", "Open this lesson")
        self._banner = Banner(go, self._theme, self)
        self._banner.chosen.connect(self.lesson_chosen)

    def _make_sections(self) -> None:
        self._about = QLabel()
        self._about.setProperty("role", "dim")
        self._lessons = Flow(GAP, CARD.width())
        self._experiments, self._recent = Flow(10), Flow(10)
        self._recent_head = _heading("Your files", "")
        self._own = Flow(GAP, CARD.width())
        self._own_head = _heading("Your lessons", "opened or saved last")

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("scroll-content")
        body = self._body = QVBoxLayout(content)
        body.setSpacing(GAP)
        body.addWidget(self._banner)
        body.addWidget(_heading("Lessons", self._about))
        body.addWidget(self._lessons)
        body.addWidget(self._own_head)
        body.addWidget(self._own)
        body.addSpacing(6)
        body.addWidget(_heading("Experiments to play with", "each with a note on what to try"))
        body.addWidget(self._experiments)
        body.addWidget(self._recent_head)
        body.addWidget(self._recent)
        body.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("gallery-scroll")
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._scroll, 1)

    def _button(self, name: str, text: str, label: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(label)
        button.setAccessibleDescription(label)
        return button

    def _show_banner(self, lessons: Sequence[LessonEntry]) -> None:
        had_focus = self._banner.go.hasFocus()
        self._banner.show_lessons(list(lessons), first_time=self._first_time)
        shown = not self._banner.isHidden()
        if had_focus and not shown:
            self.setFocus()  # or Qt hands it on to whatever comes next
        elif shown and self.hasFocus():
            self._banner.go.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what people do ----------------------------------------------------------------------

    def _card_clicked(self) -> None:
        card = self.sender()
        assert isinstance(card, LessonCard)
        self.lesson_chosen.emit(card.entry)

    def _preset_clicked(self) -> None:
        self.preset_chosen.emit(str(self.sender().property("slug")))

    def _file_clicked(self) -> None:
        self.file_chosen.emit(Path(str(self.sender().property("path"))))

    def _menu_asked(self, at: QPoint) -> None:
        card = self.sender()
        assert isinstance(card, LessonCard)
        self.menu_asked.emit(card.entry, at)

    def _removal_asked(self) -> None:
        card = self.sender()
        assert isinstance(card, LessonCard)
        self.removal_asked.emit(card.entry)

    def _go_to_row(self, down: bool) -> None:
        """Go to what stands nearest in the row below or above, if there is one."""
        card = self.sender()
        assert isinstance(card, QWidget)
        here, sign = self._middle_of(card), 1 if down else -1
        ahead = [
            (sign * (at.y() - here.y()), abs(at.x() - here.x()), index, stop)
            for index, stop in enumerate(self._stops())
            if sign * ((at := self._middle_of(stop)).y() - here.y()) > card.height() // 2
        ]
        if ahead:
            nearest = min(ahead)[-1]
            nearest.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(nearest, 0, GAP)

    # --- Qt ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_edges()

    def _fit_edges(self) -> None:
        edge = max(EDGE, (self.width() - magnified(WIDEST, self)) // 2)
        self._top.setContentsMargins(edge, 7, max(24, edge), 7)
        self._body.setContentsMargins(edge, 22, edge, 30)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Letters and the space bar mean nothing to what lies below."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            letter = bool(event.text()) and event.text().isprintable()
            event.setAccepted(event.modifiers() in _PLAIN and letter)
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go through the page from its top to its foot and again, and never below it."""
        stops = self._stops()
        here = self._window.focusWidget()
        at = stops.index(here) if here in stops else (-1 if forward else len(stops))
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _stops(self) -> list[QWidget]:
        """Where the tab key stops, from the top to the foot."""
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
        ]
        return sorted(stops, key=self._place_of)

    def _middle_of(self, widget: QWidget) -> QPoint:
        return widget.mapTo(self, widget.rect().center())

    def _place_of(self, widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(self, QPoint(0, 0))
        return (-1 if self._head.isAncestorOf(widget) else at.y()), at.x()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.bg))
        painter.end()


def _heading(text: str, about: str | QLabel) -> QWidget:
    """A section's name, and a few dim words beside it."""
    row = QWidget()
    title = QLabel(text)
    title.setFont(font(16, 600))
    words = QLabel(about) if isinstance(about, str) else about
    words.setProperty("role", "dim")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    layout.addWidget(title)
    layout.addWidget(words)
    layout.addStretch(1)
    return row
