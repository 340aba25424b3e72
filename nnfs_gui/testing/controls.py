"""Every control of the window, by its object name and what screen readers call it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from nnfs_gui.widgets.figure import Figure

_KINDS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, Figure)
_INNER = "qt_"


class Control(NamedTuple):
    """A control: its names, and its kind for people."""

    name: str
    label: str
    kind: str


def controls(window: QWidget) -> list[Control]:
    """The controls of a window, sorted by name; Qt's own inner parts are left out."""
    found = (widget for widget in window.findChildren(QWidget) if isinstance(widget, _KINDS))
    found = (widget for widget in found if not isinstance(widget, QScrollBar))
    named = (widget for widget in found if not widget.objectName().startswith(_INNER))
    return sorted({
        Control(widget.objectName(), _label(widget), type(widget).__name__) for widget in named
    })  # fmt: skip


def _label(widget: QWidget) -> str:
    if isinstance(widget, Figure):
        return widget.caption
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()
