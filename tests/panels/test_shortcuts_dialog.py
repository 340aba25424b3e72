"""The help shows gestures as pictures, each over its words, and fits on a laptop."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea

from nnfs_gui.panels.gesture_pictures import GESTURES, _Drawing
from nnfs_gui.panels.shortcuts_dialog import ShortcutsDialog
from nnfs_gui.theme import DARK, LIGHT
from nnfs_gui.window.actions import shortcut_groups


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_gesture_has_a_picture_and_words(qtbot, theme):
    dialog = ShortcutsDialog(shortcut_groups(), theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.size() == dialog.sizeHint()
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    assert {gesture.words for gesture in GESTURES} <= texts
    pictures = [drawing.grab().toImage() for drawing in dialog.findChildren(_Drawing)]
    assert len(pictures) == len(GESTURES)
    for first, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[first + 1 :])
    assert dialog.sizeHint().width() <= 1024
    assert dialog.sizeHint().height() <= 700
    keys = dialog.findChild(QScrollArea, "help-keys")
    assert keys is not None
    assert keys.viewport().width() >= keys.widget().sizeHint().width(), "nothing is cut at the side"
    dialog.resize(dialog.width(), 1400)
    qtbot.waitUntil(lambda: not keys.verticalScrollBar().isVisible())
