"""`Stage`: one card as the hero, beside at most what goes with it, for a room that looks on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from nnfs_gui.plots.tabs import BottomTabs

from ..layout import GAP, CardLayout

HEROES = ("network", "boundary", "loss", "views")
"""What can be the hero, in the order of the keys 1 to 4."""
COMPANIONS = {
    "network": ("boundary", "loss"),
    "boundary": ("network",),
    "loss": ("boundary",),
    "views": ("boundary",),
}
"""What stands beside each hero, smaller, unless it is alone."""
SHARE = 0.645
"""The hero's share of the width, as in a picture with a caption column."""
WORDS = 1.35
"""How much larger words are on a small screen; the least sizes below are for that."""
LEAST = 330
"""Pixels that a companion keeps."""
LEAST_VIEWS = 800
"""Pixels below which the views' own headers would not fit."""
LEAST_LOSS = 170
"""Pixels below which a loss beside the boundary would be a smear."""


@dataclass(frozen=True)
class Places:
    """Widths of the network, of the column at the right and of the views; 0 is not seen."""

    network: int = 0
    right: int = 0
    views: int = 0
    boundary: int = 0
    loss: int = 0


def places(hero: str, alone: bool, width: int, height: int, words: float = WORDS) -> Places:
    """The sizes of the cards in an area of ``width`` × ``height`` pixels.

    ``words`` says how much larger than usual words are, which need the more room.
    ``boundary`` and ``loss`` share the column at the right: its width if the loss is the hero,
    and its height otherwise.
    """
    room, grown = width - GAP, max(1.0, words / WORDS)
    beside = 0 if alone else max(round(LEAST * grown), round((1 - SHARE) * room))
    main = width if alone else room - beside
    if hero == "network":
        # The plane is square; what is left under it goes to the loss.
        boundary = min(height, max(round(0.56 * height), beside + 40))
        loss = height - GAP - boundary
        loss = loss if loss >= LEAST_LOSS * grown else 0
        boundary = height - GAP - loss if loss else height
        return Places(network=main, right=beside, boundary=boundary, loss=0 if alone else loss)
    if hero == "boundary":
        return Places(network=beside, right=main, boundary=height)
    if hero == "loss":
        return Places(right=width, boundary=beside, loss=main)
    if main < LEAST_VIEWS * grown:
        return Places(views=width)
    return Places(right=beside, views=main, boundary=height)


class Stage(QObject):
    """Arranges the cards around the hero while it is on, and puts them back when it is not.

    A click on the title of a companion makes it the hero.

    Signals: ``hero_changed(name, alone)``.
    """

    hero_changed = Signal(str, bool)

    def __init__(
        self, cards: CardLayout, network: QWidget, boundary: QWidget, loss: QWidget,
        tabs: BottomTabs,
    ) -> None:  # fmt: skip
        super().__init__(cards)
        self._cards, self._tabs = cards, tabs
        self._parts: dict[str, QWidget] = {
            "network": network, "boundary": boundary, "loss": loss, "views": tabs,
        }  # fmt: skip
        self._on = self._alone = self._were_closed = False
        self._hero = HEROES[0]
        self.words = WORDS
        """How much larger than usual words are."""
        for part in self._parts.values():
            part.installEventFilter(self)

    @property
    def hero(self) -> str:
        return self._hero

    @property
    def alone(self) -> bool:
        """Whether the hero has all the room."""
        return self._alone

    def switch(self, on: bool) -> None:
        """Give the hero the room, or everything its own place."""
        if on == self._on:
            return
        self._on = on
        if on:
            self._were_closed = self._tabs.closed
            self._tabs.set_closed(False)
            self._cards.set_stage(self._fit)
        else:
            self._cards.set_stage(None)
            self._tabs.set_closed(self._were_closed)
        self._arrange()

    def show_hero(self, name: str) -> None:
        """Make a card the hero; the hero itself gets all the room, or gives it back."""
        self._alone = not self._alone if name == self._hero else False
        self._hero = name
        self._arrange()
        self.hero_changed.emit(name, self._alone)

    def next_hero(self, by: int) -> None:
        """Make the next card the hero, or the one before; it goes round."""
        at = (HEROES.index(self._hero) + by) % len(HEROES)
        self._alone = False
        self.show_hero(HEROES[at])

    def _arrange(self) -> None:
        seen = set(HEROES) if not self._on else {self._hero}
        if not self._alone:
            seen |= set(COMPANIONS[self._hero])
        for name, part in self._parts.items():
            part.setVisible(name in seen)
        cards, hero = self._cards, self._hero if self._on else ""
        cards.right.setVisible(bool(seen & {"boundary", "loss"}))
        across = cards.across
        across.setVisible(hero != "views" or not self._alone)
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        cards.right.setOrientation(horizontal if hero == "loss" else vertical)
        cards.down.setOrientation(horizontal if hero == "views" else vertical)
        cards.fit()
        self._keep_focus()

    def _keep_focus(self) -> None:
        """Leave the keyboard with the hero, not with the button that happens to come next."""
        window, hero = self._cards.window(), self._parts[self._hero]
        (window if not self._on or self._hero == "network" else hero).setFocus()

    def _fit(self, width: int, height: int) -> None:
        """Give the cards their sizes; `CardLayout` asks for it."""
        cards, hero = self._cards, self._hero
        sizes = places(hero, self._alone, width, height, self.words)
        if hero == "network":
            self._parts["loss"].setVisible(sizes.loss > 0)
        hidden = [0] * (cards.across.count() - 2)  # the forms; a lesson is not in there
        cards.across.setSizes([*hidden, sizes.network, sizes.right])
        cards.right.setSizes([sizes.boundary, sizes.loss])
        if hero == "views":
            cards.across.setVisible(sizes.right > 0)
            cards.down.setSizes([sizes.right, sizes.views])
        else:
            cards.down.setSizes([height, 0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._on and event.type() == QEvent.Type.MouseButtonRelease:
            assert isinstance(event, QMouseEvent)
            name = next((name for name, part in self._parts.items() if part is watched), "")
            if name and name != self._hero and event.button() == Qt.MouseButton.LeftButton:
                self.show_hero(name)
        return super().eventFilter(watched, event)
