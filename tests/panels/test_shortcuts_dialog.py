"""The help shows gestures as pictures, each over its words, and fits on a laptop."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from nnfs_gui.panels.gesture_pictures import GESTURES, _Drawing
from nnfs_gui.panels.shortcuts_dialog import ShortcutsDialog
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.window.actions import shortcut_groups


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_gesture_has_a_picture_and_words(qtbot, theme):
    dialog = ShortcutsDialog(shortcut_groups(), theme)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {gesture.words for gesture in GESTURES} <= texts
    pictures = [drawing.grab().toImage() for drawing in dialog.findChildren(_Drawing)]
    assert len(pictures) == len(GESTURES)
    for first, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[first + 1 :])
    assert dialog.sizeHint().width() <= 1024
    assert dialog.sizeHint().height() <= 700
