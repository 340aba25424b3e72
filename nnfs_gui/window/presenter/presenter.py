"""`Presenter`: full screen, one hero at a time, large words and keys of a remote."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from nnfs_gui.training.thread.session import TrainingSession
from nnfs_gui.widgets.magnify import magnify, room_factor

from ..transport import Transport
from ..views_window import ViewsWindow
from ..words_above import WordsAbove
from .blank import Blank
from .keys import PresenterKeys
from .message_room import MessageRoom
from .places import Places
from .spotlight import Spotlight
from .stage import HEROES, WORDS, Stage

LEAST, MOST = WORDS, 3.2
"""How much larger words are on a projector; on a finer screen they have more pixels."""
PROJECTOR = QSize(1200, 675)
"""A screen on which words of the usual size can just be read from the back row."""
USUAL = QSize(2100, 1300)
"""A window in which words have their usual size; in a larger one they grow."""

SETTLED_MS = 1000
"""After so long a window manager has followed."""


class Presenter(QObject):
    """Fills the screen with one hero, a large header and no forms, and puts all back.

    Words also grow in a window that has room for it, with or without a projector.

    Signals: ``switched(bool)``; ``page_turned(int)``, by how many steps, when a page key is
    pressed while a lesson is shown.
    """

    switched = Signal(bool)
    page_turned = Signal(int)

    def __init__(self, window: ViewsWindow, session: TrainingSession, transport: Transport) -> None:
        super().__init__(window)
        self._window, self.header = window, window.presenter_header
        self._on = self.paged = False
        """``paged`` says that pages turn a lesson's steps instead of the heroes."""
        self._factor, self._was_on = 1.0, False
        self._switched = QElapsedTimer()
        self._places: Places | None = None
        self.stage = Stage(window.cards, *window.views)
        self.spotlight, self.blank = Spotlight(window), Blank(window)
        self._above = WordsAbove(window)
        self._keys = PresenterKeys(window, window.network.canvas, self._handlers())
        self.switched.connect(MessageRoom(window).switch)
        self._connect(session, transport)
        self.header.show_hero(self.stage.hero)
        # A remote's start button sends it, also to who presents already: so it never leaves.
        QShortcut(QKeySequence("F5"), window).activated.connect(self.enter)
        window.installEventFilter(self)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            **{f"hero-{at}": partial(self.stage.show_hero, name)
               for at, name in enumerate(HEROES, start=1)},
            "next": partial(self._turn, 1),
            "previous": partial(self._turn, -1),
            "blank": self.blank.cover,
            "blank-too": self.blank.cover,
            "spotlight": self._toggle_spotlight,
        }  # fmt: skip

    def _connect(self, session: TrainingSession, transport: Transport) -> None:
        header = self.header
        header.play_toggled.connect(transport.toggle)
        header.rewound.connect(transport.rewind)
        header.step_requested.connect(partial(transport.step, "epoch"))
        session.state_changed.connect(header.show_state)
        header.hero_chosen.connect(self.stage.show_hero)
        header.left.connect(self.leave)
        self.stage.hero_changed.connect(header.show_hero)

    @property
    def on(self) -> bool:
        return self._on

    @Slot(bool)
    def switch(self, on: bool) -> None:
        """Enter presenter mode or leave it; a maximised window is maximised again afterwards."""
        if on == self._on:
            return
        self._on = on
        if on:
            self._places = Places(self._window)
        window = self._window
        self.spotlight.switch(False)
        self.blank.uncover()
        self._keys.switch(on)
        window.show_presenter(on)
        self._fit_words()
        self.stage.switch(on)
        self._fill_screen(on)
        places = None if on else self._places
        if places is not None:
            places.give_back_tab()
        self.switched.emit(on)
        if places is not None:
            self._places = None
            places.give_back_focus()

    def _fill_screen(self, on: bool) -> None:
        """Take the whole screen, or give it back.

        Window managers follow late, and tell of each state only then. Shortly after another
        switch the window may seem to be as it is wanted by what was told of the one before, while
        the last one is still to come: so it is asked for anew.
        """
        window, full = self._window, Qt.WindowState.WindowFullScreen
        state = window.windowState()
        wanted, other = (state | full, state & ~full) if on else (state & ~full, state | full)
        if state == wanted and not self._switched.hasExpired(SETTLED_MS):
            window.setWindowState(other)
        window.setWindowState(wanted)
        self._switched.start()

    @Slot()
    def enter(self) -> None:
        self.switch(True)

    @Slot()
    def toggle(self) -> None:
        self.switch(not self._on)

    @Slot()
    def leave(self) -> None:
        self.switch(False)

    def room_for_strip(self) -> int:
        """Pixels that are left below the header's line by the least that the pictures need."""
        window = self._window
        return window.height_beside_cards() - self.header.height_above

    def hold_key(self, name: str, held: bool) -> None:
        """Let a key of `keys.KEYS` do nothing while something else has it."""
        self._keys.hold(name, held)

    def _turn(self, by: int) -> None:
        if self.paged:
            self.page_turned.emit(by)
        else:
            self.stage.next_hero(by)

    def _toggle_spotlight(self) -> None:
        self.spotlight.switch(not self.spotlight.on)

    def _fit_words(self) -> None:
        """Give words the size that the window has room for, and at least a projector's."""
        window = self._window
        factor = room_factor(window.size(), USUAL)
        if self._on:
            factor = max(LEAST, room_factor(window.size(), PROJECTOR, MOST))
        if factor == self._factor and self._on == self._was_on:
            return
        self._factor, self._was_on = factor, self._on
        self.stage.words = factor
        for part in (*window.panels, window.boundary, window.loss, window.tabs, window.strip):
            magnify(part, factor)
        magnify(self.header, factor)
        magnify(window.bar, factor)
        self._above.show_factor(factor)
        self.spotlight.show_magnified(factor)
        window.network.set_presenter(factor if self._on else 1.0)
        window.boundary.set_presenter(factor if self._on else 1.0)
        # Only the card's own words: the canvas is drawn, and has a way of its own.
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        for child in window.network.findChildren(QWidget, options=directly):
            if isinstance(child, (QLabel, QAbstractButton)):
                magnify(child, factor)
        window.network.fit_buttons()
        window.cards.show_words(factor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._fit_words()
        return super().eventFilter(watched, event)
