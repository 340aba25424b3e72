"""`Letters`: the keys A, B, C … that count hands for the options of the strip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from string import ascii_uppercase

from PySide6.QtCore import QObject, Slot

from ..lessons.lesson_window import LessonWindow
from .keys import PresenterKeys
from .presenter import Presenter
from .strip import QuestionStrip

COUNTED_B = "A hand for B. While hands are counted, the full stop blanks the screen."


class Letters(QObject):
    """A letter adds a hand, with Shift it takes one away.

    B also blanks the screen, as remotes have it. While hands are counted it is a letter like the
    others, which is said when it is first pressed; the full stop, which other remotes send, blanks
    at any time.
    """

    def __init__(
        self, window: LessonWindow, presenter: Presenter, strip: QuestionStrip,
        tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._presenter, self._strip = window, presenter, strip
        self._tell, self._told = tell, False
        self._keys: PresenterKeys | None = None
        presenter.switched.connect(self._forget)
        strip.counting_changed.connect(self.take)

    @Slot(bool)
    def take(self, counting: bool) -> None:
        """Take the letters of the options that are shown; B only while counting."""
        self.drop()
        if not self._presenter.on or not self._strip.options:
            return
        self._presenter.hold_key("blank", counting)
        handlers, keys = dict[str, Callable[[], None]](), dict[str, tuple[str, str]]()
        for at, letter in enumerate(ascii_uppercase[: len(self._strip.options)]):
            if letter == "B" and not counting:
                continue
            for name, by in ((letter, 1), (f"Shift+{letter}", -1)):
                handlers[name] = partial(self._count, letter, at, by)
                keys[name] = (name, "")
        self._keys = PresenterKeys(self._window, self._window.network.canvas, handlers, keys)
        self._keys.switch(True)

    def drop(self) -> None:
        """Take no letters."""
        if self._keys is not None:
            self._keys.switch(False)
            self._keys = None
        self._presenter.hold_key("blank", False)

    @Slot()
    def _forget(self) -> None:
        self._told = False

    def _count(self, letter: str, at: int, by: int) -> None:
        self._strip.count(at, by)
        if letter == "B" and not self._told:
            self._told = True
            self._tell(COUNTED_B)
