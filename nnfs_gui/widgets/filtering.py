"""`show_matches`: a list with only what was searched for."""

from __future__ import annotations

from PySide6.QtWidgets import QListWidget


def show_matches(shown: QListWidget, text: str) -> None:
    """Hide what does not hold ``text``; the first that does is chosen, if the chosen one does not.

    Without any match nothing is chosen.
    """
    wanted = text.casefold()
    matches = [row for row in range(shown.count()) if wanted in shown.item(row).text().casefold()]
    for row in range(shown.count()):
        shown.item(row).setHidden(row not in matches)
    if shown.currentRow() not in matches:
        shown.setCurrentRow(matches[0] if matches else -1)
