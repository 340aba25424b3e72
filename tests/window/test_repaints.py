"""The screen shows what is drawn: nothing that changed is left as it was painted before."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from nnfs_gui.app import Playground
from nnfs_gui.experiment.presets import load_preset

Pixels = np.ndarray


def pixels(picture: QPixmap) -> Pixels:
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, : 4 * width].reshape(height, width, 4)[..., :3].astype(np.int16)


def stale(playground: Playground) -> str:
    """Where the screen differs from the window painted anew; empty if nowhere."""
    window = playground.window
    seen = pixels(window.screen().grabWindow(window.winId()))
    fresh = pixels(window.grab())
    rows, columns = np.nonzero(np.abs(seen - fresh).max(axis=2) > 24)
    if not len(rows):
        return ""
    return f"x {columns.min()}–{columns.max()}, y {rows.min()}–{rows.max()}"


@pytest.mark.parametrize("preset", ["first-steps", "clipping", "regression"])
def test_the_screen_shows_what_is_drawn_after_training(
    playground: Playground, qtbot: QtBot, preset: str
) -> None:
    window, session = playground.window, playground.session
    window.resize(1366, 768)
    playground.document.open(load_preset(preset), None)
    qtbot.waitUntil(lambda: session.snapshot is not None)
    for tab in window.tabs.views:
        window.tabs.open_tab(tab.title)
        with qtbot.waitSignal(session.epochs_finished):
            session.train_epochs(5)
        qtbot.waitUntil(lambda: not stale(playground), timeout=3000)
