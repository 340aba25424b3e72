"""`show_format`: how a lesson is written, in a window of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from nnfs_gui.assets import lesson_format_path
from nnfs_gui.panels.author.format_dialog import FormatDialog, show_beside
from nnfs_gui.theme import Theme


def show_format(window: QWidget, theme: Theme) -> None:
    """Show it, or bring it to the front."""
    shown = window.findChild(FormatDialog)
    if shown is None:
        text = lesson_format_path().read_text(encoding="utf-8")
        shown = FormatDialog(text, theme, window)
        show_beside(shown)
    shown.raise_()
    shown.activateWindow()
