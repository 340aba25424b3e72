"""Larger words for a projector: whole parts of the window magnified, and put back exactly."""

from __future__ import annotations

from typing import Protocol, TypeGuard

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nnfs_gui.theme import BODY, font

MOST = 1.6
"""Beyond this, room is worth more to the pictures than to the words."""
FACTOR = "magnification"
"""Property of a magnified widget."""
_OWN_PIXELS, _OWN_BOUNDS = "own-pixels", "own-bounds"
_POPPING_UP = ("QMenu", "QTipLabel")
"""Classes whose words follow the application's font, whatever opens them."""
_UNBOUNDED = 16_777_215


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
        if _adapts(widget):
            widget.show_magnified(factor)


def magnify_whole(root: QWidget, factor: float) -> None:
    """`magnify` also the words that follow the application's font, and least and fixed sizes.

    For what opens above the window: a dialog or a popover, with nothing around it to follow.
    """
    for widget in (root, *root.findChildren(QWidget)):
        _give_font(widget)
        if widget is not root and not _adapts(widget):
            _magnify_bounds(widget, factor)
    if root.isWindow() and root.testAttribute(Qt.WidgetAttribute.WA_Resized):
        room = root.screen().availableSize() * 0.94
        root.resize((root.size() * (factor / factor_of(root))).boundedTo(room))
    magnify(root, factor)


def magnify_menus(factor: float) -> None:
    """Show the words of all menus and tool tips ``factor`` times as large."""
    shown = font(round(BODY * factor))
    for name in _POPPING_UP:
        if pixels_of(_class_font(name)) != shown.pixelSize():
            QApplication.setFont(shown, name)  # type: ignore[arg-type]  # stub says bytes
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and pixels_of(menu.font()) != shown.pixelSize():
            menu.setFont(shown)  # a style sheet keeps the font that it found


def menu_factor() -> float:
    """How much larger the words of menus are: for what stands in one."""
    return pixels_of(_class_font(_POPPING_UP[0])) / BODY


def room_factor(size: QSize, usual: QSize, most: float = MOST) -> float:
    """How much larger words may be in a window of ``size``, in steps of a twentieth.

    Up to the ``usual`` size they are as large as ever; beyond, the room is shared with them.
    """
    spare = min(size.width() / usual.width(), size.height() / usual.height())
    return round(20 * min(most, max(1.0, spare))) / 20


def magnified(pixels: int, widget: QWidget) -> int:
    """A size in pixels, as ``widget`` is to show it: for what it paints by itself."""
    return round(pixels * factor_of(widget))


def factor_of(widget: QWidget) -> float:
    """How much larger than usual the words of ``widget`` are."""
    return float(widget.property(FACTOR) or 1.0)


def _adapts(widget: object) -> TypeGuard[Magnifiable]:
    """Whether it is `Magnifiable`; Python's own test of a protocol takes ten times as long."""
    return hasattr(type(widget), "show_magnified")


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


def pixels_of(words: QFont) -> int:
    """The size in pixels of a font, whether it was given in pixels or in points."""
    return QFontInfo(words).pixelSize()


def _give_font(widget: QWidget) -> None:
    """Let a widget have the size of words that it would have by itself, as its own.

    What a style sheet has styled does not follow its parent's font.
    """
    if not widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
        own = QApplication.font(widget)
        own.setPixelSize(pixels_of(own))
        widget.setFont(own)


def _class_font(name: str) -> QFont:
    return QApplication.font(name)  # type: ignore[call-overload,no-any-return]  # stub says bytes


def _magnify_bounds(widget: QWidget, factor: float) -> None:
    """Sizes that a widget was given: they were meant for words of the usual size."""
    own = widget.property(_OWN_BOUNDS)
    if own is None:
        least, most = widget.minimumSize(), widget.maximumSize()
        own = (least.width(), least.height(), most.width(), most.height())
        widget.setProperty(_OWN_BOUNDS, own)
    width, height, widest, highest = (
        round(size * factor) if size < _UNBOUNDED else size for size in own
    )
    widget.setMinimumSize(width, height)
    widget.setMaximumSize(widest, highest)
