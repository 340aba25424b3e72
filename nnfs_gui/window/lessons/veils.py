"""`Veils`: covers boundary and loss while they are what is asked about."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnfs_gui.theme import Theme
from nnfs_gui.widgets.veil import Veil

from ..views_window import ViewsWindow
from .locks import Locks
from .padlocks import HIDDEN

FIRST, SHORT = "Answer first; then you will see.", "Answer first"
"""Said over a whole view, and where it covers points."""


class Veils(QObject):
    """One veil for each of the two views on the right."""

    def __init__(self, window: ViewsWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.withheld: frozenset[str] = frozenset()
        self._veils = {
            "boundary": Veil(window.boundary, window.boundary.title, theme),
            "loss_chart": Veil(window.loss, window.loss.title, theme),
        }

    @property
    def boundary(self) -> Veil:
        return self._veils["boundary"]

    @property
    def loss(self) -> Veil:
        return self._veils["loss_chart"]

    def cover(self, locks: Locks, question: str, free: str = "") -> None:
        """Cover the loss, and of the boundary all but the points, and say why; "" shows both.

        What is hidden in the step is covered anyway.  ``free`` is ``"loss_chart"`` while the answer
        is drawn on it.
        """
        for name, veil in self._veils.items():
            veil.cover(HIDDEN if name in locks.hidden else "")
        if "loss_chart" not in locks.hidden and free != "loss_chart":
            self.loss.cover(question)
        # The points are what most questions are about: they stay.
        self._window.boundary.veil(SHORT if question else "")
        # What is not seen is not told either: to screen readers, in tips, tables and figures.
        asked = {"boundary", *({"loss_chart"} - {free})} if question else set()
        self.withheld = locks.withheld | asked
        for view in (self._window.boundary, self._window.loss, self._window.tabs):
            view.withhold(self.withheld)

    def show_theme(self, theme: Theme) -> None:
        for veil in self._veils.values():
            veil.show_theme(theme)
