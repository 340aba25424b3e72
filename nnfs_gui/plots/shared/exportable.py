"""`ExportableCard`: what can be copied, saved and read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from nnfs_gui.theme import Theme
from nnfs_gui.training.snapshot import Snapshot
from nnfs_gui.widgets.card import Card

Cell = float | int | str
Table = tuple[Sequence[str], Sequence[Sequence[Cell]]]
"""Column names and rows."""


class ExportableCard(Card):
    """A card that can be copied and saved, as a figure or as numbers.

    Signals: ``failed(str)`` with a sentence for people.
    """

    failed = Signal(str)
    theme: Theme
    snapshot: Snapshot | None
    framed: bool
    withheld: frozenset[str] = frozenset()
    """Views of which nothing is told, by the names of `experiment.controls`."""

    def summary(self) -> str:
        """What the card shows, in one or two sentences."""
        return ""

    def table(self) -> Table:
        """The numbers behind the picture."""
        return (), ()
