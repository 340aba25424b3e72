"""Labels of forms, and the properties that style sheets look at."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from nnfs_gui.theme import LABEL, font

FIELD_HEIGHT = 30
"""Pixels of a field with words of the usual size."""


def field_label(text: str, field: QWidget | None = None, pixels: int = LABEL) -> QLabel:
    """The dim label of a form's field."""
    label = QLabel(text)
    label.setObjectName("field-label")
    label.setFont(font(pixels))
    if field is not None:
        label.setBuddy(field)
    return label


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and style the widget anew if it changed."""
    if value != widget.property(name):
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
