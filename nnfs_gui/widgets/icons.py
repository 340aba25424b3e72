"""Every icon of the window by what it means, tinted in the theme's colours."""

from __future__ import annotations

import atexit
from functools import lru_cache

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnfs_gui.theme import Theme

ICONS: dict[str, str] = {
    "add": "ph.plus",
    "check": "ph.check-bold",
    "close": "ph.x",
    "closed-eye": "ph.eye-slash",
    "copy": "ph.copy",
    "dice": "ph.dice-five",
    "down": "ph.caret-down",
    "error": "ph.warning-octagon",
    "export": "ph.export",
    "flag": "ph.flag",
    "formula": "mdi6.function-variant",
    "hint": "ph.lightbulb",
    "import": "ph.upload-simple",
    "info": "ph.info",
    "left": "ph.caret-left",
    "lesson": "ph.graduation-cap",
    "less": "ph.caret-up",
    "lock": "ph.lock-simple-fill",
    "menu": "ph.list",
    "moon": "ph.moon",
    "more": "ph.sliders-horizontal",
    "open": "ph.folder-open",
    "paint": "ph.paint-brush",
    "pause": "ph.pause-fill",
    "play": "ph.play-fill",
    "presenter": "ph.presentation-chart",
    "redo": "ph.arrow-u-up-right",
    "rewind": "ph.arrow-counter-clockwise",
    "restart": "ph.skip-back",
    "right": "ph.caret-right",
    "step": "ph.skip-forward",
    "sun": "ph.sun",
    "undo": "ph.arrow-u-up-left",
    "warn": "ph.warning",
}
"""Meaning → glyph; `icon` also takes a glyph's own name, such as ``"ph.magnifying-glass-plus"``."""


@lru_cache(maxsize=512)
def icon(name: str, theme: Theme, role: str = "dim") -> QIcon:
    """The icon ``name`` in the colour of the theme's ``role``; brighter when hovered or checked."""
    strong = theme.text if role == "dim" else getattr(theme, role)
    checked = theme.accent if role == "dim" else strong
    made: QIcon = qtawesome.icon(
        ICONS.get(name, name),
        color=getattr(theme, role),
        color_active=strong,
        color_on=checked,
        color_on_active=checked,
        color_disabled=theme.blend(theme.panel, theme.faint, 0.6),
    )
    return made


@lru_cache(maxsize=128)
def icon_pixmap(name: str, theme: Theme, role: str, side: int) -> QPixmap:
    """An icon drawn once: labels put each new pixmap into Qt's cache, where it stays for long."""
    return icon(name, theme, role).pixmap(side, side)


# Icons that outlive the QApplication crash the interpreter at its end.
atexit.register(icon.cache_clear)
atexit.register(icon_pixmap.cache_clear)

FRAME = 8
"""Pixels of a button around its icon, both sides together."""


class IconButton(QToolButton):
    """A flat button with one icon; `retint` gives it the colours of a theme."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None, *,
                 size: int = 20, role: str = "dim", checkable: bool = False) -> None:  # fmt: skip
        super().__init__(parent)
        self._name, self._role = name, role
        self._theme: Theme | None = None
        self._size = size
        self._take_size(size)
        self.setAutoRaise(True)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_label(label)

    @property
    def icon_name(self) -> str:
        return self._name

    def set_label(self, label: str) -> None:
        """What the button does, for tooltips and screen readers."""
        self.setToolTip(label)
        self.setAccessibleName(label)

    def set_icon_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self._draw()

    def show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def setMenu(self, menu: QMenu) -> None:
        super().setMenu(menu)
        menu.aboutToHide.connect(self._menu_hides)

    def _menu_hides(self) -> None:
        """Be lit only if the pointer is here: while a menu is open nobody tells that it left."""
        inside = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, inside)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def show_magnified(self, factor: float) -> None:
        """Be as large as the words around it."""
        self._take_size(round(self._size * factor))

    def _take_size(self, side: int) -> None:
        self.setIconSize(QSize(side, side))
        # An icon is painted as small as its button, of which a fold that opens leaves nothing, and
        # many in a row leave little.
        room = side if self.property("look") == "small" else side + FRAME
        self.setMinimumSize(QSize(room, room))

    def _draw(self) -> None:
        if self._theme is not None:
            self.setIcon(icon(self._name, self._theme, self._role))


def retint(widget: QWidget, theme: Theme) -> None:
    """Give every icon button inside ``widget`` the colours of ``theme``."""
    for button in widget.findChildren(IconButton):
        button.show_theme(theme)
