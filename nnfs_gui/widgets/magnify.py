"""Larger words for a projector: whole parts of the window magnified, and put back exactly."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

MOST = 1.6
"""Beyond this, room is worth more to the pictures than to the words."""
FACTOR = "magnification"
"""Property of a magnified widget."""
_OWN_PIXELS = "own-pixels"


@runtime_checkable
class Magnifiable(Protocol):
    """A widget that has more to adapt than its font: sizes of its own, or what it paints."""

    def show_magnified(self, factor: float) -> None: ...


def magnify(root: QWidget, factor: float) -> None:
    """Show the words of ``root`` and of all in it ``factor`` times as large; 1 is their own size.

    Only fonts that a widget was given are changed; the others follow their parents.
    """
    for widget in (root, *root.findChildren(QWidget)):
        widget.setProperty(FACTOR, factor)
        _magnify_font(widget, factor)
    # What is inside comes first: a part that makes room for its parts asks how large they are.
    for widget in reversed((root, *root.findChildren(QWidget))):
        if isinstance(widget, Magnifiable):
            widget.show_magnified(factor)


def room_factor(size: QSize, usual: QSize, most: float = MOST) -> float:
    """How much larger words may be in a window of ``size``, in steps of a twentieth.

    Up to the ``usual`` size they are as large as ever; beyond, the room is shared with them.
    """
    spare = min(size.width() / usual.width(), size.height() / usual.height())
    return round(20 * min(most, max(1.0, spare))) / 20


def magnified(pixels: int, widget: QWidget) -> int:
    """A size in pixels, as ``widget`` is to show it: for what it paints by itself."""
    return round(pixels * float(widget.property(FACTOR) or 1.0))


def _magnify_font(widget: QWidget, factor: float) -> None:
    own = widget.property(_OWN_PIXELS)
    if own is None:
        if not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
            return
        own = widget.font().pixelSize()
        if own <= 0:
            return
        widget.setProperty(_OWN_PIXELS, own)
    changed = widget.font()
    changed.setPixelSize(round(own * factor))
    widget.setFont(changed)
