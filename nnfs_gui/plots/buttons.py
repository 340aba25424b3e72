"""The small flat icon buttons in a plot's header and tool bar."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from nnfs_gui.theme import Theme


def tool_button(
    icon: str, name: str, text: str, theme: Theme, parent: QWidget | None = None
) -> QToolButton:
    """A flat button showing qtawesome's ``icon``; ``text`` is its tooltip and accessible name."""
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setProperty("icon-name", icon)
    button.setToolTip(text)
    button.setAccessibleName(text.partition(":")[0].partition(" (")[0])
    button.setAutoRaise(True)
    button.setIconSize(QSize(16, 16))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tint(button, theme)
    return button


def tint(button: QToolButton, theme: Theme) -> None:
    """Colour a button's icon, and spare the arrow that Qt draws beside a menu."""
    name = button.property("icon-name")
    button.setIcon(
        qtawesome.icon(name, color=theme.dim, color_active=theme.text, color_on=theme.accent)
    )
    button.setStyleSheet(
        f"QToolButton {{ border: none; border-radius: 6px; padding: 3px; }}"
        f"QToolButton:hover, QToolButton:focus {{ background: {theme.raised}; }}"
        f"QToolButton:checked {{ background: {theme.blend(theme.panel, theme.accent, 0.22)}; }}"
        f"QToolButton::menu-indicator {{ image: none; width: 0; }}"
    )
