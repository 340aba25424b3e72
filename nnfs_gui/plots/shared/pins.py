"""Pinned runs: which there are, and their colours."""

from __future__ import annotations

from collections.abc import Mapping

from nnfs_gui.theme import Theme
from nnfs_gui.training.tape.picture import TapePicture

MOST_PINNED = 6


def pinned_places(tape: TapePicture) -> Mapping[int, int]:
    """For each pinned run, by its number, the place of its colour."""
    pinned = [branch.number for branch in tape.branches if branch.pinned]
    return {number: place for place, number in enumerate(pinned[:MOST_PINNED])}


def pin_letter(place: int) -> str:
    """What a pinned run is called in short: ``A`` is the oldest of them."""
    return "ABCDEF"[place]


def pin_colour(theme: Theme, place: int) -> str:
    """The colour of a pinned run: told apart also by those who see fewer colours."""
    return theme.class_color(place + 2, 8)
