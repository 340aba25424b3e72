"""Which focus deserves a ring."""

from __future__ import annotations

from PySide6.QtCore import Qt

KEYBOARD_FOCUS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""Reasons after which own-drawn buttons show a focus ring; after a click it would be noise."""
